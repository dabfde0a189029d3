import { allowed, refused, type Refused, type Verdict } from '#app/domain/verdict.ts'
import { mustStand, type MeetingState } from './machine.ts'

/** Xin vắng mặt: one pending request a person at a time; what was decided stays as it was decided. */
export type AbsenceState = 'pending' | 'approved' | 'refused' | 'withdrawn'
export type AbsenceAct = 'approve' | 'refuse' | 'withdraw'
export type AbsenceRefusal =
  | 'ABSENCE_ALREADY_WAITING'
  | 'ABSENCE_ALREADY_DECIDED'
  | 'ABSENCE_NOT_YOURS'
  | 'ABSENCE_REASON_REQUIRED'
  | 'ABSENCE_PRESENT'
  | 'ABSENCE_CHAIR'
  | 'MEETING_ALREADY_ENDED'
  | 'MEETING_NOT_STARTED'
  | 'MEETING_NOT_RUNNING'

const to: Record<AbsenceAct, AbsenceState> = { approve: 'approved', refuse: 'refused', withdraw: 'withdrawn' }

const isOpen = (state: MeetingState): Verdict<AbsenceRefusal> => {
  const stands = mustStand(state)
  return stands.ok && state === 'draft' ? refused('MEETING_NOT_STARTED') : stands
}

/** Who is in the room leaves it, and asks for no leave; the chair is replaced by written assignment. */
export const canAskAbsence = (facts: { meeting: MeetingState; role: string; isPresent: boolean; isWaiting: boolean; reason: string }): Verdict<AbsenceRefusal> => {
  const open = isOpen(facts.meeting)
  if (!open.ok) return open
  if (facts.role === 'chair') return refused('ABSENCE_CHAIR')
  if (facts.isPresent) return refused('ABSENCE_PRESENT')
  if (facts.isWaiting) return refused('ABSENCE_ALREADY_WAITING')
  if (facts.reason.trim() === '') return refused('ABSENCE_REASON_REQUIRED')
  return allowed
}

/** The next state of a request. Refusing needs a reason; who came in the meantime is not away. */
export const decideAbsence = (facts: {
  meeting: MeetingState
  state: AbsenceState
  act: AbsenceAct
  isOwn: boolean
  isPresent: boolean
  reason: string
}): { ok: true; to: AbsenceState } | Refused<AbsenceRefusal> => {
  const open = isOpen(facts.meeting)
  if (!open.ok) return open
  if (facts.act === 'withdraw' && !facts.isOwn) return refused('ABSENCE_NOT_YOURS')
  if (facts.state !== 'pending') return refused('ABSENCE_ALREADY_DECIDED')
  if (facts.act === 'approve' && facts.isPresent) return refused('ABSENCE_PRESENT')
  if (facts.act === 'refuse' && facts.reason.trim() === '') return refused('ABSENCE_REASON_REQUIRED')
  return { ok: true, to: to[facts.act] }
}
