import { fold } from '#app/domain/search/fold.ts'
import type { MeetingRuleSet } from '#app/domain/meeting/rule-set.ts'
import type { Outcome, ReasonCode, VoteDecision } from './majority.ts'
import { ruleOn, type RulesOfVote, type VoteCase } from './ruling.ts'
import { sourceText, whyUndecided, words } from './sentence.ts'

/**
 * Biểu quyết nhiều phương án and danh sách: an ordinary vote whose answers are named options, as data. Each ballot chooses
 * from `min` to `max` of them; options are told apart by their place in the frozen list, from 0.
 */
export type OptionSet = {
  list: readonly string[]
  min: number
  max: number
  /** how many options can be chosen at most (số lựa chọn được chọn) */
  places: number
}

export const MAX_OPTIONS = 200

export type OptionsRefusal = 'VOTE_OPTIONS_FEW' | 'VOTE_OPTIONS_SAME' | 'VOTE_OPTIONS_RANGE' | 'VOTE_OPTIONS_PLACES'
export type PicksRefusal = 'VOTE_PICKS_ASKED' | 'VOTE_PICKS_FEW' | 'VOTE_PICKS_MANY' | 'VOTE_PICKS_UNKNOWN' | 'VOTE_PICKS_TWICE'
type Checked<C, F extends string> = { ok: true } | { ok: false; code: C; field: F; params: Record<string, string | number> }

/** The list as it is set up; the refusal names the field it stands at. */
export const checkOptions = ({ list, min, max, places }: OptionSet): Checked<OptionsRefusal, 'list' | 'min' | 'max' | 'places'> => {
  if (list.length < 2) return { ok: false, code: 'VOTE_OPTIONS_FEW', field: 'list', params: {} }
  const seen = new Set<string>()
  for (const label of list) {
    const key = fold(label).replace(/\s+/g, ' ').trim()
    if (seen.has(key)) return { ok: false, code: 'VOTE_OPTIONS_SAME', field: 'list', params: { option: label } }
    seen.add(key)
  }
  if (max > list.length) return { ok: false, code: 'VOTE_OPTIONS_RANGE', field: 'max', params: { min, max, count: list.length } }
  if (min < 1 || min > max) return { ok: false, code: 'VOTE_OPTIONS_RANGE', field: 'min', params: { min, max, count: list.length } }
  if (places < 1 || places > list.length) return { ok: false, code: 'VOTE_OPTIONS_PLACES', field: 'places', params: { places, count: list.length } }
  return { ok: true }
}

/** A ballot on a list; "không biểu quyết" is sent as such and not as an empty list. */
export const checkPicks = (picks: readonly number[], set: Pick<OptionSet, 'min' | 'max'> & { count: number }): Checked<PicksRefusal, 'picks'> => {
  const refuse = (code: PicksRefusal) => ({ ok: false as const, code, field: 'picks' as const, params: { min: set.min, max: set.max, picked: picks.length, count: set.count } })
  if (picks.some(p => !Number.isInteger(p) || p < 0 || p >= set.count)) return refuse('VOTE_PICKS_UNKNOWN')
  if (new Set(picks).size !== picks.length) return refuse('VOTE_PICKS_TWICE')
  if (picks.length < set.min) return refuse('VOTE_PICKS_FEW')
  if (picks.length > set.max) return refuse('VOTE_PICKS_MANY')
  return { ok: true }
}

/** Votes of each option. */
export const tallyOptions = (ballots: readonly (readonly number[])[], count: number): number[] => {
  const votes = Array.from({ length: count }, () => 0)
  for (const picks of ballots) for (const p of picks) votes[p] = (votes[p] ?? 0) + 1
  return votes
}

/** Places of options, the most voted first; equal ones as listed. */
export const byVotes = (votes: readonly number[]): number[] => votes.map((_, i) => i).sort((a, b) => (votes[b] ?? 0) - (votes[a] ?? 0) || a - b)

/**
 * How options are chosen: by reaching the threshold of the rule set (the law's way for a decision), or by most votes where
 * the rule set says so; a vote for advice only goes by most votes unless it says otherwise.
 */
export const chosenBy = (rules: Pick<MeetingRuleSet, 'optionsBy'> & Pick<RulesOfVote, 'voteRule'>): 'threshold' | 'most' => rules.optionsBy ?? (rules.voteRule.isConsultative ? 'most' : 'threshold')

export type OptionsCase = Pick<VoteCase, 'form' | 'N' | 'recused' | 'present' | 'chair'> & {
  rules: RulesOfVote & Pick<MeetingRuleSet, 'optionsBy'>
  set: OptionSet
  votes: readonly number[]
  /** ballots with a choice, and those that chose nothing */
  answered: number
  abstain: number
  /** what the Chairman chose; null = secret or no choice */
  chairPicks: readonly number[] | null
}

export type OptionsRuling = Pick<VoteDecision, 'base' | 'needed' | 'notCast' | 'source' | 'recused'> & {
  outcome: Outcome
  reason: ReasonCode
  by: 'threshold' | 'most'
  chosen: number[]
  /** equal options between which nothing decides */
  tied: number[]
  /** of the best option that was not chosen: votes still wanting, 0 = none wanting */
  missing: number
  sentence: string
}

const why = (chair: VoteCase['chair'], form: VoteCase['form']): ReasonCode =>
  form === 'secret' ? 'TIE_SECRET' : chair === 'absent' ? 'TIE_CHAIR_ABSENT' : chair === 'recused' ? 'TIE_CHAIR_RECUSED' : chair === 'abstain' ? 'TIE_CHAIR_ABSTAINED' : 'TIE_CHAIR_NOT_CAST'

/**
 * The result of a vote with options. Base, threshold and quorum are those of every vote (`ruleOn`); what is added here is
 * which options reach it, how many have a place, and equal votes at the last place: they follow what the Chairman chose in
 * an open vote (khoản 3 Điều 40), else stay undecided. Where no option reaches the threshold, two options that share all
 * choices equally are "ngang nhau" as for and against are.
 */
export const ruleOnOptions = (vote: OptionsCase): OptionsRuling => {
  const { set, votes, form, chair, rules } = vote
  const frame = ruleOn({ form, rules, N: vote.N, recused: vote.recused, present: vote.present, silent: 0, chair, count: { for: vote.answered, against: 0, abstain: vote.abstain } })
  const by = chosenBy(rules)
  const order = byVotes(votes)
  const votesOf = (i: number): number => votes[i] ?? 0
  const passes = (i: number): boolean => votesOf(i) > 0 && (by === 'most' || votesOf(i) >= frame.needed)
  const followsChair = frame.rule.tie === 'chair_side' && form === 'open'
  const chairOf = (group: readonly number[]): number[] => (followsChair ? group.filter(i => vote.chairPicks?.includes(i)) : [])
  const chosen: number[] = []
  let tied: number[] = []
  let isByChair = false
  const eligible = order.filter(passes)
  for (let at = 0; at < eligible.length && chosen.length < set.places; ) {
    const level = votesOf(eligible[at] as number)
    const group = eligible.filter(i => votesOf(i) === level)
    const free = set.places - chosen.length
    const sided = chairOf(group)
    if (group.length <= free) chosen.push(...group)
    else if (sided.length === free) {
      chosen.push(...sided)
      isByChair = true
    } else {
      tied = group
      break
    }
    at += group.length
  }
  const [first, second] = order
  const top = first === undefined ? 0 : votesOf(first)
  const isHalved = by === 'threshold' && eligible.length === 0 && set.max === 1 && set.places === 1 && top > 0 && second !== undefined && votesOf(second) === top && top * 2 === vote.answered
  if (isHalved && frame.rule.tie === 'chair_side' && (frame.rule.tieMeaning === 'for_equals_against' || top * 2 === frame.base)) {
    const sided = chairOf([first as number, second])
    if (sided.length === 1) {
      chosen.push(...sided)
      isByChair = true
    } else tied = [first as number, second]
  }
  const isBarred = frame.lackedQuorum !== undefined
  const outcome: Outcome = isBarred || tied.length > 0 ? 'undecided' : chosen.length === 0 ? 'not_passed' : isByChair ? 'passed_by_chair' : 'passed'
  const reason: ReasonCode = isBarred ? 'NO_QUORUM' : tied.length > 0 ? why(chair, form) : isByChair ? 'TIE_CHAIR_FOR' : chosen.length > 0 ? 'THRESHOLD_MET' : 'BELOW_THRESHOLD'
  const next = order.find(i => !chosen.includes(i))
  const ruling = {
    outcome,
    reason,
    by,
    base: frame.base,
    needed: frame.needed,
    notCast: frame.notCast,
    source: frame.source,
    ...(frame.recused ? { recused: frame.recused } : {}),
    chosen: isBarred ? [] : chosen,
    tied: isBarred ? [] : tied,
    missing: by === 'most' || chosen.length > 0 || next === undefined ? 0 : Math.max(0, frame.needed - votesOf(next)),
  }
  return { ...ruling, sentence: sentenceOf(ruling, vote, frame) }
}

const SPELLED = 12
const andMore = (n: number): string => `và ${n} lựa chọn khác`
const quoted = (label: string): string => `“${label}”`

/** The result as a sentence of law with its arithmetic; of a long list the first dozen by name. */
const sentenceOf = (r: Omit<OptionsRuling, 'sentence'>, { set, votes }: OptionsCase, frame: ReturnType<typeof ruleOn>): string => {
  const source = sourceText(r.source)
  const of = `${r.base} ${words.base[frame.rule.base]}`
  const named = (list: readonly number[]) =>
    [...list.slice(0, SPELLED).map(i => `${quoted(set.list[i] ?? '')} ${votes[i] ?? 0}`), ...(list.length > SPELLED ? [andMore(list.length - SPELLED)] : [])].join(', ')
  const need = r.by === 'most' ? 'nhiều phiếu nhất' : `${words.needed} ${r.needed}/${of}`
  const best = byVotes(votes)[0]
  const won = r.chosen.length > 0 ? `${r.chosen.length === 1 ? 'được chọn' : `${r.chosen.length} lựa chọn được chọn`}: ${named(r.chosen)}; ${need}` : ''
  const core = (() => {
    switch (r.outcome) {
      case 'passed':
        return `${won}: ${words.passed} ${words.by} ${source}`
      case 'passed_by_chair':
        return `${won}; có lựa chọn ${words.equal}: ${words.byChair} (${source})`
      case 'undecided': {
        const lack = frame.lackedQuorum
        if (lack) return `${words.lacksQuorum(lack.present, lack.N, lack.needed)}: ${words.undecided} (${sourceText(lack.source)})`
        return `${won ? `${won}; ` : ''}${words.equal}: ${named(r.tied)}; ${whyUndecided[r.reason] ?? ''}: ${words.undecided} (${source})`
      }
      default:
        return `không lựa chọn nào đủ số phiếu, ${need}${best === undefined || votes[best] === 0 ? '' : `, cao nhất ${named([best])}`}: ${words.notPassed} ${words.by} ${source}`
    }
  })()
  return [core, ...(r.recused ? [words.recused(r.recused, r.base + r.recused)] : []), ...(frame.rule.isConsultative ? [words.consultative] : [])].join('; ')
}
