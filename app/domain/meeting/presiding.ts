import { allowed, refused, type Refused, type Verdict } from '#app/domain/verdict.ts'
import { mustStand, type MeetingState } from './machine.ts'

/**
 * Chủ trì thay: when the Chairman is away, one Vice-Chairman he named in writing leads the session
 * (khoản 4 Điều 40 Luật 72/2025/QH15). The Chairman's ballot stays his own.
 */
export type TakeOverHow = 'handed_over' | 'lost_contact' | 'absent'
export type PresidingRefusal =
  | 'ASSIGNMENT_NOT_VICE_CHAIR'
  | 'ASSIGNMENT_IS_CHAIR'
  | 'ASSIGNMENT_IN_USE'
  | 'ASSIGNMENT_MISSING'
  | 'TAKEOVER_NOT_ASSIGNEE'
  | 'TAKEOVER_CHAIR_HERE'
  | 'TAKEOVER_ALREADY'
  | 'HANDBACK_NOT_TAKEN'
  | 'MEETING_ALREADY_ENDED'
  | 'MEETING_NOT_STARTED'
  | 'MEETING_NOT_RUNNING'

/** Seconds without any device of the chair before the named Vice-Chairman may lead on. */
export const LOST_CONTACT_SECONDS = 30

const isOn = (state: MeetingState): Verdict<PresidingRefusal> => {
  const stands = mustStand(state)
  return stands.ok && state === 'draft' ? refused('MEETING_NOT_STARTED') : stands
}

/** Who may be named: a Vice-Chairman in office in a session of the Committee; in other meetings any member of it. */
export const canAssign = (facts: { state: MeetingState; kind: string; isChair: boolean; isInOffice: boolean; isViceChairman: boolean; isPresidingNow: boolean }): Verdict<PresidingRefusal> => {
  const stands = mustStand(facts.state)
  if (!stands.ok) return stands
  if (facts.isPresidingNow) return refused('ASSIGNMENT_IN_USE')
  if (facts.isChair) return refused('ASSIGNMENT_IS_CHAIR')
  if (facts.kind === 'other' ? !facts.isInOffice : !(facts.isInOffice && facts.isViceChairman)) return refused('ASSIGNMENT_NOT_VICE_CHAIR')
  return allowed
}

/**
 * Nhận điều hành. `by`: the chair hands over at will; the named Vice-Chairman when the chair is not in the room, or none
 * of the chair's devices has answered for LOST_CONTACT_SECONDS. A line that is back takes the ground away again.
 */
export const decideTakeOver = (facts: {
  state: MeetingState
  by: 'chair' | 'assignee' | 'other'
  hasAssignment: boolean
  isTaken: boolean
  isChairPresent: boolean
  chairLostAt: number | null
  now: number
}): { ok: true; how: TakeOverHow } | Refused<PresidingRefusal> => {
  const on = isOn(facts.state)
  if (!on.ok) return on
  if (!facts.hasAssignment) return refused('ASSIGNMENT_MISSING')
  if (facts.by === 'other') return refused('TAKEOVER_NOT_ASSIGNEE')
  if (facts.isTaken) return refused('TAKEOVER_ALREADY')
  if (facts.by === 'chair') return { ok: true, how: 'handed_over' }
  if (!facts.isChairPresent) return { ok: true, how: 'absent' }
  const lostFor = facts.chairLostAt === null ? 0 : (facts.now - facts.chairLostAt) / 1000
  if (lostFor >= LOST_CONTACT_SECONDS) return { ok: true, how: 'lost_contact' }
  return refused('TAKEOVER_CHAIR_HERE', { seconds: LOST_CONTACT_SECONDS })
}

/** Trả lại quyền điều hành: by who leads now, or by the chair. */
export const decideHandBack = (facts: { state: MeetingState; by: 'chair' | 'presiding' | 'other'; isTaken: boolean }): Verdict<PresidingRefusal> => {
  const on = isOn(facts.state)
  if (!on.ok) return on
  if (!facts.isTaken) return refused('HANDBACK_NOT_TAKEN')
  if (facts.by === 'other') return refused('TAKEOVER_NOT_ASSIGNEE')
  return allowed
}
