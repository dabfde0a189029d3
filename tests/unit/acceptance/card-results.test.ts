import { describe, expect, test } from 'vitest'
import type { CardChoice } from '#app/domain/card/answer.ts'
import { canConclude, type CardVoter, concludeCard, sumUp, wantsExplanation } from '#app/domain/card/result.ts'
import { defaultRuleSets } from '#app/domain/meeting/default-rule-sets.ts'
import { pickRuleSet } from '#app/domain/meeting/rule-set.ts'
import { readTable, wordIn } from './read-table.ts'

const rules = pickRuleSet(defaultRuleSets, 'regular', '2026-11-26')
if (!rules) throw new Error('no rule set in force')
const chairs: Record<string, CardChoice | null> = { 'đồng ý': 'for', 'không đồng ý': 'against', 'ý kiến khác': 'other', 'không trả lời': null }
const yes: Record<string, boolean> = { có: true, không: false }
const outcomes: Record<string, readonly string[]> = { 'thông qua': ['passed', 'passed_by_chair'], 'không thông qua': ['not_passed', 'not_passed_by_chair'], 'chưa đủ căn cứ': ['undecided'] }

const rows = readTable('card-results.tsv').map(r => {
  const n = r.number
  const chair = wordIn(chairs, r.get('Chủ tịch'))
  const of = (count: number, choice: CardChoice | null, isLapsed = false): CardVoter[] => Array.from({ length: count }, () => ({ choice, isChair: false, isLapsed }))
  const members = [...of(n('Đồng ý'), 'for'), ...of(n('Không đồng ý'), 'against'), ...of(n('Ý kiến khác'), 'other'), ...of(n('Không trả lời'), null), ...of(n('Thôi nhiệm vụ'), null, true)]
  const seat = members.find(m => m.choice === chair)
  if (!seat) throw new Error(`${r.id}: the Chairman is not among the answers`)
  seat.isChair = true
  return { id: r.id, r, members, silence: wordIn(yes, r.get('Im lặng là đồng ý')) }
})

describe('kết quả phiếu lấy ý kiến', () => {
  test.each(rows)('$id', ({ r, members, silence }) => {
    expect(members).toHaveLength(r.number('Tổng số'))
    const d = concludeCard({ members, base: r.number('Tổng số'), rules: { ...rules, silenceIsAgreement: silence } })
    expect(wordIn(outcomes, r.get('Kết quả'))).toContain(d.outcome)
    expect({ for: d.for, agreed: d.countedAsAgreed ?? 0, needed: d.needed, missing: d.missing }).toEqual({
      for: r.number('Tán thành'),
      agreed: r.number('Tính là đồng ý'),
      needed: r.number('Cần'),
      missing: r.number('Còn thiếu'),
    })
    // What was answered stays apart from what silence was counted as.
    expect(d.sum).toMatchObject({ for: r.number('Đồng ý'), silent: r.number('Không trả lời'), lapsed: r.number('Thôi nhiệm vụ') })
  })

  test('phiếu lấy ý kiến tham khảo không bao giờ coi im lặng là đồng ý', () => {
    const members: CardVoter[] = [{ choice: 'for', isChair: true, isLapsed: false }, { choice: null, isChair: false, isLapsed: false }]
    expect(concludeCard({ members, base: 2, rules: { ...rules, voteRule: { ...rules.voteRule, isConsultative: true }, silenceIsAgreement: true } }).countedAsAgreed).toBeUndefined()
  })

  test('không có thành viên nào thì không có gì để cộng', () => {
    expect(sumUp([])).toEqual({ for: 0, against: 0, other: 0, answered: 0, silent: 0, lapsed: 0 })
  })

  test('ý kiến nào cần tiếp thu, giải trình; kết luận chờ đủ', () => {
    expect([
      wantsExplanation({ choice: 'for', text: '' }),
      wantsExplanation({ choice: 'for', text: 'Đề nghị rà soát câu chữ' }),
      wantsExplanation({ choice: 'for', text: '', fileId: 'tep' }),
      wantsExplanation({ choice: 'against', text: '' }),
      wantsExplanation({ choice: 'other', text: 'Bổ sung nguồn vốn' }),
      wantsExplanation({ choice: null, text: 'đang gõ' }),
    ]).toEqual([false, true, true, true, true, false])
    const opinions = [{ choice: 'for' as const, text: '', isExplained: false }, { choice: 'against' as const, text: '', isExplained: true }]
    expect(canConclude(opinions)).toEqual({ ok: true })
    expect(canConclude([...opinions, { choice: 'other', text: 'x', isExplained: false }])).toMatchObject({ ok: false, code: 'CARD_EXPLAIN_FIRST', params: { open: 1 } })
  })
})
