import { v7 as uuid } from 'uuid'
import { meetingChanged } from '#app/contracts/meeting.ts'
import { rehearsalStart } from '#app/contracts/rehearsal.ts'
import { civilDateInVietnam } from '#app/domain/calendar/working-days.ts'
import type { MeetingState } from '#app/domain/meeting/machine.ts'
import { canRehearse } from '#app/domain/meeting/rehearsal.ts'
import { demand, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { meetingFor } from '#server/features/meeting/facts.ts'
import { meetingView, membersInOffice, sessionItems, unitNameOf } from '#server/features/meeting/views.ts'

/** A rehearsal nobody took away goes by itself after a day. */
const LIFE_HOURS = 24
/** Only these people rehearse themselves; everybody else is played. */
const REAL = new Set(['chair', 'secretary'])

/**
 * Bắt đầu họp thử: a copy of the session – items, papers, people – under an id of its own. Chair and secretaries are
 * themselves; members, substitutes and guests are simulated people without an account, so that nothing a simulated member
 * does stands under a real person's name. No event goes to the real session.
 */
export const startRehearsal = handler(rehearsalStart, async (ctx, { meetingId, rehearsalId }) => {
  const { meeting, me } = await meetingFor(ctx, meetingId, 'control')
  if (await ctx.tx.meeting.findUnique({ where: { id: rehearsalId }, select: { id: true } })) throw new Refusal('CONFLICT')
  const [items, people, papers, members, others] = await Promise.all([
    sessionItems(ctx.tx, meetingId),
    ctx.tx.meetingParticipant.findMany({ where: { meetingId }, orderBy: { rank: 'asc' } }),
    ctx.tx.paper.findMany({ where: { meetingId, removedAt: null } }),
    membersInOffice(ctx.tx, civilDateInVietnam(ctx.now)),
    ctx.tx.meeting.count({ where: { rehearsalOf: meetingId } }),
  ])
  demand(canRehearse({ state: meeting.status as MeetingState, isRehearsal: meeting.rehearsalOf !== null, isAnother: others > 0, items: items.length }))
  const copy = await ctx.tx.meeting.create({
    data: {
      id: rehearsalId,
      title: meeting.title,
      kind: meeting.kind,
      status: 'invited',
      startsAt: ctx.now,
      endsAt: new Date(ctx.now.getTime() + (meeting.endsAt.getTime() - meeting.startsAt.getTime())),
      place: meeting.place,
      hostUnitId: meeting.hostUnitId,
      ruleSetId: meeting.ruleSetId,
      rehearsalOf: meetingId,
      rehearsalExpiresAt: new Date(ctx.now.getTime() + LIFE_HOURS * 3_600_000),
      createdAt: ctx.now,
    },
  })
  const itemIds = new Map(items.map(i => [i.id, uuid()]))
  await ctx.tx.agendaItem.createMany({
    data: items.map(i => ({
      id: itemIds.get(i.id) ?? uuid(),
      meetingId: rehearsalId,
      rank: i.rank,
      title: i.title,
      text: i.text,
      presenter: i.presenter,
      minutes: i.minutes,
      leadUnitId: i.leadUnitId,
      isCollective: i.isCollective,
      isUndisputed: i.isUndisputed,
    })),
  })
  const inOffice = new Map(members.map(m => [m.userId, m]))
  const listed = new Set(people.map(p => p.userId))
  const seats = [
    ...people.map(p => ({ ...p, isVoter: inOffice.has(p.userId) && !['guest', 'substitute', 'observer'].includes(p.role) })),
    // Opening the real session would add the members in office who are not on the list yet; the rehearsal shows it too.
    ...members
      .filter(m => !listed.has(m.userId))
      .map(m => ({ id: uuid(), userId: m.userId, role: 'member', label: m.user.displayName, unitName: unitNameOf(m.user.positions), rank: m.rank, isVoter: true, substituteForId: null, absenceReason: null })),
  ].map(p => {
    const isReal = REAL.has(p.role) || p.userId === me?.userId
    return { ...p, newId: uuid(), newUserId: isReal ? p.userId : uuid(), isReal, isCommitteeChair: inOffice.get(p.userId)?.isChair ?? false }
  })
  await ctx.tx.user.createMany({
    data: seats
      .filter(p => !p.isReal)
      .map(p => ({ id: p.newUserId, username: `hop-thu.${p.newUserId}`, displayName: p.label, disabledAt: ctx.now, simulatedIn: rehearsalId, createdAt: ctx.now })),
  })
  const newIdOf = new Map(seats.map(p => [p.id, p.newId]))
  await ctx.tx.meetingParticipant.createMany({
    data: seats.map(p => ({
      id: p.newId,
      meetingId: rehearsalId,
      userId: p.newUserId,
      role: p.role,
      label: p.label,
      unitName: p.unitName,
      rank: p.rank,
      isVoter: p.isVoter,
      isCommitteeChair: p.isCommitteeChair,
      substituteForId: p.substituteForId ? (newIdOf.get(p.substituteForId) ?? null) : null,
      absenceReason: p.absenceReason,
    })),
  })
  await ctx.tx.paper.createMany({
    data: papers.flatMap(p => {
      const itemId = itemIds.get(p.itemId)
      return itemId ? [{ id: uuid(), meetingId: rehearsalId, itemId, fileId: p.fileId, title: p.title, kind: p.kind, position: p.position, addedById: p.addedById, addedAt: p.addedAt }] : []
    }),
  })
  ctx.emit(`meeting:${rehearsalId}`, meetingChanged, { act: 'created', meeting: meetingView(copy, seats.filter(p => p.isVoter).length) })
  return { rehearsalId }
})
