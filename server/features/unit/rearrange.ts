import { v7 as uuid } from 'uuid'
import { unitRearrange, unitRearranged } from '#app/contracts/unit.ts'
import { civilDateInVietnam } from '#app/domain/calendar/working-days.ts'
import { fold } from '#app/domain/search/fold.ts'
import type { TaskState } from '#app/domain/task/machine.ts'
import { checkRearrangement, settleFollowers, settleParts, type UnitFacts } from '#app/domain/unit/rearrange.ts'
import { formatDate } from '#app/text/format.ts'
import { unitText } from '#app/text/units.ts'
import { type CommandContext, demand, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { civil } from '#server/db/civil.ts'
import { emitAct } from '#server/features/task/emit-act.ts'
import { replanMany } from '#server/features/task/plan-alerts.ts'
import { partViews, withAct } from '#server/features/task/views.ts'
import { canRearrange } from '#server/policies/unit.ts'
import { openTasksOf } from './open-work.ts'

const DAY = 86_400_000
const fieldOf: Record<string, string> = { UNIT_FROM_COUNT: 'fromIds', UNIT_PROVINCE: 'fromIds', UNIT_DAY_AHEAD: 'on', UNIT_DAY_BEFORE: 'on', UNIT_ENDED: 'fromIds' }

/** Sắp xếp đơn vị: rows of units, then everything open that hangs on them, in one transaction; nothing is left between. */
export const rearrange = handler(unitRearrange, async (ctx, input) => {
  demand(canRearrange(ctx.actor))
  // Two changes of the order at once: the second sees what the first made.
  await ctx.tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('unit.rearrange'))`
  const today = civilDateInVietnam(ctx.now)
  const rows = await ctx.tx.orgUnit.findMany()
  const facts = (u: (typeof rows)[number]): UnitFacts => ({ id: u.id, name: u.name, kind: u.kind, validFrom: civil(u.validFrom) ?? '', validTo: civil(u.validTo) })
  const byId = new Map(rows.map(u => [u.id, u]))
  const fromIds = [...new Set(input.fromIds)]
  const given = fromIds.flatMap(id => byId.get(id) ?? [])
  const first = given[0]
  if (!first || given.length !== fromIds.length) throw new Refusal('NOT_FOUND', {}, { fromIds: 'NOT_FOUND' })
  const to = input.to.map(t => {
    const stands = byId.get(t.id)
    if (t.isNew ? stands : !stands) throw new Refusal(t.isNew ? 'CONFLICT' : 'NOT_FOUND', {}, { to: t.isNew ? 'CONFLICT' : 'NOT_FOUND' })
    if (t.isNew && t.name.trim() === '') throw new Refusal('UNIT_NAME_REQUIRED', {}, { to: 'UNIT_NAME_REQUIRED' })
    return { ...t, name: stands?.name ?? t.name.trim(), stands: stands ? facts(stands) : null }
  })
  const isGiven = new Set(fromIds)
  const verdict = checkRearrangement({ kind: input.kind, on: input.on, today, from: given.map(facts), to, others: rows.filter(u => !isGiven.has(u.id)).map(facts) })
  if (!verdict.ok) throw new Refusal(verdict.code, verdict.params, { [fieldOf[verdict.code] ?? 'to']: verdict.code })
  const main = to[0]
  if (!main) throw new Refusal('UNIT_TO_COUNT')

  const on = new Date(input.on)
  const dayBefore = new Date(on.getTime() - DAY)
  await ctx.tx.orgUnit.updateMany({ where: { id: { in: fromIds } }, data: { validTo: dayBefore } })
  for (const t of to.filter(one => one.isNew)) {
    if (t.parentId !== null && !byId.has(t.parentId)) throw new Refusal('NOT_FOUND', {}, { to: 'NOT_FOUND' })
    await ctx.tx.orgUnit.create({
      data: { id: t.id, name: t.name, short: t.short.trim() || null, kind: first.kind, parentId: t.parentId ?? first.parentId, validFrom: on, source: input.document, fieldCode: first.fieldCode, searchText: fold(`${t.name} ${t.short}`) },
    })
  }
  // Units below a unit that goes stand below its successor.
  await ctx.tx.orgUnit.updateMany({ where: { parentId: { in: fromIds }, validTo: null }, data: { parentId: main.id } })
  await ctx.tx.orgSuccession.createMany({ data: fromIds.flatMap(oldUnitId => to.map(t => ({ id: uuid(), oldUnitId, newUnitId: t.id, on, kind: input.kind, document: input.document }))), skipDuplicates: true })

  const known = new Set(to.map(t => t.id))
  if ([...input.taskTo, ...input.peopleTo].some(x => !known.has(x.unitId))) throw new Refusal('NOT_FOUND', {}, { to: 'NOT_FOUND' })
  const tasks = await moveTasks(ctx, { fromIds, mainId: main.id, names: new Map([...rows.map(u => [u.id, u.name] as const), ...to.map(t => [t.id, t.name] as const)]), taskTo: new Map(input.taskTo.map(t => [t.taskId, t.unitId])), note: unitText.moved(unitText.kind[input.kind], input.document, formatDate(input.on)) })
  const people = await movePeople(ctx, { fromIds, mainId: main.id, on, dayBefore, peopleTo: new Map(input.peopleTo.map(p => [p.userId, p.unitId])) })
  await moveTheRest(ctx, fromIds, main.id)
  const named = (list: readonly { id: string; name: string }[]) => list.map(u => ({ id: u.id, name: u.name }))
  ctx.audit('units', unitRearranged, { kind: input.kind, on: input.on, document: input.document, from: named(given), to: named(to), tasks, people })
  return { tasks, people }
})

type Move = { fromIds: string[]; mainId: string; names: ReadonlyMap<string, string>; taskTo: ReadonlyMap<string, string>; note: string }

/** Every open task of the units: lead, giver, parts, followers and open demands; alerts planned anew; one line in each timeline. */
async function moveTasks(ctx: CommandContext, { fromIds, mainId, names, taskTo, note }: Move): Promise<number> {
  const where = openTasksOf(fromIds)
  const found = await ctx.tx.task.findMany({ where, select: { id: true } })
  if (found.length === 0) return 0
  const ids = found.map(t => t.id).sort()
  // A clerk who reports at this moment waits, and then reports for the new unit.
  await ctx.tx.$queryRawUnsafe(`SELECT 1 FROM "Task" WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE`, ids)
  const before = await ctx.tx.task.findMany({ where: { id: { in: ids } }, include: withAct })
  const parts = await ctx.tx.taskCoordinator.findMany({ where: { taskId: { in: ids } } })
  const isGone = new Set(fromIds)
  const successor = (taskId: string) => (unitId: string) => (isGone.has(unitId) ? (taskTo.get(taskId) ?? mainId) : unitId)

  const byLead = new Map<string, string[]>()
  const byGiver = new Map<string, string[]>()
  const add = (map: Map<string, string[]>, key: string, id: string) => void map.set(key, [...(map.get(key) ?? []), id])
  for (const t of before) {
    const next = successor(t.id)
    if (isGone.has(t.leadUnitId)) add(byLead, next(t.leadUnitId), t.id)
    if (t.giverUnitId && isGone.has(t.giverUnitId)) add(byGiver, next(t.giverUnitId), t.id)
  }
  for (const [leadUnitId, id] of byLead) await ctx.tx.task.updateMany({ where: { id: { in: id } }, data: { leadUnitId } })
  for (const [giverUnitId, id] of byGiver) await ctx.tx.task.updateMany({ where: { id: { in: id } }, data: { giverUnitId } })
  await ctx.tx.task.updateMany({ where: { id: { in: ids } }, data: { updatedAt: ctx.now, version: { increment: 1 } } })

  const settled = before.map(t => {
    const next = successor(t.id)
    const lead = next(t.leadUnitId)
    const units = settleParts(parts.filter(p => p.taskId === t.id), next, lead)
    const partUnits = new Set(units.map(u => u.unitId))
    return { taskId: t.id, parts: units, followers: settleFollowers(t.followers.map(f => f.unitId), next, lead).filter(u => !partUnits.has(u)) }
  })
  await ctx.tx.taskCoordinator.deleteMany({ where: { taskId: { in: ids } } })
  await ctx.tx.taskCoordinator.createMany({ data: settled.flatMap(s => s.parts.map(p => ({ ...p, taskId: s.taskId }))) })
  await ctx.tx.taskFollower.deleteMany({ where: { taskId: { in: ids } } })
  await ctx.tx.taskFollower.createMany({ data: settled.flatMap(s => s.followers.map(unitId => ({ taskId: s.taskId, unitId }))) })
  for (const d of await ctx.tx.taskDemand.findMany({ where: { taskId: { in: ids }, status: 'waiting', unitId: { in: fromIds } }, select: { id: true, taskId: true, unitId: true } })) {
    const unitId = successor(d.taskId)(d.unitId)
    await ctx.tx.taskDemand.update({ where: { id: d.id }, data: { unitId, unitName: names.get(unitId) ?? '' } })
  }

  const after = new Map((await ctx.tx.task.findMany({ where: { id: { in: ids } }, include: withAct })).map(t => [t.id, t]))
  await replanMany(ctx, [...after.values()])
  for (const t of before) {
    const now = after.get(t.id)
    if (!now) continue
    const state = t.state as TaskState
    const line = { act: 'succeed' as const, from: state, to: state, note, percent: null, productRef: null, files: [], target: { kind: 'unit' as const, id: now.leadUnitId, label: names.get(now.leadUnitId) ?? '' } }
    emitAct(ctx, now, line, { was: t, left: fromIds, parts: await partViews(ctx.tx, now.coordinators) })
  }
  return ids.length
}

/** Positions end the day before and begin again in the new unit: rights go with them from this act on. */
async function movePeople(ctx: CommandContext, { fromIds, mainId, on, dayBefore, peopleTo }: { fromIds: string[]; mainId: string; on: Date; dayBefore: Date; peopleTo: ReadonlyMap<string, string> }): Promise<number> {
  const held = await ctx.tx.position.findMany({ where: { unitId: { in: fromIds }, OR: [{ validTo: null }, { validTo: { gte: on } }] } })
  // One who begins after the day of the change simply begins in the new unit.
  const later = held.filter(p => p.validFrom >= on)
  for (const p of later) await ctx.tx.position.update({ where: { id: p.id }, data: { unitId: peopleTo.get(p.userId) ?? mainId } })
  const current = held.filter(p => p.validFrom < on)
  await ctx.tx.position.updateMany({ where: { id: { in: current.map(p => p.id) } }, data: { validTo: dayBefore } })
  await ctx.tx.position.createMany({ data: current.map(({ userId, title, role, validTo }) => ({ id: uuid(), userId, title, role, validTo, unitId: peopleTo.get(userId) ?? mainId, validFrom: on })) })
  return new Set(held.map(p => p.userId)).size
}

/** Duties, cards under way, and items and commune rooms of sessions that have not begun. */
async function moveTheRest(ctx: CommandContext, fromIds: string[], mainId: string): Promise<void> {
  const units = { in: fromIds }
  await ctx.tx.duty.updateMany({ where: { leadUnitId: units }, data: { leadUnitId: mainId, updatedAt: ctx.now, version: { increment: 1 } } })
  await ctx.tx.$executeRaw`
    UPDATE "Duty" SET "coordinatorIds" = ARRAY(SELECT DISTINCT CASE WHEN u = ANY(${fromIds}::uuid[]) THEN ${mainId}::uuid ELSE u END FROM unnest("coordinatorIds") u)
     WHERE "coordinatorIds" && ${fromIds}::uuid[]`
  await ctx.tx.opinionCard.updateMany({ where: { leadUnitId: units, status: { in: ['draft', 'submitted', 'approved', 'sent'] } }, data: { leadUnitId: mainId } })
  await ctx.tx.opinionCardMember.updateMany({ where: { unitId: units, answeredAt: null, card: { status: { in: ['draft', 'submitted', 'approved', 'sent'] } } }, data: { unitId: mainId } })
  await ctx.tx.agendaItem.updateMany({ where: { leadUnitId: units, meeting: { status: { in: ['draft', 'invited'] } } }, data: { leadUnitId: mainId } })
  // One room for one unit: of two that become one, the first keeps the name of its place.
  const rooms = await ctx.tx.site.findMany({ where: { meeting: { status: { in: ['draft', 'invited'] } }, OR: [{ unitId: units }, { unitId: mainId }] }, orderBy: { createdAt: 'asc' } })
  const taken = new Set(rooms.filter(r => r.unitId === mainId).map(r => r.meetingId))
  for (const room of rooms.filter(r => r.unitId !== mainId && !taken.has(r.meetingId))) {
    taken.add(room.meetingId)
    await ctx.tx.site.update({ where: { id: room.id }, data: { unitId: mainId } })
  }
}
