import {
  taskAccept,
  taskAssign,
  taskConfirm,
  taskDecideExtension,
  taskPause,
  taskRecall,
  taskReassign,
  taskRefuse,
  taskReopen,
  taskRequestExtension,
  taskResume,
  taskReport,
  taskSendBack,
  taskSubmit,
} from '#app/contracts/task.ts'
import { civilDateInVietnam } from '#app/domain/calendar/working-days.ts'
import { canAskExtension, canDecideExtension } from '#app/domain/task/extension.ts'
import { canCloseWith } from '#app/domain/task/evidence.ts'
import { canSubmitOver } from '#app/domain/task/tree.ts'
import type { TaskState } from '#app/domain/task/machine.ts'
import { taskText } from '#app/text/tasks.ts'
import { formatDate } from '#app/text/format.ts'
import { demand, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { civil } from '#server/db/civil.ts'
import { act, openUnit } from './act.ts'
import { demandFitsParent, typeOf } from './facts.ts'
import { createTask } from './new-task.ts'
import { namedSource } from './named-source.ts'

/** Giao nhiệm vụ – from a document or a leader's word. */
export const assignTask = handler(taskAssign, async (ctx, input) => {
  const source = await namedSource(ctx, input)
  const task = await createTask(ctx, {
    id: input.taskId,
    title: input.title,
    content: input.content,
    leadUnitId: input.leadUnitId,
    coordinatorIds: input.coordinatorIds,
    deadlineOn: input.deadlineOn,
    urgency: input.urgency,
    sourceKind: 'document',
    ...source,
    typeCode: input.typeCode,
    parts: input.parts,
    followerIds: input.followerIds,
  })
  return { taskId: task.id, code: task.code }
})

export const acceptTask = handler(taskAccept, (ctx, i) => act(ctx, i, { act: 'accept', data: { acceptedAt: ctx.now } }))
export const refuseTask = handler(taskRefuse, (ctx, i) => act(ctx, i, { act: 'refuse', note: i.reason, given: { reason: i.reason } }))
export const reassignTask = handler(taskReassign, async (ctx, i) => {
  await openUnit(ctx, i.leadUnitId)
  return act(ctx, i, { act: 'reassign', note: i.reason, given: { reason: i.reason, unit: i.leadUnitId }, leadUnitId: i.leadUnitId })
})
/** Cập nhật tiến độ. */
export const reportTask = handler(taskReport, (ctx, i) =>
  act(ctx, i, {
    act: 'report',
    note: i.note,
    percent: i.percent,
    given: { note: i.note },
    data: { progress: i.percent, latestNote: i.note },
    report: { id: i.reportId, kind: 'progress', fileIds: i.fileIds },
  }),
)
/** Báo cáo kết quả: the unit's clock stops here. What has to lie on the table is said by the kind of the task. */
export const submitTask = handler(taskSubmit, async (ctx, i) => {
  const type = await typeOf(ctx, i.taskId)
  const productRef = i.productRef ?? null
  return act(ctx, i, {
    act: 'submit',
    note: i.note,
    percent: 100,
    productRef,
    given: { note: i.note, evidence: type.evidence === 'none' || (i.fileIds.length > 0 ? i.fileIds : productRef) },
    check: task => {
      const closes = canCloseWith(type.evidence, { files: i.fileIds.length, productRef })
      if (!closes.ok) throw new Refusal(closes.code, {}, { [closes.code === 'TASK_EVIDENCE_FILE' ? 'fileIds' : 'productRef']: closes.code })
      demand(canSubmitOver(task.children.map(c => ({ state: c.state as TaskState, progress: c.progress })), type.mayLeaveChildren))
    },
    data: { progress: 100, latestNote: i.note, submittedAt: ctx.now, isSentBack: false },
    report: { id: i.reportId, kind: 'result', fileIds: i.fileIds },
  })
})
export const confirmTask = handler(taskConfirm, (ctx, i) => act(ctx, i, { act: 'confirm', note: i.note ?? null, data: { completedAt: ctx.now } }))
/** Trả lại kết quả: the clock runs on. */
export const sendBackTask = handler(taskSendBack, (ctx, i) =>
  act(ctx, i, { act: 'sendBack', note: i.reason, given: { reason: i.reason }, data: { isSentBack: true, submittedAt: null } }),
)
export const recallTask = handler(taskRecall, (ctx, i) => act(ctx, i, { act: 'recall', note: i.reason, given: { reason: i.reason } }))

/** Tạm hoãn: no clock runs and nobody is warned; the deadline is not moved by it. */
export const pauseTask = handler(taskPause, (ctx, i) => act(ctx, i, { act: 'pause', note: i.reason, given: { reason: i.reason }, dataOf: task => ({ pausedFrom: task.state }) }))
export const resumeTask = handler(taskResume, (ctx, i) => act(ctx, i, { act: 'resume', data: { pausedFrom: null } }))
/** Mở lại: what was confirmed stays in the history; the unit's clock runs by the deadline in force. */
export const reopenTask = handler(taskReopen, (ctx, i) =>
  act(ctx, i, { act: 'reopen', note: i.reason, given: { reason: i.reason }, data: { completedAt: null, submittedAt: null, isSentBack: true } }),
)

/** Đề nghị gia hạn: the deadline changes only by the decision. */
export const requestExtension = handler(taskRequestExtension, (ctx, i) =>
  act(ctx, i, {
    act: 'requestExtension',
    note: taskText.extensionAsked(formatDate(i.deadlineOn), i.reason),
    given: { reason: i.reason, deadline: i.deadlineOn },
    extension: async task => {
      const deadlineOn = civil(task.deadlineOn)
      demand(canAskExtension({ deadlineOn, isWaiting: task.extensions.length > 0, newOn: i.deadlineOn, today: civilDateInVietnam(ctx.now) }))
      await demandFitsParent(ctx, task, i.deadlineOn)
      return ctx.tx.taskExtension.create({
        data: {
          id: i.extensionId,
          taskId: task.id,
          reason: i.reason,
          fromOn: task.deadlineOn ?? ctx.now,
          askedOn: new Date(i.deadlineOn),
          askedAt: ctx.now,
          askedById: ctx.actor.userId,
          askedByLabel: ctx.actor.displayName,
        },
      })
    },
  }),
)

/** Duyệt hoặc không duyệt gia hạn. The deadline first given stays on the task for ever; alerts follow the new one. */
export const decideExtension = handler(taskDecideExtension, async (ctx, i) => {
  const asked = await ctx.tx.taskExtension.findFirst({ where: { id: i.extensionId, taskId: i.taskId } })
  if (!asked) throw new Refusal('NOT_FOUND')
  if (!i.isGranted && !i.note?.trim()) throw new Refusal('TASK_REASON_REQUIRED', {}, { note: 'TASK_REASON_REQUIRED' })
  const grantedOn = i.isGranted ? (i.deadlineOn ?? civil(asked.askedOn)) : null
  return act(ctx, i, {
    act: 'decideExtension',
    note: grantedOn ? taskText.extensionGranted(formatDate(civil(asked.fromOn) ?? ''), formatDate(grantedOn), i.note ?? null) : taskText.extensionRefused(i.note ?? ''),
    ...(grantedOn ? { data: { deadlineOn: new Date(grantedOn) } } : {}),
    extension: async task => {
      // Under the lock of the task: two deciding at once, the second finds it decided.
      const { status } = await ctx.tx.taskExtension.findUniqueOrThrow({ where: { id: asked.id }, select: { status: true } })
      demand(canDecideExtension({ status, deadlineOn: civil(task.deadlineOn), grantedOn, today: civilDateInVietnam(ctx.now) }))
      if (grantedOn) await demandFitsParent(ctx, task, grantedOn)
      return ctx.tx.taskExtension.update({
        where: { id: asked.id },
        data: { status: grantedOn ? 'granted' : 'refused', grantedOn: grantedOn ? new Date(grantedOn) : null, note: i.note ?? null, decidedAt: ctx.now, decidedById: ctx.actor.userId, decidedByLabel: ctx.actor.displayName },
      })
    },
  })
})

