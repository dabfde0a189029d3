// One act of the chair, seen by everybody: command sent → the last of N screens has its event. The server, the screens
// and the bare peer each run in a process of their own. The peer does the least that is still durable: one INSERT
// committed over `pg`, then the same bytes to N plain `ws` clients. One JSON line a figure; ends with 1 on a missed goal.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { io, type Socket } from 'socket.io-client'
import { v7 as uuid } from 'uuid'
import { WebSocket } from 'ws'
import type { Answer } from '#app/contracts/define.ts'
import { meetingOpen, meetingPause, meetingResume } from '#app/contracts/meeting.ts'
import { buildCommittee, buildSitting } from '#tests/support/build.ts'
import { signInAll } from './support/crowd.ts'
import { bareDurable, ownProgram, untilReady } from './support/servers.ts'

const SIZES = [200, 500]
const ACTS = 40
const WARM_UP = 4
const GOAL_RATIO = 2.5
const ROUND_LIMIT_MS = 20_000

type Order = { size: number; url: string; bareUrl: string; meetingId: string; cookies: string[] }
type Result = { own: number[]; peer: number[]; bytes: number; error?: string }

/** Resolves when `size` receptions were counted since `arm`. */
function makeCounter(size: number) {
  let left = 0
  let done: (at: number) => void = () => undefined
  return {
    arm: (): Promise<number> =>
      new Promise((resolve, reject) => {
        left = size
        const limit = setTimeout(() => reject(new Error(`${left} of ${size} clients received nothing`)), ROUND_LIMIT_MS)
        done = at => {
          clearTimeout(limit)
          resolve(at)
        }
      }),
    got: () => {
      left -= 1
      if (left === 0) done(performance.now())
    },
  }
}

async function measure(order: Order): Promise<Result> {
  const house: Socket[] = []
  const bare: WebSocket[] = []
  const ownCounter = makeCounter(order.size)
  const peerCounter = makeCounter(order.size)
  let payload = ''
  for (let i = 0; i < order.size; i++) {
    const socket = io(order.url, { transports: ['websocket'], forceNew: true, extraHeaders: { cookie: order.cookies[i] ?? '', origin: order.url } })
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve)
      socket.once('connect_error', reject)
    })
    const joined = (await socket.emitWithAck('stream.join', { stream: `meeting:${order.meetingId}`, after: 0 })) as Answer
    if (!joined.ok) throw new Error(`stream.join: ${joined.code}`)
    socket.on('event', (event: { name: string }) => {
      if (event.name !== 'meeting.changed') return
      payload ||= JSON.stringify(event)
      ownCounter.got()
    })
    house.push(socket)
    const ws = new WebSocket(order.bareUrl)
    await once(ws, 'open')
    // Parsed, as every screen must.
    ws.on('message', data => {
      JSON.parse(String(data))
      peerCounter.got()
    })
    bare.push(ws)
  }
  const own: number[] = []
  const peer: number[] = []
  for (let i = 0; i < ACTS + WARM_UP; i++) {
    const def = i % 2 === 0 ? meetingPause : meetingResume
    const received = ownCounter.arm()
    const from = performance.now()
    const answer = (await house[0]?.emitWithAck('cmd', { id: uuid(), name: def.name, input: { meetingId: order.meetingId } })) as Answer
    if (!answer.ok) throw new Error(`${def.name}: ${answer.code}`)
    const took = (await received) - from
    const peerReceived = peerCounter.arm()
    const peerFrom = performance.now()
    bare[0]?.send(payload)
    const peerTook = (await peerReceived) - peerFrom
    if (i < WARM_UP) continue
    own.push(took)
    peer.push(peerTook)
  }
  for (const s of house) s.disconnect()
  for (const ws of bare) ws.terminate()
  return { own, peer, bytes: Buffer.byteLength(payload) }
}

function devices(): void {
  process.on('message', (order: Order) => {
    void measure(order).then(
      result => process.send?.(result),
      (error: Error) => process.send?.({ own: [], peer: [], bytes: 0, error: error.message } satisfies Result),
    )
  })
}

const at = (sorted: number[], share: number): number => sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
const round = (n: number, to: number): number => Math.round(n * to) / to

async function main(): Promise<void> {
  const program = await ownProgram()
  const { url, services } = program
  const size = Math.max(...SIZES)
  const ground = { services, clock: { now: new Date() } }
  const c = await buildCommittee(ground, size)
  const { meetingId } = await buildSitting(ground, c)
  const opened = await services.runCommand(meetingOpen.name, { meetingId }, uuid(), { actor: c.chairman, ip: null })
  if (!opened.ok) throw new Error(`meeting.open: ${opened.code}`)
  const cookies = await signInAll(services, c.members.map(m => m.userId))
  await services.stop()

  const server = program.start()
  const peer = fork(import.meta.filename, ['bare'], { execArgv: ['--import', 'tsx'] })
  let isMet = true
  try {
    const [barePort] = (await once(peer, 'message')) as [number]
    await untilReady(url, server)
    for (const n of SIZES) {
      const child = fork(import.meta.filename, ['devices'], { execArgv: ['--import', 'tsx'] })
      child.send({ size: n, url, bareUrl: `ws://127.0.0.1:${barePort}`, meetingId, cookies } satisfies Order)
      const [result] = (await once(child, 'message')) as [Result]
      child.kill()
      if (result.error) throw new Error(result.error)
      const [own, bare] = [result.own, result.peer].map(list => list.sort((x, y) => x - y)) as [number[], number[]]
      for (const [label, share] of [['p50', 0.5], ['p95', 0.95], ['p99', 0.99]] as const) {
        const [value, base] = [at(own, share), at(bare, share)]
        const goal = n === 500 && label === 'p95' ? GOAL_RATIO : null
        const met = goal === null ? null : value / base <= goal
        if (met === false) isMet = false
        process.stdout.write(`${JSON.stringify({ bench: 'fanout', metric: `${n}.${label}`, value: round(value, 10), unit: 'ms', peer: round(base, 10), ratio: round(value / base, 100), goal, met })}\n`)
      }
    }
  } finally {
    peer.kill()
    await program.stop(server)
  }
  process.exit(isMet ? 0 : 1)
}

if (process.argv[2] === 'devices') devices()
else if (process.argv[2] === 'bare') await bareDurable()
else await main()
