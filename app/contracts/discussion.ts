import { z } from 'zod'
import { command, event, Id, Moment, Text } from './define.ts'

/** Trao đổi trong phiên: the room's chat and a private line to the secretary. */

// ───────────── Views ─────────────

/** What the chair has switched on, and whether what is written goes into the record. */
export const ChatSetup = z.object({ isRoomOn: z.boolean(), isLineOn: z.boolean(), isInRecord: z.boolean() })

/** Tin nhắn. `lineId` = participant whose private line it is, null = the room. A withdrawn one has no text any more. */
export const ChatMessageView = z.object({
  id: Id,
  lineId: Id.nullable(),
  authorId: Id,
  authorLabel: z.string(),
  /** written by a secretary or the Office on somebody's line */
  isFromDesk: z.boolean(),
  text: z.string(),
  at: Moment,
  withdrawnAt: Moment.nullable(),
  isInRecord: z.boolean(),
})

/** Longest message, in characters. */
export const CHAT_MAX = 5000
/** Own messages may be taken back for so long (ms). */
export const CHAT_WITHDRAW_MS = 5 * 60_000

// ───────────── Commands ─────────────

/** Bật, tắt trao đổi; ghi vào hồ sơ hay không. */
export const chatSetup = command('chat.setup', { input: z.object({ meetingId: Id }).extend(ChatSetup.shape) })
/** Gửi tin vào trao đổi chung hoặc đường riêng; the answer comes after it is stored. lineId: whose line, null = the room. */
export const chatSend = command('chat.send', {
  input: z.object({ meetingId: Id, messageId: Id, lineId: Id.nullable(), text: Text(CHAT_MAX, 1) }),
  output: z.object({ at: Moment }),
})
/** Thu hồi tin của mình within five minutes; the record keeps that there was one. */
export const chatWithdraw = command('chat.withdraw', { input: z.object({ meetingId: Id, messageId: Id }) })
/** Đã đọc đến tin mới nhất: own mark, on every device of the person. */
export const chatRead = command('chat.read', { input: z.object({ meetingId: Id, lineId: Id.nullable(), upTo: Moment }) })

// ───────────── Events ─────────────

/** Trao đổi được bật, tắt – stream meeting:{id}. */
export const chatSetupChanged = event('chat.setupChanged', { payload: ChatSetup })
/** Có tin mới – chat:{meetingId} for the room; line:{participantId} and desk:{meetingId} for a private line. */
export const chatSaid = event('chat.said', { payload: z.object({ message: ChatMessageView }) })
/** Tin được thu hồi – the same streams. */
export const chatWithdrawn = event('chat.withdrawn', { payload: z.object({ messageId: Id, lineId: Id.nullable(), withdrawnAt: Moment }) })
