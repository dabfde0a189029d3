import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { freePort, isPortFree } from '#server/deploy/local-services.mjs'
import { requireEnv } from '#tests/support/services.ts'

const root = path.resolve(import.meta.dirname, '../../..')
const FIRST_START_MS = 120_000
const SECOND_START_MS = 10_000
const STOP_MS = 15_000

let running: ChildProcess | null = null
afterEach(async () => {
  if (running) await stop(running)
})

/** `npm start` on a folder of its own, until it says how to stop it. */
async function start(env: Record<string, string>, withinMs: number): Promise<{ child: ChildProcess; output: string }> {
  const child = spawn(process.execPath, ['server/deploy/start.mjs'], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: '', REDIS_URL: '', NODE_ENV: 'test', LOG_LEVEL: '', ...env },
  })
  running = child
  let output = ''
  const isUp = new Promise<void>((resolve, reject) => {
    const take = (chunk: Buffer) => {
      output += chunk.toString()
      if (output.includes('Dừng bằng Ctrl-C')) resolve()
    }
    child.stdout.on('data', take)
    child.stderr.on('data', take)
    child.once('close', (code) => reject(new Error(`ended with ${code}:\n${output}`)))
    setTimeout(() => reject(new Error(`not up after ${withinMs} ms:\n${output}`)), withinMs).unref()
  })
  await isUp
  return { child, output }
}

async function stop(child: ChildProcess): Promise<number | null> {
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  child.kill('SIGINT')
  const code = await ended
  running = null
  return code
}

test('npm start serves, stops what it started, and starts again within seconds', { timeout: FIRST_START_MS * 2 }, async () => {
  const dataDir = mkdtempSync(path.join(requireEnv('TEST_WORK_DIR'), 'start-'))
  const port = await freePort()
  const env = { PORT: String(port), DATA_DIR: dataDir, DEMO: '1' }

  const first = await start(env, FIRST_START_MS)
  expect(first.output).toContain(`http://localhost:${port}`)
  const accounts = JSON.parse(readFileSync(path.join(root, 'prisma/seed/accounts.json'), 'utf8')) as { username: string; password: string }[]
  expect(accounts.length).toBeGreaterThan(3)
  for (const { username, password } of accounts) expect(first.output).toMatch(new RegExp(`${username}\\s+${password}`))
  expect((await fetch(`http://localhost:${port}/healthz`)).status).toBe(200)
  const ready = await fetch(`http://localhost:${port}/readyz`)
  expect([ready.status, await ready.json()]).toEqual([200, { ready: true, postgres: true, redis: true, migrations: true }])
  const { port: postgresPort } = JSON.parse(readFileSync(path.join(dataDir, 'postgres.json'), 'utf8')) as { port: number }
  expect(await isPortFree(postgresPort)).toBe(false)

  const stoppedAt = Date.now()
  expect(await stop(first.child)).toBe(130)
  expect(Date.now() - stoppedAt).toBeLessThan(STOP_MS)
  expect([await isPortFree(port), await isPortFree(postgresPort)]).toEqual([true, true])

  const second = await start(env, SECOND_START_MS)
  expect(second.output).not.toContain('Nạp dữ liệu')
  expect(second.output).not.toContain('Dựng giao diện')
  expect(await stop(second.child)).toBe(130)
})

test('without demonstration data the first start prints a link that works once it is opened', { timeout: FIRST_START_MS }, async () => {
  const dataDir = mkdtempSync(path.join(requireEnv('TEST_WORK_DIR'), 'start-'))
  const port = await freePort()
  const { output } = await start({ PORT: String(port), DATA_DIR: dataDir, DEMO: '0' }, FIRST_START_MS)
  expect(output).not.toContain('Tài khoản minh họa')
  const link = /http:\/\/localhost:\d+\/thiet-lap\/\S+/.exec(output)?.[0]
  expect(link).toBeDefined()
  const page = await fetch(link ?? '')
  expect(page.status).toBe(200)
  expect((await fetch(`${link}x`)).status).toBeGreaterThanOrEqual(400)
})
