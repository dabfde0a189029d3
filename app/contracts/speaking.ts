import { z } from 'zod'
import { command, event, Id, Moment, Text } from './define.ts'

/** Phát biểu, chất vấn, trả lời, điểm trật tự, trình bày. The rows themselves are `SpeakingView` in meeting.ts. */

// ───────────── Views ─────────────

export const SpeakingKind = z.enum(['speech', 'question', 'answer', 'order', 'present'])
/** Cho phép phát biểu, cho phép chất vấn. */
export const DoorKind = z.enum(['speech', 'question'])
export const DoorState = z.enum(['not_open', 'open', 'stopped', 'ended'])
/** Whom a question is put to: a person of the list, or a unit by its name. */
export const AskedOf = z.union([z.object({ participantId: Id }), z.object({ unitName: Text(300, 1) })])

/** Việc nhận đăng ký của một nội dung; an item nobody has touched has no row and stands as the rules say. */
export const DoorView = z.object({ itemId: Id, kind: DoorKind, state: DoorState, changedAt: Moment })

/** Minutes by kind, up to 120. */
export const SpeakingMinutes = z.object({
  speech: z.number().min(1).max(120),
  question: z.number().min(1).max(120),
  answer: z.number().min(1).max(120),
  order: z.number().min(1).max(120),
  present: z.number().min(1).max(120),
})
export const SpeakingSetup = z.object({
  rules: z.object({
    minutes: SpeakingMinutes,
    warnSeconds: z.number().int(),
    opens: z.object({ speech: z.boolean(), question: z.boolean() }),
    guestsMayAsk: z.boolean(),
  }),
  doors: z.array(DoorView),
})

/** Ghi chú của thư ký về một lượt – desk only. */
export const SpeechNoteView = z.object({ requestId: Id, text: z.string(), version: z.number().int(), byLabel: z.string(), at: Moment })
/** Sửa giờ của một lượt – the old value stays beside the reason; desk only. */
export const SpeechCorrectionView = z.object({
  id: Id,
  requestId: Id,
  oldStartedAt: Moment,
  oldEndedAt: Moment,
  startedAt: Moment,
  endedAt: Moment,
  reason: z.string(),
  byLabel: z.string(),
  at: Moment,
})
/** Sổ phát biểu – what the desk keeps beside the log everybody sees. */
export const SpeakingDeskView = z.object({ notes: z.array(SpeechNoteView), corrections: z.array(SpeechCorrectionView) })

// ───────────── Commands ─────────────

const OnRequest = z.object({ meetingId: Id, requestId: Id })

/** Bắt đầu, dừng, kết thúc cho phép phát biểu (hoặc chất vấn) của nội dung đang bàn. */
export const speakingSetDoor = command('speaking.setDoor', {
  input: z.object({ meetingId: Id, itemId: Id, kind: DoorKind, act: z.enum(['open', 'stop', 'end']) }),
})
/** Chỉ định phát biểu: anybody present, called without having asked; a standing request of theirs is called instead. */
export const speakingDesignate = command('speaking.designate', {
  input: z.object({
    meetingId: Id,
    itemId: Id,
    requestId: Id,
    participantId: Id,
    kind: SpeakingKind.extract(['speech', 'answer', 'present']),
    questionId: Id.optional(),
    subject: Text(2000).optional(),
  }),
  output: z.object({ requestId: Id }),
})
/** Đưa trở lại hàng đợi: a call or a refusal pressed by mistake. */
export const speakingTakeBack = command('speaking.takeBack', { input: OnRequest })
/** Sắp lại thứ tự: before another who waits, or last. */
export const speakingMove = command('speaking.move', { input: OnRequest.extend({ beforeId: Id.nullable() }) })
/** Dừng, chạy tiếp đồng hồ của lượt đang nói. */
export const speakingPauseClock = command('speaking.pauseClock', { input: OnRequest })
export const speakingResumeClock = command('speaking.resumeClock', { input: OnRequest })
/** Thêm phút cho lượt này. */
export const speakingExtend = command('speaking.extend', { input: OnRequest.extend({ minutes: z.number().int().min(1).max(30) }) })
/** Đặt thời gian phát biểu của phiên; for requests made from now on. */
export const speakingSetLimits = command('speaking.setLimits', { input: z.object({ meetingId: Id, minutes: SpeakingMinutes }) })
/** Sửa giờ bắt đầu, kết thúc của một lượt đã xong, nêu lý do. */
export const speakingCorrect = command('speaking.correct', {
  input: OnRequest.extend({ startedAt: Moment, endedAt: Moment, reason: Text(500, 1) }),
})
/** Ghi chú về lượt phát biểu; baseVersion 0 = none before. */
export const speakingNote = command('speaking.note', {
  input: OnRequest.extend({ text: Text(5000), baseVersion: z.number().int().min(0) }),
  output: z.object({ version: z.number().int() }),
})

// ───────────── Events ─────────────
// meeting:{id} unless said otherwise

/** Việc nhận đăng ký đổi trạng thái. */
export const speakingDoorChanged = event('speaking.doorChanged', { payload: z.object({ door: DoorView }) })
/** Thứ tự hàng đợi của một nội dung; place by request, from 1. */
export const speakingMoved = event('speaking.moved', { payload: z.object({ itemId: Id, positions: z.record(z.string(), z.number().int()) }) })
/** Thời gian phát biểu của phiên đổi. */
export const speakingLimitsChanged = event('speaking.limitsChanged', { payload: z.object({ minutes: SpeakingMinutes }) })
/** Ghi chú – stream desk:{id}. */
export const speakingNoted = event('speaking.noted', { payload: z.object({ note: SpeechNoteView }) })
/** Giờ được sửa – stream desk:{id}; the new times themselves go to all as speaking.changed. */
export const speakingCorrected = event('speaking.corrected', { payload: z.object({ correction: SpeechCorrectionView }) })
