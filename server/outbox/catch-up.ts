import type { Pool } from 'pg'
import type { StreamEvent } from '#app/contracts/define.ts'
import { toStreamEvent } from './event-row.ts'

/** Beyond this many missed events a fresh load is cheaper and surer than a replay. */
export const MAX_CATCH_UP = 500

export type CatchUp = { isReload: true } | { isReload: false; events: StreamEvent[]; head: number }

/** Events of a stream after `after`. A reader ahead of the head (database restored) is told to load anew. */
export async function catchUp(pool: Pool, stream: string, after: number): Promise<CatchUp> {
  const { rows } = await pool.query(
    `SELECT stream, seq, name, v, payload, "actorId", "occurredAt" FROM "EventLog"
     WHERE stream = $1 AND seq > $2 ORDER BY seq LIMIT ${MAX_CATCH_UP + 1}`,
    [stream, after],
  )
  if (rows.length > MAX_CATCH_UP) return { isReload: true }
  if (rows.length > 0 && rows[0].seq !== after + 1) return { isReload: true }
  const head = rows.length > 0 ? rows[rows.length - 1].seq : await headOf(pool, stream)
  if (head < after) return { isReload: true }
  return {
    isReload: false,
    head,
    events: rows.map(toStreamEvent),
  }
}

async function headOf(pool: Pool, stream: string): Promise<number> {
  const { rows } = await pool.query<{ seq: number }>(`SELECT seq FROM "StreamHead" WHERE stream = $1`, [stream])
  return rows[0]?.seq ?? 0
}
