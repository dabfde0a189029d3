import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { byRank, isRank, moveItem, numbering, rankBetween, rankForInsert, ranks } from '#app/domain/agenda/order.ts'
import { agendaDiff, versionLabel, type AgendaSnapshotItem } from '#app/domain/agenda/version.ts'

describe('fractional keys', () => {
  it('finds room between any two keys, for ever', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 1, maxLength: 120 }), places => {
        const keys: string[] = []
        for (const place of places) {
          const i = place % (keys.length + 1)
          const key = rankBetween(keys[i - 1] ?? null, keys[i] ?? null)
          expect(isRank(key)).toBe(true)
          keys.splice(i, 0, key)
        }
        expect([...keys].sort()).toEqual(keys)
        expect(new Set(keys).size).toBe(keys.length)
      }),
    )
  })

  it('keeps keys short when items are added at the end', () => {
    const keys = ranks(200)
    expect([...keys].sort()).toEqual(keys)
    expect(Math.max(...keys.map(key => key.length))).toBeLessThanOrEqual(8)
  })

  it('refuses keys in the wrong order or malformed', () => {
    expect(() => rankBetween('b', 'a')).toThrow(RangeError)
    expect(() => rankBetween('a', 'a')).toThrow(RangeError)
    expect(() => rankBetween('a0', null)).toThrow(RangeError)
    expect(() => rankBetween('', null)).toThrow(RangeError)
  })
})

describe('moving an item', () => {
  const items = ranks(4).map((rank, i) => ({ id: 'abcd'.charAt(i), rank }))
  const order = (result: { items: { id: string }[] }) => result.items.map(item => item.id).join('')

  it.each([
    ['a', 'c', 'bacd'],
    ['a', null, 'bcda'],
    ['d', 'a', 'dabc'],
    ['c', 'b', 'acbd'],
  ])('%s before %s gives %s and one new key', (id, beforeId, expected) => {
    const result = moveItem(items, id, beforeId)
    expect(order(result)).toBe(expected)
    expect([...result.items].sort(byRank)).toEqual(result.items)
    expect(result.changed.map(change => change.id)).toEqual([id])
  })

  it.each([
    ['b', 'b'],
    ['b', 'c'],
    ['d', null],
  ])('%s dropped before %s changes nothing', (id, beforeId) => {
    const result = moveItem(items, id, beforeId)
    expect(result.changed).toEqual([])
    expect(order(result)).toBe('abcd')
  })

  it('does not know a stranger', () => {
    expect(() => moveItem(items, 'x', 'a')).toThrow(RangeError)
    expect(() => moveItem(items, 'a', 'x')).toThrow(RangeError)
  })

  it('parts keys that two people gave at the same time', () => {
    const twins = [
      { id: 'a', rank: 'V' },
      { id: 'b', rank: 'V' },
      { id: 'c', rank: 'W' },
    ]
    const result = moveItem(twins, 'c', 'b')
    expect(order(result)).toBe('acb')
    expect([...result.items].sort(byRank)).toEqual(result.items)
    expect(new Set(result.items.map(item => item.rank)).size).toBe(3)
  })

  it('always ends where it was dropped', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 60 }), moves => {
        let agenda = ranks(6).map((rank, i) => ({ id: `i${i}`, rank }))
        for (const [which, where] of moves) {
          const id = `i${which % 6}`
          const beforeId = where % 7 === 6 ? null : `i${where % 7}`
          const expected = agenda.map(item => item.id)
          if (id !== beforeId) {
            expected.splice(expected.indexOf(id), 1)
            expected.splice(beforeId === null ? expected.length : expected.indexOf(beforeId), 0, id)
          }
          agenda = moveItem(agenda, id, beforeId).items
          expect(agenda.map(item => item.id)).toEqual(expected)
        }
      }),
    )
  })

  it('inserts at a place and numbers what is not withdrawn', () => {
    const rank = rankForInsert(items, 'b')
    const more = [...items, { id: 'n', rank }].sort(byRank)
    expect(more.map(item => item.id).join('')).toBe('anbcd')
    expect(rankForInsert(items, null) > (items[3]?.rank ?? '')).toBe(true)
    expect(isRank(rankForInsert([], null))).toBe(true)
    const numbers = numbering(more.map(item => ({ ...item, status: item.id === 'b' ? 'withdrawn' : 'pending' })))
    expect([...numbers]).toEqual([
      ['a', 1],
      ['n', 2],
      ['b', null],
      ['c', 3],
      ['d', 4],
    ])
  })
})

describe('versions of the agenda', () => {
  const item = (id: string, change: Partial<AgendaSnapshotItem> = {}): AgendaSnapshotItem => ({
    id,
    title: `Nội dung ${id}`,
    presenter: 'Giám đốc Sở Nội vụ',
    minutes: 15,
    leadUnitId: 'u1',
    leadUnitName: 'Sở Nội vụ',
    text: 'Dự thảo',
    ...change,
  })
  const of = (...items: AgendaSnapshotItem[]) => ({ items })

  it('tells added, removed, moved and changed apart', () => {
    const before = of(item('a'), item('b'), item('c'), item('d'))
    const after = of(
      item('d'),
      item('a', { minutes: 20, leadUnitId: 'u2', leadUnitName: 'Sở Tài chính' }),
      item('e'),
      item('c'),
    )
    expect(agendaDiff(before, after)).toEqual([
      { kind: 'moved', id: 'd', title: 'Nội dung d', from: 4, to: 1 },
      { kind: 'changed', id: 'a', title: 'Nội dung a', field: 'minutes', from: '15', to: '20' },
      { kind: 'changed', id: 'a', title: 'Nội dung a', field: 'leadUnit', from: 'Sở Nội vụ', to: 'Sở Tài chính' },
      { kind: 'added', id: 'e', title: 'Nội dung e', place: 3 },
      { kind: 'removed', id: 'b', title: 'Nội dung b', place: 2 },
    ])
  })

  it('shows one item taken to the end as one move', () => {
    const before = of(item('a'), item('b'), item('c'), item('d'))
    expect(agendaDiff(before, of(item('b'), item('c'), item('d'), item('a')))).toEqual([
      { kind: 'moved', id: 'a', title: 'Nội dung a', from: 1, to: 4 },
    ])
  })

  it('finds no difference where there is none, also when a unit only changed its name', () => {
    const before = of(item('a'), item('b'))
    expect(agendaDiff(before, before)).toEqual([])
    expect(agendaDiff(before, of(item('a', { leadUnitName: 'Sở Nội vụ và Lao động' }), item('b')))).toEqual([])
    expect(agendaDiff(of(), of())).toEqual([])
  })

  it('names versions as officials do', () => {
    expect([1, 2, 3].map(versionLabel)).toEqual(['Bản chính thức', 'Điều chỉnh lần 1', 'Điều chỉnh lần 2'])
  })
})
