import type { Pool } from 'pg'
import type { VoteCount } from '#app/domain/voting/majority.ts'

type Progress = { voteId: string; meetingId: string; count: VoteCount; cast?: number }

/** The count of open votes, straight from the table; the signal only carries it. Of a secret one only how many have voted. */
export async function countVotes(pool: Pool, voteIds: string[]): Promise<Progress[]> {
  const { rows } = await pool.query<{ voteId: string; meetingId: string; for: number; against: number; abstain: number; cast: number | null }>(
    `SELECT v.id AS "voteId", v."meetingId",
            count(*) FILTER (WHERE b.choice = 'for')::int AS "for",
            count(*) FILTER (WHERE b.choice = 'against')::int AS against,
            count(*) FILTER (WHERE b.choice = 'abstain')::int AS abstain,
            CASE WHEN v.form = 'secret' THEN (SELECT count(*)::int FROM "SealedBallot" s WHERE s."voteId" = v.id) END AS "cast"
     FROM "Vote" v LEFT JOIN "Ballot" b ON b."voteId" = v.id
     WHERE v.id = ANY($1::uuid[]) AND v.status = 'open' GROUP BY v.id`,
    [voteIds],
  )
  return rows.map(r => ({ voteId: r.voteId, meetingId: r.meetingId, count: { for: r.for, against: r.against, abstain: r.abstain }, ...(r.cast === null ? {} : { cast: r.cast }) }))
}
