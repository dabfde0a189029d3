import { notifyTaskAct } from '#app/contracts/task.ts'
import { taskComment, taskCommented, taskSee, taskSeen } from '#app/contracts/task-tree.ts'
import { decideAct, type TaskState } from '#app/domain/task/machine.ts'
import { commentTitle } from '#app/text/notices.ts'
import { commandIdFrom } from '#server/command/command-id.ts'
import { type CommandContext, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { notify } from '#server/features/notification/notify.ts'
import type { Reaction } from '#server/features/reaction.ts'
import { scopeTask, taskRoles } from '#server/policies/task.ts'
import { unitsOf } from '#server/policies/stream.ts'
import { involvedPeople, sidesOf } from './choices.ts'
import { unitNames } from './views.ts'

const withSides = { coordinators: { select: { unitId: true } }, followers: { select: { unitId: true } } } as const

/** Ý kiến trao đổi. Only those the task concerns can be named: nobody is called to a page that does not open for them. */
export const commentOnTask = handler(taskComment, async (ctx, i) => {
  const task = await ctx.tx.task.findFirst({ where: { id: i.taskId, ...scopeTask(ctx.actor) }, include: withSides })
  if (!task) throw new Refusal('NOT_FOUND')
  const verdict = decideAct({ state: task.state as TaskState, act: 'comment', roles: taskRoles(ctx.actor, task), given: { note: i.text } })
  if (!verdict.ok) throw new Refusal(verdict.code)
  const sides = sidesOf(task)
  const units = await unitNames(ctx.tx, sides)
  const people = i.mentions.some(m => m.kind === 'person') ? await involvedPeople(ctx.tx, sides, ctx.now) : []
  const mentions = i.mentions.map(m => {
    const label = m.kind === 'unit' ? units.get(m.id) : people.find(p => p.id === m.id)?.name
    if (!label) throw new Refusal('TASK_MENTION_UNKNOWN', {}, { mentions: 'TASK_MENTION_UNKNOWN' })
    return { ...m, label }
  })
  const row = await ctx.tx.taskComment.create({
    data: { id: i.commentId, taskId: task.id, text: i.text, mentions, byUserId: ctx.actor.userId, byLabel: ctx.actor.displayName, unitName: ctx.actor.unitName, at: ctx.now },
  })
  ctx.emit(`task:${task.id}`, taskCommented, { taskId: task.id, comment: { id: row.id, text: row.text, byLabel: row.byLabel, unitName: row.unitName, at: ctx.now.getTime(), mentions } })
  return {}
})

/** Đã xem: a row for each person, a word on the page once for each unit. */
export const seeTask = handler(taskSee, async (ctx, { taskId }) => {
  const task = await ctx.tx.task.findFirst({ where: { id: taskId, ...scopeTask(ctx.actor) }, include: withSides })
  if (!task) throw new Refusal('NOT_FOUND')
  const sides = [task.leadUnitId, ...task.coordinators.map(c => c.unitId), ...task.followers.map(f => f.unitId)]
  const unitId = unitsOf(ctx.actor).find(id => sides.includes(id)) ?? ctx.actor.unitId
  const isFirstOfUnit = (await ctx.tx.taskSeen.count({ where: { taskId, unitId } })) === 0
  const rows = await ctx.tx.$queryRawUnsafe<{ fresh: boolean }[]>(
    `INSERT INTO "TaskSeen"("taskId", "userId", "unitId", "firstAt", "lastAt") VALUES ($1::uuid, $2::uuid, $3::uuid, $4, $4)
     ON CONFLICT ("taskId", "userId") DO UPDATE SET "lastAt" = EXCLUDED."lastAt" RETURNING ("firstAt" = "lastAt") AS fresh`,
    taskId,
    ctx.actor.userId,
    unitId,
    ctx.now,
  )
  if (rows[0]?.fresh && isFirstOfUnit) {
    const unitName = unitId ? ((await unitNames(ctx.tx, [unitId])).get(unitId) ?? '') : ''
    ctx.emit(`task:${taskId}`, taskSeen, { taskId, seen: { unitId, unitName, byLabel: ctx.actor.displayName, firstAt: ctx.now.getTime() } })
  }
  return {}
})

/** Tells those a comment names: a unit's head and clerk, or the one person. */
export async function tellComment(ctx: CommandContext, row: { id: bigint; payload: unknown; actorId: string | null }): Promise<void> {
  const { taskId, comment } = taskCommented.payload.parse(row.payload)
  const task = await ctx.tx.task.findUnique({ where: { id: taskId }, select: { code: true, title: true } })
  if (!task || comment.mentions.length === 0) return
  const units = comment.mentions.filter(m => m.kind === 'unit').map(m => m.id)
  const people = units.length > 0 ? await involvedPeople(ctx.tx, units, ctx.now, false) : []
  const told = new Set([...comment.mentions.filter(m => m.kind === 'person').map(m => m.id), ...people.map(p => p.id)])
  if (row.actorId) told.delete(row.actorId)
  await notify(ctx, [...told], { dedupeKey: `event:${row.id}`, kind: 'task_act', title: commentTitle(comment.unitName || comment.byLabel), body: `${task.code} · ${comment.text.slice(0, 200)}`, link: `/nhiem-vu/${taskId}#trao-doi` })
}

export const tellThoseNamed: Reaction = {
  name: 'notifyTaskComment',
  on: [taskCommented.name],
  run: async ({ runAsSystem }, event) => {
    const answer = await runAsSystem(notifyTaskAct.name, { eventId: event.id }, commandIdFrom(`notify:${event.id}`))
    if (!answer.ok) throw new Error(`notify ${event.id}: ${answer.code}`)
  },
}
