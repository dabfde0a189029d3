import type { Pool } from 'pg'
import type { VoteCount } from '#app/domain/voting/majority.ts'

type Progress = { voteId: string; meetingId: string; count: VoteCount; cast?: number; optionVotes?: number[] }

/** The count of open votes, straight from the table; the signal only carries it. Of a secret one only how many have voted; of a list the votes of each option. */
export async function countVotes(pool: Pool, voteIds: string[]): Promise<Progress[]> {
  const { rows } = await pool.query<{ voteId: string; meetingId: string; for: number; against: number; abstain: number; cast: number | null; options: number | null; picked: Record<string, number> | null }>(
    `SELECT v.id AS "voteId", v."meetingId",
            count(*) FILTER (WHERE b.choice = 'for')::int AS "for",
            count(*) FILTER (WHERE b.choice = 'against')::int AS against,
            count(*) FILTER (WHERE b.choice = 'abstain')::int AS abstain,
            CASE WHEN v.form = 'secret' THEN (SELECT count(*)::int FROM "SealedBallot" s WHERE s."voteId" = v.id) END AS "cast",
            CASE WHEN v.form = 'open' THEN jsonb_array_length(v.options->'list') END AS options,
            CASE WHEN v.form = 'open' AND v.options IS NOT NULL THEN
              (SELECT jsonb_object_agg(x.pick, x.n) FROM (SELECT unnest(o.picks) AS pick, count(*)::int AS n FROM "Ballot" o WHERE o."voteId" = v.id GROUP BY 1) x) END AS picked
     FROM "Vote" v LEFT JOIN "Ballot" b ON b."voteId" = v.id
     WHERE v.id = ANY($1::uuid[]) AND v.status = 'open' GROUP BY v.id`,
    [voteIds],
  )
  return rows.map(r => ({ voteId: r.voteId, meetingId: r.meetingId, count: { for: r.for, against: r.against, abstain: r.abstain }, ...(r.cast === null ? {} : { cast: r.cast }), ...(r.options === null ? {} : { optionVotes: Array.from({ length: r.options }, (_, i) => r.picked?.[i] ?? 0) }) }))
}
