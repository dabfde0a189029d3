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
  meetingKind: 'committee_session' | 'other'
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
  /** a member may change the ballot until closing; the last one counts */
  changeBallotAllowed: boolean
  /** whether the count of an open vote is shown before closing */
  showLiveCount: boolean
  /** parameter → where it is written */
  sources: Partial<Record<string, LegalSource>>
}

const source = (law: string, article: string, isVerified: boolean): LegalSource => ({ law, article, isVerified })

const law2025 = (article: string) => source('Luật 72/2025/QH15', article, true)
const law2015 = (article: string) => source('Luật 77/2015/QH13', article, true)
const decree191 = source('Nghị định 191/2026/NĐ-CP', '', false)
const decision45 = (article: string) => source('Quyết định 45/2018/QĐ-TTg', article, true)

/** Khoản 3 Điều 40: over half of all members; equal votes follow the Chairman's side. */
const majorityOfTotal = (code: string, from: LegalSource): VoteRule => ({
  code,
  base: 'total_in_office',
  threshold: { kind: 'over_half' },
  tie: 'chair_side',
  tieMeaning: 'for_equals_against',
  isConsultative: false,
  source: from,
})

const twoThirdsPresent = (mode: QuorumRule['mode'], from: LegalSource): QuorumRule => ({
  fraction: { num: 2, den: 3 },
  mode,
  source: from,
})

/** Session of the Committee under the law in force. What it leaves open is taken from its neighbours. */
const session2025: MeetingRuleSet = {
  code: 'phien-hop-2025',
  name: 'Phiên họp Ủy ban nhân dân theo Luật 72/2025/QH15',
  meetingKind: 'committee_session',
  validFrom: '2025-06-16',
  validTo: null,
  quorum: twoThirdsPresent('warning', source('Luật 77/2015/QH13', 'Điều 114', false)),
  papersDeadlineDays: { regular: 3, special: 1 },
  invitationDays: { regular: 3, special: 1 },
  opinionCardDays: 5,
  opinionCardDaysRange: { min: 2, max: 5 },
  silenceIsAgreement: true,
  substituteVotes: false,
  presenterMinutes: 10,
  summaryOverPages: 10,
  summaryMaxPages: 6,
  conclusionNoticeDays: 5,
  voteRule: majorityOfTotal('qua-nua-tong-so-2025', law2025('khoản 3 Điều 40')),
  changeBallotAllowed: true,
  showLiveCount: true,
  sources: {
    quorum: source('Luật 77/2015/QH13', 'Điều 114', false),
    papersDeadlineDays: source('Luật 77/2015/QH13', 'Điều 114', false),
    invitationDays: source('Luật 77/2015/QH13', 'Điều 114', false),
    opinionCardDays: decree191,
    silenceIsAgreement: decree191,
    substituteVotes: decree191,
    presenterMinutes: source('Quyết định 51/2024/QĐ-UBND của Hà Nội', 'Điều 29', false),
    summaryOverPages: decree191,
    conclusionNoticeDays: source('Quyết định 45/2018/QĐ-TTg', '', false),
    voteRule: law2025('khoản 3 Điều 40'),
  },
}

/** Sessions of the spring of 2025; the article is not quoted because its text was not seen. */
const session65: MeetingRuleSet = {
  ...session2025,
  code: 'phien-hop-2025-luat-65',
  name: 'Phiên họp Ủy ban nhân dân theo Luật 65/2025/QH15',
  validFrom: '2025-03-01',
  validTo: '2025-06-15',
  voteRule: majorityOfTotal('qua-nua-tong-so-luat-65', source('Luật 65/2025/QH15', '', false)),
  sources: { ...session2025.sources, voteRule: source('Luật 65/2025/QH15', '', false) },
}

/** Sessions in the archive: quorum two thirds required, papers three working days before, one if special. */
const session2015: MeetingRuleSet = {
  ...session2025,
  code: 'phien-hop-2015',
  name: 'Phiên họp Ủy ban nhân dân theo Luật 77/2015/QH13',
  validFrom: '2016-01-01',
  validTo: '2025-02-28',
  quorum: twoThirdsPresent('required', law2015('Điều 114')),
  silenceIsAgreement: false,
  summaryOverPages: null,
  summaryMaxPages: null,
  opinionCardDaysRange: null,
  voteRule: majorityOfTotal('qua-nua-tong-so-2015', law2015('Điều 117')),
  sources: {
    quorum: law2015('Điều 114'),
    papersDeadlineDays: law2015('Điều 114'),
    invitationDays: law2015('Điều 114'),
    voteRule: law2015('Điều 117'),
  },
}

/** Other meetings: no quorum, usually no vote; what is counted there is advice. */
const otherMeetings: MeetingRuleSet = {
  code: 'cuoc-hop-khac-2018',
  name: 'Cuộc họp khác theo Quyết định 45/2018/QĐ-TTg',
  meetingKind: 'other',
  validFrom: '2019-01-01',
  validTo: null,
  quorum: null,
  papersDeadlineDays: { regular: 3, special: 3 },
  invitationDays: { regular: 3, special: 3 },
  opinionCardDays: null,
  opinionCardDaysRange: null,
  silenceIsAgreement: false,
  substituteVotes: false,
  presenterMinutes: null,
  summaryOverPages: null,
  summaryMaxPages: null,
  conclusionNoticeDays: 5,
  voteRule: {
    code: 'tham-khao-nguoi-co-mat',
    base: 'present',
    threshold: { kind: 'over_half' },
    tie: 'none',
    tieMeaning: 'for_equals_against',
    isConsultative: true,
    source: decision45(''),
  },
  changeBallotAllowed: true,
  showLiveCount: true,
  sources: {
    papersDeadlineDays: decision45('Điều 10'),
    invitationDays: decision45(''),
    conclusionNoticeDays: decision45(''),
  },
}

/** Defaults until the province's own working rules are loaded. */
export const defaultRuleSets: readonly MeetingRuleSet[] = [session2025, session65, session2015, otherMeetings]

/**
 * The rule set in force for a meeting on its day; of two that overlap the one that began later. Null when none covers
 * the day: a session without rules must not be opened on a guess.
 */
export const pickRuleSet = (
  sets: readonly MeetingRuleSet[],
  meetingKind: 'regular' | 'special' | 'other' | MeetingRuleSet['meetingKind'],
  date: CivilDate,
): MeetingRuleSet | null => {
  const kind = meetingKind === 'other' ? 'other' : 'committee_session'
  return sets
    .filter(set => set.meetingKind === kind && set.validFrom <= date && (set.validTo === null || date <= set.validTo))
    .reduce<MeetingRuleSet | null>((best, set) => (best === null || set.validFrom > best.validFrom ? set : best), null)
}
