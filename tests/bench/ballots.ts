// 500 ballots within one second, each acknowledged after its commit: straight into the pipeline, and over sockets from
// another process. Beside each, in turn and in the same run, the bare path: rows of the same size, gathered and committed
// together over `pg`, alone or behind a bare `ws` server. One JSON line a figure; ends with 1 when a goal is missed.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { io, type Socket } from 'socket.io-client'
import { v7 as uuid } from 'uuid'
import { WebSocket, WebSocketServer } from 'ws'
import type { Answer } from '#app/contracts/define.ts'
import { meetingGoToItem, meetingOpen, voteCast, voteClose, voteOpen } from '#app/contracts/meeting.ts'
import { tokenHash } from '#server/auth/actor.ts'
import { readEnv } from '#server/boot/env.ts'
import { makeServices } from '#server/boot/services.ts'
import type { Actor } from '#server/command/context.ts'
import { buildCommittee, buildSitting } from '#tests/support/build.ts'

const VOTERS = 500
const ROUNDS = 5
/** 'spread': one ballot every 2 ms for a second; 'burst': the whole hall in the same moment */
const PACES = { spread: 1000, burst: 0 } as const
const GOAL_P99_MS = 1000

type Pace = keyof typeof PACES
type Round = { latencies: number[]; unanswered: number }
/** Sends ballot number i and resolves when it is acknowledged. */
type Send = (i: number) => Promise<boolean>

/** All voters of one round at their pace; how long each waited for its acknowledgement, in ms. */
async function fire(pace: Pace, send: Send): Promise<Round> {
  const latencies: number[] = []
  let unanswered = 0
  await Promise.all(
    Array.from({ length: VOTERS }, async (_, i) => {
      await new Promise(resolve => setTimeout(resolve, (PACES[pace] * i) / VOTERS))
      const from = performance.now()
      if (await send(i)) latencies.push(performance.now() - from)
      else unanswered += 1
    }),
  )
  return { latencies, unanswered }
}

// ───────────── The other process: 500 devices ─────────────

type Order =
  | { do: 'connect'; kind: Kind; url: string; cookies: string[] }
  | { do: 'fire'; kind: Kind; pace: Pace; voteId: string }
type Kind = 'house' | 'bare'

function devices(): void {
  const house: Socket[] = []
  const bare: WebSocket[] = []
  const waiting = new Map<string, () => void>()

  const connect = async (order: Extract<Order, { do: 'connect' }>) => {
    if (order.kind === 'bare') {
      for (let i = 0; i < VOTERS; i++) {
        const ws = new WebSocket(order.url)
        await once(ws, 'open')
        ws.on('message', data => waiting.get(String(data))?.())
        bare.push(ws)
      }
      return
    }
    for (const cookie of order.cookies) {
      const socket = io(order.url, { transports: ['websocket'], forceNew: true, extraHeaders: { cookie, origin: order.url } })
      await new Promise<void>((resolve, reject) => {
        socket.once('connect', resolve)
        socket.once('connect_error', reject)
      })
      house.push(socket)
    }
  }

  const senders: Record<Kind, (voteId: string) => Send> = {
    house: voteId => async i => {
      const answer = (await house[i]?.emitWithAck('cmd', { id: uuid(), name: voteCast.name, input: { voteId, choice: 'for' } })) as Answer
      return answer.ok
    },
    bare: voteId => i =>
      new Promise(resolve => {
        const id = uuid()
        waiting.set(id, () => {
          waiting.delete(id)
          resolve(true)
        })
        bare[i]?.send(JSON.stringify({ id, voteId, choice: 'for' }))
      }),
  }

  process.on('message', (order: Order) => {
    const work = order.do === 'connect' ? connect(order) : fire(order.pace, senders[order.kind](order.voteId))
    void work.then(
      result => process.send?.({ result: result ?? null }),
      (error: Error) => process.send?.({ error: error.message }),
    )
  })
}

async function ask(child: ChildProcess, order: Order): Promise<Round> {
  child.send(order)
  const [reply] = (await once(child, 'message')) as [{ result: Round; error?: string }]
  if (reply.error) throw new Error(reply.error)
  return reply.result
}

// ───────────── The bare path ─────────────

/** Rows gathered while the last commit was under way share the next one; nothing is looked up, nothing is refused. */
function makeBareInsert(pool: pg.Pool) {
  const waiting: { row: { id: string; voteId: string; choice: string }; done: () => void }[] = []
  let isRunning = false
  const pump = async () => {
    if (isRunning) return
    isRunning = true
    while (waiting.length > 0) {
      const group = waiting.splice(0)
      await pool.query(
        `INSERT INTO bare_ballot SELECT x.id, x."voteId", x.choice FROM jsonb_to_recordset($1::jsonb) AS x(id uuid, "voteId" uuid, choice text)`,
        [JSON.stringify(group.map(g => g.row))],
      )
      for (const g of group) g.done()
    }
    isRunning = false
  }
  return (row: { id: string; voteId: string; choice: string }): Promise<void> =>
    new Promise(done => {
      waiting.push({ row, done })
      setImmediate(() => void pump())
    })
}

// ───────────── The run ─────────────

const at = (sorted: number[], share: number): number => sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
const round1 = (n: number): number => Math.round(n * 10) / 10
let isMet = true

function say(metric: string, value: number, unit: string, peer: number | null, goal: number | null): void {
  const met = goal === null ? null : value <= goal
  if (met === false) isMet = false
  const ratio = peer === null || peer === 0 ? null : Math.round((value / peer) * 100) / 100
  process.stdout.write(`${JSON.stringify({ bench: 'ballots', metric, value: round1(value), unit, peer: peer === null ? null : round1(peer), ratio, goal, met })}\n`)
}

function report(name: string, own: Round[], peer: Round[]): void {
  const [a, b] = [own, peer].map(rounds => rounds.flatMap(r => r.latencies).sort((x, y) => x - y)) as [number[], number[]]
  for (const [label, share, goal] of [['p50', 0.5, null], ['p95', 0.95, null], ['p99', 0.99, GOAL_P99_MS], ['max', 1, null]] as const)
    say(`${name}.${label}`, at(a, share), 'ms', at(b, share), goal)
  say(`${name}.unanswered`, own.reduce((n, r) => n + r.unanswered, 0), 'ballots', peer.reduce((n, r) => n + r.unanswered, 0), 0)
}

async function main(): Promise<void> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'tan-trao-bench-'))
  const env = readEnv({ ...process.env, DATA_DIR: dataDir, INSECURE_HTTP: '1', LOG_LEVEL: 'error' })
  const services = await makeServices(env)
  const { db, pool } = services
  const peerPool = new pg.Pool({ connectionString: env.databaseUrl, max: 4 })
  const http = createServer()
  const wss = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })
  const child = fork(import.meta.filename, ['devices'], { execArgv: ['--import', 'tsx'] })
  try {
    await services.startWeb(http)
    http.listen(0, '127.0.0.1')
    await once(http, 'listening')
    const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
    await peerPool.query('CREATE TABLE bare_ballot (id uuid PRIMARY KEY, "voteId" uuid NOT NULL, choice text NOT NULL)')
    const bareInsert = makeBareInsert(peerPool)
    wss.on('connection', ws =>
      ws.on('message', data => {
        const row = JSON.parse(String(data)) as { id: string; voteId: string; choice: string }
        void bareInsert(row).then(() => ws.send(row.id))
      }),
    )

    const ground = { services, clock: { now: new Date() } }
    const c = await buildCommittee(ground, VOTERS)
    const sitting = await buildSitting(ground, c)
    const run = async (actor: Actor, name: string, input: unknown): Promise<void> => {
      const answer = await services.runCommand(name, input, uuid(), { actor, ip: null })
      if (!answer.ok) throw new Error(`${name}: ${answer.code}`)
    }
    await run(c.chairman, meetingOpen.name, { meetingId: sitting.meetingId })
    await run(c.chairman, meetingGoToItem.name, { meetingId: sitting.meetingId, itemId: sitting.items[0] })

    const tokens = c.members.map(() => uuid())
    const now = new Date()
    await db.session.createMany({
      data: c.members.map((m, i) => ({ id: uuid(), tokenHash: tokenHash(tokens[i] ?? ''), userId: m.userId, createdAt: now, lastSeenAt: now, expiresAt: new Date(now.getTime() + 3_600_000) })),
    })
    await ask(child, { do: 'connect', kind: 'house', url, cookies: tokens.map(t => `${services.cookies.session}=${t}`) })
    await ask(child, { do: 'connect', kind: 'bare', url: `ws://127.0.0.1:${(wss.address() as AddressInfo).port}`, cookies: [] })

    let lost = 0
    /** One vote, cast by all, closed; afterwards every acknowledged ballot must be in the table. */
    const held = async (cast: (voteId: string) => Promise<Round>): Promise<Round> => {
      const voteId = uuid()
      await run(c.chairman, voteOpen.name, { meetingId: sitting.meetingId, voteId, question: 'Thông qua?' })
      const result = await cast(voteId)
      await run(c.chairman, voteClose.name, { voteId })
      const { rows } = await pool.query<{ n: number }>('SELECT count(*)::int AS n FROM "Ballot" WHERE "voteId" = $1', [voteId])
      lost += result.latencies.length - (rows[0]?.n ?? 0)
      return result
    }
    const inside = (pace: Pace) => (voteId: string) =>
      fire(pace, async i => {
        const answer = await services.runCommand(voteCast.name, { voteId, choice: 'for' }, uuid(), { actor: c.members[i] ?? null, ip: null })
        return answer.ok
      })
    const insideBare = (pace: Pace) =>
      fire(pace, async () => {
        await bareInsert({ id: uuid(), voteId: sitting.meetingId, choice: 'for' })
        return true
      })

    for (const pace of ['spread', 'burst'] as const) {
      const rounds = { own: [] as Round[], peer: [] as Round[], wire: [] as Round[], wirePeer: [] as Round[] }
      // The first round warms both sides up and isn't counted; then they take turns, so that the machine is the same for both.
      for (let i = 0; i <= ROUNDS; i++) {
        const [own, peer] = [await held(inside(pace)), await insideBare(pace)]
        const wire = await held(voteId => ask(child, { do: 'fire', kind: 'house', pace, voteId }))
        const wirePeer = await ask(child, { do: 'fire', kind: 'bare', pace, voteId: sitting.meetingId })
        if (i === 0) continue
        rounds.own.push(own)
        rounds.peer.push(peer)
        rounds.wire.push(wire)
        rounds.wirePeer.push(wirePeer)
      }
      report(`pipeline.${pace}`, rounds.own, rounds.peer)
      report(`sockets.${pace}`, rounds.wire, rounds.wirePeer)
    }
    say('lost', lost, 'ballots', null, 0)
  } finally {
    child.kill()
    for (const ws of wss.clients) ws.terminate()
    wss.close()
    http.close()
    await services.stop()
    await peerPool.end()
    rmSync(dataDir, { recursive: true, force: true })
  }
  process.exit(isMet ? 0 : 1)
}

if (process.argv[2] === 'devices') devices()
else await main()
