import { taskDelegate, taskExtend, taskHandOver, taskSetMonitor, taskTransfer } from '#app/contracts/task-tree.ts'
import { civilDateInVietnam } from '#app/domain/calendar/working-days.ts'
import { canDecideExtension } from '#app/domain/task/extension.ts'
import { taskText } from '#app/text/tasks.ts'
import { formatDate } from '#app/text/format.ts'
import { type CommandContext, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { civil } from '#server/db/civil.ts'
import { act, openUnit, type Step } from './act.ts'
import { demandFitsParent, monitorOf, personOf } from './facts.ts'

/** Phân công: from now on this person has it in hand; the unit stays the one that answers for it. */
export const delegateTask = handler(taskDelegate, (ctx, i) => toPerson(ctx, i, 'delegate', i.note ?? null))
/** Bàn giao: the same with what is done and what is left; every holder stays in the timeline. */
export const handOverTask = handler(taskHandOver, (ctx, i) => toPerson(ctx, i, 'handOver', i.reason))

async function toPerson(ctx: CommandContext, i: { taskId: string; personId: string; baseVersion?: number | undefined }, name: 'delegate' | 'handOver', note: string | null): Promise<Record<string, never>> {
  const task = await ctx.tx.task.findUnique({ where: { id: i.taskId }, select: { leadUnitId: true } })
  // Whether the task is this person's at all is said first: a stranger learns nothing about who works where.
  const person: { id: string; label: string } = { id: i.personId, label: '' }
  const target = { kind: 'person' as const, id: i.personId, label: '' }
  return act(ctx, i, {
    act: name,
    note,
    given: { person: i.personId, reason: note },
    target,
    tells: 'assignee',
    check: async locked => {
      person.label = target.label = (await personOf(ctx, task?.leadUnitId ?? locked.leadUnitId, i.personId)).label
      if (locked.assigneeId === i.personId) throw new Refusal('TASK_PERSON_SAME', {}, { personId: 'TASK_PERSON_SAME' })
    },
    dataOf: () => ({ assigneeId: person.id, assigneeLabel: person.label }),
  })
}

/** Chuyển chủ trì: another unit takes the task up anew, with everything done so far; the deadline stays. */
export const transferTask = handler(taskTransfer, async (ctx, i) => {
  const unit = await openUnit(ctx, i.leadUnitId)
  return act(ctx, i, {
    act: 'transfer',
    note: i.reason,
    given: { unit: unit.id, reason: i.reason },
    target: { kind: 'unit', id: unit.id, label: unit.name },
    leadUnitId: unit.id,
    check: task => {
      if (task.leadUnitId === unit.id) throw new Refusal('TASK_UNIT_SAME', {}, { leadUnitId: 'TASK_UNIT_SAME' })
    },
  })
})

/** What an extension nobody asked for does to one task: asked for and granted in one, so that the history is one list. */
export function extendStep(ctx: CommandContext, i: { extensionId: string; deadlineOn: string; reason: string }): Step {
  return {
    act: 'extend',
    given: { reason: i.reason, deadline: i.deadlineOn },
    note: taskText.extended(formatDate(i.deadlineOn), i.reason),
    data: { deadlineOn: new Date(i.deadlineOn) },
    check: async task => {
      const deadlineOn = civil(task.deadlineOn)
      const stands = canDecideExtension({ status: 'waiting', deadlineOn, grantedOn: i.deadlineOn, today: civilDateInVietnam(ctx.now) })
      if (!stands.ok) throw new Refusal(stands.code, {}, { deadlineOn: stands.code })
      await demandFitsParent(ctx, task, i.deadlineOn)
    },
    extension: task =>
      ctx.tx.taskExtension.create({
        data: {
          id: i.extensionId,
          taskId: task.id,
          status: 'granted',
          reason: i.reason,
          fromOn: task.deadlineOn ?? ctx.now,
          askedOn: new Date(i.deadlineOn),
          grantedOn: new Date(i.deadlineOn),
          askedAt: ctx.now,
          askedById: ctx.actor.userId,
          askedByLabel: ctx.actor.displayName,
          decidedAt: ctx.now,
          decidedById: ctx.actor.userId,
          decidedByLabel: ctx.actor.displayName,
        },
      }),
  }
}
/** Gia hạn không chờ đề nghị. */
export const extendTask = handler(taskExtend, (ctx, i) => act(ctx, i, extendStep(ctx, i)))

/** What a change of the person who follows the task for the Office does to it. */
export async function monitorStep(ctx: CommandContext, personId: string): Promise<Step> {
  const person = await monitorOf(ctx, personId)
  return { act: 'setMonitor', given: { person: personId }, target: { kind: 'person', ...person }, data: { monitorId: person.id, monitorLabel: person.label }, tells: 'monitor' }
}
/** Đổi chuyên viên theo dõi. */
export const setMonitor = handler(taskSetMonitor, async (ctx, i) => act(ctx, i, await monitorStep(ctx, i.personId)))
