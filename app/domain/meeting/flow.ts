import { allowed, refused, type Refused, type Verdict } from '#app/domain/verdict.ts'
import { isOver, type ItemState, type MeetingRefusal, type MeetingState, mustRun } from './machine.ts'

/** Flow of a session beyond going from item to item. Instants in ms since 1970, durations in seconds. */

export type FlowRefusal =
  | MeetingRefusal
  | 'ITEM_MOVED_ON'
  | 'MEETING_BETWEEN_ITEMS'
  | 'BLOCK_EMPTY'
  | 'BLOCK_CHANGED'
  | 'BLOCK_COLLECTIVE'
  | 'BLOCK_ONLY_MEMBERS'
  | 'BLOCK_NOT_IN_BLOCK'
  | 'BLOCK_ITEM_DEALT'
  | 'FLOW_STEP_NOT_LAST'
  | 'FLOW_CHANGED_MEANWHILE'
  | 'FLOW_VOTED_SINCE'
  | 'RECORD_SEALED'
  | 'RECORD_NOT_ENDED'
  | 'CORRECTION_EMPTY'
  | 'CORRECTION_TIME_ORDER'
  | 'CORRECTION_TIME_FUTURE'
  | 'CORRECTION_BEFORE_OPENING'
  | 'CORRECTION_SPENT_TOO_LONG'
  | 'CORRECTION_ITEM_IN_HAND'
  | 'CORRECTION_NEVER_BEGAN'

/** A session that lasts, running or paused: the agenda itself may still change. */
export const mustLast = (state: MeetingState): Verdict<MeetingRefusal> => (state === 'paused' ? allowed : mustRun(state))

/**
 * Whether the item on the screen that acts is still the one in hand. `fromItemId` undefined = the screen did not say;
 * a late tap is refused with the number and name of the item now in hand.
 */
export const mustBeInHand = (
  fromItemId: string | null | undefined,
  current: { id: string; number: number; title: string } | null,
): Verdict<FlowRefusal> => {
  if (fromItemId === undefined || fromItemId === (current?.id ?? null)) return allowed
  return current ? refused('ITEM_MOVED_ON', { number: current.number, title: current.title }) : refused('MEETING_BETWEEN_ITEMS')
}

export type BlockItem = { id: string; number: number; state: ItemState; isUndisputed: boolean; isCollective: boolean }

/** The block: undisputed items still to be dealt with. */
export const blockOf = <T extends { state: ItemState; isUndisputed: boolean }>(items: readonly T[]): T[] =>
  items.filter(item => item.isUndisputed && item.state === 'pending')

/**
 * Adopting the block in one act. `chosen` is the block as the chair saw it; a difference adopts nothing.
 * Items of collective competence (khoản 2 Điều 40) go only by one vote.
 */
export const decideAdoptBlock = (facts: {
  meeting: MeetingState
  items: readonly BlockItem[]
  chosen: readonly string[]
  isVoteOpen: boolean
  by: 'no_other_opinion' | 'one_vote'
}): { ok: true; ids: string[] } | Refused<FlowRefusal> => {
  const running = mustRun(facts.meeting)
  if (!running.ok) return running
  if (facts.isVoteOpen) return refused('MEETING_VOTE_OPEN')
  const block = blockOf(facts.items)
  if (block.length === 0) return refused('BLOCK_EMPTY')
  const chosen = new Set(facts.chosen)
  // The chair may take only the items without a vote, or only those with one; nothing else may have come or gone.
  const stale = facts.items.filter(item => chosen.has(item.id) && !block.includes(item))
  if (stale.length > 0) return refused('BLOCK_CHANGED', { numbers: stale.map(item => item.number).join(', ') })
  const taken = block.filter(item => chosen.has(item.id))
  if (taken.length !== chosen.size) return refused('BLOCK_CHANGED')
  const collective = taken.filter(item => item.isCollective)
  if (facts.by === 'no_other_opinion' && collective.length > 0)
    return refused('BLOCK_COLLECTIVE', { numbers: collective.map(item => item.number).join(', ') })
  return { ok: true, ids: taken.map(item => item.id) }
}

/** Into the block or out of it: only what was not yet dealt with, until the session ends. */
export const decideMark = (facts: { meeting: MeetingState; items: readonly { state: ItemState }[] }): Verdict<FlowRefusal> => {
  if (isOver(facts.meeting)) return refused('MEETING_ALREADY_ENDED')
  return facts.items.every(item => item.state === 'pending') ? allowed : refused('BLOCK_ITEM_DEALT')
}

/** A member's request to have an item of the block discussed; it needs a reason and comes before the adoption. */
export const decideObjection = (facts: {
  meeting: MeetingState
  item: { state: ItemState; isUndisputed: boolean }
  role: string | null
  reason: string
}): Verdict<FlowRefusal> => {
  if (isOver(facts.meeting)) return refused('MEETING_ALREADY_ENDED')
  if (facts.role !== 'chair' && facts.role !== 'member') return refused('BLOCK_ONLY_MEMBERS')
  if (!facts.item.isUndisputed || facts.item.state !== 'pending') return refused('BLOCK_NOT_IN_BLOCK')
  return facts.reason.trim() === '' ? refused('ITEM_REASON_REQUIRED') : allowed
}

/**
 * Taking back the last flow act. Refused once the record is sealed, when another act came after it, when what it left
 * was changed by something else, or when a vote was opened since: a result is never made not to have happened.
 */
export const decideUndo = (facts: {
  isSealed: boolean
  isLast: boolean
  isAsLeft: boolean
  hasVoteSince: boolean
  act: string
  reason: string
}): Verdict<FlowRefusal> => {
  if (facts.isSealed) return refused('RECORD_SEALED')
  if (!facts.isLast) return refused('FLOW_STEP_NOT_LAST')
  if (facts.hasVoteSince) return refused('FLOW_VOTED_SINCE')
  if (!facts.isAsLeft) return refused('FLOW_CHANGED_MEANWHILE')
  // An ended session may have gone out to people already: opening it again says why.
  if (facts.act === 'end' && facts.reason.trim() === '') return refused('ITEM_REASON_REQUIRED')
  return allowed
}

/** Khóa hồ sơ: once, after the end. */
export const decideSeal = (facts: { meeting: MeetingState; isSealed: boolean }): Verdict<FlowRefusal> => {
  if (facts.isSealed) return refused('RECORD_SEALED')
  return facts.meeting === 'ended' ? allowed : refused('RECORD_NOT_ENDED')
}

export type ItemRecord = { state: ItemState; beganAt: number | null; endedAt: number | null; spentSeconds: number }
export type ItemCorrection =
  | { field: 'beganAt' | 'endedAt'; from: number | null; to: number | null }
  | { field: 'spentSeconds'; from: number; to: number }
  | { field: 'status'; from: ItemState; to: ItemState }

/**
 * The item as corrected, and each difference for the history. When only begin or end moves, the time spent follows by the
 * same number of seconds; a number given by hand stands, but never longer than from begin to end.
 */
export const decideCorrection = (facts: {
  openedAt: number | null
  now: number
  item: ItemRecord
  isSealed: boolean
  isDecided: boolean
  wanted: { beganAt?: number; endedAt?: number; spentSeconds?: number; status?: ItemState }
  reason: string
}): { ok: true; to: ItemRecord; changes: ItemCorrection[] } | Refused<FlowRefusal> => {
  const { item, wanted } = facts
  if (facts.isSealed) return refused('RECORD_SEALED')
  if (facts.openedAt === null) return refused('MEETING_NOT_STARTED')
  if (facts.reason.trim() === '') return refused('ITEM_REASON_REQUIRED')
  if (item.state === 'presenting' && (wanted.endedAt !== undefined || wanted.spentSeconds !== undefined || wanted.status !== undefined))
    return refused('CORRECTION_ITEM_IN_HAND')
  if (wanted.status !== undefined && wanted.status !== item.state && facts.isDecided) return refused('ITEM_DECIDED')
  const state = wanted.status ?? item.state
  // What was never dealt with has no times.
  const isUntouched = state === 'pending'
  const beganAt = isUntouched ? null : (wanted.beganAt ?? item.beganAt)
  const endedAt = isUntouched || state === 'presenting' ? null : (wanted.endedAt ?? item.endedAt)
  if (state === 'concluded' && beganAt === null) return refused('CORRECTION_NEVER_BEGAN')
  if (beganAt !== null && beganAt < facts.openedAt) return refused('CORRECTION_BEFORE_OPENING')
  if ((beganAt ?? 0) > facts.now || (endedAt ?? 0) > facts.now) return refused('CORRECTION_TIME_FUTURE')
  if (beganAt !== null && endedAt !== null && endedAt < beganAt) return refused('CORRECTION_TIME_ORDER')
  const span = beganAt !== null && endedAt !== null ? Math.round((endedAt - beganAt) / 1000) : null
  const moved =
    (item.beganAt !== null && beganAt !== null ? Math.round((item.beganAt - beganAt) / 1000) : 0) +
    (item.endedAt !== null && endedAt !== null ? Math.round((endedAt - item.endedAt) / 1000) : 0)
  const isFirstTime = item.beganAt === null || item.endedAt === null
  const spentSeconds = isUntouched
    ? 0
    : (wanted.spentSeconds ?? (isFirstTime && span !== null ? span : Math.max(0, Math.min(span ?? Infinity, item.spentSeconds + (state === 'presenting' ? 0 : moved)))))
  if (span !== null && spentSeconds > span) return refused('CORRECTION_SPENT_TOO_LONG')
  const to: ItemRecord = { state, beganAt, endedAt, spentSeconds }
  const changes: ItemCorrection[] = []
  if (to.beganAt !== item.beganAt) changes.push({ field: 'beganAt', from: item.beganAt, to: to.beganAt })
  if (to.endedAt !== item.endedAt) changes.push({ field: 'endedAt', from: item.endedAt, to: to.endedAt })
  if (to.spentSeconds !== item.spentSeconds) changes.push({ field: 'spentSeconds', from: item.spentSeconds, to: to.spentSeconds })
  if (to.state !== item.state) changes.push({ field: 'status', from: item.state, to: to.state })
  return changes.length === 0 ? refused('CORRECTION_EMPTY') : { ok: true, to, changes }
}
