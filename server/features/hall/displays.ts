import { randomBytes, randomInt } from 'node:crypto'
import { v7 as uuid } from 'uuid'
import type { Db } from '#server/command/context.ts'
import { tokenHash } from '#server/auth/actor.ts'

const CODE_MINUTES = 15

export type HallSeen = { displayId: string; code: string | null; meetingId: string | null }

/** A new hall display: six digits to type at the secretary's desk, and a secret that only the screen's cookie holds. */
export async function createHallDisplay(db: Db, now: Date): Promise<{ displayId: string; code: string; token: string }> {
  const token = randomBytes(32).toString('base64url')
  for (;;) {
    const code = String(randomInt(0, 1_000_000)).padStart(6, '0')
    // A code is free again once its screen was paired, given up or left waiting too long.
    await db.hallDisplay.deleteMany({ where: { code, OR: [{ codeExpiresAt: { lt: now } }, { revokedAt: { not: null } }], pairedAt: null } })
    if (await db.hallDisplay.findUnique({ where: { code } })) continue
    const row = await db.hallDisplay.create({
      data: { id: uuid(), code, tokenHash: tokenHash(token), codeExpiresAt: new Date(now.getTime() + CODE_MINUTES * 60_000), createdAt: now },
    })
    return { displayId: row.id, code, token }
  }
}

/** The display behind a cookie; null once released. The code is shown only while it waits. */
export async function findHallByToken(db: Db, token: string, now: Date): Promise<HallSeen | null> {
  const row = await db.hallDisplay.findUnique({ where: { tokenHash: tokenHash(token) } })
  if (!row || row.revokedAt) return null
  if (!row.meetingId && row.codeExpiresAt < now) return null
  return { displayId: row.id, code: row.meetingId ? null : row.code, meetingId: row.meetingId }
}
