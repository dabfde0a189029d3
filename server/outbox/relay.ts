import { createHash } from 'node:crypto'
import pg from 'pg'
import type { Logger } from 'pino'
import type { StreamEvent } from '#app/contracts/define.ts'
import { type EventRow, toStreamEvent } from './event-row.ts'

/** A committed row as the relay hands it on. `id` travels as text: it is a bigint. */
export type RelayedEvent = StreamEvent & { id: string }

type Deps = {
  pool: pg.Pool
  connectionString: string
  log: Logger
  /** carries one event to the screens of its stream; must not throw for an absent audience */
  toScreens: (events: RelayedEvent[]) => void
  /** puts the jobs an event asks for into the queue; rejects while the queue is unreachable */
  toJobs: (events: RelayedEvent[]) => Promise<void>
  /** names of the events some reaction waits for: only these take the way through the queue */
  jobNames: readonly string[]
}

/** Any fixed number: the lock that makes one relay the leader. */
const LEADER_LOCK = 603_2021
const POLL_MS = 1_000
const BATCH = 500
/** The hash chain may follow a little behind: while a session acts, the screens have the machine first. */
const CHAIN_REST_MS = 250

export type Relay = { start: () => Promise<void>; stop: () => Promise<void>; wake: () => void; isLeader: () => boolean }

/**
 * Carries committed events to screens and to jobs. One leader at a time (advisory lock; a standby takes over);
 * woken by NOTIFY, with a poll each second as a net. Screens and jobs are two independent loops, so a dead Redis
 * stops jobs for a while but never a screen. A crash repeats, never loses: receivers drop what they know.
 */
export function makeRelay(deps: Deps): Relay {
  let client: pg.Client | null = null
  let leader = false
  let stopped = false
  let timer: NodeJS.Timeout | null = null
  let chainTimer: NodeJS.Timeout | null = null
  const loops = { screens: makeLoop(pumpScreens), jobs: makeLoop(pumpJobs), chain: makeLoop(pumpChain) }

  async function connect(): Promise<void> {
    const c = new pg.Client({ connectionString: deps.connectionString, application_name: 'relay' })
    c.on('error', err => {
      deps.log.warn({ err: err.message }, 'relay lost its connection')
      leader = false
      client = null
    })
    await c.connect()
    c.on('notification', () => wake())
    await c.query('LISTEN events')
    client = c
  }

  async function tryLead(): Promise<void> {
    if (!client || leader) return
    const { rows } = await client.query<{ ok: boolean }>('SELECT pg_try_advisory_lock($1) AS ok', [LEADER_LOCK])
    if (rows[0]?.ok) {
      leader = true
      deps.log.info('relay leads')
    }
  }

  async function tick(): Promise<void> {
    if (stopped) return
    try {
      if (!client) await connect()
      await tryLead()
      if (leader) {
        wake()
        loops.jobs.run()
      }
    } catch (err) {
      deps.log.warn({ err: (err as Error).message }, 'relay waits for the database')
    }
    if (!stopped) timer = setTimeout(() => void tick(), POLL_MS)
  }

  function wake(): void {
    if (!leader || stopped) return
    loops.screens.run()
    chainTimer ??= setTimeout(() => {
      chainTimer = null
      loops.chain.run()
    }, CHAIN_REST_MS)
  }

  /** Runs `step` until it finds nothing more; a call during a run makes it look once again. */
  function makeLoop(step: () => Promise<number>) {
    let running: Promise<void> | null = null
    let again = false
    const run = () => {
      again = true
      running ??= (async () => {
        try {
          while (again && leader && !stopped) {
            again = false
            while ((await step()) >= BATCH) again = true
          }
        } catch (err) {
          deps.log.warn({ err: (err as Error).message, loop: step.name }, 'relay loop failed, trying again soon')
        } finally {
          running = null
        }
      })()
    }
    return { run, settled: () => running ?? Promise.resolve() }
  }

  async function pumpScreens(): Promise<number> {
    const { rows } = await deps.pool.query<Row>({
      name: 'relay.untold',
      text: `SELECT id::text, stream, seq, name, v, payload, "actorId", "occurredAt" FROM "EventLog"
             WHERE "screenAt" IS NULL AND seq IS NOT NULL ORDER BY id LIMIT ${BATCH}`,
    })
    if (rows.length === 0) return 0
    deps.toScreens(rows.map(toEvent))
    // What nobody reacts to is done with the jobs as well; the rest wakes them.
    await deps.pool.query({
      name: 'relay.told',
      text: `UPDATE "EventLog" SET "screenAt" = now(), "jobAt" = CASE WHEN name = ANY($2) THEN "jobAt" ELSE coalesce("jobAt", now()) END
             WHERE id = ANY($1::bigint[])`,
      values: [rows.map(r => r.id), deps.jobNames],
    })
    if (rows.some(r => deps.jobNames.includes(r.name))) loops.jobs.run()
    return rows.length
  }

  async function pumpJobs(): Promise<number> {
    const { rows } = await deps.pool.query(
      `SELECT id::text, stream, seq, name, v, payload, "actorId", "occurredAt" FROM "EventLog"
       WHERE "jobAt" IS NULL AND seq IS NOT NULL ORDER BY id LIMIT ${BATCH}`,
    )
    if (rows.length === 0) return 0
    await deps.toJobs(rows.map(toEvent))
    await deps.pool.query(`UPDATE "EventLog" SET "jobAt" = now() WHERE id = ANY($1::bigint[])`, [rows.map(r => r.id)])
    return rows.length
  }

  /** Tamper evidence without a lock inside commands: the leader links each row to the one before it. */
  async function pumpChain(): Promise<number> {
    const { rows } = await deps.pool.query(
      `SELECT id::text, stream, seq, name, v, payload, meta, "actorId", "commandId", "occurredAt" FROM "EventLog"
       WHERE hash IS NULL ORDER BY id LIMIT ${BATCH}`,
    )
    if (rows.length === 0) return 0
    const last = await deps.pool.query<{ value: { hash: string } }>(`SELECT value FROM "Setting" WHERE key = 'chain.head'`)
    let prev = last.rows[0]?.value.hash ?? ''
    const links = rows.map(r => {
      const hash = chainHash(prev, r)
      const link = { id: r.id, prevHash: prev, hash }
      prev = hash
      return link
    })
    // Links and head in one statement: both stand or neither.
    await deps.pool.query(
      `WITH linked AS (
         UPDATE "EventLog" e SET "prevHash" = x."prevHash", hash = x.hash
         FROM jsonb_to_recordset($1::jsonb) AS x(id bigint, "prevHash" text, hash text) WHERE e.id = x.id AND e.hash IS NULL)
       INSERT INTO "Setting"(key, value) VALUES ('chain.head', $2::jsonb)
       ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value, "updatedAt" = now()`,
      [JSON.stringify(links), JSON.stringify({ hash: prev, id: rows[rows.length - 1]?.id })],
    )
    return rows.length
  }

  return {
    start: () => tick(),
    stop: async () => {
      stopped = true
      if (timer) clearTimeout(timer)
      if (chainTimer) clearTimeout(chainTimer)
      await Promise.all(Object.values(loops).map(l => l.settled()))
      await client?.end()
      leader = false
    },
    wake,
    isLeader: () => leader,
  }
}

type Row = EventRow & { id: string }
const toEvent = (r: Row): RelayedEvent => ({ id: r.id, ...toStreamEvent(r) })

type ChainRow = Row & { meta: unknown; commandId: string | null }
/** Hash of one log row linked to the one before; jsonb keeps a canonical key order, so the text is stable. */
export function chainHash(prev: string, r: ChainRow): string {
  const body = JSON.stringify([r.id, r.stream, r.seq, r.name, r.v, r.payload, r.meta, r.actorId, r.commandId, r.occurredAt.toISOString()])
  return createHash('sha256').update(prev).update(body).digest('hex')
}
