import type { Pool } from 'pg'
import type { Logger } from 'pino'
import { digestCounts, retryAt } from '#app/domain/task/alert-sending.ts'
import type { AlertKind } from '#app/domain/task/alerts.ts'
import { alertLetter } from '#app/text/alert-letters.ts'
import type { Channel, Outcome, PushAddress } from '#server/channels/channel.ts'

export type Channels = Partial<Record<'email' | 'push' | 'sms', Channel>>

/** At a time, per worker: a slow server holds up that many, not all. */
const AT_ONCE = 6
/** Longer than any try takes; whoever holds a message longer is dead. */
const LEASE_MS = 60_000

type Deps = { pool: Pool; log: Logger; clock: () => Date; channels: Channels; origin: string; /** what moved in one round */ tell?: (messageIds: string[]) => Promise<void> }
type Claimed = { id: string; userId: string; channel: 'email' | 'push' | 'sms'; dayOn: string; attempts: number }

/**
 * Carries waiting messages out of the house. The row is the truth, in steps that are each on the disk before the next begins:
 * waiting → claimed → handed (the other side may have it from here on) → sent, failed, or waiting again. A worker that dies while
 * claimed has sent nothing, and another sends it; one that dies while handed leaves it "không rõ": it is shown to the Office and
 * never repeated by itself. So everything is sent at most once, and what may be missing is named. Returns how many were tried.
 */
export function makeSender({ pool, log, clock, channels, origin, tell }: Deps) {
  const open = Object.keys(channels)

  async function takeBack(): Promise<void> {
    const before = new Date(clock().getTime() - LEASE_MS)
    await pool.query(
      `UPDATE "AlertMessage" SET status = CASE status WHEN 'claimed' THEN 'waiting' ELSE 'unknown' END, "claimedAt" = NULL,
              reason = CASE status WHEN 'handed' THEN 'WORKER_DIED' ELSE reason END, "doneAt" = CASE status WHEN 'handed' THEN $2::timestamptz ELSE "doneAt" END
       WHERE status IN ('claimed', 'handed') AND "claimedAt" < $1`,
      [before, clock()],
    )
  }

  /** While due alerts are still being worked out nobody's letter is closed: the rest would have to wait for tomorrow's. */
  async function claim(): Promise<Claimed[]> {
    const now = clock()
    const { rows } = await pool.query<Claimed>(
      `UPDATE "AlertMessage" SET status = 'claimed', "claimedAt" = $1, attempts = attempts + 1
       WHERE id IN (SELECT id FROM "AlertMessage" WHERE status = 'waiting' AND "dueAt" <= $1 AND channel = ANY($2)
                      AND NOT EXISTS (SELECT 1 FROM "Alert" WHERE status = 'pending' AND "fireAt" <= $1)
                    ORDER BY "dueAt", id LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED)
       RETURNING id, "userId", channel, to_char("dayOn", 'YYYY-MM-DD') AS "dayOn", attempts`,
      [now, open],
    )
    return rows
  }

  /** What still applies of the message, and where it goes. */
  async function load(m: Claimed) {
    const [lines, people, devices] = await Promise.all([
      pool.query<{ taskId: string; step: string; kind: AlertKind; deadlineOn: string; code: string; title: string; unit: string; insteadOf: string | null }>(
        `SELECT l."taskId", l.step, l.kind, to_char(l."deadlineOn", 'YYYY-MM-DD') AS "deadlineOn", t.code, t.title, o.name AS unit, x."displayName" AS "insteadOf"
         FROM "AlertMessageLine" c JOIN "AlertLine" l ON l.id = c."lineId" JOIN "Task" t ON t.id = l."taskId" JOIN "OrgUnit" o ON o.id = t."leadUnitId" LEFT JOIN "User" x ON x.id = l."insteadOfId"
         WHERE c."messageId" = $1 AND t.state IN ('assigned', 'refused', 'in_progress') AND t."deadlineOn" = l."deadlineOn" ORDER BY l."deadlineOn", t.code`,
        [m.id],
      ),
      pool.query<{ email: string | null; phone: string | null }>(`SELECT email, phone FROM "User" WHERE id = $1 AND "disabledAt" IS NULL`, [m.userId]),
      m.channel === 'push' ? pool.query<PushAddress>(`SELECT id, endpoint, p256dh, auth FROM "PushDevice" WHERE "userId" = $1`, [m.userId]) : { rows: [] },
    ])
    return { lines: lines.rows, to: people.rows[0] && { ...people.rows[0], devices: devices.rows } }
  }

  /** Writes how it ended, unless somebody else has taken the message over meanwhile. */
  const settle = (m: Claimed, status: string, more: { reason?: string | undefined; detail?: string | undefined; dueAt?: Date } = {}) =>
    pool.query(
      `UPDATE "AlertMessage" SET status = $3, reason = $4, detail = $5, "dueAt" = coalesce($6, "dueAt"), "claimedAt" = NULL, "doneAt" = CASE WHEN $3 = 'waiting' THEN NULL ELSE $7::timestamptz END
       WHERE id = $1 AND attempts = $2 AND status IN ('claimed', 'handed')`,
      [m.id, m.attempts, status, more.reason ?? null, more.detail ?? null, more.dueAt ?? null, clock()],
    )

  async function sendOne(m: Claimed): Promise<void> {
    const { lines, to } = await load(m)
    if (lines.length === 0) return void (await settle(m, 'void'))
    const channel = channels[m.channel]
    if (!to || !channel) return void (await settle(m, 'failed', { reason: 'NO_ADDRESS' }))
    const letter = { id: m.id, ...alertLetter(lines, digestCounts(lines), m.dayOn, origin) }
    const handOver = async () => {
      const { rowCount } = await pool.query(`UPDATE "AlertMessage" SET status = 'handed' WHERE id = $1 AND attempts = $2 AND status = 'claimed'`, [m.id, m.attempts])
      if (rowCount !== 1) throw new Error('taken over')
    }
    const outcome: Outcome = await channel(letter, to, handOver)
    if (outcome.gone && outcome.gone.length > 0) await pool.query(`DELETE FROM "PushDevice" WHERE id = ANY($1::uuid[])`, [outcome.gone])
    const { kind, reason, detail } = outcome
    const again = kind === 'later' ? retryAt(m.attempts, clock().getTime()) : null
    if (kind === 'later' && again !== null) await settle(m, 'waiting', { reason, detail, dueAt: new Date(again) })
    else await settle(m, kind === 'later' ? 'failed' : kind, { reason, detail })
    if (kind !== 'sent') log.warn({ message: m.id, channel: m.channel, kind, reason, attempts: m.attempts }, 'alert not sent')
  }

  return async function send(): Promise<number> {
    await takeBack()
    if (open.length === 0) return 0
    let tried = 0
    for (let batch = await claim(); batch.length > 0; batch = await claim()) {
      tried += batch.length
      await Promise.all(batch.map(m => sendOne(m).catch((err: Error) => log.error({ err: err.message, message: m.id }, 'alert message left to its lease'))))
      await tell?.(batch.map(m => m.id)).catch((err: Error) => log.error({ err: err.message }, 'sendings not told'))
    }
    return tried
  }
}
