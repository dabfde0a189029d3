import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { quorum } from '#app/domain/meeting/quorum.ts'
import { defaultRuleSets } from '#app/domain/meeting/default-rule-sets.ts'
import { pickRuleSet } from '#app/domain/meeting/rule-set.ts'
import {
  countOpinionCards,
  decide,
  holdsBallot,
  needed,
  tally,
  warningsBeforeOpening,
  type Choice,
  type VoteInput,
  type VoteRule,
} from '#app/domain/voting/majority.ts'
import { leadSentence, legalSentence, ruleSentence } from '#app/domain/voting/sentence.ts'

const ruleSet = pickRuleSet(defaultRuleSets, 'regular', '2026-11-26')
if (!ruleSet) throw new Error('no rule set in force')
const rule: VoteRule = ruleSet.voteRule

const anyVote: fc.Arbitrary<VoteInput> = fc
  .integer({ min: 1, max: 60 })
  .chain(N =>
    fc.record({
      N: fc.constant(N),
      ballots: fc.array(fc.constantFrom<Choice>('for', 'against', 'abstain'), { maxLength: N }),
      secret: fc.boolean(),
      reading: fc.constantFrom<VoteRule['tieMeaning']>('for_equals_against', 'half_of_total'),
    }),
  )
  .map(({ N, ballots, secret, reading }) => {
    const counted = tally(ballots.map((choice, i) => ({ choice, isChair: i === 0 })))
    return {
      N,
      present: N,
      voters: N,
      count: { for: counted.for, against: counted.against, abstain: counted.abstain },
      chairChoice: counted.chairChoice,
      chairPresent: true,
      secret,
      rule: { ...rule, tieMeaning: reading },
    }
  })

describe('majority of all members in office', () => {
  it('needs floor(N/2)+1', () => {
    expect([1, 2, 3, 24, 25, 26, 27].map(n => needed(n, { kind: 'over_half' }))).toEqual([1, 2, 2, 13, 13, 14, 14])
    expect([24, 25, 26, 27, 1, 0].map(n => needed(n, { kind: 'two_thirds' }))).toEqual([16, 17, 18, 18, 1, 1])
    expect(needed(27, { kind: 'fraction', num: 3, den: 4 })).toBe(21)
  })

  it('never passes at half or below without the side of the Chairman', () => {
    fc.assert(
      fc.property(anyVote, input => {
        const result = decide(input)
        expect(result.outcome === 'passed').toBe(input.count.for * 2 > input.N)
        if (result.outcome === 'passed_by_chair') {
          expect(input.chairChoice).toBe('for')
          expect(input.secret).toBe(false)
        }
        expect(result.missing).toBe(Math.max(0, result.needed - input.count.for))
        expect(result.for + result.against + result.abstain + result.notCast).toBe(input.voters)
      }),
    )
  })

  it('decides an equal vote without the Chairman’s side for nobody', () => {
    fc.assert(
      fc.property(anyVote, input => {
        const { outcome, isTie } = decide(input)
        const hasSide = !input.secret && (input.chairChoice === 'for' || input.chairChoice === 'against')
        expect(outcome === 'undecided').toBe(isTie && !hasSide)
      }),
    )
  })

  it('passes from the needed number on and never below it without a tie', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.nat(), (N, seed) => {
        const votesFor = seed % (N + 1)
        const { outcome, needed: need } = decide({
          N,
          present: N,
          voters: N,
          count: { for: votesFor, against: 0, abstain: N - votesFor },
          chairChoice: 'for',
          chairPresent: true,
          secret: false,
          rule,
        })
        expect(outcome).toBe(votesFor >= need ? 'passed' : 'not_passed')
        expect(need * 2 > N && (need - 1) * 2 <= N).toBe(true)
      }),
    )
  })

  it('puts both figures of the arithmetic into every sentence', () => {
    fc.assert(
      fc.property(anyVote, input => {
        const result = decide(input)
        const sentence = legalSentence(result, input.rule)
        expect(sentence).toContain(`${result.for}/${result.base} tổng số thành viên tán thành`)
        expect(sentence).toContain('khoản 3 Điều 40 Luật 72/2025/QH15')
      }),
    )
  })

  it('asks the legal unit about a tie decided below half of the total', () => {
    const tie = { N: 27, present: 24, voters: 24, chairChoice: 'for', chairPresent: true, secret: false, rule } as const
    expect(decide({ ...tie, count: { for: 12, against: 12, abstain: 0 } }).needsLegalConfirmation).toBe(true)
    expect(
      decide({ ...tie, N: 26, present: 26, voters: 26, count: { for: 13, against: 13, abstain: 0 } })
        .needsLegalConfirmation,
    ).toBe(false)
  })

  it('makes no result of impossible figures', () => {
    const input = {
      N: 25,
      present: 20,
      voters: 20,
      chairChoice: null,
      chairPresent: true,
      secret: false,
      rule,
    } as const
    expect(() => decide({ ...input, count: { for: 15, against: 6, abstain: 0 } })).toThrow(RangeError)
    expect(() => decide({ ...input, voters: 26, count: { for: 1, against: 0, abstain: 0 } })).toThrow(RangeError)
    expect(() => decide({ ...input, count: { for: -1, against: 0, abstain: 0 } })).toThrow(RangeError)
    expect(() => decide({ ...input, count: { for: 1.5, against: 0, abstain: 0 } })).toThrow(RangeError)
  })
})

describe('polls that are no decision', () => {
  it('takes the share of those present and says that it is advice', () => {
    const other = pickRuleSet(defaultRuleSets, 'other', '2026-11-26')
    if (!other) throw new Error('no rule set for other meetings')
    const result = decide({
      N: 40,
      present: 15,
      voters: 15,
      count: { for: 8, against: 5, abstain: 2 },
      chairChoice: 'for',
      chairPresent: true,
      secret: false,
      rule: other.voteRule,
    })
    expect([result.outcome, result.base, result.needed]).toEqual(['passed', 15, 8])
    expect(legalSentence(result, other.voteRule)).toBe(
      '8/15 thành viên có mặt tán thành, cần 8: thông qua theo Quyết định 45/2018/QĐ-TTg; lấy ý kiến tham khảo, không thay quyết định của Ủy ban nhân dân',
    )
  })

  it('leaves an equal poll below the threshold', () => {
    const poll: VoteRule = { ...rule, base: 'answered', tie: 'none', isConsultative: true }
    const result = decide({
      N: 40,
      present: 40,
      voters: 40,
      count: { for: 5, against: 5, abstain: 0 },
      chairChoice: 'for',
      chairPresent: true,
      secret: false,
      rule: poll,
    })
    expect([result.outcome, result.base, result.missing]).toEqual(['not_passed', 10, 1])
  })
})

describe('ballots and cards', () => {
  it('keeps the Chairman’s ballot apart', () => {
    expect(
      tally([
        { choice: 'for', isChair: false },
        { choice: 'against', isChair: true },
        { choice: 'abstain', isChair: false },
      ]),
    ).toEqual({ for: 1, against: 1, abstain: 1, cast: 3, chairChoice: 'against' })
    expect(tally([]).chairChoice).toBeNull()
  })

  it('gives a ballot to members in office only', () => {
    expect(holdsBallot({ role: 'member', isMemberInOffice: true })).toBe(true)
    expect(holdsBallot({ role: 'chair', isMemberInOffice: true })).toBe(true)
    expect(holdsBallot({ role: 'secretary', isMemberInOffice: false })).toBe(false)
    for (const role of ['substitute', 'guest', 'observer'])
      expect(holdsBallot({ role, isMemberInOffice: true })).toBe(false)
  })

  it('counts silence as agreement only where the rules say so', () => {
    const answers = { for: 10, against: 2, abstain: 1 }
    expect(countOpinionCards(answers, 25, true)).toEqual({
      count: { for: 22, against: 2, abstain: 1 },
      silent: 12,
      countedAsAgreed: 12,
    })
    expect(countOpinionCards(answers, 25, false)).toEqual({ count: answers, silent: 12, countedAsAgreed: 0 })
  })
})

describe('warnings before a vote opens', () => {
  const room = { N: 27, present: 24, presentVoters: 24, chairPresent: true, secret: false, rule }
  const codes = (facts: Partial<Parameters<typeof warningsBeforeOpening>[0]>) =>
    warningsBeforeOpening({ ...room, ...facts }).map(warning => warning.code)

  it('is silent when nothing can go wrong', () => {
    expect(codes({ presentVoters: 25, present: 25 })).toEqual([])
  })

  it('warns of an equal vote where one is possible', () => {
    expect(codes({})).toEqual(['VOTE_TIE_POSSIBLE'])
    expect(codes({ N: 26, presentVoters: 25, present: 25 })).toEqual(['VOTE_TIE_POSSIBLE'])
    const narrow: VoteRule = { ...rule, tieMeaning: 'half_of_total' }
    expect(codes({ rule: narrow })).toEqual([])
    expect(codes({ rule: narrow, N: 26, present: 26, presentVoters: 26 })).toEqual(['VOTE_TIE_POSSIBLE'])
  })

  it('warns of an absent Chairman, a secret tie and a group too small to be secret', () => {
    expect(codes({ chairPresent: false, presentVoters: 23 })).toEqual(['VOTE_CHAIR_ABSENT'])
    expect(codes({ secret: true })).toEqual(['VOTE_TIE_POSSIBLE', 'VOTE_SECRET_TIE_UNDECIDABLE'])
    expect(codes({ N: 5, present: 3, presentVoters: 3, secret: true })).toEqual(['VOTE_SECRET_GROUP_SMALL'])
  })

  it('tells that the room can not pass anything, and the quorum', () => {
    const missing = quorum({ N: 27, present: 13, rule: ruleSet.quorum })
    expect(warningsBeforeOpening({ ...room, present: 13, presentVoters: 13, quorum: missing })).toEqual([
      { code: 'VOTE_NO_QUORUM', params: { present: 13, needed: 18, missing: 5 } },
      { code: 'VOTE_CANNOT_PASS', params: { presentVoters: 13, needed: 14, missing: 1 } },
    ])
  })
})

describe('sentences while a vote runs', () => {
  it('says how many votes are wanting', () => {
    expect(leadSentence({ count: { for: 13 }, needed: 14 })).toBe('còn thiếu 1 phiếu tán thành')
    expect(leadSentence({ count: { for: 18 }, needed: 14 })).toBe('đã đủ điều kiện thông qua: 18 ≥ 14')
    expect(ruleSentence(rule, 27)).toBe('Cần 14/27 tổng số thành viên tán thành (khoản 3 Điều 40 Luật 72/2025/QH15)')
  })
})
