import { acts, type TaskState } from '#app/domain/task/machine.ts'
import { taskText } from '#app/text/tasks.ts'
import type { CommandContext } from '#server/command/context.ts'
import { closeExtension } from './close-extension.ts'
import { emitAct } from './emit-act.ts'
import { replanAlerts } from './plan-alerts.ts'
import { withAct } from './views.ts'

/** Another unit leads now: what hangs below was given in its name from now on. */
export async function moveChildren(ctx: CommandContext, taskId: string, leadUnitId: string): Promise<void> {
  await ctx.tx.task.updateMany({ where: { parentId: taskId }, data: { giverUnitId: leadUnitId } })
}

/** Thu hồi of a task takes back what was given on below it: nobody works on for something that is no longer wanted. */
export async function recallBelow(ctx: CommandContext, taskId: string): Promise<void> {
  const below = await ctx.tx.task.findMany({ where: { ancestors: { some: { ancestorId: taskId } }, state: { in: [...acts.recall.from] } }, orderBy: { id: 'asc' }, select: { id: true } })
  for (const { id } of below) {
    const rows = await ctx.tx.$queryRawUnsafe<{ state: TaskState }[]>(`SELECT state FROM "Task" WHERE id = $1::uuid FOR UPDATE`, id)
    const from = rows[0]?.state
    if (!from || !acts.recall.from.includes(from)) continue
    await closeExtension(ctx, id)
    await closeDemands(ctx, id)
    const changed = await ctx.tx.task.update({ where: { id }, data: { state: 'recalled', updatedAt: ctx.now, version: { increment: 1 } }, include: withAct })
    await replanAlerts(ctx, changed)
    emitAct(ctx, changed, { act: 'recall', from, to: 'recalled', note: taskText.recalledWithParent, percent: null, productRef: null, files: [] }, { was: { ...changed, state: from } })
  }
}

/**
 * Đôn đốc, giải trình still open when the task ends: nobody has to answer any more. `unitId` = only those asked of it.
 * @returns what was closed, so that it can wait again when the end is taken back
 */
export async function closeDemands(ctx: CommandContext, taskId: string, only: { kind?: string; unitId?: string } = {}): Promise<string[]> {
  const closed = await ctx.tx.taskDemand.updateManyAndReturn({ where: { taskId, status: 'waiting', ...only }, data: { status: 'closed' }, select: { id: true } })
  return closed.map(d => d.id)
}
