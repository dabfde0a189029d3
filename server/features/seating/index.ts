import { Refusal, type QueryContext } from '#server/command/context.ts'
import type { Handler } from '#server/command/handler.ts'
import type { RoomPlan } from '#app/domain/seating/plan.ts'
import { protocolOrder, type Sitter } from '#app/domain/seating/arrange.ts'
import { canMeeting, meetingFacts } from '#server/policies/meeting.ts'
import { canRooms } from '#server/policies/seating.ts'
import { arrangeSeats, moveSeats, setRoom } from './arrange-seats.ts'
import { removeRoom, saveRoom } from './save-room.ts'
import { loadSeating } from './views.ts'

/** Danh mục phòng họp with their plans, for whoever may choose or draw one. */
async function roomList(ctx: QueryContext, _args: Record<string, never>) {
  if (!canRooms(ctx.actor).ok) throw new Refusal('FORBIDDEN')
  const rows = await ctx.db.roomLayout.findMany({ where: { removedAt: null }, orderBy: { name: 'asc' }, take: 200 })
  return { rooms: rows.map(r => ({ id: r.id, name: r.name, plan: r.plan as unknown as RoomPlan })) }
}

export const handlers: Handler[] = [saveRoom, removeRoom, setRoom, arrangeSeats, moveSeats]
/** What name plates and the printed plan need: everybody of the session with the own seat, members, substitutes and guests. */
async function seatingPrint(ctx: QueryContext, { meetingId }: { meetingId: string }) {
  const [meeting, me] = await Promise.all([
    ctx.db.meeting.findUnique({ where: { id: meetingId }, select: { title: true, startsAt: true, place: true, presidingId: true } }),
    ctx.db.meetingParticipant.findUnique({ where: { meetingId_userId: { meetingId, userId: ctx.actor.userId } }, select: { id: true, role: true } }),
  ])
  if (!meeting) throw new Refusal('NOT_FOUND')
  if (!canMeeting(ctx.actor, 'desk', meetingFacts(meeting, me)).ok) throw new Refusal('FORBIDDEN')
  const [rows, seating] = await Promise.all([
    ctx.db.meetingParticipant.findMany({ where: { meetingId }, select: { id: true, label: true, unitName: true, role: true, rank: true, substituteForId: true } }),
    loadSeating(ctx.db, meetingId),
  ])
  const seatOf = new Map(seating?.places.map(p => [p.participantId, p.seatId]))
  const people = protocolOrder(rows.map(r => ({ ...r, role: r.role as Sitter['role'] })))
  const named = new Map(rows.map(r => [r.id, r]))
  return {
    meeting: { title: meeting.title, place: meeting.place, startsAt: meeting.startsAt.getTime() },
    seating,
    people: people.map(p => ({ id: p.id, label: named.get(p.id)?.label ?? '', unitName: named.get(p.id)?.unitName ?? null, seatId: seatOf.get(p.id) ?? null })),
  }
}

export const queries = { 'room.list': roomList, 'seating.print': seatingPrint }
