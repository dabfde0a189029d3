import { streamHead } from '#server/features/stream-head.ts'
import { byRank } from '#app/domain/agenda/order.ts'
import type { AgendaChange } from '#app/domain/agenda/version.ts'
import { civilDateInVietnam } from '#app/domain/calendar/working-days.ts'
import { Refusal, type QueryContext } from '#server/command/context.ts'
import { itemView, paperView, unitNames } from '#server/features/meeting/views.ts'
import { canMeeting, scopeMeeting } from '#server/policies/meeting.ts'
import { unitsOf } from '#server/policies/stream.ts'

/** Bản soạn chương trình for its editors: all of it, with who may write where. */
async function agendaDraft(ctx: QueryContext, args: { meetingId: string }) {
  const { db, actor } = ctx
  const [meeting, me] = await Promise.all([
    db.meeting.findUnique({ where: { id: args.meetingId } }),
    db.meetingParticipant.findUnique({ where: { meetingId_userId: { meetingId: args.meetingId, userId: actor.userId } } }),
  ])
  if (!meeting) throw new Refusal('NOT_FOUND')
  const stream = `agenda:${meeting.id}`
  const seq = await streamHead(db, stream)
  const items = await db.agendaItem.findMany({ where: { meetingId: meeting.id, removedAt: null } })
  const isEditor = canMeeting(actor, 'edit_agenda', { role: me?.role ?? null }).ok
  const mine = new Set(unitsOf(actor))
  if (!isEditor && !items.some(i => i.leadUnitId && mine.has(i.leadUnitId))) throw new Refusal('FORBIDDEN')
  const today = new Date(civilDateInVietnam(ctx.now))
  const [versions, papers, units, names] = await Promise.all([
    db.agendaVersion.findMany({ where: { meetingId: meeting.id }, orderBy: { n: 'desc' } }),
    db.paper.findMany({ where: { meetingId: meeting.id, removedAt: null }, include: { file: true }, orderBy: [{ position: 'asc' }, { addedAt: 'asc' }] }),
    db.orgUnit.findMany({
      where: { kind: { not: 'province' }, validFrom: { lte: today }, OR: [{ validTo: null }, { validTo: { gte: today } }] },
      select: { id: true, name: true, short: true, kind: true },
      orderBy: { name: 'asc' },
    }),
    unitNames(db, items.map(i => i.leadUnitId)),
  ])
  return {
    meeting: { id: meeting.id, title: meeting.title, status: meeting.status, startsAt: meeting.startsAt.getTime(), endsAt: meeting.endsAt.getTime(), place: meeting.place, agendaVersion: meeting.agendaVersion },
    view: { items: items.map(i => itemView(i, names)).sort(byRank), papers: papers.map(paperView) },
    versions: versions.map(v => ({ n: v.n, issuedAt: v.issuedAt.getTime(), reason: v.reason, changes: v.changes as unknown as AgendaChange[] })),
    units,
    isEditor,
    myUnitIds: [...mine],
    seq,
    stream,
    me: { userId: actor.userId, name: actor.displayName, unitName: actor.unitName },
    now: ctx.now.getTime(),
  }
}

/** Các bản đã ban hành, for whoever may see the meeting. */
async function agendaVersions(ctx: QueryContext, args: { meetingId: string }) {
  const meeting = await ctx.db.meeting.findFirst({ where: { id: args.meetingId, ...scopeMeeting(ctx.actor) }, select: { id: true } })
  if (!meeting) throw new Refusal('NOT_FOUND')
  const rows = await ctx.db.agendaVersion.findMany({ where: { meetingId: meeting.id }, orderBy: { n: 'desc' } })
  return rows.map(v => ({ n: v.n, issuedAt: v.issuedAt.getTime(), reason: v.reason, sha256: v.sha256, changes: v.changes as unknown as AgendaChange[] }))
}

export const queries = { 'agenda.draft': agendaDraft, 'agenda.versions': agendaVersions }
