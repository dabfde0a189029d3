import { z } from 'zod'
import { hallModes } from '#app/domain/hall/stage.ts'
import { command, event, Id, Moment, signal, Text } from './define.ts'

/** Màn hình phòng họp: paired by a code, read-only; what each shows is set at the secretary's desk. */

/** Chế độ: tự động, chờ, nội dung, phát biểu, biểu quyết, sơ đồ chỗ ngồi, vắng và dự thay, thông điệp, cảm ơn. */
export const HallMode = z.enum(hallModes)
export const HallTheme = z.enum(['light', 'dark'])

/** Một màn hình – as the desk lists it and as the display itself obeys it. */
export const HallDisplayView = z.object({
  id: Id,
  name: z.string(),
  mode: HallMode,
  theme: HallTheme,
  /** text of mode `message`; kept while another mode is shown */
  message: z.string(),
  /** when a socket of it was last seen, null = never since it was paired */
  seenAt: Moment.nullable(),
})

// ───────────── Commands ─────────────

/** Ghép màn hình phòng họp bằng mã. Without a name it is numbered. */
export const hallPair = command('hall.pair', { input: z.object({ meetingId: Id, code: z.string().trim().regex(/^\d{6}$/), name: Text(60).optional() }) })
/** Gỡ màn hình: it shows a new code and waits. */
export const hallRelease = command('hall.release', { input: z.object({ meetingId: Id, displayId: Id }) })
/** Đưa màn hình của phiên đã kết thúc sang phiên này, without a new code. */
export const hallTake = command('hall.take', { input: z.object({ meetingId: Id, displayId: Id }) })
/** Đặt chế độ cho một hay nhiều màn hình. `message` is required with mode `message` unless one was set before. */
export const hallSetMode = command('hall.setMode', {
  input: z.object({ meetingId: Id, displayIds: z.array(Id).min(1).max(100), mode: HallMode, message: Text(300).optional() }),
})
/** Đổi tên, nền sáng hay tối của một màn hình. */
export const hallSetLook = command('hall.setLook', {
  input: z.object({ meetingId: Id, displayId: Id, name: Text(60, 1).optional(), theme: HallTheme.optional() }),
})

// ───────────── Events ─────────────
// desk:{id} for the desks; hall:{displayId} for the display itself

/** Màn hình được ghép. */
export const hallPaired = event('hall.paired', {
  payload: z.object({ displayId: Id, name: z.string(), meetingId: Id, display: HallDisplayView.optional() }),
})
/** Màn hình được gỡ, hoặc sang phiên khác. */
export const hallReleased = event('hall.released', { payload: z.object({ displayId: Id }) })
/** Chế độ, tên, nền đổi: whole views, so applying one twice changes nothing. */
export const hallChanged = event('hall.changed', { payload: z.object({ displays: z.array(HallDisplayView) }) })

// ───────────── Signals ─────────────

/** Màn hình còn nối – to the desk, twice a minute: which displays were seen at that moment. */
export const hallAlive = signal('hall.alive', z.object({ displayIds: z.array(Id), at: Moment }))
