// 2,000 ballots from 2,000 sockets, spread over one second and all in the same moment, open and sealed: none lost, none
// counted twice, each acknowledged after its commit. Beside them, in turn and in the same run, the bare ceiling: rows of
// the same size over plain `ws`, gathered and committed together, nothing looked up and nothing refused. And a hall of
// 500 seats: from the chair's press to the result on the last screen. Server, devices and peer run in processes of their
// own. One JSON line a figure; ends with 1 when a goal is missed.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import { v7 as uuid } from 'uuid'
import { WebSocket, WebSocketServer } from 'ws'
import type { CommandDef, StreamEvent } from '#app/contracts/define.ts'
import { meetingGoToItem, meetingOpen, voteCast, voteClose, voteClosed, voteOpen, voteOpened } from '#app/contracts/meeting.ts'
import { fromText, toText } from '#app/domain/voting/sealed.ts'
import type { Services } from '#server/boot/services.ts'
import { gathering } from '#server/command/gather.ts'
import { sealBallot } from '#server/secret/sealing.ts'
import { type Committee, buildCommittee, buildSitting } from '#tests/support/build.ts'
import { addVoters, makeCrowd, signInAll } from './support/crowd.ts'
import { at, print, sorted } from './support/figures.ts'
import { type LightClient, lightClient } from './support/light-client.ts'
import { ownProgram, untilReady } from './support/servers.ts'

const BENCH = 'votes'
const VOTERS = 2_000
const SEATS = 500
const DISPLAYS = 4
const ROUNDS = 4
/** 'second': a ballot every half millisecond for a second; 'burst': the whole hall in the same moment */
const PACES = { second: 1_000, burst: 0 } as const
const GOAL = { ratio: 2, resultMs: 1_000 }
const CONNECT_AT_ONCE = 50
/** One acknowledgement in so many is looked up over another connection the moment it arrives (in a round that isn't timed). */
const LOOK_UP = 20

type Pace = keyof typeof PACES
type Form = 'open' | 'secret'
type Seal = { publicKey: string; bytes: number }
type Fire = { voteId: string; voters: number; pace: Pace; seal: Seal | null; check: boolean }
/** of one round: ms each voter waited; receipts as acknowledged; receipts that changed when the command came again; acknowledged before they were stored */
type Round = { latencies: number[]; refused: string[]; receipts: string[]; changed: number; early: number }

const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))

// ───────────── The devices ─────────────

async function devices(): Promise<void> {
  let house: LightClient[] = []
  const bare: WebSocket[] = []
  const waiting = new Map<string, () => void>()
  /** sockets whose screen shows the result of the vote watched */
  let shown: (voteId: string) => void = () => undefined
  /** vote → devices it has reached, and who waits for all of them */
  const reached = new Map<string, number>()
  let told: () => void = () => undefined
  /** Nobody votes before the vote is on the own screen. */
  const onAllScreens = (voteId: string) =>
    new Promise<void>((resolve, reject) => {
      const limit = setTimeout(() => reject(new Error(`the vote reached ${reached.get(voteId) ?? 0} of ${house.length} devices`)), 20_000)
      told = () => {
        if ((reached.get(voteId) ?? 0) < house.length) return
        clearTimeout(limit)
        resolve()
      }
      told()
    })

  const inTurns = async (n: number, one: (i: number) => Promise<void>) => {
    for (let from = 0; from < n; from += CONNECT_AT_ONCE) await Promise.all(Array.from({ length: Math.min(CONNECT_AT_ONCE, n - from) }, (_, k) => one(from + k)))
  }

  const orders = {
    async connect(o: { url: string; cookies: string[]; stream: string; seq: number }) {
      for (const c of house) c.close()
      house = []
      await inTurns(o.cookies.length, async i => {
        const client = await lightClient(o.url, o.cookies[i] ?? '')
        client.onPacket = (word, body) => {
          const event = body as StreamEvent
          if (word !== 'event') return
          if (event.name === voteOpened.name) {
            const { id } = (event.payload as { vote: { id: string } }).vote
            reached.set(id, (reached.get(id) ?? 0) + 1)
            told()
          }
          if (event.name === voteClosed.name) shown((event.payload as { vote: { id: string } }).vote.id)
        }
        const joined = await client.call('stream.join', { stream: o.stream, after: o.seq })
        if (!joined.ok) throw new Error(`stream.join: ${joined.code}`)
        house[i] = client
      })
    },
    async connectBare(o: { url: string }) {
      await inTurns(VOTERS, async i => {
        const ws = new WebSocket(o.url, { perMessageDeflate: false })
        await once(ws, 'open')
        ws.on('message', data => waiting.get(String(data))?.())
        bare[i] = ws
      })
    },
    async fire(o: Fire): Promise<Round> {
      const round: Round = { latencies: [], refused: [], receipts: [], changed: 0, early: 0 }
      // Sealing is the devices' own work, each its one ballot; here one process would do it for all.
      const publicKey = o.seal && fromText(o.seal.publicKey)
      const orders = Array.from({ length: o.voters }, (_, i) => ({
        id: uuid(),
        name: voteCast.name,
        input: { voteId: o.voteId, ...(o.seal && publicKey ? { sealed: toText(sealBallot(o.voteId, publicKey, i % 3 === 0 ? 'against' : 'for', o.seal.bytes)) } : { choice: i % 3 === 0 ? 'against' : 'for' }) },
      }))
      await onAllScreens(o.voteId)
      const lookUp = o.check ? new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 4 }) : null
      const send = async (i: number) => {
        const from = performance.now()
        const answer = await house[i]?.call('cmd', orders[i])
        const took = performance.now() - from
        if (!answer?.ok) return void round.refused.push(answer?.code ?? 'none')
        if (lookUp && i % LOOK_UP === 0) {
          const { rowCount } = await lookUp.query(`SELECT 1 FROM "CommandReceipt" WHERE "commandId" = $1 AND answer IS NOT NULL`, [orders[i]?.id])
          if (rowCount !== 1) round.early += 1
        }
        round.latencies.push(took)
        round.receipts[i] = (answer.data as { receipt: string }).receipt
      }
      await atPace(o.voters, o.pace, send)
      if (o.check) {
        // An answer lost on the way: every tenth device asks again with the same command.
        await Promise.all(
          orders.map(async (order, i) => {
            if (i % 10 !== 0) return
            const again = await house[i]?.call('cmd', order)
            if (!again?.ok || (again.data as { receipt: string }).receipt !== round.receipts[i]) round.changed += 1
          }),
        )
        await lookUp?.end()
      }
      return round
    },
    async fireBare(o: { pace: Pace; voteId: string; sealedBytes: number | null }): Promise<Round> {
      const latencies: number[] = []
      const sealed = o.sealedBytes === null ? {} : { sealed: 'A'.repeat(o.sealedBytes) }
      await atPace(VOTERS, o.pace, i => {
        const from = performance.now()
        return new Promise(resolve => {
          const id = uuid()
          waiting.set(id, () => {
            waiting.delete(id)
            latencies.push(performance.now() - from)
            resolve()
          })
          bare[i]?.send(JSON.stringify({ id, name: voteCast.name, input: { voteId: o.voteId, choice: 'for', ...sealed } }))
        })
      })
      return { latencies, refused: [], receipts: [], changed: 0, early: 0 }
    },
    /** from the press of the first device, the chair's, to the last screen that shows the result */
    async close(o: { voteId: string }): Promise<number> {
      let missing = house.length
      const last = new Promise<void>((resolve, reject) => {
        const limit = setTimeout(() => reject(new Error(`${missing} of ${house.length} screens show no result`)), 20_000)
        shown = id => {
          if (id !== o.voteId || --missing > 0) return
          clearTimeout(limit)
          resolve()
        }
      })
      const from = performance.now()
      const answer = await house[0]?.call('cmd', { id: uuid(), name: voteClose.name, input: { voteId: o.voteId } })
      if (!answer?.ok) throw new Error(`vote.close: ${answer?.code}`)
      await last
      return performance.now() - from
    },
  }
  process.on('message', (m: { order: keyof typeof orders; with: never }) => {
    void (orders[m.order](m.with) as Promise<unknown>).then(
      result => process.send?.({ result: result ?? null }),
      (error: Error) => process.send?.({ error: error.message }),
    )
  })
}

async function atPace(n: number, pace: Pace, send: (i: number) => Promise<void>): Promise<void> {
  await Promise.all(
    Array.from({ length: n }, async (_, i) => {
      await pause((PACES[pace] * i) / n)
      await send(i)
    }),
  )
}

// ───────────── The bare ceiling ─────────────

/** Rows gathered while the last commit was under way share the next one; answered after it. */
async function bareCeiling(): Promise<void> {
  const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 1 })
  await pool.query('CREATE TABLE bare_ballot (id uuid PRIMARY KEY, "voteId" uuid NOT NULL, choice text NOT NULL, sealed text)')
  const wss = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })
  await once(wss, 'listening')
  type Row = { id: string; voteId: string; choice: string; sealed?: string }
  const take = gathering<{ row: Row; ws: WebSocket }>(async group => {
    await pool.query(`INSERT INTO bare_ballot SELECT x.id, x."voteId", x.choice, x.sealed FROM jsonb_to_recordset($1::jsonb) AS x(id uuid, "voteId" uuid, choice text, sealed text)`, [JSON.stringify(group.map(g => g.row))])
    for (const g of group) g.ws.send(g.row.id)
  })
  wss.on('connection', ws =>
    ws.on('message', data => {
      const { id, input } = JSON.parse(String(data)) as { id: string; input: Omit<Row, 'id'> }
      take({ row: { id, ...input }, ws })
    }),
  )
  process.send?.((wss.address() as AddressInfo).port)
}

// ───────────── The run ─────────────

type Hall = { meetingId: string; cookies: string[]; seq: number }

/** A running session with so many voters, on its first item; the chair's device is the first. */
async function openHall(services: Services, committee: Committee, voters: number, displays: number): Promise<Hall> {
  const { meetingId, items } = await buildSitting({ services, clock: { now: new Date() } }, committee)
  await services.db.committeeMembership.deleteMany({ where: { isChair: false } })
  const members = await addVoters(services, meetingId, voters - 1)
  const run = (def: CommandDef, input: unknown) => must(services, committee, def, input)
  await run(meetingOpen, { meetingId })
  await run(meetingGoToItem, { meetingId, itemId: items[0] })
  const crowd = makeCrowd({ services, meetingId, items, province: committee.province, signIn: async id => (await signInAll(services, [id]))[0] ?? '' })
  const screens = (await crowd.displays(displays)).map(d => d.cookie)
  return { meetingId, cookies: [...(await signInAll(services, [committee.chairman.userId, ...members])), ...screens], seq: (await services.hallView(meetingId)).seq }
}

async function must(services: Services, c: Committee, def: CommandDef, input: unknown): Promise<void> {
  const answer = await services.runCommand(def.name, input, uuid(), { actor: c.chairman, ip: null })
  if (!answer.ok) throw new Error(`${def.name}: ${answer.code}`)
}

async function main(): Promise<void> {
  const program = await ownProgram()
  const { url, services } = program
  const { pool } = services
  const server = program.start()
  const child = (role: string) => fork(import.meta.filename, [role], { execArgv: ['--import', 'tsx'] })
  const screens = child('devices')
  const peer = child('bare')
  const ask = <T>(order: string, body: unknown): Promise<T> => asked<T>(screens, order, body)
  let isMet = true
  const say = (f: Parameters<typeof print>[1]) => {
    if (!print(BENCH, f)) isMet = false
  }
  try {
    const [barePort] = (await once(peer, 'message')) as [number]
    await untilReady(url, server)
    const committee = await buildCommittee({ services, clock: { now: new Date() } }, 1)
    // A hall of 500 seats and its wall screens follow; everybody has voted when the chair closes.
    const seats = await openHall(services, committee, SEATS, DISPLAYS)
    await ask('connect', { url, cookies: seats.cookies, stream: `meeting:${seats.meetingId}`, seq: seats.seq })
    for (const form of ['open', 'secret'] as const) {
      const times: number[] = []
      for (let i = 0; i <= ROUNDS; i++) {
        const voteId = uuid()
        await must(services, committee, voteOpen, { meetingId: seats.meetingId, voteId, question: 'Thông qua dự thảo?', ...(form === 'secret' ? { form } : {}) })
        const { refused } = await ask<Round>('fire', { voteId, voters: SEATS, pace: 'burst', check: false, seal: await sealOf(services, voteId) } satisfies Fire)
        if (refused.length > 0) throw new Error(`ballots refused: ${refused[0]}`)
        const took = await ask<number>('close', { voteId })
        if (i > 0) times.push(took)
      }
      const worst = Math.max(...times)
      say({ metric: `result_on_${SEATS + DISPLAYS}_screens.${form}.worst`, value: worst, unit: 'ms', goal: GOAL.resultMs, met: worst <= GOAL.resultMs })
    }

    const hall = await openHall(services, committee, VOTERS, 0)
    await ask('connect', { url, cookies: hall.cookies, stream: `meeting:${hall.meetingId}`, seq: hall.seq })
    await ask('connectBare', { url: `ws://127.0.0.1:${barePort}` })

    const books = { lost: 0, twice: 0, changed: 0, early: 0, checked: 0, refused: new Map<string, number>() }
    /** One vote, cast by all, closed; afterwards every acknowledged ballot is looked for. */
    const held = async (form: Form, pace: Pace, check: boolean): Promise<Round> => {
      const voteId = uuid()
      await must(services, committee, voteOpen, { meetingId: hall.meetingId, voteId, question: 'Thông qua dự thảo?', ...(form === 'secret' ? { form } : {}) })
      const round = await ask<Round>('fire', { voteId, voters: VOTERS, pace, check, seal: await sealOf(services, voteId) } satisfies Fire)
      // Two thousand screens that draw a result of two thousand names are not left over for the next measurement.
      await ask('close', { voteId })
      const { rows } = await pool.query<{ receipt: string }>(`SELECT receipt FROM "${form === 'secret' ? 'VoteTurnout' : 'Ballot'}" WHERE "voteId" = $1`, [voteId])
      const { rows: counted } = await pool.query<{ n: number }>(`SELECT ((result->'count'->>'for')::int + (result->'count'->>'against')::int) AS n FROM "Vote" WHERE id = $1`, [voteId])
      const kept = new Set(rows.map(r => r.receipt))
      books.lost += round.receipts.filter(r => r && !kept.has(r)).length
      books.twice += Math.max(0, rows.length - kept.size, form === 'secret' ? (counted[0]?.n ?? 0) - kept.size : 0)
      books.changed += round.changed
      books.early += round.early
      if (check) books.checked += Math.ceil(VOTERS / LOOK_UP)
      for (const code of round.refused) books.refused.set(code, (books.refused.get(code) ?? 0) + 1)
      return round
    }
    const sealedBytes = 150
    for (const pace of ['second', 'burst'] as const) {
      const rounds = { open: [] as Round[], secret: [] as Round[], bare: [] as Round[], bareSealed: [] as Round[] }
      // The first round warms all up, checks and isn't counted; then they take turns, so that the machine is the same for each.
      for (let i = 0; i <= ROUNDS; i++) {
        const isCounted = i > 0
        const open = await held('open', pace, !isCounted)
        const bare = await ask<Round>('fireBare', { pace, voteId: hall.meetingId, sealedBytes: null })
        const secret = await held('secret', pace, !isCounted)
        const bareSealed = await ask<Round>('fireBare', { pace, voteId: hall.meetingId, sealedBytes })
        if (!isCounted) continue
        rounds.open.push(open)
        rounds.bare.push(bare)
        rounds.secret.push(secret)
        rounds.bareSealed.push(bareSealed)
      }
      const all = (list: Round[]): number[] => sorted(list.flatMap(r => r.latencies))
      const [open, bare, secret, bareSealed] = [all(rounds.open), all(rounds.bare), all(rounds.secret), all(rounds.bareSealed)]
      for (const [form, own, base] of [['open', open, bare], ['secret', secret, bareSealed]] as const)
        for (const [name, share] of [['p50', 0.5], ['p95', 0.95], ['p99', 0.99], ['max', 1]] as const) {
          const [value, against] = [at(own, share), at(base, share)]
          const isGoal = name === 'p99'
          say({ metric: `${form}.${pace}.${name}`, value, unit: 'ms', peer: against, goal: isGoal ? GOAL.ratio : null, met: isGoal ? value / against <= GOAL.ratio : null })
        }
      say({ metric: `secret_beside_open.${pace}.p99`, value: at(secret, 0.99), unit: 'ms', peer: at(open, 0.99), goal: GOAL.ratio, met: at(secret, 0.99) / at(open, 0.99) <= GOAL.ratio })
    }
    const unanswered = [...books.refused.values()].reduce((a, b) => a + b, 0)
    for (const [code, n] of books.refused) say({ metric: `refused.${code}`, value: n, unit: 'ballots' })
    say({ metric: 'unanswered', value: unanswered, unit: 'ballots', goal: 0, met: unanswered === 0 })
    say({ metric: 'lost', value: books.lost, unit: 'ballots', goal: 0, met: books.lost === 0 })
    say({ metric: 'counted_twice', value: books.twice, unit: 'ballots', goal: 0, met: books.twice === 0 })
    say({ metric: 'answered_otherwise_when_repeated', value: books.changed, unit: 'ballots', goal: 0, met: books.changed === 0 })
    say({ metric: `acknowledged_before_commit.of_${books.checked}`, value: books.early, unit: 'ballots', goal: 0, met: books.early === 0 })
  } finally {
    for (const one of [screens, peer]) one.kill()
    await program.stop(server)
    await services.stop()
  }
  process.exit(isMet ? 0 : 1)
}

/** What devices seal a ballot for; null = an open vote. */
async function sealOf(services: Services, voteId: string): Promise<Seal | null> {
  const { publicKey, sealBytes } = await services.db.vote.findUniqueOrThrow({ where: { id: voteId } })
  return publicKey && sealBytes ? { publicKey, bytes: sealBytes } : null
}

async function asked<T>(child: ChildProcess, order: string, body: unknown): Promise<T> {
  child.send({ order, with: body })
  const [reply] = (await once(child, 'message')) as [{ result: T; error?: string }]
  if (reply.error) throw new Error(`${order}: ${reply.error}`)
  return reply.result
}

const roles: Record<string, () => Promise<void>> = { devices, bare: bareCeiling }
await (roles[process.argv[2] ?? ''] ?? main)()
