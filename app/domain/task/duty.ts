import { addDays, type CivilDate } from '#app/domain/calendar/working-days.ts'

/** Nhiệm vụ định kỳ: hằng tháng, hằng quý, 6 tháng, hằng năm. */
export type Every = 'month' | 'quarter' | 'half' | 'year'

/**
 * When the task of each period is due: day `dueDay` of the `dueMonth`-th month of the period (from 1). A month that lacks the
 * day means its last one, so 31 = the last day and 29/02 is 28/02 in a common year. Periods whose day lies outside `startsOn`
 * to `endsOn` are not opened.
 */
export type DutyRule = { every: Every; dueMonth: number; dueDay: number; startsOn: CivilDate; endsOn: CivilDate | null }

/** "2026-11", "2026-Q4", "2026-H2", "2026". */
export type Period = string

export const MONTHS: Readonly<Record<Every, number>> = { month: 1, quarter: 3, half: 6, year: 12 }
/** A program that was off for years does not open decades of monthly tasks in one go. */
const CATCH_UP = 24

const two = (n: number): string => String(n).padStart(2, '0')
const keyAt = (every: Every, year: number, index: number): Period =>
  every === 'year' ? `${year}` : every === 'month' ? `${year}-${two(index + 1)}` : `${year}-${every === 'quarter' ? 'Q' : 'H'}${index + 1}`

/** Year and place in the year, from 0. */
const placeOf = (every: Every, period: Period): { year: number; index: number } => ({
  year: Number(period.slice(0, 4)),
  index: every === 'year' ? 0 : Number(period.slice(every === 'month' ? 5 : 6)) - 1,
})

/** The period a day lies in. */
export const periodOf = (every: Every, day: CivilDate): Period => keyAt(every, Number(day.slice(0, 4)), Math.floor((Number(day.slice(5, 7)) - 1) / MONTHS[every]))

export const nextPeriod = (every: Every, period: Period): Period => {
  const { year, index } = placeOf(every, period)
  return index + 1 < 12 / MONTHS[every] ? keyAt(every, year, index + 1) : keyAt(every, year + 1, 0)
}

export const firstDayOf = (every: Every, period: Period): CivilDate => {
  const { year, index } = placeOf(every, period)
  return `${year}-${two(index * MONTHS[every] + 1)}-01`
}

const everyOf = (period: Period): Every => (period.length === 4 ? 'year' : period[5] === 'Q' ? 'quarter' : period[5] === 'H' ? 'half' : 'month')
const lastDayOf = (period: Period): CivilDate => addDays(firstDayOf(everyOf(period), nextPeriod(everyOf(period), period)), -1)

/** A period in another rhythm: the one that holds its first day. */
export const inRhythm = (every: Every, period: Period): Period => periodOf(every, firstDayOf(everyOf(period), period))

/**
 * Where a duty goes on after the periods it has opened, of whatever rhythm: with the period of the first day none of them covers, so
 * that a new rhythm neither asks for the same time twice nor leaves a gap. Null = none was opened yet.
 */
export function periodAfter(every: Every, opened: readonly Period[]): Period | null {
  const last = opened.map(lastDayOf).sort().at(-1)
  return last === undefined ? null : periodOf(every, addDays(last, 1))
}

export const lastOfMonth = (year: number, month: number): CivilDate => addDays(month === 12 ? `${year + 1}-01-01` : `${year}-${two(month + 1)}-01`, -1)

/** The day the task of a period is due. */
export const dutyDueOn = (rule: Pick<DutyRule, 'every' | 'dueMonth' | 'dueDay'>, period: Period): CivilDate => {
  const { year, index } = placeOf(rule.every, period)
  const month = index * MONTHS[rule.every] + rule.dueMonth
  return `${year}-${two(month)}-${two(Math.min(rule.dueDay, Number(lastOfMonth(year, month).slice(8))))}`
}

/** The period to be opened next, seen from `day`: the first one, not before `from`, whose due day has not passed. Null = none any more. */
export function upcoming(rule: DutyRule, day: CivilDate, from: Period | null = null): { period: Period; opensOn: CivilDate } | null {
  const start = day > rule.startsOn ? day : rule.startsOn
  let period = periodOf(rule.every, start)
  if (dutyDueOn(rule, period) < start) period = nextPeriod(rule.every, period)
  if (from !== null && firstDayOf(rule.every, from) > firstDayOf(rule.every, period)) period = from
  return within(rule, period)
}

function within(rule: DutyRule, period: Period): { period: Period; opensOn: CivilDate } | null {
  if (rule.endsOn !== null && dutyDueOn(rule, period) > rule.endsOn) return null
  const first = firstDayOf(rule.every, period)
  return { period, opensOn: first > rule.startsOn ? first : rule.startsOn }
}

/**
 * What a duty does on a day: the periods whose task is opened now (those missed while the program was off as well: the work
 * is owed), and the one that waits. `waiting` is what it waited for before.
 */
export function dutyStep(rule: DutyRule, waiting: Period | null, today: CivilDate): { open: { period: Period; due: CivilDate }[]; next: { period: Period; opensOn: CivilDate } | null } {
  const open: { period: Period; due: CivilDate }[] = []
  let next = waiting === null ? null : within(rule, waiting)
  while (next && next.opensOn <= today && open.length < CATCH_UP) {
    open.push({ period: next.period, due: dutyDueOn(rule, next.period) })
    next = within(rule, nextPeriod(rule.every, next.period))
  }
  return { open, next }
}
