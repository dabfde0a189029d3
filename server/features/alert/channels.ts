import type { Pool } from 'pg'
import type { Db, Tx } from '#server/command/context.ts'

const KEY = 'alerts.channels'

/** Which ways out of the house are set up on this server; no secrets. */
export type OpenChannels = { email: boolean; sms: boolean; push: { publicKey: string; origins: string[] } | null }

/** Kept as a row at every start, so that every process and every rule sees the same. */
export async function saveOpenChannels(pool: Pool, open: OpenChannels): Promise<void> {
  await pool.query(`INSERT INTO "Setting"(key, value, "updatedAt") VALUES ($1, $2::jsonb, now()) ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value, "updatedAt" = now() WHERE "Setting".value <> EXCLUDED.value`, [KEY, JSON.stringify(open)])
}

export async function openChannels(db: Db | Tx): Promise<OpenChannels> {
  const row = await db.setting.findUnique({ where: { key: KEY } })
  return (row?.value as OpenChannels | undefined) ?? { email: false, sms: false, push: null }
}
