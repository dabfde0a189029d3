// Real Postgres and Redis for the tests, started once per run. Other starters (bench, browser) use the same function.
// What is given by TEST_DATABASE_URL / TEST_REDIS_URL (or REDIS_URL) is used and never stopped.
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { applyMigrations, knownMigrations } from '#prisma/migrate.ts'
import { startPostgres, startRedis } from '#server/deploy/local-services.mjs'

const root = path.resolve(import.meta.dirname, '../..')

export type TestServices = {
  /** superuser connection to the `postgres` database of the test cluster */
  adminUrl: string
  redisUrl: string
  stop: () => Promise<void>
}

/**
 * Brings up what is missing and makes the template database, then leaves TEST_DATABASE_URL, TEST_REDIS_URL,
 * TEST_TEMPLATE and TEST_WORK_DIR in the environment, where worker processes and nested starts find them.
 */
export async function startTestServices(log: (line: string) => void = () => undefined): Promise<TestServices> {
  const stops: (() => Promise<void>)[] = []
  const stop = async () => {
    for (const one of stops.splice(0).reverse()) await one()
  }
  try {
    return { ...(await bringUp(stops, log)), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function bringUp(stops: (() => Promise<void>)[], log: (line: string) => void): Promise<Omit<TestServices, 'stop'>> {
  if (!process.env.TEST_WORK_DIR) {
    const workDir = mkdtempSync(path.join(os.tmpdir(), 'tan-trao-test-'))
    // Postgres under root runs as another account, which must pass through.
    chmodSync(workDir, 0o711)
    process.env.TEST_WORK_DIR = workDir
    stops.push(async () => {
      delete process.env.TEST_WORK_DIR
      rmSync(workDir, { recursive: true, force: true })
    })
  }
  const dataDir = process.env.TEST_WORK_DIR
  if (!process.env.TEST_DATABASE_URL) {
    const postgres = await startPostgres({ dataDir, durable: false, database: 'postgres', log })
    process.env.TEST_DATABASE_URL = postgres.url
    stops.push(async () => {
      delete process.env.TEST_DATABASE_URL
      await postgres.stop()
    })
  }
  if (!process.env.TEST_REDIS_URL) {
    const redis = await startRedis({ dataDir, url: process.env.REDIS_URL, durable: false, log })
    process.env.TEST_REDIS_URL = redis.url
    stops.push(async () => {
      delete process.env.TEST_REDIS_URL
      await redis.stop()
    })
  }
  process.env.TEST_TEMPLATE ??= await makeTemplate(process.env.TEST_DATABASE_URL)
  stops.push(async () => {
    delete process.env.TEST_TEMPLATE
  })
  return { adminUrl: process.env.TEST_DATABASE_URL, redisUrl: process.env.TEST_REDIS_URL }
}

/** The migrated, empty database every test database is copied from; its name follows the content of the migrations. */
async function makeTemplate(adminUrl: string): Promise<string> {
  const hash = createHash('sha256')
  for (const name of knownMigrations()) hash.update(readFileSync(path.join(root, 'prisma/migrations', name, 'migration.sql')))
  const name = `tan_trao_template_${hash.digest('hex').slice(0, 12)}`
  await makeDatabaseOnce(adminUrl, name, (url) => applyMigrations(url).then(() => undefined))
  return name
}

/**
 * The template with the demonstration province loaded, made by the seed program the first time somebody asks.
 * @returns its name and the folder with the files the seed wrote
 */
export async function seededTemplate(): Promise<{ name: string; dataDir: string }> {
  const adminUrl = requireEnv('TEST_DATABASE_URL')
  const template = requireEnv('TEST_TEMPLATE')
  const name = template.replace('template', 'seeded')
  const dataDir = path.join(requireEnv('TEST_WORK_DIR'), name)
  await makeDatabaseOnce(
    adminUrl,
    name,
    async (url) => {
      mkdirSync(dataDir, { recursive: true })
      const env = { ...process.env, DATABASE_URL: url, REDIS_URL: requireEnv('TEST_REDIS_URL'), DATA_DIR: dataDir, DEMO: '1' }
      await promisify(execFile)(process.execPath, ['--import', 'tsx', 'prisma/seed/index.ts'], { cwd: root, env })
    },
    template,
  )
  return { name, dataDir }
}

/** Makes a database under a lock of the whole cluster and gives it its name only when it is complete. */
async function makeDatabaseOnce(adminUrl: string, name: string, fill: (url: string) => Promise<void>, template = 'template1') {
  const admin = new pg.Client({ connectionString: adminUrl })
  await admin.connect()
  try {
    await admin.query('SELECT pg_advisory_lock(hashtext($1))', [name])
    const found = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [name])
    if (found.rowCount) return
    const draft = `${name}_draft`
    await admin.query(`DROP DATABASE IF EXISTS "${draft}" WITH (FORCE)`)
    await admin.query(`CREATE DATABASE "${draft}" TEMPLATE "${template}"`)
    await fill(databaseUrl(adminUrl, draft))
    await endConnections(admin, draft)
    await admin.query(`ALTER DATABASE "${draft}" RENAME TO "${name}"`)
  } finally {
    await admin.end()
  }
}

async function endConnections(admin: pg.Client, database: string): Promise<void> {
  await admin.query('SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1', [database])
}

/** The same server, another database. */
export function databaseUrl(adminUrl: string, database: string): string {
  const url = new URL(adminUrl)
  url.pathname = `/${database}`
  return url.href
}

export function requireEnv(name: string): string {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set: this test runs only with the services of tests/support/services.ts`)
  return value
}

/** Vitest's global setup for the projects that need services. */
export default async function setup(): Promise<() => Promise<void>> {
  const services = await startTestServices()
  return services.stop
}
