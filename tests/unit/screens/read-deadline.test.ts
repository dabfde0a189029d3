import { describe, expect, test } from 'vitest'
import { makeCalendar } from '#app/domain/calendar/working-days.ts'
import { readDeadline } from '#app/screens/tasks/deadline.ts'

/** Thursday 26/11/2026, 09:30 in Viet Nam */
const NOW = Date.UTC(2026, 10, 26, 2, 30)
const calendar = makeCalendar([{ date: '2027-01-01', kind: 'holiday', name: 'Tết Dương lịch' }])
const read = (typed: string) => readDeadline(typed, NOW, calendar)

describe('hạn gõ bằng tay', () => {
  test.each([
    ['30/11/2026', '2026-11-30', 2],
    ['30/11', '2026-11-30', 2],
    ['5 ngày làm việc', '2026-12-03', 5],
    ['5 ngay lam viec', '2026-12-03', 5],
    ['5 nlv', '2026-12-03', 5],
    ['5', '2026-12-03', 5],
    ['10 ngày', '2026-12-06', 6],
    ['hết ngày 30/11/2026', '2026-11-30', 2],
    ['trước ngày 01/12/2026', '2026-11-30', 2],
    ['trong tháng 11/2026', '2026-11-30', 2],
    // a day already gone this year means the next one
    ['5/1', '2027-01-05', 27],
  ])('%s', (typed, date, workingDays) => {
    expect(read(typed)).toMatchObject({ kind: 'date', date, workingDays })
  })

  test.each(['', '   ', 'không thời hạn'])('“%s” is no deadline', typed => {
    expect(read(typed)).toEqual({ kind: 'none' })
  })

  test.each(['31/2/2027', 'mai', '0', '0 ngày làm việc', '999 ngày', '30/13', '29/2'])('%s is not understood, never guessed', typed => {
    expect(read(typed)).toEqual({ kind: 'unread' })
  })

  test('a day off or gone is taken, with the reason and a proposal', () => {
    expect(read('28/11/2026')).toMatchObject({ date: '2026-11-28', warnings: [{ code: 'DEADLINE_DAY_OFF', proposed: '2026-11-30' }] })
    expect(read('01/01/2027')).toMatchObject({ warnings: [{ code: 'DEADLINE_DAY_OFF', name: 'Tết Dương lịch', proposed: '2027-01-04' }] })
    expect(read('20/11/2026')).toMatchObject({ workingDays: 0, warnings: [{ code: 'DEADLINE_IN_PAST', proposed: '2026-11-26' }] })
  })
})
