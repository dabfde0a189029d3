import {
  civilDateInVietnam,
  dayOff,
  endOfDayInVietnam,
  addWorkingDays,
  isWorkingDay,
  nextWorkingDay,
  workingDaysBetween,
  type CivilDate,
  type DayOff,
  type WorkCalendar,
} from '#app/domain/calendar/working-days.ts'
import type { TaskState } from './machine.ts'

/** What the clock makes of a task. Never stored: computed by whoever shows it. */
export type DeadlineCode =
  | 'in_time'
  | 'soon'
  | 'overdue'
  | 'waiting'
  | 'done_on_time'
  | 'done_late'
  | 'sent_back'
  | 'paused'
  | 'none'

export type DeadlineState = {
  code: DeadlineCode
  /** working days from today to the deadline; 0 = today is the last one; null when no clock applies */
  workingDaysLeft: number | null
  /** working days past the deadline; 0 also on days off right after it; null when not late */
  workingDaysLate: number | null
}

/** Working days before the deadline in which a task counts as near. */
export const DEFAULT_WARN_DAYS = 3

const none: DeadlineState = { code: 'none', workingDaysLeft: null, workingDaysLate: null }

/**
 * Deadline state at `now` (ms). The deadline lasts to the end of its day in Viet Nam; it is near once the working day
 * `warnDays` before it is over. The clock stops at submission, so that the Office's delay never makes a unit late,
 * and runs again when the result is sent back. What counts for "đúng hạn" is the submission later accepted.
 */
export const deadlineState = (facts: {
  deadlineOn: CivilDate | null
  state: TaskState
  submittedAt: number | null
  completedAt: number | null
  now: number
  calendar: WorkCalendar
  warnDays?: number
  isSentBack?: boolean
}): DeadlineState => {
  const { deadlineOn, state, calendar } = facts
  if (state === 'paused') return { ...none, code: 'paused' }
  if (state === 'waiting_confirmation' && deadlineOn === null) return { ...none, code: 'waiting' }
  if (deadlineOn === null || state === 'draft' || state === 'recalled') return none
  const measure = (at: number) => {
    const isLate = at > endOfDayInVietnam(deadlineOn)
    const day = civilDateInVietnam(at)
    return {
      isLate,
      workingDaysLeft: isLate ? null : workingDaysBetween(calendar, day, deadlineOn),
      workingDaysLate: isLate ? workingDaysBetween(calendar, deadlineOn, day) : null,
    }
  }
  if (state === 'done') {
    const { isLate, workingDaysLate } = measure(facts.submittedAt ?? facts.completedAt ?? facts.now)
    return { code: isLate ? 'done_late' : 'done_on_time', workingDaysLeft: null, workingDaysLate }
  }
  const isWaiting = state === 'waiting_confirmation'
  const at = isWaiting ? facts.submittedAt ?? facts.now : facts.now
  const { isLate, workingDaysLeft, workingDaysLate } = measure(at)
  const code = ((): DeadlineCode => {
    if (isWaiting) return 'waiting'
    if (isLate) return 'overdue'
    if (facts.isSentBack) return 'sent_back'
    const lastCalmDay = addWorkingDays(calendar, deadlineOn, -(facts.warnDays ?? DEFAULT_WARN_DAYS))
    return at > endOfDayInVietnam(lastCalmDay) ? 'soon' : 'in_time'
  })()
  return { code, workingDaysLeft, workingDaysLate }
}

/** Warnings on a deadline somebody enters. They explain and propose, never refuse; nothing rolls by itself. */
export type DeadlineWarning =
  | { code: 'DEADLINE_IN_PAST'; date: CivilDate; proposed: CivilDate }
  | { code: 'DEADLINE_DAY_OFF'; date: CivilDate; reason: DayOff['reason']; name: string; proposed: CivilDate }

export const checkDeadline = (calendar: WorkCalendar, date: CivilDate, today: CivilDate): DeadlineWarning[] => {
  const warnings: DeadlineWarning[] = []
  const isPast = date < today
  // a day off in the past needs a new date anyway, and one that still lies ahead
  const proposed = isPast && isWorkingDay(calendar, today) ? today : nextWorkingDay(calendar, isPast ? today : date)
  if (isPast) warnings.push({ code: 'DEADLINE_IN_PAST', date, proposed })
  const off = dayOff(calendar, date)
  if (off) warnings.push({ code: 'DEADLINE_DAY_OFF', date, ...off, proposed })
  return warnings
}
