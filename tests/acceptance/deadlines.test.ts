import { describe, expect, it } from 'vitest'
import { type CalendarDay, civilDateInVietnam, makeCalendar } from '#app/domain/calendar/working-days.ts'
import { DEFAULT_WARN_DAYS, type DeadlineCode, deadlineState } from '#app/domain/task/deadline.ts'
import { readTerm, settleTerm } from '#app/domain/task/term.ts'
import { explainTerm } from '#app/text/term.ts'
import { cleanCell, readOfficialTable } from '#tests/support/official-table.ts'
import { instant } from '#tests/unit/acceptance/read-table.ts'
import calendarDays from '#prisma/seed/data/holidays.json' with { type: 'json' }

/**
 * The table of days is the test: each row of `deadlines.tsv` is counted by the program's own rules over the holidays it loads.
 * Any table with the same columns can take its place; the columns are explained in README.md beside it.
 */

const columns = ['mã', 'giao lúc', 'thời hạn', 'báo trước', 'nộp lúc', 'xác nhận lúc', 'xét lúc', 'hạn', 'ngày bỏ qua', 'trạng thái', 'giải thích'] as const
type Column = (typeof columns)[number]
type Row = Record<Column, string>

const { heads, rows } = readOfficialTable<Column>('deadlines.tsv')

/** An empty cell → null. */
const moment = (row: Row, column: Column): number | null => (row[column] === '' ? null : instant(row[column]))
const dayOf = (civil: string | null): string => (civil === null ? '' : civil.split('-').reverse().join('/'))

const words: Record<Exclude<DeadlineCode, 'sent_back' | 'paused'>, string> = {
  in_time: 'trong hạn',
  soon: 'sắp đến hạn',
  overdue: 'quá hạn',
  waiting: 'chờ xác nhận',
  done_on_time: 'hoàn thành đúng hạn',
  done_late: 'hoàn thành quá hạn',
  none: 'không thời hạn',
}
const calendar = makeCalendar(calendarDays as CalendarDay[])

/** What happened up to the moment of looking decides; what comes later is not known yet. */
function countRow(row: Row) {
  const term = readTerm(row['thời hạn'])
  const assigned = moment(row, 'giao lúc')
  const now = moment(row, 'xét lúc')
  if (!term || assigned === null || now === null) throw new Error(`${row.mã}: cần "giao lúc", "thời hạn", "xét lúc" đọc được`)
  const upTo = (at: number | null) => (at !== null && at <= now ? at : null)
  const [submittedAt, completedAt] = [upTo(moment(row, 'nộp lúc')), upTo(moment(row, 'xác nhận lúc'))]
  const assignedOn = civilDateInVietnam(assigned)
  const { due, skipped } = settleTerm(calendar, term, assignedOn)
  const state = deadlineState({
    deadlineOn: due,
    state: completedAt !== null ? 'done' : submittedAt !== null ? 'waiting_confirmation' : 'in_progress',
    submittedAt,
    completedAt,
    now,
    calendar,
    warnDays: row['báo trước'] === '' ? DEFAULT_WARN_DAYS : Number(row['báo trước']),
  })
  // Work without a deadline is never late: done, it is done in time.
  const code = state.code === 'none' && completedAt !== null ? 'done_on_time' : state.code
  return { due, skipped: skipped.map(s => s.date), code, text: explainTerm(calendar, term, assignedOn) }
}

describe('bảng ngày và hạn', () => {
  it('có đúng các cột, ít nhất 60 trường hợp, mỗi mã một lần', () => {
    expect([...heads].sort()).toEqual([...columns].sort())
    expect(rows.length).toBeGreaterThanOrEqual(60)
    expect(new Set(rows.map(row => row.mã)).size).toBe(rows.length)
  })

  it.each(rows.map(row => ({ name: `${row.mã} ${row['giao lúc']}, ${row['thời hạn']}: ${row['trạng thái']}`, row })))('$name', ({ row }) => {
    const { due, skipped, code, text } = countRow(row)
    expect({ hạn: dayOf(due), 'ngày bỏ qua': skipped.map(dayOf).join(', '), 'trạng thái': words[code as keyof typeof words] }).toEqual({
      hạn: row.hạn,
      'ngày bỏ qua': row['ngày bỏ qua'].split(',').map(cleanCell).filter(Boolean).join(', '),
      'trạng thái': row['trạng thái'].toLowerCase(),
    })
    if (row['giải thích'] !== '') expect(text).toBe(row['giải thích'])
  })
})
