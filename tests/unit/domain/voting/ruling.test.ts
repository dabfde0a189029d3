import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultRuleSets } from '#app/domain/meeting/default-rule-sets.ts'
import type { MeetingRuleSet } from '#app/domain/meeting/rule-set.ts'
import { entitlement, type EntitlementReason } from '#app/domain/voting/entitlement.ts'
import { ruleOn, type ChairSide, type VoteCase, type VoteForm } from '#app/domain/voting/ruling.ts'
import { abbreviated, legalSentence, sourceText } from '#app/domain/voting/sentence.ts'

const rulesBy = (code: string): MeetingRuleSet => {
  const found = defaultRuleSets.find(set => set.code === code)
  if (!found) throw new Error(`no rule set ${code}`)
  return found
}
const rules = rulesBy('ubnd-72-2025')

const anyCase: fc.Arbitrary<VoteCase> = fc
  .record({
    N: fc.integer({ min: 1, max: 60 }),
    shares: fc.array(fc.constantFrom('recused', 'for', 'against', 'abstain', 'silent'), { maxLength: 60 }),
    form: fc.constantFrom<VoteForm>('open', 'secret', 'card', 'poll'),
    set: fc.constantFrom(...defaultRuleSets),
    chair: fc.constantFrom<ChairSide>('for', 'against', 'abstain', 'absent', 'recused', 'secret', null),
    silenceIsAgreement: fc.boolean(),
  })
  .map(({ N, shares, form, set, chair, silenceIsAgreement }) => {
    const of = (kind: string) => shares.slice(0, N).filter(s => s === kind).length
    const count = { for: of('for'), against: of('against'), abstain: of('abstain') }
    const recused = of('recused')
    return { form, rules: set, N, recused, count, silent: of('silent'), present: count.for + count.against + count.abstain + recused, chair, silenceIsAgreement }
  })

describe('the rule engine', () => {
  it('answers every possible vote with arithmetic, a sentence and a source', () => {
    fc.assert(
      fc.property(anyCase, vote => {
        const ruling = ruleOn(vote)
        expect(ruling.missing).toBe(Math.max(0, ruling.needed - ruling.for))
        expect(ruling.base).toBeLessThanOrEqual(vote.N)
        expect(ruling.sources.length).toBeGreaterThan(0)
        expect(ruling.steps.map(s => s.code)).toEqual(expect.arrayContaining(['MEMBERS', 'BASE', 'THRESHOLD']))
        expect(legalSentence(ruling, ruling.rule)).toContain(`${ruling.for}/${ruling.base} `)
      }),
      { numRuns: 500 },
    )
  })

  it('lets nobody pass below the threshold without an equal vote and the Chairman in favour', () => {
    fc.assert(
      fc.property(anyCase, vote => {
        const ruling = ruleOn(vote)
        if (ruling.outcome === 'passed') expect(ruling.for).toBeGreaterThanOrEqual(ruling.needed)
        if (ruling.outcome === 'passed_by_chair') {
          expect(vote.chair).toBe('for')
          expect(vote.form).not.toBe('secret')
          expect(ruling.for).toBe(ruling.against)
        }
      }),
      { numRuns: 500 },
    )
  })

  it('counts silence in favour on cards only, and never of who stepped aside', () => {
    fc.assert(
      fc.property(anyCase, vote => {
        const ruling = ruleOn(vote)
        if (vote.form === 'open' || vote.form === 'secret') expect(ruling.for).toBe(vote.count.for)
        expect(ruling.for + ruling.against + ruling.abstain).toBeLessThanOrEqual(vote.N - vote.recused)
      }),
      { numRuns: 300 },
    )
  })

  it('says what was taken off the base and what silence added, after the legal sentence', () => {
    const card = ruleOn({ form: 'card', rules, N: 25, recused: 3, count: { for: 8, against: 2, abstain: 0 }, silent: 12, present: 0, chair: 'for' })
    expect(legalSentence(card, card.rule)).toBe(
      '20/22 tổng số thành viên tán thành, cần 12: thông qua theo khoản 3 Điều 40 Luật 72/2025/QH15; đã trừ 3 thành viên hồi tị trong 25; trong đó 12 phiếu không trả lời trong hạn tính là tán thành',
    )
    expect(card.steps.map(s => s.code)).toEqual(['MEMBERS', 'SUBSTITUTES_OUT', 'RECUSAL_OUT', 'BASE', 'THRESHOLD', 'SILENCE_AGREES', 'ENOUGH'])
  })

  it('says that no decision could be made without the quorum, and by which article', () => {
    const ruling = ruleOn({ form: 'open', rules: rulesBy('ubnd-77-2015'), N: 25, recused: 0, count: { for: 13, against: 3, abstain: 0 }, silent: 0, present: 16, chair: 'for' })
    expect([ruling.outcome, ruling.reason]).toEqual(['undecided', 'NO_QUORUM'])
    expect(abbreviated(legalSentence(ruling, ruling.rule))).toBe('13/25 tổng số thành viên tán thành, cần 13; có mặt 16/25, túc số cần 17: chưa đủ căn cứ kết luận (Đ114 Luật 77/2015/QH13)')
    const warned = ruleOn({ form: 'open', rules, N: 25, recused: 0, count: { for: 13, against: 3, abstain: 0 }, silent: 0, present: 16, chair: 'for' })
    expect([warned.outcome, warned.steps.some(s => s.code === 'QUORUM_WARNING')]).toEqual(['passed', true])
  })

  it('follows no side of a Chairman who stepped aside', () => {
    const ruling = ruleOn({ form: 'open', rules, N: 27, recused: 1, count: { for: 13, against: 13, abstain: 0 }, silent: 0, present: 27, chair: 'recused' })
    expect([ruling.outcome, ruling.reason]).toEqual(['undecided', 'TIE_CHAIR_RECUSED'])
    expect(legalSentence(ruling, ruling.rule)).toContain('Chủ tịch hồi tị, không có phiếu để theo')
  })

  it('makes no result of more who stepped aside than members', () => {
    expect(() => ruleOn({ form: 'open', rules, N: 2, recused: 3, count: { for: 0, against: 0, abstain: 0 }, silent: 0, present: 0, chair: null })).toThrow(RangeError)
    expect(() => ruleOn({ form: 'open', rules, N: 3, recused: 2, count: { for: 2, against: 0, abstain: 0 }, silent: 0, present: 3, chair: null })).toThrow(RangeError)
  })
})

describe('who may vote, and by which rule', () => {
  const member = { role: 'member', term: { from: '2026-01-01', to: null }, isRecused: false, hasCast: false }
  const strict = { ...rules, changeBallotAllowed: false }
  it.each<[string, Partial<Parameters<typeof entitlement>[0]>, boolean, EntitlementReason, string]>([
    ['a member in office', {}, true, 'MEMBER', 'khoản 3 Điều 40 Luật 72/2025/QH15'],
    ['the last day in office', { term: { from: '2021-07-01', to: '2026-11-26' } }, true, 'MEMBER', 'khoản 3 Điều 40 Luật 72/2025/QH15'],
    ['a term that ended at midnight', { term: { from: '2021-07-01', to: '2026-11-25' } }, false, 'TERM_OVER', 'khoản 3 Điều 40 Luật 72/2025/QH15'],
    ['appointed from tomorrow', { term: { from: '2026-11-27', to: null } }, false, 'TERM_NOT_BEGUN', 'khoản 3 Điều 40 Luật 72/2025/QH15'],
    ['appointed today', { term: { from: '2026-11-26', to: null } }, true, 'MEMBER', 'khoản 3 Điều 40 Luật 72/2025/QH15'],
    ['never a member', { term: null }, false, 'NOT_A_MEMBER', 'khoản 3 Điều 40 Luật 72/2025/QH15'],
    ['a substitute, though a member elsewhere', { role: 'substitute' }, false, 'SUBSTITUTE', 'Nghị định 191/2026/NĐ-CP'],
    ['a guest', { role: 'guest' }, false, 'GUEST', 'khoản 3 Điều 40 Luật 72/2025/QH15'],
    ['who stepped aside', { isRecused: true }, false, 'RECUSED', 'Quy chế làm việc của Ủy ban nhân dân tỉnh (mẫu: Nghị định 314/2025/NĐ-CP)'],
    ['a second ballot where none is allowed', { hasCast: true }, false, 'ALREADY_CAST', 'Quy chế làm việc của Ủy ban nhân dân tỉnh (mẫu: Nghị định 314/2025/NĐ-CP)'],
  ])('%s', (_name, change, may, reason, source) => {
    const answer = entitlement({ ...member, ...change }, '2026-11-26', strict)
    expect(answer).toMatchObject({ may, reason })
    expect(answer.source && sourceText(answer.source)).toBe(source)
  })
})
