import { streamHead } from '#server/features/stream-head.ts'
import { byRank } from '#app/domain/agenda/order.ts'
import type { AgendaChange } from '#app/domain/agenda/version.ts'
import { Refusal, type QueryContext } from '#server/command/context.ts'
import { inForce } from '#server/db/in-force.ts'
import { itemView, paperView, unitNames } from '#server/features/meeting/views.ts'
import { canMeeting, meetingFacts, readsAs, roleIn, scopeMeeting } from '#server/policies/meeting.ts'
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
  const [seq, deskSeq] = await Promise.all([streamHead(db, stream), streamHead(db, `desk:${meeting.id}`)])
  const all = await db.agendaItem.findMany({ where: { meetingId: meeting.id, removedAt: null } })
  const isEditor = canMeeting(actor, 'edit_agenda', meetingFacts(meeting, me)).ok
  const mine = new Set(unitsOf(actor))
  const isMine = (i: { leadUnitId: string | null }) => i.leadUnitId !== null && mine.has(i.leadUnitId)
  if (!isEditor && !all.some(isMine)) throw new Refusal('FORBIDDEN')
  // A lead unit reads the draft around its own item, but nothing hidden; a guest of the session its own items only.
  const isPart = readsAs(actor, roleIn(meeting, me)) === 'part'
  const items = isEditor ? all : all.filter(i => isMine(i) || (!i.isHidden && !isPart))
  const readable = new Set(items.map(i => i.id))
  const [versions, papers, units, names] = await Promise.all([
    db.agendaVersion.findMany({ where: { meetingId: meeting.id }, orderBy: { n: 'desc' } }),
    db.paper.findMany({ where: { meetingId: meeting.id, removedAt: null }, include: { file: true, item: { select: { isHidden: true } } }, orderBy: [{ position: 'asc' }, { addedAt: 'asc' }] }),
    db.orgUnit.findMany({
      where: { kind: { not: 'province' }, ...inForce(ctx.now) },
      select: { id: true, name: true, short: true, kind: true },
      orderBy: { name: 'asc' },
    }),
    unitNames(db, items.map(i => i.leadUnitId)),
  ])
  const hiddenIds = new Set(all.filter(i => i.isHidden).map(i => i.id))
  return {
    meeting: { id: meeting.id, title: meeting.title, status: meeting.status, startsAt: meeting.startsAt.getTime(), endsAt: meeting.endsAt.getTime(), place: meeting.place, agendaVersion: meeting.agendaVersion },
    view: { items: items.filter(i => !i.isHidden || !isEditor).map(i => itemView(i, names)).sort(byRank), papers: papers.filter(p => readable.has(p.itemId) && (!isEditor || !p.item.isHidden)).map(paperView) },
    /** what is hidden comes over `desk:{id}`, which every editor follows */
    hidden: isEditor ? { seq: deskSeq, items: all.filter(i => i.isHidden).map(i => itemView(i, names)), papers: papers.filter(p => p.item.isHidden).map(paperView) } : null,
    versions: isPart ? [] : versions.map(v => ({ n: v.n, issuedAt: v.issuedAt.getTime(), reason: v.reason, changes: isEditor ? changesOf(v.changes) : changesOf(v.changes).filter(c => !hiddenIds.has(c.id)) })),
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
  const meeting = await ctx.db.meeting.findFirst({
    where: { id: args.meetingId, ...scopeMeeting(ctx.actor) },
    select: { id: true, presidingId: true, participants: { where: { userId: ctx.actor.userId }, select: { id: true, role: true } } },
  })
  if (!meeting) throw new Refusal('NOT_FOUND')
  const reads = readsAs(ctx.actor, roleIn(meeting, meeting.participants[0]))
  if (reads === 'part') throw new Refusal('MEETING_PART_ONLY')
  const [rows, hidden] = await Promise.all([
    ctx.db.agendaVersion.findMany({ where: { meetingId: meeting.id }, orderBy: { n: 'desc' } }),
    reads === 'desk' ? [] : ctx.db.agendaItem.findMany({ where: { meetingId: meeting.id, isHidden: true }, select: { id: true } }),
  ])
  const hiddenIds = new Set(hidden.map(i => i.id))
  return rows.map(v => ({ n: v.n, issuedAt: v.issuedAt.getTime(), reason: v.reason, sha256: v.sha256, changes: changesOf(v.changes).filter(c => !hiddenIds.has(c.id)) }))
}

const changesOf = (stored: unknown): AgendaChange[] => stored as AgendaChange[]

export const queries = { 'agenda.draft': agendaDraft, 'agenda.versions': agendaVersions }
