// The real program in a process of its own, as in service: for tests that cut, kill and restart it.
import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'
import { freePort } from '#server/deploy/local-services.mjs'
import { type FreshDatabase, freshDatabase } from './database.ts'
import { type FreshRedis, freshRedis } from './redis.ts'

const root = path.resolve(import.meta.dirname, '../..')
const READY_TIMEOUT_MS = 60_000

export type TestServer = {
  /** "http://127.0.0.1:PORT"; the same after a restart */
  url: string
  port: number
  database: FreshDatabase
  redis: FreshRedis
  /** what the server wrote since the last start, for a failure message */
  log: () => string
  /** starts it again on the same port, database and files */
  start: () => Promise<void>
  /** the polite way: SIGTERM, then waits */
  stop: () => Promise<void>
  /** kill -9, then waits until the process is gone */
  kill: () => Promise<void>
  /** stops it and gives database and Redis back */
  close: () => Promise<void>
}

/**
 * Starts the program on a free port with a database and a Redis of its own. Needs the built screens (the runner of
 * the live and browser steps builds them).
 * @param options.seeded with the demonstration province
 * @param options.env more settings, e.g. `{ ROLE: 'web' }`
 */
export async function startServer(options: { seeded?: boolean; env?: Record<string, string> } = {}): Promise<TestServer> {
  const database = await freshDatabase({ seeded: options.seeded })
  const redis = await freshRedis()
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  let child: ChildProcess | null = null
  let output = ''

  const start = async (): Promise<void> => {
    output = ''
    const started = spawn(process.execPath, ['--import', 'tsx', '--import', './server/deploy/end-with-parent.mjs', 'server/index.ts'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: {
        ...process.env,
        NODE_ENV: 'production',
        PORT: String(port),
        HOST: '127.0.0.1',
        ROLE: 'all',
        DATABASE_URL: database.url,
        REDIS_URL: redis.url,
        DATA_DIR: database.dataDir,
        DEMO: options.seeded ? '1' : '0',
        INSECURE_HTTP: '1',
        LOG_LEVEL: 'info',
        ...options.env,
      },
    })
    child = started
    started.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()))
    started.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()))
    await waitUntilReady(url, started, () => output)
  }

  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const current = child
    child = null
    if (!current || current.exitCode !== null || current.signalCode !== null) return
    const gone = new Promise((resolve) => current.once('exit', resolve))
    current.kill(signal)
    await gone
  }

  const close = async (): Promise<void> => {
    await end('SIGTERM')
    await redis.release()
    await database.drop()
  }

  try {
    await start()
  } catch (error) {
    await close()
    throw error
  }
  return { url, port, database, redis, log: () => output, start, stop: () => end('SIGTERM'), kill: () => end('SIGKILL'), close }
}

async function waitUntilReady(url: string, child: ChildProcess, log: () => string): Promise<void> {
  const deadline = Date.now() + READY_TIMEOUT_MS
  while (Date.now() < deadline) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`The server ended while starting:\n${log()}`)
    const isReady = await fetch(`${url}/readyz`).then(
      (response) => response.ok,
      () => false,
    )
    if (isReady) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  child.kill('SIGKILL')
  throw new Error(`The server did not become ready:\n${log()}`)
}
