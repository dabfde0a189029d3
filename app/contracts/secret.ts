import { z } from 'zod'
import { command, event, Id, Text } from './define.ts'
import { VoteView } from './meeting.ts'

/** Hủy biểu quyết đang mở, with the reason. With ballots cast the first call asks and the other side's call cancels. */
export const voteCancel = command('vote.cancel', {
  input: z.object({ voteId: Id, reason: Text(500, 1) }),
  output: z.object({ isCancelled: z.boolean() }),
})

/** Đã hủy biểu quyết. */
export const voteCancelled = event('vote.cancelled', { payload: z.object({ vote: VoteView }) })
/** Đề nghị hủy biểu quyết, for the other side to confirm. */
export const voteCancelAsked = event('vote.cancelAsked', { payload: z.object({ vote: VoteView }) })
/** Hết giờ mà chưa kiểm được phiếu. */
export const Uncounted = z.enum(['VOTE_SECRET_ONE_BALLOT', 'VOTE_KEY_LOST'])
/** Báo chưa kiểm được phiếu, by the program: once, to who runs the session. */
export const voteNoteUncounted = command('vote.noteUncounted', { door: 'system', input: z.object({ voteId: Id, code: Uncounted }) })
/** Chưa kiểm được phiếu: the vote stays open to be closed again or cancelled by people. */
export const voteUncounted = event('vote.uncounted', { payload: z.object({ vote: VoteView }) })
/** Phiếu kín đã ghi – audit only, never on a stream; nothing of the choice. */
export const sealedBallotRecorded = event('vote.sealedBallotRecorded', { payload: z.object({ voteId: Id, changes: z.number().int() }) })
