import pg from 'pg'
import type { Logger } from 'pino'

/**
 * Connections for group commits. Statements sent together travel together: the second does not wait for the answer of the
 * first, so BEGIN and all that is to be learned are one trip, all that is to be stored and COMMIT another. What fails makes
 * the rest of its transaction fail, COMMIT included.
 *
 * Statements here find each row by its key, hundreds in one call; their plans are made once, and never by the size a
 * table had when the first of them was planned (an empty table is scanned, a full one must not be).
 */
export function makeBatchPool(connectionString: string, log: Logger): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    max: 2,
    application_name: 'tantrao-batch',
    connectionTimeoutMillis: 10_000,
    pipeline: true,
    options: '-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c jit=off',
  })
  pool.on('error', err => log.warn({ err: err.message }, 'database connection lost'))
  pool.on('connect', client => void client.on('error', err => log.warn({ err: err.message }, 'database connection lost in use')))
  return pool
}
