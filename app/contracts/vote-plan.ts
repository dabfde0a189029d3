import { z } from 'zod'
import { command, event, Id, Moment, Text } from './define.ts'
import { AnswerKind, OptionsView, PlannedView } from './vote-parts.ts'

/** Thêm, sửa nội dung biểu quyết chuẩn bị sẵn; plannedId is chosen by the browser, one known already is changed. */
export const votePlanSave = command('votePlan.save', {
  input: z.object({
    meetingId: Id,
    plannedId: Id,
    itemId: Id,
    question: Text(1000, 1),
    form: z.enum(['open', 'secret']),
    answers: AnswerKind.optional(),
    /** left out = until somebody closes */
    seconds: z.number().int().min(10).max(3600).optional(),
    options: OptionsView.optional(),
  }),
})
const OnPlanned = z.object({ meetingId: Id, plannedId: Id })
/** Xóa nội dung biểu quyết chưa mở. */
export const votePlanRemove = command('votePlan.remove', { input: OnPlanned })
/** Đổi thứ tự một bậc. */
export const votePlanMove = command('votePlan.move', { input: OnPlanned.extend({ to: z.enum(['up', 'down']) }) })
/** Bắt đầu, kết thúc duyệt danh sách nội dung biểu quyết. */
export const votePlanRun = command('votePlan.run', { input: z.object({ meetingId: Id, act: z.enum(['start', 'end']) }) })
/** Mở biểu quyết theo danh sách; the session turns to its item first. */
export const votePlanOpen = command('votePlan.open', { input: OnPlanned.extend({ voteId: Id }), output: z.object({ voteId: Id }) })

/** Danh sách nội dung biểu quyết đổi: the whole list of the session, and since when it is run through. */
export const votePlanChanged = event('votePlan.changed', { payload: z.object({ planned: z.array(PlannedView), runAt: Moment.nullable() }) })
