import { civilDateInVietnam, workingDaysBetween, type CivilDate, type WorkCalendar } from '#app/domain/calendar/working-days.ts'
import { allowed, refused, type Verdict } from '#app/domain/verdict.ts'
import { isClockRunning, type TaskState } from './machine.ts'

/** From when on the program says that a task may come late; all in working days but the share. */
export type WarningThresholds = {
  /** nothing at all happened on the task for this long */
  silentDays: number
  /** a coordinating unit said nothing for this long */
  coordinatorSilentDays: number
  /** of the tasks like it this unit finished, at least this share (0–100) was late … */
  latePercent: number
  /** … out of at least this many */
  lateAtLeast: number
  /** a warning makes sense only when the deadline is at most this far away */
  withinDays: number
}

export const defaultWarningThresholds: WarningThresholds = { silentDays: 5, coordinatorSilentDays: 5, latePercent: 40, lateAtLeast: 5, withinDays: 15 }

const LIMITS: Record<keyof WarningThresholds, readonly [number, number]> = {
  silentDays: [1, 60],
  coordinatorSilentDays: [1, 60],
  latePercent: [1, 100],
  lateAtLeast: [2, 1000],
  withinDays: [1, 250],
}

export const checkThresholds = (t: WarningThresholds): Verdict & { field?: string } => {
  for (const [key, [least, most]] of Object.entries(LIMITS) as [keyof WarningThresholds, readonly [number, number]][])
    if (!Number.isInteger(t[key]) || t[key] < least || t[key] > most) return { ...refused('WARNING_THRESHOLD_WRONG', { least, most }), field: key }
  return allowed
}

/** One reason, with the figures its sentence needs. */
export type WarningReason =
  | { code: 'silent'; days: number }
  | { code: 'coordinator_silent'; unit: string; days: number }
  /** a sub-task that is overdue itself, or due only after the task it is a part of */
  | { code: 'chain'; title: string; endsOn: CivilDate; isOverdue: boolean }
  | { code: 'history'; late: number; of: number }

export type WarningFacts = {
  state: TaskState
  deadlineOn: CivilDate | null
  /** last thing the lead unit did on it: accepted, reported, asked; when given, at the earliest (ms) */
  lastActivityAt: number | null
  /** coordinating units that still owe their part, and when they last did something on it */
  coordinators: readonly { unit: string; lastActivityAt: number | null; isDone: boolean }[]
  /** sub-tasks at any depth, with their own deadline */
  children: readonly { title: string; deadlineOn: CivilDate | null; state: TaskState }[]
  /** tasks like it this unit has finished: how many, and how many of them late */
  history: { finished: number; late: number }
  thresholds: WarningThresholds
  calendar: WorkCalendar
  now: number
}

/**
 * Cảnh báo sớm: why a task whose deadline is still ahead may come late, strongest reason first; empty = nothing points to it.
 * Only while the clock runs and the deadline is near enough: past it the task is late and needs no foretelling. What happened
 * on the task itself stands before what the unit is known for.
 */
export const earlyWarnings = (facts: WarningFacts): WarningReason[] => {
  const { deadlineOn, thresholds: t, calendar, now } = facts
  const today = civilDateInVietnam(now)
  if (deadlineOn === null || deadlineOn < today || !isClockRunning(facts.state)) return []
  if (workingDaysBetween(calendar, today, deadlineOn) > t.withinDays) return []
  const silence = (at: number | null): number => (at === null ? 0 : workingDaysBetween(calendar, civilDateInVietnam(at), today))
  const reasons: WarningReason[] = []
  for (const child of facts.children) {
    if (child.state === 'done' || child.state === 'recalled' || child.state === 'waiting_confirmation' || child.deadlineOn === null) continue
    const isOverdue = child.deadlineOn < today
    if (isOverdue || child.deadlineOn > deadlineOn) reasons.push({ code: 'chain', title: child.title, endsOn: child.deadlineOn, isOverdue })
  }
  const quiet = silence(facts.lastActivityAt)
  if (quiet >= t.silentDays) reasons.push({ code: 'silent', days: quiet })
  for (const c of facts.coordinators) {
    const days = silence(c.lastActivityAt)
    if (!c.isDone && days >= t.coordinatorSilentDays) reasons.push({ code: 'coordinator_silent', unit: c.unit, days })
  }
  const { finished, late } = facts.history
  if (finished >= t.lateAtLeast && late * 100 >= t.latePercent * finished) reasons.push({ code: 'history', late, of: finished })
  return reasons
}

/** How a warned task ended. `extended` = the deadline it was warned of was moved before it passed; `void` = recalled or paused. */
export type WarningOutcome = 'late' | 'on_time' | 'extended' | 'void' | 'open'

export const outcomeOf = (facts: { warnedDeadlineOn: CivilDate; deadlineOn: CivilDate | null; state: TaskState; submittedOn: CivilDate | null; today: CivilDate }): WarningOutcome => {
  const { warnedDeadlineOn: on, submittedOn, state, today } = facts
  if (state === 'recalled' || state === 'paused') return 'void'
  if (submittedOn !== null && submittedOn <= on) return 'on_time'
  if (facts.deadlineOn === null || facts.deadlineOn > on) return 'extended'
  return submittedOn !== null || today > on ? 'late' : 'open'
}

/**
 * How often the warnings were right. `warned` = late + on time, the denominator; extended, void and open ones stand beside it and
 * in no share. `missed` = late without ever being warned, of `lateAll`.
 */
export type HitRate = { late: number; onTime: number; warned: number; extended: number; open: number; missed: number; lateAll: number }

export const hitRate = (outcomes: readonly WarningOutcome[], lateUnwarned: number): HitRate => {
  const of = (o: WarningOutcome) => outcomes.filter(x => x === o).length
  const [late, onTime] = [of('late'), of('on_time')]
  return { late, onTime, warned: late + onTime, extended: of('extended'), open: of('open'), missed: lateUnwarned, lateAll: late + lateUnwarned }
}
