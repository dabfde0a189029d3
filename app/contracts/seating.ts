import { z } from 'zod'
import { MAX_SEATS } from '#app/domain/seating/plan.ts'
import { command, event, Id, Text } from './define.ts'

/** Sơ đồ phòng họp, sơ đồ chỗ ngồi. Positions in units of one seat (1 × 1). */
const Length = z.number().min(0).max(200)
export const SeatId = z.string().regex(/^[A-Z]{1,2}\d{1,3}$/)
export const RoomPlan = z.object({
  width: Length,
  height: Length,
  seats: z
    .array(z.object({ id: SeatId, x: Length, y: Length, order: z.number().int().min(1).max(MAX_SEATS), zone: z.enum(['main', 'guest', 'secretary']) }))
    .min(1)
    .max(MAX_SEATS)
    .refine(seats => new Set(seats.map(s => s.id)).size === seats.length, { message: 'SEAT_TAKEN' }),
  tables: z.array(z.object({ x: Length, y: Length, w: Length, h: Length })).max(100),
})
export const SeatPlace = z.object({ seatId: SeatId, participantId: Id })
export const SeatMove = z.object({ participantId: Id, from: SeatId.nullable(), to: SeatId.nullable() })

/** Sơ đồ chỗ ngồi của phiên: the room as it was when it was chosen, and who sits where. */
export const SeatingView = z.object({ layoutId: Id, name: z.string(), plan: RoomPlan, places: z.array(SeatPlace) })

// ───────────── Commands ─────────────

const OnMeeting = z.object({ meetingId: Id })
/** Lưu sơ đồ phòng họp (mới hoặc sửa). Sessions that use it keep their copy until it is chosen again. */
export const roomSave = command('room.save', { input: z.object({ layoutId: Id, name: Text(120, 1), plan: RoomPlan }) })
/** Bỏ sơ đồ phòng họp khỏi danh mục. */
export const roomRemove = command('room.remove', { input: z.object({ layoutId: Id }) })
/** Chọn phòng cho phiên and seat everybody by protocol. */
export const seatingSetRoom = command('seating.setRoom', { input: OnMeeting.extend({ layoutId: Id }) })
/** Xếp chỗ tự động theo thứ tự lễ tân; the answer names every move, so that it can be taken back. */
export const seatingArrange = command('seating.arrange', { input: OnMeeting, output: z.object({ moves: z.array(SeatMove) }) })
/** Đổi chỗ: all moves or none; `from` says what the mover saw. A swap is two moves, taking back is the same with ends changed. */
export const seatingMove = command('seating.move', { input: OnMeeting.extend({ moves: z.array(SeatMove).min(1).max(MAX_SEATS) }) })

// ───────────── Events: meeting:{id} ─────────────

/** Phòng được chọn, chỗ được xếp lại: the whole seating. */
export const seatingPlanned = event('seating.planned', { payload: z.object({ seating: SeatingView }) })
/** Đổi chỗ: where these people sit now. */
export const seatingMoved = event('seating.moved', { payload: z.object({ moves: z.array(SeatMove) }) })
/** Danh mục phòng đổi – audit only. */
export const roomSaved = event('room.saved', { payload: z.object({ layoutId: Id, name: z.string(), seats: z.number().int() }) })
export const roomRemoved = event('room.removed', { payload: z.object({ layoutId: Id }) })
