import { warningNote } from '#app/contracts/alert.ts'
import { addDays, civilDateInVietnam } from '#app/domain/calendar/working-days.ts'
import { hitRate, outcomeOf } from '#app/domain/task/early-warning.ts'
import type { TaskState } from '#app/domain/task/machine.ts'
import { demand, type QueryContext } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { civil, civilOf } from '#server/db/civil.ts'
import { canSeeHitRate } from '#server/policies/alert.ts'
import { scopeTask } from '#server/policies/task.ts'
import { v7 as uuid } from 'uuid'
import { warningsOf } from './early-warnings.ts'

/** How far back the hit rate looks. */
const RATE_DAYS = 365
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
