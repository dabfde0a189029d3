import {
  type AssignmentView,
  assignmentChanged,
  chairAssign,
  chairContact,
  chairContactChanged,
  chairUnassign,
  meetingHandBack,
  meetingTakeOver,
  presidingChanged,
} from '#app/contracts/people.ts'
import type { MeetingState } from '#app/domain/meeting/machine.ts'
import { canAssign, decideHandBack, decideTakeOver } from '#app/domain/meeting/presiding.ts'
import { civilDateInVietnam } from '#app/domain/calendar/working-days.ts'
import { type CommandContext, demand, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { inForceOn } from '#server/db/in-force.ts'
import { meetingFor, mustBeListed } from '#server/features/meeting/facts.ts'
import type { View } from '#server/features/meeting/views.ts'
import { inOfficeOf, mustFind, tellRights } from './facts.ts'
import { assignmentView } from './views.ts'
import { v7 as uuid } from 'uuid'

const inForce = (ctx: CommandContext, meetingId: string) => ctx.tx.chairAssignment.findFirst({ where: { meetingId, revokedAt: null } })

/** The desk, and whoever is or was named. */
function tellAssignment(ctx: CommandContext, meetingId: string, assignment: View<typeof AssignmentView> | null, userIds: string[]): void {
  for (const stream of [`desk:${meetingId}`, ...new Set(userIds.map(id => `user:${id}`))]) ctx.emit(stream, assignmentChanged, { meetingId, assignment })
}

async function revoke(ctx: CommandContext, meetingId: string): Promise<string[]> {
  const before = await inForce(ctx, meetingId)
  if (!before) return []
  await ctx.tx.chairAssignment.update({ where: { id: before.id }, data: { revokedAt: ctx.now } })
  const person = await ctx.tx.meetingParticipant.findUnique({ where: { id: before.participantId }, select: { userId: true } })
  return person ? [person.userId] : []
}

/** Phân công chủ trì thay: the Vice-Chairman named by the Chairman in writing (khoản 4 Điều 40). */
export const assignChair = handler(chairAssign, async (ctx, input) => {
  const { meeting } = await meetingFor(ctx, input.meetingId, 'people')
  const person = await mustFind(ctx, meeting.id, input.participantId)
  const today = civilDateInVietnam(ctx.now)
  const [inOffice, vice] = await Promise.all([
    inOfficeOf(ctx.tx, meeting),
    ctx.tx.position.count({ where: { userId: person.userId, role: 'vice_chairman', ...inForceOn(today) } }),
  ])
  demand(
    canAssign({
      state: meeting.status as MeetingState,
      kind: meeting.kind,
      isChair: person.role === 'chair',
      isInOffice: inOffice.has(person.userId),
      isViceChairman: vice > 0,
      isPresidingNow: meeting.presidingId !== null,
    }),
  )
  if (await ctx.tx.chairAssignment.findUnique({ where: { id: input.assignmentId }, select: { id: true } })) throw new Refusal('CONFLICT')
  const before = await revoke(ctx, meeting.id)
  const row = await ctx.tx.chairAssignment.create({
    data: {
      id: input.assignmentId,
      meetingId: meeting.id,
      participantId: person.id,
      label: person.label,
      documentNumber: input.documentNumber,
      documentOn: new Date(input.documentOn),
      enteredById: ctx.actor.userId,
      enteredAt: ctx.now,
    },
  })
  const view = assignmentView(row, person.userId)
  // Who was named before reads that nobody names them any more.
  for (const userId of before.filter(id => id !== person.userId)) ctx.emit(`user:${userId}`, assignmentChanged, { meetingId: meeting.id, assignment: null })
  tellAssignment(ctx, meeting.id, view, [person.userId])
  return {}
})

/** Bỏ phân công chủ trì thay. */
export const unassignChair = handler(chairUnassign, async (ctx, { meetingId }) => {
  const { meeting } = await meetingFor(ctx, meetingId, 'people')
  if (meeting.presidingId) throw new Refusal('ASSIGNMENT_IN_USE')
  const before = await revoke(ctx, meetingId)
  if (before.length === 0) throw new Refusal('ASSIGNMENT_MISSING')
  tellAssignment(ctx, meetingId, null, before)
  return {}
})

/** Giao, nhận điều hành. Rights follow in the same transaction: every later act asks who presides. */
export const takeOver = handler(meetingTakeOver, async (ctx, { meetingId }) => {
  const { meeting, me } = await meetingFor(ctx, meetingId, 'attend')
  const self = mustBeListed(me, ctx.actor)
  const [assignment, chair] = await Promise.all([
    inForce(ctx, meetingId),
    ctx.tx.meetingParticipant.findFirst({ where: { meetingId, role: 'chair' }, include: { intervals: true } }),
  ])
  const verdict = decideTakeOver({
    state: meeting.status as MeetingState,
    by: self.role === 'chair' ? 'chair' : self.id === assignment?.participantId ? 'assignee' : 'other',
    hasAssignment: assignment !== null,
    isTaken: meeting.presidingId !== null,
    isChairPresent: chair?.intervals.some(i => i.leftAt === null) ?? false,
    chairLostAt: meeting.chairLostAt?.getTime() ?? null,
    now: ctx.now.getTime(),
  })
  if (!verdict.ok) throw new Refusal(verdict.code, verdict.params)
  if (!assignment) throw new Refusal('ASSIGNMENT_MISSING')
  const turn = await ctx.tx.presidingInterval.create({
    data: {
      id: uuid(),
      meetingId,
      participantId: assignment.participantId,
      assignmentId: assignment.id,
      label: assignment.label,
      document: assignment.documentNumber,
      how: verdict.how,
      from: ctx.now,
    },
  })
  await ctx.tx.meeting.update({ where: { id: meetingId }, data: { presidingId: assignment.participantId } })
  ctx.emit(`meeting:${meetingId}`, presidingChanged, {
    act: verdict.how === 'handed_over' ? 'handed_over' : 'taken_over',
    presiding: { participantId: turn.participantId, label: turn.label, since: turn.from.getTime(), document: turn.document },
  })
  return {}
})

/** Trả lại, nhận lại điều hành: the chair presides again, the interval is closed and stays in the record. */
export const handBack = handler(meetingHandBack, async (ctx, { meetingId }) => {
  const { meeting, me } = await meetingFor(ctx, meetingId, 'attend')
  const self = mustBeListed(me, ctx.actor)
  demand(
    decideHandBack({
      state: meeting.status as MeetingState,
      by: self.role === 'chair' ? 'chair' : self.id === meeting.presidingId ? 'presiding' : 'other',
      isTaken: meeting.presidingId !== null,
    }),
  )
  const led = await ctx.tx.meetingParticipant.findUnique({ where: { id: meeting.presidingId ?? '' }, select: { userId: true } })
  await ctx.tx.presidingInterval.updateMany({ where: { meetingId, to: null }, data: { to: ctx.now, endedById: ctx.actor.userId } })
  await ctx.tx.meeting.update({ where: { id: meetingId }, data: { presidingId: null } })
  ctx.emit(`meeting:${meetingId}`, presidingChanged, { act: 'handed_back', presiding: null })
  // The desk was open to them while they led.
  if (led) tellRights(ctx, meeting, led.userId)
  return {}
})

/** Told by the live line: kept as a row, so that a takeover is judged by what is stored and not by one process's memory. */
export const noteChairContact = handler(chairContact, async (ctx, { meetingId, userId, isLost }) => {
  await ctx.tx.$queryRawUnsafe(`SELECT 1 FROM "Meeting" WHERE id = $1::uuid FOR UPDATE`, meetingId)
  const [meeting, chair, assignment] = await Promise.all([
    ctx.tx.meeting.findUnique({ where: { id: meetingId } }),
    ctx.tx.meetingParticipant.findFirst({ where: { meetingId, userId, role: 'chair' }, select: { id: true } }),
    inForce(ctx, meetingId),
  ])
  if (!meeting || !chair) return {}
  if (!isLost && meeting.chairSeenAt === null) await ctx.tx.meeting.update({ where: { id: meetingId }, data: { chairSeenAt: ctx.now } })
  if ((meeting.chairLostAt !== null) === isLost) return {}
  const lostAt = isLost ? ctx.now : null
  await ctx.tx.meeting.update({ where: { id: meetingId }, data: { chairLostAt: lostAt } })
  const payload = { meetingId, lostAt: lostAt?.getTime() ?? null }
  ctx.emit(`desk:${meetingId}`, chairContactChanged, payload)
  const named = assignment && (await ctx.tx.meetingParticipant.findUnique({ where: { id: assignment.participantId }, select: { userId: true } }))
  if (named) ctx.emit(`user:${named.userId}`, chairContactChanged, payload)
  return {}
})
