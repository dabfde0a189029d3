import { describe, expect, it } from 'vitest'
import { addWorkingDays, explainWorkingDays, workingDaysBetween } from '#app/domain/calendar/working-days.ts'
import { civil, readTable, vietnam } from './read-table.ts'

describe('working days counted as the table of days off says', () => {
  it.each(
    readTable('working-days.tsv').map(row => ({ name: `${row.id} ${row.get('Từ ngày')} ${row.get('Ghi chú')}`, row })),
  )('$name', ({ row }) => {
    const from = civil(row.get('Từ ngày'))
    const days = row.number('Số ngày làm việc')
    const due = civil(row.get('Đến ngày'))
    expect(addWorkingDays(vietnam, from, days)).toBe(due)
    const { strip, due: explained } = explainWorkingDays(vietnam, from, days)
    expect(explained).toBe(due)
    const passed = strip.filter(day => day.date !== from)
    expect(passed.filter(day => day.off !== null)).toHaveLength(row.number('Ngày nghỉ đi qua'))
    expect(Math.max(...passed.map(day => day.counted ?? 0))).toBe(Math.abs(days))
    if (days > 0) expect(workingDaysBetween(vietnam, from, due)).toBe(days)
  })
})
