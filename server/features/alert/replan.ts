import { alertReplan, alertRulesChanged } from '#app/contracts/alert.ts'
import { OPEN_STATES } from '#app/domain/task/filter.ts'
import { randomUUID } from 'node:crypto'
import type { Answer } from '#app/contracts/define.ts'
import { handler } from '#server/command/handler.ts'
import { replanMany } from '#server/features/task/plan-alerts.ts'
import type { Reaction } from '#server/features/reaction.ts'
import type { Db } from '#server/command/context.ts'

const BATCH = 500

/** Lập lại cảnh báo: from the tasks, the calendar and the rules in force; repeated it changes nothing. */
export const replanTasks = handler(alertReplan, async (ctx, { taskIds }) => {
  const tasks = await ctx.tx.$queryRawUnsafe<{ id: string; state: string; deadlineOn: Date | null }[]>(
    `SELECT id, state, "deadlineOn" FROM "Task" WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE`,
    taskIds,
  )
  return { planned: await replanMany(ctx, tasks) }
})

type Run = (name: string, input: unknown, commandId: string) => Promise<Answer>

/** All open tasks, in batches by id: whatever was planned is as the rows and rules of now say. Returns how many alerts are planned. */
export async function replanAll(db: Db, runAsSystem: Run, onlyMissing = false): Promise<number> {
  let [after, planned] = ['00000000-0000-0000-0000-000000000000', 0]
  for (;;) {
    const rows = await db.$queryRawUnsafe<{ id: string }[]>(
      `SELECT t.id FROM "Task" t WHERE t.id > $1::uuid AND t.state = ANY($2::text[]) AND t."deadlineOn" IS NOT NULL
         ${onlyMissing ? `AND t.state IN ('assigned', 'refused', 'in_progress') AND NOT EXISTS (SELECT 1 FROM "Alert" a WHERE a."taskId" = t.id AND a."deadlineOn" = t."deadlineOn" AND a.status <> 'cancelled')` : ''}
       ORDER BY t.id LIMIT ${BATCH}`,
      after,
      // states in which a task may have alerts; the rule says which of them do
      OPEN_STATES,
    )
    const last = rows.at(-1)
    if (!last) return planned
    const answer = await runAsSystem(alertReplan.name, { taskIds: rows.map(r => r.id) }, randomUUID())
    if (!answer.ok) throw new Error(`alerts not planned: ${answer.code}`)
    planned += (answer.data as { planned: number }).planned
    after = last.id
  }
}

/** Changed rules speak for what is planned already, too. */
export const replanOnNewRules: Reaction = {
  name: 'replanAlerts',
  on: [alertRulesChanged.name],
  run: async ({ db, runAsSystem }) => void (await replanAll(db, runAsSystem)),
}
