import { describe, expect, it } from 'vitest'
import { dutyStep, type DutyRule, upcoming } from '#app/domain/task/duty.ts'
import { formatDate } from '#app/text/format.ts'
import { civil, readTable, wordIn } from './read-table.ts'

const every = { tháng: 'month', quý: 'quarter', '6 tháng': 'half', năm: 'year' } as const
const orNull = (cell: string) => (cell === '-' ? null : cell)

describe('nhiệm vụ định kỳ', () => {
  it.each(readTable('duty-periods.tsv').map(row => ({ name: `${row.id} ${row.get('Định kỳ')} ${row.get('Việc')} ${row.get('Hôm nay')}: ${row.get('Mở')}`, row })))('$name', ({ row }) => {
    const until = orNull(row.get('Đến ngày'))
    const rule: DutyRule = { every: wordIn(every, row.get('Định kỳ')), dueMonth: row.number('Tháng hạn'), dueDay: row.number('Ngày hạn'), startsOn: civil(row.get('Từ ngày')), endsOn: until && civil(until) }
    const today = civil(row.get('Hôm nay'))
    const waiting = orNull(row.get('Kỳ chờ'))
    const { open, next } = row.get('Việc') === 'lập' ? { open: [], next: upcoming(rule, today, waiting) } : dutyStep(rule, waiting, today)
    expect(open.map(o => `${o.period}: ${formatDate(o.due)}`).join('; ') || '-').toBe(row.get('Mở'))
    expect(next ? `${next.period} từ ${formatDate(next.opensOn)}` : '-').toBe(row.get('Chờ tiếp'))
  })
  it('một lượt không mở quá hai năm kỳ tháng; lượt sau mở tiếp', () => {
    const rule: DutyRule = { every: 'month', dueMonth: 1, dueDay: 20, startsOn: '2020-01-01', endsOn: null }
    const first = dutyStep(rule, '2020-01', '2026-11-26')
    expect(first.open).toHaveLength(24)
    expect(first.next?.period).toBe('2022-01')
  })
})
