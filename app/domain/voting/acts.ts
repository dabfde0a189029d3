import { allowed, refused, type Verdict } from '#app/domain/verdict.ts'
import { canClose, stillOpen, type VoteState } from './machine.ts'

/** Acts on a vote beside opening, casting and closing it. Instants and durations in ms. */

export type VoteActRefusal =
  | 'VOTE_NOT_OPEN'
  | 'VOTE_ALREADY_CLOSED'
  | 'VOTE_NO_TIME_SET'
  | 'VOTE_HELD'
  | 'VOTE_NOT_HELD'
  | 'VOTE_CANCEL_NOT_ASKED'
  | 'VOTE_NOT_A_VOTER'
  | 'VOTE_RESERVE_SECRET'
  | 'RECUSAL_VOTE_OPEN'
  | 'RECUSAL_NOT_MEMBER'
  | 'RECUSAL_NOT_OWN'
  | 'RECUSAL_TWICE'
  | 'RECUSAL_NONE'
  | 'VOTE_NO_VOTERS'
  | 'VOTE_AGAIN_OF_OTHER'
  | 'VOTE_AGAIN_REASON'

type Open = { voteState: VoteState; closesAt: number | null; now: number; isHeld: boolean }

/** More time only where a time was set: a vote without one lasts until it is closed. */
export const canExtend = (f: Open): Verdict<VoteActRefusal> => {
  const open = stillOpen(f)
  if (!open.ok) return open
  if (f.isHeld) return refused('VOTE_HELD')
  return f.closesAt === null ? refused('VOTE_NO_TIME_SET') : allowed
}
export const canHold = (f: Open): Verdict<VoteActRefusal> => {
  const open = stillOpen(f)
  if (!open.ok) return open
  return f.isHeld ? refused('VOTE_HELD') : allowed
}
export const canTakeOn = (f: Open): Verdict<VoteActRefusal> => {
  const open = stillOpen(f)
  if (!open.ok) return open
  return f.isHeld ? allowed : refused('VOTE_NOT_HELD')
}

/** Không hủy: by either side, while a request to cancel stands. */
export const canKeep = (f: { voteState: VoteState; isAsked: boolean }): Verdict<VoteActRefusal> => {
  const open = canClose(f)
  if (!open.ok) return open
  return f.isAsked ? allowed : refused('VOTE_CANCEL_NOT_ASKED')
}

/** Hồi tị is settled before the ballots are out: a list of voters that changes under an open vote would be no list. */
export const canRecuse = (f: { isMember: boolean; isOwn: boolean; mayRecord: boolean; isVoteOpen: boolean; isRecused: boolean; act: 'enter' | 'remove' }): Verdict<VoteActRefusal> => {
  if (!f.isOwn && !f.mayRecord) return refused('RECUSAL_NOT_OWN')
  if (!f.isMember) return refused('RECUSAL_NOT_MEMBER')
  if (f.isVoteOpen) return refused('RECUSAL_VOTE_OPEN')
  if (f.act === 'enter' && f.isRecused) return refused('RECUSAL_TWICE')
  if (f.act === 'remove' && !f.isRecused) return refused('RECUSAL_NONE')
  return allowed
}

/** Bảo lưu ý kiến: of members on the list of that vote, while it is open or after it was closed. */
export const canReserve = (f: { voteState: VoteState; form: 'open' | 'secret'; isFrozenVoter: boolean }): Verdict<VoteActRefusal> => {
  if (f.voteState === 'none') return refused('VOTE_NOT_OPEN')
  if (f.voteState === 'cancelled') return refused('VOTE_ALREADY_CLOSED')
  if (!f.isFrozenVoter) return refused('VOTE_NOT_A_VOTER')
  return f.form === 'secret' ? refused('VOTE_RESERVE_SECRET') : allowed
}

/** Biểu quyết lại: of a vote of this item that was closed, with the reason; the first keeps its result and its ballots. */
export const canRepeat = (f: { of: { itemId: string; voteState: VoteState } | null; itemId: string; reason: string }): Verdict<VoteActRefusal> => {
  if (!f.of || f.of.itemId !== f.itemId || f.of.voteState !== 'closed') return refused('VOTE_AGAIN_OF_OTHER')
  return f.reason === '' ? refused('VOTE_AGAIN_REASON') : allowed
}
