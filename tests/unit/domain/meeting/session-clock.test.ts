import { expect, test } from 'vitest'
import { sessionClock } from '#app/domain/meeting/session-clock.ts'

const at = (clock: string): number => Date.parse(`2026-11-26T${clock}:00+07:00`)
const announced = { startsAt: at('08:00'), endsAt: at('11:30') }

test.each([
  ['chưa khai mạc, đã quá giờ hẹn', null, null, '08:20', { elapsed: 0, left: 12600, over: 0 }],
  ['khai mạc muộn 15 phút', '08:15', null, '09:15', { elapsed: 3600, left: 8100, over: 0 }],
  ['đúng giờ kết thúc', '08:00', null, '11:30', { elapsed: 12600, left: 0, over: 0 }],
  ['quá giờ', '08:00', null, '11:45', { elapsed: 13500, left: 0, over: 900 }],
  ['đã kết thúc sớm, xem lại buổi chiều', '08:00', '11:00', '15:00', { elapsed: 10800, left: 0, over: 0 }],
  ['đã kết thúc muộn', '08:00', '11:40', '15:00', { elapsed: 13200, left: 0, over: 600 }],
])('thời gian còn lại của phiên: %s', (_what, openedAt, endedAt, now, wanted) => {
  expect(sessionClock({ ...announced, openedAt: openedAt && at(openedAt) || null, endedAt: endedAt && at(endedAt) || null }, at(now))).toEqual(wanted)
})
