import { z } from 'zod'
import { command, event, Id, Moment, Text } from './define.ts'
import { FlowAct, ItemStatus, ItemView, MeetingView, ParticipantView, PresentingView, QuorumView, SpeakingView, StepView } from './meeting.ts'

/** Flow of a session: urgent items, the block of undisputed items, taking back, corrections, the seal. */

// ───────────── Views ─────────────

/** One field of an item before and after a correction: moments in ms, spent in seconds, status by name. */
export const ItemCorrection = z.discriminatedUnion('field', [
  z.object({ field: z.enum(['beganAt', 'endedAt']), from: Moment.nullable(), to: Moment.nullable() }),
  z.object({ field: z.literal('spentSeconds'), from: z.number().int(), to: z.number().int() }),
  z.object({ field: z.literal('status'), from: ItemStatus, to: ItemStatus }),
])

// ───────────── Commands ─────────────

/** Bổ sung khẩn – an item added while the session runs; issued at once as an adjustment with its reason. */
export const meetingAddUrgentItem = command('meeting.addUrgentItem', {
  input: z.object({
    meetingId: Id,
    /** chosen by the browser */
    itemId: Id,
    title: Text(1000, 1),
    presenter: Text(300),
    minutes: z.number().int().min(1).max(600),
    leadUnitId: Id.nullable(),
    isCollective: z.boolean().optional(),
    reason: Text(500, 1),
    /** place: before this item; null = at the end */
    beforeId: Id.nullable(),
  }),
  output: z.object({ n: z.number().int() }),
})
/** Đưa vào, đưa ra khỏi khối nội dung không có ý kiến khác – beforehand or until it is adopted. */
export const meetingMarkUndisputed = command('meeting.markUndisputed', {
  input: z.object({ meetingId: Id, itemIds: z.array(Id).min(1).max(300), isUndisputed: z.boolean() }),
})
/** Đề nghị đưa ra thảo luận – any member, until the block is adopted; the item leaves the block. */
export const meetingObjectToBlock = command('meeting.objectToBlock', { input: z.object({ meetingId: Id, itemId: Id, reason: Text(500, 1) }) })
/**
 * Thông qua khối nội dung không có ý kiến khác, in one act of the chair. `itemIds` is the block as the chair saw it: when it
 * changed meanwhile nothing is adopted. Items of collective competence (khoản 2 Điều 40) are refused: they need a vote.
 */
export const meetingAdoptBlock = command('meeting.adoptBlock', { input: z.object({ meetingId: Id, itemIds: z.array(Id).min(1).max(300) }) })
/** Biểu quyết một lần cho cả khối: the session turns to its first item and one vote decides all of them. */
export const meetingVoteOnBlock = command('meeting.voteOnBlock', {
  input: z.object({ meetingId: Id, voteId: Id, itemIds: z.array(Id).min(1).max(300), question: Text(1000, 1) }),
  output: z.object({ voteId: Id }),
})
/** Hoàn tác bước điều hành cuối cùng; a reason is asked for when an ended session is opened again. */
export const meetingUndoStep = command('meeting.undoStep', { input: z.object({ meetingId: Id, stepId: Id, reason: Text(500).optional() }) })
/** Sửa có lý do: times and state of an item as the record keeps them. What is left out stays. */
export const meetingCorrectItem = command('meeting.correctItem', {
  input: z.object({
    meetingId: Id,
    itemId: Id,
    beganAt: Moment.optional(),
    endedAt: Moment.optional(),
    spentSeconds: z.number().int().min(0).max(172_800).optional(),
    status: z.enum(['pending', 'concluded', 'held_over', 'withdrawn']).optional(),
    reason: Text(500, 1),
  }),
})
/** Khóa hồ sơ phiên họp – after the end; nothing is corrected or undone after it. */
export const meetingSealRecord = command('meeting.sealRecord', { input: z.object({ meetingId: Id }) })

// ───────────── Events (meeting:{id} unless said otherwise) ─────────────

/** Đã bổ sung khẩn: the item and its place in the newest version. */
export const urgentItemAdded = event('meeting.urgentItemAdded', {
  payload: z.object({ item: ItemView, beforeId: Id.nullable(), n: z.number().int(), reason: z.string() }),
})
/** Khối nội dung không có ý kiến khác thay đổi: items in or out, an objection, adopted. */
export const blockChanged = event('meeting.blockChanged', {
  payload: z.object({
    act: z.enum(['marked', 'unmarked', 'objected', 'adopted', 'vote_adopted', 'vote_failed']),
    items: z.array(ItemView),
    byLabel: z.string().nullable(),
    reason: z.string().nullable(),
  }),
})
/** Đã hoàn tác: everything the step had changed, as it stands again. */
export const stepUndone = event('meeting.stepUndone', {
  payload: z.object({
    act: FlowAct,
    itemId: Id.nullable(),
    reason: z.string().nullable(),
    meeting: MeetingView,
    items: z.array(ItemView),
    requests: z.array(SpeakingView),
    presenting: PresentingView.nullable(),
    participants: z.array(ParticipantView).optional(),
    quorum: QuorumView.optional(),
  }),
})
/** Đã sửa có lý do. */
export const itemCorrected = event('meeting.itemCorrected', {
  payload: z.object({ items: z.array(ItemView), changes: z.array(ItemCorrection), reason: z.string() }),
})
/** Đã khóa hồ sơ. */
export const recordSealed = event('meeting.recordSealed', { payload: z.object({ sealedAt: Moment, byLabel: z.string() }) })
/** Bước cuối có thể hoàn tác – stream desk:{id}. */
export const stepChanged = event('flow.stepChanged', { payload: z.object({ step: StepView.nullable() }) })
