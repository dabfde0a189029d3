import { randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import type { Logger } from 'pino'
import { alertDeliver, alertRing, alertTell, warningNote } from '#app/contracts/alert.ts'
import type { Answer } from '#app/contracts/define.ts'
import type { Db } from '#server/command/context.ts'
import { replanAll } from '#server/features/alert/replan.ts'
import { type Channels, makeSender } from './send-alerts.ts'

const ALERT_BATCH = 100
const WARNING_BATCH = 500
/** An alert whose command is refused is our fault; it is tried again after this. */
const PUT_OFF_MS = 10 * 60_000

type Deps = {
  pool: Pool
  db: Db
  runAsSystem: (name: string, input: unknown, commandId: string) => Promise<Answer>
  log: Logger
  clock: () => Date
  channels: Channels
  origin: string
}

/** What a worker does about alerts, each safe to run in several workers at once and to die in. Redis has no part in it. */
export function makeAlerts({ pool, db, runAsSystem, log, clock, channels, origin }: Deps) {
  let isStopped = false

  /**
   * Due alerts, batch by batch until none is left; then the bells. Each batch is one command: it is whole or it is not, and workers
   * side by side leave each other's rows alone. An alert that can't be worked out is put off, and the others go on.
   */
  async function workOut(): Promise<number> {
    let done = 0
    while (!isStopped) {
      const { rows } = await pool.query<{ id: string }>(
        `SELECT id FROM "Alert" WHERE status IN ('pending', 'claimed') AND "fireAt" <= $1 ORDER BY "fireAt", id LIMIT ${ALERT_BATCH}`,
        [clock()],
      )
      if (rows.length === 0) break
      const ids = rows.map(r => r.id)
      const taken = await deliver(ids)
      if (taken === 0) break
      if (taken === null) for (const id of ids) if ((await deliver([id])) === null) await putOff(id)
      done += taken ?? ids.length
    }
    return done + (await ringDue())
  }
  /** How many of them were this worker's; null when the command was refused. */
  async function deliver(alertIds: string[]): Promise<number | null> {
    const answer = await runAsSystem(alertDeliver.name, { alertIds }, randomUUID())
    if (answer.ok) return (answer.data as { taken: number }).taken
    log.error({ code: answer.code, alerts: alertIds.length, first: alertIds[0] }, 'alerts not delivered')
    return null
  }
  const putOff = (id: string) => pool.query(`UPDATE "Alert" SET "fireAt" = $2 WHERE id = $1 AND status IN ('pending', 'claimed')`, [id, new Date(clock().getTime() + PUT_OFF_MS)])
  async function ringDue(): Promise<number> {
    let rung = 0
    while (!isStopped) {
      const { rows } = await pool.query<{ id: string }>(`SELECT id FROM "AlertMessage" WHERE status = 'waiting' AND channel = 'app' AND "dueAt" <= $1 ORDER BY "dueAt", id LIMIT ${ALERT_BATCH}`, [clock()])
      if (rows.length === 0) break
      const answer = await runAsSystem(alertRing.name, { messageIds: rows.map(r => r.id) }, randomUUID())
      const n = answer.ok ? (answer.data as { rung: number }).rung : 0
      if (!answer.ok) log.error({ code: answer.code, messages: rows.length }, 'bells not rung')
      if (n === 0) break
      rung += n
    }
    return rung
  }
  /** Rows lost or never made are planned again; what points to a task coming late is written down the first time it shows. */
  async function upkeep(): Promise<number> {
    const planned = await replanAll(db, runAsSystem, true)
    let [after, raised] = ['00000000-0000-0000-0000-000000000000', 0]
    while (!isStopped) {
      const { rows } = await pool.query<{ id: string }>(
        `SELECT id FROM "Task" WHERE id > $1 AND state IN ('assigned', 'refused', 'in_progress') AND "deadlineOn" >= ($2::timestamptz AT TIME ZONE 'Asia/Ho_Chi_Minh')::date ORDER BY id LIMIT ${WARNING_BATCH}`,
        [after, clock()],
      )
      const last = rows.at(-1)
      if (!last) break
      const answer = await runAsSystem(warningNote.name, { taskIds: rows.map(r => r.id) }, randomUUID())
      if (answer.ok) raised += (answer.data as { raised: number }).raised
      else log.error({ code: answer.code }, 'early warnings not noted')
      after = last.id
    }
    return planned + raised
  }

  /** Screens that follow the sendings are told after each round; a round nobody could be told of was sent all the same. */
  const tell = async (messageIds: string[]): Promise<void> => {
    const answer = await runAsSystem(alertTell.name, { messageIds }, randomUUID())
    if (!answer.ok) log.error({ code: answer.code, messages: messageIds.length }, 'sendings not told')
  }
  return { workOut, send: makeSender({ pool, log, clock, channels, origin, tell }), upkeep, stop: () => void (isStopped = true) }
}
