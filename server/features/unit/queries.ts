import { civilDateInVietnam } from '#app/domain/calendar/working-days.ts'
import { todaysUnit } from '#app/domain/unit/rearrange.ts'
import { demand, type QueryContext } from '#server/command/context.ts'
import { inForce, inForceOn } from '#server/db/in-force.ts'
import { civil } from '#server/db/civil.ts'
import { canReadUnits, canRearrange } from '#server/policies/unit.ts'
import { isOpenTask, openTasksOf, orphansOf } from './open-work.ts'

/**
 * The order of units on a day, with what followed what. `openTasks` counts by lead. Six questions, however many units.
 * @param args.on civil date; null = today
 */
export async function list({ db, actor, now }: QueryContext, args: { on: string | null }) {
  demand(canReadUnits(actor))
  const today = civilDateInVietnam(now)
  const on = args.on ?? today
  const [units, steps, open, people, orphans] = await Promise.all([
    db.orgUnit.findMany({ orderBy: [{ kind: 'asc' }, { name: 'asc' }] }),
    db.orgSuccession.findMany({ orderBy: [{ on: 'desc' }] }),
    db.task.groupBy({ by: ['leadUnitId'], where: isOpenTask, _count: { _all: true } }),
    db.position.groupBy({ by: ['unitId'], where: inForceOn(today), _count: { _all: true } }),
    orphansOf(db, today),
  ])
  const nameOf = new Map(units.map(u => [u.id, u.name]))
  const openOf = new Map(open.map(o => [o.leadUnitId, o._count._all]))
  const peopleOf = new Map(people.map(p => [p.unitId, p._count._all]))
  const dated = steps.map(s => ({ oldUnitId: s.oldUnitId, newUnitId: s.newUnitId, on: civil(s.on) ?? '' }))
  return {
    today,
    on,
    mayRearrange: canRearrange(actor).ok,
    isAdmin: actor.roles.has('admin'),
    orphans,
    units: units
      .map(u => ({
        id: u.id,
        name: u.name,
        short: u.short,
        kind: u.kind,
        parentId: u.parentId,
        parentName: u.parentId ? (nameOf.get(u.parentId) ?? null) : null,
        validFrom: civil(u.validFrom) ?? '',
        validTo: civil(u.validTo),
        openTasks: openOf.get(u.id) ?? 0,
        people: peopleOf.get(u.id) ?? 0,
        /** whose work it does today; null when it still stands */
        nowId: u.validTo === null ? null : todaysUnit(u.id, dated),
      }))
      .map(u => ({ ...u, nowName: u.nowId && u.nowId !== u.id ? (nameOf.get(u.nowId) ?? null) : null })),
    changes: steps.slice(0, 200).map(s => ({ id: s.id, on: civil(s.on) ?? '', kind: s.kind, document: s.document, from: nameOf.get(s.oldUnitId) ?? '', to: nameOf.get(s.newUnitId) ?? '' })),
  }
}

/** What a change of these units would move: figures for the question before it, and the open tasks and people of a division. */
export async function preview({ db, actor, now }: QueryContext, args: { fromIds: readonly string[] }) {
  demand(canRearrange(actor))
  const units = { in: [...args.fromIds].slice(0, 60) }
  const [lead, all, duties, cards, people, tasks] = await Promise.all([
    db.task.count({ where: { ...isOpenTask, leadUnitId: units } }),
    db.task.count({ where: openTasksOf([...args.fromIds]) }),
    db.duty.count({ where: { isOn: true, leadUnitId: units } }),
    db.opinionCard.count({ where: { leadUnitId: units, status: { in: ['draft', 'submitted', 'approved', 'sent'] } } }),
    db.position.findMany({
      where: { unitId: units, ...inForce(now) },
      select: { userId: true, title: true, user: { select: { displayName: true } } },
      orderBy: { user: { displayName: 'asc' } },
      take: 2_000,
    }),
    db.task.findMany({ where: { ...isOpenTask, leadUnitId: units }, select: { id: true, code: true, title: true }, orderBy: { code: 'asc' }, take: 2_000 }),
  ])
  return { lead, beside: all - lead, duties, cards, people: people.map(p => ({ userId: p.userId, name: p.user.displayName, title: p.title })), tasks }
}
