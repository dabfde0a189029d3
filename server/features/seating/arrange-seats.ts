import { v7 as uuid } from 'uuid'
import { seatingArrange, seatingMove, seatingMoved, seatingPlanned, seatingSetRoom } from '#app/contracts/seating.ts'
import { applyMoves, arrange, type Move, movesBetween, type Place, type Sitter } from '#app/domain/seating/arrange.ts'
import type { RoomPlan } from '#app/domain/seating/plan.ts'
import { type CommandContext, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { meetingFor } from '#server/features/meeting/facts.ts'
import { loadSeating } from './views.ts'

/** Chọn phòng cho phiên: the plan is copied, so a later change of the catalogue does not move a sitting room. */
export const setRoom = handler(seatingSetRoom, async (ctx, { meetingId, layoutId }) => {
  await meetingFor(ctx, meetingId, 'record')
  const room = await ctx.tx.roomLayout.findFirst({ where: { id: layoutId, removedAt: null } })
  if (!room) throw new Refusal('NOT_FOUND')
  const data = { layoutId, name: room.name, plan: room.plan as object, updatedAt: ctx.now }
  await ctx.tx.seatPlan.upsert({ where: { meetingId }, create: { meetingId, ...data }, update: data })
  await replace(ctx, meetingId, arrange(room.plan as unknown as RoomPlan, await sitters(ctx, meetingId)))
  await tellAll(ctx, meetingId)
  return {}
})

/** Xếp chỗ tự động. */
export const arrangeSeats = handler(seatingArrange, async (ctx, { meetingId }) => {
  await meetingFor(ctx, meetingId, 'record')
  const before = await mustBePlanned(ctx, meetingId)
  const after = arrange(before.plan, await sitters(ctx, meetingId))
  const moves = movesBetween(before.places, after)
  if (moves.length === 0) return { moves }
  await replace(ctx, meetingId, after)
  await tellAll(ctx, meetingId)
  return { moves }
})

/** Đổi chỗ. */
export const moveSeats = handler(seatingMove, async (ctx, { meetingId, moves }) => {
  await meetingFor(ctx, meetingId, 'record')
  const seating = await mustBePlanned(ctx, meetingId)
  const people = new Set((await sitters(ctx, meetingId)).map(p => p.id))
  const verdict = applyMoves({ ...seating, people }, moves as Move[])
  if (!verdict.ok) throw new Refusal(verdict.code)
  await ctx.tx.seatAssignment.deleteMany({ where: { participantId: { in: moves.map(m => m.participantId) } } })
  await ctx.tx.seatAssignment.createMany({
    data: moves.flatMap(m => (m.to === null ? [] : [{ id: uuid(), meetingId, seatId: m.to, participantId: m.participantId }])),
  })
  ctx.emit(`meeting:${meetingId}`, seatingMoved, { moves })
  return {}
})

async function mustBePlanned(ctx: CommandContext, meetingId: string) {
  const seating = await loadSeating(ctx.tx, meetingId)
  if (!seating) throw new Refusal('SEATING_NO_ROOM')
  return seating
}

async function sitters(ctx: CommandContext, meetingId: string): Promise<Sitter[]> {
  const rows = await ctx.tx.meetingParticipant.findMany({ where: { meetingId }, select: { id: true, role: true, rank: true, substituteForId: true } })
  return rows.map(r => ({ ...r, role: r.role as Sitter['role'] }))
}

async function replace(ctx: CommandContext, meetingId: string, places: Place[]): Promise<void> {
  await ctx.tx.seatAssignment.deleteMany({ where: { meetingId } })
  await ctx.tx.seatAssignment.createMany({ data: places.map(p => ({ id: uuid(), meetingId, ...p })) })
}

async function tellAll(ctx: CommandContext, meetingId: string): Promise<void> {
  ctx.emit(`meeting:${meetingId}`, seatingPlanned, { seating: await mustBePlanned(ctx, meetingId) })
}
