import { mayGiveTo } from '#app/domain/task/tree.ts'
import { type Db, type QueryContext, Refusal, type Tx } from '#server/command/context.ts'
import { asId } from '#server/db/ids.ts'
import { inForce } from '#server/db/in-force.ts'
import { mayAssign, scopeTask } from '#server/policies/task.ts'
import { unitsOf } from '#server/policies/stream.ts'
import { unitChoices } from './units.ts'

export type Person = { id: string; name: string; unitId: string; unitName: string; role: string }
export const OFFICE_ROLES = ['office_monitor', 'office_leader', 'secretary']

type Sided = { leadUnitId: string; giverUnitId: string | null; coordinators: readonly { unitId: string }[]; followers: readonly { unitId: string }[] }
/** Units a task concerns: who leads, coordinates, follows, and the unit that gave it. */
export const sidesOf = (task: Sided): string[] => [task.leadUnitId, ...task.coordinators.map(c => c.unitId), ...task.followers.map(f => f.unitId), ...(task.giverUnitId ? [task.giverUnitId] : [])]

/** Heads and clerks of these units today, and the Office unless left out. */
export async function involvedPeople(db: Db | Tx, unitIds: readonly string[], now: Date, isWithOffice = true): Promise<Person[]> {
  const rows = await db.position.findMany({
    where: {
      OR: [{ unitId: { in: [...unitIds] }, role: { in: ['unit_head', 'unit_clerk'] } }, ...(isWithOffice ? [{ role: { in: OFFICE_ROLES } }] : [])],
      ...inForce(now),
      user: { disabledAt: null },
    },
    select: { unitId: true, role: true, unit: { select: { name: true } }, user: { select: { id: true, displayName: true } } },
    take: 600,
  })
  const seen = new Set<string>()
  return rows
    .filter(r => !seen.has(r.user.id) && seen.add(r.user.id))
    .map(r => ({ id: r.user.id, name: r.user.displayName, unitId: r.unitId, unitName: r.unit.name, role: r.role }))
    .sort((a, b) => a.name.localeCompare(b.name, 'vi'))
}

/** What the forms of one task choose from: units it may be given to, people in it, kinds of tasks. Read when a form opens. */
async function taskChoices(ctx: QueryContext, args: { taskId: string }) {
  const task = await ctx.db.task.findFirst({
    where: { AND: [{ id: asId(args.taskId) }, scopeTask(ctx.actor)] },
    select: { leadUnitId: true, giverUnitId: true, coordinators: { select: { unitId: true } }, followers: { select: { unitId: true } } },
  })
  if (!task) throw new Refusal('NOT_FOUND')
  const sides = sidesOf(task)
  const isLead = unitsOf(ctx.actor).includes(task.leadUnitId)
  const [units, people, types] = await Promise.all([unitChoices(ctx), involvedPeople(ctx.db, sides, ctx.now), ctx.db.taskType.findMany({ orderBy: { rank: 'asc' } })])
  const lead = units.find(u => u.id === task.leadUnitId)
  return {
    /** whom the Office may name */
    units: mayAssign(ctx.actor) ? units : units.filter(u => sides.includes(u.id)),
    /** whom the lead unit may give a part of it to */
    below: isLead && lead ? units.filter(u => mayGiveTo(lead, u).ok) : [],
    own: people.filter(p => p.unitId === task.leadUnitId),
    office: people.filter(p => OFFICE_ROLES.includes(p.role)),
    mentions: [
      ...units.filter(u => sides.includes(u.id)).map(u => ({ kind: 'unit' as const, id: u.id, label: u.name })),
      ...people.map(p => ({ kind: 'person' as const, id: p.id, label: p.name })),
    ],
    types: types.map(t => ({ code: t.code, name: t.name, evidence: t.evidence, mayLeaveChildren: t.mayLeaveChildren, confirmDays: t.confirmDays })),
  }
}

export const choiceQueries = { 'task.choices': taskChoices }
