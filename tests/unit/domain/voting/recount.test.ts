import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { defaultRuleSets } from '#app/domain/meeting/default-rule-sets.ts'
import { type BallotFile, type FileChoice, readBallotFile, writeBallotFile } from '#app/domain/voting/ballot-file.ts'
import { againstRecord, recount } from '#app/domain/voting/recount.ts'
import { ruleOn } from '#app/domain/voting/ruling.ts'
import { legalSentence } from '#app/domain/voting/sentence.ts'

const [set] = defaultRuleSets
if (!set) throw new Error('no rule set')

/** A closed vote of these ballots with the result the program publishes. */
function voteOf(choices: FileChoice[], form: 'open' | 'secret' = 'open', question = 'Thông qua dự thảo?'): BallotFile {
  const n = (c: FileChoice) => choices.filter(x => x === c).length
  const count = { for: n('for'), against: n('against'), abstain: n('abstain') }
  const chair = form === 'open' ? choices[0] : undefined
  const ruling = ruleOn({ form, rules: set as never, N: choices.length, recused: 0, count, silent: 0, present: choices.length, chair: chair === 'for' || chair === 'against' || chair === 'abstain' ? chair : null })
  const cast = choices.filter(c => c !== 'none')
  return {
    voteId: '01a20000-0000-7000-8000-000000000001',
    meeting: 'Phiên họp thường kỳ tháng 11/2026',
    item: 'Dự thảo Quyết định; “có dấu, phẩy”',
    question,
    form,
    answers: 'standard',
    openedAt: Date.UTC(2026, 10, 26, 1),
    closedAt: Date.UTC(2026, 10, 26, 1, 5),
    N: choices.length,
    recused: 0,
    present: choices.length,
    chair: 'present',
    rules: { quorum: set?.quorum ?? null, voteRule: (set as never as BallotFile['rules']).voteRule, silenceIsAgreement: false, sources: set?.sources ?? {} },
    published: { ...count, invalid: n('invalid'), notCast: ruling.notCast - n('invalid'), needed: ruling.needed, missing: ruling.missing, outcome: ruling.outcome, sentence: legalSentence(ruling, ruling.rule), optionVotes: [] },
    options: null,
    byName: form === 'open' ? choices.map((choice, i) => ({ label: `Thành viên ${i + 1}`, unit: `Sở "${i + 1}", tỉnh`, isChair: i === 0, choice, isPaper: choice !== 'none' && i % 5 === 4, picks: [] })) : [],
    anonymous: form === 'secret' ? cast : [],
    anonymousPicks: [],
    receipts: form === 'secret' ? cast.map((_, i) => `R${String(i).padStart(4, '0')}`) : [],
    voters: choices.length,
  }
}
const read = (text: string): BallotFile => {
  const found = readBallotFile(text)
  if (!found.ok) throw new Error(`${found.fault.code} ${found.fault.line} ${found.fault.what}`)
  return found.file
}
const wrongIn = (text: string) => {
  const r = recount(read(text))
  return { isEqual: r.isEqual, codes: r.checks.filter(c => !c.isEqual).map(c => c.code), irregular: r.irregularities.map(i => i.code) }
}
const fifteen: FileChoice[] = [...Array.from({ length: 8 }, (): FileChoice => 'for'), ...Array.from({ length: 5 }, (): FileChoice => 'against'), 'abstain', 'none']

describe('tệp phiếu', () => {
  test('đọc lại ra đúng những gì đã ghi, cả dấu phẩy, ngoặc kép, xuống dòng, chấm phẩy của bảng tính', () => {
    const open = voteOf(fifteen, 'open', '=Dòng một,\n"dòng hai"')
    // a spreadsheet must not take typed words for a formula
    expect(writeBallotFile(open)).toContain(`"'=Dòng một`)
    expect(read(writeBallotFile(open))).toEqual(JSON.parse(JSON.stringify(open)))
    const secret = voteOf(fifteen, 'secret')
    expect(read(writeBallotFile(secret))).toMatchObject({ voters: 15, published: secret.published, receipts: secret.receipts })
    expect(writeBallotFile(secret)).toBe(writeBallotFile({ ...secret, anonymous: [...secret.anonymous].reverse(), receipts: [...secret.receipts].reverse() }))
    // saved again by a spreadsheet: semicolons, short rows filled up, single line ends
    const plain = writeBallotFile(voteOf(fifteen, 'secret')).split('\r\n').map(l => (/^(Bộ quy tắc|Công bố: câu|"|Nội dung)/.test(l) ? l : `${l.replace(/,/g, ';')};;`))
    const rules = (l: string) => l.replace(/^(Bộ quy tắc \(JSON\)|Công bố: câu kết luận|Nội dung),/, '$1;')
    expect(read(plain.map(rules).join('\n')).published).toEqual(secret.published)
  })
  test.each([
    ['', 'NOT_A_BALLOT_FILE'],
    ['tên,tuổi\r\na,1', 'NOT_A_BALLOT_FILE'],
    [writeBallotFile(voteOf(fifteen)).replace('tan-trao-phieu-1', 'khác'), 'NOT_A_BALLOT_FILE'],
    [writeBallotFile(voteOf(fifteen)).replace(/Tổng số thành viên,\d+\r\n/, ''), 'FACT_MISSING'],
    [writeBallotFile(voteOf(fifteen)).replace(/(Tổng số thành viên),\d+/, '$1,nhiều'), 'FACT_WRONG'],
    [writeBallotFile(voteOf(fifteen)).replace(/(Bộ quy tắc \(JSON\)),.*/, '$1,{}'), 'FACT_WRONG'],
    [writeBallotFile(voteOf(fifteen)).replace(',không biểu quyết,', ',có lẽ,'), 'CHOICE_UNKNOWN'],
  ])('tệp hỏng nói rõ hỏng ở đâu (%#)', (text, code) => {
    expect(readBallotFile(text)).toMatchObject({ ok: false, fault: { code } })
  })
})

describe('kiểm đếm lại từ tệp', () => {
  test('bất kỳ lá phiếu nào: đếm lại từ tệp bằng nhau từng số với kết quả công bố, công khai và kín', () => {
    const choice = (list: FileChoice[]) => fc.array(fc.constantFrom(...list), { minLength: 1, maxLength: 60 })
    fc.assert(fc.property(choice(['for', 'against', 'abstain', 'none']), list => recount(read(writeBallotFile(voteOf(list)))).isEqual), { numRuns: 150 })
    fc.assert(fc.property(choice(['for', 'against', 'abstain', 'none', 'invalid']), list => recount(read(writeBallotFile(voteOf(list, 'secret')))).isEqual), { numRuns: 150 })
  })
  const open = writeBallotFile(voteOf(fifteen))
  const secret = writeBallotFile(voteOf(fifteen, 'secret'))
  test.each([
    ['một phiếu đổi bên', open.replace(',tán thành,trên máy', ',không tán thành,trên máy'), ['for', 'against', 'missing', 'outcome', 'sentence'], []],
    ['một dòng phiếu bị xóa', open.replace(/\r\n3,[^\r]*/, ''), ['for', 'voters', 'missing', 'outcome', 'sentence'], []],
    ['một người thành hai phiếu', open.replace(/(\r\n3,[^\r]*)/, '$1$1'), ['for', 'voters', 'sentence'], ['NAME_TWICE', 'TOO_MANY_VOTERS']],
    ['kết quả công bố sửa một đơn vị', open.replace(/(Công bố: tán thành \(đồng ý\)),8/, '$1,9'), ['for'], []],
    ['tổng số thành viên sửa', open.replace(/(Tổng số thành viên),15/, '$1,17'), ['needed', 'missing', 'outcome', 'sentence'], []],
    ['phiếu kín đổi bên', secret.replace('\r\n9,không tán thành', '\r\n9,tán thành'), ['for', 'against', 'sentence'], []],
    ['phiếu kín thêm vào', secret.replace('\r\n1,tán thành', '\r\n1,tán thành\r\n1,tán thành'), ['for', 'receipts', 'notCast', 'sentence'], []],
    ['biên nhận lặp lại', secret.replace('R0001', 'R0002'), [], ['RECEIPT_TWICE']],
  ])('tệp bị sửa – %s: không bằng nhau, nói rõ số nào', (_, text, codes, irregular) => {
    expect(text).not.toBe(open)
    expect(text).not.toBe(secret)
    expect(wrongIn(text)).toEqual({ isEqual: false, codes, irregular })
  })
  test('sửa cả phiếu lẫn kết quả cho khớp nhau, hay đổi phiếu hai người cho nhau: số khớp nhưng tệp khác hồ sơ, từng dòng', () => {
    const swapped = open.replace(/(\r\n2,[^\r]*),tán thành,/, '$1,không tán thành,').replace(/(\r\n10,[^\r]*),không tán thành,/, '$1,tán thành,')
    expect(wrongIn(swapped)).toEqual({ isEqual: true, codes: [], irregular: [] })
    expect(againstRecord(swapped, open)).toMatchObject({ total: 2 })
    const whole = writeBallotFile(voteOf(fifteen.map(c => (c === 'against' ? 'for' : c))))
    expect(wrongIn(whole).isEqual).toBe(true)
    expect(againstRecord(whole, open).total).toBeGreaterThan(5)
    expect(againstRecord(open.replaceAll('\r\n', '\n'), open)).toEqual({ total: 0, first: [] })
  })
})
