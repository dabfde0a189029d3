import { z } from 'zod'
import { CivilDate, command, event, Id, Moment, Text } from './define.ts'

// Việc Chủ tịch quyết định thay UBND (khoản 21 Điều 17 Luật 72/2025/QH15), reported at the next session.

/** Một việc trong sổ. */
export const DecidedView = z.object({
  id: Id,
  matter: z.string(),
  basis: z.string(),
  documentNumber: z.string(),
  documentOn: CivilDate,
  summary: z.string(),
  decidedOn: CivilDate,
  version: z.number().int(),
  enteredLabel: z.string(),
  enteredAt: Moment,
  state: z.enum(['waiting', 'on_agenda', 'reported', 'withdrawn']),
  meeting: z.object({ id: Id, title: z.string() }).nullable(),
  reportedAt: Moment.nullable(),
  withdrawReason: z.string().nullable(),
})

/** Ghi việc Chủ tịch đã quyết định, or write it anew; `isNotCollective`: none of khoản 2 Điều 40. */
export const decidedRecord = command('decided.record', {
  input: z.object({
    decidedId: Id,
    baseVersion: z.number().int().optional(),
    matter: Text(1000, 1),
    basis: Text(2000, 1),
    documentNumber: Text(100, 1),
    documentOn: CivilDate,
    summary: Text(5000),
    decidedOn: CivilDate,
    isNotCollective: z.boolean(),
  }),
})
/** Rút khỏi sổ: entered by mistake; the row stays with its reason. */
export const decidedWithdraw = command('decided.withdraw', { input: z.object({ decidedId: Id, reason: Text(1000, 1) }) })
/** Đưa vào chương trình: all that wait become one block "Báo cáo các việc Chủ tịch đã quyết định". */
export const decidedReport = command('decided.report', { input: z.object({ meetingId: Id, itemId: Id }), output: z.object({ count: z.number().int() }) })
/** Ghi đã báo cáo sau phiên họp, by the program. */
export const decidedSettle = command('decided.settle', { door: 'system', input: z.object({ meetingId: Id }) })

/** Sổ đổi – stream decided:office. */
export const decidedChanged = event('decided.changed', { payload: z.object({ rows: z.array(DecidedView) }) })
