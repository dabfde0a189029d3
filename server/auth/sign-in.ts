import { randomBytes } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'
import { Secret, TOTP } from 'otpauth'
import type { Pool } from 'pg'
import { v7 as uuid } from 'uuid'
import type { Answer } from '#app/contracts/define.ts'
import { civilDateInVietnam } from '#app/domain/calendar/working-days.ts'
import { inForceSql } from '#server/db/in-force.ts'
import { passwordProblem } from './password-rules.ts'
import { ABSOLUTE_HOURS, tokenHash } from './actor.ts'
import { clearCookie, type CookieNames, readCookies, setCookie } from './cookies.ts'
import type { AuthDoor, SignInAnswer } from './door.ts'

/** OWASP's floor for argon2id; Vietnamese letters count as typed, only their spelling is made one (NFC). */
const ARGON2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFC'), ARGON2)
export const verifyPassword = (stored: string, password: string): Promise<boolean> => verify(stored, password.normalize('NFC'))

const WINDOW_MINUTES = 15
/** wrong tries on one account from devices that never signed in to it, within the window */
const MAX_FAILS_STRANGE = 10
/** wrong tries from the same known device: a person who mistypes, never locked out by strangers */
const MAX_FAILS_KNOWN_DEVICE = 20
/** one address may stand for a whole hall, so only a flood over many accounts is slowed */
const MAX_FAILS_ADDRESS = 300
const PENDING_MINUTES = 5

type Deps = {
  pool: Pool
  clock: () => Date
  cookies: CookieNames
  insecureHttp: boolean
  /** after sign-out: sockets of the session must close at once */
  announceEnd: (userId: string, sessionIds: string[], reason: 'signed_out') => Promise<void>
}
type Request = { cookieHeader: string | undefined; ip: string | null; userAgent: string | undefined }

type UserRow = { id: string; passwordHash: string | null; totpSecret: string | null; totpEnabledAt: Date | null; totpLastStep: number | null; disabledAt: Date | null }

/** A hash nobody's password has: an unknown name costs the same time as a known one. */
const decoy = hashPassword(randomBytes(16).toString('hex'))

export function makeAuthDoor(deps: Deps, req: Request): AuthDoor {
  const { pool, cookies } = deps
  const jar = readCookies(req.cookieHeader)
  const deviceKey = jar[cookies.device] ? tokenHash(jar[cookies.device] as string) : null

  async function lockedMinutes(usernameKey: string): Promise<number> {
    const since = new Date(deps.clock().getTime() - WINDOW_MINUTES * 60_000)
    const { rows } = await pool.query<{ strange: number; own: number; address: number; known: boolean }>(
      `SELECT count(*) FILTER (WHERE NOT "isSuccess" AND "usernameKey" = $1 AND ("deviceKey" IS NULL OR "deviceKey" IS DISTINCT FROM $3))::int AS strange,
              count(*) FILTER (WHERE NOT "isSuccess" AND "usernameKey" = $1 AND "deviceKey" = $3)::int AS own,
              count(*) FILTER (WHERE NOT "isSuccess" AND ip = $4)::int AS address,
              EXISTS (SELECT 1 FROM "SignInAttempt" k WHERE k."isSuccess" AND k."usernameKey" = $1 AND k."deviceKey" = $3) AS known
       FROM "SignInAttempt" WHERE at > $2`,
      [usernameKey, since, deviceKey, req.ip],
    )
    const r = rows[0]
    if (!r) return 0
    const isLocked = r.known ? r.own >= MAX_FAILS_KNOWN_DEVICE : r.strange + r.own >= MAX_FAILS_STRANGE || r.address >= MAX_FAILS_ADDRESS
    return isLocked ? WINDOW_MINUTES : 0
  }

  const note = (usernameKey: string, isSuccess: boolean, device: string | null) =>
    pool.query(`INSERT INTO "SignInAttempt"(id, "usernameKey", ip, "deviceKey", "isSuccess", at) VALUES ($1,$2,$3,$4,$5,$6)`, [
      uuid(),
      usernameKey,
      req.ip,
      device,
      isSuccess,
      deps.clock(),
    ])

  async function openSession(userId: string, usernameKey: string, isSecondFactor: boolean): Promise<string[]> {
    const token = randomBytes(32).toString('base64url')
    const device = jar[cookies.device] ?? randomBytes(24).toString('base64url')
    const now = deps.clock()
    await note(usernameKey, true, tokenHash(device))
    // A session that was open in this browser ends: the id is always a new one.
    const old = jar[cookies.session]
    if (old) await pool.query(`UPDATE "Session" SET "revokedAt" = $2 WHERE "tokenHash" = $1 AND "revokedAt" IS NULL`, [tokenHash(old), now])
    await pool.query(
      `INSERT INTO "Session"(id, "tokenHash", "userId", "createdAt", "lastSeenAt", "expiresAt", "secondFactorAt", ip, "userAgent")
       VALUES ($1,$2,$3,$4,$4,$5,$6,$7,$8)`,
      [
        uuid(),
        tokenHash(token),
        userId,
        now,
        new Date(now.getTime() + ABSOLUTE_HOURS * 3600_000),
        isSecondFactor ? now : null,
        req.ip,
        req.userAgent?.slice(0, 300) ?? null,
      ],
    )
    return [
      setCookie(cookies.session, token, { insecureHttp: deps.insecureHttp, maxAgeSeconds: ABSOLUTE_HOURS * 3600 }),
      setCookie(cookies.device, device, { insecureHttp: deps.insecureHttp, maxAgeSeconds: 400 * 24 * 3600 }),
      clearCookie(cookies.pending, { insecureHttp: deps.insecureHttp }),
    ]
  }

  return {
    async signIn(rawName, password): Promise<SignInAnswer> {
      const usernameKey = rawName.normalize('NFC').trim().toLowerCase().slice(0, 100)
      const minutes = await lockedMinutes(usernameKey)
      if (minutes > 0) return { ok: false, code: 'SIGN_IN_LOCKED', params: { minutes } }
      const { rows } = await pool.query<UserRow>(
        `SELECT id, "passwordHash", "totpSecret", "totpEnabledAt", "totpLastStep", "disabledAt" FROM "User" WHERE username = $1`,
        [usernameKey],
      )
      const user = rows[0]
      const stored = user?.passwordHash ?? (await decoy)
      const isRight = await verifyPassword(stored, password.slice(0, 1000))
      if (!user || !user.passwordHash || user.disabledAt || !isRight) {
        await note(usernameKey, false, deviceKey)
        return { ok: false, code: 'SIGN_IN_FAILED' }
      }
      if (user.totpEnabledAt) {
        const pending = randomBytes(32).toString('base64url')
        await pool.query(`INSERT INTO "Setting"(key, value) VALUES ($1, $2::jsonb)`, [
          `pending-second:${tokenHash(pending)}`,
          JSON.stringify({ userId: user.id, usernameKey, until: deps.clock().getTime() + PENDING_MINUTES * 60_000 }),
        ])
        return {
          ok: true,
          next: 'second_factor',
          cookies: [setCookie(cookies.pending, pending, { insecureHttp: deps.insecureHttp, maxAgeSeconds: PENDING_MINUTES * 60 })],
        }
      }
      return { ok: true, next: 'home', cookies: await openSession(user.id, usernameKey, false) }
    },

    async secondFactor(code): Promise<SignInAnswer> {
      const pending = jar[cookies.pending]
      if (!pending) return { ok: false, code: 'NOT_SIGNED_IN' }
      const key = `pending-second:${tokenHash(pending)}`
      const { rows } = await pool.query<{ value: { userId: string; usernameKey: string; until: number } }>(
        `SELECT value FROM "Setting" WHERE key = $1`,
        [key],
      )
      const waiting = rows[0]?.value
      if (!waiting || waiting.until < deps.clock().getTime()) return { ok: false, code: 'NOT_SIGNED_IN' }
      const minutes = await lockedMinutes(waiting.usernameKey)
      if (minutes > 0) return { ok: false, code: 'SIGN_IN_LOCKED', params: { minutes } }
      if (!(await useTotpCode(pool, waiting.userId, code, deps.clock()))) {
        await note(waiting.usernameKey, false, deviceKey)
        return { ok: false, code: 'SECOND_FACTOR_WRONG' }
      }
      await pool.query(`DELETE FROM "Setting" WHERE key = $1`, [key])
      const { rowCount } = await pool.query(`SELECT 1 FROM "User" WHERE id = $1 AND "disabledAt" IS NULL`, [waiting.userId])
      if (rowCount !== 1) return { ok: false, code: 'SIGN_IN_FAILED' }
      return { ok: true, next: 'home', cookies: await openSession(waiting.userId, waiting.usernameKey, true) }
    },

    async signOut() {
      const token = jar[cookies.session]
      if (token) {
        const { rows } = await pool.query<{ id: string; userId: string }>(
          `UPDATE "Session" SET "revokedAt" = $2 WHERE "tokenHash" = $1 AND "revokedAt" IS NULL RETURNING id, "userId"`,
          [tokenHash(token), deps.clock()],
        )
        const ended = rows[0]
        if (ended) await deps.announceEnd(ended.userId, [ended.id], 'signed_out')
      }
      return { cookies: [clearCookie(cookies.session, { insecureHttp: deps.insecureHttp })] }
    },

    async setupLinkIsValid(token) {
      const { rowCount } = await pool.query(`SELECT 1 FROM "SetupLink" WHERE "tokenHash" = $1 AND "usedAt" IS NULL AND "expiresAt" > $2`, [
        tokenHash(token),
        deps.clock(),
      ])
      return (rowCount ?? 0) > 0
    },

    async setupAdmin(token, rawName, password): Promise<Answer<{ cookies: string[] }>> {
      const username = rawName.normalize('NFC').trim().toLowerCase()
      if (!/^[a-z0-9._-]{3,60}$/.test(username)) return { ok: false, code: 'BAD_INPUT', fields: { username: 'username' } }
      const problem = passwordProblem(password, username)
      if (problem) return { ok: false, code: problem, fields: { password: problem } }
      const passwordHash = await hashPassword(password)
      const now = deps.clock()
      const client = await pool.connect()
      try {
        await client.query('BEGIN')
        const used = await client.query(
          `UPDATE "SetupLink" SET "usedAt" = $2 WHERE "tokenHash" = $1 AND "usedAt" IS NULL AND "expiresAt" > $2`,
          [tokenHash(token), now],
        )
        if (used.rowCount !== 1) {
          await client.query('ROLLBACK')
          return { ok: false, code: 'SETUP_LINK_INVALID' }
        }
        const userId = uuid()
        const inserted = await client.query(
          `INSERT INTO "User"(id, username, "displayName", "passwordHash", "passwordChangedAt", "searchText")
           VALUES ($1,$2,'Quản trị hệ thống',$3,$4,'quan tri he thong') ON CONFLICT (username) DO NOTHING`,
          [userId, username, passwordHash, now],
        )
        if (inserted.rowCount !== 1) {
          await client.query('ROLLBACK')
          return { ok: false, code: 'CONFLICT', fields: { username: 'CONFLICT' } }
        }
        await client.query(
          `INSERT INTO "Position"(id, "userId", "unitId", title, role, "validFrom")
           SELECT $1, $2, o.id, 'Quản trị hệ thống', 'admin', $3::date FROM "OrgUnit" o WHERE kind = 'office' AND ${inForceSql('o', '$4')} LIMIT 1`,
          [uuid(), userId, now, civilDateInVietnam(now)],
        )
        await client.query('COMMIT')
        return { ok: true, data: { cookies: await openSession(userId, username, false) } }
      } catch (err) {
        await client.query('ROLLBACK')
        throw err
      } finally {
        client.release()
      }
    },
  }
}

export const newTotpSecret = (): string => new Secret({ size: 20 }).base32
export const totpFor = (secret: string, label: string): TOTP =>
  new TOTP({ issuer: 'Tân Trào', label, algorithm: 'SHA1', digits: 6, period: 30, secret: Secret.fromBase32(secret) })

/** The time step a code is right for (one step of drift either way), or null. */
export function totpStep(secret: string, code: string, now: Date): number | null {
  const delta = totpFor(secret, 'x').validate({ token: code, timestamp: now.getTime(), window: 1 })
  return delta === null ? null : Math.floor(now.getTime() / 30_000) + delta
}

/** Right code, and never used before: the conditional update makes a second use of the same step fail. */
export async function useTotpCode(pool: Pick<Pool, 'query'>, userId: string, code: string, now: Date): Promise<boolean> {
  const { rows } = await pool.query<{ totpSecret: string | null }>(`SELECT "totpSecret" FROM "User" WHERE id = $1`, [userId])
  const secret = rows[0]?.totpSecret
  const step = secret ? totpStep(secret, code, now) : null
  if (step === null) return false
  const used = await pool.query(
    `UPDATE "User" SET "totpLastStep" = $2 WHERE id = $1 AND ("totpLastStep" IS NULL OR "totpLastStep" < $2)`,
    [userId, step],
  )
  return used.rowCount === 1
}
