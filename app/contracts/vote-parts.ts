import { z } from 'zod'
import { MAX_OPTIONS } from '#app/domain/voting/options.ts'
import { Id, Moment, Text } from './define.ts'

/** Tán thành, không tán thành, không biểu quyết – or đồng ý, không đồng ý, ý kiến khác over the same three choices. */
export const AnswerKind = z.enum(['standard', 'opinion'])

/** Các lựa chọn của một biểu quyết: named options, from min to max of them on a ballot, at most so many chosen. */
export const OptionsView = z.object({
  list: z.array(Text(200, 1)).max(MAX_OPTIONS),
  min: z.number().int(),
  max: z.number().int(),
  places: z.number().int(),
})
/** Places in the list of options, from 0. */
export const Picks = z.array(z.number().int()).max(MAX_OPTIONS)

/** What a vote may carry beside its figures; each part is left out while there is nothing of it. */
export const VoteMore = {
  answers: AnswerKind.optional(),
  /** nhiều phương án, danh sách; `count.for` is then how many chose */
  options: OptionsView.optional(),
  /** votes of each option, in the order of the list; of a secret vote once it is closed */
  optionVotes: z.array(z.number().int()).optional(),
  /** biểu quyết lại: which vote this repeats, and why */
  again: z.object({ ofId: Id, reason: z.string() }).optional(),
  /** dừng nhận phiếu since then; leftMs = what was left of its time, null = no time was set */
  held: z.object({ at: Moment, leftMs: z.number().int().nullable() }).optional(),
  /** hồi tị: no ballot, out of the base by the rule */
  recused: z.array(z.object({ label: z.string(), reason: z.string() })).optional(),
  /** bảo lưu ý kiến, for the record; two members may hold posts of one name: `userId` tells them apart (not told before) */
  reserved: z.array(z.object({ userId: Id.optional(), label: z.string(), text: z.string() })).optional(),
}

/** Nội dung biểu quyết chuẩn bị sẵn. seconds null = until somebody closes; options null = the three answers; voteId: the vote last opened from it */
export const PlannedView = z.object({
  id: Id,
  itemId: Id,
  question: z.string(),
  form: z.enum(['open', 'secret']),
  answers: AnswerKind,
  seconds: z.number().int().nullable(),
  options: OptionsView.nullable(),
  voteId: Id.nullable(),
})

/** Hồi tị ở một nội dung, before a vote is opened on it. */
export const RecusalView = z.object({ itemId: Id, participantId: Id, label: z.string(), reason: z.string(), byLabel: z.string() })
