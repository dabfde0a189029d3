import { taskUrge } from '#app/contracts/task.ts'
import { taskAnswer, taskExplain } from '#app/contracts/task-tree.ts'
import { type CommandContext, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { speaksFor } from '#server/policies/task.ts'
import { v7 as uuid } from 'uuid'
import { act, type Locked, type Step } from './act.ts'
import { unitNames } from './views.ts'

type Asked = { kind: 'urge' | 'explain'; id: string; unitId: string | undefined; note: string; dueAt: number | undefined }

/** What an urging or a demand does to one task: a row with its own due time, told to the one unit asked. */
export async function demandStep(ctx: CommandContext, taskId: string, asked: Asked): Promise<Step> {
  if (asked.dueAt !== undefined && asked.dueAt <= ctx.now.getTime()) throw new Refusal('TASK_DUE_PAST', {}, { dueAt: 'TASK_DUE_PAST' })
  const lead = asked.unitId ?? (await ctx.tx.task.findUnique({ where: { id: taskId }, select: { leadUnitId: true } }))?.leadUnitId
  const label = lead ? ((await unitNames(ctx.tx, [lead])).get(lead) ?? '') : ''
  const dueAt = asked.dueAt === undefined ? null : new Date(asked.dueAt)
  return {
    act: asked.kind,
    note: asked.note,
    given: { note: asked.note, deadline: dueAt !== null },
    dueAt,
    ...(lead ? { target: { kind: 'unit' as const, id: lead, label } } : {}),
    check: task => {
      if (!isInvolved(task, lead)) throw new Refusal('TASK_PART_UNKNOWN', {}, { unitId: 'TASK_PART_UNKNOWN' })
    },
    demand: task =>
      ctx.tx.taskDemand.create({
        data: { id: asked.id, taskId: task.id, kind: asked.kind, unitId: lead ?? task.leadUnitId, unitName: label, text: asked.note, dueAt, askedAt: ctx.now, askedById: ctx.actor.userId, askedByLabel: ctx.actor.displayName },
      }),
  }
}
const isInvolved = (task: Locked, unitId: string | undefined): boolean => unitId === task.leadUnitId || task.coordinators.some(c => c.unitId === unitId)

/** Đôn đốc. */
export const urgeTask = handler(taskUrge, async (ctx, i) => act(ctx, i, await demandStep(ctx, i.taskId, { kind: 'urge', id: i.demandId ?? uuid(), unitId: i.unitId, note: i.note, dueAt: i.dueAt })))
/** Yêu cầu giải trình. */
export const explainTask = handler(taskExplain, async (ctx, i) => act(ctx, i, await demandStep(ctx, i.taskId, { kind: 'explain', id: i.demandId, unitId: i.unitId, note: i.note, dueAt: i.dueAt })))

/** Trả lời: by the unit asked, once; late or not is read from the two times. */
export const answerDemand = handler(taskAnswer, async (ctx, i) => {
  const asked = await ctx.tx.taskDemand.findFirst({ where: { id: i.demandId, taskId: i.taskId } })
  return act(ctx, i, {
    act: 'answer',
    note: i.note,
    given: { note: i.note },
    check: async () => {
      if (!asked) throw new Refusal('NOT_FOUND')
      if (!speaksFor(ctx.actor, asked.unitId)) throw new Refusal('TASK_NOT_YOURS')
      // Under the lock of the task: two answering at once, the second finds it answered.
      const { status } = await ctx.tx.taskDemand.findUniqueOrThrow({ where: { id: asked.id }, select: { status: true } })
      if (status !== 'waiting') throw new Refusal('TASK_DEMAND_ANSWERED')
    },
    report: { id: uuid(), kind: 'answer', fileIds: i.fileIds, ...(asked ? { unitId: asked.unitId } : {}) },
    demand: () =>
      ctx.tx.taskDemand.update({ where: { id: i.demandId }, data: { status: 'answered', answer: i.note, answeredAt: ctx.now, answeredById: ctx.actor.userId, answeredByLabel: ctx.actor.displayName } }),
  })
})
