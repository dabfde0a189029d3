import type { z } from 'zod'
import { taskBulk, taskBulkUndo } from '#app/contracts/task-tree.ts'
import type { BulkAct } from '#app/contracts/task-tree.ts'
import { civilDateInVietnam } from '#app/domain/calendar/working-days.ts'
import { canDecideExtension } from '#app/domain/task/extension.ts'
import { decideAct, type TaskState } from '#app/domain/task/machine.ts'
import { canSubmitOver } from '#app/domain/task/tree.ts'
import { type CommandContext, demand, type QueryContext, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { isId } from '#server/db/ids.ts'
import { civil } from '#server/db/civil.ts'
import type { Prisma } from '#server/db/generated/client.ts'
import { scopeTask, taskRoles } from '#server/policies/task.ts'
import { v7 as uuid } from 'uuid'
import { change, type Closed, type Locked, type Step } from './act.ts'
import { demandStep } from './demands.ts'
import { emitAct } from './emit-act.ts'
import { extendStep, monitorStep } from './hand-on.ts'
import { replanAlerts } from './plan-alerts.ts'
import { taskSettings } from './settings.ts'
import { withAct } from './views.ts'

type Act = z.output<typeof BulkAct>
type Wanted = { act: Act; note?: string | undefined; deadlineOn?: string | undefined; dueAt?: number | undefined; personId?: string | undefined }

/** What of a task is put back when the whole is taken back. */
type Before = { state: string; submittedAt: string | null; completedAt: string | null; isSentBack: boolean; deadlineOn: string | null; monitorId: string | null; monitorLabel: string | null; pausedFrom: string | null }
type Item = { taskId: string; before: Before; version: number; rowId: string | null; /** left out while nothing waited on the task */ closed?: Closed }

/** The step for one task of the selection; `rowId` = the row it writes beside the task's own. */
async function stepOf(ctx: CommandContext, taskId: string, wanted: Wanted, batchId: string): Promise<{ step: Step; rowId: string | null }> {
  const note = wanted.note ?? ''
  const rowId = uuid()
  const build = async (): Promise<{ step: Step; rowId: string | null }> => {
    switch (wanted.act) {
      case 'urge':
        return { step: await demandStep(ctx, taskId, { kind: 'urge', id: rowId, unitId: undefined, note, dueAt: wanted.dueAt }), rowId }
      case 'extend':
        if (!wanted.deadlineOn) throw new Refusal('TASK_DEADLINE_REQUIRED', {}, { deadlineOn: 'TASK_DEADLINE_REQUIRED' })
        return { step: extendStep(ctx, { extensionId: rowId, deadlineOn: wanted.deadlineOn, reason: note }), rowId }
      case 'setMonitor':
        if (!wanted.personId) throw new Refusal('TASK_PERSON_REQUIRED', {}, { personId: 'TASK_PERSON_REQUIRED' })
        return { step: await monitorStep(ctx, wanted.personId), rowId: null }
      case 'confirm':
        return { step: { act: 'confirm', note: note || null, data: { completedAt: ctx.now } }, rowId: null }
      case 'sendBack':
        return { step: { act: 'sendBack', note, given: { reason: note }, data: { isSentBack: true, submittedAt: null } }, rowId: null }
      case 'pause':
        return { step: { act: 'pause', note, given: { reason: note }, dataOf: t => ({ pausedFrom: t.state }) }, rowId: null }
      case 'recall':
        // What was given on below it would end with it and could not be brought back as one: such a task is recalled alone.
        return {
          step: {
            act: 'recall',
            note,
            given: { reason: note },
            check: t => demand(hasNothingBelow(t)),
          },
          rowId: null,
        }
    }
  }
  const { step, rowId: id } = await build()
  return { step: { ...step, batchId }, rowId: id }
}
const hasNothingBelow = (t: Locked) => canSubmitOver(t.children.map(c => ({ state: c.state as TaskState })), false)

/** Refusals that are about the words of the form, not about a task: the whole is refused and nothing is done. */
const OF_THE_FORM = new Set(['TASK_REASON_REQUIRED', 'TASK_NOTE_REQUIRED', 'TASK_DEADLINE_REQUIRED', 'TASK_PERSON_REQUIRED', 'TASK_PERSON_NOT_IN_UNIT', 'TASK_DUE_PAST'])

/**
 * Một việc trên các nhiệm vụ đã chọn: one command, one transaction, for each task its own line and its own broadcast. Tasks
 * it can't be done on are left alone and named with their reason. Locked in one order, so two selections can't wait for each other.
 */
export const bulkAct = handler(taskBulk, async (ctx, i) => {
  const done: Item[] = []
  const refused: { taskId: string; code: string }[] = []
  for (const taskId of [...new Set(i.taskIds)].sort()) {
    try {
      const { step, rowId } = await stepOf(ctx, taskId, i, i.batchId)
      const { before, after, closed } = await change(ctx, { taskId }, step)
      done.push({ taskId, before: keep(before), version: after.version, rowId, ...(closed.demands.length + closed.extensions.length > 0 ? { closed } : {}) })
    } catch (error) {
      // Every rule is asked before the first row of a task is written, so a refused one has left nothing behind.
      if (!(error instanceof Refusal) || OF_THE_FORM.has(error.code)) throw error
      refused.push({ taskId, code: error.code })
    }
  }
  // A selection of which nothing is in the person's sight is no selection.
  if (done.length === 0 && refused.every(r => r.code === 'NOT_FOUND' || r.code === 'TASK_NOT_YOURS')) throw new Refusal(refused.some(r => r.code === 'TASK_NOT_YOURS') ? 'TASK_NOT_YOURS' : 'NOT_FOUND')
  const { undoMinutes } = await taskSettings(ctx.tx)
  await ctx.tx.taskBatch.create({ data: { id: i.batchId, act: i.act, byUserId: ctx.actor.userId, at: ctx.now, items: done as unknown as Prisma.InputJsonArray } })
  return { done: done.map(d => d.taskId), refused, undoUntil: ctx.now.getTime() + undoMinutes * 60_000 }
})

const keep = (t: Locked): Before => ({
  state: t.state,
  submittedAt: t.submittedAt?.toISOString() ?? null,
  completedAt: t.completedAt?.toISOString() ?? null,
  isSentBack: t.isSentBack,
  deadlineOn: civil(t.deadlineOn),
  monitorId: t.monitorId,
  monitorLabel: t.monitorLabel,
  pausedFrom: t.pausedFrom,
})
const moment = (iso: string | null): Date | null => (iso === null ? null : new Date(iso))

/**
 * Hoàn tác, once and by whoever did it, within the time the house allows. A task somebody has touched since keeps what it is:
 * their act stood on ours. The line that was written stays, and a new one says that it was taken back.
 */
export const bulkUndo = handler(taskBulkUndo, async (ctx, { batchId }) => {
  await ctx.tx.$queryRawUnsafe(`SELECT 1 FROM "TaskBatch" WHERE id = $1::uuid FOR UPDATE`, batchId)
  const batch = await ctx.tx.taskBatch.findUnique({ where: { id: batchId } })
  if (!batch || batch.byUserId !== ctx.actor.userId) throw new Refusal('NOT_FOUND')
  if (batch.undoneAt) throw new Refusal('TASK_UNDO_DONE')
  const { undoMinutes } = await taskSettings(ctx.tx)
  if (ctx.now.getTime() > batch.at.getTime() + undoMinutes * 60_000) throw new Refusal('TASK_UNDO_OVER', { minutes: undoMinutes })
  const items = batch.items as unknown as Item[]
  let undone = 0
  for (const item of items) {
    await ctx.tx.$queryRawUnsafe(`SELECT 1 FROM "Task" WHERE id = $1::uuid FOR UPDATE`, item.taskId)
    const task = await ctx.tx.task.findFirst({ where: { id: item.taskId, ...scopeTask(ctx.actor) }, include: withAct })
    if (!task || task.version !== item.version) continue
    if (item.rowId && batch.act === 'urge') await ctx.tx.taskDemand.updateMany({ where: { id: item.rowId, status: 'waiting' }, data: { status: 'withdrawn' } })
    if (item.rowId && batch.act === 'extend') await ctx.tx.taskExtension.deleteMany({ where: { id: item.rowId } })
    // What the act closed by itself waits again, as it did before.
    if (item.closed) {
      await ctx.tx.taskDemand.updateMany({ where: { id: { in: item.closed.demands }, status: 'closed' }, data: { status: 'waiting' } })
      await ctx.tx.taskExtension.updateMany({ where: { id: { in: item.closed.extensions }, status: 'closed' }, data: { status: 'waiting', decidedAt: null } })
    }
    const { before } = item
    const changed = await ctx.tx.task.update({
      where: { id: item.taskId },
      data: {
        ...before,
        submittedAt: moment(before.submittedAt),
        completedAt: moment(before.completedAt),
        deadlineOn: before.deadlineOn ? new Date(before.deadlineOn) : null,
        updatedAt: ctx.now,
        version: { increment: 1 },
      },
      include: withAct,
    })
    await replanAlerts(ctx, changed)
    emitAct(ctx, changed, { act: 'undo', from: task.state as TaskState, to: changed.state as TaskState, note: null, percent: null, productRef: null, files: [], batchId }, { was: task, monitorLabel: changed.monitorLabel })
    undone += 1
  }
  await ctx.tx.taskBatch.update({ where: { id: batchId }, data: { undoneAt: ctx.now } })
  return { undone, kept: items.length - undone }
})

/** Xem trước: on which of these the act can be done, on which not and why. Only what is in the person's sight is answered. */
async function bulkPreview(ctx: QueryContext, args: { act: Act; taskIds: readonly string[]; deadlineOn?: string | undefined }) {
  const rows = await ctx.db.task.findMany({ where: { AND: [{ id: { in: args.taskIds.filter(isId) } }, scopeTask(ctx.actor)] }, include: withAct, take: 100 })
  const today = civilDateInVietnam(ctx.now)
  const items = rows
    .map(task => ({ taskId: task.id, code: task.code, title: task.title, state: task.state as TaskState, leadUnitName: task.leadUnit.name, refusal: whyNot(ctx, task, args, today) }))
    .sort((a, b) => a.code.localeCompare(b.code))
  return { items, can: items.filter(t => t.refusal === null).length }
}

/** The same rules in the same order as when it is done, with the words of the form taken as given. */
function whyNot(ctx: QueryContext, task: Locked, args: { act: Act; deadlineOn?: string | undefined }, today: string): string | null {
  const given = { reason: true, note: true, deadline: true, person: true }
  const verdict = decideAct({ state: task.state as TaskState, act: args.act, roles: taskRoles(ctx.actor, task), given })
  if (!verdict.ok) return verdict.code
  if (args.act === 'recall') {
    const below = hasNothingBelow(task)
    if (!below.ok) return below.code
  }
  if (args.act === 'extend') {
    const deadlineOn = civil(task.deadlineOn)
    if (deadlineOn === null) return 'TASK_EXTENSION_NO_DEADLINE'
    if (args.deadlineOn) {
      const stands = canDecideExtension({ status: 'waiting', deadlineOn, grantedOn: args.deadlineOn, today })
      if (!stands.ok) return stands.code
    }
  }
  return null
}

export const bulkQueries = { 'task.bulkPreview': bulkPreview }
