import { taskAddChild, taskAttach } from '#app/contracts/task-tree.ts'
import { civilDateInVietnam } from '#app/domain/calendar/working-days.ts'
import { canAddChild, canAttach, mayGiveTo } from '#app/domain/task/tree.ts'
import { demand, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { civil } from '#server/db/civil.ts'
import { scopeTask } from '#server/policies/task.ts'
import { act, openUnit } from './act.ts'
import { personOf } from './facts.ts'
import { createTask } from './new-task.ts'
import { taskSettings } from './settings.ts'

/** Giao việc con: to a unit below or to a person of the own unit, with dates inside the parent's. */
export const addChild = handler(taskAddChild, async (ctx, i) => {
  const { maxDepth } = await taskSettings(ctx.tx)
  const unit = await openUnit(ctx, i.leadUnitId)
  const assignee = i.assigneeId ? await personOf(ctx, i.leadUnitId, i.assigneeId) : undefined
  let code = ''
  await act(ctx, i, {
    act: 'addChild',
    note: i.title,
    given: { unit: i.leadUnitId },
    target: { kind: 'unit', id: unit.id, label: assignee?.label ?? unit.name },
    check: async task => {
      const lead = await ctx.tx.orgUnit.findUniqueOrThrow({ where: { id: task.leadUnitId } })
      const below = mayGiveTo(lead, unit)
      if (!below.ok) throw new Refusal(below.code, {}, { leadUnitId: below.code })
      const dates = canAddChild({
        parentDepth: task.depth,
        maxDepth,
        parentAssignedOn: task.assignedAt ? civilDateInVietnam(task.assignedAt) : null,
        parentDeadlineOn: civil(task.deadlineOn),
        deadlineOn: i.deadlineOn,
        today: civilDateInVietnam(ctx.now),
      })
      if (!dates.ok) throw new Refusal(dates.code, dates.params, dates.code === 'TASK_TOO_DEEP' ? {} : { deadlineOn: dates.code })
    },
    write: async task => {
      const child = await createTask(ctx, {
        id: i.childId,
        title: i.title,
        content: i.content?.trim() || i.title,
        leadUnitId: i.leadUnitId,
        coordinatorIds: [],
        deadlineOn: i.deadlineOn,
        urgency: task.urgency,
        sourceKind: task.sourceKind as 'document',
        sourceLabel: task.sourceLabel,
        sourceQuote: null,
        typeCode: i.typeCode,
        giver: { id: ctx.actor.userId, label: task.leadUnit.name },
        assignee,
        under: {
          id: task.id,
          code: task.code,
          depth: task.depth,
          leadUnitId: task.leadUnitId,
          leadUnitName: task.leadUnit.name,
          // nearest first, as the chain is written
          ancestorIds: await chainOf(ctx, task.id),
          childNumber: await nextNumber(ctx, task),
        },
      })
      code = child.code
    },
  })
  return { taskId: i.childId, code }
})

type Reading = Parameters<Parameters<typeof handler>[1]>[0]
const chainOf = async (ctx: Reading, taskId: string): Promise<string[]> =>
  (await ctx.tx.taskAncestor.findMany({ where: { taskId }, orderBy: { distance: 'asc' }, select: { ancestorId: true } })).map(a => a.ancestorId)

/** The first free number under the parent: one that was moved away keeps its code. */
async function nextNumber(ctx: Reading, parent: { id: string; code: string }): Promise<number> {
  let n = (await ctx.tx.task.count({ where: { parentId: parent.id } })) + 1
  while (await ctx.tx.task.findUnique({ where: { code: `${parent.code}.${n}` }, select: { id: true } })) n += 1
  return n
}

/**
 * Đặt vào dưới nhiệm vụ khác, hoặc đưa ra ngoài: the task with all that hangs on it. Both chains are locked, the upper task
 * first, so that two people hanging two tasks under each other can't both succeed.
 */
export const attachTask = handler(taskAttach, async (ctx, i) => {
  const { maxDepth } = await taskSettings(ctx.tx)
  // One at a time for the whole house: a cycle is made of two acts that each look right alone.
  await ctx.tx.$executeRawUnsafe(`SELECT pg_advisory_xact_lock(hashtext('task.attach'))`)
  const parent = i.parentId ? await ctx.tx.task.findFirst({ where: { id: i.parentId, ...scopeTask(ctx.actor) }, include: { leadUnit: { select: { name: true } } } }) : null
  if (i.parentId && !parent) throw new Refusal('NOT_FOUND', {}, { parentId: 'NOT_FOUND' })
  const above = parent ? [parent.id, ...(await chainOf(ctx, parent.id))] : []
  return act(ctx, i, {
    act: 'attach',
    ...(parent ? { target: { kind: 'task' as const, id: parent.id, label: `${parent.code} ${parent.title}` } } : {}),
    check: async task => {
      if (!parent) return
      const deepest = await ctx.tx.taskAncestor.aggregate({ where: { ancestorId: task.id }, _max: { distance: true } })
      demand(
        canAttach({
          taskId: task.id,
          height: deepest._max.distance ?? 0,
          parent: { id: parent.id, depth: parent.depth, ancestorIds: above.slice(1), assignedOn: parent.assignedAt ? civilDateInVietnam(parent.assignedAt) : null, deadlineOn: civil(parent.deadlineOn) },
          deadlineOn: civil(task.deadlineOn),
          maxDepth,
        }),
      )
    },
    write: async task => {
      const depth = parent ? parent.depth + 1 : 0
      // Everything below keeps its chain up to this task and gets the new one above it.
      await ctx.tx.$executeRawUnsafe(
        `DELETE FROM "TaskAncestor" a USING "TaskAncestor" mine WHERE mine."ancestorId" = $1::uuid AND a."taskId" = mine."taskId" AND a.distance > mine.distance`,
        task.id,
      )
      await ctx.tx.taskAncestor.deleteMany({ where: { taskId: task.id } })
      await ctx.tx.$executeRawUnsafe(
        `INSERT INTO "TaskAncestor"("taskId", "ancestorId", distance)
         SELECT b.id, up.id, b.distance + up.n FROM (SELECT $1::uuid AS id, 0 AS distance UNION ALL SELECT "taskId", distance FROM "TaskAncestor" WHERE "ancestorId" = $1::uuid) b
         CROSS JOIN unnest($2::uuid[]) WITH ORDINALITY AS up(id, n)`,
        task.id,
        above,
      )
      await ctx.tx.$executeRawUnsafe(
        `UPDATE "Task" t SET depth = t.depth + $2 WHERE t.id IN (SELECT "taskId" FROM "TaskAncestor" WHERE "ancestorId" = $1::uuid)`,
        task.id,
        depth - task.depth,
      )
    },
    dataOf: () => ({ parentId: parent?.id ?? null, depth: parent ? parent.depth + 1 : 0, giverUnitId: parent?.leadUnitId ?? null }),
  })
})
