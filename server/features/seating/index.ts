import { Refusal, type QueryContext } from '#server/command/context.ts'
import type { Handler } from '#server/command/handler.ts'
import type { RoomPlan } from '#app/domain/seating/plan.ts'
import { canRooms } from '#server/policies/seating.ts'
import { arrangeSeats, moveSeats, setRoom } from './arrange-seats.ts'
import { removeRoom, saveRoom } from './save-room.ts'

/** Danh mục phòng họp with their plans, for whoever may choose or draw one. */
async function roomList(ctx: QueryContext, _args: Record<string, never>) {
  if (!canRooms(ctx.actor).ok) throw new Refusal('FORBIDDEN')
  const rows = await ctx.db.roomLayout.findMany({ where: { removedAt: null }, orderBy: { name: 'asc' }, take: 200 })
  return { rooms: rows.map(r => ({ id: r.id, name: r.name, plan: r.plan as unknown as RoomPlan })) }
}

export const handlers: Handler[] = [saveRoom, removeRoom, setRoom, arrangeSeats, moveSeats]
export const queries = { 'room.list': roomList }
