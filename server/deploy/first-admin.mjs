// The one-time link with which the first administrator sets a name and a password, when no account can administer yet.
//   DATABASE_URL=… node server/deploy/first-admin.mjs [address]
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const VALID_HOURS = 24

/**
 * Makes a fresh link and ends the unused ones before it, so that only the one on the screen works.
 * @param {{query: Function}} db
 * @param {string} address what people open, without a trailing slash
 * @returns {Promise<string | null>} null when somebody can administer already
 */
export async function firstAdminLink(db, address) {
  const found = await db.query(
    `SELECT 1 FROM "User" u JOIN "Position" p ON p."userId" = u.id
     WHERE p.role = 'admin' AND u."passwordHash" IS NOT NULL AND u."disabledAt" IS NULL
       AND (p."validTo" IS NULL OR p."validTo" >= now()::date) LIMIT 1`,
  )
  if (found.rowCount > 0) return null
  const token = randomBytes(32).toString('base64url')
  const tokenHash = createHash('sha256').update(token).digest('base64url')
  await db.query('DELETE FROM "SetupLink" WHERE "usedAt" IS NULL')
  await db.query(
    `INSERT INTO "SetupLink"(id, "tokenHash", "expiresAt") VALUES ($1, $2, now() + make_interval(hours => $3))`,
    [randomUUID(), tokenHash, VALID_HOURS],
  )
  return `${address}/thiet-lap/${token}`
}

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL })
  await client.connect()
  const link = await firstAdminLink(client, process.argv[2] ?? process.env.PUBLIC_URL ?? 'http://localhost:3000')
  await client.end()
  console.log(link ?? 'Đã có người quản trị. (There is an administrator already.)')
}
