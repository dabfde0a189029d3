import type { CivilDate } from '#app/domain/calendar/working-days.ts'
import type { LegalSource, VoteRule } from '#app/domain/voting/majority.ts'
import type { QuorumRule } from './quorum.ts'
import type { SpeakingRules } from './speaking.ts'

/**
 * The rules a session is held by, as data with dates: an old session keeps the rules of its day, and the province's
 * own working rules replace these defaults without a change of code.
 */
export type MeetingRuleSet = {
  code: string
  name: string
  /** `poll`: what is asked for advice only; `sample`: never taken by itself, a reading or a pattern to start an own set from */
  meetingKind: 'committee_session' | 'other' | 'poll' | 'sample'
  validFrom: CivilDate
  /** last day of validity; null = still in force */
  validTo: CivilDate | null
  /** null = no quorum is asked for */
  quorum: QuorumRule | null
  /** papers reach members at least so many working days before */
  papersDeadlineDays: { regular: number; special: number }
  invitationDays: { regular: number; special: number }
  /** working days to answer an opinion card; null = set each time */
  opinionCardDays: number | null
  opinionCardDaysRange: { min: number; max: number } | null
  silenceIsAgreement: boolean
  /** a member who steps aside (hồi tị) leaves the number the majority is taken of; absent = does */
  recusalLeavesBase?: boolean
  /** a substitute attends without a ballot: no rule set may change this */
  substituteVotes: false
  /** speaking time of the presenter; null = the chair sets it */
  presenterMinutes: number | null
  /** speaking time by kind, what opens with an item; absent = the defaults of `speaking.ts` */
  speaking?: Partial<SpeakingRules>
  /** a paper longer than this needs a summary; null = none */
  summaryOverPages: number | null
  summaryMaxPages: number | null
  /** working days from the session to its conclusion notice */
  conclusionNoticeDays: number
  voteRule: VoteRule
  /** votes with named options: those that reach the threshold, or the most voted; absent = the threshold, for advice only the most voted */
  optionsBy?: 'threshold' | 'most'
  /** a member may change the ballot until closing; the last one counts */
  changeBallotAllowed: boolean
  /** whether the count of an open vote is shown before closing */
  showLiveCount: boolean
  /** fewer voters than this and a secret count tells how somebody voted; absent = `SMALL_SECRET_GROUP` */
  smallSecretGroup?: number
  /** parameter → where it is written */
  sources: Partial<Record<string, LegalSource>>
}

/**
 * The rule set in force for a meeting on its day; of two that overlap the one that began later. Null when none covers
 * the day: a session without rules must not be opened on a guess.
 */
export const pickRuleSet = (
  sets: readonly MeetingRuleSet[],
  meetingKind: 'regular' | 'special' | 'other' | MeetingRuleSet['meetingKind'],
  date: CivilDate,
): MeetingRuleSet | null => {
  const kind = meetingKind === 'regular' || meetingKind === 'special' ? 'committee_session' : meetingKind
  return sets
    .filter(set => set.meetingKind === kind && set.validFrom <= date && (set.validTo === null || date <= set.validTo))
    .reduce<MeetingRuleSet | null>((best, set) => (best === null || set.validFrom > best.validFrom ? set : best), null)
}
