import { attendanceChanged, attendanceCheckIn, attendanceLeave, attendanceRecord } from '#app/contracts/meeting.ts'
import { arrive, isLate, leave } from '#app/domain/meeting/attendance.ts'
import { type CommandContext, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { meetingFor, mustBeListed } from '#server/features/meeting/facts.ts'
import { participantView, quorumOf } from '#server/features/meeting/views.ts'
import { v7 as uuid } from 'uuid'

/** How long before a session its secretary may say somebody arrived. */
const EARLY_HOURS = 12

/** Tự điểm danh from one's own device. */
export const checkIn = handler(attendanceCheckIn, async (ctx, { meetingId }) => {
  const { meeting, me } = await meetingFor(ctx, meetingId, 'attend', 'share')
  return record(ctx, meeting, mustBeListed(me, ctx.actor).id, { act: 'arrive', at: ctx.now, how: 'own_device', reason: null })
})

/** Báo rời phiên: a deliberate leave; a lost line is never recorded as one. */
export const leaveSession = handler(attendanceLeave, async (ctx, { meetingId, reason }) => {
  const { meeting, me } = await meetingFor(ctx, meetingId, 'attend', 'share')
  return record(ctx, meeting, mustBeListed(me, ctx.actor).id, { act: 'leave', at: ctx.now, how: 'own_device', reason: reason ?? null })
})

/** Điểm danh hộ: by the secretary, at the time it happened, with a reason. */
export const recordFor = handler(attendanceRecord, async (ctx, input) => {
  const { meeting } = await meetingFor(ctx, input.meetingId, 'record', 'share')
  const at = input.at === undefined ? ctx.now : new Date(input.at)
  const earliest = Math.min(meeting.startsAt.getTime(), meeting.openedAt?.getTime() ?? Number.POSITIVE_INFINITY) - EARLY_HOURS * 3_600_000
  // A time still to come, or hours before anybody was let in, is a slip of the pen.
  if (at > ctx.now || (input.at !== undefined && input.at < earliest)) throw new Refusal('ATTENDANCE_TIME_WRONG', {}, { at: 'ATTENDANCE_TIME_WRONG' })
  return record(ctx, meeting, input.participantId, { act: input.act, at, how: 'secretary', reason: input.reason || null })
})

type Meeting = Awaited<ReturnType<typeof meetingFor>>['meeting']
type Change = { act: 'arrive' | 'leave'; at: Date; how: 'own_device' | 'secretary' | 'door_code'; reason: string | null }

/** One arrival or departure, whoever notes it. */
export async function record(ctx: CommandContext, meeting: Meeting, participantId: string, change: Change) {
  if (meeting.status === 'draft' || meeting.status === 'ended' || meeting.status === 'cancelled') throw new Refusal('ATTENDANCE_NOT_OPEN')
  await ctx.tx.$queryRawUnsafe(`SELECT 1 FROM "MeetingParticipant" WHERE id = $1::uuid FOR UPDATE`, participantId)
  const participant = await ctx.tx.meetingParticipant.findFirst({ where: { id: participantId, meetingId: meeting.id }, include: { intervals: true } })
  if (!participant) throw new Refusal('NOT_FOUND')
  const stays = participant.intervals.map(i => ({ id: i.id, arrivedAt: i.arrivedAt.getTime(), leftAt: i.leftAt?.getTime() ?? null }))
  const at = change.at.getTime()
  if (change.act === 'arrive') {
    const id = uuid()
    const verdict = arrive(stays, { id, arrivedAt: at, leftAt: null })
    if (!verdict.ok) throw new Refusal(verdict.code)
    await ctx.tx.attendanceInterval.create({
      data: {
        id,
        meetingId: meeting.id,
        participantId,
        arrivedAt: change.at,
        isLate: isLate({ startsAt: meeting.startsAt.getTime(), openedAt: meeting.openedAt?.getTime() ?? null }, at),
        how: change.how,
        reason: change.reason,
        recordedById: ctx.actor.userId,
      },
    })
  } else {
    const verdict = leave(stays, at)
    if (!verdict.ok) throw new Refusal(verdict.code)
    const ended = stays.find(s => s.leftAt === null)
    await ctx.tx.attendanceInterval.update({
      where: { id: ended?.id ?? '' },
      data: { leftAt: change.at, ...(change.reason ? { reason: change.reason } : {}) },
    })
  }
  const after = await ctx.tx.meetingParticipant.findUniqueOrThrow({ where: { id: participantId }, include: { intervals: true } })
  ctx.emit(`meeting:${meeting.id}`, attendanceChanged, {
    participant: participantView(after),
    quorum: await quorumOf(ctx.tx, meeting, ctx.now),
  })
  return {}
}
