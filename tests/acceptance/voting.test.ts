import { describe, expect, it } from 'vitest'
import { defaultRuleSets } from '#app/domain/meeting/default-rule-sets.ts'
import type { Outcome } from '#app/domain/voting/majority.ts'
import { ruleOn, type ChairSide, type Ruling, type VoteForm } from '#app/domain/voting/ruling.ts'
import { abbreviated, legalCore, legalSentence, sourceText } from '#app/domain/voting/sentence.ts'
import { cleanCell, readOfficialTable } from '#tests/support/official-table.ts'

/**
 * The law's table is the test: each row of `voting.tsv` is decided by the engine with the rule set the program loads under
 * that id. Any table with the same columns can take its place; the columns are explained in README.md beside it.
 */

const columns = [
  'mã',
  'hình thức',
  'bộ quy tắc',
  'tổng số thành viên',
  'hồi tị',
  'tán thành',
  'không tán thành',
  'không biểu quyết',
  'không trả lời',
  'phiếu Chủ tịch',
  'im lặng là đồng ý',
  'kết quả',
  'cần',
  'còn thiếu',
  'câu kết luận',
  'căn cứ',
] as const
type Column = (typeof columns)[number]
type Row = Record<Column, string>

const { heads, rows } = readOfficialTable<Column>('voting.tsv')

const word = <T>(row: Row, column: Column, words: Record<string, T>): T => {
  const cell = row[column].toLowerCase()
  if (!(cell in words)) throw new Error(`${row.mã}: "${row[column]}" là gì trong cột "${column}"?`)
  return words[cell] as T
}
const whole = (row: Row, column: Column): number => {
  const n = row[column] === '' ? 0 : Number(row[column])
  if (!Number.isInteger(n) || n < 0) throw new Error(`${row.mã}: cột "${column}" không phải số nguyên`)
  return n
}

const forms: Record<string, VoteForm> = { 'công khai': 'open', kín: 'secret', 'phiếu lấy ý kiến': 'card', 'tham khảo': 'poll' }
const chairSides: Record<string, ChairSide> = {
  'tán thành': 'for',
  'không tán thành': 'against',
  'không biểu quyết': 'abstain',
  vắng: 'absent',
  kín: 'secret',
  '': null,
}
const results: Record<Outcome, string> = {
  passed: 'thông qua',
  passed_by_chair: 'thông qua',
  not_passed: 'không thông qua',
  not_passed_by_chair: 'không thông qua',
  undecided: 'chưa đủ căn cứ',
}

const decideRow = (row: Row): Ruling => {
  const rules = defaultRuleSets.find(set => set.code === row['bộ quy tắc'])
  if (!rules) throw new Error(`${row.mã}: chương trình không có bộ quy tắc "${row['bộ quy tắc']}"`)
  const count = { for: whole(row, 'tán thành'), against: whole(row, 'không tán thành'), abstain: whole(row, 'không biểu quyết') }
  const recused = whole(row, 'hồi tị')
  const silence = word<boolean | undefined>(row, 'im lặng là đồng ý', { có: true, không: false, '': undefined })
  return ruleOn({
    form: word(row, 'hình thức', forms),
    rules,
    N: whole(row, 'tổng số thành viên'),
    recused,
    count,
    silent: whole(row, 'không trả lời'),
    // who sent no ballot counts as not in the room; who stepped aside was in it
    present: count.for + count.against + count.abstain + recused,
    chair: word(row, 'phiếu Chủ tịch', chairSides),
    ...(silence === undefined ? {} : { silenceIsAgreement: silence }),
  })
}

/** A source named in the text: "k3 Đ40 Luật 72/2025/QH15" → its law and, where written before it, its article. */
type Reference = { law: string; article: string }
const references = (text: string): Reference[] =>
  [...abbreviated(cleanCell(text)).matchAll(/(?:((?:k\d+ )?Đ\d+) )?(?:Luật|NĐ|QĐ)(?: số)? (\d+\/\d{4}\/[\wĐ-]+)|(Quy chế)/gu)].map(m => ({ article: m[1] ?? '', law: m[2] ?? m[3] ?? '' }))
/** A reference to a whole article covers its clauses, and a law its articles. */
const covers = (cited: Reference, written: Reference): boolean =>
  cited.law === written.law && (cited.article.endsWith(written.article) || written.article.endsWith(cited.article))

describe('bảng biểu quyết theo luật', () => {
  it('có đúng các cột, ít nhất 60 trường hợp, mỗi mã một lần', () => {
    expect([...heads].sort()).toEqual([...columns].sort())
    expect(rows.length).toBeGreaterThanOrEqual(60)
    expect(new Set(rows.map(row => row.mã)).size).toBe(rows.length)
  })

  it.each(rows.map(row => ({ name: `${row.mã} ${row['hình thức']}, ${row['bộ quy tắc']}: ${row['kết quả']}`, row })))('$name', ({ row }) => {
    const ruling = decideRow(row)
    const expected = (column: 'cần' | 'còn thiếu', actual: number) => (row[column] === '' ? actual : whole(row, column))
    expect({ 'kết quả': results[ruling.outcome], cần: ruling.needed, 'còn thiếu': ruling.missing }).toEqual({
      'kết quả': row['kết quả'] === '' ? results[ruling.outcome] : row['kết quả'].toLowerCase(),
      cần: expected('cần', ruling.needed),
      'còn thiếu': expected('còn thiếu', ruling.missing),
    })
    // The sentence as a whole, or its legal part without the remarks on recusal, silence and advice.
    if (row['câu kết luận'] !== '')
      expect([legalCore(ruling, ruling.rule), legalSentence(ruling, ruling.rule)].map(abbreviated)).toContain(abbreviated(row['câu kết luận']))
    if (row['căn cứ'] !== '') {
      const cited = ruling.sources.flatMap(source => references(sourceText(source)))
      const written = references(row['căn cứ'])
      const missing = written.filter(w => !cited.some(c => covers(c, w)))
      // A law no step of this result stands on may be named as a remark, never alone.
      expect(missing.filter(w => cited.some(c => c.law === w.law)), `${row['căn cứ']} trong ${cited.map(c => `${c.article} ${c.law}`).join(' | ')}`).toEqual([])
      expect(missing.length, row['căn cứ']).toBeLessThan(Math.max(1, written.length))
    }
  })
})
