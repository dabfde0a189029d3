import { z } from 'zod'
import { Id, Moment } from './define.ts'

/** Tán thành, không tán thành, không biểu quyết – or đồng ý, không đồng ý, ý kiến khác over the same three choices. */
export const AnswerKind = z.enum(['standard', 'opinion'])

/** What a vote may carry beside its figures; each part is left out while there is nothing of it. */
export const VoteMore = {
  answers: AnswerKind.optional(),
  /** biểu quyết lại: which vote this repeats, and why */
  again: z.object({ ofId: Id, reason: z.string() }).optional(),
  /** dừng nhận phiếu since then; leftMs = what was left of its time, null = no time was set */
  held: z.object({ at: Moment, leftMs: z.number().int().nullable() }).optional(),
  /** hồi tị: no ballot, out of the base by the rule */
  recused: z.array(z.object({ label: z.string(), reason: z.string() })).optional(),
  /** bảo lưu ý kiến, for the record */
  reserved: z.array(z.object({ label: z.string(), text: z.string() })).optional(),
}

/** Hồi tị ở một nội dung, before a vote is opened on it. */
export const RecusalView = z.object({ itemId: Id, participantId: Id, label: z.string(), reason: z.string(), byLabel: z.string() })
