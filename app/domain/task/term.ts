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
