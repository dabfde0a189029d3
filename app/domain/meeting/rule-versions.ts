import { addDays, type CivilDate } from '#app/domain/calendar/working-days.ts'
import { allowed, refused, type Verdict } from '#app/domain/verdict.ts'
import { chosenBy } from '#app/domain/voting/options.ts'
import type { LegalSource, Threshold, VoteRule } from '#app/domain/voting/majority.ts'
import type { MeetingRuleSet } from './rule-set.ts'

/**
 * Versions of rule sets in time. A version that began is never edited: a session of its days was held by it. What
 * changes is a new version from a day on; of one kind of meeting exactly one version holds on each day.
 */

export type RuleKind = MeetingRuleSet['meetingKind']
/** The settings whose source is shown beside them and edited with them. */
export const sourcedSettings = ['voteRule', 'quorum', 'silenceIsAgreement', 'recusal', 'substituteVotes', 'changeBallot'] as const
export type SourcedSetting = (typeof sourcedSettings)[number]

/** What a new version may say otherwise than the one it starts from. */
export type RuleChange = {
  base: VoteRule['base']
  threshold: Threshold
  tie: VoteRule['tie']
  tieMeaning: VoteRule['tieMeaning']
  isConsultative: boolean
  /** votes with named options: which are chosen */
  optionsBy: 'threshold' | 'most'
  quorum: { num: number; den: number; mode: 'warning' | 'required' } | null
  silenceIsAgreement: boolean
  recusalLeavesBase: boolean
  changeBallotAllowed: boolean
  showLiveCount: boolean
  /** working days to answer an opinion card; null = set each time */
  opinionCardDays: number | null
  sources: Partial<Record<SourcedSetting, LegalSource>>
}

export const changeOf = (set: MeetingRuleSet): RuleChange => ({
  base: set.voteRule.base,
  threshold: set.voteRule.threshold,
  tie: set.voteRule.tie,
  tieMeaning: set.voteRule.tieMeaning,
  isConsultative: set.voteRule.isConsultative,
  optionsBy: chosenBy(set),
  quorum: set.quorum ? { ...set.quorum.fraction, mode: set.quorum.mode } : null,
  silenceIsAgreement: set.silenceIsAgreement,
  recusalLeavesBase: set.recusalLeavesBase ?? true,
  changeBallotAllowed: set.changeBallotAllowed,
  showLiveCount: set.showLiveCount,
  opinionCardDays: set.opinionCardDays,
  sources: Object.fromEntries(
    sourcedSettings.flatMap(key => {
      const source = key === 'voteRule' ? set.voteRule.source : key === 'quorum' ? (set.quorum?.source ?? set.sources.quorum) : set.sources[key]
      return source ? [[key, source]] : []
    }),
  ),
})

const unknownSource: LegalSource = { law: '', article: '', isVerified: false }

/** The whole rule set of a new version; what `change` does not speak of stays as it was. */
export const withChange = (
  from: MeetingRuleSet,
  head: Pick<MeetingRuleSet, 'code' | 'name' | 'meetingKind' | 'validFrom' | 'validTo'>,
  change: RuleChange,
): MeetingRuleSet => ({
  ...from,
  ...head,
  quorum: change.quorum && {
    fraction: { num: change.quorum.num, den: change.quorum.den },
    mode: change.quorum.mode,
    source: change.sources.quorum ?? unknownSource,
  },
  silenceIsAgreement: change.silenceIsAgreement,
  recusalLeavesBase: change.recusalLeavesBase,
  changeBallotAllowed: change.changeBallotAllowed,
  showLiveCount: change.showLiveCount,
  optionsBy: change.optionsBy,
  opinionCardDays: change.opinionCardDays,
  opinionCardDaysRange: from.opinionCardDaysRange,
  voteRule: {
    code: `${head.code}/${head.validFrom}`,
    base: change.base,
    threshold: change.threshold,
    tie: change.tie,
    tieMeaning: change.tieMeaning,
    isConsultative: change.isConsultative,
    source: change.sources.voteRule ?? unknownSource,
  },
  sources: { ...from.sources, ...change.sources },
})

export type RuleRefusal =
  | 'RULE_SET_BASE_UNLAWFUL'
  | 'RULE_SET_THRESHOLD_LOW'
  | 'RULE_SET_MOST_UNLAWFUL'
  | 'RULE_SET_FRACTION_WRONG'
  | 'RULE_SET_SOURCE_REQUIRED'
  | 'RULE_SET_DAY_PAST'
  | 'RULE_SET_DAY_TAKEN'
  | 'RULE_SET_IN_FORCE'

/**
 * What no rule set may say. A decision of the Committee is taken by more than half of all its members (khoản 3 Điều 40
 * Luật 72/2025/QH15): working rules may ask for more, never for less, and may count answers only where nothing is decided.
 */
export const checkChange = (kind: RuleKind, change: RuleChange): Verdict<RuleRefusal> => {
  const fraction = (f: { num: number; den: number }) => Number.isInteger(f.num) && Number.isInteger(f.den) && f.num > 0 && f.num <= f.den
  const { threshold, quorum } = change
  if ((threshold.kind === 'fraction' && !fraction(threshold)) || (quorum && !fraction(quorum))) return refused('RULE_SET_FRACTION_WRONG')
  const decides = kind === 'committee_session' || !change.isConsultative
  if (decides && change.base !== 'total_in_office') return refused('RULE_SET_BASE_UNLAWFUL')
  if (decides && threshold.kind === 'fraction' && threshold.num * 2 <= threshold.den) return refused('RULE_SET_THRESHOLD_LOW')
  if (decides && change.optionsBy === 'most') return refused('RULE_SET_MOST_UNLAWFUL')
  if ((change.sources.voteRule?.law ?? '') === '' || (quorum && (change.sources.quorum?.law ?? '') === '')) return refused('RULE_SET_SOURCE_REQUIRED')
  return allowed
}

export type Version = { id: string; code: string; meetingKind: RuleKind; validFrom: CivilDate; validTo: CivilDate | null }

export const dayBefore = (day: CivilDate): CivilDate => addDays(day, -1)
export const dayAfter = (day: CivilDate): CivilDate => addDays(day, 1)

/** Versions that share a line of time: samples each their own, all others by kind of meeting. */
const lineOf = (v: Pick<Version, 'code' | 'meetingKind'>): string => (v.meetingKind === 'sample' ? `sample/${v.code}` : v.meetingKind)

const holdsOn = (v: Version, day: CivilDate): boolean => v.validFrom <= day && (v.validTo === null || day <= v.validTo)

/**
 * Where a new version goes: it ends the one in force the day before, and ends itself before the next one begins, so
 * there is neither overlap nor gap. Refused for a day gone by: a session of that day was held by what stood then.
 */
export const placeVersion = (
  versions: readonly Version[],
  next: Pick<Version, 'code' | 'meetingKind' | 'validFrom'>,
  today: CivilDate,
): { ok: true; validTo: CivilDate | null; closes: { id: string; validTo: CivilDate }[] } | { ok: false; code: RuleRefusal } => {
  if (next.validFrom < today) return { ok: false, code: 'RULE_SET_DAY_PAST' }
  const line = versions.filter(v => lineOf(v) === lineOf(next))
  if (line.some(v => v.validFrom === next.validFrom) || versions.some(v => v.code === next.code && v.validFrom === next.validFrom)) return { ok: false, code: 'RULE_SET_DAY_TAKEN' }
  const later = line.map(v => v.validFrom).filter(from => from > next.validFrom).sort()[0]
  return {
    ok: true,
    validTo: later ? dayBefore(later) : null,
    closes: line.filter(v => holdsOn(v, next.validFrom)).map(v => ({ id: v.id, validTo: dayBefore(next.validFrom) })),
  }
}

/** Taking back a version that has not begun: the one before it goes on in its place. */
export const withdrawVersion = (
  versions: readonly Version[],
  id: string,
  today: CivilDate,
): { ok: true; reopens: { id: string; validTo: CivilDate | null }[] } | { ok: false; code: RuleRefusal } => {
  const gone = versions.find(v => v.id === id)
  if (!gone || gone.validFrom <= today) return { ok: false, code: 'RULE_SET_IN_FORCE' }
  const before = versions.filter(v => v.id !== id && lineOf(v) === lineOf(gone) && v.validTo === dayBefore(gone.validFrom))
  return { ok: true, reopens: before.map(v => ({ id: v.id, validTo: gone.validTo })) }
}

export type TimelineProblem = { kind: 'overlap' | 'gap'; meetingKind: RuleKind; from: CivilDate; to: CivilDate; codes: string[] }

/** Days on which two versions of one kind hold, or none between two: said to whoever keeps the rules. */
export const timelineProblems = (versions: readonly Version[]): TimelineProblem[] => {
  const problems: TimelineProblem[] = []
  for (const line of new Set(versions.map(lineOf))) {
    const sorted = versions.filter(v => lineOf(v) === line).sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1))
    for (const [i, v] of sorted.entries()) {
      const next = sorted[i + 1]
      if (!next) continue
      const about = { meetingKind: v.meetingKind, codes: [v.code, next.code] }
      if (v.validTo === null || v.validTo >= next.validFrom) problems.push({ kind: 'overlap', ...about, from: next.validFrom, to: v.validTo !== null && next.validTo !== null && v.validTo < next.validTo ? v.validTo : (next.validTo ?? v.validTo ?? next.validFrom) })
      else if (dayAfter(v.validTo) < next.validFrom) problems.push({ kind: 'gap', ...about, from: dayAfter(v.validTo), to: dayBefore(next.validFrom) })
    }
  }
  return problems
}
