import { civilDateInVietnam, type WorkCalendar } from '#app/domain/calendar/working-days.ts'
import { earlyWarnings, type WarningReason } from '#app/domain/task/early-warning.ts'
import type { TaskState } from '#app/domain/task/machine.ts'
import type { Db, Tx } from '#server/command/context.ts'
import { civil } from '#server/db/civil.ts'
import { alertRulesOf } from './stored-rules.ts'

/** How far back a unit's finished tasks speak for it. */
const HISTORY_DAYS = 365
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
