import { z } from 'zod'
import { command, event, Id, Moment, Text } from './define.ts'
import { MAX_OPTIONS } from '#app/domain/voting/options.ts'
import { Choice, VoteCount, VoteView } from './meeting.ts'
import { OptionsView, Picks } from './vote-parts.ts'

// Ghi từ giấy: what was done on paper while power or line were gone, typed in afterwards with its mark.

/** Loại dòng được ghi từ giấy. */
export const TypedKind = z.enum(['session', 'item', 'attendance', 'speech', 'vote', 'line'])

const Reason = Text(500, 1)
const OnMeeting = z.object({ meetingId: Id })

/** Bảng ký tên – stays of any number of people in one act; `arrivedAt` null = only the departure was noted. */
export const attendanceTypeBack = command('attendance.typeBack', {
  input: OnMeeting.extend({ reason: Reason, rows: z.array(z.object({ participantId: Id, arrivedAt: Moment.nullable(), leftAt: Moment.nullable() })).min(1).max(300) }),
  output: z.object({ typed: z.number().int() }),
})
/** Lượt phát biểu ghi trên giấy. */
export const speakingTypeBack = command('speaking.typeBack', {
  input: OnMeeting.extend({ requestId: Id, itemId: Id, participantId: Id, startedAt: Moment, endedAt: Moment, subject: Text(2000), reason: Reason }),
})
/**
 * Phiếu giấy. A new `voteId` is a vote held on paper: open by name, on a list by totals too, or secret with totals only. An open vote's id adds the
 * paper ballots of those who could not send theirs; a ballot sent from a device stands and is named in `kept`.
 */
export const voteTypeBack = command('vote.typeBack', {
  input: OnMeeting.extend({
    voteId: Id,
    itemId: Id,
    question: Text(1000),
    form: z.enum(['open', 'secret']),
    at: Moment,
    ballots: z.array(z.object({ userId: Id, choice: Choice, picks: Picks.optional() })).max(300),
    count: z.object({ for: z.number().int().min(0).max(1000), against: z.number().int().min(0).max(1000), abstain: z.number().int().min(0).max(1000) }).nullable(),
    /** nhiều phương án, danh sách: of a vote held on paper; an open vote on the devices has its own */
    options: OptionsView.optional(),
    /** votes of each option, where totals were counted; `count.for` is then how many ballots chose */
    optionVotes: z.array(z.number().int().min(0).max(1000)).max(MAX_OPTIONS).optional(),
    reason: Reason,
  }),
  output: z.object({ taken: z.number().int(), kept: z.array(z.object({ label: z.string(), choice: Choice })), count: VoteCount }),
})
/** Dòng kết luận ghi trên giấy. */
export const conclusionTypeBack = command('conclusion.typeBack', { input: OnMeeting.extend({ itemId: Id, lineId: Id, text: Text(5000, 1), reason: Reason }) })

/** Đã ghi từ giấy: which rows, by whom, why – desk:{id}; the rows themselves go to all by their own events. */
export const typedBack = event('record.typedBack', {
  payload: z.object({
    entries: z.array(z.object({ kind: TypedKind, refId: Id, who: z.string().nullable(), whoId: Id.nullable(), itemId: Id.nullable(), quote: z.string().nullable() })),
    reason: z.string(),
    byLabel: z.string(),
    at: Moment,
  }),
})
/** Biểu quyết trên giấy, phiếu giấy vào biểu quyết đang mở – meeting:{id}. */
export const voteTyped = event('vote.typed', { payload: z.object({ vote: VoteView }) })
