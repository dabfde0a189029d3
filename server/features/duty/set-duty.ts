import { dutyChanged, dutyOpen, dutyResume, dutySet, dutyStop } from '#app/contracts/duty.ts'
import { civilDateInVietnam } from '#app/domain/calendar/working-days.ts'
import { nextPeriod, upcoming } from '#app/domain/task/duty.ts'
import { type CommandContext, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { mayAssign } from '#server/policies/task.ts'
import { createDuty } from './new-duty.ts'
import { DUTIES, dutyView, openPeriods, ruleOf, withUnit } from './open-duty.ts'

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
