import { isOver, type MeetingState } from './machine.ts'

/** Trao đổi: when something may be said, how often, and until when it may be taken back. */

export type ChatRefusal = 'CHAT_OFF' | 'CHAT_LINE_OFF' | 'CHAT_TOO_FAST' | 'CHAT_TOO_LATE' | 'CHAT_NOT_YOURS' | 'CHAT_WITHDRAWN' | 'MEETING_ALREADY_ENDED' | 'MEETING_NOT_STARTED'
type Verdict = { ok: true } | { ok: false; code: ChatRefusal; params?: Record<string, number> }

/** At most so many messages of one person within the window. */
export const CHAT_RATE = { messages: 20, windowMs: 60_000 }

/**
 * Whether a message may be said now. Members are stopped by the chair's switch; the desk still answers on a line that was
 * switched off, so that a question asked before does not hang.
 */
export function canSay(facts: {
  meeting: MeetingState
  channel: 'room' | 'line'
  setup: { isRoomOn: boolean; isLineOn: boolean }
  isDesk: boolean
  /** when the person's messages of the last window were sent, oldest first (ms) */
  recent: readonly number[]
  now: number
}): Verdict {
  if (facts.meeting === 'draft') return { ok: false, code: 'MEETING_NOT_STARTED' }
  if (isOver(facts.meeting)) return { ok: false, code: 'MEETING_ALREADY_ENDED' }
  if (facts.channel === 'room' && !facts.setup.isRoomOn) return { ok: false, code: 'CHAT_OFF' }
  if (facts.channel === 'line' && !facts.setup.isLineOn && !facts.isDesk) return { ok: false, code: 'CHAT_LINE_OFF' }
  const inWindow = facts.recent.filter(at => at > facts.now - CHAT_RATE.windowMs)
  const oldest = inWindow.at(-CHAT_RATE.messages)
  if (oldest !== undefined) return { ok: false, code: 'CHAT_TOO_FAST', params: { seconds: Math.max(1, Math.ceil((oldest + CHAT_RATE.windowMs - facts.now) / 1000)) } }
  return { ok: true }
}

/** Whether a message may be taken back: by who wrote it, once, within the time. */
export function canWithdraw(facts: { isOwn: boolean; isWithdrawn: boolean; at: number; now: number; withinMs: number }): Verdict {
  if (!facts.isOwn) return { ok: false, code: 'CHAT_NOT_YOURS' }
  if (facts.isWithdrawn) return { ok: false, code: 'CHAT_WITHDRAWN' }
  if (facts.now - facts.at > facts.withinMs) return { ok: false, code: 'CHAT_TOO_LATE', params: { minutes: Math.round(facts.withinMs / 60_000) } }
  return { ok: true }
}
