import { describe, expect, it } from 'vitest'
import { checkSource, numberKey } from '#app/domain/source/document.ts'
import { civil, instant, readTable, wordIn } from './read-table.ts'

const results: Record<string, string> = { được: 'ok', mật: 'SOURCE_SECRET', thiếu: 'SOURCE_FIELD_MISSING', 'ngày chưa đến': 'SOURCE_DATE_FUTURE' }
const levels = { '-': 'none', Mật: 'mat', 'Tối mật': 'toi_mat', 'Tuyệt mật': 'tuyet_mat' } as const
const text = (cell: string) => (cell === '-' ? '' : cell)

describe('nguồn giao việc', () => {
  it.each(readTable('source-documents.tsv').map(row => ({ name: `${row.id} ${row.get('Loại nguồn')} ${row.get('Số, ký hiệu')}: ${row.get('Kết quả')}`, row })))('$name', ({ row }) => {
    const verdict = checkSource({
      kind: row.get('Loại nguồn') === 'văn bản' ? 'document' : 'note',
      number: text(row.get('Số, ký hiệu')),
      issuedOn: row.get('Ngày ban hành') === '-' ? null : civil(row.get('Ngày ban hành')),
      docType: text(row.get('Loại văn bản')),
      signer: text(row.get('Người ký')),
      extract: text(row.get('Trích yếu')),
      secrecy: wordIn(levels, row.get('Độ mật')),
      notedAt: row.get('Lúc bút phê') === '-' ? null : instant(row.get('Lúc bút phê')),
      today: '2026-11-26',
      now: instant('26/11/2026 08:00'),
    })
    expect(verdict.ok ? 'ok' : verdict.code).toBe(wordIn(results, row.get('Kết quả')))
    expect(verdict.ok ? '-' : verdict.fields?.join(', ')).toBe(row.get('Ô'))
  })
  it('số viết cách khác vẫn là một số', () => {
    expect(numberKey(' 1234 / UBND-NC ')).toBe(numberKey('1234/ubnd-nc'))
    expect(numberKey('45/QĐ-UBND')).toBe(numberKey('45/qd-ubnd'))
  })
})
