import { z } from 'zod'
import { command, event, Id, Text } from './define.ts'
import { VoteView } from './meeting.ts'
import { RecusalView } from './vote-parts.ts'

const OnVote = z.object({ voteId: Id })

/** Gia hạn biểu quyết: so many seconds more, from the end that was set or from now. */
export const voteExtend = command('vote.extend', { input: OnVote.extend({ seconds: z.number().int().min(10).max(3600) }) })
/** Dừng nhận phiếu; ballots in hand stay. */
export const voteHold = command('vote.hold', { input: OnVote })
/** Nhận phiếu tiếp: what was left of the time goes on. */
export const voteTakeOn = command('vote.takeOn', { input: OnVote })
/** Không hủy: takes the question back, or answers it with no. */
export const voteKeep = command('vote.keep', { input: OnVote })
/** Hồi tị: a member steps aside from an item, or the secretary enters it; before a vote is opened. */
export const recusalEnter = command('recusal.enter', { input: z.object({ meetingId: Id, itemId: Id, participantId: Id, reason: Text(500, 1) }) })
/** Rút hồi tị, before a vote is opened. */
export const recusalRemove = command('recusal.remove', { input: z.object({ meetingId: Id, itemId: Id, participantId: Id }) })
/** Bảo lưu ý kiến của mình về một biểu quyết công khai, for the record; empty = rút. */
export const voteReserve = command('vote.reserve', { input: OnVote.extend({ text: Text(2000) }) })

/** Biểu quyết đang mở đổi: gia hạn, dừng, tiếp tục, không hủy, bảo lưu ý kiến. */
export const voteChanged = event('vote.changed', {
  payload: z.object({ vote: VoteView, act: z.enum(['extended', 'held', 'taken_on', 'cancel_dropped', 'reserved']) }),
})
/** Hồi tị của một nội dung đổi: the whole list of the item. */
export const recusalsChanged = event('recusal.changed', { payload: z.object({ itemId: Id, recusals: z.array(RecusalView) }) })
