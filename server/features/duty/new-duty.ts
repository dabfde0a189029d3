import { dutyChanged } from '#app/contracts/duty.ts'
import { civilDateInVietnam } from '#app/domain/calendar/working-days.ts'
import { fold } from '#app/domain/search/fold.ts'
import { MONTHS, upcoming } from '#app/domain/task/duty.ts'
import { type CommandContext, Refusal } from '#server/command/context.ts'
import { notEnded } from '#server/db/in-force.ts'
import { titleOf } from '#server/features/task/new-task.ts'
import { DUTIES, dutyView, openPeriods } from './open-duty.ts'

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

/** What holds for a new duty and for a changed one. @returns its units, the lead unit first, and the words it is found by */
export async function checkTerms(ctx: CommandContext, d: Pick<NewDuty, 'content' | 'leadUnitId' | 'coordinatorIds' | 'every' | 'dueMonth' | 'startsOn' | 'endsOn' | 'sourceLabel'>): Promise<{ ids: string[]; searchText: string }> {
  if (d.dueMonth > MONTHS[d.every]) throw new Refusal('DUTY_MONTH_WRONG', { n: MONTHS[d.every] }, { dueMonth: 'DUTY_MONTH_WRONG' })
  if (d.endsOn !== null && d.endsOn < d.startsOn) throw new Refusal('DUTY_TIMES_WRONG', {}, { endsOn: 'DUTY_TIMES_WRONG' })
  const ids = [d.leadUnitId, ...new Set(d.coordinatorIds.filter(id => id !== d.leadUnitId))]
  const units = await ctx.tx.orgUnit.findMany({ where: { id: { in: ids }, ...notEnded(ctx.now) }, select: { id: true, name: true } })
  if (!units.some(u => u.id === d.leadUnitId)) throw new Refusal('TASK_UNIT_CLOSED', {}, { leadUnitId: 'TASK_UNIT_CLOSED' })
  if (units.length !== ids.length) throw new Refusal('TASK_UNIT_CLOSED', {}, { coordinatorIds: 'TASK_UNIT_CLOSED' })
  return { ids, searchText: fold(`${d.content} ${d.sourceLabel} ${units.map(u => u.name).join(' ')}`) }
}

export const dutyTitle = (words: string): string => titleOf(words.replace(/\s+/g, ' '))

/** Writes a duty and opens the period that runs. Used by the form and by plans. */
export async function createDuty(ctx: CommandContext, d: NewDuty) {
  const { ids, searchText } = await checkTerms(ctx, d)
  const next = upcoming({ every: d.every, dueMonth: d.dueMonth, dueDay: d.dueDay, startsOn: d.startsOn, endsOn: d.endsOn }, civilDateInVietnam(ctx.now))
  if (!next) throw new Refusal('DUTY_NEVER', {}, { endsOn: 'DUTY_NEVER' })
  if (await ctx.tx.duty.findUnique({ where: { id: d.id }, select: { id: true } })) throw new Refusal('CONFLICT')
  const { giver, startsOn, endsOn, words, ...row } = d
  await ctx.tx.duty.create({
    data: {
      ...row,
      coordinatorIds: ids.slice(1),
      title: dutyTitle(words ?? d.content),
      startsOn: new Date(startsOn),
      endsOn: endsOn ? new Date(endsOn) : null,
      nextPeriod: next.period,
      nextOpensOn: new Date(next.opensOn),
      giverId: giver.id,
      giverLabel: giver.label,
      createdAt: ctx.now,
      updatedAt: ctx.now,
      searchText,
    },
  })
  const opened = await openPeriods(ctx, d.id)
  if (opened.version === 1) ctx.emit(DUTIES, dutyChanged, { duty: dutyView(opened) })
  return opened
}
