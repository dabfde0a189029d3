import {
  taskAccept,
  taskAssign,
  taskConfirm,
  taskRecall,
  taskReassign,
  taskRefuse,
  taskReport,
  taskSendBack,
  taskSubmit,
  taskUrge,
} from '#app/contracts/task.ts'
import { civilDateInVietnam } from '#app/domain/calendar/working-days.ts'
import { decideAct, type Given, type TaskAct, type TaskState } from '#app/domain/task/machine.ts'
import { type CommandContext, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import type { Prisma } from '#server/db/generated/client.ts'
import { scopeTask, taskRoles } from '#server/policies/task.ts'
import { v7 as uuid } from 'uuid'
import { emitAct } from './emit-act.ts'
import { createTask } from './new-task.ts'
import { replanAlerts } from './plan-alerts.ts'
import { type Line, withCard } from './views.ts'

/** Giao nhiệm vụ – from a document or a leader's word. */
export const assignTask = handler(taskAssign, async (ctx, input) => {
  const task = await createTask(ctx, {
    id: input.taskId,
    title: input.title,
    content: input.content,
    leadUnitId: input.leadUnitId,
    coordinatorIds: input.coordinatorIds,
    deadlineOn: input.deadlineOn,
    urgency: input.urgency,
    sourceKind: 'document',
    sourceLabel: input.sourceLabel,
    sourceQuote: input.sourceQuote ?? null,
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

type Step = {
  act: Extract<TaskAct, Line['act']>
  note?: string | null
  percent?: number
  productRef?: string | null
  given?: Given
  data?: Prisma.TaskUpdateInput
  report?: { id: string; kind: 'progress' | 'result'; fileIds: string[] }
}

/** One act on one task, always the same way: lock, scope, machine, rows, alerts, events. */
async function act(ctx: CommandContext, on: { taskId: string; baseVersion?: number | undefined }, step: Step) {
  await ctx.tx.$queryRawUnsafe(`SELECT 1 FROM "Task" WHERE id = $1::uuid FOR UPDATE`, on.taskId)
  const task = await ctx.tx.task.findFirst({ where: { id: on.taskId, ...scopeTask(ctx.actor) }, include: withCard })
  // Another unit's task does not exist for this person.
  if (!task) throw new Refusal('NOT_FOUND')
  const from = task.state as TaskState
  const verdict = decideAct({ state: from, act: step.act, roles: taskRoles(ctx.actor, task), ...(step.given ? { given: step.given } : {}) })
  if (!verdict.ok) throw new Refusal(verdict.code)
  if (on.baseVersion !== undefined && on.baseVersion !== task.version) throw new Refusal('TASK_CHANGED_MEANWHILE')
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
    data: { ...step.data, state: verdict.to, updatedAt: ctx.now, version: { increment: 1 } },
    include: withCard,
  })
  if (changed.state !== from || changed.leadUnitId !== task.leadUnitId) await replanAlerts(ctx, changed)
  const left = changed.leadUnitId !== task.leadUnitId ? [task.leadUnitId] : []
  emitAct(
    ctx,
    changed,
    { act: step.act, from, to: verdict.to, note: step.note ?? null, percent: step.percent ?? null, productRef: step.productRef ?? null, files },
    left,
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
