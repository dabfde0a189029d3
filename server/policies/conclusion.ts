import type { Actor, Verdict } from '#server/command/context.ts'

/** What a policy needs to know: the person's role in the meeting (null = not listed) and where the meeting stands. */
export type ConclusionFacts = { role: string | null }

/** Ghi kết luận: the chair, the meeting's secretaries, the Committee's secretaries and the leaders of the Office. */
export function canWriteConclusion(actor: Actor, facts: ConclusionFacts): Verdict {
  const isOfMeeting = facts.role === 'chair' || facts.role === 'secretary'
  const isOfOffice = actor.roles.has('secretary') || actor.roles.has('office_leader')
  return isOfMeeting || isOfOffice ? { ok: true } : { ok: false, code: 'FORBIDDEN' }
}

/** Reading along: the same people, and the specialists of the Office who will follow the tasks. */
export const canReadDesk = (actor: Actor, facts: ConclusionFacts): Verdict =>
  canWriteConclusion(actor, facts).ok || actor.roles.has('office_monitor') ? { ok: true } : { ok: false, code: 'FORBIDDEN' }
