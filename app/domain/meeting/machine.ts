import { allowed, refused, type Refused, type Verdict } from '#app/domain/verdict.ts'

/** Trạng thái phiên họp. */
export type MeetingState = 'draft' | 'invited' | 'running' | 'paused' | 'ended' | 'cancelled'
/** Trạng thái nội dung chương trình. */
export type ItemState = 'pending' | 'presenting' | 'concluded' | 'held_over' | 'withdrawn'
export type MeetingAct = 'open' | 'pause' | 'resume' | 'end'

export type MeetingRefusal =
  | 'MEETING_NOT_STARTED'
  | 'MEETING_NOT_RUNNING'
  | 'MEETING_ALREADY_STARTED'
  | 'MEETING_ALREADY_ENDED'
  | 'MEETING_PAUSED'
  | 'MEETING_VOTE_OPEN'
  | 'ITEM_WITHDRAWN'
  | 'ITEM_IS_CURRENT'
  | 'ITEM_VOTE_OPEN'
  | 'ITEM_DECIDED'
  | 'ITEM_WRONG_STATE'
  | 'ITEM_REASON_REQUIRED'

const acts: Record<MeetingAct, { from: readonly MeetingState[]; to: MeetingState }> = {
  open: { from: ['draft', 'invited'], to: 'running' },
  pause: { from: ['running'], to: 'paused' },
  resume: { from: ['paused'], to: 'running' },
  end: { from: ['running', 'paused'], to: 'ended' },
}

/** Held or called off: nothing of the session goes on any more. */
export const isOver = (state: MeetingState): boolean => state === 'ended' || state === 'cancelled'
/** What is possible until the session is over, before it began too. */
export const mustNotBeOver = (state: MeetingState): Verdict<'MEETING_ALREADY_ENDED'> => (isOver(state) ? refused('MEETING_ALREADY_ENDED') : allowed)
/** The same for what people prepare: one that was called off says so. */
export const mustStand = (state: MeetingState): Verdict<'MEETING_ALREADY_ENDED' | 'MEETING_NOT_RUNNING'> =>
  state === 'ended' ? refused('MEETING_ALREADY_ENDED') : state === 'cancelled' ? refused('MEETING_NOT_RUNNING') : allowed

const whyNot = (state: MeetingState, act: MeetingAct): MeetingRefusal => {
  if (isOver(state)) return 'MEETING_ALREADY_ENDED'
  if (act === 'open') return 'MEETING_ALREADY_STARTED'
  if (state === 'draft' || state === 'invited') return 'MEETING_NOT_STARTED'
  return act === 'pause' ? 'MEETING_PAUSED' : 'MEETING_ALREADY_STARTED'
}

/** The state after an act of the chair, or why it is not possible. An open vote is closed before pausing or ending. */
export const decideMeetingAct = (facts: {
  state: MeetingState
  act: MeetingAct
  isVoteOpen?: boolean
}): { ok: true; to: MeetingState } | Refused<MeetingRefusal> => {
  const rule = acts[facts.act]
  if (!rule.from.includes(facts.state)) return refused(whyNot(facts.state, facts.act))
  if (facts.isVoteOpen && (facts.act === 'pause' || facts.act === 'end')) return refused('MEETING_VOTE_OPEN')
  return { ok: true, to: rule.to }
}

/** A session that runs; paused and ended ones say so each in its own words. */
export const mustRun = (state: MeetingState): Verdict<MeetingRefusal> => {
  switch (state) {
    case 'running':
      return allowed
    case 'paused':
      return refused('MEETING_PAUSED')
    case 'ended':
      return refused('MEETING_ALREADY_ENDED')
    case 'cancelled':
      return refused('MEETING_NOT_RUNNING')
    case 'draft':
    case 'invited':
      return refused('MEETING_NOT_STARTED')
  }
}

/**
 * Whether the session may turn to `item`. A concluded or held-over item may be taken up again;
 * a withdrawn one may not, and nobody moves on while a vote is open.
 */
export const canGoTo = (
  meeting: { state: MeetingState; currentItemId: string | null; isVoteOpen: boolean },
  item: { id: string; state: ItemState },
): Verdict<MeetingRefusal> => {
  const running = mustRun(meeting.state)
  if (!running.ok) return running
  if (item.state === 'withdrawn') return refused('ITEM_WITHDRAWN')
  if (item.id === meeting.currentItemId) return refused('ITEM_IS_CURRENT')
  if (meeting.isVoteOpen) return refused('ITEM_VOTE_OPEN')
  return allowed
}

export type ItemAct = 'hold_over' | 'withdraw' | 'take_back'
const itemActs: Record<ItemAct, { from: readonly ItemState[]; to: ItemState }> = {
  hold_over: { from: ['pending', 'presenting'], to: 'held_over' },
  withdraw: { from: ['pending', 'presenting', 'held_over'], to: 'withdrawn' },
  take_back: { from: ['held_over', 'withdrawn'], to: 'pending' },
}

/**
 * Để lại phiên sau, rút, đưa trở lại. Only while the session lasts (before it, the agenda is adjusted instead); with a reason;
 * never an item whose vote is open or already decided: what was adopted can't be made not to have been on the agenda.
 */
export const decideItemAct = (facts: {
  meeting: MeetingState
  item: ItemState
  act: ItemAct
  reason: string
  isVoteOpen: boolean
  isDecided: boolean
}): { ok: true; to: ItemState } | Refused<MeetingRefusal> => {
  if (facts.meeting !== 'paused') {
    const running = mustRun(facts.meeting)
    if (!running.ok) return running
  }
  const rule = itemActs[facts.act]
  if (!rule.from.includes(facts.item)) return refused('ITEM_WRONG_STATE')
  if (facts.act === 'take_back') return { ok: true, to: rule.to }
  if (facts.isVoteOpen) return refused('ITEM_VOTE_OPEN')
  if (facts.isDecided) return refused('ITEM_DECIDED')
  if (facts.reason.trim() === '') return refused('ITEM_REASON_REQUIRED')
  return { ok: true, to: rule.to }
}

/**
 * The next item still to be dealt with: after the current one in the given order, else one that was passed over or
 * taken back before it; null when none is left.
 */
export const nextItem = <T extends { id: string; state: ItemState }>(
  items: readonly T[],
  currentId: string | null,
): T | null => {
  const start = currentId === null ? 0 : items.findIndex(item => item.id === currentId) + 1
  const isLeft = (item: T) => item.state === 'pending'
  return items.slice(start).find(isLeft) ?? items.find(item => isLeft(item) && item.id !== currentId) ?? null
}

/** State of the item that is left when the session turns to another. */
export const stateWhenLeft = (state: ItemState): ItemState => (state === 'presenting' ? 'concluded' : state)
