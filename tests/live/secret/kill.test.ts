// The server, Postgres and Redis die between a ballot and its answer, at random moments. KILL_RUNS=200 runs the full number.
import { type ChildProcess, fork, spawn as spawnProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readlinkSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import type { Answer, CommandDef } from '#app/contracts/define.ts'
import { attendanceRecord, meetingGoToItem, meetingOpen, voteCast, voteClose, voteOpen } from '#app/contracts/meeting.ts'
import type { Choice } from '#app/domain/voting/majority.ts'
import { applyMigrations } from '#prisma/migrate.ts'
import { readEnv } from '#server/boot/env.ts'
import { makeServices } from '#server/boot/services.ts'
import { endLeftovers, startPostgres, startRedis } from '#server/deploy/local-services.mjs'
import { buildCommittee, buildSitting, type Committee, type Sitting } from '#tests/support/build.ts'
import { ballotFor } from '#tests/support/secret.ts'
import pg from 'pg'

const RUNS = Number(process.env.KILL_RUNS ?? 12)
const VOTERS = 10
const SEED = Number(process.env.KILL_SEED ?? Math.floor(Math.random() * 1e9))
const random = mulberry(SEED)
const CHOICES: readonly Choice[] = ['for', 'against', 'abstain']

let dataDir: string
let postgres: Awaited<ReturnType<typeof startPostgres>>
let redis: Awaited<ReturnType<typeof startRedis>>
let redisProgram: string
let redisProcess: ChildProcess | null = null
let c: Committee
let sitting: Sitting
let env: Record<string, string>
const children: (Promise<Child> | null)[] = []

type Child = { process: ChildProcess; ask: (userId: string, def: CommandDef, input: unknown, commandId: string) => Promise<Answer> }

async function spawn(): Promise<Child> {
  const child = fork(path.join(import.meta.dirname, 'kill-child.ts'), { execArgv: ['--import', 'tsx'], env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
  let said = ''
  child.stderr?.on('data', (part: Buffer) => (said = (said + String(part)).slice(-2000)))
  // Only a kill ends a process: one that dies of a lost Postgres or Redis is a fault of its own.
  child.on('exit', (_code, signal) => signal !== 'SIGKILL' && process.stderr.write(`a process died by itself: ${said}\n`))
  const waiting = new Map<number, (a: Answer) => void>()
  let n = 0
  child.on('message', (m: { n: number; answer: Answer }) => waiting.get(m.n)?.(m.answer))
  child.on('exit', () => waiting.forEach(answer => answer({ ok: false, code: 'NO_ANSWER' })))
  await once(child, 'message')
  return {
    process: child,
    ask: (userId, def, input, commandId) =>
      new Promise(resolve => {
        if (!child.connected) return resolve({ ok: false, code: 'NO_ANSWER' })
        waiting.set(++n, resolve)
        child.send({ n, userId, name: def.name, input, commandId }, error => error && resolve({ ok: false, code: 'NO_ANSWER' }))
      }),
  }
}

beforeAll(async () => {
  dataDir = mkdtempSync(path.join(os.tmpdir(), 'tan-trao-kill-'))
  // Postgres of its own, as in service: a commit is on the disk before it is acknowledged.
  chmodSync(dataDir, 0o711)
  postgres = await startPostgres({ dataDir, durable: true, database: 'kill' })
  redis = await startRedis({ dataDir, durable: false })
  redisProgram = readlinkSync(`/proc/${redis.pid}/exe`)
  await redis.stop()
  redisProcess = startRedisAgain()
  await applyMigrations(postgres.url)
  env = { DATABASE_URL: postgres.url, REDIS_URL: redis.url, DATA_DIR: dataDir, NODE_ENV: 'test', LOG_LEVEL: 'silent', PORT: '3000', INSECURE_HTTP: '1' }
  const services = await makeServices(readEnv(env))
  const ground = { services, clock: { now: new Date() } }
  c = await buildCommittee(ground, VOTERS)
  sitting = await buildSitting(ground, c)
  const must = async (userId: 'chair' | 'secretary', def: CommandDef, input: unknown) => {
    const answer = await services.runCommand(def.name, input, uuid(), { actor: userId === 'chair' ? c.chairman : c.secretary, ip: null })
    if (!answer.ok) throw new Error(`${def.name}: ${answer.code}`)
  }
  for (const seat of await services.db.meetingParticipant.findMany({ where: { meetingId: sitting.meetingId, role: { in: ['chair', 'member'] } } }))
    await must('secretary', attendanceRecord, { meetingId: sitting.meetingId, participantId: seat.id, act: 'arrive' })
  await must('chair', meetingOpen, { meetingId: sitting.meetingId })
  await must('chair', meetingGoToItem, { meetingId: sitting.meetingId, itemId: sitting.items[0] })
  await services.stop()
  children.push(spawn(), spawn())
  await Promise.all(children)
}, 120_000)
afterAll(async () => {
  for (const child of children) (await child)?.process.kill('SIGKILL')
  redisProcess?.kill('SIGKILL')
  await postgres?.stop()
  await endLeftovers(dataDir)
  rmSync(dataDir, { recursive: true, force: true })
})

test(`máy chủ, Postgres, Redis bị giết giữa phiếu và câu trả lời, ${RUNS} lần: phiếu đã báo được tính, phiếu chưa báo gửi lại an toàn, mỗi người một phiếu`, { timeout: 1_500_000 }, async () => {
  process.stdout.write(`kill runs ${RUNS}, seed ${SEED}\n`)
  let confirmedInAll = 0
  let unconfirmedInAll = 0
  for (let run = 0; run < RUNS; run++) {
    const form = run % 2 === 0 ? 'secret' : 'open'
    const victim = (['postgres', 'redis', 'server'] as const)[Math.floor(run / 2) % 3] ?? 'server'
    const at = run % 2
    const first = await (children[at] as Promise<Child>)
    const second = await (children[1 - at] as Promise<Child>)
    const voteId = uuid()
    await until(second, c.chairman.userId, voteOpen, { meetingId: sitting.meetingId, voteId, question: `Lần ${run}`, form })
    const [vote] = await rows<{ publicKey: string | null; sealBytes: number | null }>('SELECT "publicKey", "sealBytes" FROM "Vote" WHERE id = $1', [voteId])
    const dealt = c.members.map(() => CHOICES[Math.floor(random() * 3)] ?? 'for')
    const ballots = c.members.map((m, i) => ({ userId: m.userId, id: uuid(), input: ballotFor(form, voteId, { publicKey: vote?.publicKey ?? '', bytes: vote?.sealBytes ?? 0 }, dealt[i] ?? 'for') }))
    const killing = pause(random() * 25).then(() => kill(victim, at, first))
    const answers = await Promise.all(ballots.map(async b => pause(random() * 20).then(() => first.ask(b.userId, voteCast, b.input, b.id))))
    await killing
    // Only what says "try again" may come instead of an answer: anything else would leave a voter in doubt.
    const doubts = answers.flatMap(a => (a.ok ? [] : [a.code])).filter(code => code !== 'NO_ANSWER' && code !== 'SERVER_BUSY')
    expect(doubts, `run ${run}, ${victim}, seed ${SEED}`).toEqual([])
    const receipts = new Map(answers.flatMap((a, i) => (a.ok ? [[i, (a.data as { receipt: string }).receipt] as const] : [])))
    confirmedInAll += receipts.size
    unconfirmedInAll += VOTERS - receipts.size
    // Everybody sends the same command again, to the other process: the confirmed ones get the answer they had.
    for (const [i, b] of ballots.entries()) {
      const again = (await until(second, b.userId, voteCast, b.input, b.id)) as { receipt: string; changes: number }
      if (receipts.has(i)) expect(again.receipt).toBe(receipts.get(i))
      expect(again.changes).toBe(0)
    }
    await until(second, c.secretary.userId, voteClose, { voteId })
    const counted = await rows<{ choice: string; n: number }>(`SELECT choice, count(*)::int AS n FROM "${form === 'secret' ? 'AnonymousBallot' : 'Ballot'}" WHERE "voteId" = $1 GROUP BY 1`, [voteId])
    expect(Object.fromEntries(counted.map(r => [r.choice, r.n])), `run ${run}, ${victim}, seed ${SEED}`).toEqual(dealt.reduce<Record<string, number>>((sum, one) => ({ ...sum, [one]: (sum[one] ?? 0) + 1 }), {}))
    const [lines] = await rows<{ n: number }>('SELECT count(*)::int AS n FROM "EventLog" WHERE stream = $1', [`audit:vote:${voteId}`])
    expect(lines?.n).toBe(VOTERS)
  }
  process.stdout.write(`confirmed before the kill ${confirmedInAll}, repeated ${unconfirmedInAll}\n`)
  expect(confirmedInAll + unconfirmedInAll).toBe(RUNS * VOTERS)
})

async function kill(victim: 'server' | 'postgres' | 'redis', at: number, child: Child): Promise<void> {
  if (victim === 'server') {
    const gone = once(child.process, 'exit')
    child.process.kill('SIGKILL')
    await gone
    // A new one starts while the other goes on.
    children[at] = spawn()
    return
  }
  if (victim === 'postgres') {
    // What pg_ctl stop -m immediate sends: no goodbye, recovery at the next start.
    process.kill(postgres.pid, 'SIGQUIT')
    await gone(postgres.pid)
    postgres = await startPostgres({ dataDir, durable: true, database: 'kill', port: postgres.port })
    return
  }
  if (!redisProcess || redisProcess.exitCode !== null) throw new Error('Redis was not running')
  const ended = once(redisProcess, 'exit')
  redisProcess.kill('SIGKILL')
  await ended
  redisProcess = startRedisAgain()
}

/** Redis on the port and with the password it had. One program has several names on Debian: what it is called decides what it does. */
const startRedisAgain = (): ChildProcess => spawnProcess(redisProgram, [path.join(dataDir, 'redis', 'redis.conf')], { stdio: 'ignore', argv0: 'redis-server' })

/** Sends until it is answered, as a device does; the same command id throughout. */
async function until(child: Child, userId: string, def: CommandDef, input: unknown, commandId = uuid()): Promise<unknown> {
  for (let round = 0; round < 200; round++) {
    const answer = await child.ask(userId, def, input, commandId)
    if (answer.ok) return answer.data
    if (answer.code !== 'SERVER_BUSY' && answer.code !== 'NO_ANSWER') throw new Error(`${def.name}: ${answer.code}, seed ${SEED}`)
    await pause(50)
  }
  throw new Error(`${def.name}: no answer, seed ${SEED}`)
}

async function rows<R>(sql: string, values: unknown[]): Promise<R[]> {
  const client = new pg.Client({ connectionString: postgres.url })
  await client.connect()
  try {
    return (await client.query(sql, values)).rows as R[]
  } finally {
    await client.end()
  }
}

async function gone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0)
    } catch {
      return
    }
    await pause(20)
  }
}

/** The same kills again from the same seed. */
function mulberry(seed: number): () => number {
  let a = seed >>> 0
  return () => {
    a = (a + 0x6d2b79f5) >>> 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
