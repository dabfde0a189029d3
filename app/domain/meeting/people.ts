import { allowed, refused, type Verdict } from '#app/domain/verdict.ts'
import { mustStand, type MeetingState } from './machine.ts'

/**
 * Thành phần phiên họp: who may be entered, changed, replaced, excused and taken off the list, and when.
 * Voters are the members in office frozen at the opening (khoản 3 Điều 40 Luật 72/2025/QH15): nothing done to the list
 * afterwards changes them.
 */
export type SeatRole = 'chair' | 'secretary' | 'member' | 'substitute' | 'guest' | 'observer'
/** Cấp mời: thủ trưởng, đại diện lãnh đạo, cán bộ. */
export type InviteGrade = 'head' | 'leader' | 'staff'
/** Người dự thay là cấp phó của người được mời, hay thấp hơn. */
export type SubstituteLevel = 'deputy' | 'lower'

export type PeopleRefusal =
  | 'PARTICIPANT_ALREADY_LISTED'
  | 'PARTICIPANT_IS_CHAIR'
  | 'PARTICIPANT_CHAIR_FIXED'
  | 'PARTICIPANT_IN_OFFICE'
  | 'PARTICIPANT_FROZEN'
  | 'PARTICIPANT_SPEAKING'
  | 'PARTICIPANT_PRESENT'
  | 'PARTICIPANT_ENTERED'
  | 'PARTICIPANT_IS_MEMBER'
  | 'PARTICIPANT_HAS_SUBSTITUTE'
  | 'PARTICIPANT_SUBSTITUTE_OF_SUBSTITUTE'
  | 'PARTICIPANT_CHAIR_NO_SUBSTITUTE'
  | 'PARTICIPANT_SUBSTITUTE_NEEDS_TARGET'
  | 'PARTICIPANT_CONSENT_REQUIRED'
  | 'MEETING_ALREADY_ENDED'
  | 'MEETING_NOT_RUNNING'

export type Seat = {
  role: SeatRole
  /** member in office on the day of the session */
  isInOffice: boolean
  isPresent: boolean
  /** was in the room at any time */
  hasEntered: boolean
}

const hasOpened = (state: MeetingState): boolean => state === 'running' || state === 'paused'

/** The list can be changed until the session is over. */
export const canChangePeople: (state: MeetingState) => Verdict<PeopleRefusal> = mustStand

/** Người mới: not twice; somebody sits in for another only by naming whom. */
export const canAdd = (facts: { state: MeetingState; isListed: boolean; role: SeatRole; hasChair: boolean }): Verdict<PeopleRefusal> => {
  const open = canChangePeople(facts.state)
  if (!open.ok) return open
  if (facts.isListed) return refused('PARTICIPANT_ALREADY_LISTED')
  if (facts.role === 'substitute') return refused('PARTICIPANT_SUBSTITUTE_NEEDS_TARGET')
  if (facts.role === 'chair' && facts.hasChair && hasOpened(facts.state)) return refused('PARTICIPANT_CHAIR_FIXED')
  return allowed
}

/**
 * Another role. The chair gives the role up only by naming the next chair before the opening; after it, presiding passes
 * by written assignment. A member in office keeps a voting role.
 */
export const canChangeRole = (facts: { state: MeetingState; seat: Seat; to: SeatRole }): Verdict<PeopleRefusal> => {
  const open = canChangePeople(facts.state)
  if (!open.ok) return open
  if (facts.to === facts.seat.role) return allowed
  if (facts.seat.role === 'chair') return refused('PARTICIPANT_IS_CHAIR')
  if (facts.to === 'substitute') return refused('PARTICIPANT_SUBSTITUTE_NEEDS_TARGET')
  if (facts.to === 'chair' && hasOpened(facts.state)) return refused('PARTICIPANT_CHAIR_FIXED')
  if (facts.seat.isInOffice && (facts.to === 'guest' || facts.to === 'observer')) return refused(hasOpened(facts.state) ? 'PARTICIPANT_FROZEN' : 'PARTICIPANT_IN_OFFICE')
  return allowed
}

/** Đưa ra khỏi thành phần. A member in office stays on the list: away with a reason, never struck out. */
export const canRemove = (facts: { state: MeetingState; seat: Seat; isSpeaking: boolean }): Verdict<PeopleRefusal> => {
  const open = canChangePeople(facts.state)
  if (!open.ok) return open
  if (facts.seat.role === 'chair') return refused('PARTICIPANT_IS_CHAIR')
  if (facts.seat.isInOffice) return refused(hasOpened(facts.state) ? 'PARTICIPANT_FROZEN' : 'PARTICIPANT_IN_OFFICE')
  if (facts.isSpeaking) return refused('PARTICIPANT_SPEAKING')
  return allowed
}

/** Whether the chair must agree that this person comes instead: the wording of the invitation decides. */
export const needsConsent = (grade: InviteGrade | null, level: SubstituteLevel): boolean =>
  grade === 'staff' ? false : grade === 'leader' ? level === 'lower' : true

/**
 * Cử người dự thay: for an invited person who has not entered the session; the substitute is nobody who already sits
 * there by own right, and the Chairman is replaced by written assignment only (khoản 4 Điều 40).
 */
export const canSubstitute = (facts: {
  state: MeetingState
  target: Seat
  hasOtherSubstitute: boolean
  /** the substitute's own seat on the list, if any */
  own: Seat | null
  isOwnInOffice: boolean
  grade: InviteGrade | null
  level: SubstituteLevel
  isConsented: boolean
}): Verdict<PeopleRefusal> => {
  const open = canChangePeople(facts.state)
  if (!open.ok) return open
  if (facts.target.role === 'chair') return refused('PARTICIPANT_CHAIR_NO_SUBSTITUTE')
  if (facts.target.role === 'substitute') return refused('PARTICIPANT_SUBSTITUTE_OF_SUBSTITUTE')
  if (facts.target.isPresent || facts.target.hasEntered) return refused('PARTICIPANT_ENTERED')
  if (facts.isOwnInOffice) return refused('PARTICIPANT_IS_MEMBER')
  if (facts.own && facts.own.role !== 'substitute') return refused('PARTICIPANT_ALREADY_LISTED')
  if (facts.own?.hasEntered) return refused('PARTICIPANT_ENTERED')
  if (facts.hasOtherSubstitute) return refused('PARTICIPANT_HAS_SUBSTITUTE')
  if (needsConsent(facts.grade, facts.level) && !facts.isConsented) return refused('PARTICIPANT_CONSENT_REQUIRED')
  return allowed
}

/** Vắng có lý do: nobody who sits in the room is away. */
export const canSetAbsence = (facts: { state: MeetingState; seat: Seat }): Verdict<PeopleRefusal> => {
  const open = canChangePeople(facts.state)
  if (!open.ok) return open
  if (facts.seat.isPresent) return refused('PARTICIPANT_PRESENT')
  return allowed
}
