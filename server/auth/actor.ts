import { createHash } from 'node:crypto'
import type { Pool } from 'pg'
import type { Actor, ActorPosition, Role } from '#server/command/context.ts'

/** Only this goes into the database: a stolen table opens no session. */
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('base64url')

/** Minutes without any request after which a session ends; hours after which it ends in any case. */
export const IDLE_MINUTES = 8 * 60
export const ABSOLUTE_HOURS = 24

type Row = {
  sessionId: string
  userId: string
  username: string
  displayName: string
  mustChangePassword: boolean
  totpEnabledAt: Date | null
  secondFactorAt: Date | null
  lastSeenAt: Date
  positions: (ActorPosition & { isSecondFactorDemanded: boolean })[] | null
}

const SELECT = `
  SELECT s.id AS "sessionId", u.id AS "userId", u.username, u."displayName", u."mustChangePassword",
         u."totpEnabledAt", s."secondFactorAt", s."lastSeenAt",
         (SELECT jsonb_agg(jsonb_build_object('role', p.role, 'unitId', p."unitId", 'unitName', o.name, 'title', p.title,
                   'isSecondFactorDemanded', COALESCE(r."isSecondFactorDemanded", false)) ORDER BY p."validFrom", p.role)
            FROM "Position" p JOIN "OrgUnit" o ON o.id = p."unitId" LEFT JOIN "RoleSecurity" r ON r.role = p.role
           WHERE p."userId" = u.id AND p."validFrom" <= $2::date AND (p."validTo" IS NULL OR p."validTo" >= $2::date)) AS positions
    FROM "Session" s JOIN "User" u ON u.id = s."userId"
   WHERE s."revokedAt" IS NULL AND s."expiresAt" > $3 AND s."lastSeenAt" > $4 AND u."disabledAt" IS NULL AND `

/**
 * The person behind a session as of now: rights come from positions valid today. Null when the session ended,
 * idled out, or the account was disabled.
 */
export async function findActor(pool: Pool, by: { token: string } | { sessionId: string }, now: Date): Promise<Actor | null> {
  const today = new Date(now.getTime() + 7 * 3600_000).toISOString().slice(0, 10)
  const idleSince = new Date(now.getTime() - IDLE_MINUTES * 60_000)
  const { rows } =
    'token' in by
      ? await pool.query<Row>(`${SELECT} s."tokenHash" = $1`, [tokenHash(by.token), today, now, idleSince])
      : await pool.query<Row>(`${SELECT} s.id = $1::uuid`, [by.sessionId, today, now, idleSince])
  const row = rows[0]
  if (!row) return null
  // One write a minute at most keeps "last seen" honest without a write per request.
  if (now.getTime() - row.lastSeenAt.getTime() > 60_000) {
    await pool.query(`UPDATE "Session" SET "lastSeenAt" = $2 WHERE id = $1`, [row.sessionId, now])
  }
  return toActor(row)
}

function toActor(row: Row): Actor {
  const positions = (row.positions ?? []).map(p => ({ role: p.role, unitId: p.unitId, unitName: p.unitName, title: p.title }))
  const roles = new Set<Role>(positions.map(p => p.role))
  const main = positions.find(p => p.role !== 'committee_member') ?? positions[0]
  const demanded = (row.positions ?? []).some(p => p.isSecondFactorDemanded)
  return {
    userId: row.userId,
    sessionId: row.sessionId,
    username: row.username,
    displayName: row.displayName,
    positions,
    roles,
    unitIds: [...new Set(positions.map(p => p.unitId))],
    unitId: main?.unitId ?? null,
    unitName: main?.unitName ?? '',
    hasSecondFactor: row.secondFactorAt !== null,
    mustChangePassword: row.mustChangePassword,
    mustSetUpSecondFactor: demanded && row.totpEnabledAt === null,
  }
}

/**
 * Short memory for sockets: hundreds of calls in one second ask the database once per person.
 * A change of rights clears it (evict), and nothing is remembered longer than a second.
 */
export function makeActorMemory(pool: Pool, clock: () => Date) {
  const TTL_MS = 1_000
  const memory = new Map<string, { until: number; actor: Promise<Actor | null> }>()
  return {
    bySession(sessionId: string): Promise<Actor | null> {
      const now = clock()
      const known = memory.get(sessionId)
      if (known && known.until > now.getTime()) return known.actor
      const actor = findActor(pool, { sessionId }, now)
      actor.catch(() => memory.delete(sessionId))
      memory.set(sessionId, { until: now.getTime() + TTL_MS, actor })
      if (memory.size > 5_000) for (const [k, v] of memory) if (v.until <= now.getTime()) memory.delete(k)
      return actor
    },
    forget(sessionId: string | null): void {
      if (sessionId === null) memory.clear()
      else memory.delete(sessionId)
    },
  }
}
export type ActorMemory = ReturnType<typeof makeActorMemory>
