import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { HallStages } from '#app/screens/hall-display/hall-display.tsx'
import { VoteResult } from '#app/screens/session/vote-panel.tsx'
import type { Item, Session, Vote } from '#app/screens/session/derive.ts'
import { hallText } from '#app/text/hall.ts'
import { sessionText } from '#app/text/session.ts'
import { votingText } from '#app/text/voting.ts'

const item: Item = {
  id: 'item', rank: 'a', title: 'Nội dung', text: '', presenter: '', minutes: 60, leadUnitId: null, leadUnitName: null,
  isCollective: true, status: 'presenting', startedAt: 0, endedAt: null, spentSeconds: 0, asideReason: null,
}
const vote: Vote = {
  id: 'vote', itemId: 'item', question: 'Thông qua?', form: 'open', status: 'open', base: 27, needed: 14, ruleText: '', isChangeAllowed: true, openedAt: 0,
  closesAt: null, closedAt: null, presentVoters: 24, count: { for: 9, against: 3, abstain: 1 }, result: null, ballots: null,
}
const held = { at: 0, leftMs: null }
const secret = { ...vote, form: 'secret' as const, count: { for: 0, against: 0, abstain: 0 }, cast: 13 }
const list = { ...vote, options: { list: ['Xã Tân Trào', 'Phường Minh Xuân'], min: 1, max: 1, places: 1 }, optionVotes: [9, 3], count: { for: 12, against: 0, abstain: 1 } }
const onWall = (v: Vote) => {
  const view: Session = {
    items: [item], participants: [], queue: [], votes: [v], papers: [], presenting: null, presiding: null,
    quorum: { present: 24, total: 27, needed: 18, isMet: true, missing: 0, isWarningOnly: true, source: '' },
    meeting: {
      id: 'm', title: 'Phiên họp', kind: 'regular', status: 'running', startsAt: 0, endsAt: 1, place: '', openedAt: 0, pausedAt: null,
      endedAt: null, currentItemId: 'item', membersInOffice: 27, agendaVersion: 1,
    },
  }
  return renderToStaticMarkup(<HallStages view={view} settings={{ mode: 'vote', message: '' }} now={0} />)
}

it.each([
  ['công khai', vote],
  ['kín', secret],
  ['theo danh sách', list],
])('biểu quyết %s bị dừng thì màn hình phòng họp nói đã dừng; nhận tiếp thì nói đang biểu quyết', (_, v) => {
  expect(onWall({ ...v, held })).toContain(votingText.held)
  expect(onWall({ ...v, held })).not.toContain(sessionText.voting)
  expect(onWall(v)).toContain(sessionText.voting)
  expect(onWall(v)).not.toContain(votingText.held)
})

it('phiếu kín chưa kết thúc: chỉ số người đã bỏ, cả khi dừng', () => {
  for (const v of [secret, { ...secret, held }]) {
    const words = onWall(v)
    expect(words).toContain(hallText.turnout)
    expect(words).toContain('>13<')
    for (const hidden of ['tán thành', 'bg-vote-for']) expect(words).not.toContain(hidden)
  }
})

it('kết quả theo tên: phiếu ghi từ giấy mang dấu, phiếu trên máy thì không', () => {
  const result: NonNullable<Vote['result']> = { outcome: 'passed', base: 2, needed: 2, notCast: 0, missing: 0, sentence: 'thông qua', source: '' }
  const shown = renderToStaticMarkup(<VoteResult vote={{ ...vote, status: 'closed', result, ballots: [{ label: 'A', choice: 'for', isPaper: true }, { label: 'B', choice: 'for' }] }} />)
  expect(shown.match(/ghi từ giấy/g)).toHaveLength(1)
  expect(shown).toContain(sessionText.vote.onPaper('tán thành'))
})
