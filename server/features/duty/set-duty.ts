import { dutyAmend, dutyChanged, dutyOpen, dutyResume, dutySet, dutyStop } from '#app/contracts/duty.ts'
import { civilDateInVietnam } from '#app/domain/calendar/working-days.ts'
import { periodAfter, upcoming } from '#app/domain/task/duty.ts'
import { type CommandContext, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { mayAssign } from '#server/policies/task.ts'
import { checkTerms, createDuty, dutyTitle } from './new-duty.ts'
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

async function openedOf(ctx: CommandContext, dutyId: string): Promise<string[]> {
  const rows = await ctx.tx.taskSource.findMany({ where: { dutyId, period: { not: null } }, select: { period: true } })
  return rows.flatMap(r => r.period ?? [])
}

/** Sửa: what is opened stays as it was opened; the rest follows the new terms from the first day no period covers. */
export const amendDuty = handler(dutyAmend, async (ctx, i) => {
  const duty = await locked(ctx, i)
  const { dutyId, baseVersion: _seen, ...terms } = i
  const rule = { ...ruleOf(duty), ...terms }
  const { ids, searchText } = await checkTerms(ctx, rule)
  const next = upcoming(rule, civilDateInVietnam(ctx.now), periodAfter(rule.every, await openedOf(ctx, dutyId)))
  const row = await ctx.tx.duty.update({
    where: { id: dutyId },
    data: {
      ...terms,
      // A duty of a plan is called as the plan calls it, until its words change.
      ...(terms.content === duty.content ? {} : { title: dutyTitle(terms.content) }),
      coordinatorIds: ids.slice(1),
      endsOn: terms.endsOn ? new Date(terms.endsOn) : null,
      nextPeriod: next?.period ?? null,
      nextOpensOn: next ? new Date(next.opensOn) : null,
      searchText,
      updatedAt: ctx.now,
      version: { increment: 1 },
    },
    include: withUnit,
  })
  const opened = await openPeriods(ctx, dutyId)
  if (opened.version === row.version) ctx.emit(DUTIES, dutyChanged, { duty: dutyView(opened) })
  return dutyView(opened)
})

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
  const rule = ruleOf(duty)
  const next = upcoming(rule, civilDateInVietnam(ctx.now), periodAfter(rule.every, await openedOf(ctx, duty.id)))
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
