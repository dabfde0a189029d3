import { z } from 'zod'
import { command, event, Id, Moment, signal } from './define.ts'

/** Share of the page, 0 = left or top, 1 = right or bottom. */
const Share = z.number().min(0).max(1)
/** Colours of the pen, by name: ink (blue), seal (red), mark (yellow, see-through). */
export const PenColour = z.enum(['ink', 'seal', 'mark'])
/** Points of one stroke at most; the pen leaves out what the eye does not miss. */
export const MOST_POINTS = 256
/** Strokes on one page at most. */
export const MOST_STROKES = 200

/** Nét bút trên trang: x, y, x, y… */
export const StrokeView = z.object({
  id: Id,
  paperId: Id,
  page: z.number().int().min(1),
  colour: PenColour,
  /** thousandths of the page's width */
  width: z.number().int(),
  points: z.array(z.number()),
})

// ───────────── Commands ─────────────

const OnParticipant = z.object({ meetingId: Id, participantId: Id })
/** Cho trình chiếu – the chair or a secretary lets a participant show the papers of the item in hand. */
export const presentationGrant = command('presentation.grant', { input: OnParticipant })
/** Thôi cho trình chiếu; what that person was showing stops. */
export const presentationRevoke = command('presentation.revoke', { input: OnParticipant })
/** Vẽ một nét trên trang đang chiếu. */
export const presentationDraw = command('presentation.draw', {
  input: z.object({
    meetingId: Id,
    strokeId: Id,
    paperId: Id,
    page: z.number().int().min(1).max(100_000),
    colour: PenColour,
    width: z.number().int().min(1).max(60),
    points: z
      .array(Share)
      .min(2)
      .max(MOST_POINTS * 2)
      .refine(p => p.length % 2 === 0),
  }),
})
const OnPage = z.object({ meetingId: Id, paperId: Id, page: z.number().int().min(1).max(100_000) })
/** Bỏ nét vừa vẽ. */
export const presentationUndo = command('presentation.undo', { input: OnPage, output: z.object({ strokeId: Id.nullable() }) })
/** Xóa mọi nét trên trang. */
export const presentationClear = command('presentation.clear', { input: OnPage, output: z.object({ removed: z.number().int() }) })

// ───────────── Events ─────────────

/** Người được cho trình chiếu – meeting:{id}; ids of participants. */
export const presentersChanged = event('presentation.presentersChanged', { payload: z.object({ presenterIds: z.array(Id) }) })
/** Nét bút mới – page:{meetingId}, followed only by screens that show the page. */
export const strokeDrawn = event('presentation.strokeDrawn', { payload: z.object({ stroke: StrokeView, at: Moment }) })
/** Nét bút bị bỏ – page:{meetingId}. */
export const strokesRemoved = event('presentation.strokesRemoved', { payload: z.object({ strokeIds: z.array(Id) }) })

// ───────────── Signals ─────────────

/** Con trỏ của người trình bày – page:{meetingId}, at most twenty a second; null = taken away. */
export const presentationPointer = signal('presentation.pointer', z.object({ page: z.number().int(), at: z.object({ x: Share, y: Share }).nullable() }))

/** What the presenter's device sends for it (word `point` on the wire). */
export const PointerInput = z.strictObject({ meetingId: Id, page: z.number().int().min(1).max(100_000), at: z.strictObject({ x: Share, y: Share }).nullable() })
