import { describe, expect, test } from 'vitest'
import { checkRearrangement, type RearrangeKind, settleFollowers, settleParts, todaysUnit, type Part, type UnitFacts } from '#app/domain/unit/rearrange.ts'
import { unitText } from '#app/text/units.ts'
import { readOfficialTable } from '#tests/support/official-table.ts'

const TODAY = '2026-11-26'
const standing: UnitFacts[] = [
  ...['Sở A', 'Sở B', 'Sở C'].map(name => ({ id: name, name, kind: 'department', validFrom: '2021-11-06', validTo: null })),
  { id: 'Sở Mới', name: 'Sở Mới', kind: 'department', validFrom: '2026-11-20', validTo: null },
  { id: 'Sở Cũ', name: 'Sở Cũ', kind: 'department', validFrom: '2021-11-06', validTo: '2025-06-30' },
  { id: 'UBND tỉnh', name: 'UBND tỉnh', kind: 'province', validFrom: '2021-11-06', validTo: null },
]
const unit = (name: string): UnitFacts => {
  const found = standing.find(u => u.name === name)
  if (!found) throw new Error(`no unit ${name} in the table's head`)
  return found
}
const kindOf = (word: string): RearrangeKind => {
  const found = (Object.entries(unitText.kind) as [RearrangeKind, string][]).find(([, w]) => w === word)
  if (!found) throw new Error(`unknown kind ${word}`)
  return found[0]
}
const list = (cell: string) => cell.split(',').map(x => x.trim())

describe('sắp xếp đơn vị: bảng của việc được và không được', () => {
  const { rows } = readOfficialTable<'mã' | 'hình thức' | 'ngày' | 'từ' | 'thành' | 'kết quả'>('unit-changes.tsv')
  test.each(rows.map(r => [r['mã'], r] as const))('%s', (_, r) => {
    const from = list(r['từ']).map(unit)
    const to = list(r['thành']).map((name, n) => (name.startsWith('+') ? { id: name.slice(1), name: name.slice(1), stands: unit(name.slice(1)) } : { id: `new${n}`, name, stands: null }))
    const [d, m, y] = r['ngày'].split('/')
    const verdict = checkRearrangement({ kind: kindOf(r['hình thức']), on: `${y}-${m}-${d}`, today: TODAY, from, to, others: standing.filter(u => !from.includes(u)) })
    expect(verdict.ok ? 'được' : verdict.code).toBe(r['kết quả'])
  })
})

const part = (unitId: string, more: Partial<Part> = {}): Part => ({ unitId, part: '', state: 'asked', dueOn: null, note: null, askedAt: new Date(0), acceptedAt: null, lastActAt: null, finishedAt: null, ...more })
const heir = (id: string) => (id === 'a' || id === 'b' ? 'ab' : id)

test('phần việc của hai đơn vị nhập một: cả hai nội dung, ngày sớm hơn, mức làm chậm hơn; phần của đơn vị nay chủ trì thôi riêng', () => {
  const parts = [part('a', { part: 'Số liệu', state: 'done', dueOn: new Date('2026-12-10') }), part('b', { part: 'Thẩm định', state: 'accepted', dueOn: new Date('2026-12-01') }), part('c')]
  expect(settleParts(parts, heir, 'x')).toMatchObject([{ unitId: 'ab', part: 'Số liệu; Thẩm định', state: 'accepted', dueOn: new Date('2026-12-01') }, { unitId: 'c' }])
  expect(settleParts(parts, heir, 'ab').map(p => p.unitId)).toEqual(['c'])
  expect(settleFollowers(['a', 'b', 'c'], heir, 'c')).toEqual(['ab'])
})

test('đơn vị ngày nay của một đơn vị cũ: theo cả chuỗi; vòng tròn trong số liệu không chạy mãi', () => {
  const steps = [
    { oldUnitId: 'a', newUnitId: 'b', on: '2025-07-01' },
    { oldUnitId: 'b', newUnitId: 'c', on: '2026-01-01' },
    { oldUnitId: 'x', newUnitId: 'y', on: '2025-07-01' },
    { oldUnitId: 'y', newUnitId: 'x', on: '2025-08-01' },
  ]
  expect(['a', 'b', 'c'].map(u => todaysUnit(u, steps))).toEqual(['c', 'c', 'c'])
  expect(todaysUnit('x', steps)).toBe('x')
})
