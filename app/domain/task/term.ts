import { addDays, addWorkingDays, type CivilDate, dayOff, isCivilDate, weekdayOf, type WorkCalendar } from '#app/domain/calendar/working-days.ts'
import { fold } from '#app/domain/search/fold.ts'

/**
 * Thời hạn: how a document or a leader says when a task is due, and the one day it comes to. The day of assigning is not
 * counted. A day off is not moved: no text asks for it, so the screen says it and proposes the next working day.
 */
export type Term =
  | { kind: 'working_days'; n: number }
  | { kind: 'days'; n: number }
  | { kind: 'until'; date: CivilDate }
  /** "trước ngày": the day itself is not included; settled when the task is given, never later */
  | { kind: 'before'; date: CivilDate }
  | { kind: 'month'; year: number; month: number }
  | { kind: 'none' }

export type SettledTerm = {
  /** the last day, to its end in Viet Nam; null = không thời hạn */
  due: CivilDate | null
  /** days off between the day of assigning and the due day that were not counted, Saturdays and Sundays left out */
  skipped: { date: CivilDate; name: string }[]
}

const MAX_DAYS = 400
const pad = (n: string | number): string => String(n).padStart(2, '0')
const civilOf = (day: string, month: string, year: string): CivilDate | null => {
  const date = `${year}-${pad(month)}-${pad(day)}`
  return isCivilDate(date) ? date : null
}

/**
 * Reads a term as officials write it, with or without diacritics: "5 ngày làm việc", "10 ngày", "đến hết ngày 30/11/2026",
 * "trước ngày 01/12/2026", "trong tháng 11/2026", "không thời hạn". Null when it is none of these: nothing is guessed.
 */
export function readTerm(text: string): Term | null {
  const said = fold(text.normalize('NFC')).replace(/\s+/g, ' ').replace(/[.;]$/, '').trim()
  if (said === 'khong thoi han' || said === 'khong han') return { kind: 'none' }
  const count = /^(?:trong |sau )?(\d{1,3}) ?(?:(nlv)|ngay( lam viec)?)$/.exec(said)
  if (count) {
    const n = Number(count[1])
    if (n < 1 || n > MAX_DAYS) return null
    return { kind: count[2] || count[3] ? 'working_days' : 'days', n }
  }
  const day = /^(den het|het|den|truoc|cham nhat|cham nhat la|khong qua) ?(?:ngay )?(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(said)
  if (day) {
    const date = civilOf(day[2] ?? '', day[3] ?? '', day[4] ?? '')
    return date === null ? null : { kind: day[1] === 'truoc' ? 'before' : 'until', date }
  }
  const month = /^(?:trong |het |den het )?thang (\d{1,2})[/.-](\d{4})$/.exec(said)
  if (month) {
    const [m, year] = [Number(month[1]), Number(month[2])]
    return m >= 1 && m <= 12 ? { kind: 'month', year, month: m } : null
  }
  return null
}

/** The due day of a term given on a day, and the days off that were passed over. Calendar days pass over nothing. */
export function settleTerm(calendar: WorkCalendar, term: Term, assignedOn: CivilDate): SettledTerm {
  switch (term.kind) {
    case 'none':
      return { due: null, skipped: [] }
    case 'days':
      return { due: addDays(assignedOn, term.n), skipped: [] }
    case 'until':
      return { due: term.date, skipped: [] }
    case 'before':
      return { due: addDays(term.date, -1), skipped: [] }
    case 'month': {
      const next = term.month === 12 ? `${term.year + 1}-01-01` : `${term.year}-${pad(term.month + 1)}-01`
      return { due: addDays(next, -1), skipped: [] }
    }
    case 'working_days': {
      const due = addWorkingDays(calendar, assignedOn, term.n)
      const skipped: SettledTerm['skipped'] = []
      for (let date = addDays(assignedOn, 1); date < due; date = addDays(date, 1)) {
        const off = dayOff(calendar, date)
        const isWeekend = weekdayOf(date) === 0 || weekdayOf(date) === 6
        if (off && !isWeekend) skipped.push({ date, name: off.name })
      }
      return { due, skipped }
    }
  }
}

/** The name people use: every day of the lunar new year is "Tết". */
const shortName = (name: string): string => (/^Tết Nguyên đán/.test(name) ? 'Tết' : name.replace(/ \((?:ngày liền kề|mùng \d+)\)$/, ''))

const dayMonth = (date: CivilDate): string => `${date.slice(8)}/${date.slice(5, 7)}`
const full = (date: CivilDate): string => `${dayMonth(date)}/${date.slice(0, 4)}`

/** "16–20/02 (Tết)", "30/04 (Ngày Chiến thắng)": days in a row under one name are one stretch; weekends inside it do not break it. */
function stretches(skipped: SettledTerm['skipped']): string[] {
  const runs: { from: CivilDate; to: CivilDate; name: string }[] = []
  for (const { date, name } of skipped) {
    const last = runs.at(-1)
    if (last && last.name === shortName(name) && addDays(last.to, weekdayOf(last.to) === 5 ? 3 : 1) === date) last.to = date
    else runs.push({ from: date, to: date, name: shortName(name) })
  }
  return runs.map(({ from, to, name }) => {
    const span = from === to ? dayMonth(from) : from.slice(0, 7) === to.slice(0, 7) ? `${from.slice(8)}–${dayMonth(to)}` : `${dayMonth(from)}–${dayMonth(to)}`
    return `${span} (${name})`
  })
}

/**
 * The deadline explained in one line: "5 ngày làm việc từ 13/02, bỏ qua 16–20/02 (Tết) → 27/02". The year is written where it
 * changes on the way.
 */
export function explainTerm(calendar: WorkCalendar, term: Term, assignedOn: CivilDate): string {
  const { due, skipped } = settleTerm(calendar, term, assignedOn)
  if (due === null) return 'không thời hạn'
  const isOneYear = due.slice(0, 4) === assignedOn.slice(0, 4)
  const show = (date: CivilDate): string => (isOneYear ? dayMonth(date) : full(date))
  switch (term.kind) {
    case 'working_days':
    case 'days': {
      const unit = term.kind === 'days' ? 'ngày' : 'ngày làm việc'
      const off = stretches(skipped)
      return `${term.n} ${unit} từ ${show(assignedOn)}${off.length > 0 ? `, bỏ qua ${off.join(', ')}` : ''} → ${show(due)}`
    }
    case 'before':
      return `trước ngày ${full(term.date)} → hết ngày ${full(due)}`
    case 'month':
      return `trong tháng ${pad(term.month)}/${term.year} → hết ngày ${full(due)}`
    default:
      return `đến hết ngày ${full(due)}`
  }
}
