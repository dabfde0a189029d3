// One session as large as the province holds it: 30 voters, 60 guests, 400 devices of commune rooms, 20 wall screens, and
// 1,000 who only look on. Every act on all screens beside the bare durable path; what a delivery and a device cost beside
// bare Socket.IO; after random cuts every device's state beside the server's own. Server, devices and peers run in
// processes of their own. Ends with 1 on a missed goal.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { isDeepStrictEqual } from 'node:util'
import { Server } from 'socket.io'
import { v7 as uuid } from 'uuid'
import { WebSocket } from 'ws'
import type { CommandDef, StreamEvent } from '#app/contracts/define.ts'
import { attendanceCheckIn, meetingGoToItem, meetingOpen, meetingPause, meetingResume, speakingCall, speakingRequest, speakingStart, speakingStop, voteClose, voteOpen } from '#app/contracts/meeting.ts'
import { reduceSession } from '#app/live/reducers/session.ts'
import { tokenHash } from '#server/auth/actor.ts'
import { addPerson, buildCommittee, buildSitting } from '#tests/support/build.ts'
import { at, print, sorted } from './support/figures.ts'
import { type LightClient, lightClient } from './support/light-client.ts'
import { bareDurable, ownProgram, untilReady } from './support/servers.ts'

const BENCH = 'session'
const CROWD = { voters: 30, guests: 60, rooms: 400, displays: 20 }
const VIEWERS = 1_000
const ROUNDS = 8
const WARM_ROUNDS = 4
const GOAL = { ratio: 2, ms: 100, cpuRatio: 1.2, kB: 40 }
const CUTS = 200
/** cuts of 1 s to 10 min are played at this many times their speed: what counts for the state is what was missed */
const CUT_SPEED = 600

type View = Parameters<typeof reduceSession>[0]
type Device = { kind: string; cookie: string; stream: string }
type Act = { label: string; def: string; input: unknown; as: number }
type Report = { kind: 'done'; own: number[]; peer: number[]; deliveries: number; events: unknown[] } | { kind: 'state'; wrong: number; cuts: number; events: number } | { kind: 'ready' } | { kind: 'error'; error: string }

/** CPU seconds of a process so far (user and system), from the kernel's own books. */
function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) / 100
}
/** Resident memory of a process, kB. */
const residentKb = (pid: number): number => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN)

// ───────────── devices ─────────────

/** Counts the screens an act has reached; `last` resolves with the time of the last one. */
function makeWatch() {
  let missing = 0
  let reached: (at: number) => void = () => undefined
  return {
    arm: (n: number): Promise<number> =>
      new Promise((resolve, reject) => {
        missing = n
        const limit = setTimeout(() => reject(new Error(`${missing} of ${n} screens received nothing`)), 20_000)
        reached = t => {
          clearTimeout(limit)
          resolve(t)
        }
      }),
    got: () => {
      missing -= 1
      if (missing === 0) reached(performance.now())
    },
  }
}

type Follower = Device & { client: LightClient; seq: number; view: View | null; log: StreamEvent[] }

async function devices(): Promise<void> {
  const followers: Follower[] = []
  const bare: WebSocket[] = []
  const own = makeWatch()
  const peer = makeWatch()
  let url = ''
  let wanted = 0
  let lastPayload = ''

  const connect = async (f: Follower): Promise<void> => {
    f.client = await lightClient(url, f.cookie)
    f.client.onPacket = (word, body) => {
      if (word !== 'event') return
      const event = body as StreamEvent
      if (event.stream !== f.stream || event.seq <= f.seq) return
      f.seq = event.seq
      if (f.view) f.view = reduceSession(f.view, event)
      lastPayload = JSON.stringify(event)
      if (event.seq === wanted) own.got()
    }
    const joined = await f.client.call('stream.join', { stream: f.stream, after: f.seq })
    if (!joined.ok) throw new Error(`${f.kind}: stream.join ${joined.code}`)
    const { events = [] } = joined.data as { events?: StreamEvent[] }
    for (const e of events) if (e.seq > f.seq) {
      f.seq = e.seq
      if (f.view) f.view = reduceSession(f.view, e)
    }
  }

  const orders = {
    /** more screens of both kinds */
    async join(o: { url: string; bareUrl: string; devices: Device[]; seq: number; view: View | null }) {
      url = o.url
      for (const d of o.devices) {
        const f: Follower = { ...d, client: null as never, seq: o.seq, view: null, log: [] }
        // A tenth of them keeps the state as a screen does; the cost of folding is a device's own, not the server's.
        f.view = followers.length % 10 === 0 ? o.view : null
        await connect(f)
        // A guest's part changes only with their own items: they are there and cost, but are not counted as reached.
        if (f.kind === 'guest') continue
        followers.push(f)
        const ws = new WebSocket(o.bareUrl, { perMessageDeflate: false })
        await once(ws, 'open')
        ws.on('message', data => {
          JSON.parse(String(data))
          peer.got()
        })
        bare.push(ws)
      }
      return { kind: 'ready' } satisfies Report
    },
    /** each act, timed from the press to the last screen; the peer carries the same bytes right after */
    async acts(o: { acts: Act[] }) {
      const times: number[] = []
      const peerTimes: number[] = []
      let deliveries = 0
      const events: unknown[] = []
      for (const act of o.acts) {
        wanted = (followers[0]?.seq ?? 0) + 1
        const received = own.arm(followers.length)
        const from = performance.now()
        const answered = followers[act.as]?.client.call('cmd', { id: uuid(), name: act.def, input: act.input })
        const answer = await answered
        if (!answer?.ok) throw new Error(`${act.label}: ${answer?.code}`)
        const took = (await received) - from
        deliveries += followers.length
        events.push(JSON.parse(lastPayload))
        const told = peer.arm(bare.length)
        const peerFrom = performance.now()
        bare[0]?.send(lastPayload)
        const peerTook = (await told) - peerFrom
        times.push(took)
        peerTimes.push(peerTook)
      }
      return { kind: 'done', own: times, peer: peerTimes, deliveries, events } satisfies Report
    },
    /** lines cut at random while the session goes on; afterwards each state is held against the server's */
    async cuts(o: { acts: Act[]; cuts: number }) {
      const folding = followers.filter(f => f.view !== null)
      let done = 0
      const cutOne = async () => {
        const f = folding[1 + (done % (folding.length - 1))] as Follower
        done++
        f.client.close()
        await new Promise(resolve => setTimeout(resolve, (1_000 + Math.random() * 599_000) / CUT_SPEED))
        await connect(f)
      }
      const actor = followers[0] as Follower
      const running = Promise.all(Array.from({ length: 10 }, async () => {
        while (done < o.cuts) await cutOne()
      }))
      let events = 0
      let isOver = false
      void running.finally(() => (isOver = true)).catch(() => undefined)
      // Pauses and resumes come in pairs: the session is left running, as the next measurement finds it.
      for (let i = 0; !isOver || i % 2 === 1; i = (i + 1) % o.acts.length) {
        const act = o.acts[i] as Act
        const answer = await (followers[act.as] ?? actor).client.call('cmd', { id: uuid(), name: act.def, input: act.input })
        if (!answer.ok) throw new Error(`${act.label}: ${answer.code}`)
        events++
        await new Promise(resolve => setTimeout(resolve, 100))
      }
      await running
      const head = Math.max(...folding.map(f => f.seq))
      for (const f of folding) while (f.seq < head) await new Promise(resolve => setTimeout(resolve, 10))
      const first = folding[0]?.view
      const wrong = folding.filter(f => !isDeepStrictEqual(f.view, first)).length
      process.send?.({ kind: 'view', view: first })
      return { kind: 'state', wrong, cuts: done, events } satisfies Report
    },
  }
  process.on('message', (m: { order: keyof typeof orders; with: never }) => {
    void orders[m.order](m.with).then(
      report => process.send?.(report),
      (error: Error) => process.send?.({ kind: 'error', error: error.message } satisfies Report),
    )
  })
}

// ───────────── peers ─────────────

/** Socket.IO with nothing behind it: what a delivery and a connection cost by themselves. */
async function bareSocketIo(): Promise<void> {
  const http = createServer()
  const io = new Server(http, { serveClient: false, perMessageDeflate: false })
  io.on('connection', s => {
    void s.join('all')
    s.on('tell', (body: unknown, reply: (a: unknown) => void) => {
      io.to('all').emit('event', body)
      reply({ ok: true, data: {} })
    })
  })
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  process.send?.((http.address() as AddressInfo).port)
}

// ───────────── the run ─────────────

async function main(): Promise<void> {
  const program = await ownProgram()
  const { url, services } = program
  const ground = { services, clock: { now: new Date() } }
  const c = await buildCommittee(ground, CROWD.voters)
  const { meetingId, items } = await buildSitting(ground, c, 12)
  const now = new Date()
  const hour = new Date(now.getTime() + 3_600_000)
  const signIn = async (userId: string) => {
    const token = uuid()
    await services.db.session.create({ data: { id: uuid(), tokenHash: tokenHash(token), userId, createdAt: now, lastSeenAt: now, expiresAt: hour } })
    return `${services.cookies.session}=${token}`
  }
  const stream = `meeting:${meetingId}`
  const crowd = (await import('./support/crowd.ts')).makeCrowd({ services, meetingId, items, signIn, province: c.province })
  const voters = await Promise.all(c.members.map(async m => ({ kind: 'voter', cookie: await signIn(m.userId), stream })))
  const guests = await crowd.guests(CROWD.guests)
  const rooms = await crowd.rooms(CROWD.rooms)
  const displays = await crowd.displays(CROWD.displays)
  const office = await addPerson(ground, 'Người theo dõi', [{ role: 'office_monitor', unitId: c.office }])
  const viewers = await Promise.all(Array.from({ length: VIEWERS }, async () => ({ kind: 'viewer', cookie: await signIn(office.userId), stream })))
  const must = async (def: CommandDef, input: unknown) => {
    const answer = await services.runCommand(def.name, input, uuid(), { actor: c.chairman, ip: null })
    if (!answer.ok) throw new Error(`${def.name}: ${answer.code}`)
  }
  await must(meetingOpen, { meetingId })
  await must(attendanceCheckIn, { meetingId })
  await must(meetingGoToItem, { meetingId, itemId: items[0] })
  const { view, seq } = await services.hallView(meetingId)

  /** A morning in small: turning to items, speaking, a vote, a pause. Every act is one event for everybody. */
  const morning = (): Act[] => {
    const requestId = uuid()
    const voteId = uuid()
    const act = (def: CommandDef, input: object): Act => ({ label: def.name, def: def.name, input, as: 0 })
    return [
      act(speakingRequest, { meetingId, requestId, subject: 'Kinh phí và nhân lực' }),
      act(speakingCall, { meetingId, requestId }),
      act(speakingStart, { meetingId, requestId }),
      act(speakingStop, { meetingId, requestId }),
      act(voteOpen, { meetingId, voteId, question: 'Thông qua dự thảo?' }),
      act(voteClose, { voteId }),
      act(meetingPause, { meetingId }),
    ]
  }
  const resume: Act = { label: meetingResume.name, def: meetingResume.name, input: { meetingId }, as: 0 }

  const server = program.start()
  const peerFork = (role: string) => fork(import.meta.filename, [role], { execArgv: ['--import', 'tsx'] })
  const durable = peerFork('durable')
  const socketIo = peerFork('socketIo')
  const screens = peerFork('devices')
  const ask = async (order: string, body: unknown): Promise<Report> => {
    screens.send({ order, with: body })
    for (;;) {
      const [m] = (await once(screens, 'message')) as [Report | { kind: 'view'; view: View }]
      if (m.kind === 'view') {
        folded = m.view
        continue
      }
      if (m.kind === 'error') throw new Error(m.error)
      return m
    }
  }
  let folded: View | null = null
  let isMet = true
  const say = (f: Parameters<typeof print>[1]) => {
    if (!print(BENCH, f)) isMet = false
  }
  try {
    const [[durablePort], [ioPort]] = (await Promise.all([once(durable, 'message'), once(socketIo, 'message')])) as [[number], [number]]
    await untilReady(url, server)
    const pid = server.pid ?? 0
    const bareUrl = `ws://127.0.0.1:${durablePort}`
    const ioUrl = `http://127.0.0.1:${ioPort}`

    const run = async (label: string, withRatio: boolean): Promise<{ perThousand: number; events: unknown[] }> => {
      const mornings = (n: number) => Array.from({ length: n }, () => [...morning(), resume]).flat()
      // Compiled and warm first: a session of three hours is measured, not the first seconds of a process.
      await ask('acts', { acts: mornings(WARM_ROUNDS) })
      const before = cpuSeconds(pid)
      const report = await ask('acts', { acts: mornings(ROUNDS) })
      if (report.kind !== 'done') throw new Error('no figures')
      const spent = cpuSeconds(pid) - before
      const [own, bare] = [sorted(report.own), sorted(report.peer)]
      for (const [name, share] of [['p50', 0.5], ['p95', 0.95], ['p99', 0.99]] as const) {
        const [value, base] = [at(own, share), at(bare, share)]
        const isGoal = name === 'p95'
        say({ metric: `${label}.${name}`, value, unit: 'ms', peer: base, goal: isGoal ? (withRatio ? GOAL.ratio : GOAL.ms) : null, met: isGoal ? (!withRatio || value / base <= GOAL.ratio) && value <= GOAL.ms : null })
      }
      return { perThousand: (spent / report.deliveries) * 1_000_000, events: report.events }
    }

    const inRoom: Device[] = [...voters, ...rooms, ...displays, ...guests]
    await ask('join', { url, bareUrl, devices: inRoom, seq, view })
    const { perThousand, events } = await run(`acts.${inRoom.length}`, true)

    // The peer of cost: the same number of connections and deliveries through Socket.IO alone.
    const ioPid = socketIo.pid ?? 0
    const crowdOfPeer: LightClient[] = []
    for (let i = 0; i < inRoom.length; i++) crowdOfPeer.push(await lightClient(ioUrl, ''))
    // The same bytes as the session's own events.
    const tell = async () => {
      for (const event of events) await crowdOfPeer[0]?.call('tell', event)
    }
    await tell()
    const ioBefore = cpuSeconds(ioPid)
    await tell()
    const ioPerThousand = ((cpuSeconds(ioPid) - ioBefore) / (events.length * inRoom.length)) * 1_000_000
    const ioRssBefore = residentKb(ioPid)
    for (let i = 0; i < VIEWERS; i++) crowdOfPeer.push(await lightClient(ioUrl, ''))
    const ioRss = (residentKb(ioPid) - ioRssBefore) / VIEWERS
    for (const client of crowdOfPeer) client.close()
    say({ metric: 'cpu.perThousandDeliveries', value: perThousand, unit: 'ms', peer: ioPerThousand, goal: GOAL.cpuRatio, met: perThousand / ioPerThousand <= GOAL.cpuRatio })

    const state = await ask('cuts', { acts: [...Array.from({ length: 8 }, () => [{ label: meetingPause.name, def: meetingPause.name, input: { meetingId }, as: 0 }, resume]).flat()], cuts: CUTS })
    if (state.kind !== 'state') throw new Error('no state')
    const truth = await services.hallView(meetingId)
    const isTrue = isDeepStrictEqual(folded, JSON.parse(JSON.stringify(truth.view)))
    say({ metric: 'cuts.devicesWithWrongState', value: state.wrong + (isTrue ? 0 : 1), unit: 'devices', goal: 0, met: state.wrong === 0 && isTrue })
    say({ metric: 'cuts.played', value: state.cuts, unit: 'cuts' })

    const head = await services.hallView(meetingId)
    const rssBefore = residentKb(pid)
    await ask('join', { url, bareUrl, devices: viewers, seq: head.seq, view: head.view })
    const perDevice = (residentKb(pid) - rssBefore) / VIEWERS
    say({ metric: 'memory.perDevice', value: perDevice, unit: 'kB', peer: ioRss, goal: GOAL.kB, met: perDevice <= GOAL.kB })
    await run(`acts.${inRoom.length + VIEWERS}`, false)
  } finally {
    for (const p of [durable, socketIo, screens]) p.kill()
    await services.stop()
    await program.stop(server)
  }
  process.exit(isMet ? 0 : 1)
}

const role = process.argv[2]
if (role === 'devices') await devices()
else if (role === 'durable') await bareDurable()
else if (role === 'socketIo') await bareSocketIo()
else await main()
