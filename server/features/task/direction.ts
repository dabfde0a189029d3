import { planGiven } from '#app/contracts/plan.ts'
import type { PayloadOf } from '#app/contracts/define.ts'
import { taskCardChanged } from '#app/contracts/task.ts'
import { type CivilDate } from '#app/domain/calendar/working-days.ts'
import { boardFilter, type Dimension, FIRST_ORDER, inOrder, type Order, type Row } from '#app/domain/task/board.ts'
import { addUp, type Figures } from '#app/domain/task/figures.ts'
import { type TaskFilter, UNIT_KINDS } from '#app/domain/task/filter.ts'
import type { DirectionState, FeedLine } from '#app/live/reducers/direction.ts'
import { directionText as t } from '#app/text/direction.ts'
import { todaysUnit } from '#app/domain/unit/rearrange.ts'
import { type QueryContext, Refusal } from '#server/command/context.ts'
import { civil } from '#server/db/civil.ts'
import { streamHead } from '#server/features/stream-head.ts'
import { mayAssign, seesAllTasks } from '#server/policies/task.ts'
import { calendarDays } from './calendar.ts'
import { countFigures, momentOf, pageOf } from './selection.ts'
import { taskCard, withCard } from './views.ts'

const STREAM = 'board:all'
const FEED_SIZE = 30
/** Looked through for the newest of them: acts brought in from elsewhere are not numbered by their time. */
const FEED_READ = 120
/** Decisions and longest delays sent with the page; the rest stands behind their links. */
const WAITING_SIZE = 30
const LONGEST_SIZE = 20

export type DirectionArgs = { filter?: TaskFilter; by?: Dimension; order?: Order }

/** What waits for a decision of those who give: a result, or a day asked for. */
export const WAITS_FOR_DECISION = { parentId: null, OR: [{ state: 'waiting_confirmation' }, { state: 'in_progress', extensions: { some: { status: 'waiting' } } }] }

/**
 * Chỉ đạo, điều hành: figures by unit, field, source or leader, what waits for a decision, what is late longest, what just
 * happened. The same answer is the page, its workbook and the wall.
 */
async function directionView(ctx: QueryContext, args: DirectionArgs) {
  if (!seesAllTasks(ctx.actor)) throw new Refusal('FORBIDDEN')
  const seq = await streamHead(ctx.db, STREAM)
  const m = await momentOf(ctx)
  const filter = boardFilter(args.filter ?? {}, m.today)
  const [by, order] = [args.by ?? 'unit', args.order ?? FIRST_ORDER]
  const [byUnit, byOther, dueToday, waiting, waitingTotal, longest, fields, feed, calendar, kindIds] = await Promise.all([
    countFigures(ctx, filter, m, 'unit'),
    by === 'unit' ? null : countFigures(ctx, filter, m, by),
    countFigures(ctx, { ...filter, place: 'soon', dueFrom: m.today, dueTo: m.today }, m, null),
    ctx.db.task.findMany({ where: WAITS_FOR_DECISION, include: withCard, orderBy: [{ submittedAt: { sort: 'asc', nulls: 'last' } }, { id: 'asc' }], take: WAITING_SIZE }),
    ctx.db.task.count({ where: WAITS_FOR_DECISION }),
    pageOf(ctx, { ...filter, place: 'overdue' }, m, { sort: 'due', size: LONGEST_SIZE }),
    ctx.db.taskField.findMany({ orderBy: [{ rank: 'asc' }, { code: 'asc' }] }),
    ctx.db.eventLog.findMany({ where: { stream: STREAM, seq: { not: null } }, orderBy: { seq: 'desc' }, take: FEED_READ, select: { seq: true, name: true, payload: true, occurredAt: true } }),
    calendarDays(ctx),
    filter.unitKind ? ctx.db.orgUnit.findMany({ where: { kind: { in: [...UNIT_KINDS[filter.unitKind]] } }, select: { id: true } }) : null,
  ])
  const heirOf = filter.isWithFormer ? await heirs(ctx) : {}
  const unitRows = foldUp(byUnit, heirOf)
  const counted = byOther ?? unitRows
  const [names, longestCards] = await Promise.all([
    namesOf(ctx, by, [...counted.keys()], filter, fields),
    longest.ids.length > 0 ? ctx.db.task.findMany({ where: { id: { in: longest.ids } }, include: withCard }) : [],
  ])
  const rows: Row[] = inOrder([...counted].map(([key, figures]) => ({ key, name: names.get(key) ?? t.noName, figures })), order)
  const place = new Map(longest.ids.map((id, i) => [id, i]))
  const view: DirectionState = {
    rows,
    lateByUnit: Object.fromEntries([...unitRows].filter(([, f]) => f.overdue > 0).map(([id, f]) => [id, f.overdue])),
    dueToday: dueToday.get('')?.soon ?? 0,
    waiting: { cards: waiting.map(taskCard), total: waitingTotal },
    longest: longestCards.map(taskCard).sort((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0)),
    feed: feed.flatMap(feedLine).sort((a, b) => b.at - a.at || b.seq - a.seq).slice(0, FEED_SIZE),
    touched: [],
    // What was done while this was counted may or may not be in the figures: the page asks once more.
    isBehind: (await streamHead(ctx.db, STREAM)) !== seq,
  }
  return {
    view,
    seq,
    stream: STREAM,
    filter,
    by,
    order,
    fields,
    /** name of what the filter holds on to, where it is an id */
    named: { unit: filter.unitId ? (names.get(filter.unitId) ?? (await nameOfUnit(ctx, filter.unitId))) : null, leader: filter.leaderId ? (names.get(filter.leaderId) ?? (await nameOfUser(ctx, filter.leaderId))) : null },
    /** units of the kind asked for: a task that arrives live carries no kind */
    kindIds: kindIds && kindIds.map(u => u.id),
    /** today's unit of one that is no more, where figures are by today's units */
    heirOf,
    calendar,
    canDecide: mayAssign(ctx.actor),
    today: m.today as CivilDate,
    now: ctx.now.getTime(),
  }
}
export type DirectionResult = Awaited<ReturnType<typeof directionView>>

/** Of every unit that is no more, the one that does its work today. */
async function heirs(ctx: QueryContext): Promise<Record<string, string>> {
  const rows = await ctx.db.orgSuccession.findMany({ select: { oldUnitId: true, newUnitId: true, on: true }, orderBy: [{ on: 'desc' }, { id: 'asc' }] })
  const steps = rows.map(r => ({ ...r, on: civil(r.on) ?? '' }))
  return Object.fromEntries(steps.map(s => [s.oldUnitId, todaysUnit(s.oldUnitId, steps)]))
}
function foldUp(rows: Map<string, Figures>, heirOf: Record<string, string>): Map<string, Figures> {
  const folded = new Map<string, Figures>()
  for (const [id, figures] of rows) {
    const heir = heirOf[id] ?? id
    const known = folded.get(heir)
    folded.set(heir, known ? addUp([known, figures]) : figures)
  }
  return folded
}

const nameOfUnit = async (ctx: QueryContext, id: string) => (await ctx.db.orgUnit.findUnique({ where: { id }, select: { name: true } }))?.name ?? null
const nameOfUser = async (ctx: QueryContext, id: string) => (await ctx.db.user.findUnique({ where: { id }, select: { displayName: true } }))?.displayName ?? null

/** What the rows are called. */
async function namesOf(ctx: QueryContext, by: Dimension, keys: string[], filter: TaskFilter, fields: readonly { code: string; name: string }[]): Promise<Map<string, string>> {
  if (by === 'field') return new Map([...fields.map(f => [f.code, f.name] as const), ['none', t.noField]])
  if (by === 'source') return new Map(Object.entries(t.sources))
  if (by === 'leader') {
    const users = await ctx.db.user.findMany({ where: { id: { in: keys } }, select: { id: true, displayName: true } })
    return new Map(users.map(u => [u.id, u.displayName]))
  }
  const units = await ctx.db.orgUnit.findMany({ where: { id: { in: filter.unitId ? [...keys, filter.unitId] : keys } }, select: { id: true, name: true } })
  return new Map(units.map(u => [u.id, u.name]))
}

/** One event of the board as a line; what says nothing to a reader is none. */
function feedLine(e: { seq: number | null; name: string; payload: unknown; occurredAt: Date }): FeedLine[] {
  if (e.name === taskCardChanged.name) {
    const { card, line } = e.payload as PayloadOf<typeof taskCardChanged>
    return [{ ...line, seq: e.seq ?? 0, taskId: card.id, code: card.code, title: card.title, leadUnitName: card.leadUnitName }]
  }
  if (e.name !== planGiven.name) return []
  const { planLabel, count } = e.payload as PayloadOf<typeof planGiven>
  return [{ act: 'plan', byLabel: t.office, unitName: '', at: e.occurredAt.getTime(), note: null, seq: e.seq ?? 0, taskId: null, code: '', title: t.planGiven(count, planLabel), leadUnitName: '' }]
}

export const directionQueries = { 'direction.view': directionView }
