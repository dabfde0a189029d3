import type { QuorumResult } from '#app/domain/meeting/quorum.ts'

/**
 * The arithmetic of a vote of the People's Committee: Điều 40 khoản 3 Luật 72/2025/QH15. A decision needs more than
 * half of all members in office, whoever sits in the room; equal votes follow the side of the Chairman.
 */

/** Tán thành, Không tán thành, Không biểu quyết. */
export type Choice = 'for' | 'against' | 'abstain'
export type VoteCount = { for: number; against: number; abstain: number }

export type Threshold = { kind: 'over_half' } | { kind: 'two_thirds' } | { kind: 'fraction'; num: number; den: number }

/** Where a rule is written. `isVerified` false = to be compared with the official gazette before it is relied on. */
export type LegalSource = { law: string; article: string; isVerified: boolean }

export type VoteRule = {
  code: string
  /** what the share is taken of: all members in office (the law), those present, those who answered (polls only) */
  base: 'total_in_office' | 'present' | 'answered'
  threshold: Threshold
  /** equal votes follow the Chairman's side, or have no rule of their own */
  tie: 'chair_side' | 'none'
  /**
   * The law does not say what "ngang nhau" is. `for_equals_against`: as many for as against among the ballots cast.
   * `half_of_total`: the narrow reading, exactly half of the base on each side.
   */
  tieMeaning: 'for_equals_against' | 'half_of_total'
  /** a poll for advice, never a decision of the Committee */
  isConsultative: boolean
  source: LegalSource
}

export type Outcome = 'passed' | 'not_passed' | 'passed_by_chair' | 'not_passed_by_chair' | 'undecided'

export type ReasonCode =
  | 'THRESHOLD_MET'
  | 'BELOW_THRESHOLD'
  | 'TIE_CHAIR_FOR'
  | 'TIE_CHAIR_AGAINST'
  | 'TIE_CHAIR_ABSENT'
  | 'TIE_CHAIR_ABSTAINED'
  | 'TIE_CHAIR_NOT_CAST'
  | 'TIE_SECRET'
  | 'TIE_CHAIR_RECUSED'
  | 'NO_QUORUM'

export type VoteInput = {
  /** members in office, frozen when the session opened; substitutes and guests are never among them */
  N: number
  /** members in office present when the count was made */
  present: number
  /** members who hold a ballot in this vote (the frozen list) */
  voters: number
  count: VoteCount
  /** ballot of the Chairman of the Committee – not of a Vice-Chairman who presides; null = none cast */
  chairChoice: Choice | null
  chairPresent: boolean
  secret: boolean
  rule: VoteRule
}

export type VoteDecision = {
  outcome: Outcome
  reason: ReasonCode
  base: number
  needed: number
  for: number
  against: number
  abstain: number
  /** ballots held but not sent */
  notCast: number
  /** votes in favour still wanting: "còn thiếu n" */
  missing: number
  isTie: boolean
  /** decided by the Chairman's side below half of the total: the legal unit should confirm this reading */
  needsLegalConfirmation: boolean
  source: LegalSource
  /** members who stepped aside and are no longer in the base; absent = none */
  recused?: number
  /** cards without an answer counted in favour by the rule of silence, within `for`; absent = none */
  countedAsAgreed?: number
  /** the quorum whose lack made a decision impossible */
  lackedQuorum?: QuorumResult & { source: LegalSource }
}

/** Smallest number of votes in favour that passes. At least one, also over an empty base. */
export const needed = (base: number, threshold: Threshold): number => {
  const atLeast = (num: number, den: number) => Math.floor((base * num + den - 1) / den)
  switch (threshold.kind) {
    case 'over_half':
      return Math.floor(base / 2) + 1
    case 'two_thirds':
      return Math.max(1, atLeast(2, 3))
    case 'fraction':
      return Math.max(1, atLeast(threshold.num, threshold.den))
  }
}

/** Counts ballots; the chair's own ballot is kept apart because a tie asks for it. */
export const tally = (
  ballots: readonly { choice: Choice; isChair: boolean }[],
): VoteCount & { cast: number; chairChoice: Choice | null } => {
  const count: VoteCount = { for: 0, against: 0, abstain: 0 }
  let chairChoice: Choice | null = null
  for (const { choice, isChair } of ballots) {
    count[choice] += 1
    if (isChair) chairChoice = choice
  }
  return { ...count, cast: ballots.length, chairChoice }
}

const castIn = (count: VoteCount): number => count.for + count.against + count.abstain

/** The number the share is taken of. */
export const baseOf = (rule: VoteRule, input: { N: number; present: number; count: VoteCount }): number => {
  switch (rule.base) {
    case 'total_in_office':
      return input.N
    case 'present':
      return input.present
    case 'answered':
      return castIn(input.count)
  }
}

/** More ballots than voters, or more voters than members, is a fault of the caller: no result may be made of it. */
const assertPossible = ({ N, present, voters, count }: VoteInput): void => {
  const numbers = [N, present, voters, count.for, count.against, count.abstain]
  if (numbers.some(n => !Number.isInteger(n) || n < 0))
    throw new RangeError('vote figures must be whole and not negative')
  if (voters > N || present > N)
    throw new RangeError(`more voters (${voters}) or present (${present}) than members in office (${N})`)
  if (castIn(count) > voters) throw new RangeError(`more ballots (${castIn(count)}) than voters (${voters})`)
}

const isTied = (rule: VoteRule, base: number, count: VoteCount): boolean =>
  count.for === count.against && count.for > 0 && (rule.tieMeaning === 'for_equals_against' || count.for * 2 === base)

const tieBreak = (input: VoteInput): { outcome: Outcome; reason: ReasonCode } => {
  if (input.secret) return { outcome: 'undecided', reason: 'TIE_SECRET' }
  switch (input.chairChoice) {
    case 'for':
      return { outcome: 'passed_by_chair', reason: 'TIE_CHAIR_FOR' }
    case 'against':
      return { outcome: 'not_passed_by_chair', reason: 'TIE_CHAIR_AGAINST' }
    case 'abstain':
      return { outcome: 'undecided', reason: 'TIE_CHAIR_ABSTAINED' }
    case null:
      return { outcome: 'undecided', reason: input.chairPresent ? 'TIE_CHAIR_NOT_CAST' : 'TIE_CHAIR_ABSENT' }
  }
}

/**
 * The result of a vote. Throws RangeError on figures that cannot be (more ballots than voters).
 * Source: khoản 3 Điều 40 Luật 72/2025/QH15; the readings of "ngang nhau" are a setting of the rule.
 */
export const decide = (input: VoteInput): VoteDecision => {
  assertPossible(input)
  const { rule, count } = input
  const base = baseOf(rule, input)
  const need = needed(base, rule.threshold)
  const isTie = count.for < need && isTied(rule, base, count)
  const verdict: { outcome: Outcome; reason: ReasonCode } =
    count.for >= need
      ? { outcome: 'passed', reason: 'THRESHOLD_MET' }
      : isTie && rule.tie === 'chair_side'
      ? tieBreak(input)
      : { outcome: 'not_passed', reason: 'BELOW_THRESHOLD' }
  return {
    ...verdict,
    base,
    needed: need,
    ...count,
    notCast: input.voters - castIn(count),
    missing: Math.max(0, need - count.for),
    isTie,
    needsLegalConfirmation: verdict.outcome === 'passed_by_chair' && count.for * 2 < base,
    source: rule.source,
  }
}

/** Whom the law gives a ballot: members in office. A substitute sits in, a guest speaks; neither enters N. */
export const holdsBallot = (person: { role: string; isMemberInOffice: boolean }): boolean =>
  person.isMemberInOffice && person.role !== 'substitute' && person.role !== 'guest' && person.role !== 'observer'

/**
 * Opinion cards: silence after the deadline counts as agreement only where the rule set says so. Those cards are
 * counted apart so that they can be marked "không trả lời trong hạn".
 */
export const countOpinionCards = (
  answers: VoteCount,
  sent: number,
  silenceIsAgreement: boolean,
): { count: VoteCount; silent: number; countedAsAgreed: number } => {
  const silent = Math.max(0, sent - castIn(answers))
  const countedAsAgreed = silenceIsAgreement ? silent : 0
  return { count: { ...answers, for: answers.for + countedAsAgreed }, silent, countedAsAgreed }
}

export type OpeningWarning = {
  code:
    | 'VOTE_NO_QUORUM'
    | 'VOTE_CANNOT_PASS'
    | 'VOTE_TIE_POSSIBLE'
    | 'VOTE_CHAIR_ABSENT'
    | 'VOTE_SECRET_TIE_UNDECIDABLE'
    | 'VOTE_SECRET_GROUP_SMALL'
  params: Record<string, number>
}

/** Fewer secret voters than this and the count itself tells how somebody voted. */
export const SMALL_SECRET_GROUP = 5

/**
 * What the chair should know before opening a vote. Nothing here forbids; refusals come from `machine.ts`.
 * `presentVoters` = members with a ballot who are in the room now.
 */
export const warningsBeforeOpening = (input: {
  N: number
  present: number
  presentVoters: number
  chairPresent: boolean
  secret: boolean
  rule: VoteRule
  quorum?: QuorumResult | null
  smallGroup?: number
}): OpeningWarning[] => {
  const { N, presentVoters, rule } = input
  const warnings: OpeningWarning[] = []
  if (input.quorum && !input.quorum.isMet)
    warnings.push({
      code: 'VOTE_NO_QUORUM',
      params: { present: input.quorum.present, needed: input.quorum.needed, missing: input.quorum.missing },
    })
  const base = rule.base === 'total_in_office' ? N : rule.base === 'present' ? input.present : presentVoters
  const need = needed(base, rule.threshold)
  const canPass = presentVoters >= need
  if (!canPass)
    warnings.push({ code: 'VOTE_CANNOT_PASS', params: { presentVoters, needed: need, missing: need - presentVoters } })
  const canTie =
    rule.tieMeaning === 'half_of_total'
      ? base > 0 && base % 2 === 0 && presentVoters >= base
      : presentVoters > 1 && (base % 2 === 0 || presentVoters % 2 === 0)
  if (canTie) warnings.push({ code: 'VOTE_TIE_POSSIBLE', params: { N, presentVoters } })
  if (rule.tie === 'chair_side' && !input.chairPresent) warnings.push({ code: 'VOTE_CHAIR_ABSENT', params: {} })
  if (rule.tie === 'chair_side' && input.secret && canTie)
    warnings.push({ code: 'VOTE_SECRET_TIE_UNDECIDABLE', params: { N, presentVoters } })
  const smallGroup = input.smallGroup ?? SMALL_SECRET_GROUP
  if (input.secret && presentVoters < smallGroup)
    warnings.push({ code: 'VOTE_SECRET_GROUP_SMALL', params: { presentVoters, smallGroup } })
  return warnings
}
