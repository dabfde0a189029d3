import type { CivilDate } from '#app/domain/calendar/working-days.ts'
import { type BoardView, isMonth, monthOf, needsStates, type Sort, SORTS, spanOfMonth, STEPS, VIEWS } from '#app/domain/task/view.ts'
import { noFigures } from '#app/domain/task/figures.ts'
import type { TaskFilter } from '#app/domain/task/filter.ts'
import { type Actor, type QueryContext, Refusal } from '#server/command/context.ts'
import { inForce } from '#server/db/in-force.ts'
import { streamHead } from '#server/features/stream-head.ts'
import { unitsOf } from '#server/policies/stream.ts'
import { boardRoles, mayAssign, scopeTask, seesAllTasks } from '#server/policies/task.ts'
import { calendarDays } from './calendar.ts'
import { columnsOf, countFigures, daysOf, type Moment, momentOf, pageOf, readCursor, statesOf } from './selection.ts'
import { unitChoices } from './units.ts'
import { childView, taskCard, withCard } from './views.ts'

const PAGE_SIZE = 50
/** of the tree: each row brings what hangs on it */
const ROOTS_SIZE = 30
const TREE_SIZE = 1_000
const COLUMN_SIZE = 30
const DAY_SIZE = 4

export type TaskListArgs = { [K in keyof TaskFilter]?: TaskFilter[K] | undefined } & {
  view?: BoardView | undefined
  sort?: Sort | undefined
  /** where the page before ended */
  after?: string | undefined
  /** 'yyyy-mm' of the calendar */
  month?: string | undefined
}

/**
 * Nhiệm vụ trong phạm vi: one page of a filter as a list, by step, by day of a month or as a tree, with what the filter's open
 * work comes to. Deadline states are computed by the reader, with the calendar. Without a unit a person of a unit sees the own one.
 */
async function taskList(ctx: QueryContext, args: TaskListArgs) {
  const { view: askedView, sort: askedSort, after, month: askedMonth, ...given } = args
  const own = unitsOf(ctx.actor)
  const isAll = seesAllTasks(ctx.actor)
  const filter = ownFilter(ctx.actor, given)
  const { unitId } = filter
  const view = VIEWS.find(v => v === askedView) ?? 'list'
  const sort = SORTS.find(s => s === askedSort) ?? 'due'
  const stream = unitId ? `board:${unitId}` : 'board:all'
  const seq = await streamHead(ctx.db, stream)
  const moment = await momentOf(ctx)
  const month = askedMonth && isMonth(askedMonth) ? askedMonth : monthOf(moment.today)

  const [shown, figures, states, choices, calendar] = await Promise.all([
    showAs[view](ctx, filter, moment, { sort, month, after: readCursor(after) }),
    countFigures(ctx, filter, moment, null, 'open'),
    view === 'steps' || needsStates(filter) ? statesOf(ctx, filter, moment) : null,
    choicesOf(ctx, isAll, own),
    calendarDays(ctx),
  ])
  return {
    view,
    sort,
    month,
    /** as it was read, with the unit it stands for */
    filter,
    ...nothing,
    ...shown,
    /** of what is open in this filter, whatever step or place was chosen */
    figures: figures.get('') ?? noFigures(),
    /** how many stand in each step, where that was asked */
    states,
    ...choices,
    stream,
    seq,
    unitId: unitId ?? null,
    isAll,
    calendar,
    canAssign: mayAssign(ctx.actor),
    roles: boardRoles(ctx.actor),
    me: ctx.actor.userId,
    now: ctx.now.getTime(),
  }
}

type Card = ReturnType<typeof taskCard>
type TreeNode = Omit<ReturnType<typeof childView>, 'parentId'> & { parentId: string | null; isMatch: boolean; mayOpen: boolean; sourceLabel: string; giverLabel: string }
type Shown = {
  items: { card: Card }[]
  /** the cursor of the next page; null = this was the last */
  next: string | null
  /** of a month: how many are due on each day, of which the first are among the items */
  days: { day: CivilDate; n: number }[]
  /** of a tree: the tasks of the page with all above and below them */
  nodes: TreeNode[]
  /** by step: what closes a task of each kind, for the act a moved card asks for */
  types: { code: string; name: string; evidence: string; mayLeaveChildren: boolean; confirmDays: number }[]
}
const nothing: Shown = { items: [], next: null, days: [], nodes: [], types: [] }
type Opts = { sort: Sort; month: string; after: ReturnType<typeof readCursor> }

const showAs: Record<BoardView, (ctx: QueryContext, f: TaskFilter, m: Moment, opts: Opts) => Promise<Partial<Shown>>> = {
  list: async (ctx, f, m, { sort, after }) => {
    const { ids, next } = await pageOf(ctx, f, m, { sort, size: PAGE_SIZE, after })
    return { items: await itemsOf(ctx, ids), next }
  },
  steps: async (ctx, f, m) => {
    const [ids, types] = await Promise.all([
      columnsOf(ctx, f, m, STEPS, COLUMN_SIZE),
      ctx.db.taskType.findMany({ orderBy: { rank: 'asc' }, select: { code: true, name: true, evidence: true, mayLeaveChildren: true, confirmDays: true } }),
    ])
    return { items: await itemsOf(ctx, ids), types }
  },
  month: async (ctx, f, m, { month }) => {
    const rows = await daysOf(ctx, f, m, spanOfMonth(month), DAY_SIZE)
    return { items: await itemsOf(ctx, rows.map(r => r.id)), days: [...new Map(rows.map(r => [r.day, { day: r.day, n: r.n }])).values()] }
  },
  tree: async (ctx, f, m, { sort, after }) => {
    const { ids, next } = await pageOf(ctx, f, m, { sort, size: ROOTS_SIZE, after })
    return { nodes: await nodesOf(ctx, ids), next }
  },
}

/** Cards by id, in the order of the ids. */
async function itemsOf(ctx: QueryContext, ids: readonly string[]): Promise<{ card: Card }[]> {
  if (ids.length === 0) return []
  const rows = await ctx.db.task.findMany({ where: { id: { in: [...ids] } }, include: withCard })
  const of = new Map(rows.map(r => [r.id, taskCard(r)]))
  return ids.flatMap(id => of.get(id) ?? []).map(card => ({ card }))
}

/**
 * The tasks of a page with everything above and below. What hangs on a task is shown to whoever may see it; what it hangs on,
 * by name only: who works on a part reads where it comes from, opening it is another matter.
 */
async function nodesOf(ctx: QueryContext, ids: readonly string[]): Promise<TreeNode[]> {
  if (ids.length === 0) return []
  const [links, below] = await Promise.all([
    ctx.db.taskAncestor.findMany({ where: { taskId: { in: [...ids] } }, select: { ancestorId: true } }),
    ctx.db.taskAncestor.findMany({ where: { ancestorId: { in: [...ids] } }, select: { taskId: true }, take: TREE_SIZE }),
  ])
  const matches = new Set(ids)
  const above = new Set(links.map(l => l.ancestorId))
  const all = [...new Set([...ids, ...above, ...below.map(b => b.taskId)])]
  const leadUnit = { select: { name: true } }
  const [rows, seen] = await Promise.all([
    ctx.db.task.findMany({ where: { id: { in: all } }, include: { leadUnit } }),
    ctx.db.task.findMany({ where: { AND: [{ id: { in: all } }, scopeTask(ctx.actor)] }, select: { id: true } }),
  ])
  const mayOpen = new Set(seen.map(s => s.id))
  const of = new Map(rows.map(r => [r.id, r]))
  const order = [...ids, ...all.filter(id => !matches.has(id))]
  return order.flatMap(id => {
    const row = of.get(id)
    if (!row || row.state === 'draft' || !(mayOpen.has(id) || above.has(id))) return []
    return { ...childView(row), parentId: row.parentId, isMatch: matches.has(id), mayOpen: mayOpen.has(id), sourceLabel: row.sourceLabel, giverLabel: row.giverLabel }
  })
}

/** What the filters offer, and the names behind the codes of a card. */
async function choicesOf(ctx: QueryContext, isAll: boolean, own: readonly string[]) {
  const [units, fields, posts] = await Promise.all([
    isAll ? unitChoices(ctx) : ctx.db.orgUnit.findMany({ where: { id: { in: [...own] } }, select: { id: true, name: true, short: true, kind: true } }),
    ctx.db.taskField.findMany({ orderBy: { rank: 'asc' }, select: { code: true, name: true } }),
    ctx.db.position.findMany({
      where: { role: { in: ['chairman', 'vice_chairman'] }, ...inForce(ctx.now) },
      select: { userId: true, role: true, user: { select: { displayName: true } } },
      orderBy: { role: 'asc' },
    }),
  ])
  return { units, fields, leaders: [...new Map(posts.map(p => [p.userId, { id: p.userId, name: p.user.displayName }])).values()] }
}

/** The filter a person may ask for: of a unit's people the own unit where none is said, and never another. */
export function ownFilter(actor: Actor, given: { [K in keyof TaskFilter]?: TaskFilter[K] | undefined }): TaskFilter {
  const own = unitsOf(actor)
  const isAll = seesAllTasks(actor)
  if (!isAll && own.length === 0) throw new Refusal('FORBIDDEN')
  if (!isAll && given.unitId && !own.includes(given.unitId)) throw new Refusal('NOT_FOUND')
  const unitId = given.unitId ?? (isAll ? undefined : own[0])
  return Object.fromEntries(Object.entries({ ...given, unitId }).filter(([, v]) => v !== undefined)) as TaskFilter
}

export const boardQueries = { 'task.list': taskList }
