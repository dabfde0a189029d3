import { useMemo } from 'react'
import { addWorkingDays, type CalendarDay, civilDateInVietnam, isCivilDate, makeCalendar, type WorkCalendar, workingDaysBetween } from '#app/domain/calendar/working-days.ts'
import { checkDeadline, type DeadlineState, deadlineState, type DeadlineWarning } from '#app/domain/task/deadline.ts'
import { fold } from '#app/domain/search/fold.ts'
import { parseDate } from '#app/text/format.ts'
import type { Card } from '#app/live/reducers/board.ts'

/** The working calendar from the rows the loader sent. */
export const useCalendar = (days: readonly CalendarDay[]): WorkCalendar => useMemo(() => makeCalendar(days), [days])

/** Deadline state of a card at a moment: the same rule as on the server, so that a live card needs no second question. */
export const deadlineOf = (card: Card, calendar: WorkCalendar, now: number): DeadlineState =>
  deadlineState({
    deadlineOn: card.deadlineOn,
    state: card.state,
    submittedAt: card.submittedAt,
    completedAt: card.completedAt,
    isSentBack: card.isSentBack,
    now,
    calendar,
  })

const MAX_DAYS = 400

export type ReadDeadline =
  | { kind: 'none' }
  | { kind: 'unread' }
  | { kind: 'date'; date: string; workingDays: number; warnings: DeadlineWarning[] }

/**
 * What somebody typed as a deadline: "30/11/2026", "30/11" (this year, or next when it is long past), "5 ngày làm việc",
 * "5 nlv", "5". Counting starts the day after today.
 */
export function readDeadline(typed: string, now: number, calendar: WorkCalendar): ReadDeadline {
  const text = fold(typed).trim()
  if (text === '' || text.startsWith('khong')) return { kind: 'none' }
  const today = civilDateInVietnam(now)
  const of = (date: string): ReadDeadline => ({
    kind: 'date',
    date,
    workingDays: date > today ? workingDaysBetween(calendar, today, date) : 0,
    warnings: checkDeadline(calendar, date, today),
  })
  const days = /^(\d{1,3})\s*(ngay|nlv|ng)?(\s*lam viec)?$/.exec(text)
  if (days) {
    const n = Number(days[1])
    return n >= 1 && n <= MAX_DAYS ? of(addWorkingDays(calendar, today, n)) : { kind: 'unread' }
  }
  const full = parseDate(typed)
  if (full) return of(full)
  const short = /^(\d{1,2})\s*[/.-]\s*(\d{1,2})$/.exec(text)
  if (short) {
    const inYear = (year: number) => `${year}-${String(short[2]).padStart(2, '0')}-${String(short[1]).padStart(2, '0')}`
    const year = Number(today.slice(0, 4))
    const date = isCivilDate(inYear(year)) && inYear(year) < today ? inYear(year + 1) : inYear(year)
    return isCivilDate(date) ? of(date) : { kind: 'unread' }
  }
  return { kind: 'unread' }
}
