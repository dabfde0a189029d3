import { addDays, type CivilDate, isCivilDate, type WorkCalendar } from '#app/domain/calendar/working-days.ts'
import { fold } from '#app/domain/search/fold.ts'
import { type Every, lastOfMonth, MONTHS } from '#app/domain/task/duty.ts'
import { readTerm, settleTerm } from '#app/domain/task/term.ts'

/** Thời hạn of a row of a plan: a day, none, routine work (thường xuyên, outside every rate), or a duty that comes back. */
export type PlanTerm =
  | { kind: 'date'; date: CivilDate }
  | { kind: 'none' }
  | { kind: 'routine' }
  | { kind: 'duty'; every: Every; dueMonth: number; dueDay: number }

export type TermFault = { fault: 'TERM_MISSING' | 'TERM_UNREAD' | 'TERM_NO_SUCH_DAY' | 'TERM_YEAR_SHORT' | 'TERM_NO_YEAR' | 'TERM_FAR' | 'TERM_NUMBER'; proposal: string | null }

const two = (n: number): string => String(n).padStart(2, '0')
const show = (date: CivilDate): string => `${date.slice(8)}/${date.slice(5, 7)}/${date.slice(0, 4)}`
const ROMAN: Record<string, number> = { i: 1, ii: 2, iii: 3, iv: 4, '1': 1, '2': 2, '3': 3, '4': 4 }
/** Further away than a programme of ten years is a slip of the hand. */
const FAR_YEARS = 12
/** Day 0 of the numbers Excel keeps days in, as days since 1970. */
const EXCEL_ZERO = 25_569

const fault = (code: TermFault['fault'], proposal: string | null = null): TermFault => ({ fault: code, proposal })

/** d/m/y as typed; a day the month lacks proposes its last one, month and day the wrong way round are turned. */
function dayOf(d: number, m: number, y: string, today: CivilDate, isBefore = false): PlanTerm | TermFault {
  const year = y.length === 2 ? 2000 + Number(y) : Number(y)
  const date = `${year}-${two(m)}-${two(d)}`
  if (!isCivilDate(date)) {
    if (m > 12 && d <= 12 && isCivilDate(`${year}-${two(d)}-${two(m)}`)) return fault('TERM_NO_SUCH_DAY', show(`${year}-${two(d)}-${two(m)}`))
    return fault('TERM_NO_SUCH_DAY', m >= 1 && m <= 12 && d > 28 && d <= 31 ? show(lastOfMonth(year, m)) : null)
  }
  if (y.length === 2) return fault('TERM_YEAR_SHORT', show(date))
  if (Math.abs(year - Number(today.slice(0, 4))) > FAR_YEARS) return fault('TERM_FAR')
  return { kind: 'date', date: isBefore ? addDays(date, -1) : date }
}

const dutyWord: [RegExp, Every][] = [
  [/\b(?:hang|moi|tung) thang\b|\bdinh ky thang\b/, 'month'],
  [/\b(?:hang|moi|tung) quy\b|\bdinh ky quy\b/, 'quarter'],
  [/(?:^|\b(?:hang|moi|dinh ky|tung) )(?:6|06|sau) thang\b/, 'half'],
  [/\b(?:hang|moi) nam\b|\bdinh ky nam\b/, 'year'],
]

/** "hằng quý, ngày 25 tháng thứ 3", "hằng năm, ngày 15/12", "hằng tháng". Of several periods the shortest holds the others. */
function dutyOf(said: string): PlanTerm | null {
  if (/^(?:6|06|sau) thang (?:dau|cuoi)/.test(said)) return null
  const every = dutyWord.find(([word]) => word.test(said))?.[1]
  if (!every) return null
  const dayMonth = /ngay (\d{1,2})[/.-](\d{1,2})/.exec(said)
  const day = Number(/ngay (\d{1,2})/.exec(said)?.[1] ?? 31)
  const month = dayMonth && every === 'year' ? Number(dayMonth[2]) : Number(/thang thu (\d{1,2})/.exec(said)?.[1] ?? MONTHS[every])
  if (day < 1 || day > 31 || month < 1 || month > MONTHS[every]) return null
  return { kind: 'duty', every, dueMonth: month, dueDay: day }
}

/**
 * Reads the deadline of a plan as officials type it: dd/mm/yyyy, dd.mm.yyyy, "trong quý II/2026", "6 tháng đầu năm 2026",
 * "thường xuyên", "hằng quý", "trước ngày …", a day kept by Excel (yyyy-mm-dd). What may mean two things is not guessed: the
 * fault carries what is proposed instead. Counted terms ("5 ngày làm việc") count from `today`.
 */
export function readPlanTerm(text: string, today: CivilDate, calendar: WorkCalendar): PlanTerm | TermFault {
  const said = fold(text.normalize('NFC')).replace(/[“”"]/g, '').replace(/\s+/g, ' ').replace(/\s*([/.-])\s*(?=\d|[ivx]+\b)/g, '$1').replace(/[.;,]+$/, '').trim()
  if (said === '' || said === '-') return fault('TERM_MISSING', 'không thời hạn')
  if (/^(?:thuong xuyen|hang ngay|dinh ky,? thuong xuyen|thuong xuyen,? (?:lien tuc|dinh ky))$/.test(said)) return { kind: 'routine' }
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(said)
  if (iso) return dayOf(Number(iso[3]), Number(iso[2]), iso[1] ?? '', today)
  const plain = /^(truoc |truoc ngay |den |den ngay |den het |den het ngay |het |het ngay |ngay |cham nhat |cham nhat ngay |xong truoc |hoan thanh truoc |hoan thanh truoc ngay )?(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})$/.exec(said)
  if (plain) return dayOf(Number(plain[2]), Number(plain[3]), plain[4] ?? '', today, /truoc/.test(plain[1] ?? ''))
  const words = /^(?:truoc |den |het |den het )?ngay (\d{1,2}) thang (\d{1,2}) nam (\d{4})$/.exec(said)
  if (words) return dayOf(Number(words[1]), Number(words[2]), words[3] ?? '', today, said.startsWith('truoc'))
  const noYear = /^(?:truoc |den |ngay |truoc ngay |den ngay )?(\d{1,2})[/.-](\d{1,2})$/.exec(said)
  if (noYear) {
    const date = (y: number) => `${y}-${two(Number(noYear[2]))}-${two(Number(noYear[1]))}`
    const year = Number(today.slice(0, 4))
    const meant = isCivilDate(date(year)) && date(year) < today ? date(year + 1) : date(year)
    return fault('TERM_NO_YEAR', isCivilDate(meant) ? show(meant) : null)
  }
  const quarter = /^(?:trong |het |den het |cuoi )?quy (i{1,3}|iv|[1-4])(?:[/.-]| nam | )(\d{4})$/.exec(said)
  if (quarter) return { kind: 'date', date: lastOfMonth(Number(quarter[2]), (ROMAN[quarter[1] ?? ''] ?? 1) * 3) }
  const half = /^(?:trong |het )?(?:6|06|sau) thang (dau|cuoi) nam (\d{4})$/.exec(said)
  if (half) return { kind: 'date', date: lastOfMonth(Number(half[2]), half[1] === 'dau' ? 6 : 12) }
  const month = /^(?:trong |het |den het |cuoi )?thang (\d{1,2})(?:[/.-]| nam )(\d{4})$/.exec(said)
  if (month && Number(month[1]) >= 1 && Number(month[1]) <= 12) return { kind: 'date', date: lastOfMonth(Number(month[2]), Number(month[1])) }
  const year = /^(?:trong |het |den het |cuoi |den )?(?:nam )?(20\d{2})$/.exec(said)
  if (year) return { kind: 'date', date: `${year[1]}-12-31` }
  const duty = dutyOf(said)
  if (duty) return duty
  const term = readTerm(text)
  if (term) {
    const { due } = settleTerm(calendar, term, today)
    return due === null ? { kind: 'none' } : { kind: 'date', date: due }
  }
  // A bare number is a day whose cell lost its look: proposed as the day it stands for.
  if (/^4\d{4}(?:\.\d+)?$/.test(said)) return fault('TERM_NUMBER', show(new Date((Math.floor(Number(said)) - EXCEL_ZERO) * 86_400_000).toISOString().slice(0, 10)))
  const yearless = /^(?:trong )?quy (i{1,3}|iv|[1-4])$/.exec(said)
  if (yearless) return fault('TERM_NO_YEAR', `quý ${(yearless[1] ?? '').toUpperCase()}/${today.slice(0, 4)}`)
  return fault('TERM_UNREAD')
}

/** The same term as it is written out again; reading it gives the same. */
export function writePlanTerm(t: PlanTerm): string {
  switch (t.kind) {
    case 'date':
      return show(t.date)
    case 'none':
      return 'không thời hạn'
    case 'routine':
      return 'thường xuyên'
    case 'duty':
      if (t.every === 'month') return `hằng tháng, ngày ${t.dueDay}`
      if (t.every === 'year') return `hằng năm, ngày ${t.dueDay}/${t.dueMonth}`
      return `${t.every === 'quarter' ? 'hằng quý' : '6 tháng'}, ngày ${t.dueDay} tháng thứ ${t.dueMonth}`
  }
}
