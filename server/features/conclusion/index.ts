import { streamHead } from '#server/features/stream-head.ts'
import { Refusal, type QueryContext } from '#server/command/context.ts'
import type { Handler } from '#server/command/handler.ts'
import { inForce } from '#server/db/in-force.ts'
import { displaysOf, idleDisplays } from '#server/features/hall/queries.ts'
import { guestSlots } from '#server/features/audience/facts.ts'
import { loadHidden } from '#server/features/meeting/views.ts'
import { calendarDays } from '#server/features/task/calendar.ts'
import { sightOf } from '#server/policies/conclusion.ts'
import { canMeeting, meetingFacts, roleIn, scopeMeeting } from '#server/policies/meeting.ts'
import { unitsOf } from '#server/policies/stream.ts'
import { agreeConclusion, recallAgreement } from './agree.ts'
import { agreedConclusions, filesOf } from './conclusions.ts'
import { lineViews, lineViewWith, seenBy, unitNamesOf, withTask } from './line-view.ts'
import { markLine, publishLines } from './publish.ts'
import { addFile, comment, commentView, removeFile, renameFile, settleComment } from './room.ts'
import { namedStream } from './tell.ts'
import { lastStep } from '#server/features/meeting/steps.ts'
import { typeBackLine } from './type-back.ts'
import { addLine, assignLine, editLine, removeLine } from './write-line.ts'

/** Bàn thư ký: the conclusion lines of all items, what the room says to them, and the units a task may go to. */
async function deskView(ctx: QueryContext, args: { meetingId: string }) {
  const [meeting, me] = await Promise.all([
    ctx.db.meeting.findUnique({ where: { id: args.meetingId }, select: { presidingId: true } }),
    ctx.db.meetingParticipant.findUnique({ where: { meetingId_userId: { meetingId: args.meetingId, userId: ctx.actor.userId } } }),
  ])
  if (!meeting) throw new Refusal('NOT_FOUND')
  if (!canMeeting(ctx.actor, 'desk', meetingFacts(meeting, me)).ok) throw new Refusal('FORBIDDEN')
  const stream = `desk:${args.meetingId}`
  const seq = await streamHead(ctx.db, stream)
  const [rows, units, displays, idle, comments, conclusionFiles, hidden, guests] = await Promise.all([
    ctx.db.conclusionLine.findMany({ where: { meetingId: args.meetingId }, include: withTask }),
    ctx.db.orgUnit.findMany({
      where: { kind: { not: 'province' }, ...inForce(ctx.now) },
      select: { id: true, name: true, short: true, kind: true },
      orderBy: { name: 'asc' },
    }),
    displaysOf(ctx.db, args.meetingId),
    idleDisplays(ctx.db, args.meetingId),
    ctx.db.conclusionComment.findMany({ where: { meetingId: args.meetingId }, orderBy: { at: 'asc' } }),
    filesOf(ctx.db, { meetingId: args.meetingId }),
    loadHidden(ctx.db, args.meetingId),
    guestSlots(ctx.db, args.meetingId),
  ])
  const [calendar, names, step] = await Promise.all([calendarDays(ctx), unitNamesOf(ctx.db, rows), lastStep(ctx.db, args.meetingId)])
  return {
    view: { lines: lineViews(rows, names), comments: comments.map(commentView), conclusionFiles, step, hidden, guests },
    seq,
    stream,
    units,
    displays,
    idle,
    calendar,
    canAgree: canMeeting(ctx.actor, 'conclude', meetingFacts(meeting, me)).ok,
    now: ctx.now.getTime(),
  }
}

/**
 * Dòng kết luận nêu tên đơn vị tôi: for people of a named unit, unit by unit, each with the stream that carries on from
 * here. Chair, secretaries and the Office follow the desk instead.
 */
async function namedView(ctx: QueryContext, args: { meetingId: string }) {
  const me = await ctx.db.meetingParticipant.findFirst({ where: { meetingId: args.meetingId, userId: ctx.actor.userId, meeting: { status: { not: 'draft' } } }, select: { id: true, role: true, meeting: { select: { presidingId: true } } } })
  const sight = sightOf(ctx.actor, me ? roleIn(me.meeting, me) : null)
  // Whoever has no place in the session is not told that there is one.
  if (!me && !(await ctx.db.meeting.findFirst({ where: { id: args.meetingId, ...scopeMeeting(ctx.actor) }, select: { id: true } }))) throw new Refusal('NOT_FOUND')
  if (!me || sight.live || !sight.named) return { units: [], mayComment: me !== null && sight.agreed }
  const mine = unitsOf(ctx.actor)
  const seqs = await Promise.all(mine.map(id => streamHead(ctx.db, namedStream(args.meetingId, id))))
  const rows = await ctx.db.conclusionLine.findMany({ where: { meetingId: args.meetingId }, include: withTask })
  const shown = rows.filter(r => (r.removedAt === null || r.agreed !== null) && seenBy(r).some(id => mine.includes(id)))
  const names = await unitNamesOf(ctx.db, shown)
  return {
    units: mine.map((unitId, i) => ({
      unitId,
      stream: namedStream(args.meetingId, unitId),
      seq: seqs[i] ?? 0,
      view: { lines: shown.filter(r => seenBy(r).includes(unitId)).map(r => lineViewWith(r, names)) },
    })),
    mayComment: true,
  }
}

/** Kết luận của phiên, in ra: agreed lines of every item the person may see. */
async function conclusionsOf(ctx: QueryContext, args: { meetingId: string }) {
  const me = await ctx.db.meetingParticipant.findUnique({ where: { meetingId_userId: { meetingId: args.meetingId, userId: ctx.actor.userId } }, select: { id: true, role: true, meeting: { select: { presidingId: true } } } })
  if (!sightOf(ctx.actor, me ? roleIn(me.meeting, me) : null).agreed) throw new Refusal('FORBIDDEN')
  return agreedConclusions(ctx.db, { meetingId: args.meetingId })
}

export const handlers: Handler[] = [
  addLine,
  editLine,
  removeLine,
  assignLine,
  markLine,
  publishLines,
  agreeConclusion,
  recallAgreement,
  comment,
  settleComment,
  addFile,
  renameFile,
  removeFile,
  typeBackLine,
]
export const queries = { 'desk.view': deskView, 'conclusion.named': namedView, 'conclusion.list': conclusionsOf }
