import { createHash } from 'node:crypto'
import type { Pool } from 'pg'
import { civilDateInVietnam } from '#app/domain/calendar/working-days.ts'
import type { Actor, ActorPosition, Role } from '#server/command/context.ts'
import { gathering } from '#server/command/gather.ts'
import { inForceSql } from '#server/db/in-force.ts'

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
           WHERE p."userId" = u.id AND ${inForceSql('p', '$2')}) AS positions
    FROM "Session" s JOIN "User" u ON u.id = s."userId"
   WHERE s."revokedAt" IS NULL AND s."expiresAt" > $3 AND s."lastSeenAt" > $4 AND u."disabledAt" IS NULL AND `

type Day = { today: string; idleSince: Date }
const dayOf = (now: Date): Day => ({ today: civilDateInVietnam(now), idleSince: new Date(now.getTime() - IDLE_MINUTES * 60_000) })

/**
 * One write a minute at most keeps "last seen" honest without a write per request. Nobody waits for it: a line that is lost
 * is written a moment later by the next request.
 */
function keepSeen(pool: Pool, rows: readonly Row[], now: Date): void {
  const old = rows.filter(r => now.getTime() - r.lastSeenAt.getTime() > 60_000).map(r => r.sessionId)
  if (old.length > 0) pool.query(`UPDATE "Session" SET "lastSeenAt" = $2 WHERE id = ANY($1::uuid[])`, [old, now]).catch(() => undefined)
}

/**
 * The person behind a session as of now: rights come from positions valid today. Null when the session ended,
 * idled out, or the account was disabled.
 */
export async function findActor(pool: Pool, by: { token: string } | { sessionId: string }, now: Date): Promise<Actor | null> {
  if ('sessionId' in by) return (await findActors(pool, [by.sessionId], now)).get(by.sessionId) ?? null
  const { today, idleSince } = dayOf(now)
  const { rows } = await pool.query<Row>(`${SELECT} s."tokenHash" = $1`, [tokenHash(by.token), today, now, idleSince])
  keepSeen(pool, rows, now)
  return rows[0] ? toActor(rows[0]) : null
}

/** The same for many sessions in one query; who is not among the answers has no session any more. */
async function findActors(pool: Pool, sessionIds: readonly string[], now: Date): Promise<Map<string, Actor>> {
  const { today, idleSince } = dayOf(now)
  const { rows } = await pool.query<Row>({ name: 'actors', text: `${SELECT} s.id = ANY($1::uuid[])`, values: [sessionIds, today, now, idleSince] })
  keepSeen(pool, rows, now)
  return new Map(rows.map(r => [r.sessionId, toActor(r)]))
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
 * Short memory for sockets: hundreds of calls in one second ask the database once per person, and persons who are asked
 * for while a query is under way share the next one: a whole hall that votes at once is a handful of queries.
 * A change of rights clears it (evict), and nothing is remembered longer than a second.
 */
export function makeActorMemory(pool: Pool, clock: () => Date) {
  const TTL_MS = 1_000
  const memory = new Map<string, { until: number; actor: Promise<Actor | null> }>()
  const ask = gathering<{ sessionId: string; resolve: (a: Actor | null) => void; reject: (e: unknown) => void }>(async group => {
    try {
      const found = await findActors(pool, group.map(g => g.sessionId), clock())
      for (const g of group) g.resolve(found.get(g.sessionId) ?? null)
    } catch (err) {
      for (const g of group) g.reject(err)
    }
  })
  return {
    bySession(sessionId: string): Promise<Actor | null> {
      const now = clock()
      const known = memory.get(sessionId)
      if (known && known.until > now.getTime()) return known.actor
      const actor = new Promise<Actor | null>((resolve, reject) => ask({ sessionId, resolve, reject }))
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
