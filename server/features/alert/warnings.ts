import { warningNote } from '#app/contracts/alert.ts'
import { addDays, civilDateInVietnam } from '#app/domain/calendar/working-days.ts'
import { earlyWarnings, hitRate, outcomeOf, type WarningReason } from '#app/domain/task/early-warning.ts'
import type { TaskState } from '#app/domain/task/machine.ts'
import { demand, type Db, type QueryContext, type Tx } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { civil, civilOf } from '#server/db/civil.ts'
import { canSeeHitRate } from '#server/policies/alert.ts'
import { scopeTask } from '#server/policies/task.ts'
import type { WorkCalendar } from '#app/domain/calendar/working-days.ts'
import { v7 as uuid } from 'uuid'
import { alertRulesOf } from './stored-rules.ts'

/** How far back a unit's finished tasks speak for it. */
const HISTORY_DAYS = 365
/** How far back the hit rate looks. */
const RATE_DAYS = 365
/** Acts by which the lead unit shows that it works on the task. */
const ACTIVE = ['assign', 'reassign', 'accept', 'report', 'requestExtension', 'decideExtension', 'sendBack', 'resume', 'reopen', 'delegate', 'handOver', 'transfer', 'addChild', 'extend', 'answer']

type Row = { id: string; state: string; deadlineOn: Date | null; urgency: string; leadUnitId: string; assignedAt: Date | null; activityAt: Date | null }

/** Warnings of tasks by id, those that have any; the same number of questions for one task as for a thousand. */
export async function warningsOf(ctx: { db: Db | Tx; now: Date; calendar: () => Promise<WorkCalendar> }, taskIds: readonly string[]): Promise<Map<string, WarningReason[]>> {
  if (taskIds.length === 0) return new Map()
  const { db, now } = ctx
  const today = civilDateInVietnam(now)
  const { warning } = await alertRulesOf(db)
  const calendar = await ctx.calendar()
  const rows = await db.$queryRawUnsafe<Row[]>(
    `SELECT t.id, t.state, t."deadlineOn", t.urgency, t."leadUnitId", t."assignedAt",
            (SELECT max(e."occurredAt") FROM "EventLog" e WHERE e.stream = 'task:' || t.id::text AND e.name = 'task.acted' AND e.payload #>> '{line,act}' = ANY($3::text[])) AS "activityAt"
     FROM "Task" t WHERE t.id = ANY($1::uuid[]) AND t.state IN ('assigned', 'refused', 'in_progress') AND t."deadlineOn" >= $2::date`,
    taskIds,
    today,
    ACTIVE,
  )
  if (rows.length === 0) return new Map()
  const ids = rows.map(r => r.id)
  const [parts, children] = await Promise.all([
    db.$queryRawUnsafe<{ taskId: string; unit: string; at: Date; state: string }[]>(
      `SELECT c."taskId", o.name AS unit, coalesce(c."lastActAt", c."acceptedAt", c."askedAt") AS at, c.state
       FROM "TaskCoordinator" c JOIN "OrgUnit" o ON o.id = c."unitId" WHERE c."taskId" = ANY($1::uuid[]) AND c.state IN ('asked', 'accepted', 'reporting') ORDER BY o.name`,
      ids,
    ),
    db.$queryRawUnsafe<{ taskId: string; title: string; deadlineOn: Date | null; state: string }[]>(
      `SELECT a."ancestorId" AS "taskId", t.title, t."deadlineOn", t.state FROM "TaskAncestor" a JOIN "Task" t ON t.id = a."taskId"
       WHERE a."ancestorId" = ANY($1::uuid[]) AND a."taskId" <> a."ancestorId" AND t.state IN ('assigned', 'refused', 'in_progress', 'paused') AND t."deadlineOn" IS NOT NULL ORDER BY t."deadlineOn", t.code`,
      ids,
    ),
  ])
  // Tasks like it: of the same unit, with a deadline, finished within the year.
  const history = await db.$queryRawUnsafe<{ unitId: string; finished: number; late: number }[]>(
    `SELECT "leadUnitId" AS "unitId", count(*)::int AS finished, count(*) FILTER (WHERE ("submittedAt" AT TIME ZONE 'Asia/Ho_Chi_Minh')::date > "deadlineOn")::int AS late
     FROM "Task" WHERE "leadUnitId" = ANY($1::uuid[]) AND state = 'done' AND "deadlineOn" IS NOT NULL AND "submittedAt" >= $2::timestamptz AND kind <> 'routine' GROUP BY 1`,
    [...new Set(rows.map(r => r.leadUnitId))],
    new Date(now.getTime() - HISTORY_DAYS * 86_400_000),
  )
  const of = new Map(history.map(h => [h.unitId, h]))
  const found = new Map<string, WarningReason[]>()
  for (const r of rows) {
    const reasons = earlyWarnings({
      state: r.state as TaskState,
      deadlineOn: civil(r.deadlineOn),
      lastActivityAt: (r.activityAt ?? r.assignedAt)?.getTime() ?? null,
      coordinators: parts.filter(p => p.taskId === r.id).map(p => ({ unit: p.unit, lastActivityAt: p.at.getTime(), isDone: false })),
      children: children.filter(c => c.taskId === r.id).map(c => ({ title: c.title, deadlineOn: civil(c.deadlineOn), state: c.state as TaskState })),
      history: of.get(r.leadUnitId) ?? { finished: 0, late: 0 },
      thresholds: warning,
      calendar,
      now: now.getTime(),
    })
    if (reasons.length > 0) found.set(r.id, reasons)
  }
  return found
}

/** Ghi cảnh báo sớm lần đầu nêu: kept as it was said, so that nobody can better it afterwards. */
export const noteWarnings = handler(warningNote, async (ctx, { taskIds }) => {
  const found = await warningsOf({ db: ctx.tx, now: ctx.now, calendar: ctx.calendar }, taskIds)
  if (found.size === 0) return { raised: 0 }
  const rows = [...found].map(([taskId, reasons]) => ({ id: uuid(), taskId, reasons }))
  const raised = await ctx.tx.$executeRawUnsafe(
    `INSERT INTO "TaskWarning"(id, "taskId", "deadlineOn", reasons, "raisedOn")
     SELECT x.id, x."taskId", t."deadlineOn", x.reasons, $2::date FROM jsonb_to_recordset($1::jsonb) AS x(id uuid, "taskId" uuid, reasons jsonb) JOIN "Task" t ON t.id = x."taskId" WHERE t."deadlineOn" IS NOT NULL
     ON CONFLICT ("taskId", "deadlineOn") DO NOTHING`,
    JSON.stringify(rows),
    civilDateInVietnam(ctx.now),
  )
  return { raised }
})

/** Warnings of the tasks a person may see. */
export async function warningList(ctx: QueryContext, { taskIds }: { taskIds: readonly string[] }) {
  const mine = await ctx.db.task.findMany({ where: { id: { in: taskIds.slice(0, 1000) }, ...scopeTask(ctx.actor) }, select: { id: true } })
  return Object.fromEntries(await warningsOf(ctx, mine.map(t => t.id)))
}

/** Tỷ lệ đúng của cảnh báo sớm in the last year, with what it divides by, and what it missed. */
export async function warningRate(ctx: QueryContext, _args: Record<string, never>) {
  demand(canSeeHitRate(ctx.actor))
  const today = civilDateInVietnam(ctx.now)
  const since = addDays(today, -RATE_DAYS)
  const [warned, missed] = await Promise.all([
    ctx.db.$queryRawUnsafe<{ warnedOn: Date; deadlineOn: Date | null; state: string; submittedAt: Date | null }[]>(
      `SELECT w."deadlineOn" AS "warnedOn", t."deadlineOn", t.state, t."submittedAt" FROM "TaskWarning" w JOIN "Task" t ON t.id = w."taskId" WHERE w."deadlineOn" >= $1::date`,
      since,
    ),
    ctx.db.$queryRawUnsafe<{ n: number }[]>(
      `SELECT count(*)::int AS n FROM "Task" t WHERE t."deadlineOn" >= greatest($1::date, (SELECT min("raisedOn") FROM "TaskWarning")) AND t."deadlineOn" < $2::date AND t.kind <> 'routine'
         AND t.state NOT IN ('draft', 'recalled', 'paused') AND (t."submittedAt" IS NULL OR (t."submittedAt" AT TIME ZONE 'Asia/Ho_Chi_Minh')::date > t."deadlineOn")
         AND NOT EXISTS (SELECT 1 FROM "TaskWarning" w WHERE w."taskId" = t.id AND w."deadlineOn" = t."deadlineOn")`,
      since,
      today,
    ),
  ])
  const outcomes = warned.map(w =>
    outcomeOf({ warnedDeadlineOn: civilOf(w.warnedOn), deadlineOn: civil(w.deadlineOn), state: w.state as TaskState, submittedOn: w.submittedAt ? civilDateInVietnam(w.submittedAt) : null, today }),
  )
  return { ...hitRate(outcomes, missed[0]?.n ?? 0), since }
}
