import { civilDateInVietnam } from '#app/domain/calendar/working-days.ts'
import { fitsParent } from '#app/domain/task/tree.ts'
import { type CommandContext, type Db, Refusal, type Tx } from '#server/command/context.ts'
import { OFFICE_ROLES } from './choices.ts'
import { inForce } from '#server/db/in-force.ts'
import { civil } from '#server/db/civil.ts'

type TaskType = NonNullable<Awaited<ReturnType<Db['taskType']['findUnique']>>>
const USUAL: TaskType = { code: 'general', name: '', evidence: 'any', mayLeaveChildren: false, confirmDays: 3, rank: 0 }

/** The kind of a task; one whose kind was taken off the list keeps the usual rules. */
export async function typeOf(ctx: { tx: Tx }, taskId: string): Promise<TaskType> {
  const task = await ctx.tx.task.findUnique({ where: { id: taskId }, select: { typeCode: true } })
  return (task && (await ctx.tx.taskType.findUnique({ where: { code: task.typeCode } }))) ?? USUAL
}

/** A sub-task's new deadline stays inside its parent's; refused at the field, with the parent's day. */
export async function demandFitsParent(ctx: CommandContext, task: { parentId: string | null }, deadlineOn: string | null): Promise<void> {
  if (!task.parentId) return
  const parent = await ctx.tx.task.findUniqueOrThrow({ where: { id: task.parentId }, select: { assignedAt: true, deadlineOn: true } })
  const fits = fitsParent({ parentAssignedOn: parent.assignedAt ? civilDateInVietnam(parent.assignedAt) : null, parentDeadlineOn: civil(parent.deadlineOn), deadlineOn })
  if (!fits.ok) throw new Refusal(fits.code, fits.params, { deadlineOn: fits.code })
}

/** Somebody who holds a position in this unit today, as head or clerk. */
export async function personOf(ctx: CommandContext, unitId: string, personId: string): Promise<{ id: string; label: string }> {
  return personWith(ctx, personId, { unitId, role: { in: ['unit_head', 'unit_clerk'] } })
}

/** Somebody of the Office who may follow tasks. */
export async function monitorOf(ctx: CommandContext, personId: string): Promise<{ id: string; label: string }> {
  return personWith(ctx, personId, { role: { in: OFFICE_ROLES } })
}

async function personWith(ctx: CommandContext, personId: string, where: object): Promise<{ id: string; label: string }> {
  const found = await ctx.tx.position.findFirst({
    where: { userId: personId, ...where, ...inForce(ctx.now), user: { disabledAt: null } },
    select: { user: { select: { id: true, displayName: true } } },
  })
  if (!found) throw new Refusal('TASK_PERSON_NOT_IN_UNIT', {}, { personId: 'TASK_PERSON_NOT_IN_UNIT' })
  return { id: found.user.id, label: found.user.displayName }
}
