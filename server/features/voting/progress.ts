import type { Pool } from 'pg'
import type { VoteCount } from '#app/domain/voting/majority.ts'

/** The count of open votes, straight from the table; the signal only carries it. */
export async function countVotes(pool: Pool, voteIds: string[]): Promise<{ voteId: string; meetingId: string; count: VoteCount }[]> {
  const { rows } = await pool.query<{ voteId: string; meetingId: string; for: number; against: number; abstain: number }>(
    `SELECT v.id AS "voteId", v."meetingId",
            count(*) FILTER (WHERE b.choice = 'for')::int AS "for",
            count(*) FILTER (WHERE b.choice = 'against')::int AS against,
            count(*) FILTER (WHERE b.choice = 'abstain')::int AS abstain
     FROM "Vote" v LEFT JOIN "Ballot" b ON b."voteId" = v.id
     WHERE v.id = ANY($1::uuid[]) AND v.status = 'open' GROUP BY v.id`,
    [voteIds],
  )
  return rows.map(r => ({ voteId: r.voteId, meetingId: r.meetingId, count: { for: r.for, against: r.against, abstain: r.abstain } }))
}
