import { civilDateInVietnam } from '#app/domain/calendar/working-days.ts'
import { fold } from '#app/domain/search/fold.ts'
import type { PeopleDeskView, PersonFound } from '#app/contracts/people.ts'
import { Refusal, type QueryContext } from '#server/command/context.ts'
import { inForce } from '#server/db/in-force.ts'
import type { Prisma } from '#server/db/generated/client.ts'
import { membersInOffice, unitNameOf, type View } from '#server/features/meeting/views.ts'
import { assignmentView, correctionView } from '#server/features/people/views.ts'
import { streamHead } from '#server/features/stream-head.ts'
import { canMeeting, meetingFacts, type MeetingVerb, scopeMeeting } from '#server/policies/meeting.ts'
import { absenceView } from './absence.ts'
import { detailOf } from './facts.ts'

const SHOWN = 30
const MAX_WORDS = 8

/** The meeting, when the actor may do this with it. */
async function allowedMeeting(ctx: QueryContext, meetingId: string, verb: MeetingVerb) {
  const [meeting, me] = await Promise.all([
    ctx.db.meeting.findUnique({ where: { id: meetingId } }),
    ctx.db.meetingParticipant.findUnique({ where: { meetingId_userId: { meetingId, userId: ctx.actor.userId } } }),
  ])
  if (!meeting) throw new Refusal('NOT_FOUND')
  const facts = meetingFacts(meeting, me)
  if (!canMeeting(ctx.actor, verb, facts).ok) throw new Refusal('FORBIDDEN')
  return { meeting, facts }
}

/** The people's side of the desk: invitations' grades, requests for leave, corrections, the written assignment. */
export async function peopleDesk(ctx: QueryContext, args: { meetingId: string }) {
  const { facts } = await allowedMeeting(ctx, args.meetingId, 'desk')
  const stream = `desk:${args.meetingId}`
  const seq = await streamHead(ctx.db, stream)
  const [people, absences, corrections, assignment] = await Promise.all([
    ctx.db.meetingParticipant.findMany({ where: { meetingId: args.meetingId } }),
    ctx.db.absenceRequest.findMany({ where: { meetingId: args.meetingId }, orderBy: [{ requestedAt: 'asc' }, { id: 'asc' }] }),
    ctx.db.attendanceCorrection.findMany({ where: { meetingId: args.meetingId }, orderBy: [{ correctedAt: 'asc' }, { id: 'asc' }] }),
    ctx.db.chairAssignment.findFirst({ where: { meetingId: args.meetingId, revokedAt: null } }),
  ])
  const byId = new Map(people.map(p => [p.id, p]))
  const view: View<typeof PeopleDeskView> = {
    details: people.filter(p => p.inviteGrade !== null || p.mandateDocument !== null).map(detailOf),
    absences: absences.map(a => absenceView(a, byId.get(a.participantId)?.label ?? '')),
    corrections: corrections.map(correctionView),
    assignment: assignment && assignmentView(assignment, byId.get(assignment.participantId)?.userId ?? assignment.participantId),
  }
  return { view, seq, may: { people: canMeeting(ctx.actor, 'people', facts).ok, absence: canMeeting(ctx.actor, 'absence', facts).ok } }
}

/** Members in office on the day of the session who are not on its list: proposed, one press enters them. */
export async function missingMembers(ctx: QueryContext, args: { meetingId: string }) {
  const { meeting } = await allowedMeeting(ctx, args.meetingId, 'people')
  const [members, listed] = await Promise.all([
    membersInOffice(ctx.db, civilDateInVietnam(meeting.startsAt)),
    ctx.db.meetingParticipant.findMany({ where: { meetingId: meeting.id }, select: { userId: true } }),
  ])
  const known = new Set(listed.map(p => p.userId))
  return {
    inOffice: members.map(m => m.userId),
    viceChairs: members.filter(m => m.user.positions.some(p => p.role === 'vice_chairman')).map(m => m.userId),
    missing: members.filter(m => !known.has(m.userId)).map(m => ({ userId: m.userId, label: m.user.displayName })),
  }
}

/** Finds people by name, position or unit without marks. Every word must occur. */
export async function findPeople(ctx: QueryContext, args: { meetingId: string; text: string }): Promise<View<typeof PersonFound>[]> {
  await allowedMeeting(ctx, args.meetingId, 'people')
  const words = fold(args.text).split(/\s+/).filter(Boolean).slice(0, MAX_WORDS)
  if (words.length === 0) return []
  const held = inForce(ctx.now)
  const users = await ctx.db.user.findMany({
    where: {
      disabledAt: null,
      isNamedOnly: false,
      positions: { some: held },
      AND: words.map((word): Prisma.UserWhereInput => ({ OR: [{ searchText: { contains: word } }, { positions: { some: { ...held, unit: { searchText: { contains: word } } } } }] })),
    },
    orderBy: [{ displayName: 'asc' }, { id: 'asc' }],
    take: SHOWN,
    select: {
      id: true,
      displayName: true,
      positions: { where: held, select: { title: true, role: true, unit: { select: { name: true } } } },
      participants: { where: { meetingId: args.meetingId }, select: { id: true } },
    },
  })
  return users.map(u => ({
    userId: u.id,
    name: u.displayName,
    titles: [...new Set(u.positions.map(p => p.title))],
    unitName: unitNameOf(u.positions) ?? '',
    isListed: u.participants.length > 0,
  }))
}

/** What a person on the list may ask for: leave, with a colleague of the own unit who is not on the list yet. */
export async function myAbsence(ctx: QueryContext, args: { meetingId: string }) {
  const { meetingId } = args
  const stream = `user:${ctx.actor.userId}`
  const [seq, me] = await Promise.all([
    streamHead(ctx.db, stream),
    ctx.db.meetingParticipant.findUnique({ where: { meetingId_userId: { meetingId, userId: ctx.actor.userId } }, select: { id: true, label: true, role: true } }),
  ])
  if (!me) {
    // Whoever has no place in the session is not told that there is one.
    if (!(await ctx.db.meeting.findFirst({ where: { id: meetingId, ...scopeMeeting(ctx.actor) }, select: { id: true } }))) throw new Refusal('NOT_FOUND')
    return { seq, requests: [], colleagues: [], assignment: null, chairLostAt: null }
  }
  const units = ctx.actor.positions.filter(p => p.role === 'unit_head' || p.role === 'office_leader').map(p => p.unitId)
  const [requests, colleagues, assignment, meeting] = await Promise.all([
    ctx.db.absenceRequest.findMany({ where: { meetingId, participantId: me.id }, orderBy: [{ requestedAt: 'asc' }, { id: 'asc' }] }),
    units.length === 0
      ? []
      : ctx.db.user.findMany({
          where: { disabledAt: null, id: { not: ctx.actor.userId }, positions: { some: { ...inForce(ctx.now), unitId: { in: units } } }, participants: { none: { meetingId } } },
          orderBy: { displayName: 'asc' },
          take: 100,
          select: { id: true, displayName: true },
        }),
    ctx.db.chairAssignment.findFirst({ where: { meetingId, participantId: me.id, revokedAt: null } }),
    ctx.db.meeting.findUniqueOrThrow({ where: { id: meetingId }, select: { chairLostAt: true } }),
  ])
  return {
    seq,
    requests: requests.map(r => absenceView(r, me.label)),
    colleagues: colleagues.map(c => ({ userId: c.id, name: c.displayName })),
    assignment: assignment && assignmentView(assignment, ctx.actor.userId),
    chairLostAt: assignment ? (meeting.chairLostAt?.getTime() ?? null) : null,
  }
}

export const queries = { 'people.desk': peopleDesk, 'people.missing': missingMembers, 'people.find': findPeople, 'people.mine': myAbsence }
