import { randomBytes } from 'node:crypto'
import { cp, mkdir } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import { databaseUrl, requireEnv, seededTemplate } from './services.ts'

export type FreshDatabase = {
  /** connection string of a database nobody else uses */
  url: string
  /** folder for files that belongs to this database (DATA_DIR) */
  dataDir: string
  /** a fact straight from the tables, past every layer of ours */
  query: <Row>(sql: string, values?: unknown[]) => Promise<Row[]>
  drop: () => Promise<void>
}

/**
 * A database of one's own, copied from the migrated template in about 50 ms.
 * @param options.seeded with the demonstration province, its accounts and its files; the first caller of a run waits
 * for the seed program
 */
export async function freshDatabase(options: { seeded?: boolean } = {}): Promise<FreshDatabase> {
  const adminUrl = requireEnv('TEST_DATABASE_URL')
  const source = options.seeded ? await seededTemplate() : { name: requireEnv('TEST_TEMPLATE'), dataDir: null }
  const name = `tan_trao_test_${randomBytes(6).toString('hex')}`
  const dataDir = path.join(requireEnv('TEST_WORK_DIR'), name)
  await asAdmin(adminUrl, `CREATE DATABASE "${name}" TEMPLATE "${source.name}"`)
  await mkdir(dataDir, { recursive: true })
  if (source.dataDir) await cp(source.dataDir, dataDir, { recursive: true })
  const url = databaseUrl(adminUrl, name)
  const pool = new pg.Pool({ connectionString: url, max: 2 })
  // Dropping the database cuts whoever is still saying goodbye.
  pool.on('error', () => undefined)
  return {
    url,
    dataDir,
    query: async <Row>(sql: string, values: unknown[] = []) => (await pool.query(sql, values)).rows as Row[],
    drop: async () => {
      await pool.end()
      await asAdmin(adminUrl, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`)
    },
  }
}

async function asAdmin(adminUrl: string, sql: string): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl })
  await admin.connect()
  try {
    await admin.query(sql)
  } finally {
    await admin.end()
  }
}
