import type { Standing } from '#app/domain/presentation/presenting.ts'
import type { Actor } from '#server/command/context.ts'
import { canMeeting, type MeetingFacts } from './meeting.ts'

/**
 * Who may show pages in a session: who runs it (the chair, who presides by assignment, the secretaries); a participant while
 * a grant of theirs stands. Nobody else, whatever their office: guests and the press don't follow the stream on which pages,
 * pen and pointer travel, so that a page of theirs would run away from them.
 */
export function presentingStanding(actor: Actor, facts: MeetingFacts & { isGranted: boolean }): Standing {
  if (canMeeting(actor, 'control', facts).ok) return 'runs'
  if (facts.role !== null && mayBeGranted(facts.role) && facts.isGranted) return 'granted'
  return 'none'
}

/** Whom the chair may let present: those who follow the session's page. */
export const mayBeGranted = (role: string): boolean => role !== 'guest' && role !== 'observer'
