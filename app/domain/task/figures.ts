import { addDays, addWorkingDays, type CivilDate, civilDateInVietnam, endOfDayInVietnam, type WorkCalendar } from '#app/domain/calendar/working-days.ts'
import { DEFAULT_WARN_DAYS, type DeadlineCode, deadlineState } from './deadline.ts'
import type { TaskState } from './machine.ts'

/**
 * Where a task stands in every figure of lists, boards, exports and reports: exactly one place each, so that a row of
 * figures always adds up to its total. Routine work has a place of its own and stands outside every rate; so does what
 * was finished without ever having a deadline. Drafts and recalled tasks are in no figure.
 */
export type Place = DeadlineCode | 'done_none' | 'routine'

export const PLACES: readonly Place[] = ['overdue', 'soon', 'in_time', 'sent_back', 'waiting', 'paused', 'none', 'done_on_time', 'done_late', 'done_none', 'routine']
export const OPEN_PLACES: readonly Place[] = ['overdue', 'soon', 'in_time', 'sent_back', 'waiting', 'paused', 'none']

export type FigureFacts = {
  state: TaskState
  isSentBack: boolean
  kind: 'dated' | 'undated' | 'routine'
  deadlineOn: CivilDate | null
  originalDeadlineOn: CivilDate | null
  submittedAt: number | null
  completedAt: number | null
}
export type Clock = { now: number; calendar: WorkCalendar }

/** Null for what is in no figure. The rule of the screens; the database counts by the same one (`figures.ts` of the server). */
export function placeOf(task: FigureFacts, { now, calendar }: Clock): Place | null {
  if (task.state === 'draft' || task.state === 'recalled') return null
  if (task.kind === 'routine') return 'routine'
  if (task.state === 'done' && task.deadlineOn === null) return 'done_none'
  return deadlineState({ ...task, now, calendar }).code
}

/** The last day that counts as near today: a deadline on it or before, and not past, is "sắp đến hạn". */
export function soonUntil(calendar: WorkCalendar, today: CivilDate, warnDays = DEFAULT_WARN_DAYS): CivilDate {
  let day = today
  while (addWorkingDays(calendar, addDays(day, 1), -warnDays) < today) day = addDays(day, 1)
  return day
}

/** Counts of one row: the places, and what stands across them. */
export type Figures = Record<Place, number> & {
  /** deadline later than the one first given; open or done */
  extended: number
  /** done within the deadline first given, extensions left aside */
  onTimeByOriginal: number
  /** not done and the deadline is past, those waiting for a confirmation among them */
  pastDue: number
  /** calendar days of delay of everything done late, together */
  lateDays: number
}

export const noFigures = (): Figures => ({
  overdue: 0, soon: 0, in_time: 0, sent_back: 0, waiting: 0, paused: 0, none: 0, done_on_time: 0, done_late: 0, done_none: 0, routine: 0,
  extended: 0, onTimeByOriginal: 0, pastDue: 0, lateDays: 0,
})

const DAY_MS = 86_400_000

/** Adds a task to a row (`sign` 1) or takes it out (-1). The row is changed in place. */
export function count(into: Figures, task: FigureFacts, clock: Clock, sign: 1 | -1 = 1): void {
  const place = placeOf(task, clock)
  if (place === null) return
  into[place] += sign
  if (place === 'routine') return
  const { deadlineOn, originalDeadlineOn } = task
  if (deadlineOn !== null && originalDeadlineOn !== null && deadlineOn > originalDeadlineOn) into.extended += sign
  if (place === 'overdue' || (place === 'waiting' && deadlineOn !== null && deadlineOn < civilDateInVietnam(clock.now))) into.pastDue += sign
  if (deadlineOn === null || (place !== 'done_on_time' && place !== 'done_late')) return
  const at = task.submittedAt ?? task.completedAt ?? clock.now
  if (at <= endOfDayInVietnam(originalDeadlineOn ?? deadlineOn)) into.onTimeByOriginal += sign
  if (place === 'done_late') into.lateDays += sign * Math.round((Date.parse(civilDateInVietnam(at)) - Date.parse(deadlineOn)) / DAY_MS)
}

export function figuresOf(tasks: readonly FigureFacts[], clock: Clock): Figures {
  const all = noFigures()
  for (const task of tasks) count(all, task, clock)
  return all
}

export function addUp(rows: readonly Figures[]): Figures {
  const all = noFigures()
  for (const row of rows) for (const key of Object.keys(all) as (keyof Figures)[]) all[key] += row[key]
  return all
}

export const openOf = (f: Figures): number => OPEN_PLACES.reduce((n, p) => n + f[p], 0)
export const doneOf = (f: Figures): number => f.done_on_time + f.done_late + f.done_none
/** Everything given, routine work left aside. */
export const givenOf = (f: Figures): number => openOf(f) + doneOf(f)
/** Finished with a deadline: the denominator of "đúng hạn". */
export const doneDated = (f: Figures): number => f.done_on_time + f.done_late
/** Đến hạn: finished with a deadline, or the deadline is past. */
export const dueOf = (f: Figures): number => doneDated(f) + f.pastDue

export type RateKey = 'onTime' | 'onTimeByOriginal' | 'overdueOfDue' | 'overdueOfGiven'
/** A rate is never one number: always what is divided and by what. `whole` 0 = nothing to divide by yet, which is not 0%. */
export type Rate = { key: RateKey; part: number; whole: number }

export const ratesOf = (f: Figures): Rate[] => [
  { key: 'onTime', part: f.done_on_time, whole: doneDated(f) },
  { key: 'onTimeByOriginal', part: f.onTimeByOriginal, whole: doneDated(f) },
  { key: 'overdueOfDue', part: f.overdue, whole: dueOf(f) },
  { key: 'overdueOfGiven', part: f.overdue, whole: givenOf(f) },
]

/**
 * Figures that are more than one place, each a filter of its own, so that behind every figure stand exactly its rows. None
 * holds routine work.
 */
export const GROUPS = ['followed', 'open', 'done', 'done_dated', 'past_due', 'due', 'on_time_first', 'extended'] as const
export type Group = (typeof GROUPS)[number]

const sizes: Record<Group, (f: Figures) => number> = {
  followed: givenOf,
  open: openOf,
  done: doneOf,
  done_dated: doneDated,
  past_due: f => f.pastDue,
  due: dueOf,
  on_time_first: f => f.onTimeByOriginal,
  extended: f => f.extended,
}
export const sizeOf = (f: Figures, of: Place | Group): number => ((GROUPS as readonly string[]).includes(of) ? sizes[of as Group](f) : f[of as Place])

/** Whether a task is one of those a figure counts: by the counting itself, of this one task. */
export const isIn = (task: FigureFacts, group: Group, clock: Clock): boolean => sizes[group](figuresOf([task], clock)) > 0
