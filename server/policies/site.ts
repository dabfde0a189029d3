import type { Actor, Verdict } from '#server/command/context.ts'
import { canMeeting, type MeetingFacts } from './meeting.ts'
import { unitsOf } from './stream.ts'

/** Whether the person works for the commune whose room it is: the clerk who runs the shared device. */
export const operates = (actor: Actor, unitId: string): boolean => unitsOf(actor).includes(unitId)

/**
 * Điểm cầu. `run`: names, presence by PIN, asking for the floor – the commune's own clerk, or whoever records for the
 * session. `manage`: which rooms there are and who sits where – whoever enters the people of the session.
 */
export function canSite(actor: Actor, verb: 'run' | 'manage', facts: MeetingFacts & { unitId: string | null }): Verdict {
  if (verb === 'run' && facts.unitId !== null && operates(actor, facts.unitId)) return { ok: true }
  return canMeeting(actor, verb === 'run' ? 'record' : 'people', facts)
}
