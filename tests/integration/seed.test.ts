import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifyPassword } from '#server/auth/sign-in.ts'
import { inspectFile } from '#server/files/inspect.ts'
import { makeFileStore } from '#server/files/store.ts'
import { type FreshDatabase, freshDatabase } from '#tests/support/database.ts'
import { requireEnv } from '#tests/support/services.ts'

const root = path.resolve(import.meta.dirname, '../..')
const SEED_MS = 60_000
const MEMBERS = 27
const COMMUNES_AND_WARDS = 124
const LONG_PAGES = 300
const IN_OFFICE = `"validFrom" <= $1::date AND ("validTo" IS NULL OR "validTo" >= $1::date)`

const runSeed = (database: FreshDatabase, demo: '0' | '1') =>
  promisify(execFile)(process.execPath, ['--import', 'tsx', 'prisma/seed/index.ts'], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: database.url, REDIS_URL: requireEnv('TEST_REDIS_URL'), DATA_DIR: database.dataDir, DEMO: demo },
  })

/** Every row of every table as one hash each, so that a changed value shows as well as a new row. */
async function contents(database: FreshDatabase): Promise<Record<string, string>> {
  const tables = await database.query<{ name: string }>(`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`)
  const hashes: Record<string, string> = {}
  for (const { name } of tables) {
    const [row] = await database.query<{ hash: string }>(`SELECT count(*) || ':' || md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) AS hash FROM "${name}" t`)
    hashes[name] = row?.hash ?? ''
  }
  return hashes
}

describe('the demonstration province', () => {
  let database: FreshDatabase
  beforeAll(async () => {
    database = await freshDatabase({ seeded: true })
  }, SEED_MS)
  afterAll(() => database.drop())
  const count = async (sql: string, values: unknown[] = []) => (await database.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${sql}`, values))[0]?.n

  test('has 27 members in office, one of them the Chairman, and none before the merger', async () => {
    expect(await count(`"CommitteeMembership" WHERE ${IN_OFFICE}`, ['2025-07-01'])).toBe(MEMBERS)
    expect(await count(`"CommitteeMembership" WHERE "isChair" AND ${IN_OFFICE}`, ['2025-07-01'])).toBe(1)
    expect(await count(`"CommitteeMembership" WHERE ${IN_OFFICE}`, ['2025-06-30'])).toBe(0)
  })

  test('has 124 communes and wards since 01/07/2025 and the districts only before', async () => {
    const local = (kinds: string, date: string) => count(`"OrgUnit" WHERE kind IN (${kinds}) AND ${IN_OFFICE}`, [date])
    expect(await local(`'commune','ward'`, '2025-07-01')).toBe(COMMUNES_AND_WARDS)
    expect(await local(`'district','city'`, '2025-06-30')).toBe(7)
    expect(await local(`'district','city'`, '2025-07-01')).toBe(0)
    expect(await count(`"OrgUnit" u WHERE "parentId" IS NULL AND kind <> 'province'`)).toBe(0)
  })

  test('has a head and a clerk in every commune and ward of today', async () => {
    const missing = await database.query(
      `SELECT u.name, r.role FROM "OrgUnit" u CROSS JOIN (VALUES ('unit_head'), ('unit_clerk')) r(role)
       WHERE u.kind IN ('commune', 'ward') AND u."validTo" IS NULL
         AND NOT EXISTS (SELECT 1 FROM "Position" p WHERE p."unitId" = u.id AND p.role = r.role)`,
    )
    expect(missing).toEqual([])
  })

  test('lets every printed account in with its printed password', async () => {
    const accounts = JSON.parse(readFileSync(path.join(root, 'prisma/seed/accounts.json'), 'utf8')) as { username: string; password: string }[]
    expect(accounts.length).toBeGreaterThanOrEqual(8)
    for (const { username, password } of accounts) {
      const [user] = await database.query<{ passwordHash: string; positions: number }>(
        `SELECT "passwordHash", (SELECT count(*)::int FROM "Position" p WHERE p."userId" = u.id) AS positions FROM "User" u WHERE username = $1 AND "disabledAt" IS NULL`,
        [username],
      )
      expect(user, username).toBeDefined()
      expect(user?.positions, username).toBeGreaterThan(0)
      expect(await verifyPassword(user?.passwordHash ?? '', password), username).toBe(true)
    }
  })

  test('has one session to open, with 27 voters and neither the substitute, the guest nor the press among them', async () => {
    const [meeting] = await database.query<{ id: string; versions: number }>(
      `SELECT id, (SELECT count(*)::int FROM "AgendaVersion" v WHERE v."meetingId" = m.id) AS versions FROM "Meeting" m WHERE status = 'invited'`,
    )
    expect(meeting?.versions).toBe(1)
    const people = await database.query<{ role: string; voters: number; others: number }>(
      `SELECT role, count(*) FILTER (WHERE "isVoter")::int AS voters, count(*) FILTER (WHERE NOT "isVoter")::int AS others
       FROM "MeetingParticipant" WHERE "meetingId" = $1 GROUP BY role ORDER BY role`,
      [meeting?.id],
    )
    expect(people).toEqual([
      { role: 'chair', voters: 1, others: 0 },
      { role: 'guest', voters: 0, others: 1 },
      { role: 'member', voters: MEMBERS - 1, others: 0 },
      { role: 'observer', voters: 0, others: 1 },
      { role: 'secretary', voters: 0, others: 2 },
      { role: 'substitute', voters: 0, others: 1 },
    ])
    const [substitute] = await database.query<{ absenceReason: string | null }>(
      `SELECT absent."absenceReason" FROM "MeetingParticipant" s JOIN "MeetingParticipant" absent ON absent.id = s."substituteForId"
       WHERE s."meetingId" = $1 AND s.role = 'substitute'`,
      [meeting?.id],
    )
    expect(substitute?.absenceReason).toBeTruthy()
  })

  test('invites the guest for one item of the session to open, and opens one item to the press', async () => {
    const [row] = await database.query<{ invited: string[]; open: string[] }>(
      `SELECT array(SELECT i.title FROM "GuestItem" g JOIN "AgendaItem" i ON i.id = g."itemId" WHERE i."meetingId" = m.id) AS invited,
              array(SELECT i.title FROM "AgendaItem" i WHERE i."meetingId" = m.id AND i."isOpenToPress") AS open
       FROM "Meeting" m WHERE status = 'invited'`,
    )
    expect(row?.invited).toHaveLength(1)
    expect(row?.open).toHaveLength(1)
    expect(row?.invited).not.toEqual(row?.open)
  })

  test('has papers our own reader opens, one of 300 pages, on every item of the session', async () => {
    const papers = await database.query<{ itemId: string; name: string; pages: number; sha256: string }>(
      `SELECT p."itemId", f.name, f.pages, f.sha256 FROM "Paper" p JOIN "StoredFile" f ON f.id = p."fileId"`,
    )
    expect(new Set(papers.map(p => p.itemId)).size).toBe(await count(`"AgendaItem" i JOIN "Meeting" m ON m.id = i."meetingId" WHERE m.status = 'invited'`))
    expect(Math.max(...papers.map(p => p.pages))).toBe(LONG_PAGES)
    const store = makeFileStore(database.dataDir)
    for (const paper of papers) {
      const file = store.pathOf(paper.sha256)
      expect(createHash('sha256').update(readFileSync(file)).digest('hex'), paper.name).toBe(paper.sha256)
      expect(await inspectFile(file, paper.name, 'paper'), paper.name).toMatchObject({ ok: true, mime: 'application/pdf', pages: paper.pages })
    }
  })

  test('shows tasks in every state of a follow-up, and sends nothing of the past again', async () => {
    const states = await database.query<{ state: string }>(`SELECT DISTINCT state FROM "Task" ORDER BY state`)
    expect(states.map(s => s.state)).toEqual(['assigned', 'done', 'in_progress', 'refused', 'waiting_confirmation'])
    expect(await count(`"Task" WHERE state = 'in_progress' AND "deadlineOn" < (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date`)).toBeGreaterThanOrEqual(6)
    expect(await count(`"ConclusionLine" WHERE "taskId" IS NOT NULL`)).toBe(2)
    expect(await count(`"Task" WHERE "sourceKind" = 'plan'`)).toBeGreaterThanOrEqual(40)
    expect(await count(`"Task" t JOIN "TaskSource" s ON s."taskId" = t.id WHERE t."sourceKind" = 'document' AND s."documentId" IS NOT NULL`)).toBe(6)
    // All 33 duties and 66 tasks of the plan came by its sheet and are followed; what comes back opens its period by itself.
    expect(await count(`(SELECT "importRow" FROM "TaskSource" WHERE "importId" IS NOT NULL UNION SELECT "importRow" FROM "Duty") x`)).toBe(99)
    expect(await count(`"Duty" d WHERE NOT EXISTS (SELECT 1 FROM "TaskSource" s WHERE s."dutyId" = d.id)`)).toBe(0)
    expect(await count(`"Duty" WHERE "isOn" AND "nextOpensOn" > (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date`)).toBe(await count(`"Duty"`))
    expect(await count(`"EventLog" WHERE "screenAt" IS NULL OR "jobAt" IS NULL`)).toBe(0)
    expect(await count(`"EventLog" e WHERE e.stream LIKE 'task:%' AND e.seq > (SELECT h.seq FROM "StreamHead" h WHERE h.stream = e.stream)`)).toBe(0)
    const floods = await database.query(`SELECT "taskId" FROM "Alert" WHERE status = 'pending' AND "fireAt" <= now() GROUP BY 1 HAVING count(*) > 1`)
    expect(floods).toEqual([])
  })

  test('is not touched by a second run', { timeout: SEED_MS }, async () => {
    const before = await contents(database)
    await runSeed(database, '1')
    expect(await contents(database)).toEqual(before)
  })
})

test('without the demonstration only units, days off, rules and kinds of tasks are loaded', { timeout: SEED_MS }, async () => {
  const database = await freshDatabase()
  try {
    await runSeed(database, '0')
    const rows = Object.entries(await contents(database)).filter(([name, hash]) => !hash.startsWith('0:') && !name.startsWith('_'))
    expect(rows.map(([name]) => name)).toEqual(['CalendarDay', 'OrgSuccession', 'OrgUnit', 'RuleSet', 'TaskField', 'TaskType'])
  } finally {
    await database.drop()
  }
})
