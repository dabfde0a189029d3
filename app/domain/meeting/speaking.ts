import { refused, type Refused } from '#app/domain/verdict.ts'

/** Đăng ký phát biểu: waiting → called → speaking → done; withdrawn by the person, declined by the chair. */
export type SpeakingState = 'waiting' | 'called' | 'speaking' | 'done' | 'withdrawn' | 'declined'
export type SpeakingAct = 'withdraw' | 'call' | 'start' | 'stop' | 'decline'

export type SpeakingRefusal =
  | 'SPEAKING_ALREADY_WAITING'
  | 'SPEAKING_WRONG_STATE'
  | 'SPEAKING_NOT_YOURS'
  | 'SPEAKING_ANOTHER_SPEAKS'
  | 'SPEAKING_NOT_PRESENT'
  | 'SPEAKING_VOTE_OPEN'

const acts: Record<SpeakingAct, { from: readonly SpeakingState[]; to: SpeakingState }> = {
  withdraw: { from: ['waiting', 'called'], to: 'withdrawn' },
  call: { from: ['waiting'], to: 'called' },
  // the chair may let somebody begin without calling first
  start: { from: ['waiting', 'called'], to: 'speaking' },
  stop: { from: ['speaking'], to: 'done' },
  decline: { from: ['waiting', 'called'], to: 'declined' },
}

/** Whether the person may ask to speak: in the room, and without another request still standing. */
export const canRequest = (facts: {
  isPresent: boolean
  ownStates: readonly SpeakingState[]
}): { ok: true } | Refused<SpeakingRefusal> => {
  if (!facts.isPresent) return refused('SPEAKING_NOT_PRESENT')
  if (facts.ownStates.some(state => state === 'waiting' || state === 'called' || state === 'speaking'))
    return refused('SPEAKING_ALREADY_WAITING')
  return { ok: true }
}

/**
 * The state after an act. `isOwn`: the request belongs to who acts – only the person withdraws, the chair declines.
 * One speaks at a time, and nobody is called or begins while a vote is open.
 */
export const decideSpeakingAct = (facts: {
  state: SpeakingState
  act: SpeakingAct
  isOwn?: boolean
  isAnotherSpeaking?: boolean
  isVoteOpen?: boolean
}): { ok: true; to: SpeakingState } | Refused<SpeakingRefusal> => {
  const { act } = facts
  if (act === 'withdraw' && facts.isOwn === false) return refused('SPEAKING_NOT_YOURS')
  if (!acts[act].from.includes(facts.state)) return refused('SPEAKING_WRONG_STATE')
  if (facts.isVoteOpen && (act === 'call' || act === 'start')) return refused('SPEAKING_VOTE_OPEN')
  if (facts.isAnotherSpeaking && act === 'start') return refused('SPEAKING_ANOTHER_SPEAKS')
  return { ok: true, to: acts[act].to }
}

const place: Record<SpeakingState, number> = { speaking: 0, called: 1, waiting: 2, done: 3, withdrawn: 4, declined: 4 }

/** Order of the queue: who speaks, who is called, who waits by the time of asking, then who has spoken. */
export const queueOrder = <
  T extends { id: string; status: SpeakingState; requestedAt: number; calledAt?: number | null },
>(
  requests: readonly T[],
): T[] =>
  [...requests].sort(
    (a, b) =>
      place[a.status] - place[b.status] ||
      (a.status === 'called' ? (a.calledAt ?? 0) - (b.calledAt ?? 0) : 0) ||
      a.requestedAt - b.requestedAt ||
      (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  )

/** Seconds left of the speaking time; negative = "quá giờ". Before the start the whole limit is left. */
export const remaining = (startedAt: number | null, limitSeconds: number, now: number): number =>
  startedAt === null ? limitSeconds : limitSeconds - Math.floor(Math.max(0, now - startedAt) / 1000)
