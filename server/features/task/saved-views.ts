import type { z } from 'zod'
import { MOST_SAVED_VIEWS, type SavedView, taskViewRemove, taskViewSave, taskViewsChanged } from '#app/contracts/task-view.ts'
import { readFilter } from '#app/domain/task/filter.ts'
import { tidyAddress } from '#app/domain/task/view.ts'
import { type CommandContext, type QueryContext, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { unitsOf } from '#server/policies/stream.ts'
import { scopeSavedView, seesAllTasks } from '#server/policies/task.ts'
import { streamHead } from '#server/features/stream-head.ts'

/** In the order they were saved. */
async function ownViews(ctx: Pick<QueryContext, 'db' | 'actor'>): Promise<z.output<typeof SavedView>[]> {
  return ctx.db.savedTaskView.findMany({ where: scopeSavedView(ctx.actor), orderBy: [{ createdAt: 'asc' }, { id: 'asc' }], select: { id: true, name: true, address: true, isDefault: true } })
}

/** Cách xem đã lưu của mình, and the address that opens first. A unit one no longer works for opens nothing. */
async function savedViews(ctx: QueryContext, _args: Record<string, never>) {
  const stream = `user:${ctx.actor.userId}`
  const seq = await streamHead(ctx.db, stream)
  const views = await ownViews(ctx)
  const first = views.find(v => v.isDefault)?.address ?? null
  const unitId = first === null ? undefined : readFilter(new URLSearchParams(first)).unitId
  const isInReach = !unitId || seesAllTasks(ctx.actor) || unitsOf(ctx.actor).includes(unitId)
  return { views, first: isInReach ? first : null, stream, seq }
}

/** The person's row: two devices that both make theirs the first wait for each other. */
const lockOwn = (ctx: CommandContext) => ctx.tx.$queryRawUnsafe(`SELECT 1 FROM "User" WHERE id = $1::uuid FOR UPDATE`, ctx.actor.userId)

const tell = async (ctx: CommandContext): Promise<void> =>
  ctx.emit(`user:${ctx.actor.userId}`, taskViewsChanged, { views: await ownViews({ db: ctx.tx as QueryContext['db'], actor: ctx.actor }) })

/** Lưu cách xem. */
export const saveTaskView = handler(taskViewSave, async (ctx, { viewId: id, name, address, isDefault }) => {
  await lockOwn(ctx)
  const known = await ctx.tx.savedTaskView.findUnique({ where: { id }, select: { userId: true } })
  // Somebody else's view does not exist, not even as a taken id.
  if (known && known.userId !== ctx.actor.userId) throw new Refusal('NOT_FOUND')
  const others = await ctx.tx.savedTaskView.findMany({ where: { ...scopeSavedView(ctx.actor), id: { not: id } }, select: { name: true } })
  if (others.some(o => o.name === name)) throw new Refusal('TASK_VIEW_NAME_TAKEN', {}, { name: 'TASK_VIEW_NAME_TAKEN' })
  if (!known && others.length >= MOST_SAVED_VIEWS) throw new Refusal('TASK_VIEWS_TOO_MANY', { limit: MOST_SAVED_VIEWS })
  if (isDefault) await ctx.tx.savedTaskView.updateMany({ where: { ...scopeSavedView(ctx.actor), id: { not: id }, isDefault: true }, data: { isDefault: false } })
  const data = { name, address: tidyAddress(address), isDefault, updatedAt: ctx.now }
  await ctx.tx.savedTaskView.upsert({ where: { id }, create: { id, userId: ctx.actor.userId, createdAt: ctx.now, ...data }, update: data })
  await tell(ctx)
  return {}
})

/** Xóa cách xem; saving it again under its id brings it back. */
export const removeTaskView = handler(taskViewRemove, async (ctx, { viewId }) => {
  await lockOwn(ctx)
  const { count } = await ctx.tx.savedTaskView.deleteMany({ where: { id: viewId, ...scopeSavedView(ctx.actor) } })
  if (count === 0) throw new Refusal('NOT_FOUND')
  await tell(ctx)
  return {}
})

export const savedViewQueries = { 'task.savedViews': savedViews }
