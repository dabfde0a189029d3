import { v5 as uuidv5 } from 'uuid'
import type { z } from 'zod'
import { dutyChanged, type DutyView } from '#app/contracts/duty.ts'
import { civilDateInVietnam } from '#app/domain/calendar/working-days.ts'
import { dutyStep, type DutyRule } from '#app/domain/task/duty.ts'
import { periodName } from '#app/text/duties.ts'
import { type CommandContext, type Db, Refusal } from '#server/command/context.ts'
import { notEnded } from '#server/db/in-force.ts'
import { civil } from '#server/db/civil.ts'
import { createTask, titleOf } from '#server/features/task/new-task.ts'

export type DutyRow = NonNullable<Awaited<ReturnType<Db['duty']['findUnique']>>> & { leadUnit: { name: string } }
export const withUnit = { leadUnit: { select: { name: true } } } as const
export const DUTIES = 'duties:office'

export const dutyView = (d: DutyRow): z.output<typeof DutyView> => ({
  id: d.id,
  title: d.title,
  content: d.content,
  leadUnitId: d.leadUnitId,
  leadUnitName: d.leadUnit.name,
  coordinatorIds: d.coordinatorIds,
  every: d.every as 'month',
  dueMonth: d.dueMonth,
  dueDay: d.dueDay,
  startsOn: civil(d.startsOn) ?? '',
  endsOn: civil(d.endsOn),
  isOn: d.isOn,
  nextPeriod: d.nextPeriod,
  nextOpensOn: civil(d.nextOpensOn),
  sourceLabel: d.sourceLabel,
  version: d.version,
})

export const ruleOf = (d: Pick<DutyRow, 'every' | 'dueMonth' | 'dueDay' | 'startsOn' | 'endsOn'>): DutyRule => ({
  every: d.every as 'month',
  dueMonth: d.dueMonth,
  dueDay: d.dueDay,
  startsOn: civil(d.startsOn) ?? '',
  endsOn: civil(d.endsOn),
})

/** A task of a period has the id of that period: whoever opens it, and however often, it is one. */
const taskIdOf = (dutyId: string, period: string): string => uuidv5(`period/${period}`, dutyId)
/** Name of one period's task, short enough to keep the period in sight. */
const TITLE_LENGTH = 130

/** The lead unit, or the one unit it lives on in when it has ended: a duty outlives a merger. */
async function leadToday(ctx: CommandContext, unitId: string): Promise<string> {
  const today = new Date(civilDateInVietnam(ctx.now))
  for (let id = unitId, step = 0; step < 5; step++) {
    const unit = await ctx.tx.orgUnit.findUnique({ where: { id }, select: { validTo: true } })
    if (!unit?.validTo || unit.validTo >= today) return id
    const heirs = await ctx.tx.orgSuccession.findMany({ where: { oldUnitId: id }, select: { newUnitId: true }, distinct: ['newUnitId'] })
    // Split among several, or ended without an heir: people decide.
    if (heirs.length !== 1 || !heirs[0]) break
    id = heirs[0].newUnitId
  }
  throw new Refusal('TASK_UNIT_CLOSED', {}, { leadUnitId: 'TASK_UNIT_CLOSED' })
}

/** Opens the tasks of all periods whose turn has come, under the lock of the duty. @returns the duty as it waits now */
export async function openPeriods(ctx: CommandContext, dutyId: string): Promise<DutyRow> {
  await ctx.tx.$queryRawUnsafe(`SELECT 1 FROM "Duty" WHERE id = $1::uuid FOR UPDATE`, dutyId)
  const duty = await ctx.tx.duty.findUnique({ where: { id: dutyId }, include: withUnit })
  if (!duty) throw new Refusal('NOT_FOUND')
  if (!duty.isOn || duty.nextPeriod === null) return duty
  const { open, next } = dutyStep(ruleOf(duty), duty.nextPeriod, civilDateInVietnam(ctx.now))
  if (open.length === 0 && next?.period === duty.nextPeriod) return duty
  const leadUnitId = await leadToday(ctx, duty.leadUnitId)
  // Who took part and is no more stands aside; the lead unit hears of it in the list of duties.
  const coordinators = await ctx.tx.orgUnit.findMany({ where: { id: { in: duty.coordinatorIds }, ...notEnded(ctx.now) }, select: { id: true } })
  const known = new Set((await ctx.tx.taskSource.findMany({ where: { dutyId, period: { in: open.map(o => o.period) } }, select: { period: true } })).map(s => s.period))
  const short = titleOf(duty.title, TITLE_LENGTH)
  for (const o of open) {
    if (known.has(o.period)) continue
    await createTask(ctx, {
      id: taskIdOf(dutyId, o.period),
      title: `${short} (${periodName(o.period)})`,
      content: duty.content,
      leadUnitId,
      coordinatorIds: coordinators.map(u => u.id),
      deadlineOn: o.due,
      urgency: duty.urgency,
      sourceKind: 'plan',
      sourceLabel: duty.sourceLabel,
      sourceQuote: duty.sourceQuote,
      giver: { id: duty.giverId, label: duty.giverLabel },
      source: { dutyId, period: o.period, ...(duty.importId && duty.importRow !== null ? { importId: duty.importId, importRow: duty.importRow } : {}) },
    })
  }
  const changed = await ctx.tx.duty.update({
    where: { id: dutyId },
    data: { leadUnitId, nextPeriod: next?.period ?? null, nextOpensOn: next ? new Date(next.opensOn) : null, updatedAt: ctx.now, version: { increment: 1 } },
    include: withUnit,
  })
  ctx.emit(DUTIES, dutyChanged, { duty: dutyView(changed) })
  return changed
}
