import { refused, type Refused } from '#app/domain/verdict.ts'

/** Đăng ký phát biểu: waiting → called → speaking → done; withdrawn by the person, declined by the chair. */
export type SpeakingState = 'waiting' | 'called' | 'speaking' | 'done' | 'withdrawn' | 'declined'
export type SpeakingAct = 'withdraw' | 'call' | 'start' | 'stop' | 'decline' | 'takeBack'

/** Phát biểu, chất vấn, trả lời chất vấn, điểm trật tự, trình bày (only by the chair's word). */
export type SpeakingKind = 'speech' | 'question' | 'answer' | 'order' | 'present'

/** What the chair opens, stops and ends on an item: phát biểu and chất vấn, each on its own. */
export type DoorKind = 'speech' | 'question'
/** Chưa mở, đang nhận, đã dừng nhận (who is listed is still called), đã kết thúc (nobody more is called). */
export type DoorState = 'not_open' | 'open' | 'stopped' | 'ended'
export type DoorAct = 'open' | 'stop' | 'end'

export type SpeakingRefusal =
  | 'SPEAKING_ALREADY_WAITING'
  | 'SPEAKING_WRONG_STATE'
  | 'SPEAKING_NOT_YOURS'
  | 'SPEAKING_ANOTHER_SPEAKS'
  | 'SPEAKING_NOT_PRESENT'
  | 'SPEAKING_VOTE_OPEN'
  | 'SPEAKING_NOT_OPEN'
  | 'SPEAKING_STOPPED'
  | 'SPEAKING_ENDED'
  | 'SPEAKING_DOOR_SAME'
  | 'SPEAKING_OBSERVER'
  | 'SPEAKING_GUEST_NOT_ALLOWED'
  | 'SPEAKING_TO_REQUIRED'
  | 'SPEAKING_SUBJECT_REQUIRED'
  | 'SPEAKING_QUESTION_REQUIRED'
  | 'SPEAKING_ANSWER_NOT_YOURS'
  | 'SPEAKING_CLOCK_STATE'
  | 'SPEAKING_TIME_WRONG'

/** Minutes by kind, the seconds before the end at which a speaker is warned, and what stands open when an item begins. */
export type SpeakingRules = {
  minutes: Record<SpeakingKind, number>
  warnSeconds: number
  opens: Record<DoorKind, boolean>
  /** whether a guest may ask to speak on the own item, or speaks only when the chair names them */
  guestsMayAsk: boolean
}

/**
 * Until the working rules of the province or the chair say otherwise (the chair sets the speaking time, Điều 14 Quyết định
 * 45/2018/QĐ-TTg): speeches are open with the item, questions when the chair opens them.
 */
export const defaultSpeakingRules: SpeakingRules = {
  minutes: { speech: 5, question: 2, answer: 3, order: 1, present: 10 },
  warnSeconds: 60,
  opens: { speech: true, question: false },
  guestsMayAsk: true,
}

/** The rules of one session: the rule set's, with the presenter's time it names and the minutes this chair has set. */
export const speakingRules = (
  set: { presenterMinutes: number | null; speaking?: Partial<SpeakingRules> | undefined },
  own: Partial<Record<SpeakingKind, number>> = {},
): SpeakingRules => {
  const base = { ...defaultSpeakingRules, ...set.speaking }
  return {
    ...base,
    minutes: {
      ...defaultSpeakingRules.minutes,
      ...(set.presenterMinutes === null ? {} : { present: set.presenterMinutes }),
      ...set.speaking?.minutes,
      ...own,
    },
  }
}

export const limitSeconds = (kind: SpeakingKind, rules: SpeakingRules): number => Math.round(rules.minutes[kind] * 60)

/** The door a kind goes through; a point of order and a presentation go through none. */
export const doorOfKind: Record<SpeakingKind, DoorKind | null> = {
  speech: 'speech',
  question: 'question',
  answer: 'question',
  order: null,
  present: null,
}

/** State of a door nobody has touched on this item. */
export const doorAtStart = (kind: DoorKind, rules: SpeakingRules): DoorState => (rules.opens[kind] ? 'open' : 'not_open')

const doorActs: Record<DoorAct, { from: readonly DoorState[]; to: DoorState }> = {
  // Reopening is the way back from a stop or an end pressed too early: who waited then still waits.
  open: { from: ['not_open', 'stopped', 'ended'], to: 'open' },
  stop: { from: ['open'], to: 'stopped' },
  end: { from: ['open', 'stopped'], to: 'ended' },
}

/** Bắt đầu, dừng, kết thúc cho phép phát biểu hoặc chất vấn. */
export const decideDoor = (state: DoorState, act: DoorAct): { ok: true; to: DoorState } | Refused<SpeakingRefusal> => {
  const rule = doorActs[act]
  if (rule.from.includes(state)) return { ok: true, to: rule.to }
  if (rule.to === state) return refused('SPEAKING_DOOR_SAME')
  return refused(state === 'ended' ? 'SPEAKING_ENDED' : 'SPEAKING_NOT_OPEN')
}

const closed: Record<Exclude<DoorState, 'open'>, SpeakingRefusal> = {
  not_open: 'SPEAKING_NOT_OPEN',
  stopped: 'SPEAKING_STOPPED',
  ended: 'SPEAKING_ENDED',
}

const acts: Record<SpeakingAct, { from: readonly SpeakingState[]; to: SpeakingState }> = {
  withdraw: { from: ['waiting', 'called'], to: 'withdrawn' },
  call: { from: ['waiting'], to: 'called' },
  // the chair may let somebody begin without calling first
  start: { from: ['waiting', 'called'], to: 'speaking' },
  stop: { from: ['speaking'], to: 'done' },
  decline: { from: ['waiting', 'called'], to: 'declined' },
  // a call or a refusal pressed by mistake
  takeBack: { from: ['called', 'declined'], to: 'waiting' },
}

const stands = (state: SpeakingState): boolean => state === 'waiting' || state === 'called' || state === 'speaking'

/**
 * Whether the person may ask to speak: in the room, not watching only, the door of this kind open, and without another
 * request of the same kind still standing. A question names whom it asks and what; an answer belongs to a question that
 * was asked, and to who was asked. A point of order needs no open door.
 */
export const canRequest = (facts: {
  isPresent: boolean
  /** states of the person's own requests of this kind on this item */
  ownStates: readonly SpeakingState[]
  kind?: SpeakingKind
  role?: string
  guestsMayAsk?: boolean
  /** a guest is heard on the own item */
  isOwnItem?: boolean
  door?: DoorState
  hasTarget?: boolean
  hasSubject?: boolean
  /** of the question an answer belongs to; null = no such question here */
  question?: { state: SpeakingState; isAskedOfMe: boolean } | null
}): { ok: true } | Refused<SpeakingRefusal> => {
  const { kind = 'speech', door = 'open' } = facts
  if (facts.role === 'observer') return refused('SPEAKING_OBSERVER')
  if (facts.role === 'guest' && !(facts.guestsMayAsk !== false && facts.isOwnItem !== false)) return refused('SPEAKING_GUEST_NOT_ALLOWED')
  if (!facts.isPresent) return refused('SPEAKING_NOT_PRESENT')
  if (kind === 'answer') {
    const { question } = facts
    if (!question || (question.state !== 'called' && question.state !== 'speaking' && question.state !== 'done')) return refused('SPEAKING_QUESTION_REQUIRED')
    if (!question.isAskedOfMe) return refused('SPEAKING_ANSWER_NOT_YOURS')
    if (door === 'ended') return refused('SPEAKING_ENDED')
  } else if (doorOfKind[kind] !== null && door !== 'open') return refused(closed[door])
  if (kind === 'question' && facts.hasTarget === false) return refused('SPEAKING_TO_REQUIRED')
  if (kind === 'question' && facts.hasSubject === false) return refused('SPEAKING_SUBJECT_REQUIRED')
  if (facts.ownStates.some(stands)) return refused('SPEAKING_ALREADY_WAITING')
  return { ok: true }
}

/**
 * The state after an act. `isOwn`: the request belongs to who acts – only the person withdraws, the chair declines.
 * One speaks at a time, nobody is called or begins while a vote is open or after the part has ended. A point of order
 * interrupts: it begins while another speaks, whose clock then stands (the caller pauses it).
 */
export const decideSpeakingAct = (facts: {
  state: SpeakingState
  act: SpeakingAct
  kind?: SpeakingKind
  isOwn?: boolean
  isAnotherSpeaking?: boolean
  isVoteOpen?: boolean
  door?: DoorState
}): { ok: true; to: SpeakingState } | Refused<SpeakingRefusal> => {
  const { act, kind = 'speech' } = facts
  const begins = act === 'call' || act === 'start'
  if (act === 'withdraw' && facts.isOwn === false) return refused('SPEAKING_NOT_YOURS')
  if (!acts[act].from.includes(facts.state)) return refused('SPEAKING_WRONG_STATE')
  if (facts.isVoteOpen && begins) return refused('SPEAKING_VOTE_OPEN')
  if (begins && facts.state === 'waiting' && facts.door === 'ended' && doorOfKind[kind] !== null) return refused('SPEAKING_ENDED')
  if (facts.isAnotherSpeaking && act === 'start' && kind !== 'order') return refused('SPEAKING_ANOTHER_SPEAKS')
  return { ok: true, to: acts[act].to }
}

const place: Record<SpeakingState, number> = { speaking: 0, called: 1, waiting: 2, done: 3, withdrawn: 4, declined: 4 }

type Queued = {
  id: string
  status: SpeakingState
  requestedAt: number
  calledAt?: number | null
  kind?: SpeakingKind | undefined
  /** place given by the chair; null or absent = by the time of asking, behind those that have one */
  position?: number | null | undefined
  pausedAt?: number | null | undefined
}

/**
 * Order of the queue: who speaks (whoever was interrupted stands behind the interruption), who is called, who waits, then
 * who has spoken. Within each, points of order come first; then the chair's own order, then the time of asking.
 */
export const queueOrder = <T extends Queued>(requests: readonly T[]): T[] =>
  [...requests].sort(
    (a, b) =>
      place[a.status] - place[b.status] ||
      (stands(a.status) ? Number(b.kind === 'order') - Number(a.kind === 'order') : 0) ||
      (a.status === 'speaking' ? Number((a.pausedAt ?? null) !== null) - Number((b.pausedAt ?? null) !== null) : 0) ||
      (a.status === 'called' ? (a.calledAt ?? 0) - (b.calledAt ?? 0) : 0) ||
      (a.status === 'waiting' ? (a.position ?? Infinity) - (b.position ?? Infinity) || 0 : 0) ||
      a.requestedAt - b.requestedAt ||
      (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  )

/** The waiting ones after `id` was put before `beforeId` (null = last); null when either does not wait. */
export const reorder = (waiting: readonly string[], id: string, beforeId: string | null): string[] | null => {
  if (!waiting.includes(id) || id === beforeId || (beforeId !== null && !waiting.includes(beforeId))) return null
  const others = waiting.filter(other => other !== id)
  const at = beforeId === null ? others.length : others.indexOf(beforeId)
  return [...others.slice(0, at), id, ...others.slice(at)]
}

export type SpeechTimes = {
  startedAt: number | null
  endedAt?: number | null
  /** its clock stands since then */
  pausedAt?: number | null | undefined
  /** ms its clock has stood before */
  pausedMs?: number | undefined
}

/** Seconds somebody has really spoken: pauses are taken out; a running speech counts to `now`. */
export const spokenSeconds = (s: SpeechTimes, now: number): number => {
  if (s.startedAt === null) return 0
  const until = s.endedAt ?? s.pausedAt ?? now
  return Math.max(0, Math.floor((until - s.startedAt - (s.pausedMs ?? 0)) / 1000))
}

/** What the speaker and the chair are told of the clock: near the end once, at the end once; never an alarm. */
export const timeWarning = (left: number, warnSeconds: number): 'none' | 'near' | 'over' => (left <= 0 ? 'over' : left <= warnSeconds ? 'near' : 'none')

/** Corrected times of the log: begun before ended, inside the session, not in the future, pauses still fit between them. */
export const checkTimes = (facts: {
  startedAt: number
  endedAt: number
  pausedMs: number
  openedAt: number
  now: number
}): { ok: true } | Refused<SpeakingRefusal> =>
  facts.startedAt >= facts.openedAt && facts.endedAt > facts.startedAt + facts.pausedMs && facts.endedAt <= facts.now ? { ok: true } : refused('SPEAKING_TIME_WRONG')
