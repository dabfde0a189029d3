import type { SavingsInput, SavingsPrice } from '#app/domain/statistics/savings.ts'
import type { Db, Tx } from '#server/command/context.ts'

export type SavingsRow = SavingsInput & { meetingId: string; month: string }
/** Key of the price in the settings. */
export const PRICE_KEY = 'savings.price'

/**
 * What would have been printed, one row a session, in one statement: of the sessions named ($1), or of those that ended in
 * a time ($2 from, included, $3 until, excluded). Indexes: Meeting(status, startsAt), MeetingParticipant(meetingId, userId),
 * Paper(meetingId), GuestItem(participantId, itemId), Vote(meetingId, status), VoteVoter(voteId, userId).
 */
export const SAVINGS_SQL = `
WITH held AS (
  SELECT id, to_char("startsAt" AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM') AS month FROM "Meeting"
  WHERE CASE WHEN $1::uuid[] IS NOT NULL THEN id = ANY($1::uuid[]) ELSE status = 'ended' AND "rehearsalOf" IS NULL AND "startsAt" >= $2 AND "startsAt" < $3 END
), people AS (
  SELECT p."meetingId", count(*) FILTER (WHERE p.role IN ('chair', 'member', 'substitute', 'secretary')) AS readers,
    count(*) FILTER (WHERE p.role IN ('chair', 'member', 'substitute', 'guest')) AS invited
  FROM held h JOIN "MeetingParticipant" p ON p."meetingId" = h.id GROUP BY 1
), shown AS (
  SELECT p."meetingId", p."itemId", f.pages
  FROM held h JOIN "Paper" p ON p."meetingId" = h.id AND p."removedAt" IS NULL
  JOIN "AgendaItem" i ON i.id = p."itemId" AND i."removedAt" IS NULL AND NOT i."isHidden"
  JOIN "StoredFile" f ON f.id = p."fileId"
), papers AS (
  SELECT "meetingId", count(*) AS papers, count(*) FILTER (WHERE pages IS NULL) AS unknown, COALESCE(sum(pages), 0) AS pages FROM shown GROUP BY 1
), guests AS (
  SELECT s."meetingId", COALESCE(sum(s.pages), 0) AS pages
  FROM shown s JOIN "GuestItem" g ON g."itemId" = s."itemId" JOIN "MeetingParticipant" p ON p.id = g."participantId" AND p.role = 'guest' GROUP BY 1
), ballots AS (
  SELECT v."meetingId", count(*) AS n
  FROM held h JOIN "Vote" v ON v."meetingId" = h.id AND v.status = 'closed' AND v.source <> 'paper' JOIN "VoteVoter" w ON w."voteId" = v.id GROUP BY 1
)
SELECT h.id AS "meetingId", h.month, COALESCE(people.readers, 0)::int AS readers, COALESCE(people.invited, 0)::int AS invited,
  COALESCE(papers.pages, 0)::int AS "paperPages", COALESCE(papers.papers, 0)::int AS papers, COALESCE(papers.unknown, 0)::int AS "unknownPapers",
  COALESCE(guests.pages, 0)::int AS "guestPages", COALESCE(ballots.n, 0)::int AS ballots
FROM held h LEFT JOIN people ON people."meetingId" = h.id LEFT JOIN papers ON papers."meetingId" = h.id
LEFT JOIN guests ON guests."meetingId" = h.id LEFT JOIN ballots ON ballots."meetingId" = h.id
ORDER BY h.month, h.id`

type Wanted = { meetingIds: string[] } | { from: Date; until: Date }
export const countSavings = (db: Db | Tx, of: Wanted): Promise<SavingsRow[]> =>
  db.$queryRawUnsafe<SavingsRow[]>(SAVINGS_SQL, 'meetingIds' in of ? of.meetingIds : null, 'from' in of ? of.from : null, 'until' in of ? of.until : null)

/** Đơn giá in một trang; null = nobody has entered one, so no money is counted. */
export async function pricePerPage(db: Db | Tx): Promise<SavingsPrice> {
  const row = await db.setting.findUnique({ where: { key: PRICE_KEY } })
  const value = row?.value as { perPage?: number; source?: string } | undefined
  return typeof value?.perPage === 'number' ? { perPage: value.perPage, source: value.source ?? '' } : null
}

/** The counts alone; a session without a row has nothing to count. */
export const inputOf = (row: SavingsRow | undefined): SavingsInput => ({
  readers: row?.readers ?? 0,
  paperPages: row?.paperPages ?? 0,
  papers: row?.papers ?? 0,
  unknownPapers: row?.unknownPapers ?? 0,
  guestPages: row?.guestPages ?? 0,
  invited: row?.invited ?? 0,
  ballots: row?.ballots ?? 0,
})
