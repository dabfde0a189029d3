import type { ActorRole } from '#app/domain/task/machine.ts'
import type { BoardRoles } from '#app/domain/task/moves.ts'
import type { Actor } from '#server/command/context.ts'
import { isSystem } from '#server/command/context.ts'
import { Prisma } from '#server/db/generated/client.ts'
import { isOffice } from './meeting.ts'
import { unitsOf } from './stream.ts'

type TaskFacts = {
  leadUnitId: string
  giverId: string
  /** of a sub-task: the unit that gave it */
  giverUnitId?: string | null
  assigneeId?: string | null
  coordinators?: readonly { unitId: string }[]
  followers?: readonly { unitId: string }[]
}

/** Who the actor is towards this task; an empty list may do nothing. */
export function taskRoles(actor: Actor, task: TaskFacts): ActorRole[] {
  if (isSystem(actor)) return ['system']
  const roles: ActorRole[] = []
  if (actor.roles.has('chairman') || actor.roles.has('vice_chairman') || task.giverId === actor.userId) roles.push('giver')
  if (actor.roles.has('office_leader')) roles.push('office_leader')
  if (isOffice(actor)) roles.push('office')
  for (const p of actor.positions) {
    if (p.role !== 'unit_head' && p.role !== 'unit_clerk') continue
    if (p.unitId === task.leadUnitId) {
      roles.push(p.role)
      if (task.assigneeId === actor.userId) roles.push('assignee')
    }
    // Among its own people only the head stands for the giving unit: a clerk confirms no work of the own desk.
    if (p.unitId === task.giverUnitId && (p.role === 'unit_head' || p.unitId !== task.leadUnitId)) roles.push('giver')
    if (task.coordinators?.some(c => c.unitId === p.unitId)) roles.push('coordinator')
    if (task.followers?.some(f => f.unitId === p.unitId)) roles.push('follower')
  }
  return [...new Set(roles)]
}

/** Whether the person speaks for this unit's part of the task. */
export const speaksFor = (actor: Actor, unitId: string): boolean => unitsOf(actor).includes(unitId)

/** Who may give tasks on the Committee's behalf: its leaders and the Office. */
export const mayAssign = (actor: Actor): boolean =>
  actor.roles.has('chairman') || actor.roles.has('vice_chairman') || isOffice(actor)

export const seesAllTasks = (actor: Actor): boolean => mayAssign(actor) || actor.roles.has('auditor')

/** A saved view is its owner's alone. */
export const scopeSavedView = (actor: Actor): Prisma.SavedTaskViewWhereInput => ({ userId: actor.userId })

/** The paper of a document that gives tasks: whoever gives work, and whoever may see one of its tasks. */
export const scopeSourceFile = (actor: Actor): Prisma.StoredFileWhereInput =>
  seesAllTasks(actor) ? { sourceDocuments: { some: {} } } : { sourceDocuments: { some: { sources: { some: { task: scopeTask(actor) } } } } }
/** Giver and Office see all; a unit its own, those it coordinates or follows, and all that hangs on what it leads. No unit, no task. */
export const scopeTask = (actor: Actor): Prisma.TaskWhereInput => {
  if (seesAllTasks(actor)) return {}
  const units = { in: unitsOf(actor) }
  return {
    OR: [
      { leadUnitId: units },
      { giverUnitId: units },
      { coordinators: { some: { unitId: units } } },
      { followers: { some: { unitId: units } } },
      { ancestors: { some: { ancestor: { leadUnitId: units } } } },
    ],
  }
}

/**
 * The same scope for statements written by hand; the table is called `t`. What an own unit leads or takes part in, as a
 * statement that already asks for just that says with `ofUnit`, is in it by the scope's first and third line: asking them
 * again of each row would cost more than the rows.
 */
export const scopeTaskSql = (actor: Actor, ofUnit?: string): Prisma.Sql => {
  const units = unitsOf(actor)
  if (seesAllTasks(actor) || (ofUnit && units.includes(ofUnit))) return Prisma.sql`TRUE`
  return Prisma.sql`(t."leadUnitId" = ANY(${units}::uuid[]) OR t."giverUnitId" = ANY(${units}::uuid[])
    OR t.id IN (SELECT s."taskId" FROM "TaskCoordinator" s WHERE s."unitId" = ANY(${units}::uuid[]))
    OR t.id IN (SELECT s."taskId" FROM "TaskFollower" s WHERE s."unitId" = ANY(${units}::uuid[]))
    OR t.id IN (SELECT s."taskId" FROM "TaskAncestor" s JOIN "Task" a ON a.id = s."ancestorId" WHERE a."leadUnitId" = ANY(${units}::uuid[])))`
}

/** What a board offers acts by while it is open (`rolesOn` of the rules). */
export const boardRoles = (actor: Actor): BoardRoles => ({
  always: taskRoles(actor, { leadUnitId: '', giverId: '' }),
  asGiver: taskRoles(actor, { leadUnitId: '', giverId: actor.userId }),
  units: Object.fromEntries(unitsOf(actor).map(unitId => [unitId, {
    lead: taskRoles(actor, { leadUnitId: unitId, giverId: '' }),
    giver: taskRoles(actor, { leadUnitId: '', giverId: '', giverUnitId: unitId }),
    both: taskRoles(actor, { leadUnitId: unitId, giverId: '', giverUnitId: unitId }),
  }])),
})
