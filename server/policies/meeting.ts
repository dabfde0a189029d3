import type { Actor, Verdict } from '#server/command/context.ts'
import { unitsOf } from './stream.ts'
import type { Prisma } from '#server/db/generated/client.ts'

/** Roles of the Office: they prepare and serve every meeting of the Committee. */
export const isOffice = (actor: Actor): boolean =>
  actor.roles.has('secretary') || actor.roles.has('office_leader') || actor.roles.has('office_monitor')

export type MeetingVerb = 'create' | 'control' | 'record' | 'attend' | 'speak' | 'desk' | 'edit_agenda' | 'people' | 'absence' | 'adopt' | 'conclude' | 'object' | 'seal' | 'hide' | 'open_to_press'

/**
 * What a policy needs to know of a person in a meeting. `role` null = not invited. `presides` tells who leads now when
 * it passed by written assignment: left out, the chair does.
 */
export type MeetingFacts = { role: string | null; presides?: boolean }

/** The facts of a person in a meeting, presiding by assignment counted in. Every question about a meeting starts here. */
export const meetingFacts = (meeting: { presidingId: string | null }, me: { id: string; role: string } | null): MeetingFacts => ({
  role: me?.role ?? null,
  presides: me !== null && (meeting.presidingId === null ? me.role === 'chair' : me.id === meeting.presidingId),
})

/**
 * The role somebody reads a session with. Who presides by written assignment reads as the chair for as long as they do: the
 * chair's acts can't be done by somebody who doesn't see what they are about. Null = not on the list.
 */
export const roleIn = (meeting: { presidingId: string | null }, me: { id: string; role: string } | null | undefined): string | null =>
  me && me.id === meeting.presidingId ? 'chair' : (me?.role ?? null)

/** The same in SQL, for a participant `p` (or none) of a meeting `m`. */
export const ROLE_IN = `CASE WHEN p.id = m."presidingId" THEN 'chair' ELSE p.role END`

/**
 * Điều hành: who presides – the chair, or the Vice-Chairman who took over by written assignment – and the secretaries on
 * their behalf. Recording others: secretaries and the Office. Attending and speaking: whoever is on the list.
 * Everything else: no.
 */
export function canMeeting(actor: Actor, verb: MeetingVerb, facts: MeetingFacts): Verdict {
  const ok: Verdict = { ok: true }
  const no: Verdict = { ok: false, code: 'FORBIDDEN' }
  const presides = facts.presides ?? facts.role === 'chair'
  // The chair whose place is taken keeps reading and recording; running the session is one person's at a time.
  const serves = presides || facts.role === 'chair' || facts.role === 'secretary'
  switch (verb) {
    case 'create':
      return actor.roles.has('secretary') || actor.roles.has('office_leader') ? ok : no
    case 'control':
      if (presides || facts.role === 'secretary') return ok
      return facts.role === 'chair' ? { ok: false, code: 'MEETING_TAKEN_OVER' } : no
    // Adopting and concluding are acts of who presides, also when secretaries run the session.
    case 'adopt':
    case 'conclude':
      return presides ? ok : no
    // Members only, as the rule says with its reason (flow-acts.tsv); here it is enough to be on the list.
    case 'object':
      return facts.role !== null ? ok : no
    case 'seal':
      return serves ? ok : no
    case 'record':
      return serves || actor.roles.has('secretary') ? ok : no
    case 'people':
      return serves || actor.roles.has('secretary') || actor.roles.has('office_leader') ? ok : no
    case 'absence':
      return serves ? ok : no
    case 'desk':
    case 'edit_agenda':
    case 'hide':
      return serves || isOffice(actor) ? ok : no
    case 'open_to_press':
      return serves ? ok : no
    case 'attend':
    case 'speak':
      return facts.role !== null && facts.role !== 'observer' ? ok : no
  }
}

/** Real sessions only: what search, statistics, lists of work and record are made of. A rehearsal is not a session. */
export const realMeetings: Prisma.MeetingWhereInput = { rehearsalOf: null }

/** In the list of sessions a rehearsal stands apart, for those who take part in it themselves. */
export const rehearsalsShown = (actor: Actor): Prisma.MeetingWhereInput => ({ OR: [{ rehearsalOf: null }, { participants: { some: { userId: actor.userId } } }] })
/**
 * As whom somebody reads a session; `role` as `roleIn` gives it. `desk`: all of it, hidden items too. `room`: everything but hidden items. `part`: a
 * guest, the press, an observer – only what app/live/reducers/part.ts gives them. Null: nothing.
 */
export function readsAs(actor: Actor, role: string | null): 'desk' | 'room' | 'part' | null {
  if (isOffice(actor) || role === 'chair' || role === 'secretary') return 'desk'
  if (role === 'guest' || role === 'observer') return 'part'
  return role === 'member' || role === 'substitute' || actor.roles.has('auditor') ? 'room' : null
}

/**
 * Whether somebody is told of items hidden until their turn: chair (or who presides), secretaries, the Office; the auditor
 * once the session is over, when what stayed hidden is a matter of record.
 */
export const seesHidden = (actor: Actor, role: string | null, status: string): boolean =>
  readsAs(actor, role) === 'desk' || (actor.roles.has('auditor') && role !== 'guest' && role !== 'observer' && status === 'ended')

/** Meetings a person may see: the Office all, others those they are invited to once invitations went out. */
export const scopeMeeting = (actor: Actor): Prisma.MeetingWhereInput =>
  isOffice(actor) || actor.roles.has('auditor')
    ? {}
    : {
        OR: [
          { participants: { some: { userId: actor.userId } }, status: { not: 'draft' } },
          { participants: { some: { userId: actor.userId, role: { in: ['chair', 'secretary'] } } } },
          // The clerk who runs the room of a commune follows the session from there.
          { sites: { some: { unitId: { in: unitsOf(actor) } } }, status: { not: 'draft' } },
        ],
      }
