import { useMemo } from 'react'
import { type CalendarDay, civilDateInVietnam, isCivilDate, makeCalendar, type WorkCalendar, workingDaysBetween } from '#app/domain/calendar/working-days.ts'
import { checkDeadline, type DeadlineState, deadlineState, type DeadlineWarning } from '#app/domain/task/deadline.ts'
import { readTerm, settleTerm } from '#app/domain/task/term.ts'
import { fold } from '#app/domain/search/fold.ts'
import { parseDate } from '#app/text/format.ts'
import { explainTerm } from '#app/text/term.ts'
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

export type ReadDeadline =
  | { kind: 'none' }
  | { kind: 'unread' }
  | { kind: 'date'; date: string; workingDays: number; warnings: DeadlineWarning[]; /** how the day was counted; null when a day was typed */ explained: string | null }

/**
 * What somebody typed as a deadline: "30/11/2026", "30/11" (this year, or next when it is long past), "5 ngày làm việc",
 * "5 nlv", "5", "10 ngày", "hết ngày …", "trước ngày …", "trong tháng …". Counting starts the day after today.
 */
export function readDeadline(typed: string, now: number, calendar: WorkCalendar): ReadDeadline {
  const text = fold(typed).trim()
  if (text === '' || text.startsWith('khong')) return { kind: 'none' }
  const today = civilDateInVietnam(now)
  const of = (date: string, explained: string | null = null): ReadDeadline => ({
    kind: 'date',
    date,
    workingDays: date > today ? workingDaysBetween(calendar, today, date) : 0,
    warnings: checkDeadline(calendar, date, today),
    explained,
  })
  // A bare number is meant as working days; "10 ngày" written out is ten days of the calendar, as in a document.
  const term = readTerm(/^\d{1,3}$/.test(text) ? `${text} nlv` : text)
  if (term) {
    const { due } = settleTerm(calendar, term, today)
    return due === null ? { kind: 'none' } : of(due, term.kind === 'until' ? null : explainTerm(calendar, term, today))
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
