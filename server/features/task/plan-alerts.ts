import { alertDay, offsetOf, planAlerts } from '#app/domain/task/alerts.ts'
import type { TaskState } from '#app/domain/task/machine.ts'
import type { CommandContext } from '#server/command/context.ts'
import { civil } from '#server/db/civil.ts'
import { alertRulesOf } from '#server/features/alert/stored-rules.ts'
import { v7 as uuid } from 'uuid'

type Planned = { id: string; state: string; deadlineOn: Date | null }

/** Plans the alerts of a task anew, in the transaction that changed its state or deadline. */
export const replanAlerts = (ctx: CommandContext, task: Planned): Promise<number> => replanMany(ctx, [task])

/**
 * Plans the alerts of tasks anew: what no longer applies is cancelled, what applies is a row; a row that stays as it is is not
 * touched. A step already delivered for the same deadline is not planned twice. A step that applies again gets a new id: the
 * command that found the old one cancelled has its receipt and would do nothing. Two statements, however many tasks.
 */
export async function replanMany(ctx: CommandContext, tasks: readonly Planned[]): Promise<number> {
  if (tasks.length === 0) return 0
  const { rules } = await alertRulesOf(ctx.tx)
  const calendar = await ctx.calendar()
  const told = await ctx.tx.$queryRawUnsafe<{ taskId: string; deadlineOn: Date; steps: string[] }[]>(
    `SELECT "taskId", "deadlineOn", array_agg(step) AS steps FROM (
       SELECT "taskId", "deadlineOn", step FROM "Alert" WHERE "taskId" = ANY($1::uuid[]) AND "doneAt" IS NOT NULL
       UNION SELECT "taskId", "deadlineOn", step FROM "AlertLine" WHERE "taskId" = ANY($1::uuid[])) x GROUP BY 1, 2`,
    tasks.map(t => t.id),
  )
  const toldTo = new Map(told.map(t => [`${t.taskId}/${civil(t.deadlineOn)}`, Math.max(...t.steps.map(offsetOf))]))
  const days = new Map<string, string>()
  const dayOf: typeof alertDay = (cal, on, offset) => {
    const key = `${on}/${offset}`
    const known = days.get(key) ?? alertDay(cal, on, offset)
    days.set(key, known)
    return known
  }
  const plan = tasks.flatMap(task => {
    const deadlineOn = civil(task.deadlineOn)
    return planAlerts({ taskId: task.id, deadlineOn, state: task.state as TaskState, rules, calendar, now: ctx.now.getTime(), toldTo: toldTo.get(`${task.id}/${deadlineOn}`) ?? null, dayOf })
  })
  const rows = plan.map(p => ({ id: uuid(), taskId: p.taskId, step: p.step, kind: p.kind, audience: p.audience, deadlineOn: p.deadlineOn, fireAt: new Date(p.fireAt) }))
  const wanted = JSON.stringify(rows)
  await ctx.tx.$executeRawUnsafe(
    `UPDATE "Alert" a SET status = 'cancelled' WHERE a."taskId" = ANY($1::uuid[]) AND a.status IN ('pending', 'claimed')
       AND NOT EXISTS (SELECT 1 FROM jsonb_to_recordset($2::jsonb) AS x("taskId" uuid, step text, "deadlineOn" date, "fireAt" timestamptz, audience jsonb)
         WHERE x."taskId" = a."taskId" AND x.step = a.step AND x."deadlineOn" = a."deadlineOn" AND x."fireAt" = a."fireAt" AND x.audience = to_jsonb(a.audience))`,
    tasks.map(t => t.id),
    wanted,
  )
  if (rows.length === 0) return 0
  await ctx.tx.$executeRawUnsafe(
    `INSERT INTO "Alert"(id, "taskId", step, kind, audience, "deadlineOn", "fireAt", status)
     SELECT x.id, x."taskId", x.step, x.kind, ARRAY(SELECT jsonb_array_elements_text(x.audience)), x."deadlineOn", x."fireAt", 'pending'
     FROM jsonb_to_recordset($1::jsonb) AS x(id uuid, "taskId" uuid, step text, kind text, audience jsonb, "deadlineOn" date, "fireAt" timestamptz)
     ON CONFLICT ("taskId", step, "deadlineOn") DO UPDATE
       SET id = EXCLUDED.id, status = 'pending', kind = EXCLUDED.kind, "fireAt" = EXCLUDED."fireAt", audience = EXCLUDED.audience, "claimedAt" = NULL
       WHERE "Alert".status = 'cancelled' AND "Alert"."doneAt" IS NULL`,
    wanted,
  )
  return rows.length
}
