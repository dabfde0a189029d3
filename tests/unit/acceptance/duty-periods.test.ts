import { describe, expect, it } from 'vitest'
import { dutyStep, type DutyRule, inRhythm, periodAfter, upcoming } from '#app/domain/task/duty.ts'
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
  it('đổi nhịp: đi tiếp từ ngày đầu tiên chưa kỳ nào bao, không đòi hai lần, không bỏ trống', () => {
    expect(periodAfter('month', [])).toBeNull()
    expect(periodAfter('month', ['2026-11', '2026-12', '2026-09'])).toBe('2027-01')
    expect(periodAfter('month', ['2026-Q4'])).toBe('2027-01')
    expect(periodAfter('quarter', ['2026-11'])).toBe('2026-Q4')
    expect(periodAfter('quarter', ['2026-12'])).toBe('2027-Q1')
    expect(periodAfter('half', ['2026-Q3', '2026-08'])).toBe('2026-H2')
    expect(periodAfter('month', ['2026', '2026-11'])).toBe('2027-01')
    expect(inRhythm('quarter', '2026-12')).toBe('2026-Q4')
    expect(inRhythm('month', '2027-H2')).toBe('2027-07')
  })
  it('một lượt không mở quá hai năm kỳ tháng; lượt sau mở tiếp', () => {
    const rule: DutyRule = { every: 'month', dueMonth: 1, dueDay: 20, startsOn: '2020-01-01', endsOn: null }
    const first = dutyStep(rule, '2020-01', '2026-11-26')
    expect(first.open).toHaveLength(24)
    expect(first.next?.period).toBe('2022-01')
  })
})
