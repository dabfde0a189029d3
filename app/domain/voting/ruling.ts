import type { MeetingRuleSet } from '#app/domain/meeting/rule-set.ts'
import { quorum, type QuorumResult } from '#app/domain/meeting/quorum.ts'
import {
  countOpinionCards,
  decide,
  type Choice,
  type LegalSource,
  type VoteCount,
  type VoteDecision,
  type VoteRule,
} from './majority.ts'

/**
 * The rule engine: figures of a vote and the rule set of its day in; result, arithmetic and the article behind each
 * step out. Sessions, opinion cards, polls, the test bench and the table of the law all ask here.
 */

/** Công khai, bỏ phiếu kín, phiếu lấy ý kiến, lấy ý kiến tham khảo. */
export type VoteForm = 'open' | 'secret' | 'card' | 'poll'

/** What is known of the Chairman of the Committee (not of a Vice-Chairman who presides). null = present, no ballot. */
export type ChairSide = Choice | 'absent' | 'recused' | 'secret' | null

/** The part of a rule set a result depends on. */
export type RulesOfVote = Pick<MeetingRuleSet, 'quorum' | 'voteRule' | 'silenceIsAgreement' | 'recusalLeavesBase' | 'sources'>

export type VoteCase = {
  form: VoteForm
  rules: RulesOfVote
  /** members in office on the day, frozen; substitutes and guests are never among them */
  N: number
  /** members who stepped aside: no ballot */
  recused: number
  count: VoteCount
  /** ballots held and not sent: the silent members of an opinion card */
  silent: number
  /** members in office present at the session, those who stepped aside among them; unused outside a session */
  present: number
  chair: ChairSide
  /** what the card itself said of silence; absent = as the rule set says */
  silenceIsAgreement?: boolean
}

/** One step of the arithmetic: `code` is said in words by the texts, `source` null = arithmetic only. */
export type Step = { code: StepCode; params: Record<string, string | number>; source: LegalSource | null }
export type StepCode =
  | 'MEMBERS'
  | 'SUBSTITUTES_OUT'
  | 'RECUSAL_OUT'
  | 'RECUSAL_IN'
  | 'QUORUM_MET'
  | 'QUORUM_WARNING'
  | 'QUORUM_LACKING'
  | 'BASE'
  | 'THRESHOLD'
  | 'SILENCE_AGREES'
  | 'SILENCE_COUNTS_NOT'
  | 'ENOUGH'
  | 'MISSING'
  | 'TIE_CHAIR'
  | 'TIE_OPEN'
  | 'TIE_NONE'

export type Ruling = VoteDecision & {
  rule: VoteRule
  quorum: QuorumResult | null
  steps: Step[]
  /** every source the result stands on, the decisive one first */
  sources: LegalSource[]
}

/** A poll takes its share of the answers and follows nobody's side, whatever rule set stands behind it. */
export const voteRuleFor = (rules: RulesOfVote, form: VoteForm): VoteRule =>
  form === 'poll' && !rules.voteRule.isConsultative
    ? { ...rules.voteRule, base: 'answered', tie: 'none', isConsultative: true, source: rules.sources.poll ?? rules.voteRule.source }
    : rules.voteRule

/** Hồi tị: how many of those who stepped aside are out of the number the majority is taken of: all, or none where the rule set keeps them in. */
export const outOfBase = (rules: Pick<MeetingRuleSet, 'recusalLeavesBase'>, recused: number): number => ((rules.recusalLeavesBase ?? true) ? recused : 0)

const chairChoiceOf = (side: ChairSide): Choice | null => (side === 'for' || side === 'against' || side === 'abstain' ? side : null)

/** Quorum belongs to a session: an opinion card and a poll have none. */
const quorumOf = ({ form, rules, N, present }: VoteCase): QuorumResult | null =>
  rules.quorum && (form === 'open' || form === 'secret') ? quorum({ N, present, rule: rules.quorum }) : null

/**
 * The result of one vote. Throws RangeError on figures that cannot be (more ballots than members who hold one).
 * Sources stand in the rule set; the readings the law leaves open (§ tie, silence, recusal) are settings of it.
 */
export const ruleOn = (vote: VoteCase): Ruling => {
  const { form, rules, N, recused } = vote
  if (recused > N) throw new RangeError(`more members stepped aside (${recused}) than are in office (${N})`)
  const rule = voteRuleFor(rules, form)
  const voters = N - recused
  const out = outOfBase(rules, recused)
  const cast = vote.count.for + vote.count.against + vote.count.abstain
  const asksSilence = form === 'card' || form === 'poll'
  const silenceAgrees = asksSilence && !rule.isConsultative && (vote.silenceIsAgreement ?? rules.silenceIsAgreement)
  const { count, countedAsAgreed } = countOpinionCards(vote.count, cast + Math.max(0, Math.min(vote.silent, voters - cast)), silenceAgrees)
  const isSecret = form === 'secret' || vote.chair === 'secret'
  const decided = decide({
    N: N - out,
    present: Math.max(0, Math.min(vote.present, N) - out),
    voters,
    count,
    chairChoice: chairChoiceOf(vote.chair),
    chairPresent: vote.chair !== 'absent',
    secret: isSecret,
    rule,
  })
  const seen = quorumOf(vote)
  const isBarred = seen !== null && !seen.isMet && rules.quorum?.mode === 'required'
  const reason = decided.reason === 'TIE_CHAIR_NOT_CAST' && vote.chair === 'recused' ? 'TIE_CHAIR_RECUSED' : decided.reason
  const decision: VoteDecision = {
    ...decided,
    reason,
    ...(out > 0 ? { recused: out } : {}),
    ...(countedAsAgreed > 0 ? { countedAsAgreed } : {}),
    ...(isBarred && rules.quorum ? { outcome: 'undecided' as const, reason: 'NO_QUORUM' as const, needsLegalConfirmation: false, lackedQuorum: { ...seen, source: rules.quorum.source } } : {}),
  }
  const steps = stepsOf(vote, decision, rule, seen, silenceAgrees)
  const first = isBarred && rules.quorum ? rules.quorum.source : decision.source
  return { ...decision, rule, quorum: seen, steps, sources: unique([first, ...steps.flatMap(s => (s.source ? [s.source] : []))]) }
}

const unique = (sources: LegalSource[]): LegalSource[] =>
  sources.filter((s, i) => sources.findIndex(o => o.law === s.law && o.article === s.article) === i)

const stepsOf = (vote: VoteCase, d: VoteDecision, rule: VoteRule, seen: QuorumResult | null, silenceAgrees: boolean): Step[] => {
  const { rules, N, recused, form } = vote
  const steps: Step[] = [
    { code: 'MEMBERS', params: { N }, source: rule.source },
    { code: 'SUBSTITUTES_OUT', params: {}, source: rules.sources.substituteVotes ?? null },
  ]
  if (recused > 0)
    steps.push({
      code: d.recused ? 'RECUSAL_OUT' : 'RECUSAL_IN',
      params: { recused, N, left: d.recused ? N - recused : N },
      source: rules.sources.recusal ?? null,
    })
  if (seen && rules.quorum)
    steps.push({
      code: seen.isMet ? 'QUORUM_MET' : rules.quorum.mode === 'required' ? 'QUORUM_LACKING' : 'QUORUM_WARNING',
      params: { present: seen.present, needed: seen.needed, N, num: rules.quorum.fraction.num, den: rules.quorum.fraction.den },
      source: rules.quorum.source,
    })
  steps.push({ code: 'BASE', params: { base: d.base, of: rule.base }, source: rule.source })
  const { threshold } = rule
  const [num, den] = threshold.kind === 'fraction' ? [threshold.num, threshold.den] : threshold.kind === 'two_thirds' ? [2, 3] : [1, 2]
  steps.push({ code: 'THRESHOLD', params: { kind: threshold.kind, num, den, base: d.base, needed: d.needed }, source: rule.source })
  const silent = Math.max(0, Math.min(vote.silent, N - recused - vote.count.for - vote.count.against - vote.count.abstain))
  if ((form === 'card' || form === 'poll') && silent > 0)
    steps.push({
      code: silenceAgrees ? 'SILENCE_AGREES' : 'SILENCE_COUNTS_NOT',
      params: { silent, answered: vote.count.for, for: d.for },
      source: rules.sources.silenceIsAgreement ?? null,
    })
  if (d.for >= d.needed) steps.push({ code: 'ENOUGH', params: { for: d.for, needed: d.needed }, source: null })
  else steps.push({ code: 'MISSING', params: { for: d.for, needed: d.needed, missing: d.missing }, source: null })
  if (d.isTie)
    steps.push({
      code: rule.tie === 'none' ? 'TIE_NONE' : d.outcome === 'undecided' ? 'TIE_OPEN' : 'TIE_CHAIR',
      params: { for: d.for, against: d.against, reason: d.reason },
      source: rule.source,
    })
  return steps
}
