import { z } from 'zod'
import { CivilDate, command, event, Id, Moment, Text } from './define.ts'

// Kết luận live: marks, agreement, comments, files. Lines themselves (LineView) stand in meeting.ts.

const UnitRef = z.object({ id: Id, name: z.string(), short: z.string().nullable() })

/** Phần giao việc của một dòng: lead unit, coordinating units, deadline, and what has to be asked back. */
export const MarksView = z.object({
  lead: UnitRef.nullable(),
  coordinators: z.array(UnitRef),
  deadlineOn: CivilDate.nullable(),
  /** the line says that there is no deadline */
  isUndated: z.boolean(),
  byHand: z.array(z.enum(['lead', 'coordinators', 'deadline'])),
  questions: z.array(
    z.object({
      field: z.enum(['lead', 'coordinators', 'deadline']),
      kind: z.enum(['which_unit', 'unknown_unit', 'closed_unit', 'group', 'two_tasks', 'which_day', 'kind_of_days', 'date_wrong', 'two_deadlines']),
      words: z.string(),
      units: z.array(UnitRef),
      days: z.array(CivilDate),
    }),
  ),
})

/** What the chair agreed to in one line; `isChanged` = edited since. */
export const LineAgreed = z.object({ n: z.number().int(), at: Moment, byLabel: z.string(), text: z.string(), marks: MarksView.nullable(), isChanged: z.boolean() })

/** What LineView gained; absent in events of earlier days. */
export const LineMore = {
  marks: MarksView.nullish(),
  agreed: LineAgreed.nullish(),
  /** taken out of the text after the chair had agreed to it: shown until agreed again */
  isTakenOut: z.boolean().optional(),
  /** who wrote last, and when */
  editedAt: Moment.nullish(),
  editedBy: z.string().nullish(),
}

export const ConclusionFileView = z.object({ id: Id, itemId: Id, fileId: Id, title: z.string(), name: z.string(), size: z.number().int(), mime: z.string(), addedAt: Moment })

/** Kết luận đã được chủ trì đồng ý – what members see. */
export const ConclusionView = z.object({
  itemId: Id,
  agreementId: Id,
  n: z.number().int(),
  at: Moment,
  byLabel: z.string(),
  lines: z.array(
    z.object({
      id: Id,
      text: z.string(),
      lead: z.string().nullable(),
      coordinators: z.array(z.string()),
      deadlineOn: CivilDate.nullable(),
      task: z.object({ id: Id, code: z.string() }).nullable(),
    }),
  ),
  files: z.array(ConclusionFileView),
})

export const ConclusionCommentView = z.object({ id: Id, itemId: Id, lineId: Id.nullable(), byLabel: z.string(), text: z.string(), at: Moment, settledAt: Moment.nullable() })

const OnItem = z.object({ meetingId: Id, itemId: Id })

/**
 * Đánh dấu giao việc bằng tay: replaces what the text says about one field, until the text says something else about it.
 * `deadline`: a day, 'none' = said to have none, null = not decided. `reset` reads everything from the text again.
 */
export const conclusionMarkLine = command('conclusion.markLine', {
  input: z.object({
    meetingId: Id,
    lineId: Id,
    lead: Id.nullable().optional(),
    coordinators: z.array(Id).max(150).optional(),
    deadline: z.union([CivilDate, z.literal('none')]).nullable().optional(),
    reset: z.boolean().optional(),
  }),
})

/**
 * Đồng ý kết luận – one act of the chair: freezes every line, each marked line becomes a task, a task whose line was
 * edited is adjusted, that of a line taken out is recalled. `lines` = what the chair saw; `accepted` = lines agreed to
 * although lead unit or deadline is missing.
 */
export const conclusionAgree = command('conclusion.agree', {
  input: OnItem.extend({ agreementId: Id, lines: z.array(z.object({ id: Id, version: z.number().int() })).max(500), accepted: z.array(Id).max(500).default([]) }),
  output: z.object({ n: z.number().int(), created: z.array(z.string()), amended: z.array(z.string()), recalled: z.array(z.string()) }),
})
/** Thu hồi đồng ý – while no unit has taken up what the act gave. */
export const conclusionRecall = command('conclusion.recall', { input: OnItem.extend({ agreementId: Id }) })

/** Góp ý kết luận – a member or a named unit to the desk. */
export const conclusionComment = command('conclusion.comment', { input: OnItem.extend({ commentId: Id, lineId: Id.nullable().optional(), text: Text(1000, 1) }) })
/** Đã xem góp ý. */
export const conclusionSettleComment = command('conclusion.settleComment', { input: z.object({ meetingId: Id, commentId: Id }) })

/** Đính kèm tệp vào kết luận after the file arrived whole. */
export const conclusionAddFile = command('conclusion.addFile', { input: OnItem.extend({ id: Id, fileId: Id, title: Text(300, 1) }) })
/** Sửa tên tệp kèm kết luận. */
export const conclusionRenameFile = command('conclusion.renameFile', { input: z.object({ meetingId: Id, id: Id, title: Text(300, 1) }) })
/** Gỡ tệp kèm kết luận. */
export const conclusionRemoveFile = command('conclusion.removeFile', { input: z.object({ meetingId: Id, id: Id }) })

/** Báo các dòng vừa lưu – system only: reads the marks of new text and tells whoever may see the lines. */
export const conclusionPublish = command('conclusion.publish', { door: 'system', input: z.object({ itemId: Id }) })

/** Kết luận được đồng ý, thu hồi, đổi tệp – stream meeting:{id}. Null: nothing agreed stands any more. */
export const conclusionAgreed = event('conclusion.agreed', { payload: z.object({ itemId: Id, act: z.enum(['agreed', 'recalled', 'files']), conclusion: ConclusionView.nullable() }) })
/** Góp ý – stream desk:{id}. */
export const conclusionCommented = event('conclusion.commented', { payload: z.object({ comment: ConclusionCommentView }) })
/** Tệp kèm kết luận đổi – stream desk:{id}. */
export const conclusionFilesChanged = event('conclusion.filesChanged', { payload: z.object({ itemId: Id, files: z.array(ConclusionFileView) }) })
