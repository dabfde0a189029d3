import type { CardMemberRow, CardStatRow } from '#app/text/card-statistics.ts'
import { Refusal, type QueryContext } from '#server/command/context.ts'
import { seesCardDesk } from '#server/policies/card.ts'

const LONGEST_DAYS = 10 * 366
const dayStart = (date: string): Date => new Date(`${date}T00:00:00+07:00`)
/** Cards that took their course; a recalled or replaced one decides nothing and is not counted. */
const COUNTED = `c.status IN ('sent','closed','concluded') AND c."sentAt" >= $1 AND c."sentAt" < $2`
const TALLY = `count(*)::int AS received,
  count(*) FILTER (WHERE m.choice = 'for')::int AS "for",
  count(*) FILTER (WHERE m.choice = 'against')::int AS against,
  count(*) FILTER (WHERE m.choice = 'other')::int AS other,
  count(*) FILTER (WHERE m.choice IS NULL AND c.status <> 'sent')::int AS silent,
  count(*) FILTER (WHERE m.choice IS NULL AND c.status = 'sent')::int AS waiting`

/** Thống kê theo phiếu lấy ý kiến: one aggregate by member, one by card. Who does not see the desk reads their own figures only. */
export async function cardStatistics(ctx: QueryContext, args: { from: string; to: string }) {
  const [from, until] = [dayStart(args.from), new Date(dayStart(args.to).getTime() + 86_400_000)]
  if (Number.isNaN(from.getTime()) || Number.isNaN(until.getTime()) || from >= until || until.getTime() - from.getTime() > LONGEST_DAYS * 86_400_000) throw new Refusal('STATISTICS_TIMES_WRONG')
  const isAll = seesCardDesk(ctx.actor)
  const [members, cards] = await Promise.all([
    ctx.db.$queryRawUnsafe<CardMemberRow[]>(
      `SELECT m."userId", (array_agg(m.label ORDER BY c."sentAt" DESC))[1] AS label, (array_agg(m."unitName" ORDER BY c."sentAt" DESC))[1] AS "unitName", ${TALLY},
         COALESCE(sum(m.changes), 0)::int AS changes,
         round(avg(extract(epoch FROM m."answeredAt" - c."sentAt") / 3600.0)::numeric, 1)::float AS hours
       FROM "OpinionCard" c JOIN "OpinionCardMember" m ON m."cardId" = c.id
       WHERE ${COUNTED} AND ($3::uuid IS NULL OR m."userId" = $3::uuid)
       GROUP BY m."userId" ORDER BY min(m.rank)`,
      from,
      until,
      isAll ? null : ctx.actor.userId,
    ),
    isAll
      ? ctx.db.$queryRawUnsafe<CardStatRow[]>(
          `SELECT c.id, c.code, c.title, COALESCE(u.name, '') AS "leadUnitName", to_char(c."sentAt" AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD') AS "sentOn", to_char(c."deadlineOn", 'YYYY-MM-DD') AS "deadlineOn", c.status, c.result->>'outcome' AS outcome, ${TALLY},
             (SELECT count(*)::int FROM "OpinionCardExtension" e WHERE e."cardId" = c.id) AS extensions
           FROM "OpinionCard" c JOIN "OpinionCardMember" m ON m."cardId" = c.id LEFT JOIN "OrgUnit" u ON u.id = c."leadUnitId"
           WHERE ${COUNTED} GROUP BY c.id, u.name ORDER BY c."sentAt" DESC`,
          from,
          until,
        )
      : null,
  ])
  return { ...args, members, cards, now: ctx.now.getTime() }
}
