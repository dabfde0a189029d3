// A plan of 5,000 rows into a province of 140 units that already has 20,000 tasks, as a person lives it: the file opened, every
// row judged, the rows given in one transaction with their progress told. The peer is the same rows written bare in the same
// run: one INSERT of all tasks, coordinating units, alerts and lines from JSON, one commit. Meanwhile the loop of the process
// is watched: long work must not keep others waiting. One JSON line a figure; ends with 1 on a missed goal.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { v7 as uuid } from 'uuid'
import { planRequested, planRun, planStart } from '#app/contracts/plan.ts'
import { readEnv } from '#server/boot/env.ts'
import { makeServices } from '#server/boot/services.ts'
import { queries, reactions } from '#server/features/index.ts'
import { readWorkbook } from '#server/files/sheet/read-workbook.ts'
import { addUnit, buildCommittee } from '#tests/support/build.ts'
import { PLAN_HEAD, planRows, storePlan, workbookOf } from '#tests/support/sheets.ts'
import { print } from './support/figures.ts'

const ROWS = 5_000
const UNITS = 136
const BEFORE = 20_000
const GOAL_MS = 20_000
const GOAL_LOOP_MS = 250
const MS = 1e6

let isMet = true
const say = (f: Parameters<typeof print>[1]): void => {
  if (!print('import', f)) isMet = false
}
const timed = async <T>(work: () => Promise<T>): Promise<[number, T]> => {
  const from = performance.now()
  const value = await work()
  return [performance.now() - from, value]
}

const folder = mkdtempSync(path.join(os.tmpdir(), 'tan-trao-import-'))
const env = readEnv({ ...process.env, NODE_ENV: 'test', LOG_LEVEL: 'fatal', DATA_DIR: folder, PORT: '3000' })
const services = await makeServices(env)
const pool = new pg.Pool({ connectionString: env.databaseUrl, max: 2 })
try {
  const ground = { services, clock: { now: new Date() } }
  const c = await buildCommittee(ground, 3)
  for (let i = 0; i < UNITS; i++) await addUnit(ground, `UBND xã Số ${i + 1}`, 'commune')
  const names = (await services.db.orgUnit.findMany({ where: { kind: { not: 'province' } }, select: { name: true } })).map(u => u.name)
  await pool.query(
    `INSERT INTO "Task"(id, code, title, content, "sourceKind", "sourceLabel", "giverId", "giverLabel", "leadUnitId", "updatedAt")
     SELECT gen_random_uuid(), 'CU-' || g, 'Việc cũ số ' || g, 'Việc cũ số ' || g, 'plan', 'Kế hoạch cũ', $1::uuid, 'Văn phòng', u.id, now()
     FROM generate_series(1, ${BEFORE}) g JOIN (SELECT id, row_number() OVER () AS n, count(*) OVER () AS of FROM "OrgUnit" WHERE kind <> 'province') u ON u.n = 1 + g % u.of`,
    [c.monitor.userId],
  )
  await pool.query('ANALYZE "Task"')

  const bytes = workbookOf([PLAN_HEAD, ...planRows(ROWS, names)])
  const file = path.join(folder, 'ke-hoach.xlsx')
  writeFileSync(file, bytes)
  const loop = monitorEventLoopDelay({ resolution: 10 })
  loop.enable()
  const [opening, book] = await timed(() => readWorkbook(file))
  if (!book.ok) throw new Error(book.code)
  say({ metric: `open ${ROWS} rows`, value: opening, unit: 'ms' })

  const stored = await storePlan(services, bytes, c.monitor.userId)
  if (!('fileId' in stored)) throw new Error(stored.code)
  const importId = uuid()
  const act = async (name: string, input: object) => {
    const answer = await services.runCommand(name, input, uuid(), { actor: c.monitor, ip: null })
    if (!answer.ok) throw new Error(`${name}: ${answer.code}`)
  }
  await act(planStart.name, { importId, fileId: stored.fileId, planLabel: 'Kế hoạch đo' })
  const ctx = { db: services.db, actor: c.monitor, now: new Date(), calendar: services.calendar }
  const [judging, seen] = await timed(() => queries['plan.view'](ctx, { importId }))
  if (seen.sheet?.counts.new !== ROWS) throw new Error(`judged ${JSON.stringify(seen.sheet?.counts)}`)
  say({ metric: `judge ${ROWS} rows`, value: judging, unit: 'ms' })

  await act(planRun.name, { importId })
  const { rows: asked } = await pool.query<{ id: string; payload: unknown }>(`SELECT id::text, payload FROM "EventLog" WHERE name = $1`, [planRequested.name])
  const carry = reactions.find(r => r.name === 'plan.carryOut')
  const [giving] = await timed(async () => carry?.run({ db: services.db, runAsSystem: services.runAsSystem, runAs: services.runAs, dataDir: folder }, { id: asked[0]?.id ?? '', stream: `plan:${importId}`, seq: 1, name: planRequested.name, v: 1, payload: asked[0]?.payload, at: 0, actorId: null }))
  loop.disable()
  const { plan } = await queries['plan.view'](ctx, { importId })
  const count = async (sql: string): Promise<number> => Number((await pool.query<{ n: string }>(`SELECT count(*) AS n FROM ${sql}`)).rows[0]?.n)
  if (plan.status !== 'done' || (await count(`"TaskSource" WHERE "importId" = '${importId}'`)) !== ROWS) throw new Error(`not all rows stand: ${JSON.stringify(plan)}`)

  // The peer: the very rows that were given, written bare into tables of the same columns and keys.
  const tables = { Task: `id IN (SELECT "taskId" FROM "TaskSource" WHERE "importId" = '${importId}')`, TaskSource: `"importId" = '${importId}'`, TaskCoordinator: `"taskId" IN (SELECT "taskId" FROM "TaskSource" WHERE "importId" = '${importId}')`, Alert: `"taskId" IN (SELECT "taskId" FROM "TaskSource" WHERE "importId" = '${importId}')`, EventLog: `stream IN (SELECT 'task:' || "taskId" FROM "TaskSource" WHERE "importId" = '${importId}')` }
  const json: Record<string, string> = {}
  for (const [name, where] of Object.entries(tables)) {
    json[name] = (await pool.query<{ all: string }>(`SELECT json_agg(t)::text AS all FROM "${name}" t WHERE ${where}`)).rows[0]?.all ?? '[]'
    await pool.query(`CREATE TABLE bare_${name.toLowerCase()} (LIKE "${name}" INCLUDING ALL)`)
  }
  const [bare] = await timed(async () => {
    const client = await pool.connect()
    try {
      await client.query('BEGIN')
      for (const name of Object.keys(tables)) await client.query(`INSERT INTO bare_${name.toLowerCase()} SELECT * FROM json_populate_recordset(NULL::"${name}", $1::json)`, [json[name]])
      await client.query('COMMIT')
    } finally {
      client.release()
    }
  })
  const told = await count(`"EventLog" WHERE name = 'plan.changed' AND stream = 'plan:${importId}' AND (payload->'plan'->>'done')::int BETWEEN 1 AND ${ROWS - 1}`)
  say({ metric: `give ${ROWS} rows, all or none`, value: giving, unit: 'ms', peer: bare, goal: GOAL_MS, met: giving <= GOAL_MS })
  say({ metric: 'open, judge and give', value: opening + judging + giving, unit: 'ms', peer: bare, goal: GOAL_MS, met: opening + judging + giving <= GOAL_MS })
  say({ metric: 'progress told while it runs', value: told, unit: 'times', goal: 2, met: told >= 2, digits: 0 })
  say({ metric: 'event loop held, p99', value: loop.percentile(99) / MS, unit: 'ms' })
  say({ metric: 'event loop held, longest', value: loop.max / MS, unit: 'ms', goal: GOAL_LOOP_MS, met: loop.max / MS <= GOAL_LOOP_MS })
} finally {
  await pool.end()
  await services.stop()
  rmSync(folder, { recursive: true, force: true })
}
process.exitCode = isMet ? 0 : 1
