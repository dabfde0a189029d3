import { z } from 'zod'
import { CivilDate, command, event, Id, Moment, Text } from './define.ts'

/** Phần việc của một đơn vị phối hợp (domain/task/part.ts). */
export const PartState = z.enum(['asked', 'accepted', 'reporting', 'done', 'declined'])
export const PartBrief = z.object({ unitId: Id, state: PartState, dueOn: CivilDate.nullable(), askedAt: Moment, lastActAt: Moment.nullable() })
export const PartView = PartBrief.extend({ unitName: z.string(), part: z.string(), note: z.string().nullable(), finishedAt: Moment.nullable() })

/** Whom or what an act was about. */
export const Target = z.object({ kind: z.enum(['unit', 'person', 'task']), id: Id, label: z.string() })

/** Loại nhiệm vụ – what closes a task of this kind. `confirmDays` in working days. */
export const TaskTypeView = z.object({ code: z.string(), name: z.string(), evidence: z.string(), mayLeaveChildren: z.boolean(), confirmDays: z.number().int() })

/** Đôn đốc hoặc yêu cầu giải trình, và trả lời. */
export const DemandView = z.object({
  id: Id,
  kind: z.enum(['urge', 'explain']),
  unitId: Id,
  unitName: z.string(),
  text: z.string(),
  dueAt: Moment.nullable(),
  status: z.enum(['waiting', 'answered', 'closed', 'withdrawn']),
  askedAt: Moment,
  askedByLabel: z.string(),
  answer: z.string().nullable(),
  answeredAt: Moment.nullable(),
  answeredByLabel: z.string().nullable(),
})

export const Mention = z.object({ kind: z.enum(['unit', 'person']), id: Id, label: z.string() })
/** Một ý kiến trao đổi. */
export const CommentView = z.object({ id: Id, text: z.string(), byLabel: z.string(), unitName: z.string(), at: Moment, mentions: z.array(Mention) })
/** Đã xem – a unit once, by whoever opened the task first; `unitId` null = somebody without a unit. */
export const SeenView = z.object({ unitId: Id.nullable(), unitName: z.string(), byLabel: z.string(), firstAt: Moment })

const OnTask = z.object({ taskId: Id, baseVersion: z.number().int().optional() })
const Files = z.array(Id).max(20).default([])
const OnPart = OnTask.extend({ unitId: Id })

/** Nhận phần việc phối hợp. */
export const taskAcceptPart = command('task.acceptPart', { input: OnPart })
/** Báo cáo phần việc phối hợp. */
export const taskReportPart = command('task.reportPart', { input: OnPart.extend({ reportId: Id, note: Text(5000, 1), fileIds: Files }) })
/** Xong phần việc phối hợp. */
export const taskFinishPart = command('task.finishPart', { input: OnPart.extend({ reportId: Id, note: Text(5000, 1), productRef: Text(300).optional(), fileIds: Files }) })
/** Đề nghị không nhận phần việc, nêu lý do. */
export const taskDeclinePart = command('task.declinePart', { input: OnPart.extend({ reason: Text(2000, 1) }) })
/** Giao phần việc: what a coordinating unit does and by when; a new unit is added by the Office. */
export const taskSetPart = command('task.setPart', { input: OnPart.extend({ part: Text(2000), dueOn: CivilDate.nullable() }) })
/** Bỏ đơn vị phối hợp. */
export const taskRemovePart = command('task.removePart', { input: OnPart.extend({ reason: Text(2000, 1) }) })
/** Đơn vị theo dõi, để biết – the whole list. */
export const taskSetFollowers = command('task.setFollowers', { input: OnTask.extend({ unitIds: z.array(Id).max(150) }) })

/** Giao việc con – by the lead unit, to a unit below it or a person of its own; dates inside the parent's. */
export const taskAddChild = command('task.addChild', {
  input: OnTask.extend({
    childId: Id,
    title: Text(500, 1),
    content: Text(5000).optional(),
    leadUnitId: Id,
    assigneeId: Id.optional(),
    deadlineOn: CivilDate.nullable(),
    typeCode: Text(40).optional(),
  }),
  output: z.object({ taskId: Id, code: z.string() }),
})
/** Đặt nhiệm vụ vào dưới nhiệm vụ khác, hoặc đưa ra ngoài (null). */
export const taskAttach = command('task.attach', { input: OnTask.extend({ parentId: Id.nullable() }) })

/** Phân công người thực hiện trong đơn vị. */
export const taskDelegate = command('task.delegate', { input: OnTask.extend({ personId: Id, note: Text(2000).optional() }) })
/** Bàn giao cho người khác trong đơn vị: what is done, what is left. */
export const taskHandOver = command('task.handOver', { input: OnTask.extend({ personId: Id, reason: Text(2000, 1) }) })
/** Chuyển chủ trì sang đơn vị khác – by the Office. */
export const taskTransfer = command('task.transfer', { input: OnTask.extend({ leadUnitId: Id, reason: Text(2000, 1) }) })
/** Gia hạn không chờ đề nghị – by whoever gave the task. */
export const taskExtend = command('task.extend', { input: OnTask.extend({ extensionId: Id, deadlineOn: CivilDate, reason: Text(2000, 1) }) })
/** Đổi chuyên viên theo dõi. */
export const taskSetMonitor = command('task.setMonitor', { input: OnTask.extend({ personId: Id }) })

/** Yêu cầu giải trình – answered by its own time. */
export const taskExplain = command('task.explain', { input: OnTask.extend({ demandId: Id, unitId: Id.optional(), note: Text(2000, 1), dueAt: Moment }) })
/** Trả lời đôn đốc, giải trình. */
export const taskAnswer = command('task.answer', { input: OnTask.extend({ demandId: Id, note: Text(5000, 1), fileIds: Files }) })

/** Ý kiến trao đổi; whoever is named with @ is told. */
export const taskComment = command('task.comment', { input: z.object({ taskId: Id, commentId: Id, text: Text(3000, 1), mentions: z.array(Mention.omit({ label: true })).max(20).default([]) }) })
export const taskCommented = event('task.commented', { payload: z.object({ taskId: Id, comment: CommentView }) })
/** Đã mở xem nhiệm vụ – told once for each unit. */
export const taskSee = command('task.see', { input: z.object({ taskId: Id }) })
export const taskSeen = event('task.seen', { payload: z.object({ taskId: Id, seen: SeenView }) })

/** Acts that may be done on a selection. */
export const BulkAct = z.enum(['urge', 'confirm', 'sendBack', 'extend', 'setMonitor', 'recall', 'pause'])
const BulkInput = z.object({ note: Text(2000).optional(), deadlineOn: CivilDate.optional(), dueAt: Moment.optional(), personId: Id.optional() })
/** Làm một việc trên các nhiệm vụ đã chọn; those it can't be done on stay untouched and say why. */
export const taskBulk = command('task.bulk', {
  input: BulkInput.extend({ batchId: Id, act: BulkAct, taskIds: z.array(Id).min(1).max(100) }),
  output: z.object({ done: z.array(Id), refused: z.array(z.object({ taskId: Id, code: z.string() })), undoUntil: Moment }),
})
/** Hoàn tác một lần làm trên nhiều nhiệm vụ; tasks changed since stay as they are. */
export const taskBulkUndo = command('task.bulkUndo', { input: z.object({ batchId: Id }), output: z.object({ undone: z.number().int(), kept: z.number().int() }) })
