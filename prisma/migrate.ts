// Migrations without a downloaded engine. They are plain SQL files in prisma/migrations/<time>_<name>/migration.sql,
// applied by the same schema engine Prisma ships, in its WebAssembly build, which keeps Prisma's own
// `_prisma_migrations` table. So `prisma migrate deploy` works on this folder too where a native engine is at hand.
//
//   tsx prisma/migrate.ts apply          apply what is missing to DATABASE_URL
//   tsx prisma/migrate.ts new <name>     write the SQL that leads from the committed schema to the edited one
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import type { MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm'
import pg from 'pg'
import { startPostgres } from '#server/deploy/local-services.mjs'

const root = path.resolve(import.meta.dirname, '..')
const schemaFile = path.join(root, 'prisma/schema.prisma')
const migrationsDir = path.join(root, 'prisma/migrations')
const LOCK_FILE = 'migration_lock.toml'

type Row = { migration_name: string; checksum: string; finished_at: Date | null; rolled_back_at: Date | null }
type Queryable = { query: (sql: string, values?: unknown[]) => Promise<{ rows: unknown[] }> }

/** A migration that cannot go on without a person; the message is one sentence that can be shown as it is. */
export class MigrationError extends Error {}

/** Names of the migrations in the repository, oldest first. */
export function knownMigrations(): string[] {
  if (!existsSync(migrationsDir)) return []
  return readdirSync(migrationsDir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(path.join(migrationsDir, entry.name, 'migration.sql')))
    .map((entry) => entry.name)
    .sort()
}

/**
 * Names of the migrations this database still lacks (empty = up to date). One cheap query, so readiness checks use it.
 * @throws MigrationError when an earlier migration stopped half way or a file was changed after it was applied
 */
export async function pendingMigrations(db: Queryable): Promise<string[]> {
  const table = await db.query(`SELECT to_regclass('_prisma_migrations') AS name`)
  if ((table.rows[0] as { name: string | null }).name === null) return knownMigrations()
  const result = await db.query('SELECT migration_name, checksum, finished_at, rolled_back_at FROM _prisma_migrations')
  const rows = (result.rows as Row[]).filter((row) => row.rolled_back_at === null)
  const failed = rows.find((row) => row.finished_at === null)
  if (failed) throw new MigrationError(`Migration ${failed.migration_name} stopped half way; restore a backup or finish it by hand`)
  const applied = new Map(rows.map((row) => [row.migration_name, row.checksum]))
  for (const name of knownMigrations()) {
    const checksum = applied.get(name)
    if (checksum !== undefined && checksum !== checksumOf(name)) {
      throw new MigrationError(`Migration ${name} was edited after it had been applied; put the file back and add a new migration`)
    }
  }
  return knownMigrations().filter((name) => !applied.has(name))
}

/**
 * Brings a database up to the migrations in the repository. Safe to call from several processes at once; quick when
 * there is nothing to do (one connection, one query, no engine loaded).
 * @returns names of the migrations applied now
 */
export async function applyMigrations(connectionString: string): Promise<string[]> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    if ((await pendingMigrations(client)).length === 0) return []
  } finally {
    await client.end()
  }
  const { engine, close } = await openEngine(connectionString)
  try {
    // The engine takes an advisory lock of its own and looks again, so two processes cannot apply one file twice.
    const answer = await engine.applyMigrations({
      migrationsList: readMigrations(),
      filters: { externalTables: [], externalEnums: [] },
    })
    return answer.appliedMigrationNames
  } catch (error) {
    throw new MigrationError(`The database could not be migrated: ${messageOf(error)}`)
  } finally {
    await close()
  }
}

/**
 * Writes the next migration: the SQL from the schema in the last commit to the one on disk.
 * @returns the new folder's name, or null when the two schemas are equal
 */
export async function newMigration(name: string): Promise<string | null> {
  if (!/^[a-z0-9_]+$/.test(name)) throw new MigrationError('A migration name has small letters, digits and _ only')
  // The engine compares two files, yet it wants a live database to ask for its version: an empty one for a moment.
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'tan-trao-diff-'))
  chmodSync(dataDir, 0o711)
  const postgres = await startPostgres({ dataDir, durable: false })
  const { engine, close } = await openEngine(postgres.url)
  try {
    const committed = committedSchema()
    const target = { files: [{ path: 'schema.prisma', content: readFileSync(schemaFile, 'utf8') }] }
    const answer = await engine.diff({
      from:
        committed === null
          ? { tag: 'empty' }
          : { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content: committed }] },
      to: { tag: 'schemaDatamodel', ...target },
      script: true,
      exitCode: true,
      filters: { externalTables: [], externalEnums: [] },
    })
    if (answer.exitCode === 0) return null
    const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
    const folder = `${stamp}_${name}`
    mkdirSync(path.join(migrationsDir, folder), { recursive: true })
    writeFileSync(path.join(migrationsDir, folder, 'migration.sql'), answer.stdout ?? '')
    writeFileSync(path.join(migrationsDir, LOCK_FILE), 'provider = "postgresql"\n')
    return folder
  } finally {
    await close()
    await postgres.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** The schema as migrations know it: the committed one, unless nothing was ever migrated. */
function committedSchema(): string | null {
  if (knownMigrations().length === 0) return null
  return execFileSync('git', ['show', 'HEAD:prisma/schema.prisma'], { cwd: root, encoding: 'utf8' })
}

function checksumOf(name: string): string {
  return createHash('sha256').update(readFileSync(path.join(migrationsDir, name, 'migration.sql'))).digest('hex')
}

function readMigrations(): MigrationList {
  const lockfile = path.join(migrationsDir, LOCK_FILE)
  return {
    baseDir: migrationsDir,
    lockfile: { path: LOCK_FILE, content: existsSync(lockfile) ? readFileSync(lockfile, 'utf8') : null },
    shadowDbInitScript: '',
    migrationDirectories: knownMigrations().map((name) => ({
      path: name,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok', value: readFileSync(path.join(migrationsDir, name, 'migration.sql'), 'utf8') },
      },
    })),
  }
}

/** Loads the WebAssembly engine by hand: Node 20 cannot import a .wasm file as a module. */
async function openEngine(connectionString: string): Promise<{ engine: SchemaEngine; close: () => Promise<void> }> {
  const entry = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  const bindings = await import('@prisma/schema-engine-wasm/schema_engine_bg')
  const bytes = readFileSync(path.join(path.dirname(entry), 'schema_engine_bg.wasm'))
  const imports: WebAssembly.ModuleImports = { ...(bindings as object) }
  for (const name of Object.keys(imports).filter((key) => key.startsWith('__wbg_setTimeout'))) {
    // The engine's lock timer is never cleared: unref it, or every process that migrated would linger for ten seconds.
    imports[name] = (run: () => void, ms: number) => setTimeout(run, ms).unref()
  }
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': imports })
  bindings.__wbg_set_wasm(instance.exports)
  const start = instance.exports.__wbindgen_start
  if (typeof start === 'function') start()
  // Our own pool, so that it can be closed: the engine leaves its connections open and the process waiting for them.
  const pool = new pg.Pool({ connectionString, max: 2 })
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg(pool))
  const datamodels: [string, string][] = [['schema.prisma', readFileSync(schemaFile, 'utf8')]]
  const engine = await bindings.SchemaEngine.new({ datamodels }, () => undefined, adapter)
  const close = async () => {
    engine.free()
    await pool.end()
  }
  return { engine, close }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : JSON.stringify(error)
}

async function main(args: string[]): Promise<void> {
  const [verb, name] = args
  if (verb === 'apply') {
    const url = process.env.DATABASE_URL
    if (!url) throw new MigrationError('DATABASE_URL is not set')
    const applied = await applyMigrations(url)
    console.log(applied.length === 0 ? 'Database is up to date' : `Applied ${applied.join(', ')}`)
  } else if (verb === 'new' && name) {
    const folder = await newMigration(name)
    console.log(folder ? `Wrote prisma/migrations/${folder}/migration.sql – read it before you commit it` : 'Schema has not changed')
  } else {
    throw new MigrationError('Usage: tsx prisma/migrate.ts apply | new <name>')
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main(process.argv.slice(2)).catch((error: unknown) => {
    console.error(error instanceof MigrationError ? error.message : error)
    process.exit(1)
  })
}
