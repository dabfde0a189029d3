import type { Pool } from 'pg'
import type { VoteKeys } from '#server/secret/vote-keys.ts'

/** A key without a vote may belong to one whose opening is not committed yet: it is given this long. */
const UNKNOWN_AGE_MS = 10 * 60_000

/**
 * Destroys keys that have done their work: their vote is closed, cancelled or taken away. The count destroys its own key;
 * this is for a process that died in between, and for openings that were rolled back.
 * @returns how many
 */
export async function sweepVoteKeys(pool: Pool, keys: VoteKeys): Promise<number> {
  const found = await keys.list()
  if (found.length === 0) return 0
  const { rows } = await pool.query<{ keyId: string; status: string }>(`SELECT "keyId", status FROM "Vote" WHERE "keyId" = ANY($1::uuid[])`, [found.map(k => k.keyId)])
  const status = new Map(rows.map(r => [r.keyId, r.status]))
  const over = found.filter(k => (status.has(k.keyId) ? status.get(k.keyId) !== 'open' : k.ageMs > UNKNOWN_AGE_MS))
  for (const { keyId } of over) await keys.destroy(keyId)
  return over.length
}
