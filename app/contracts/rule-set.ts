import { z } from 'zod'
import { CivilDate, command, event, Id, Text } from './define.ts'

const Source = z.object({ law: Text(200), article: Text(100), isVerified: z.boolean() })
const Part = z.number().int().min(1).max(1000)
const Fraction = z.object({ num: Part, den: Part })

/** What a new version says; the same shape as `RuleChange` of the rule. */
export const RuleChange = z.object({
  base: z.enum(['total_in_office', 'present', 'answered']),
  threshold: z.discriminatedUnion('kind', [z.object({ kind: z.literal('over_half') }), z.object({ kind: z.literal('two_thirds') }), Fraction.extend({ kind: z.literal('fraction') })]),
  tie: z.enum(['chair_side', 'none']),
  tieMeaning: z.enum(['for_equals_against', 'half_of_total']),
  isConsultative: z.boolean(),
  optionsBy: z.enum(['threshold', 'most']),
  quorum: Fraction.extend({ mode: z.enum(['warning', 'required']) }).nullable(),
  silenceIsAgreement: z.boolean(),
  recusalLeavesBase: z.boolean(),
  changeBallotAllowed: z.boolean(),
  showLiveCount: z.boolean(),
  opinionCardDays: z.number().int().min(1).max(60).nullable(),
  sources: z.object({ voteRule: Source, quorum: Source, silenceIsAgreement: Source, recusal: Source, substituteVotes: Source, changeBallot: Source }).partial(),
})

/** Bản của bộ quy tắc, valid from–to (civil dates; validTo null = đến khi có bản mới). */
export const RuleSetView = z.object({
  id: Id,
  code: z.string(),
  name: z.string(),
  meetingKind: z.enum(['committee_session', 'other', 'poll', 'sample']),
  validFrom: z.string(),
  validTo: z.string().nullable(),
  /** sessions that were opened under this very version */
  sessions: z.number().int(),
})

/** Lập bản mới của bộ quy tắc từ một ngày; refused for days gone by, never an edit of what stands. */
export const ruleSetAddVersion = command('ruleSet.addVersion', {
  input: z.object({
    id: Id,
    /** the version it starts from */
    fromId: Id,
    /** latin letters, digits and hyphens: the name tables and records use */
    code: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/).max(60),
    name: Text(200, 1),
    meetingKind: RuleSetView.shape.meetingKind,
    validFrom: CivilDate,
    change: RuleChange,
    /** why, and by which document */
    reason: Text(500, 1),
  }),
  output: z.object({ id: Id, validTo: z.string().nullable() }),
})
/** Rút bản chưa đến ngày áp dụng; the one before it goes on. */
export const ruleSetWithdraw = command('ruleSet.withdraw', { input: z.object({ id: Id, reason: Text(500, 1) }) })

/** Bộ quy tắc có bản mới – audit only. */
export const ruleSetVersionAdded = event('ruleSet.versionAdded', {
  payload: z.object({ id: Id, fromId: Id, code: z.string(), validFrom: z.string(), validTo: z.string().nullable(), change: RuleChange }),
})
/** Đã rút một bản chưa áp dụng – audit only; the whole version is kept here. */
export const ruleSetWithdrawn = event('ruleSet.withdrawn', { payload: z.object({ id: Id, code: z.string(), validFrom: z.string(), params: z.unknown() }) })
