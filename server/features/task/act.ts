import { civilDateInVietnam } from '#app/domain/calendar/working-days.ts'
import { decideAct, type Given, type TaskAct, type TaskState } from '#app/domain/task/machine.ts'
import { type CommandContext, Refusal } from '#server/command/context.ts'
import type { Prisma } from '#server/db/generated/client.ts'
import { scopeTask, taskRoles } from '#server/policies/task.ts'
import { v7 as uuid } from 'uuid'
import { closeDemands, moveChildren, recallBelow } from './below.ts'
import { closeExtension } from './close-extension.ts'
import { emitAct } from './emit-act.ts'
import { replanAlerts } from './plan-alerts.ts'
import { demandView, extensionView, type Line, partViews, unitNames, withAct } from './views.ts'

export type Locked = Prisma.TaskGetPayload<{ include: typeof withAct }>

export type Step = {
  act: Extract<TaskAct, Line['act']>
  note?: string | null
  percent?: number
  productRef?: string | null
  given?: Given
  /** rules beside the machine, asked under the lock before anything is written */
  check?: (task: Locked) => void | Promise<void>
  data?: Prisma.TaskUncheckedUpdateInput
  dataOf?: (task: Locked) => Prisma.TaskUncheckedUpdateInput
  /** another unit leads from now on */
  leadUnitId?: string
  /** rows beside the task's own */
  write?: (task: Locked) => Promise<unknown>
  /** the row of an extension this act writes */
  extension?: (task: Locked) => Promise<Parameters<typeof extensionView>[0]>
  /** the row of an urging or a demand this act writes */
  demand?: (task: Locked) => Promise<Parameters<typeof demandView>[0]>
  report?: { id: string; kind: 'progress' | 'result' | 'part' | 'answer'; fileIds: string[]; unitId?: string }
  target?: Line['target']
  /** what the task page learns beside the card */
  tells?: 'parts' | 'followers' | 'assignee' | 'monitor'
  left?: string[]
  dueAt?: Date | null
  batchId?: string
}

/** Acts after which a request for extension has no more sense. */
const closesRequest = new Set<TaskAct>(['submit', 'recall', 'transfer'])

/** What of an act closed by itself what waited on the task. */
export type Closed = { demands: string[]; extensions: string[] }

/** One act on one task, always the same way: lock, scope, machine, rows, alerts, events. Returns the task before and after, and what the act closed. */
export async function change(ctx: CommandContext, on: { taskId: string; baseVersion?: number | undefined }, step: Step): Promise<{ before: Locked; after: Locked; closed: Closed }> {
  await ctx.tx.$queryRawUnsafe(`SELECT 1 FROM "Task" WHERE id = $1::uuid FOR UPDATE`, on.taskId)
  const task = await ctx.tx.task.findFirst({ where: { id: on.taskId, ...scopeTask(ctx.actor) }, include: withAct })
  // Another unit's task does not exist for this person.
  if (!task) throw new Refusal('NOT_FOUND')
  const from = task.state as TaskState
  const verdict = decideAct({ state: from, act: step.act, roles: taskRoles(ctx.actor, task), pausedFrom: task.pausedFrom as TaskState | null, ...(step.given ? { given: step.given } : {}) })
  // Where it stands now: whoever acted without a line learns what happened meanwhile.
  if (!verdict.ok) throw new Refusal(verdict.code, verdict.code === 'TASK_WRONG_STATE' ? { state: from } : {})
  if (on.baseVersion !== undefined && on.baseVersion !== task.version) throw new Refusal('TASK_CHANGED_MEANWHILE')
  await step.check?.(task)
  const extension = step.extension ? await step.extension(task) : undefined
  const closed: Closed = { demands: [], extensions: closesRequest.has(step.act) && task.extensions.length > 0 ? await closeExtension(ctx, task.id) : [] }
  const files = step.report ? await takeFiles(ctx, step.report.fileIds) : []
  if (step.report) await writeReport(ctx, task, step, files.map(f => f.id))
  await step.write?.(task)
  const demanded = step.demand ? await step.demand(task) : undefined
  if (step.act === 'submit') closed.demands = await closeDemands(ctx, task.id, { kind: 'urge', unitId: task.leadUnitId })
  if (step.act === 'confirm') closed.demands = await closeDemands(ctx, task.id, { kind: 'urge' })
  if (step.act === 'recall') closed.demands = await closeDemands(ctx, task.id)
  const isMoved = step.leadUnitId !== undefined && step.leadUnitId !== task.leadUnitId
  if (isMoved && step.leadUnitId) {
    await moveChildren(ctx, task.id, step.leadUnitId)
    await ctx.tx.taskCoordinator.deleteMany({ where: { taskId: task.id, unitId: step.leadUnitId } })
  }
  const changed = await ctx.tx.task.update({
    where: { id: task.id },
    data: {
      ...step.data,
      ...step.dataOf?.(task),
      ...(isMoved && step.leadUnitId ? { leadUnitId: step.leadUnitId, assigneeId: null, assigneeLabel: null } : {}),
      state: verdict.to,
      updatedAt: ctx.now,
      version: { increment: 1 },
    },
    include: withAct,
  })
  if (changed.state !== from || isMoved || changed.deadlineOn?.getTime() !== task.deadlineOn?.getTime()) await replanAlerts(ctx, changed)
  if (step.act === 'recall') await recallBelow(ctx, task.id)
  const line = {
    act: step.act,
    from,
    to: verdict.to,
    note: step.note ?? null,
    percent: step.percent ?? null,
    productRef: step.productRef ?? null,
    files,
    ...(step.target ? { target: step.target } : {}),
    ...(step.dueAt ? { dueAt: step.dueAt.getTime() } : {}),
    ...(step.batchId ? { batchId: step.batchId } : {}),
  }
  emitAct(ctx, changed, line, {
    was: task,
    left: [...(isMoved ? [task.leadUnitId] : []), ...(step.left ?? [])],
    ...(extension ? { extension: extensionView(extension) } : {}),
    ...(demanded ? { demand: demandView(demanded) } : {}),
    ...(step.tells === 'parts' || isMoved ? { parts: await partViews(ctx.tx, changed.coordinators) } : {}),
    ...(step.tells === 'followers' ? { followers: await followerViews(ctx, changed) } : {}),
    ...(step.tells === 'assignee' || isMoved ? { assigneeId: changed.assigneeId } : {}),
    ...(step.tells === 'monitor' ? { monitorLabel: changed.monitorLabel } : {}),
  })
  return { before: task, after: changed, closed }
}

/** The same for a command that answers nothing more. */
export async function act(ctx: CommandContext, on: { taskId: string; baseVersion?: number | undefined }, step: Step): Promise<Record<string, never>> {
  await change(ctx, on, step)
  return {}
}

/** A unit that may be given work today; refused at its field. @returns its name and kind */
export async function openUnit(ctx: CommandContext, unitId: string, field = 'leadUnitId') {
  const unit = await ctx.tx.orgUnit.findUnique({ where: { id: unitId } })
  if (!unit || (unit.validTo && unit.validTo < new Date(civilDateInVietnam(ctx.now)))) throw new Refusal('TASK_UNIT_CLOSED', {}, { [field]: 'TASK_UNIT_CLOSED' })
  return unit
}

async function followerViews(ctx: CommandContext, task: Locked) {
  const names = await unitNames(ctx.tx, task.followers.map(f => f.unitId))
  return [...names].map(([unitId, unitName]) => ({ unitId, unitName }))
}

async function writeReport(ctx: CommandContext, task: Locked, step: Step, fileIds: string[]): Promise<void> {
  const { report } = step
  if (!report) return
  await ctx.tx.progressReport.create({
    data: {
      id: report.id,
      taskId: task.id,
      kind: report.kind,
      percent: step.percent ?? task.progress,
      note: step.note ?? '',
      productRef: step.productRef ?? null,
      byUserId: ctx.actor.userId,
      unitId: report.unitId ?? ctx.actor.unitId ?? task.leadUnitId,
      at: ctx.now,
    },
  })
  await ctx.tx.taskFile.createMany({ data: fileIds.map(fileId => ({ id: uuid(), taskId: task.id, reportId: report.id, fileId })) })
}

/** Files go with an act only when the same person uploaded them. */
async function takeFiles(ctx: CommandContext, ids: string[]) {
  if (ids.length === 0) return []
  const rows = await ctx.tx.storedFile.findMany({ where: { id: { in: ids }, uploadedById: ctx.actor.userId } })
  if (rows.length !== new Set(ids).size) throw new Refusal('FILE_NOT_READY', {}, { fileIds: 'FILE_NOT_READY' })
  return rows.map(f => ({ id: f.id, name: f.name, size: Number(f.size), mime: f.mime }))
}
