import { streamHead } from '#server/features/stream-head.ts'
import { civilDateInVietnam } from '#app/domain/calendar/working-days.ts'
import { Refusal, type QueryContext } from '#server/command/context.ts'
import type { Handler } from '#server/command/handler.ts'
import { calendarDays } from '#server/features/task/calendar.ts'
import { lastStep } from '#server/features/meeting/steps.ts'
import { canMeeting, meetingFacts } from '#server/policies/meeting.ts'
import { lineView } from './line-view.ts'
import { addLine, assignLine, editLine, removeLine } from './write-line.ts'

/** Bàn thư ký: the conclusion lines of all items and the units a task may go to. */
async function deskView(ctx: QueryContext, args: { meetingId: string }) {
  const [meeting, me] = await Promise.all([
    ctx.db.meeting.findUnique({ where: { id: args.meetingId }, select: { presidingId: true } }),
    ctx.db.meetingParticipant.findUnique({ where: { meetingId_userId: { meetingId: args.meetingId, userId: ctx.actor.userId } } }),
  ])
  if (!meeting) throw new Refusal('NOT_FOUND')
  if (!canMeeting(ctx.actor, 'desk', meetingFacts(meeting, me)).ok) throw new Refusal('FORBIDDEN')
  const stream = `desk:${args.meetingId}`
  const seq = await streamHead(ctx.db, stream)
  const today = new Date(civilDateInVietnam(ctx.now))
  const [lines, units, displays] = await Promise.all([
    ctx.db.conclusionLine.findMany({
      where: { meetingId: args.meetingId, removedAt: null },
      include: { task: { include: { leadUnit: { select: { name: true } } } } },
    }),
    ctx.db.orgUnit.findMany({
      where: { kind: { not: 'province' }, validFrom: { lte: today }, OR: [{ validTo: null }, { validTo: { gte: today } }] },
      select: { id: true, name: true, short: true, kind: true },
      orderBy: { name: 'asc' },
    }),
    ctx.db.hallDisplay.findMany({ where: { meetingId: args.meetingId, revokedAt: null }, select: { id: true, name: true } }),
  ])
  const [calendar, step] = await Promise.all([calendarDays(ctx), lastStep(ctx.db, args.meetingId)])
  return { view: { lines: lines.map(lineView).sort((a, b) => (a.rank < b.rank ? -1 : 1)), step }, seq, stream, units, displays, calendar, now: ctx.now.getTime() }
}

export const handlers: Handler[] = [addLine, editLine, removeLine, assignLine]
export const queries = { 'desk.view': deskView }
