import { attendanceChanged } from '#app/contracts/meeting.ts'
import { arrive, isLate, leave } from '#app/domain/meeting/attendance.ts'
import { isOver, type MeetingState } from '#app/domain/meeting/machine.ts'
import { type CommandContext, Refusal } from '#server/command/context.ts'
import type { meetingFor } from '#server/features/meeting/facts.ts'
import { participantView, quorumOf } from '#server/features/meeting/views.ts'
import { v7 as uuid } from 'uuid'

type Meeting = Awaited<ReturnType<typeof meetingFor>>['meeting']
type Change = { act: 'arrive' | 'leave'; at: Date; how: 'own_device' | 'secretary' | 'door_code' | 'site_pin'; reason: string | null }

/** One arrival or departure, whoever notes it. */
/** Begins or ends a stay and tells the room; shared by every way of checking in. */
export async function record(ctx: CommandContext, meeting: Meeting, participantId: string, change: Change) {
  if (meeting.status === 'draft' || isOver(meeting.status as MeetingState)) throw new Refusal('ATTENDANCE_NOT_OPEN')
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
