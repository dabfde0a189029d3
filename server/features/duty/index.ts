import type { Handler } from '#server/command/handler.ts'
import { Refusal, type QueryContext } from '#server/command/context.ts'
import { streamHead } from '#server/features/stream-head.ts'
import { unitChoices } from '#server/features/task/units.ts'
import { mayAssign } from '#server/policies/task.ts'
import { DUTIES, dutyView, withUnit } from './open-duty.ts'
import { amendDuty, openDuty, resumeDuty, setDuty, stopDuty } from './set-duty.ts'

const LIST_SIZE = 500

/** Việc định kỳ: all of them, with how many periods were opened. */
async function dutyList(ctx: QueryContext, _args: Record<string, never>) {
  if (!mayAssign(ctx.actor)) throw new Refusal('FORBIDDEN')
  const seq = await streamHead(ctx.db, DUTIES)
  const [rows, units] = await Promise.all([
    ctx.db.duty.findMany({ include: { ...withUnit, _count: { select: { sources: true } } }, orderBy: [{ isOn: 'desc' }, { nextOpensOn: { sort: 'asc', nulls: 'last' } }, { id: 'asc' }], take: LIST_SIZE }),
    unitChoices(ctx),
  ])
  return { duties: rows.map(dutyView), opened: Object.fromEntries(rows.map(r => [r.id, r._count.sources])), units, seq, stream: DUTIES, now: ctx.now.getTime() }
}

export const handlers: Handler[] = [setDuty, amendDuty, stopDuty, resumeDuty, openDuty]
export const queries = { 'duty.list': dutyList }
