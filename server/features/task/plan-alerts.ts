import { defaultAlertRules, planAlerts } from '#app/domain/task/alerts.ts'
import type { TaskState } from '#app/domain/task/machine.ts'
import type { CommandContext } from '#server/command/context.ts'
import { civil } from '#server/db/civil.ts'
import { v7 as uuid } from 'uuid'

type Planned = { id: string; state: string; deadlineOn: Date | null }

/**
 * Plans the alerts of a task anew, in the transaction that changed its state or deadline: what no longer applies is
 * cancelled, what applies is a row. A step already delivered for the same deadline is not planned twice. A step that
 * applies again gets a new id: the command that found the old one cancelled has its receipt and would do nothing.
 */
export async function replanAlerts(ctx: CommandContext, task: Planned): Promise<void> {
  const plan = planAlerts({
    taskId: task.id,
    deadlineOn: civil(task.deadlineOn),
    state: task.state as TaskState,
    rules: defaultAlertRules,
    calendar: await ctx.calendar(),
    now: ctx.now.getTime(),
  })
  await ctx.tx.alert.updateMany({ where: { taskId: task.id, status: { in: ['pending', 'claimed'] } }, data: { status: 'cancelled' } })
  for (const p of plan) {
    await ctx.tx.$executeRawUnsafe(
      `INSERT INTO "Alert"(id, "taskId", step, kind, audience, "deadlineOn", "fireAt", status)
       VALUES ($1::uuid, $2::uuid, $3, $4, $5::text[], $6::date, $7::timestamptz, 'pending')
       ON CONFLICT ("taskId", step, "deadlineOn") DO UPDATE
         SET id = EXCLUDED.id, status = 'pending', kind = EXCLUDED.kind, "fireAt" = EXCLUDED."fireAt", audience = EXCLUDED.audience, "claimedAt" = NULL
         WHERE "Alert".status = 'cancelled' AND "Alert"."doneAt" IS NULL`,
      uuid(),
      task.id,
      p.step,
      p.kind,
      p.audience,
      p.deadlineOn,
      new Date(p.fireAt),
    )
  }
}
