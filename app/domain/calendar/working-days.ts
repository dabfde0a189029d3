/**
 * Working days of state offices. Monday to Friday are working days unless the table says otherwise; the table
 * (holidays, compensation days, swapped days) comes in as an argument because it is announced anew every year
 * and edited by an administrator.
 */

/** A day without time or zone: 'YYYY-MM-DD'. */
export type CivilDate = string

/**
 * `holiday` = day off by law; `compensation` = day off because a holiday fell on a weekend;
 * `swapped_off` = working day made free; `swapped_on` = weekend day worked instead.
 */
export type CalendarDayKind = 'holiday' | 'compensation' | 'swapped_off' | 'swapped_on'

export type CalendarDay = {
  date: CivilDate
  kind: CalendarDayKind
  name: string
  basis?: string | null
  verified?: boolean
}

export type WorkCalendar = { readonly days: ReadonlyMap<CivilDate, CalendarDay> }

/** Why a day is not worked, with the name people know it by. */
export type DayOff = { reason: 'weekend' | 'holiday' | 'compensation' | 'swapped_off'; name: string }

/** One day of the strip under a deadline: its number in the count, or the name of the day off. */
export type StripDay = { date: CivilDate; counted: number | null; off: string | null }

const DAY = 86_400_000
/** Viet Nam keeps UTC+7 the whole year, without summer time. */
const VIETNAM = 7 * 3_600_000
const SATURDAY = 6
const SUNDAY = 0
const WEEKEND_NAME: Record<number, string> = { [SATURDAY]: 'Thứ Bảy', [SUNDAY]: 'Chủ nhật' }

/** Days since 1970-01-01. Throws RangeError for anything that is not a real day, such as '2026-02-30'. */
const toDayNumber = (date: CivilDate): number => {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date)
  const time = parts ? Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3])) : Number.NaN
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== date)
    throw new RangeError(`not a civil date: ${date}`)
  return time / DAY
}

const fromDayNumber = (day: number): CivilDate => new Date(day * DAY).toISOString().slice(0, 10)

/** Whether the text is a real day of the calendar. */
export const isCivilDate = (date: string): boolean => {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === date
}

/** The day `n` calendar days later (earlier when negative). */
export const addDays = (date: CivilDate, n: number): CivilDate => fromDayNumber(toDayNumber(date) + n)

/** Day of the week, 0 = Sunday … 6 = Saturday. */
export const weekdayOf = (date: CivilDate): number => new Date(toDayNumber(date) * DAY).getUTCDay()

/** Builds the calendar from the rows of the table. Of two rows for one day the later one counts. */
export const makeCalendar = (days: readonly CalendarDay[]): WorkCalendar => {
  for (const day of days) toDayNumber(day.date)
  return { days: new Map(days.map(day => [day.date, day])) }
}

/** Why `date` is off, or null on a working day. A named holiday is named even when it falls on a weekend. */
export const dayOff = (calendar: WorkCalendar, date: CivilDate): DayOff | null => {
  const weekday = weekdayOf(date)
  const special = calendar.days.get(date)
  if (special?.kind === 'swapped_on') return null
  if (special) return { reason: special.kind, name: special.name }
  const weekend = WEEKEND_NAME[weekday]
  return weekend === undefined ? null : { reason: 'weekend', name: weekend }
}

export const isWorkingDay = (calendar: WorkCalendar, date: CivilDate): boolean => dayOff(calendar, date) === null

/** Steps day by day until `n` working days are counted and tells every day it passed. */
const walk = (
  calendar: WorkCalendar,
  from: CivilDate,
  n: number,
  visit?: (date: CivilDate, counted: number | null) => void,
): CivilDate => {
  if (!Number.isInteger(n)) throw new RangeError(`not a whole number of days: ${n}`)
  const step = n < 0 ? -1 : 1
  let day = toDayNumber(from)
  let counted = 0
  while (counted < Math.abs(n)) {
    day += step
    const date = fromDayNumber(day)
    const works = isWorkingDay(calendar, date)
    if (works) counted += 1
    visit?.(date, works ? counted : null)
  }
  return fromDayNumber(day)
}

/**
 * The n-th working day after `from`; the day of receipt itself is not counted. A negative n counts backwards,
 * zero gives `from` unchanged, also when it is a day off.
 */
export const addWorkingDays = (calendar: WorkCalendar, from: CivilDate, n: number): CivilDate => walk(calendar, from, n)

export const nextWorkingDay = (calendar: WorkCalendar, date: CivilDate): CivilDate => addWorkingDays(calendar, date, 1)
export const previousWorkingDay = (calendar: WorkCalendar, date: CivilDate): CivilDate =>
  addWorkingDays(calendar, date, -1)

/** Number of working days in (from, to]: `from` not counted, `to` counted. Negative when `to` is before `from`. */
export const workingDaysBetween = (calendar: WorkCalendar, from: CivilDate, to: CivilDate): number => {
  if (to < from) return 0 - workingDaysBetween(calendar, to, from)
  const last = toDayNumber(to)
  let count = 0
  for (let day = toDayNumber(from) + 1; day <= last; day += 1)
    if (isWorkingDay(calendar, fromDayNumber(day))) count += 1
  return count
}

/**
 * The due day with the strip that explains it: every day from the earlier to the later end, in order of time.
 * The starting day stands in the strip uncounted.
 */
export const explainWorkingDays = (
  calendar: WorkCalendar,
  from: CivilDate,
  n: number,
): { due: CivilDate; strip: StripDay[] } => {
  const describe = (date: CivilDate, counted: number | null): StripDay => ({
    date,
    counted,
    off: dayOff(calendar, date)?.name ?? null,
  })
  const strip = [describe(from, null)]
  const due = walk(calendar, from, n, (date, counted) => strip.push(describe(date, counted)))
  return { due, strip: n < 0 ? strip.reverse() : strip }
}

/** The day it is in Viet Nam at an instant (ms since 1970 or Date). */
export const civilDateInVietnam = (instant: Date | number): CivilDate =>
  fromDayNumber(Math.floor((Number(instant) + VIETNAM) / DAY))

/** 00:00 in Viet Nam, ms since 1970. */
export const startOfDayInVietnam = (date: CivilDate): number => toDayNumber(date) * DAY - VIETNAM

/** The last millisecond of the day in Viet Nam: a deadline "ngày D" lasts to the end of D. */
export const endOfDayInVietnam = (date: CivilDate): number => startOfDayInVietnam(date) + DAY - 1

/** A clock time of the day in Viet Nam, ms since 1970. */
export const atTimeInVietnam = (date: CivilDate, hours: number, minutes: number): number =>
  startOfDayInVietnam(date) + (hours * 60 + minutes) * 60_000
