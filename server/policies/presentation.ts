import type { Standing } from '#app/domain/presentation/presenting.ts'
import type { Actor } from '#server/command/context.ts'
import { canMeeting, type MeetingFacts } from './meeting.ts'

/**
 * Who may show pages in a session: who runs it (the chair, who presides by assignment, the secretaries); a participant while
 * a grant of theirs stands. Nobody else, whatever their office.
 */
export function presentingStanding(actor: Actor, facts: MeetingFacts & { isGranted: boolean }): Standing {
  if (canMeeting(actor, 'control', facts).ok) return 'runs'
  if (facts.role !== null && facts.role !== 'observer' && facts.isGranted) return 'granted'
  return 'none'
}
