import { ruleOn, type Ruling, type RulesOfVote } from '#app/domain/voting/ruling.ts'
import { allowed, refused, type Verdict } from '#app/domain/verdict.ts'
import type { CardChoice } from './answer.ts'

export type CardVoter = {
  choice: CardChoice | null
  isChair: boolean
  /** no longer in office when the card ended: silence of theirs is nobody's consent */
  isLapsed: boolean
}

export type CardSum = { for: number; against: number; other: number; answered: number; silent: number; lapsed: number }

/** Counts the answers; silence stands apart. */
export const sumUp = (members: readonly CardVoter[]): CardSum => {
  const sum: CardSum = { for: 0, against: 0, other: 0, answered: 0, silent: 0, lapsed: 0 }
  for (const m of members) {
    if (m.choice) {
      sum[m.choice] += 1
      sum.answered += 1
    } else if (m.isLapsed) sum.lapsed += 1
    else sum.silent += 1
  }
  return sum
}

/**
 * The result of a card by the rule set frozen at sending. "Ý kiến khác" is neither for nor against: it stands where
 * "không biểu quyết" stands in a sitting. Silence is agreement only where the rule set says so; the base never shrinks.
 */
export const concludeCard = (input: { members: readonly CardVoter[]; base: number; rules: RulesOfVote }): Ruling & { sum: CardSum } => {
  const { members, base, rules } = input
  const sum = sumUp(members)
  const isAgreement = rules.silenceIsAgreement && !rules.voteRule.isConsultative
  const chair = members.find(m => m.isChair)
  const said = chair?.choice === 'other' ? 'abstain' : (chair?.choice ?? null)
  const ruling = ruleOn({
    form: 'card',
    rules,
    N: base,
    recused: 0,
    count: { for: sum.for, against: sum.against, abstain: sum.other },
    silent: sum.silent,
    present: base,
    // A Chairman who lets the day pass has agreed like every other member, where silence is agreement.
    chair: chair === undefined ? 'absent' : (said ?? (isAgreement && !chair.isLapsed ? 'for' : null)),
  })
  return { ...ruling, sum }
}

/** Opinions that ask for an answer of the unit: everything but a plain agreement. */
export const wantsExplanation = (m: { choice: CardChoice | null; text: string; fileId?: string | null }): boolean =>
  m.choice !== null && (m.choice !== 'for' || m.text.trim() !== '' || !!m.fileId)

/** Concluding waits until each opinion has been received or explained. */
export const canConclude = (members: readonly { choice: CardChoice | null; text: string; fileId?: string | null; isExplained: boolean }[]): Verdict<'CARD_EXPLAIN_FIRST'> => {
  const open = members.filter(m => wantsExplanation(m) && !m.isExplained).length
  return open === 0 ? allowed : refused('CARD_EXPLAIN_FIRST', { open })
}
