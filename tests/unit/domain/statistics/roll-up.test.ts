import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { attendanceRate, emptyTally, type PersonMonth, rollUp, sortGroups, sortKeys, sum, type Tally } from '#app/domain/statistics/roll-up.ts'

const tally = fc.record(Object.fromEntries(Object.keys(emptyTally).map(k => [k, fc.nat(50)])) as Record<keyof Tally, fc.Arbitrary<number>>)
const row: fc.Arbitrary<PersonMonth> = fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('Sở Y tế', 'Sở Nội vụ'), fc.constantFrom('2026-01', '2026-02', '2026-03'), tally).map(([userId, unitName, month, t]) => ({
  userId,
  label: `Đồng chí ${userId}`,
  unitName,
  month,
  ...t,
}))
const byName = (a: string, b: string) => a.localeCompare(b, 'vi')

describe('cộng số liệu thống kê', () => {
  test('theo thành viên, theo tháng, theo đơn vị đều ra cùng một tổng', () => {
    fc.assert(
      fc.property(fc.array(row), rows => {
        const total = sum(rows)
        for (const by of ['member', 'month', 'unit'] as const) expect(sum(rollUp(rows, by))).toEqual(total)
      }),
    )
  })

  test('sắp xếp giữ nguyên các dòng và đúng chiều ở mọi cột', () => {
    fc.assert(
      fc.property(fc.array(row), fc.constantFrom(...sortKeys), fc.boolean(), (rows, key, isDown) => {
        const groups = rollUp(rows, 'member')
        const sorted = sortGroups(groups, key, isDown, byName)
        expect(sorted.map(g => g.key).sort()).toEqual(groups.map(g => g.key).sort())
        if (key === 'name') return
        const values = sorted.map(g => (key === 'rate' ? (attendanceRate(g) ?? -1) : g[key]))
        expect(values).toEqual([...values].sort((a, b) => (isDown ? b - a : a - b)))
      }),
    )
  })

  test('người đổi chức vụ mang tên và đơn vị mới nhất; không mời phiên nào thì không có tỷ lệ', () => {
    const at = (month: string, label: string, unitName: string): PersonMonth => ({ userId: 'a', label, unitName, month, ...emptyTally })
    expect(rollUp([at('2026-05', 'Giám đốc Sở', 'Sở Nội vụ'), at('2026-02', 'Phó Giám đốc Sở', 'Sở Y tế')], 'member')).toMatchObject([{ name: 'Giám đốc Sở', unitName: 'Sở Nội vụ', people: 1 }])
    expect(attendanceRate(emptyTally)).toBeNull()
    expect(attendanceRate({ ...emptyTally, invited: 4, attended: 3 })).toBe(0.75)
  })
})
