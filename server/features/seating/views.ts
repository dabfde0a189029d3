import type { z } from 'zod'
import type { SeatingView } from '#app/contracts/seating.ts'
import type { RoomPlan } from '#app/domain/seating/plan.ts'
import type { Db, Tx } from '#server/command/context.ts'

/** The seating of a session; null until a room was chosen. */
export async function loadSeating(db: Db | Tx, meetingId: string): Promise<z.output<typeof SeatingView> | null> {
  const [plan, places] = await Promise.all([
    db.seatPlan.findUnique({ where: { meetingId } }),
    db.seatAssignment.findMany({ where: { meetingId }, select: { seatId: true, participantId: true }, orderBy: { seatId: 'asc' } }),
  ])
  return plan ? { layoutId: plan.layoutId, name: plan.name, plan: plan.plan as unknown as RoomPlan, places } : null
}
