import { randomBytes, randomInt } from 'node:crypto'
import { v7 as uuid } from 'uuid'
import type { z } from 'zod'
import type { HallDisplayView } from '#app/contracts/hall.ts'
import { Refusal, type Db, type Tx } from '#server/command/context.ts'
import { tokenHash } from '#server/auth/actor.ts'

const CODE_MINUTES = 15
/** An unpaired display nobody came back to is forgotten after a day. */
const FORGET_MS = 24 * 3600_000
/** Waiting displays from one address: twice a hall of 300 devices; and in all, far below the million codes there are. */
const MAX_WAITING_FROM_ADDRESS = 600
const MAX_WAITING = 20_000

export type HallSeen = { displayId: string; code: string | null; meetingId: string | null }
type Row = NonNullable<Awaited<ReturnType<Db['hallDisplay']['findFirst']>>>

export const displayView = (d: Row): z.output<typeof HallDisplayView> => ({
  id: d.id,
  name: d.name,
  mode: d.mode as 'auto',
  theme: d.theme as 'light',
  message: d.message,
  seenAt: d.seenAt?.getTime() ?? null,
})

/** Six digits nobody shows now, and until when they hold. A code is free again once its screen was paired or waited too long. */
export async function freshCode(db: Db | Tx, now: Date): Promise<{ code: string; codeExpiresAt: Date }> {
  for (;;) {
    const code = String(randomInt(0, 1_000_000)).padStart(6, '0')
    const holder = await db.hallDisplay.findUnique({ where: { code }, select: { id: true, meetingId: true, codeExpiresAt: true } })
    if (holder) {
      if (holder.meetingId === null && holder.codeExpiresAt >= now) continue
      await db.hallDisplay.updateMany({ where: { id: holder.id, code }, data: { code: unused(holder.id) } })
    }
    return { code, codeExpiresAt: new Date(now.getTime() + CODE_MINUTES * 60_000) }
  }
}

/** What stands in the code's place while a display shows none: never six digits. */
export const unused = (displayId: string): string => `x${displayId}`

/**
 * A new hall display: six digits to type at the secretary's desk, and a secret that only the screen's cookie holds.
 * @throws Refusal HALL_TOO_MANY_WAITING when too many wait, from this address or in all
 */
export async function createHallDisplay(db: Db, now: Date, from: string | null = null): Promise<{ displayId: string; code: string; token: string }> {
  await db.hallDisplay.deleteMany({ where: { meetingId: null, codeExpiresAt: { lt: new Date(now.getTime() - FORGET_MS) } } })
  const waiting = { meetingId: null, codeExpiresAt: { gte: now } }
  const [here, all] = await Promise.all([from ? db.hallDisplay.count({ where: { ...waiting, createdFrom: from } }) : 0, db.hallDisplay.count({ where: waiting })])
  if (here >= MAX_WAITING_FROM_ADDRESS || all >= MAX_WAITING) throw new Refusal('HALL_TOO_MANY_WAITING')
  const token = randomBytes(32).toString('base64url')
  for (;;) {
    const id = uuid()
    const fresh = await freshCode(db, now)
    // Two screens may draw the same digits in one moment; the second one draws again.
    const { count } = await db.hallDisplay.createMany({ data: [{ id, ...fresh, tokenHash: tokenHash(token), createdAt: now, createdFrom: from }], skipDuplicates: true })
    if (count === 1) return { displayId: id, code: fresh.code, token }
  }
}

/** The display behind a cookie; null when unknown. The code is shown only while it waits and holds. */
export async function findHallByToken(db: Db, token: string, now: Date): Promise<HallSeen | null> {
  const row = await db.hallDisplay.findUnique({ where: { tokenHash: tokenHash(token) } })
  if (!row || row.revokedAt) return null
  return { displayId: row.id, code: row.meetingId || row.codeExpiresAt < now ? null : row.code, meetingId: row.meetingId }
}

/** Left of a code when a waiting display shows a new one: more than the pause between two looks of its page. */
const RENEW_BEFORE_MS = 6 * 60_000

/** A waiting display whose code runs out shows a new one and stays who it is. */
export async function renewCode(db: Db, seen: HallSeen, now: Date): Promise<HallSeen> {
  if (seen.meetingId) return seen
  const row = await db.hallDisplay.findUnique({ where: { id: seen.displayId }, select: { codeExpiresAt: true } })
  if (seen.code && row && row.codeExpiresAt.getTime() - now.getTime() > RENEW_BEFORE_MS) return seen
  const fresh = await freshCode(db, now)
  await db.hallDisplay.updateMany({ where: { id: seen.displayId, meetingId: null }, data: fresh })
  return { ...seen, code: fresh.code }
}
