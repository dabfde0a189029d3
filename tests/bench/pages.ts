// Turning pages before four hundred followers, and what papers cost the line. The server and the bare peer run in processes
// of their own. The peer of a turn is the least that is still durable: one INSERT committed over `pg`, then one bare
// Socket.IO broadcast. The peer of the first page is the same reader on the paper as it came. One JSON line a figure; ends
// with 1 on a missed goal.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import PDFDocument from 'pdfkit'
import { getDocument, PDFDataRangeTransport } from 'pdfjs-dist/legacy/build/pdf.mjs'
import pg from 'pg'
import { Server } from 'socket.io'
import { io, type Socket } from 'socket.io-client'
import { v7 as uuid } from 'uuid'
import type { Answer } from '#app/contracts/define.ts'
import { meetingGoToItem, meetingOpen, presentationShow } from '#app/contracts/meeting.ts'
import { fetchAhead } from '#app/live/papers/ahead.ts'
import { type Copy, type FetchBytes, memoryStore, openCopy, PIECE, type Version } from '#app/live/papers/copy.ts'
import { makeViewingCopy } from '#server/files/make-viewing-copy.ts'
import { buildCommittee, buildSitting } from '#tests/support/build.ts'
import { signInAll } from './support/crowd.ts'
import { at, print, sorted } from './support/figures.ts'
import { thinLine } from './support/thin-line.ts'
import { ownProgram, untilReady } from './support/servers.ts'

const FOLLOWERS = 400
const TURNS = 40
const WARM_UP = 4
const GOAL_TURN_MS = 250
const ROOM_DEVICES = 30
const GOAL_BYTES = 1.1
const LINE_BITS = 1_500_000
const LINE_DELAY_MS = 75
const GOAL_FIRST_PAGE_MS = 2_000
const WAIT_MS = 20_000

let isMet = true
const say = (f: Parameters<typeof print>[1]): void => {
  if (!print('pages', f)) isMet = false
}

/** The bare peer: a turn is committed, then told to all. */
async function bareServer(): Promise<void> {
  const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 2 })
  await pool.query('CREATE TABLE bare_turn (id bigserial PRIMARY KEY, payload jsonb NOT NULL)')
  const http = createServer()
  const server = new Server(http, { perMessageDeflate: false })
  server.on('connection', socket =>
    socket.on('turn', (payload: object, done: () => void) => {
      void pool.query('INSERT INTO bare_turn(payload) VALUES ($1)', [JSON.stringify(payload)]).then(() => {
        server.emit('event', payload)
        done()
      })
    }),
  )
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  process.send?.((http.address() as AddressInfo).port)
}

/** Milliseconds until each of the sockets had its event after `act`. */
async function turn(sockets: Socket[], isIt: (event: unknown) => boolean, act: () => Promise<void>): Promise<number[]> {
  const times: number[] = []
  const from = performance.now()
  let done: () => void = () => undefined
  const all = new Promise<void>((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error(`${sockets.length - times.length} of ${sockets.length} followers received nothing`)), WAIT_MS)
    done = () => {
      clearTimeout(limit)
      resolve()
    }
  })
  const listen = (event: unknown) => {
    if (!isIt(event)) return
    times.push(performance.now() - from)
    if (times.length === sockets.length) done()
  }
  for (const s of sockets) s.on('event', listen)
  await act()
  await all
  for (const s of sockets) s.off('event', listen)
  return times
}

async function connect(url: string, cookie: string | null): Promise<Socket> {
  const socket = io(url, { transports: ['websocket'], forceNew: true, reconnection: false, ...(cookie ? { extraHeaders: { cookie, origin: url } } : {}) })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('connect_error', reject)
  })
  return socket
}

/** A paper of so many pages, as a clerk's program writes it: one flat list of pages, fonts at the end. */
async function writePaper(file: string, pages: number): Promise<void> {
  const require = createRequire(import.meta.url)
  const doc = new PDFDocument({ size: 'A4' })
  const out = createWriteStream(file)
  doc.pipe(out)
  doc.registerFont('regular', require.resolve('@expo-google-fonts/tinos/400Regular/Tinos_400Regular.ttf'))
  const words = readFileSync('prisma/seed/data/de-an-603.txt', 'utf8')
    .split('\n')
    .filter(l => l.length > 60)
  for (let i = 0; i < pages; i++) {
    if (i > 0) doc.addPage()
    doc.font('regular').fontSize(13).text(`Trang ${i + 1}`)
    for (let k = 0; k < 14 && doc.y < 700; k++) doc.text(words[(i * 7 + k) % words.length] ?? '', { height: 740 - doc.y, ellipsis: true })
  }
  doc.end()
  await once(out, 'finish')
}

/** Reads ranges as a screen does, and counts them. */
function reader(base: string, cookie: string) {
  const count = { bytes: 0, requests: 0 }
  const fetchBytes: FetchBytes = async (v, begin, end) => {
    const response = await fetch(`${base}/tai-lieu/${v.paperId}/xem?v=${v.key}`, { headers: { Range: `bytes=${begin}-${end - 1}`, cookie } })
    if (response.status !== 206) throw new Error(`answer ${response.status}`)
    const bytes = new Uint8Array(await response.arrayBuffer())
    count.bytes += bytes.length
    count.requests += 1
    return bytes
  }
  return { count, open: (v: Version) => openCopy(v, memoryStore(), fetchBytes) }
}

/** Opens a paper over its copy. @returns draws a page: everything it needs is there afterwards */
async function openPaper(copy: Copy) {
  const transport = new PDFDataRangeTransport(copy.version.size, null)
  transport.requestDataRange = (begin: number, end: number) => void copy.read(begin, end).then(bytes => transport.onDataRange(begin, bytes))
  const task = getDocument({ range: transport, rangeChunkSize: PIECE, disableAutoFetch: true, disableStream: true, verbosity: 0, isEvalSupported: false })
  const doc = await task.promise
  return {
    draw: async (n: number): Promise<void> => {
      const page = await doc.getPage(n)
      await page.getOperatorList()
      page.cleanup()
    },
    close: () => task.destroy(),
  }
}
const bring = (copies: Copy[]) =>
  fetchAhead({ copies, onProgress: () => undefined, lineBack: async () => undefined, hasRoom: async () => true, onGone: () => undefined }, new AbortController().signal)

async function main(): Promise<void> {
  const program = await ownProgram()
  const { port, url, services } = program
  const ground = { services, clock: { now: new Date() } }
  const c = await buildCommittee(ground, FOLLOWERS)
  const { meetingId, items } = await buildSitting(ground, c)
  const itemId = items[0] ?? ''
  for (const [def, input] of [
    [meetingOpen, { meetingId }],
    [meetingGoToItem, { meetingId, itemId }],
  ] as const) {
    const answer = await services.runCommand(def.name, input, uuid(), { actor: c.chairman, ip: null })
    if (!answer.ok) throw new Error(`${def.name}: ${answer.code}`)
  }
  mkdirSync(services.files.tmpDir, { recursive: true })
  const addPaper = async (pages: number) => {
    const tmp = path.join(services.files.tmpDir, `${pages}.pdf`)
    await writePaper(tmp, pages)
    const { sha256, size } = await services.files.take(tmp)
    const copy = await makeViewingCopy(services.files, sha256, size)
    if (!copy) throw new Error('no viewing copy')
    const fileId = uuid()
    await services.db.storedFile.create({ data: { id: fileId, sha256, size, mime: 'application/pdf', name: `${pages}.pdf`, pages, uploadedById: c.chairman.userId, ...copy } })
    const paperId = uuid()
    await services.db.paper.create({ data: { id: paperId, meetingId, itemId, fileId, title: `${pages} trang`, addedById: c.chairman.userId } })
    return { view: { paperId, key: copy.viewSha256, size: copy.viewSize }, original: { paperId, key: sha256, size } }
  }
  const long = await addPaper(300)
  const short = await addPaper(60)
  const cookies = await signInAll(services, c.members.map(m => m.userId))
  await services.stop()

  const server = program.start()
  const peer = fork(import.meta.filename, ['bare'], { execArgv: ['--import', 'tsx'] })
  try {
    const [barePort] = (await once(peer, 'message')) as [number]
    await untilReady(url, server)

    // A turn before all followers.
    const house: Socket[] = []
    const bare: Socket[] = []
    for (const cookie of cookies) {
      const socket = await connect(url, cookie)
      for (const stream of [`meeting:${meetingId}`, `page:${meetingId}`]) {
        const joined = (await socket.emitWithAck('stream.join', { stream, after: 0 })) as Answer
        if (!joined.ok) throw new Error(`stream.join: ${joined.code}`)
      }
      house.push(socket)
      bare.push(await connect(`http://127.0.0.1:${barePort}`, null))
    }
    const own: number[] = []
    const plain: number[] = []
    for (let i = 0; i < TURNS + WARM_UP; i++) {
      const page = i + 1
      const isTurn = (e: unknown) => (e as { payload?: { presenting?: { page?: number } } }).payload?.presenting?.page === page
      const took = await turn(house, isTurn, async () => {
        const input = { meetingId, paperId: long.view.paperId, page, place: { zoom: 1.5, x: 0.1, y: 0.2 } }
        const answer = (await house[0]?.emitWithAck('cmd', { id: uuid(), name: presentationShow.name, input })) as Answer
        if (!answer.ok) throw new Error(`presentation.show: ${answer.code}`)
      })
      const peerTook = await turn(bare, isTurn, async () => {
        await bare[0]?.emitWithAck('turn', { stream: `meeting:${meetingId}`, seq: i, name: 'presentation.changed', v: 1, at: Date.now(), actorId: c.chairman.userId, payload: { presenting: { paperId: long.view.paperId, page, byLabel: c.chairman.displayName, byId: c.chairman.userId, place: { zoom: 1.5, x: 0.1, y: 0.2 } } } })
      })
      if (i < WARM_UP) continue
      own.push(...took)
      plain.push(...peerTook)
    }
    for (const [label, share] of [['p50', 0.5], ['p95', 0.95], ['p99', 0.99]] as const) {
      const value = at(sorted(own), share)
      const goal = label === 'p95' ? GOAL_TURN_MS : null
      say({ metric: `turn.${FOLLOWERS}.${label}`, value, unit: 'ms', peer: at(sorted(plain), share), goal, met: goal === null ? null : value <= goal })
    }
    for (const s of [...house, ...bare]) s.disconnect()

    // Followers whose copy is complete draw every page from it.
    const followers = Array.from({ length: 10 }, (_, i) => reader(url, cookies[i] ?? ''))
    const copies = followers.map(f => f.open(long.view))
    await Promise.all(copies.map(copy => bring([copy])))
    const before = followers.reduce((sum, f) => sum + f.count.bytes, 0)
    say({ metric: 'copy.bytes-per-device', value: before / followers.length / long.view.size, unit: '× paper', goal: 1, met: before === followers.length * long.view.size, digits: 3 })
    const papers = await Promise.all(copies.map(openPaper))
    let turns = 0
    for (let n = 1; n <= 300; n += 15) {
      await Promise.all(papers.map(p => p.draw(n)))
      turns += papers.length
    }
    const after = followers.reduce((sum, f) => sum + f.count.bytes, 0)
    say({ metric: 'turn.bytes-per-follower', value: (after - before) / turns, unit: 'bytes', goal: 0, met: after === before })
    await Promise.all(papers.map(p => p.close()))

    // The first page of a long paper on a thin line, nothing kept: the copy made for screens beside the paper as it came.
    const line = await thinLine({ port, bitsPerSecond: LINE_BITS, delayMs: LINE_DELAY_MS })
    const firstPage = async (version: Version): Promise<{ ms: number; bytes: number }> => {
      const one = reader(line.url, cookies[0] ?? '')
      const from = performance.now()
      const paper = await openPaper(one.open(version))
      await paper.draw(1)
      const ms = performance.now() - from
      await paper.close()
      return { ms, bytes: one.count.bytes }
    }
    await firstPage(short.view)
    const [asCopy, asCame] = [await firstPage(long.view), await firstPage(long.original)]
    say({ metric: 'first-page.300-pages', value: asCopy.ms, unit: 'ms', peer: asCame.ms, goal: GOAL_FIRST_PAGE_MS, met: asCopy.ms <= GOAL_FIRST_PAGE_MS, digits: 0 })
    say({ metric: 'first-page.bytes', value: asCopy.bytes, unit: 'bytes', peer: asCame.bytes, digits: 0 })

    // Thirty devices of one commune room behind that line, all opening the same paper at once.
    line.reset()
    const room = Array.from({ length: ROOM_DEVICES }, (_, i) => reader(line.url, cookies[i] ?? ''))
    const from = performance.now()
    await Promise.all(
      room.map(async device => {
        const copy = device.open(short.view)
        const paper = await openPaper(copy)
        await Promise.all([paper.draw(1), bring([copy])])
        await paper.draw(60)
        await paper.close()
      }),
    )
    const seconds = (performance.now() - from) / 1000
    const least = ROOM_DEVICES * short.view.size
    say({ metric: `room.${ROOM_DEVICES}.bytes`, value: line.bytes(), unit: 'bytes', peer: least, goal: GOAL_BYTES, met: line.bytes() <= GOAL_BYTES * least, digits: 0 })
    say({ metric: `room.${ROOM_DEVICES}.time`, value: seconds, unit: 's', peer: (least * 8) / LINE_BITS })
    await line.close()
  } finally {
    peer.kill()
    await program.stop(server)
  }
  process.exit(isMet ? 0 : 1)
}

if (process.argv[2] === 'bare') await bareServer()
else await main()
