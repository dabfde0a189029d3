import { type Queue } from '#app/domain/task/queue.ts'
import type { QueueRow, QueueState } from '#app/live/reducers/queues.ts'
import { type QueryContext, Refusal } from '#server/command/context.ts'
import { streamHead } from '#server/features/stream-head.ts'
import { mayAssign, seesAllTasks } from '#server/policies/task.ts'
import { calendarDays } from './calendar.ts'
import { unitChoices } from './units.ts'
import { extensionView, taskCard, withCard } from './views.ts'

const STREAM = 'board:all'
/** Rows sent with the page; the oldest first, so that the rest comes up as these are answered. */
const SIZE = 60

const CONFIRM = { parentId: null, state: 'waiting_confirmation' }
const RETURNED = { parentId: null, state: 'refused' }
const EXTENSION = { status: 'waiting', task: { parentId: null, state: 'in_progress' } }
const DEMAND = { status: 'waiting', task: { parentId: null, state: { in: ['assigned', 'in_progress', 'refused', 'paused', 'waiting_confirmation'] } } }
/** Given and not taken up, and nobody of the lead unit has had it open. */
const UNOPENED = `FROM "Task" t WHERE t.state = 'assigned' AND t."parentId" IS NULL
  AND NOT EXISTS (SELECT 1 FROM "TaskSeen" s WHERE s."taskId" = t.id AND s."unitId" = t."leadUnitId")`

/** Hàng chờ của Văn phòng: how much stands in each queue, and the rows of one. */
async function directionQueues(ctx: QueryContext, { queue = 'confirm' }: { queue?: Queue }) {
  if (!seesAllTasks(ctx.actor)) throw new Refusal('FORBIDDEN')
  const { db } = ctx
  const seq = await streamHead(db, STREAM)
  const canDecide = mayAssign(ctx.actor)
  const [confirm, returned, extension, demand, unopened, rows, calendar, units] = await Promise.all([
    db.task.count({ where: CONFIRM }),
    db.task.count({ where: RETURNED }),
    db.taskExtension.count({ where: EXTENSION }),
    db.taskDemand.count({ where: DEMAND }),
    db.$queryRawUnsafe<{ n: number }[]>(`SELECT count(*)::int AS n ${UNOPENED}`),
    rowsOf[queue](ctx),
    calendarDays(ctx),
    canDecide && queue === 'returned' ? unitChoices(ctx) : [],
  ])
  const view: QueueState = { totals: { confirm, returned, extension, demand, unopened: unopened[0]?.n ?? 0 }, rows, isBehind: (await streamHead(db, STREAM)) !== seq }
  return { queue, view, stream: STREAM, seq, calendar, units, canDecide, now: ctx.now.getTime() }
}

const plain = { text: null, byLabel: null, dueAt: null, extension: null, confirmDays: null }

const rowsOf: Record<Queue, (ctx: QueryContext) => Promise<QueueRow[]>> = {
  confirm: async ({ db }) => {
    const [tasks, types] = await Promise.all([
      db.task.findMany({ where: CONFIRM, include: withCard, orderBy: [{ submittedAt: { sort: 'asc', nulls: 'last' } }, { id: 'asc' }], take: SIZE }),
      db.taskType.findMany({ select: { code: true, confirmDays: true } }),
    ])
    const days = new Map(types.map(t => [t.code, t.confirmDays]))
    return tasks.map(t => ({ ...plain, key: t.id, card: taskCard(t), since: t.submittedAt?.getTime() ?? null, text: t.latestNote, confirmDays: days.get(t.typeCode) ?? null }))
  },
  returned: async ({ db }) => {
    const tasks = await db.task.findMany({ where: RETURNED, include: withCard, orderBy: [{ updatedAt: 'asc' }, { id: 'asc' }], take: SIZE })
    const said = await db.$queryRaw<{ stream: string; note: string | null; byLabel: string; at: number }[]>`
      SELECT DISTINCT ON (stream) stream, payload->'line'->>'note' AS note, payload->'line'->>'byLabel' AS "byLabel", (payload->'line'->>'at')::float8 AS at FROM "EventLog"
      WHERE stream = ANY(${tasks.map(t => `task:${t.id}`)}) AND payload->'line'->>'act' = 'refuse' ORDER BY stream, id DESC`
    const of = new Map(said.map(s => [s.stream, s]))
    return tasks.map(t => {
      const line = of.get(`task:${t.id}`)
      return { ...plain, key: t.id, card: taskCard(t), since: line?.at ?? t.updatedAt.getTime(), text: line?.note ?? null, byLabel: line?.byLabel ?? null }
    })
  },
  extension: async ({ db }) => {
    const asked = await db.taskExtension.findMany({ where: EXTENSION, include: { task: { include: withCard } }, orderBy: [{ askedAt: 'asc' }, { id: 'asc' }], take: SIZE })
    return asked.map(({ task, ...x }) => ({ ...plain, key: task.id, card: taskCard(task), since: x.askedAt.getTime(), text: x.reason, byLabel: x.askedByLabel, extension: extensionView(x) }))
  },
  demand: async ({ db }) => {
    const asked = await db.taskDemand.findMany({ where: DEMAND, include: { task: { include: withCard } }, orderBy: [{ dueAt: { sort: 'asc', nulls: 'last' } }, { askedAt: 'asc' }], take: SIZE })
    return asked.map(({ task, ...d }) => ({ ...plain, key: d.id, card: taskCard(task), since: d.askedAt.getTime(), text: d.text, byLabel: d.unitName, dueAt: d.dueAt?.getTime() ?? null }))
  },
  unopened: async ({ db }) => {
    const ids = (await db.$queryRawUnsafe<{ id: string }[]>(`SELECT t.id ${UNOPENED} ORDER BY t."assignedAt", t.id LIMIT ${SIZE}`)).map(r => r.id)
    const tasks = await db.task.findMany({ where: { id: { in: ids } }, include: withCard, orderBy: [{ assignedAt: 'asc' }, { id: 'asc' }] })
    return tasks.map(t => ({ ...plain, key: t.id, card: taskCard(t), since: t.assignedAt?.getTime() ?? null }))
  },
}

export const queueQueries = { 'direction.queues': directionQueues }
