import type { LegalSource, VoteRule } from '#app/domain/voting/majority.ts'
import type { QuorumRule } from './quorum.ts'
import type { MeetingRuleSet } from './rule-set.ts'

/**
 * The rule sets a new installation starts with, as data: loaded by the seed, read by the tests of the law
 * (`tests/acceptance/voting.tsv` names them by `code`). `isVerified: false` = to be compared with the official gazette.
 */

const source = (law: string, article: string, isVerified: boolean): LegalSource => ({ law, article, isVerified })

const law2025 = (article: string) => source('Luật 72/2025/QH15', article, true)
const law2015 = (article: string) => source('Luật 77/2015/QH13', article, true)
/** What no source seen so far says: the province's own working rules decide, and the legal unit confirms. */
const workingRules = source('Quy chế làm việc của Ủy ban nhân dân tỉnh', '', false)
/** The model those rules follow since 08/12/2025; its chapter on sessions was not among the sources seen. */
const modelRules = source('Quy chế làm việc của Ủy ban nhân dân tỉnh (mẫu: Nghị định 314/2025/NĐ-CP)', '', false)
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
  code: 'ubnd-72-2025',
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
    recusal: modelRules,
    changeBallot: modelRules,
    poll: modelRules,
    summaryOverPages: decree191,
    conclusionNoticeDays: source('Quyết định 45/2018/QĐ-TTg', '', false),
    voteRule: law2025('khoản 3 Điều 40'),
  },
}

/** Sessions of the spring of 2025; the article is not quoted because its text was not seen. */
const session65: MeetingRuleSet = {
  ...session2025,
  code: 'ubnd-65-2025',
  name: 'Phiên họp Ủy ban nhân dân theo Luật 65/2025/QH15',
  validFrom: '2025-03-01',
  validTo: '2025-06-15',
  voteRule: majorityOfTotal('qua-nua-tong-so-luat-65', source('Luật 65/2025/QH15', '', false)),
  sources: { ...session2025.sources, voteRule: source('Luật 65/2025/QH15', '', false) },
}

/** Sessions in the archive: quorum two thirds required, papers three working days before, one if special. */
const session2015: MeetingRuleSet = {
  ...session2025,
  code: 'ubnd-77-2015',
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
    silenceIsAgreement: source('Luật 77/2015/QH13', 'Điều 118', false),
    substituteVotes: law2015('Điều 117'),
    recusal: workingRules,
    changeBallot: workingRules,
    poll: workingRules,
  },
}

/** Other meetings: no quorum, usually no vote; what is counted there is advice. */
const otherMeetings: MeetingRuleSet = {
  code: 'hop-khac-45-2018',
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
    recusal: workingRules,
    changeBallot: workingRules,
    poll: workingRules,
  },
}

/** Asked for advice: the share is taken of those who answered, and the answer decides nothing. */
const poll: MeetingRuleSet = {
  ...otherMeetings,
  code: 'tham-khao',
  name: 'Lấy ý kiến tham khảo (tính trên số phiếu trả lời)',
  meetingKind: 'poll',
  voteRule: { ...otherMeetings.voteRule, code: 'tham-khao-phieu-tra-loi', base: 'answered', source: workingRules },
  sources: { ...otherMeetings.sources, voteRule: workingRules },
}

/** Readings the law leaves open, and thresholds others use: to be tried beside, and taken over by a rule set of one's own. */
const sample = (code: string, name: string, change: Partial<MeetingRuleSet>): MeetingRuleSet => ({ ...session2025, code, name, meetingKind: 'sample', ...change })
const withVoteRule = (change: Partial<VoteRule>): VoteRule => ({ ...session2025.voteRule, ...change })

const samples: MeetingRuleSet[] = [
  sample('ubnd-72-2025-ngang-nhau-hep', 'Luật 72/2025/QH15, hiểu "ngang nhau" theo nghĩa hẹp: mỗi bên đúng một nửa tổng số', {
    voteRule: withVoteRule({ code: 'ngang-nhau-hep', tieMeaning: 'half_of_total' }),
  }),
  sample('ubnd-72-2025-tuc-so', 'Luật 72/2025/QH15, Quy chế làm việc buộc có đủ hai phần ba tổng số thành viên', {
    quorum: twoThirdsPresent('required', modelRules),
    sources: { ...session2025.sources, quorum: modelRules },
  }),
  sample('ubnd-72-2025-giu-co-so', 'Luật 72/2025/QH15, người hồi tị vẫn tính trong tổng số', { recusalLeavesBase: false }),
  sample('hai-phan-ba-tong-so', 'Mẫu: hai phần ba tổng số thành viên', {
    voteRule: withVoteRule({ code: 'hai-phan-ba-tong-so', threshold: { kind: 'two_thirds' }, tie: 'none', source: modelRules }),
  }),
  sample('ba-phan-tu-tong-so', 'Mẫu: ba phần tư tổng số thành viên', {
    voteRule: withVoteRule({ code: 'ba-phan-tu-tong-so', threshold: { kind: 'fraction', num: 3, den: 4 }, tie: 'none', source: modelRules }),
  }),
]

/** Defaults until the province's own working rules are loaded. */
export const defaultRuleSets: readonly MeetingRuleSet[] = [session2025, session65, session2015, otherMeetings, poll, ...samples]
