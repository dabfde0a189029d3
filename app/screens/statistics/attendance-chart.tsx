import type { Tally } from '#app/domain/statistics/roll-up.ts'
import { statisticsText } from '#app/text/statistics.ts'
import { type Bar, StackedBars } from './stacked-bars.tsx'

const t = statisticsText.chart
type Row = Tally & { name: string }
const bars: readonly Bar<Row>[] = [
  { label: t.onTime, token: '--vote-for', value: r => r.attended - r.late },
  { label: t.late, token: '--soon-line', value: r => r.late },
  { label: t.excused, token: '--vote-none', value: r => r.excused },
  { label: t.unexcused, token: '--vote-against', value: r => r.unexcused },
]

/** Attendance as bars. */
export function AttendanceChart({ rows, total }: { rows: readonly Row[]; total: Tally }) {
  return <StackedBars rows={rows} bars={bars} words={{ ...t, summary: t.summary(total) }} />
}
