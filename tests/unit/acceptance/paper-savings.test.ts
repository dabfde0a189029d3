import { describe, expect, it } from 'vitest'
import { savings, sumSavings } from '#app/domain/statistics/savings.ts'
import { readTable } from './read-table.ts'

const rows = readTable('paper-savings.tsv')
const counted = (row: (typeof rows)[number]) => {
  const price = row.get('Đơn giá (đồng/trang)')
  return savings(
    {
      readers: row.number('Người nhận'),
      paperPages: row.number('Trang tài liệu'),
      papers: row.number('Tài liệu'),
      unknownPapers: row.number('Chưa biết trang'),
      guestPages: row.number('Trang của khách'),
      invited: row.number('Người được mời'),
      ballots: row.number('Phiếu'),
    },
    price === '' ? null : { perPage: Number(price), source: 'Báo giá' },
  )
}

describe('giấy và tiền tiết kiệm theo bảng', () => {
  it.each(rows.map(row => [row.id, row] as const))('%s', (_code, row) => {
    const s = counted(row)
    expect(s.pages).toBe(row.number('Tổng trang'))
    expect(s.money === null ? 'chưa tính' : String(s.money)).toBe(row.get('Số tiền'))
    expect(s.unknownPapers).toBe(row.number('Chưa biết trang'))
    expect(s.paper + s.guest + s.invitation + s.ballot).toBe(s.pages)
  })

  it('cộng nhiều phiên: tổng trang bằng tổng các dòng; một phiên chưa có tiền thì tổng chưa có tiền', () => {
    const [a, b, , noPrice] = rows.map(counted)
    if (!a || !b || !noPrice) throw new Error('rows')
    expect(sumSavings([a, b])).toMatchObject({ pages: a.pages + b.pages, money: (a.money ?? 0) + (b.money ?? 0) })
    expect(sumSavings([a, noPrice])).toMatchObject({ pages: a.pages + noPrice.pages, money: null })
    expect(sumSavings([])).toMatchObject({ pages: 0, money: null })
  })

  it('số không thể có thì báo lỗi', () => {
    const zero = { readers: 0, paperPages: 0, papers: 0, unknownPapers: 0, guestPages: 0, invited: 0, ballots: 0 }
    expect(() => savings({ ...zero, readers: -1 }, null)).toThrow(RangeError)
    expect(() => savings({ ...zero, unknownPapers: 1 }, null)).toThrow(RangeError)
  })
})
