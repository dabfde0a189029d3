import { participantChanged } from '#app/contracts/people.ts'
import { attendanceTypeBack } from '#app/contracts/typed.ts'
import { isLate } from '#app/domain/meeting/attendance.ts'
import { decideTypedStay } from '#app/domain/meeting/typed.ts'
import { Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { meetingFor } from '#server/features/meeting/facts.ts'
import { participantView, quorumOf } from '#server/features/meeting/views.ts'
import { markTyped, spanOf, staysOf } from '#server/features/typed/mark.ts'
import { v7 as uuid } from 'uuid'

/** Ghi từ giấy – bảng ký tên: all rows or none; the refusal names the row and the person. One event tells the room. */
export const typeBackAttendance = handler(attendanceTypeBack, async (ctx, { meetingId, reason, rows }) => {
  const { meeting } = await meetingFor(ctx, meetingId, 'record')
  const ids = rows.map(r => r.participantId)
  const people = await ctx.tx.meetingParticipant.findMany({ where: { meetingId, id: { in: ids } }, include: { intervals: true } })
  const span = spanOf(meeting)
  const stays = new Map(people.map(p => [p.id, staysOf(p.intervals)]))
  const label = new Map(people.map(p => [p.id, p.label]))
  const opened = { startsAt: span.startsAt, openedAt: span.openedAt }
  const created: { id: string; participantId: string; arrivedAt: number; leftAt: number | null }[] = []
  const closed: { id: string; participantId: string; leftAt: number }[] = []
  rows.forEach((row, at) => {
    const known = stays.get(row.participantId)
    if (!known) throw new Refusal('NOT_FOUND', {}, { [`rows.${at}`]: 'NOT_FOUND' })
    const verdict = decideTypedStay(span, known, row, ctx.now.getTime())
    if (!verdict.ok) throw new Refusal(verdict.code, { ...verdict.params, who: label.get(row.participantId) ?? '' }, { [`rows.${at}`]: verdict.code })
    if (verdict.close !== null) closed.push({ id: verdict.close, participantId: row.participantId, leftAt: row.leftAt ?? 0 })
    else created.push({ id: uuid(), participantId: row.participantId, arrivedAt: verdict.arrivedAt, leftAt: verdict.leftAt })
    // Two lines of one person are judged one after the other.
    stays.set(
      row.participantId,
      verdict.close === null
        ? [...known, { id: created.at(-1)?.id ?? '', arrivedAt: verdict.arrivedAt, leftAt: verdict.leftAt, isPaper: true }]
        : known.map(s => (s.id === verdict.close ? { ...s, leftAt: row.leftAt } : s)),
    )
  })
  await ctx.tx.attendanceInterval.createMany({
    data: created.map(c => ({
      id: c.id,
      meetingId,
      participantId: c.participantId,
      arrivedAt: new Date(c.arrivedAt),
      leftAt: c.leftAt === null ? null : new Date(c.leftAt),
      isLate: isLate(opened, c.arrivedAt),
      how: 'paper',
      recordedById: ctx.actor.userId,
    })),
  })
  for (const c of closed) await ctx.tx.attendanceInterval.update({ where: { id: c.id }, data: { leftAt: new Date(c.leftAt) } })
  const after = await ctx.tx.meetingParticipant.findMany({ where: { meetingId, id: { in: ids } }, include: { intervals: true } })
  ctx.emit(`meeting:${meetingId}`, participantChanged, { participants: after.map(participantView), quorum: await quorumOf(ctx.tx, meeting, ctx.now) })
  await markTyped(
    ctx,
    meetingId,
    reason,
    [...created, ...closed].map(c => ({ kind: 'attendance' as const, refId: c.id, who: label.get(c.participantId) ?? null, whoId: c.participantId, itemId: null, quote: null })),
  )
  return { typed: rows.length }
})
