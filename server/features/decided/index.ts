import type { z } from 'zod'
import { decidedChanged, decidedRecord, decidedReport, decidedSettle, type DecidedView, decidedWithdraw } from '#app/contracts/decided.ts'
import { meetingChanged } from '#app/contracts/meeting.ts'
import { rankForInsert } from '#app/domain/agenda/order.ts'
import { civilDateInVietnam, isCivilDate } from '#app/domain/calendar/working-days.ts'
import { afterSession, canChange, canRecord, canReport, stateOf } from '#app/domain/decided/register.ts'
import { fold } from '#app/domain/search/fold.ts'
import { decidedText } from '#app/text/decided.ts'
import { commandIdFrom } from '#server/command/command-id.ts'
import { type CommandContext, type Db, demand, type QueryContext, Refusal, type Tx } from '#server/command/context.ts'
import { type Handler, handler } from '#server/command/handler.ts'
import { civilOf } from '#server/db/civil.ts'
import type { ChairDecision } from '#server/db/generated/client.ts'
import { agendaFor } from '#server/features/agenda/facts.ts'
import { emitDraft } from '#server/features/meeting/emit-draft.ts'
import type { Reaction } from '#server/features/reaction.ts'
import { streamHead } from '#server/features/stream-head.ts'
import { mayKeepDecided, seesDecided } from '#server/policies/decided.ts'

const STREAM = 'decided:office'
const LIST_SIZE = 300
const REPORT_MINUTES = 10
const facts = (d: ChairDecision) => ({ withdrawn: d.withdrawnAt !== null, reported: d.reportedAt !== null, onAgenda: d.itemId !== null })

const view = (d: ChairDecision, meetings: ReadonlyMap<string, string>): z.output<typeof DecidedView> => ({
  id: d.id,
  matter: d.matter,
  basis: d.basis,
  documentNumber: d.documentNumber,
  documentOn: civilOf(d.documentOn),
  summary: d.summary,
  decidedOn: civilOf(d.decidedOn),
  version: d.version,
  enteredLabel: d.enteredLabel,
  enteredAt: d.enteredAt.getTime(),
  state: stateOf(facts(d)),
  meeting: d.meetingId ? { id: d.meetingId, title: meetings.get(d.meetingId) ?? '' } : null,
  reportedAt: d.reportedAt?.getTime() ?? null,
  withdrawReason: d.withdrawReason,
})
async function titles(db: Tx | Db, rows: readonly ChairDecision[]): Promise<Map<string, string>> {
  const ids = [...new Set(rows.flatMap(r => (r.meetingId ? [r.meetingId] : [])))]
  const found = ids.length === 0 ? [] : await db.meeting.findMany({ where: { id: { in: ids } }, select: { id: true, title: true } })
  return new Map(found.map(m => [m.id, m.title]))
}
/** Rows as they stand now: a block taken off the agenda again leaves its matters waiting. */
async function standing(db: Tx | Db, rows: ChairDecision[]): Promise<ChairDecision[]> {
  const ids = rows.flatMap(r => (r.itemId && !r.reportedAt ? [r.itemId] : []))
  const there = new Set(ids.length === 0 ? [] : (await db.agendaItem.findMany({ where: { id: { in: ids }, removedAt: null }, select: { id: true } })).map(i => i.id))
  return rows.map(r => (r.itemId && !r.reportedAt && !there.has(r.itemId) ? { ...r, itemId: null, meetingId: null } : r))
}
async function tell(ctx: CommandContext, ids: readonly string[]): Promise<void> {
  const rows = await standing(ctx.tx, await ctx.tx.chairDecision.findMany({ where: { id: { in: [...ids] } }, orderBy: { decidedOn: 'asc' } }))
  const named = await titles(ctx.tx, rows)
  ctx.emit(STREAM, decidedChanged, { rows: rows.map(r => view(r, named)) })
}
/** Entries are locked together with the agenda they go on: an edit waits, and then meets what stands there. */
async function locked(ctx: CommandContext, id: string): Promise<ChairDecision> {
  if (!mayKeepDecided(ctx.actor)) throw new Refusal('FORBIDDEN')
  await ctx.tx.$queryRawUnsafe(`SELECT 1 FROM "ChairDecision" WHERE id = $1::uuid FOR UPDATE`, id)
  const [row] = await standing(ctx.tx, await ctx.tx.chairDecision.findMany({ where: { id } }))
  if (!row) throw new Refusal('NOT_FOUND')
  return row
}

/** Ghi vào sổ. The confirmation stands in the input, so that nobody enters a collective matter unasked. */
const record = handler(decidedRecord, async (ctx, { decidedId, baseVersion, isNotCollective, decidedOn, documentOn, ...words }) => {
  if (!mayKeepDecided(ctx.actor)) throw new Refusal('FORBIDDEN')
  for (const [field, day] of [['decidedOn', decidedOn], ['documentOn', documentOn]] as const) if (!isCivilDate(day)) throw new Refusal('BAD_INPUT', {}, { [field]: 'invalid_format' })
  const verdict = canRecord({ isNotCollective, decidedOn, documentOn, today: civilDateInVietnam(ctx.now) })
  if (!verdict.ok) throw new Refusal(verdict.code, {}, { [verdict.field ?? '_']: verdict.code })
  const data = { ...words, decidedOn: new Date(decidedOn), documentOn: new Date(documentOn), updatedAt: ctx.now, searchText: fold(Object.values(words).join(' ')) }
  if (baseVersion === undefined) {
    if (await ctx.tx.chairDecision.findUnique({ where: { id: decidedId }, select: { id: true } })) throw new Refusal('CONFLICT')
    await ctx.tx.chairDecision.create({ data: { ...data, id: decidedId, enteredById: ctx.actor.userId, enteredLabel: ctx.actor.displayName, enteredAt: ctx.now } })
  } else {
    const row = await locked(ctx, decidedId)
    demand(canChange(stateOf(facts(row))))
    if (row.version !== baseVersion) throw new Refusal('DECIDED_CHANGED_MEANWHILE')
    await ctx.tx.chairDecision.update({ where: { id: decidedId }, data: { ...data, version: { increment: 1 } } })
  }
  await tell(ctx, [decidedId])
  return {}
})

const withdraw = handler(decidedWithdraw, async (ctx, { decidedId, reason }) => {
  demand(canChange(stateOf(facts(await locked(ctx, decidedId)))))
  await ctx.tx.chairDecision.update({ where: { id: decidedId }, data: { withdrawnAt: ctx.now, withdrawReason: reason, updatedAt: ctx.now } })
  await tell(ctx, [decidedId])
  return {}
})

/** What waits: neither withdrawn, reported, nor in a block that still stands on an agenda. */
const WAITING = `d."withdrawnAt" IS NULL AND d."reportedAt" IS NULL
  AND NOT EXISTS (SELECT 1 FROM "AgendaItem" i WHERE i.id = d."itemId" AND i."removedAt" IS NULL)`

/** Đưa vào chương trình: one act, one block, every matter that waits, in the order of their days. */
const report = handler(decidedReport, async (ctx, { meetingId, itemId }) => {
  if (!mayKeepDecided(ctx.actor)) throw new Refusal('FORBIDDEN')
  const { meeting, items, isEditor } = await agendaFor(ctx, meetingId)
  if (!isEditor) throw new Refusal('FORBIDDEN')
  if (await ctx.tx.agendaItem.findUnique({ where: { id: itemId }, select: { id: true } })) throw new Refusal('CONFLICT')
  // First the lock, then the look: what another act put on its agenda meanwhile is seen only by a statement begun after it.
  await ctx.tx.$queryRawUnsafe(`SELECT 1 FROM "ChairDecision" WHERE "reportedAt" IS NULL AND "withdrawnAt" IS NULL ORDER BY id FOR UPDATE`)
  const waiting = await ctx.tx.$queryRawUnsafe<{ id: string }[]>(`SELECT d.id FROM "ChairDecision" d WHERE ${WAITING}`)
  demand(canReport({ meetingKind: meeting.rehearsalOf === null ? meeting.kind : 'rehearsal', meetingStatus: meeting.status, waiting: waiting.length }))
  const ids = waiting.map(w => w.id)
  const rows = await ctx.tx.chairDecision.findMany({ where: { id: { in: ids } }, orderBy: [{ decidedOn: 'asc' }, { id: 'asc' }] })
  const lines = rows.map((r, i) => decidedText.agendaLine(i + 1, { ...r, documentOn: civilOf(r.documentOn) }))
  await ctx.tx.agendaItem.create({
    data: { id: itemId, meetingId, rank: rankForInsert(items, null), title: decidedText.agendaTitle, text: [...lines, decidedText.agendaFoot].join('\n'), minutes: REPORT_MINUTES },
  })
  await ctx.tx.chairDecision.updateMany({ where: { id: { in: ids } }, data: { meetingId, itemId, updatedAt: ctx.now } })
  await emitDraft(ctx, meetingId, [itemId])
  await tell(ctx, ids)
  return { count: ids.length }
})

/** After the session: reported, or back among those that wait. Run again it finds nothing left to settle. */
const settle = handler(decidedSettle, async (ctx, { meetingId }) => {
  const rows = await ctx.tx.chairDecision.findMany({ where: { meetingId, reportedAt: null, withdrawnAt: null } })
  if (rows.length === 0) return {}
  const items = await ctx.tx.agendaItem.findMany({ where: { id: { in: rows.flatMap(r => (r.itemId ? [r.itemId] : [])) } }, select: { id: true, status: true, removedAt: true } })
  const statusOf = new Map(items.map(i => [i.id, i.removedAt ? 'withdrawn' : i.status]))
  const [told, back] = [rows.filter(r => afterSession(statusOf.get(r.itemId ?? '') ?? null) === 'reported'), rows.filter(r => afterSession(statusOf.get(r.itemId ?? '') ?? null) === 'waiting')]
  await ctx.tx.chairDecision.updateMany({ where: { id: { in: told.map(r => r.id) } }, data: { reportedAt: ctx.now, updatedAt: ctx.now } })
  await ctx.tx.chairDecision.updateMany({ where: { id: { in: back.map(r => r.id) } }, data: { meetingId: null, itemId: null, updatedAt: ctx.now } })
  await tell(ctx, rows.map(r => r.id))
  return {}
})

const settleAfterSession: Reaction = {
  name: 'settleDecided',
  on: [meetingChanged.name],
  run: async ({ runAsSystem }, event) => {
    if ((event.payload as { meeting?: { status?: string } }).meeting?.status !== 'ended') return
    const answer = await runAsSystem(decidedSettle.name, { meetingId: event.stream.split(':')[1] ?? '' }, commandIdFrom(`decided:${event.id}`))
    if (!answer.ok) throw new Error(`decided ${event.id}: ${answer.code}`)
  },
}

/** Sổ: everything entered, newest first, and the sessions it may be reported at. */
async function list(ctx: QueryContext, args: { q?: string | undefined }) {
  if (!seesDecided(ctx.actor)) throw new Refusal('FORBIDDEN')
  const seq = await streamHead(ctx.db, STREAM)
  const words = fold(args.q ?? '').split(/\s+/).filter(Boolean).slice(0, 8)
  const mayKeep = mayKeepDecided(ctx.actor)
  const [rows, meetings] = await Promise.all([
    ctx.db.chairDecision.findMany({ where: { AND: words.map(w => ({ searchText: { contains: w } })) }, orderBy: [{ decidedOn: 'desc' }, { enteredAt: 'desc' }], take: LIST_SIZE }),
    mayKeep
      ? ctx.db.meeting.findMany({ where: { status: { in: ['draft', 'invited'] }, kind: { in: ['regular', 'special'] }, rehearsalOf: null }, orderBy: { startsAt: 'asc' }, take: 20, select: { id: true, title: true, startsAt: true } })
      : [],
  ])
  const [named, now] = [await titles(ctx.db, rows), await standing(ctx.db, rows)]
  return {
    view: now.map(r => view(r, named)),
    seq,
    stream: STREAM,
    meetings: meetings.map(m => ({ ...m, startsAt: m.startsAt.getTime() })),
    mayKeep,
    now: ctx.now.getTime(),
  }
}

export const handlers: Handler[] = [record, withdraw, report, settle]
export const reactions: Reaction[] = [settleAfterSession]
export const queries = { 'decided.list': list }
