import { addDays, type CivilDate, weekdayOf, type WorkCalendar } from '#app/domain/calendar/working-days.ts'
import { settleTerm, type SettledTerm, type Term } from '#app/domain/task/term.ts'
import { formatDate } from './format.ts'

/** The name people use: every day of the lunar new year is "Tết". */
const shortName = (name: string): string => (/^Tết Nguyên đán/.test(name) ? 'Tết' : name.replace(/ \((?:ngày liền kề|mùng \d+)\)$/, ''))

const dayMonth = (date: CivilDate): string => `${date.slice(8)}/${date.slice(5, 7)}`

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
  const show = (date: CivilDate): string => (isOneYear ? dayMonth(date) : formatDate(date))
  switch (term.kind) {
    case 'working_days':
    case 'days': {
      const unit = term.kind === 'days' ? 'ngày' : 'ngày làm việc'
      const off = stretches(skipped)
      return `${term.n} ${unit} từ ${show(assignedOn)}${off.length > 0 ? `, bỏ qua ${off.join(', ')}` : ''} → ${show(due)}`
    }
    case 'before':
      return `trước ngày ${formatDate(term.date)} → hết ngày ${formatDate(due)}`
    case 'month':
      return `trong tháng ${String(term.month).padStart(2, '0')}/${term.year} → hết ngày ${formatDate(due)}`
    default:
      return `đến hết ngày ${formatDate(due)}`
  }
}
