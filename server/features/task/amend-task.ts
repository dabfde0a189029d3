import { decideAct, type TaskState } from '#app/domain/task/machine.ts'
import { acts } from '#app/domain/task/machine.ts'
import { taskText } from '#app/text/tasks.ts'
import { formatDate } from '#app/text/format.ts'
import { type CommandContext, Refusal } from '#server/command/context.ts'
import { notEnded } from '#server/db/in-force.ts'
import { civil } from '#server/db/civil.ts'
import { taskRoles } from '#server/policies/task.ts'
import { closeExtension } from './close-extension.ts'
import { emitAct } from './emit-act.ts'
import { titleOf } from './new-task.ts'
import { replanAlerts } from './plan-alerts.ts'
import { closeDemands, moveChildren, recallBelow } from './below.ts'
import { partViews, withAct } from './views.ts'

export type Amended = { content: string; leadUnitId: string; coordinatorIds: string[]; deadlineOn: string | null }

/** Done and recalled tasks stay what they were. */
export const isAmendable = (state: string): boolean => acts.amend.from.includes(state as TaskState)

async function taskFor(ctx: CommandContext, taskId: string) {
  await ctx.tx.$queryRawUnsafe(`SELECT 1 FROM "Task" WHERE id = $1::uuid FOR UPDATE`, taskId)
  const task = await ctx.tx.task.findUnique({ where: { id: taskId }, include: withAct })
  if (!task) throw new Refusal('NOT_FOUND')
  return task
}

/**
 * Điều chỉnh theo kết luận sửa: content, units and deadline follow the conclusion the chair agreed to again, as a line of
 * the task's own history. Another lead unit has to take the task up anew. @returns the task's code
 */
export async function amendTask(ctx: CommandContext, taskId: string, to: Amended): Promise<string> {
  const task = await taskFor(ctx, taskId)
  const from = task.state as TaskState
  const verdict = decideAct({ state: from, act: 'amend', roles: taskRoles(ctx.actor, task), given: { note: to.content } })
  if (!verdict.ok) throw new Refusal(verdict.code)
  const coordinators = [...new Set(to.coordinatorIds)].filter(id => id !== to.leadUnitId)
  const ids = [to.leadUnitId, ...coordinators]
  const open = await ctx.tx.orgUnit.count({ where: { id: { in: ids }, ...notEnded(ctx.now) } })
  if (open !== ids.length) throw new Refusal('TASK_UNIT_CLOSED')
  const isMoved = to.leadUnitId !== task.leadUnitId
  const left = [task.leadUnitId, ...task.coordinators.map(c => c.unitId)].filter(id => !ids.includes(id))
  await ctx.tx.taskCoordinator.deleteMany({ where: { taskId, unitId: { notIn: coordinators } } })
  await ctx.tx.taskCoordinator.createMany({ data: coordinators.map(unitId => ({ taskId, unitId, askedAt: ctx.now })), skipDuplicates: true })
  if (isMoved) await moveChildren(ctx, taskId, to.leadUnitId)
  const changed = await ctx.tx.task.update({
    where: { id: taskId },
    data: {
      title: titleOf(to.content),
      content: to.content,
      sourceQuote: to.content,
      leadUnitId: to.leadUnitId,
      deadlineOn: to.deadlineOn ? new Date(to.deadlineOn) : null,
      kind: to.deadlineOn ? 'dated' : 'undated',
      state: isMoved ? 'assigned' : verdict.to,
      ...(isMoved ? { assigneeId: null, assigneeLabel: null } : {}),
      sourceChangedAt: null,
      updatedAt: ctx.now,
      version: { increment: 1 },
    },
    include: withAct,
  })
  await replanAlerts(ctx, changed)
  const was = civil(task.deadlineOn)
  const note = was === to.deadlineOn ? to.content : `${to.content} ${taskText.amendedDeadline(was ? formatDate(was) : null, to.deadlineOn ? formatDate(to.deadlineOn) : null)}`
  emitAct(ctx, changed, { act: 'amend', from, to: changed.state as TaskState, note, percent: null, productRef: null, files: [] }, { was: task, left, content: changed.content, parts: await partViews(ctx.tx, changed.coordinators) })
  return task.code
}

/** Thu hồi nhiệm vụ whose line is gone or whose agreement was taken back. @returns the task's code */
export async function recallGiven(ctx: CommandContext, taskId: string, why: 'line_gone' | 'no_lead' | 'agreement_recalled'): Promise<string> {
  const task = await taskFor(ctx, taskId)
  const from = task.state as TaskState
  const note = taskText.recalledBecause[why]
  const verdict = decideAct({ state: from, act: 'recall', roles: taskRoles(ctx.actor, task), given: { reason: note } })
  if (!verdict.ok) throw new Refusal(verdict.code)
  await closeExtension(ctx, taskId)
  // As with every recall: nobody waits for an answer about a task that is gone.
  await closeDemands(ctx, taskId)
  const changed = await ctx.tx.task.update({ where: { id: taskId }, data: { state: verdict.to, sourceChangedAt: null, updatedAt: ctx.now, version: { increment: 1 } }, include: withAct })
  await replanAlerts(ctx, changed)
  await recallBelow(ctx, taskId)
  emitAct(ctx, changed, { act: 'recall', from, to: verdict.to, note, percent: null, productRef: null, files: [] }, { was: task })
  return task.code
}
