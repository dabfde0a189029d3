import { taskAcceptPart, taskDeclinePart, taskFinishPart, taskRemovePart, taskReportPart, taskSetFollowers, taskSetPart } from '#app/contracts/task-tree.ts'
import { civilDateInVietnam } from '#app/domain/calendar/working-days.ts'
import { canSetPartDate, decidePart, type PartAct, type PartState } from '#app/domain/task/part.ts'
import { taskText } from '#app/text/tasks.ts'
import { formatDate } from '#app/text/format.ts'
import { type CommandContext, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { civil } from '#server/db/civil.ts'
import { mayAssign, speaksFor } from '#server/policies/task.ts'
import { act, type Locked, openUnit, type Step } from './act.ts'
import { unitNames } from './views.ts'

type OnPart = { taskId: string; unitId: string; baseVersion?: number | undefined }

/** One act of a coordinating unit on its own part; the task's state does not move by it. */
async function actOnPart(ctx: CommandContext, i: OnPart, step: Step & { act: PartAct }, data: (to: PartState) => object): Promise<Record<string, never>> {
  const label = (await unitNames(ctx.tx, [i.unitId])).get(i.unitId) ?? ''
  return act(ctx, i, {
    ...step,
    target: { kind: 'unit', id: i.unitId, label },
    tells: 'parts',
    // A person of two coordinating units acts for the one that is named, and only for an own one.
    check: () => {
      if (!speaksFor(ctx.actor, i.unitId)) throw new Refusal('TASK_NOT_YOURS')
    },
    write: async task => {
      const part = partOf(task, i.unitId)
      const verdict = decidePart(part.state as PartState, step.act)
      if (!verdict.ok) throw new Refusal(verdict.code)
      await ctx.tx.taskCoordinator.update({ where: { taskId_unitId: { taskId: task.id, unitId: i.unitId } }, data: { state: verdict.to, lastActAt: ctx.now, ...data(verdict.to) } })
    },
  })
}

function partOf(task: Locked, unitId: string) {
  const part = task.coordinators.find(c => c.unitId === unitId)
  if (!part) throw new Refusal('TASK_PART_UNKNOWN', {}, { unitId: 'TASK_PART_UNKNOWN' })
  return part
}

/** Nhận phần việc. */
export const acceptPart = handler(taskAcceptPart, (ctx, i) => actOnPart(ctx, i, { act: 'acceptPart' }, () => ({ acceptedAt: ctx.now, note: null })))
/** Báo cáo phần việc. */
export const reportPart = handler(taskReportPart, (ctx, i) =>
  actOnPart(ctx, i, { act: 'reportPart', note: i.note, given: { note: i.note }, report: { id: i.reportId, kind: 'part', fileIds: i.fileIds, unitId: i.unitId } }, () => ({ note: i.note })),
)
/** Xong phần việc. */
export const finishPart = handler(taskFinishPart, (ctx, i) =>
  actOnPart(
    ctx,
    i,
    { act: 'finishPart', note: i.note, given: { note: i.note }, productRef: i.productRef ?? null, report: { id: i.reportId, kind: 'part', fileIds: i.fileIds, unitId: i.unitId } },
    () => ({ note: i.note, finishedAt: ctx.now }),
  ),
)
/** Đề nghị không nhận phần việc: the Office decides whether the unit stays. */
export const declinePart = handler(taskDeclinePart, (ctx, i) => actOnPart(ctx, i, { act: 'declinePart', note: i.reason, given: { reason: i.reason } }, () => ({ note: i.reason })))

/**
 * Giao phần việc: what the unit does and by when. The lead unit shares the work out among those the Office named; only the
 * Office names another unit. A part that was declined or finished is asked for anew.
 */
export const setPart = handler(taskSetPart, async (ctx, i) => {
  const unit = await openUnit(ctx, i.unitId, 'unitId')
  return act(ctx, i, {
    act: 'setPart',
    note: taskText.partGiven(i.part, i.dueOn ? formatDate(i.dueOn) : null),
    given: { unit: i.unitId },
    target: { kind: 'unit', id: unit.id, label: unit.name },
    tells: 'parts',
    check: task => {
      if (task.leadUnitId === i.unitId) throw new Refusal('TASK_UNIT_SAME', {}, { unitId: 'TASK_UNIT_SAME' })
      if (!task.coordinators.some(c => c.unitId === i.unitId) && !mayAssign(ctx.actor)) throw new Refusal('TASK_PART_UNKNOWN', {}, { unitId: 'TASK_PART_UNKNOWN' })
      const fits = canSetPartDate({ assignedOn: task.assignedAt ? civilDateInVietnam(task.assignedAt) : null, deadlineOn: civil(task.deadlineOn), dueOn: i.dueOn })
      if (!fits.ok) throw new Refusal(fits.code, fits.params, { dueOn: fits.code })
    },
    write: async task => {
      const part = task.coordinators.find(c => c.unitId === i.unitId)
      const isAnew = part === undefined || part.state === 'declined' || part.state === 'done'
      const given = { part: i.part, dueOn: i.dueOn ? new Date(i.dueOn) : null, ...(isAnew ? { state: 'asked', askedAt: ctx.now, lastActAt: null, finishedAt: null, note: null } : {}) }
      await ctx.tx.taskFollower.deleteMany({ where: { taskId: task.id, unitId: i.unitId } })
      await ctx.tx.taskCoordinator.upsert({ where: { taskId_unitId: { taskId: task.id, unitId: i.unitId } }, create: { taskId: task.id, unitId: i.unitId, ...given }, update: given })
    },
  })
})

/** Bỏ đơn vị phối hợp: what it reported stays in the timeline. */
export const removePart = handler(taskRemovePart, async (ctx, i) => {
  const label = (await unitNames(ctx.tx, [i.unitId])).get(i.unitId) ?? ''
  return act(ctx, i, {
    act: 'removePart',
    note: i.reason,
    given: { unit: i.unitId, reason: i.reason },
    target: { kind: 'unit', id: i.unitId, label },
    tells: 'parts',
    left: [i.unitId],
    write: async task => {
      partOf(task, i.unitId)
      await ctx.tx.taskCoordinator.delete({ where: { taskId_unitId: { taskId: task.id, unitId: i.unitId } } })
    },
  })
})

/** Đơn vị theo dõi, để biết. */
export const setFollowers = handler(taskSetFollowers, async (ctx, i) => {
  const names = await unitNames(ctx.tx, i.unitIds)
  return act(ctx, i, {
    act: 'setFollowers',
    note: names.size > 0 ? [...names.values()].join(', ') : taskText.none,
    tells: 'followers',
    check: () => {
      if (names.size !== new Set(i.unitIds).size) throw new Refusal('TASK_UNIT_CLOSED', {}, { unitIds: 'TASK_UNIT_CLOSED' })
    },
    write: async task => {
      const busy = [task.leadUnitId, ...task.coordinators.map(c => c.unitId)]
      await ctx.tx.taskFollower.deleteMany({ where: { taskId: task.id } })
      await ctx.tx.taskFollower.createMany({ data: [...names.keys()].filter(id => !busy.includes(id)).map(unitId => ({ taskId: task.id, unitId })) })
    },
  })
})
