import { z } from 'zod'
import { SiblingView, SourceView, Urgency } from './source.ts'
import { CivilDate, command, event, Id, job, Moment, Text } from './define.ts'
import { CommentView, DemandView, PartBrief, PartView, SeenView, Target, TaskTypeView } from './task-tree.ts'

/** Trạng thái nhiệm vụ (domain/task/machine.ts). */
export const TaskState = z.enum(['draft', 'assigned', 'refused', 'in_progress', 'waiting_confirmation', 'done', 'paused', 'recalled'])

/** Thẻ nhiệm vụ – one row of a board. Deadline state is computed by the reader from clock and calendar, never stored. */
export const TaskCard = z.object({
  id: Id,
  code: z.string(),
  title: z.string(),
  state: TaskState,
  isSentBack: z.boolean(),
  kind: z.enum(['dated', 'undated', 'routine']),
  urgency: Urgency,
  sourceLabel: z.string(),
  leadUnitId: Id,
  leadUnitName: z.string(),
  coordinatorIds: z.array(Id),
  deadlineOn: CivilDate.nullable(),
  originalDeadlineOn: CivilDate.nullable(),
  progress: z.number().int(),
  latestNote: z.string().nullable(),
  assignedAt: Moment.nullable(),
  submittedAt: Moment.nullable(),
  completedAt: Moment.nullable(),
  /** the day a waiting request for extension asks for */
  extensionAskedOn: CivilDate.nullable().default(null),
  /** việc con: the task it is a part of, and how many levels below the Committee's */
  parentId: Id.nullable().default(null),
  depth: z.number().int().default(0),
  typeCode: z.string().default('general'),
  /** the unit that gave it; null = the Committee */
  giverUnitId: Id.nullable().default(null),
  assigneeLabel: z.string().nullable().default(null),
  /** of its own sub-tasks, recalled ones not counted */
  children: z.object({ total: z.number().int(), done: z.number().int() }).default({ total: 0, done: 0 }),
  /** how far each coordinating unit is; who is silent is computed by the reader (domain/task/part.ts) */
  parts: z.array(PartBrief).default([]),
  /** what boards group and filter by; absent from cards of older events */
  sourceKind: z.enum(['conclusion', 'document', 'plan']).optional(),
  giverId: Id.optional(),
  giverLabel: z.string().optional(),
  fieldCode: z.string().nullish(),
  updatedAt: Moment,
  version: z.number().int(),
})

/** What a card was before an act: enough for a figure on a screen to be set right without asking again. */
export const TaskWas = TaskCard.pick({ state: true, isSentBack: true, leadUnitId: true, coordinatorIds: true, deadlineOn: true, originalDeadlineOn: true, submittedAt: true, completedAt: true, extensionAskedOn: true }).extend({
  /** absent from older events */
  kind: TaskCard.shape.kind.optional(),
  parentId: Id.nullish(),
})

/** Đề nghị gia hạn và quyết định. `grantedOn` may be another day than the one asked for. */
export const ExtensionView = z.object({
  id: Id,
  status: z.enum(['waiting', 'granted', 'refused', 'closed']),
  reason: z.string(),
  fromOn: CivilDate,
  askedOn: CivilDate,
  askedAt: Moment,
  askedByLabel: z.string(),
  grantedOn: CivilDate.nullable(),
  note: z.string().nullable(),
  decidedAt: Moment.nullable(),
  decidedByLabel: z.string().nullable(),
})

export const FileView = z.object({ id: Id, name: z.string(), size: z.number().int(), mime: z.string() })

/** Một việc trong diễn biến – public line of the timeline. */
export const TaskActLine = z.object({
  act: z.enum(['assign', 'accept', 'refuse', 'reassign', 'report', 'submit', 'confirm', 'sendBack', 'pause', 'resume', 'recall', 'reopen', 'urge', 'alert', 'amend', 'requestExtension', 'decideExtension', 'delegate', 'handOver', 'transfer', 'addChild', 'extend', 'explain', 'answer', 'setPart', 'removePart', 'setFollowers', 'setMonitor', 'attach', 'acceptPart', 'reportPart', 'finishPart', 'declinePart', 'undo', 'succeed']),
  byLabel: z.string(),
  unitName: z.string(),
  at: Moment,
  from: TaskState.nullable(),
  to: TaskState,
  note: z.string().nullable(),
  percent: z.number().int().nullable(),
  productRef: z.string().nullable(),
  files: z.array(FileView),
  /** to whom: the unit asked, the person or unit it was handed to, the sub-task given */
  target: Target.nullish(),
  /** when an answer is due, of an urging or a demand */
  dueAt: Moment.nullish(),
  /** the act was done on a selection and may still be taken back as one */
  batchId: Id.nullish(),
})

/** Một việc con trong cây, as the tasks above it show it: name and state, nothing of its content. */
export const ChildView = z.object({
  id: Id,
  parentId: Id,
  code: z.string(),
  title: z.string(),
  leadUnitName: z.string(),
  assigneeLabel: z.string().nullable(),
  state: TaskState,
  isSentBack: z.boolean(),
  deadlineOn: CivilDate.nullable(),
  progress: z.number().int(),
  submittedAt: Moment.nullable(),
  completedAt: Moment.nullable(),
})
/** Một bậc phía trên, from the sentence it all began with down to the parent. */
export const PathStep = z.object({ id: Id, code: z.string(), title: z.string(), leadUnitName: z.string(), deadlineOn: CivilDate.nullable(), sourceLabel: z.string(), sourceQuote: z.string().nullable(), giverLabel: z.string(), mayOpen: z.boolean() })

/** Nhiệm vụ, đầy đủ. */
export const TaskView = z.object({
  card: TaskCard,
  content: z.string(),
  sourceKind: z.enum(['conclusion', 'document', 'plan']),
  sourceQuote: z.string().nullable(),
  meetingId: Id.nullable(),
  itemId: Id.nullable(),
  lineId: Id.nullable(),
  giverLabel: z.string(),
  coordinators: z.array(PartView),
  followers: z.array(z.object({ unitId: Id, unitName: z.string() })).default([]),
  assigneeId: Id.nullish(),
  monitorLabel: z.string().nullish(),
  type: TaskTypeView.nullish(),
  /** from the top down; empty for a task of the Committee */
  path: z.array(PathStep).default([]),
  /** everything below, in order of code */
  children: z.array(ChildView).default([]),
  /** newest first */
  demands: z.array(DemandView).default([]),
  /** oldest first */
  comments: z.array(CommentView).default([]),
  seen: z.array(SeenView).default([]),
  deadlineBasis: z.unknown().nullable(),
  /** the conclusion behind it was edited after the chair agreed to it, and not agreed to again */
  sourceChangedAt: Moment.nullish(),
  /** phiếu lấy ý kiến it carries out the result of */
  cardId: Id.nullish(),
  /** văn bản, dòng kế hoạch hoặc kỳ of a duty it was given by, and the other tasks of the same one */
  source: z
    .object({
      document: SourceView.nullable(),
      place: z.string(),
      importRow: z.number().int().nullable(),
      dutyId: Id.nullable(),
      period: z.string().nullable(),
      siblings: z.array(SiblingView),
    })
    .nullish(),
  /** newest first */
  extensions: z.array(ExtensionView),
  timeline: z.array(TaskActLine.extend({ seq: z.number().int() })),
})

const OnTask = z.object({ taskId: Id, baseVersion: z.number().int().optional() })
const Files = z.array(Id).max(20).default([])

/** Giao nhiệm vụ – by the Office for the leader; conclusions use conclusion.assign. */
export const taskAssign = command('task.assign', {
  input: z.object({
    taskId: Id,
    title: Text(500, 1),
    content: Text(5000, 1),
    leadUnitId: Id,
    coordinatorIds: z.array(Id).max(150).default([]),
    deadlineOn: CivilDate.nullable(),
    urgency: Urgency.default('normal'),
    /** called so in lists; what is recorded as `documentId` names itself */
    sourceLabel: Text(300).default(''),
    sourceQuote: Text(5000).optional(),
    /** văn bản, bút phê recorded before (source.record) */
    documentId: Id.optional(),
    /** where in it: "điểm a khoản 2 mục III" */
    place: Text(200).default(''),
    typeCode: Text(40).optional(),
    /** what each coordinating unit is asked for, and by when */
    parts: z.array(z.object({ unitId: Id, part: Text(2000), dueOn: CivilDate.nullable().default(null) })).max(150).optional(),
    followerIds: z.array(Id).max(150).optional(),
  }),
  output: z.object({ taskId: Id, code: z.string() }),
})
/** Tiếp nhận. */
export const taskAccept = command('task.accept', { input: OnTask })
/** Trả lại, nêu lý do. */
export const taskRefuse = command('task.refuse', { input: OnTask.extend({ reason: Text(2000, 1) }) })
/** Giao lại / giữ nguyên. */
export const taskReassign = command('task.reassign', { input: OnTask.extend({ leadUnitId: Id, reason: Text(2000, 1) }) })
/** Cập nhật tiến độ. */
export const taskReport = command('task.report', {
  input: OnTask.extend({ reportId: Id, percent: z.number().int().min(0).max(100), note: Text(5000, 1), fileIds: Files }),
})
/** Báo cáo kết quả → chờ xác nhận. */
export const taskSubmit = command('task.submit', {
  input: OnTask.extend({ reportId: Id, note: Text(5000, 1), productRef: Text(300).optional(), fileIds: Files }),
})
/** Xác nhận hoàn thành. */
export const taskConfirm = command('task.confirm', { input: OnTask.extend({ note: Text(2000).optional() }) })
/** Trả lại kết quả, yêu cầu làm lại. */
export const taskSendBack = command('task.sendBack', { input: OnTask.extend({ reason: Text(2000, 1) }) })
/** Đôn đốc: the lead unit or one that coordinates; `dueAt` = when an answer is wanted. */
export const taskUrge = command('task.urge', { input: OnTask.extend({ note: Text(2000, 1), unitId: Id.optional(), dueAt: Moment.optional(), demandId: Id.optional() }) })
/** Thu hồi. */
export const taskRecall = command('task.recall', { input: OnTask.extend({ reason: Text(2000, 1) }) })

/** Đề nghị gia hạn – by the lead unit; reason and the day asked for. */
export const taskRequestExtension = command('task.requestExtension', { input: OnTask.extend({ extensionId: Id, reason: Text(2000, 1), deadlineOn: CivilDate }) })
/** Duyệt / không duyệt gia hạn. `deadlineOn`: another day than the one asked for; a refusal gives its reason in `note`. */
export const taskDecideExtension = command('task.decideExtension', {
  input: OnTask.extend({ extensionId: Id, isGranted: z.boolean(), deadlineOn: CivilDate.optional(), note: Text(2000).optional() }),
})
/** Tạm hoãn: the deadline stays, no clock runs. */
export const taskPause = command('task.pause', { input: OnTask.extend({ reason: Text(2000, 1) }) })
/** Cho tiếp tục, from where it stood. */
export const taskResume = command('task.resume', { input: OnTask })
/** Mở lại nhiệm vụ đã hoàn thành – by the giver or the head of the Office. */
export const taskReopen = command('task.reopen', { input: OnTask.extend({ reason: Text(2000, 1) }) })

/** Việc vừa làm trên nhiệm vụ – stream task:{id}; this is the timeline. */
export const taskActed = event('task.acted', {
  payload: z.object({
    taskId: Id,
    line: TaskActLine,
    card: TaskCard,
    extension: ExtensionView.optional(),
    demand: DemandView.optional(),
    /** as they stand now, when the act changed them */
    parts: z.array(PartView).optional(),
    followers: z.array(z.object({ unitId: Id, unitName: z.string() })).optional(),
    assigneeId: Id.nullable().optional(),
    monitorLabel: z.string().nullable().optional(),
    /** the new words of a task that followed its conclusion */
    content: z.string().optional(),
  }),
})
/** Việc con vừa đổi – stream task:{id} of every task above it. */
export const taskChildChanged = event('task.childChanged', { payload: z.object({ taskId: Id, child: ChildView }) })
/** Nội dung kết luận đã sửa – stream task:{id}; null once the chair agreed to the edit. */
export const taskSourceChanged = event('task.sourceChanged', { payload: z.object({ taskId: Id, at: Moment.nullable() }) })
/** Thẻ trên bảng đổi – streams board:{unitId} of every involved unit and board:all. */
export const taskCardChanged = event('task.cardChanged', {
  payload: z.object({
    card: TaskCard,
    line: z.object({ act: TaskActLine.shape.act, byLabel: z.string(), unitName: z.string(), at: Moment, note: z.string().nullable() }),
    /** null = it was not there before; absent from older events */
    was: TaskWas.nullish(),
  }),
})

/** Thông báo trong chuông. */
export const NotificationView = z.object({
  id: Id,
  kind: z.enum(['task_assigned', 'task_act', 'deadline_soon', 'deadline_due', 'deadline_overdue', 'meeting', 'opinion_card']),
  title: z.string(),
  body: z.string(),
  link: z.string(),
  createdAt: Moment,
  readAt: Moment.nullable(),
})
/** stream user:{id} */
export const notificationAdded = event('notification.added', { payload: z.object({ notification: NotificationView }) })
export const notificationsRead = event('notification.read', { payload: z.object({ ids: z.array(Id) }) })
export const notificationRead = command('notification.read', { input: z.object({ ids: z.array(Id).min(1).max(500) }) })

/** Báo cho người liên quan về một việc trên nhiệm vụ – system only, from an event. */
export const notifyTaskAct = command('task.notify', { door: 'system', input: z.object({ eventId: z.string() }) })

export const reactionJob = job('reaction', z.object({ eventId: z.string(), reaction: z.string() }))
