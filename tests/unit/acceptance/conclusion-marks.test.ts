import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { indexUnits, parseLine, type ParseUnit, type QuestionKind } from '#app/domain/conclusion/parse-line.ts'
import { civil, readTable, vietnam, wordIn } from './read-table.ts'

const unit = (id: string, name: string, short: string | null = null, isOpen = true): ParseUnit => ({ id, name, short, isOpen })
const units = [
  unit('SNV', 'Sở Nội vụ', 'SNV'),
  unit('STC', 'Sở Tài chính', 'STC'),
  unit('SKHCN', 'Sở Khoa học và Công nghệ', 'SKHCN'),
  unit('SNNMT', 'Sở Nông nghiệp và Môi trường', 'SNNMT'),
  unit('STNMT', 'Sở Tài nguyên và Môi trường', 'STNMT', false),
  unit('SHAI', 'Sở Hải sản', 'SHAI', false),
  unit('SYT', 'Sở Y tế', 'SYT'),
  unit('VP', 'Văn phòng UBND tỉnh', 'VPUBND'),
  unit('TT', 'UBND xã Tân Trào'),
  unit('TTH', 'UBND xã Tân Thanh'),
]
const index = indexUnits(units, [{ oldUnitId: 'STNMT', newUnitId: 'SNNMT' }])
const kinds: Record<string, QuestionKind> = {
  'đơn vị nào': 'which_unit',
  'không có đơn vị': 'unknown_unit',
  'đơn vị đã hết': 'closed_unit',
  'nhóm đơn vị': 'group',
  'hai việc': 'two_tasks',
  'ngày nào': 'which_day',
  'loại ngày': 'kind_of_days',
  'ngày sai': 'date_wrong',
  'hai hạn': 'two_deadlines',
}
const BASE = '2026-11-26'
const list = (cell: string): string[] => (cell === '-' ? [] : cell.split(', '))

describe('đọc đơn vị và thời hạn từ dòng kết luận', () => {
  it.each(readTable('conclusion-marks.tsv').map(row => ({ name: `${row.id} ${row.get('Ghi chú')}`, row })))('$name', ({ row }) => {
    const read = parseLine(row.get('Câu'), index, BASE, vietnam)
    const due = row.get('Hạn')
    expect({
      lead: read.lead?.unitId ?? '-',
      coordinators: read.coordinators.map(c => c.unitId),
      deadline: read.deadline ? (read.deadline.on ?? 'không hạn') : '-',
      asked: read.questions.map(q => q.kind),
    }).toEqual({
      lead: row.get('Chủ trì'),
      coordinators: list(row.get('Phối hợp')),
      deadline: due === '-' || due === 'không hạn' ? due : civil(due),
      asked: list(row.get('Hỏi lại')).map(k => wordIn(kinds, k)),
    })
  })

  it('"trước ngày 15/12/2026" đưa ra đúng hai ngày để chọn', () => {
    expect(parseLine('Giao @snv báo cáo trước ngày 15/12/2026', index, BASE, vietnam).questions[0]?.days).toEqual(['2026-12-14', '2026-12-15'])
  })

  it('không bao giờ lấy một đơn vị không có trong danh mục, với bất kỳ chữ nào', () => {
    const known = new Set(units.filter(u => u.isOpen).map(u => u.id))
    const piece = fc.constantFrom('Giao ', '@snv', '@', ' phối hợp ', 'Sở ', 'Tài chính', ', ', 'trước ngày ', '15/12', '32/13/2026', ' trong 5 ngày', '🙂', '‏', 'chủ trì', '@tan')
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 6 })), { maxLength: 14 }), parts => {
        const read = parseLine(parts.join(''), index, BASE, vietnam)
        for (const id of [read.lead?.unitId, ...read.coordinators.map(c => c.unitId)]) if (id) expect(known.has(id)).toBe(true)
        expect(read.coordinators.some(c => c.unitId === read.lead?.unitId)).toBe(false)
      }),
      { seed: 603, numRuns: 500 },
    )
  })
})
