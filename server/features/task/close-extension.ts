import type { CommandContext } from '#server/command/context.ts'

/** A request for extension that has no more sense: the unit handed in its result, or the task was recalled. Call it under the task's lock, before the task is read anew. */
export async function closeExtension(ctx: CommandContext, taskId: string): Promise<void> {
  await ctx.tx.taskExtension.updateMany({ where: { taskId, status: 'waiting' }, data: { status: 'closed', decidedAt: ctx.now } })
}
