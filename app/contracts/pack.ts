import { z } from 'zod'
import { command, event, Id } from './define.ts'

/** Bản in dự phòng – how far the PDF of a session is. `isCurrent`: made of the session as it stands now. */
export const PackView = z.object({
  id: Id,
  status: z.enum(['waiting', 'building', 'done', 'failed']),
  /** papers put in so far, of all */
  done: z.number().int(),
  total: z.number().int(),
  pages: z.number().int().nullable(),
  size: z.number().int().nullable(),
  isCurrent: z.boolean(),
})

/** Tạo bản in: made once for the same content; asked for again it is there at once. */
export const packRequest = command('pack.request', { input: z.object({ meetingId: Id }), output: PackView })
/** Bản in tới đâu – told by the process that makes it. */
export const packReport = command('pack.report', {
  door: 'system',
  input: z.object({ packId: Id, status: z.enum(['building', 'done', 'failed']), done: z.number().int(), total: z.number().int(), pages: z.number().int().nullable(), size: z.number().int().nullable() }),
})
/** Đã yêu cầu bản in – stream desk:{id}; the worker makes it. */
export const packRequested = event('pack.requested', { payload: z.object({ packId: Id }) })
/** Bản in thay đổi – stream desk:{id}. */
export const packChanged = event('pack.changed', { payload: z.object({ pack: PackView }) })
