import type { ActorRole } from '#app/domain/task/machine.ts'
import type { Actor } from '#server/command/context.ts'
import { isSystem } from '#server/command/context.ts'
import type { Prisma } from '#server/db/generated/client.ts'
import { isOffice } from './meeting.ts'
import { unitsOf } from './stream.ts'

type TaskFacts = { leadUnitId: string; giverId: string }

/** Who the actor is towards this task; an empty list may do nothing. */
export function taskRoles(actor: Actor, task: TaskFacts): ActorRole[] {
  if (isSystem(actor)) return ['system']
  const roles: ActorRole[] = []
  if (actor.roles.has('chairman') || actor.roles.has('vice_chairman') || task.giverId === actor.userId) roles.push('giver')
  if (actor.roles.has('office_leader')) roles.push('office_leader')
  if (isOffice(actor)) roles.push('office')
  for (const p of actor.positions) {
    if (p.unitId !== task.leadUnitId) continue
    if (p.role === 'unit_head') roles.push('unit_head')
    if (p.role === 'unit_clerk') roles.push('unit_clerk')
  }
  return roles
}

/** Who may give tasks on the Committee's behalf: its leaders and the Office. */
export const mayAssign = (actor: Actor): boolean =>
  actor.roles.has('chairman') || actor.roles.has('vice_chairman') || isOffice(actor)

export const seesAllTasks = (actor: Actor): boolean => mayAssign(actor) || actor.roles.has('auditor')

/** Giver and Office see all; a unit its own and those it coordinates. No unit, no task. */
export const scopeTask = (actor: Actor): Prisma.TaskWhereInput =>
  seesAllTasks(actor)
    ? {}
    : { OR: [{ leadUnitId: { in: unitsOf(actor) } }, { coordinators: { some: { unitId: { in: unitsOf(actor) } } } }] }

/** The paper of a document that gives tasks: whoever gives work, and whoever may see one of its tasks. */
export const scopeSourceFile = (actor: Actor): Prisma.StoredFileWhereInput =>
  seesAllTasks(actor) ? { sourceDocuments: { some: {} } } : { sourceDocuments: { some: { sources: { some: { task: scopeTask(actor) } } } } }
