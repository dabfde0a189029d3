import { civilDateInVietnam } from '#app/domain/calendar/working-days.ts'
import { demand, type QueryContext } from '#server/command/context.ts'
import type { Handler } from '#server/command/handler.ts'
import { canKeepRules, canReadRules } from '#server/policies/rule-set.ts'
import { addVersion, withdraw } from './keep-rules.ts'
import { storedRuleSet } from './stored.ts'

/** Every version with its rules, for the list and for the bench beside it: two questions, however many there are. */
async function list({ db, actor, now }: QueryContext, _args: Record<string, never>) {
  demand(canReadRules(actor))
  const [rows, used] = await Promise.all([
    db.ruleSet.findMany({ orderBy: [{ meetingKind: 'asc' }, { validFrom: 'desc' }, { code: 'asc' }] }),
    db.$queryRaw<{ code: string; from: string; n: number }[]>`
      SELECT "frozenRule"->>'code' AS code, "frozenRule"->>'validFrom' AS "from", count(*)::int AS n
      FROM "Meeting" WHERE "openedAt" IS NOT NULL AND "rehearsalOf" IS NULL GROUP BY 1, 2`,
  ])
  const sessionsOf = new Map(used.map(u => [`${u.code}/${u.from}`, u.n]))
  return {
    versions: rows.map(r => {
      const set = storedRuleSet(r)
      return { id: r.id, set, sessions: sessionsOf.get(`${set.code}/${set.validFrom}`) ?? 0 }
    }),
    today: civilDateInVietnam(now),
    mayKeep: canKeepRules(actor).ok,
    isAdmin: actor.roles.has('admin'),
  }
}

export const handlers: Handler[] = [addVersion, withdraw]
export const queries = { 'ruleSet.list': list }
