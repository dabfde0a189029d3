import { savings as savingsOf, type SavingsPrice, sumSavings } from '#app/domain/statistics/savings.ts'
import type { PersonMonth } from '#app/domain/statistics/roll-up.ts'
import { Refusal, type QueryContext } from '#server/command/context.ts'
import { countSavings, inputOf, pricePerPage, type SavingsRow } from '#server/features/savings/count.ts'
import { canSetPrice } from '#server/policies/savings.ts'
import { statisticsScope } from '#server/policies/record.ts'
import { PEOPLE_BY_MONTH } from './people-by-month.ts'

export type StatisticsArgs = {
  /** first and last day, both counted ("2026-01-01") */
  from: string
  to: string
  /** members of the Committee only, or everybody who was invited */
  who: 'members' | 'all'
}

const LONGEST_YEARS = 10
const dayStart = (date: string): Date => new Date(`${date}T00:00:00+07:00`)

/**
 * Thống kê theo thành viên tham gia: one aggregate over the sessions that ended in the time asked for. Rehearsals and
 * cancelled sessions are not sessions; private notes are not counted anywhere.
 */
async function statisticsView(ctx: QueryContext, args: StatisticsArgs) {
  const [from, until] = [dayStart(args.from), new Date(dayStart(args.to).getTime() + 86_400_000)]
  if (Number.isNaN(from.getTime()) || Number.isNaN(until.getTime()) || from >= until) throw new Refusal('STATISTICS_TIMES_WRONG')
  if (until.getTime() - from.getTime() > LONGEST_YEARS * 366 * 86_400_000) throw new Refusal('STATISTICS_TIMES_WRONG')
  const scope = statisticsScope(ctx.actor)
  const roles = args.who === 'members' ? ['chair', 'member'] : ['chair', 'member', 'substitute', 'guest']
  const seesAll = scope.kind === 'all'
  const [rows, sessions, saved, price] = await Promise.all([
    ctx.db.$queryRawUnsafe<PersonMonth[]>(
      PEOPLE_BY_MONTH,
      from,
      until,
      roles,
      scope.kind === 'own' ? ctx.actor.userId : null,
      scope.kind === 'units' ? scope.unitIds : null,
      ctx.now,
    ),
    ctx.db.$queryRawUnsafe<{ month: string; sessions: number }[]>(
      `SELECT to_char("startsAt" AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM') AS month, count(*)::int AS sessions
       FROM "Meeting" WHERE status = 'ended' AND "rehearsalOf" IS NULL AND "startsAt" >= $1 AND "startsAt" < $2 GROUP BY 1 ORDER BY 1`,
      from,
      until,
    ),
    seesAll ? countSavings(ctx.db, { from, until }) : [],
    seesAll ? pricePerPage(ctx.db) : null,
  ])
  // Paper is counted for sessions as a whole: only who sees all of them reads it.
  const savings = seesAll ? { months: monthsOf(saved, price), price, mayPrice: canSetPrice(ctx.actor).ok } : null
  return { ...args, rows, sessions, savings, scope: scope.kind, now: ctx.now.getTime() }
}

/** Sessions added by month, each by its own formula. */
function monthsOf(rows: readonly SavingsRow[], price: SavingsPrice) {
  const months = new Map<string, SavingsRow[]>()
  for (const r of rows) months.set(r.month, [...(months.get(r.month) ?? []), r])
  return [...months].map(([month, own]) => ({ month, sessions: own.length, savings: sumSavings(own.map(r => savingsOf(inputOf(r), price))) }))
}

export const queries = { 'statistics.view': statisticsView }
