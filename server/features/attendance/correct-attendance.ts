import { attendanceChanged } from '#app/contracts/meeting.ts'
import { attendanceCorrect, attendanceCorrected } from '#app/contracts/people.ts'
import { correct, isLate } from '#app/domain/meeting/attendance.ts'
import type { Prisma } from '#server/db/generated/client.ts'
import { Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { meetingFor } from '#server/features/meeting/facts.ts'
import { participantView, quorumOf } from '#server/features/meeting/views.ts'
import { correctionView } from '#server/features/people/views.ts'
import { v7 as uuid } from 'uuid'

/**
 * Đính chính điểm danh by the secretary, with a reason: other times for one stay, or the stay struck out. What stood
 * before is kept beside it and can be read by everyone at the desk.
 */
export const correctAttendance = handler(attendanceCorrect, async (ctx, input) => {
  const { meeting } = await meetingFor(ctx, input.meetingId, 'record', 'share')
  if (meeting.status === 'draft' || meeting.status === 'cancelled') throw new Refusal('ATTENDANCE_NOT_OPEN')
  await ctx.tx.$queryRawUnsafe(`SELECT 1 FROM "MeetingParticipant" WHERE id = $1::uuid FOR UPDATE`, input.participantId)
  const person = await ctx.tx.meetingParticipant.findFirst({ where: { id: input.participantId, meetingId: meeting.id }, include: { intervals: true } })
  const interval = person?.intervals.find(i => i.id === input.intervalId)
  if (!person || !interval) throw new Refusal('NOT_FOUND')
  const stays = person.intervals.map(i => ({ id: i.id, arrivedAt: i.arrivedAt.getTime(), leftAt: i.leftAt?.getTime() ?? null }))
  const verdict = correct(stays, { id: interval.id, after: input.after, now: ctx.now.getTime(), isOver: meeting.status === 'ended' })
  if (!verdict.ok) throw new Refusal(verdict.code, {}, { arrivedAt: verdict.code })
  const before = { arrivedAt: interval.arrivedAt.getTime(), leftAt: interval.leftAt?.getTime() ?? null }
  if (input.after)
    await ctx.tx.attendanceInterval.update({
      where: { id: interval.id },
      data: {
        arrivedAt: new Date(input.after.arrivedAt),
        leftAt: input.after.leftAt === null ? null : new Date(input.after.leftAt),
        isLate: isLate({ startsAt: meeting.startsAt.getTime(), openedAt: meeting.openedAt?.getTime() ?? null }, input.after.arrivedAt),
      },
    })
  else await ctx.tx.attendanceInterval.delete({ where: { id: interval.id } })
  const row = await ctx.tx.attendanceCorrection.create({
    data: {
      id: uuid(),
      meetingId: meeting.id,
      participantId: person.id,
      intervalId: interval.id,
      before,
      ...(input.after ? { after: input.after as Prisma.InputJsonValue } : {}),
      reason: input.reason,
      correctedById: ctx.actor.userId,
      correctedLabel: ctx.actor.displayName,
      correctedAt: ctx.now,
    },
  })
  const after = await ctx.tx.meetingParticipant.findUniqueOrThrow({ where: { id: person.id }, include: { intervals: true } })
  ctx.emit(`meeting:${meeting.id}`, attendanceChanged, { participant: participantView(after), quorum: await quorumOf(ctx.tx, meeting, ctx.now) })
  ctx.emit(`desk:${meeting.id}`, attendanceCorrected, { correction: correctionView(row) })
  return {}
})
