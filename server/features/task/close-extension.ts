import type { CommandContext } from '#server/command/context.ts'

/** A request for extension that has no more sense: the unit handed in its result, or the task was recalled. Call it under the task's lock, before the task is read anew. @returns what was closed */
export async function closeExtension(ctx: CommandContext, taskId: string): Promise<string[]> {
  const closed = await ctx.tx.taskExtension.updateManyAndReturn({ where: { taskId, status: 'waiting' }, data: { status: 'closed', decidedAt: ctx.now }, select: { id: true } })
  return closed.map(x => x.id)
}
