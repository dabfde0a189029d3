import type { Actor, Verdict } from '#server/command/context.ts'
import type { Prisma } from '#server/db/generated/client.ts'

/** Roles of the Office: they prepare and serve every meeting of the Committee. */
export const isOffice = (actor: Actor): boolean =>
  actor.roles.has('secretary') || actor.roles.has('office_leader') || actor.roles.has('office_monitor')

export type MeetingVerb = 'create' | 'control' | 'record' | 'attend' | 'speak' | 'desk' | 'edit_agenda'

/** What a policy needs to know of a person in a meeting. `role` null = not invited. */
export type MeetingFacts = { role: string | null }

/**
 * Điều hành: the chair, and the secretaries on the chair's behalf. Recording others: secretaries and the Office.
 * Attending and speaking: whoever is on the list. Everything else: no.
 */
export function canMeeting(actor: Actor, verb: MeetingVerb, facts: MeetingFacts): Verdict {
  const ok: Verdict = { ok: true }
  const no: Verdict = { ok: false, code: 'FORBIDDEN' }
  const runs = facts.role === 'chair' || facts.role === 'secretary'
  switch (verb) {
    case 'create':
      return actor.roles.has('secretary') || actor.roles.has('office_leader') ? ok : no
    case 'control':
      return runs ? ok : no
    case 'record':
      return runs || actor.roles.has('secretary') ? ok : no
    case 'desk':
    case 'edit_agenda':
      return runs || isOffice(actor) ? ok : no
    case 'attend':
    case 'speak':
      return facts.role !== null && facts.role !== 'observer' ? ok : no
  }
}

/** Meetings a person may see: the Office all, others those they are invited to once invitations went out. */
export const scopeMeeting = (actor: Actor): Prisma.MeetingWhereInput =>
  isOffice(actor) || actor.roles.has('auditor')
    ? {}
    : {
        participants: { some: { userId: actor.userId } },
        OR: [{ status: { not: 'draft' } }, { participants: { some: { userId: actor.userId, role: { in: ['chair', 'secretary'] } } } }],
      }
