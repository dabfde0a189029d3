import { absenceChanged, absenceDecide, absenceRequest, type AbsenceView, absenceWithdraw } from '#app/contracts/people.ts'
import { type AbsenceState, canAskAbsence, decideAbsence } from '#app/domain/meeting/absence.ts'
import type { MeetingState } from '#app/domain/meeting/machine.ts'
import { type CommandContext, type Db, demand, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { inForce } from '#server/db/in-force.ts'
import { meetingFor, mustBeListed } from '#server/features/meeting/facts.ts'
import type { View } from '#server/features/meeting/views.ts'
import { mustFind, seatOf, tellChanged } from './facts.ts'

type Row = NonNullable<Awaited<ReturnType<Db['absenceRequest']['findFirst']>>>

export const absenceView = (r: Row, label: string): View<typeof AbsenceView> => ({
  id: r.id,
  participantId: r.participantId,
  label,
  reason: r.reason,
  substituteUserId: r.substituteUserId,
  substituteLabel: r.substituteLabel,
  status: r.status as 'pending',
  requestedAt: r.requestedAt.getTime(),
  decidedAt: r.decidedAt?.getTime() ?? null,
  decidedLabel: r.decidedLabel,
  decisionReason: r.decisionReason,
})

/** The desk and the person themselves, nobody else: a reason for leave is not the room's business until it is granted. */
function tell(ctx: CommandContext, meetingId: string, row: Row, person: { userId: string; label: string }): void {
  const payload = { meetingId, absence: absenceView(row, person.label) }
  ctx.emit(`desk:${meetingId}`, absenceChanged, payload)
  ctx.emit(`user:${person.userId}`, absenceChanged, payload)
}

/** Xin vắng mặt, with the colleague proposed to sit in. */
export const askAbsence = handler(absenceRequest, async (ctx, { meetingId, requestId, reason, substituteUserId }) => {
  const { meeting, me } = await meetingFor(ctx, meetingId, 'attend')
  const self = await mustFind(ctx, meetingId, mustBeListed(me, ctx.actor).id)
  if (await ctx.tx.absenceRequest.findUnique({ where: { id: requestId }, select: { id: true } })) throw new Refusal('CONFLICT')
  const waiting = await ctx.tx.absenceRequest.count({ where: { meetingId, participantId: self.id, status: 'pending' } })
  demand(
    canAskAbsence({
      meeting: meeting.status as MeetingState,
      role: self.role,
      isPresent: seatOf(self, new Set()).isPresent,
      isWaiting: waiting > 0,
      reason,
    }),
  )
  const colleague = substituteUserId
    ? await ctx.tx.user.findFirst({ where: { id: substituteUserId, disabledAt: null, positions: { some: { unitId: { in: [...ctx.actor.unitIds] }, ...inForce(ctx.now) } } }, select: { id: true, displayName: true } })
    : null
  if (substituteUserId && !colleague) throw new Refusal('NOT_FOUND', {}, { substituteUserId: 'NOT_FOUND' })
  const row = await ctx.tx.absenceRequest.create({
    data: { id: requestId, meetingId, participantId: self.id, reason, substituteUserId: colleague?.id ?? null, substituteLabel: colleague?.displayName ?? null, requestedAt: ctx.now },
  })
  tell(ctx, meetingId, row, self)
  return {}
})

/** Rút đơn xin vắng. */
export const withdrawAbsence = handler(absenceWithdraw, async (ctx, { meetingId, requestId }) => {
  const { meeting, me } = await meetingFor(ctx, meetingId, 'attend')
  const { row, person } = await load(ctx, meetingId, requestId)
  const verdict = decideAbsence({ meeting: meeting.status as MeetingState, state: row.status as AbsenceState, act: 'withdraw', isOwn: me?.id === row.participantId, isPresent: false, reason: '' })
  if (!verdict.ok) throw new Refusal(verdict.code)
  tell(ctx, meetingId, await ctx.tx.absenceRequest.update({ where: { id: row.id }, data: { status: verdict.to, decidedAt: ctx.now } }), person)
  return {}
})

/** Duyệt báo vắng: the reason stands beside the name on every list of absentees. Từ chối: with the chair's reason. */
export const decideAbsenceRequest = handler(absenceDecide, async (ctx, { meetingId, requestId, act, reason = '' }) => {
  const { meeting } = await meetingFor(ctx, meetingId, 'absence')
  const { row, person } = await load(ctx, meetingId, requestId)
  const verdict = decideAbsence({
    meeting: meeting.status as MeetingState,
    state: row.status as AbsenceState,
    act,
    isOwn: false,
    isPresent: seatOf(person, new Set()).isPresent,
    reason,
  })
  if (!verdict.ok) throw new Refusal(verdict.code, {}, verdict.code === 'ABSENCE_REASON_REQUIRED' ? { reason: verdict.code } : {})
  const decided = await ctx.tx.absenceRequest.update({
    where: { id: row.id },
    data: { status: verdict.to, decidedAt: ctx.now, decidedById: ctx.actor.userId, decidedLabel: ctx.actor.displayName, decisionReason: reason || null },
  })
  tell(ctx, meetingId, decided, person)
  if (verdict.to === 'approved') {
    await ctx.tx.meetingParticipant.update({ where: { id: person.id }, data: { absenceReason: row.reason } })
    await tellChanged(ctx, meeting, [person.id])
  }
  return {}
})

async function load(ctx: CommandContext, meetingId: string, requestId: string) {
  const row = await ctx.tx.absenceRequest.findFirst({ where: { id: requestId, meetingId } })
  if (!row) throw new Refusal('NOT_FOUND')
  return { row, person: await mustFind(ctx, meetingId, row.participantId) }
}
