import { allowed, refused, type Verdict } from '#app/domain/verdict.ts'

/** none → open → closed | cancelled. A closed vote is never opened again: another vote is held instead. */
export type VoteState = 'none' | 'open' | 'closed' | 'cancelled'

export type VoteRefusal =
  | 'VOTE_SESSION_NOT_RUNNING'
  | 'VOTE_ITEM_NOT_CURRENT'
  | 'VOTE_ANOTHER_OPEN'
  | 'VOTE_NOT_OPEN'
  | 'VOTE_ALREADY_CLOSED'
  | 'VOTE_NOT_A_VOTER'
  | 'VOTE_IS_GUEST'
  | 'VOTE_IS_SUBSTITUTE'
  | 'VOTE_CHANGE_NOT_ALLOWED'
  | 'VOTE_SECRET_TOO_FEW'
  | 'VOTE_SECRET_UNSEALED'
  | 'VOTE_HELD'

type NotOpen = 'VOTE_NOT_OPEN' | 'VOTE_ALREADY_CLOSED'

/** A vote is opened on the item under discussion of a running session, one at a time. */
export const canOpen = (facts: {
  isSessionRunning: boolean
  isItemCurrent: boolean
  isAnotherOpen: boolean
}): Verdict<VoteRefusal> => {
  if (!facts.isSessionRunning) return refused('VOTE_SESSION_NOT_RUNNING')
  if (!facts.isItemCurrent) return refused('VOTE_ITEM_NOT_CURRENT')
  if (facts.isAnotherOpen) return refused('VOTE_ANOTHER_OPEN')
  return allowed
}

/** The border is server time: at `closesAt` the vote is over, also while the closing job is late. */
export const stillOpen = (facts: { voteState: VoteState; closesAt: number | null; now: number }): Verdict<NotOpen> => {
  if (facts.voteState === 'none') return refused('VOTE_NOT_OPEN')
  if (facts.voteState !== 'open') return refused('VOTE_ALREADY_CLOSED')
  if (facts.closesAt !== null && facts.now >= facts.closesAt) return refused('VOTE_ALREADY_CLOSED')
  return allowed
}

/**
 * Whether a person may send this ballot now. `isFrozenVoter`: on the list of members in office frozen for this vote;
 * `role` only sharpens the refusal, so that a guest and a substitute read why they have no ballot.
 */
export const canCast = (facts: {
  voteState: VoteState
  closesAt: number | null
  now: number
  isFrozenVoter: boolean
  hasCast: boolean
  changeAllowed: boolean
  role?: string
  /** dừng nhận phiếu */
  isHeld?: boolean
}): Verdict<VoteRefusal> => {
  if (facts.role === 'guest' || facts.role === 'observer') return refused('VOTE_IS_GUEST')
  if (facts.role === 'substitute') return refused('VOTE_IS_SUBSTITUTE')
  if (!facts.isFrozenVoter) return refused('VOTE_NOT_A_VOTER')
  const open = stillOpen(facts)
  if (!open.ok) return open
  if (facts.isHeld) return refused('VOTE_HELD')
  if (facts.hasCast && !facts.changeAllowed) return refused('VOTE_CHANGE_NOT_ALLOWED')
  return allowed
}

/** Closing is allowed after `closesAt` too: that is when the job does it. */
export const canClose = (facts: { voteState: VoteState }): Verdict<NotOpen> => {
  if (facts.voteState === 'none') return refused('VOTE_NOT_OPEN')
  if (facts.voteState !== 'open') return refused('VOTE_ALREADY_CLOSED')
  return allowed
}

/** A vote opened by mistake is cancelled while open; a closed result stays. */
export const canCancel = canClose

/** Fewer than two who could vote: the total of a secret vote would be one person's choice. */
export const canOpenSecret = (facts: { presentVoters: number }): Verdict<VoteRefusal> =>
  facts.presentVoters < 2 ? refused('VOTE_SECRET_TOO_FEW') : allowed

/** A secret vote takes sealed ballots of its length only, an open one only what is said openly. `sealedLength` null = not sealed. */
export const fitsForm = (facts: { isSecret: boolean; hasChoice: boolean; sealedLength: number | null; wanted: number }): Verdict<VoteRefusal> => {
  const fits = facts.isSecret ? !facts.hasChoice && facts.sealedLength === facts.wanted : facts.hasChoice && facts.sealedLength === null
  return fits ? allowed : refused('VOTE_SECRET_UNSEALED')
}

/** Đề nghị hủy: which side of the desk asked, and with what reason. */
export type CancelAsk = { side: 'presiding' | 'secretary'; byId: string; byLabel: string; reason: string; at: number }

/** Nobody makes ballots vanish alone: with ballots cast both sides are needed, two different people. */
export const decideCancel = (facts: { ballots: number; ask: Pick<CancelAsk, 'side' | 'byId'> | null; side: CancelAsk['side']; byId: string }): { isCancelled: boolean } => ({
  isCancelled: facts.ballots === 0 || (facts.ask !== null && facts.ask.side !== facts.side && facts.ask.byId !== facts.byId),
})
