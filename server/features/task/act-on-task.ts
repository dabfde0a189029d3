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
  taskUrge,
} from '#app/contracts/task.ts'
import { civilDateInVietnam } from '#app/domain/calendar/working-days.ts'
import { canAskExtension, canDecideExtension } from '#app/domain/task/extension.ts'
import { decideAct, type Given, type TaskAct, type TaskState } from '#app/domain/task/machine.ts'
import { taskText } from '#app/text/tasks.ts'
import { formatDate } from '#app/text/format.ts'
import { type CommandContext, demand, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { civil } from '#server/db/civil.ts'
import type { Prisma } from '#server/db/generated/client.ts'
import { scopeTask, taskRoles } from '#server/policies/task.ts'
import { v7 as uuid } from 'uuid'
import { closeExtension } from './close-extension.ts'
import { emitAct } from './emit-act.ts'
import { createTask } from './new-task.ts'
import { namedSource } from './named-source.ts'
import { replanAlerts } from './plan-alerts.ts'
import { extensionView, type Line, withCard } from './views.ts'

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
  })
  return { taskId: task.id, code: task.code }
})

export const acceptTask = handler(taskAccept, (ctx, i) => act(ctx, i, { act: 'accept', data: { acceptedAt: ctx.now } }))
export const refuseTask = handler(taskRefuse, (ctx, i) => act(ctx, i, { act: 'refuse', note: i.reason, given: { reason: i.reason } }))
export const reassignTask = handler(taskReassign, async (ctx, i) => {
  const unit = await ctx.tx.orgUnit.findUnique({ where: { id: i.leadUnitId } })
  if (!unit || (unit.validTo && unit.validTo < new Date(civilDateInVietnam(ctx.now)))) throw new Refusal('TASK_UNIT_CLOSED', {}, { leadUnitId: 'TASK_UNIT_CLOSED' })
  return act(ctx, i, { act: 'reassign', note: i.reason, given: { reason: i.reason, unit: i.leadUnitId }, data: { leadUnit: { connect: { id: i.leadUnitId } } } })
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
/** Báo cáo kết quả: the unit's clock stops here. */
export const submitTask = handler(taskSubmit, (ctx, i) =>
  act(ctx, i, {
    act: 'submit',
    note: i.note,
    percent: 100,
    productRef: i.productRef ?? null,
    given: { note: i.note, evidence: i.fileIds.length > 0 ? i.fileIds : (i.productRef ?? null) },
    data: { progress: 100, latestNote: i.note, submittedAt: ctx.now, isSentBack: false },
    report: { id: i.reportId, kind: 'result', fileIds: i.fileIds },
  }),
)
export const confirmTask = handler(taskConfirm, (ctx, i) => act(ctx, i, { act: 'confirm', note: i.note ?? null, data: { completedAt: ctx.now } }))
/** Trả lại kết quả: the clock runs on. */
export const sendBackTask = handler(taskSendBack, (ctx, i) =>
  act(ctx, i, { act: 'sendBack', note: i.reason, given: { reason: i.reason }, data: { isSentBack: true, submittedAt: null } }),
)
export const urgeTask = handler(taskUrge, (ctx, i) => act(ctx, i, { act: 'urge', note: i.note, given: { note: i.note } }))
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
      return ctx.tx.taskExtension.update({
        where: { id: asked.id },
        data: { status: grantedOn ? 'granted' : 'refused', grantedOn: grantedOn ? new Date(grantedOn) : null, note: i.note ?? null, decidedAt: ctx.now, decidedById: ctx.actor.userId, decidedByLabel: ctx.actor.displayName },
      })
    },
  })
})

type Step = {
  act: Extract<TaskAct, Line['act']>
  note?: string | null
  percent?: number
  productRef?: string | null
  given?: Given
  data?: Prisma.TaskUpdateInput
  dataOf?: (task: Locked) => Prisma.TaskUpdateInput
  /** the row of an extension this act writes */
  extension?: (task: Locked) => Promise<Parameters<typeof extensionView>[0]>
  report?: { id: string; kind: 'progress' | 'result'; fileIds: string[] }
}

type Locked = Prisma.TaskGetPayload<{ include: typeof withCard }>
/** Acts after which a request for extension has no more sense. */
const closesRequest = new Set<TaskAct>(['submit', 'recall'])

/** One act on one task, always the same way: lock, scope, machine, rows, alerts, events. */
async function act(ctx: CommandContext, on: { taskId: string; baseVersion?: number | undefined }, step: Step) {
  await ctx.tx.$queryRawUnsafe(`SELECT 1 FROM "Task" WHERE id = $1::uuid FOR UPDATE`, on.taskId)
  const task = await ctx.tx.task.findFirst({ where: { id: on.taskId, ...scopeTask(ctx.actor) }, include: withCard })
  // Another unit's task does not exist for this person.
  if (!task) throw new Refusal('NOT_FOUND')
  const from = task.state as TaskState
  const verdict = decideAct({ state: from, act: step.act, roles: taskRoles(ctx.actor, task), pausedFrom: task.pausedFrom as TaskState | null, ...(step.given ? { given: step.given } : {}) })
  if (!verdict.ok) throw new Refusal(verdict.code)
  if (on.baseVersion !== undefined && on.baseVersion !== task.version) throw new Refusal('TASK_CHANGED_MEANWHILE')
  const extension = step.extension ? await step.extension(task) : undefined
  if (closesRequest.has(step.act) && task.extensions.length > 0) await closeExtension(ctx, task.id)
  const files = step.report ? await takeFiles(ctx, step.report.fileIds) : []
  if (step.report) {
    await ctx.tx.progressReport.create({
      data: {
        id: step.report.id,
        taskId: task.id,
        kind: step.report.kind,
        percent: step.percent ?? task.progress,
        note: step.note ?? '',
        productRef: step.productRef ?? null,
        byUserId: ctx.actor.userId,
        unitId: ctx.actor.unitId ?? task.leadUnitId,
        at: ctx.now,
      },
    })
    await ctx.tx.taskFile.createMany({ data: files.map(f => ({ id: uuid(), taskId: task.id, reportId: step.report?.id ?? null, fileId: f.id })) })
  }
  const changed = await ctx.tx.task.update({
    where: { id: task.id },
    data: { ...step.data, ...step.dataOf?.(task), state: verdict.to, updatedAt: ctx.now, version: { increment: 1 } },
    include: withCard,
  })
  if (changed.state !== from || changed.leadUnitId !== task.leadUnitId || changed.deadlineOn?.getTime() !== task.deadlineOn?.getTime()) await replanAlerts(ctx, changed)
  const left = changed.leadUnitId !== task.leadUnitId ? [task.leadUnitId] : []
  emitAct(
    ctx,
    changed,
    { act: step.act, from, to: verdict.to, note: step.note ?? null, percent: step.percent ?? null, productRef: step.productRef ?? null, files },
    left,
    extension && extensionView(extension),
  )
  return {}
}

/** Files go with an act only when the same person uploaded them. */
async function takeFiles(ctx: CommandContext, ids: string[]) {
  if (ids.length === 0) return []
  const rows = await ctx.tx.storedFile.findMany({ where: { id: { in: ids }, uploadedById: ctx.actor.userId } })
  if (rows.length !== new Set(ids).size) throw new Refusal('FILE_NOT_READY', {}, { fileIds: 'FILE_NOT_READY' })
  return rows.map(f => ({ id: f.id, name: f.name, size: Number(f.size), mime: f.mime }))
}
