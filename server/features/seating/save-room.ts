import { roomRemove, roomRemoved, roomSave, roomSaved } from '#app/contracts/seating.ts'
import { demand, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { canRooms } from '#server/policies/seating.ts'

/** Lưu sơ đồ phòng họp. */
export const saveRoom = handler(roomSave, async (ctx, { layoutId, name, plan }) => {
  demand(canRooms(ctx.actor))
  const data = { name, plan, updatedAt: ctx.now, updatedById: ctx.actor.userId }
  const before = await ctx.tx.roomLayout.findUnique({ where: { id: layoutId } })
  if (before?.removedAt) throw new Refusal('NOT_FOUND')
  await ctx.tx.roomLayout.upsert({ where: { id: layoutId }, create: { id: layoutId, ...data }, update: data })
  ctx.audit(`room:${layoutId}`, roomSaved, { layoutId, name, seats: plan.seats.length })
  return {}
})

/** Bỏ sơ đồ khỏi danh mục; sessions that use it keep their copy. */
export const removeRoom = handler(roomRemove, async (ctx, { layoutId }) => {
  demand(canRooms(ctx.actor))
  const { count } = await ctx.tx.roomLayout.updateMany({ where: { id: layoutId, removedAt: null }, data: { removedAt: ctx.now } })
  if (count === 0) throw new Refusal('NOT_FOUND')
  ctx.audit(`room:${layoutId}`, roomRemoved, { layoutId })
  return {}
})
