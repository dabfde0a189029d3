import { dutyChanged, dutyOpen, dutyResume, dutySet, dutyStop } from '#app/contracts/duty.ts'
import { civilDateInVietnam } from '#app/domain/calendar/working-days.ts'
import { MONTHS, nextPeriod, upcoming } from '#app/domain/task/duty.ts'
import { fold } from '#app/domain/search/fold.ts'
import { titleOf } from '#server/features/task/new-task.ts'
import { type CommandContext, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { mayAssign } from '#server/policies/task.ts'
import { DUTIES, dutyView, openPeriods, ruleOf, withUnit } from './open-duty.ts'

type NewDuty = {
  id: string
  content: string
  /** what it is called by; default: its content */
  words?: string
  leadUnitId: string
  coordinatorIds: string[]
  every: 'month' | 'quarter' | 'half' | 'year'
  dueMonth: number
  dueDay: number
  startsOn: string
  endsOn: string | null
  urgency: string
  sourceLabel: string
  sourceQuote: string | null
  giver: { id: string; label: string }
  importId?: string
  importRow?: number
}

/** Writes a duty and opens the period that runs. Used by the form and by plans. */
export async function createDuty(ctx: CommandContext, d: NewDuty) {
  if (d.dueMonth > MONTHS[d.every]) throw new Refusal('DUTY_MONTH_WRONG', { n: MONTHS[d.every] }, { dueMonth: 'DUTY_MONTH_WRONG' })
  if (d.endsOn !== null && d.endsOn < d.startsOn) throw new Refusal('DUTY_TIMES_WRONG', {}, { endsOn: 'DUTY_TIMES_WRONG' })
  const next = upcoming({ every: d.every, dueMonth: d.dueMonth, dueDay: d.dueDay, startsOn: d.startsOn, endsOn: d.endsOn }, civilDateInVietnam(ctx.now))
  if (!next) throw new Refusal('DUTY_NEVER', {}, { endsOn: 'DUTY_NEVER' })
  const today = new Date(civilDateInVietnam(ctx.now))
  const ids = [d.leadUnitId, ...new Set(d.coordinatorIds.filter(id => id !== d.leadUnitId))]
  const units = await ctx.tx.orgUnit.findMany({ where: { id: { in: ids }, OR: [{ validTo: null }, { validTo: { gte: today } }] }, select: { id: true, name: true } })
  if (!units.some(u => u.id === d.leadUnitId)) throw new Refusal('TASK_UNIT_CLOSED', {}, { leadUnitId: 'TASK_UNIT_CLOSED' })
  if (units.length !== ids.length) throw new Refusal('TASK_UNIT_CLOSED', {}, { coordinatorIds: 'TASK_UNIT_CLOSED' })
  if (await ctx.tx.duty.findUnique({ where: { id: d.id }, select: { id: true } })) throw new Refusal('CONFLICT')
  const { giver, startsOn, endsOn, words, ...row } = d
  await ctx.tx.duty.create({
    data: {
      ...row,
      coordinatorIds: ids.slice(1),
      title: titleOf((words ?? d.content).replace(/\s+/g, ' ')),
      startsOn: new Date(startsOn),
      endsOn: endsOn ? new Date(endsOn) : null,
      nextPeriod: next.period,
      nextOpensOn: new Date(next.opensOn),
      giverId: giver.id,
      giverLabel: giver.label,
      createdAt: ctx.now,
      updatedAt: ctx.now,
      searchText: fold(`${d.content} ${d.sourceLabel} ${units.map(u => u.name).join(' ')}`),
    },
  })
  const opened = await openPeriods(ctx, d.id)
  if (opened.version === 1) ctx.emit(DUTIES, dutyChanged, { duty: dutyView(opened) })
  return opened
}

/** Lập nhiệm vụ định kỳ. */
export const setDuty = handler(dutySet, async (ctx, { dutyId, sourceQuote, ...input }) => {
  if (!mayAssign(ctx.actor)) throw new Refusal('FORBIDDEN')
  return dutyView(await createDuty(ctx, { ...input, id: dutyId, sourceQuote: sourceQuote || null, giver: { id: ctx.actor.userId, label: ctx.actor.displayName } }))
})

async function locked(ctx: CommandContext, i: { dutyId: string; baseVersion?: number | undefined }) {
  if (!mayAssign(ctx.actor)) throw new Refusal('FORBIDDEN')
  await ctx.tx.$queryRawUnsafe(`SELECT 1 FROM "Duty" WHERE id = $1::uuid FOR UPDATE`, i.dutyId)
  const duty = await ctx.tx.duty.findUnique({ where: { id: i.dutyId } })
  if (!duty) throw new Refusal('NOT_FOUND')
  if (i.baseVersion !== undefined && i.baseVersion !== duty.version) throw new Refusal('TASK_CHANGED_MEANWHILE')
  return duty
}

/** Tắt giữa kỳ: the task that is open is untouched, only no new one comes. */
export const stopDuty = handler(dutyStop, async (ctx, i) => {
  const duty = await locked(ctx, i)
  if (!duty.isOn) throw new Refusal('DUTY_ALREADY')
  const changed = await ctx.tx.duty.update({ where: { id: duty.id }, data: { isOn: false, updatedAt: ctx.now, version: { increment: 1 } }, include: withUnit })
  ctx.emit(DUTIES, dutyChanged, { duty: dutyView(changed) })
  return dutyView(changed)
})

/** Bật lại: periods that went by while it was off are not made up for; one already opened is not opened again. */
export const resumeDuty = handler(dutyResume, async (ctx, i) => {
  const duty = await locked(ctx, i)
  if (duty.isOn) throw new Refusal('DUTY_ALREADY')
  const periods = await ctx.tx.taskSource.findMany({ where: { dutyId: duty.id, period: { not: null } }, select: { period: true }, orderBy: { period: 'desc' }, take: 1 })
  const last = periods[0]?.period ?? null
  const rule = ruleOf(duty)
  const next = upcoming(rule, civilDateInVietnam(ctx.now), last === null ? null : nextPeriod(rule.every, last))
  const row = await ctx.tx.duty.update({
    where: { id: duty.id },
    data: { isOn: true, nextPeriod: next?.period ?? null, nextOpensOn: next ? new Date(next.opensOn) : null, updatedAt: ctx.now, version: { increment: 1 } },
    include: withUnit,
  })
  const opened = await openPeriods(ctx, duty.id)
  if (opened.version === row.version) ctx.emit(DUTIES, dutyChanged, { duty: dutyView(opened) })
  return dutyView(opened)
})

/** Đến lượt: what the sweep of the worker asks for; nothing to open changes nothing. */
export const openDuty = handler(dutyOpen, async (ctx, { dutyId }) => {
  await openPeriods(ctx, dutyId)
  return {}
})
