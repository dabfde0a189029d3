import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { SpeakerTimer } from '#app/components/timer.tsx'
import { HallStages } from '#app/screens/hall-display/hall-display.tsx'
import type { Item, Session, Speaking } from '#app/screens/session/derive.ts'
import { speakingText } from '#app/text/speaking.ts'

const SECOND = 1000
const item: Item = {
  id: 'item', rank: 'a', title: 'Nội dung', text: '', presenter: '', minutes: 60, leadUnitId: null, leadUnitName: null,
  isCollective: false, status: 'presenting', startedAt: 0, endedAt: null, spentSeconds: 0, asideReason: null,
}
const speech = (more: Partial<Speaking>): Speaking => ({
  id: 'speech', participantId: 'p', itemId: 'item', label: 'Giám đốc Sở Nội vụ', subject: '', status: 'speaking', requestedAt: 0, calledAt: 0,
  startedAt: 0, endedAt: null, limitSeconds: 300, declineReason: null, ...more,
})
const session = (s: Speaking): Session => ({
  items: [item], participants: [], queue: [s], votes: [], papers: [], presenting: null, presiding: null,
  quorum: { present: 24, total: 27, needed: 18, isMet: true, missing: 0, isWarningOnly: true, source: '' },
  meeting: {
    id: 'm', title: 'Phiên họp', kind: 'regular', status: 'running', startsAt: 0, endsAt: 1, place: '', openedAt: 0, pausedAt: null,
    endedAt: null, currentItemId: 'item', membersInOffice: 27, agendaVersion: 1,
  },
})
/** The words of the last clock of a picture; the hall's picture of an item has the item's own before it. */
const clockOf = (html: string) => /.*role="timer"[^>]*>(?:<svg.*?<\/svg>)?([^<]+)/s.exec(html)?.[1]
const onWall = (s: Speaking, now: number, mode: 'speaking' | 'item') => renderToStaticMarkup(<HallStages view={session(s)} settings={{ mode, message: '' }} now={now} />)
const onDevice = (s: Speaking, now: number) => renderToStaticMarkup(<SpeakerTimer speech={s} now={now} />)

it.each([
  ['đang nói', speech({}), 60, 'Còn 04:00'],
  ['đang dừng: đứng yên dù bao lâu', speech({ pausedAt: 60 * SECOND }), 600, 'Còn 04:00'],
  ['đã dừng một phút rồi nói tiếp', speech({ pausedMs: 60 * SECOND }), 120, 'Còn 04:00'],
  ['dừng lần thứ hai', speech({ pausedMs: 60 * SECOND, pausedAt: 180 * SECOND }), 900, 'Còn 03:00'],
  ['quá giờ, không kể lúc dừng', speech({ pausedMs: 60 * SECOND }), 370, 'Quá giờ 00:10'],
  ['không giới hạn thì đếm lên, không kể lúc dừng', speech({ limitSeconds: 0, pausedMs: 30 * SECOND }), 90, '01:00'],
])('đồng hồ người phát biểu trên màn hình phòng họp và trên máy như nhau – %s', (_, s, now, words) => {
  expect([onWall(s, now * SECOND, 'speaking'), onWall(s, now * SECOND, 'item'), onDevice(s, now * SECOND)].map(clockOf)).toEqual([words, words, words])
  expect(onWall(s, now * SECOND, 'speaking').includes(speakingText.clock.paused)).toBe(s.pausedAt !== undefined)
})
