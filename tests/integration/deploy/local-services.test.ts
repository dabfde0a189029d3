import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { fork } from 'node:child_process'
import { Redis } from 'ioredis'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type LocalService, startPostgres, startRedis } from '#server/deploy/local-services.mjs'
import { requireEnv } from '#tests/support/services.ts'

let dataDir: string
let running: LocalService[] = []
const track = async <S extends LocalService>(starting: Promise<S>): Promise<S> => {
  const service = await starting
  running.push(service)
  return service
}
beforeEach(() => {
  dataDir = mkdtempSync(path.join(requireEnv('TEST_WORK_DIR'), 'local-'))
  chmodSync(dataDir, 0o711)
})
afterEach(async () => {
  for (const service of running.reverse()) await service.stop()
  running = []
  rmSync(dataDir, { recursive: true, force: true })
})

async function query<Row>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows as Row[]
  } finally {
    await client.end()
  }
}

/** Starts both in a process of its own and kills that one without a warning. */
async function startAndKillStarter(): Promise<{ postgres: LocalService; redis: LocalService }> {
  const child = fork(path.join(import.meta.dirname, 'start-and-wait.mjs'), [dataDir])
  const started = await new Promise<{ postgres: LocalService; redis: LocalService }>((resolve, reject) => {
    child.once('message', resolve)
    child.once('exit', () => reject(new Error('the starter ended early')))
  })
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await gone
  return started
}

describe('private services', () => {
  test('keep what was committed when the starter is killed and when Postgres itself is killed', async () => {
    const first = await startAndKillStarter()
    await query(first.postgres.url, 'CREATE TABLE kept(n int)')
    await query(first.postgres.url, 'INSERT INTO kept VALUES (1)')

    const second = await track(startPostgres({ dataDir }))
    expect(second.pid).not.toBe(first.postgres.pid)
    expect(await query(second.url, 'SELECT n FROM kept')).toEqual([{ n: 1 }])
    expect(await query(second.url, 'SHOW fsync')).toEqual([{ fsync: 'on' }])
    await query(second.url, 'INSERT INTO kept VALUES (2)')
    process.kill(second.pid, 'SIGKILL')
    await second.stop()
    expect(existsSync(path.join(dataDir, 'postgres/postmaster.pid'))).toBe(true)

    const third = await track(startPostgres({ dataDir }))
    expect(await query(third.url, 'SELECT n FROM kept ORDER BY n')).toEqual([{ n: 1 }, { n: 2 }])
    await third.stop()
    expect(existsSync(path.join(dataDir, 'postgres/postmaster.pid'))).toBe(false)

    const redis = await track(startRedis({ dataDir }))
    expect(redis.pid).not.toBe(first.redis.pid)
  })

  test('listen on the loopback address only, behind a random password kept from other users', async () => {
    const postgres = await track(startPostgres({ dataDir }))
    const redis = await track(startRedis({ dataDir }))
    expect(await query(postgres.url, 'SHOW listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }])
    const { password } = JSON.parse(readFileSync(path.join(dataDir, 'postgres.json'), 'utf8')) as { password: string }
    expect(password.length).toBeGreaterThanOrEqual(24)
    expect(statSync(path.join(dataDir, 'postgres.json')).mode & 0o077).toBe(0)
    await expect(query(postgres.url.replace(password, 'wrong'), 'SELECT 1')).rejects.toMatchObject({ code: '28P01' })

    const stranger = new Redis(redis.url.replace(/:[^:@/]+@/, ''), { enableReadyCheck: false })
    await expect(stranger.ping()).rejects.toThrow(/NOAUTH/)
    stranger.disconnect()
  })

  test('a Redis of somebody else is used and left running', async () => {
    const theirs = await track(startRedis({ dataDir, durable: false }))
    const ours = await track(startRedis({ dataDir: path.join(dataDir, 'ours'), url: theirs.url }))
    await ours.stop()
    const client = new Redis(theirs.url)
    expect(await client.ping()).toBe('PONG')
    await client.quit()
  })
})
