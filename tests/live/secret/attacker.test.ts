import { randomInt } from 'node:crypto'
import { Redis } from 'ioredis'
import pg from 'pg'
import type { Socket } from 'socket.io-client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import { attendanceRecord, meetingGoToItem, meetingOpen, voteCast, voteClose, voteOpen } from '#app/contracts/meeting.ts'
import type { Choice } from '#app/domain/voting/majority.ts'
import { shuffled } from '#app/domain/voting/sealed.ts'
import { sealBallot } from '#app/live/secret/seal.ts'
import { besideEachOther, byDifference, byOrder, byRowVersion, bySharedValue, byTime, type Claims, type Dump, dumpAll, type Evidence, lengths, since, type Text } from '#tests/support/joiner.ts'
import { cmd, type Hall, openHall } from '../session/hall.ts'

const VOTERS = 12
const ROUNDS = 3
const isCast = (t: Text) => t.isSent && t.text.includes('vote.cast')
const joins = { besideEachOther, bySharedValue, byRowVersion, byTime, byDifference }
/** Four of each, in an order nobody knows. */
const deal = (): Choice[] => shuffled((['for', 'against', 'abstain'] as const).flatMap(c => Array.from({ length: VOTERS / 3 }, () => c)), randomInt)

let hall: Hall
let database: pg.Client
let redis: Redis
let monitor: Redis
const texts: Text[] = []
beforeAll(async () => {
  hall = await openHall(VOTERS)
  database = new pg.Client({ connectionString: hall.server.database.url })
  await database.connect()
  redis = new Redis(hall.server.redis.url)
  monitor = await new Redis(hall.server.redis.url).monitor()
  monitor.on('monitor', (_time: string, args: string[]) => void texts.push({ who: null, isSent: false, text: args.join(' ') }))
})
afterAll(async () => {
  monitor.disconnect()
  redis.disconnect()
  await database.end()
  await hall.close()
})

/** Copies every frame of a socket, in and out. */
function tap(socket: Socket, who: string): Socket {
  const keep = (isSent: boolean) => (packet: { data?: unknown }) => {
    const text = String(packet.data ?? '')
    const at = text.indexOf('[')
    if (at >= 0) texts.push({ who, isSent, text: text.slice(at) })
  }
  socket.io.engine.on('packetCreate', keep(true))
  socket.io.engine.on('packet', keep(false))
  return socket
}

async function redisTexts(): Promise<Text[]> {
  const found: Text[] = []
  for (const key of await redis.keys('*')) found.push({ who: null, isSent: false, text: `${key} ${(await redis.dump(key).catch(() => ''))?.toString() ?? ''}` })
  return found
}

test('kẻ nối người với phiếu, có mọi bản sao cơ sở dữ liệu, nhật ký, Redis và mọi khung truyền: không nối được ai', async () => {
  const { committee: c, sitting, server } = hall
  const { meetingId } = sitting
  const people = c.members.map(m => m.userId)
  const sockets: Socket[] = []
  for (const m of c.members) sockets.push(tap(await hall.connect(await hall.signIn(m)), m.userId))
  for (const watcher of [c.secretary, c.monitor, c.substitute, c.guest]) {
    const socket = tap(await hall.connect(await hall.signIn(watcher)), watcher.userId)
    for (const stream of [`meeting:${meetingId}`, `desk:${meetingId}`, `part:${meetingId}`, `user:${watcher.userId}`]) await socket.emitWithAck('stream.join', { stream, after: 0 })
    if (watcher === c.secretary) {
      const seats = await server.database.query<{ id: string; userId: string }>('SELECT id, "userId" FROM "MeetingParticipant" WHERE "meetingId" = $1', [meetingId])
      for (const s of seats.filter(x => people.includes(x.userId))) await cmd(socket, attendanceRecord, { meetingId, participantId: s.id, act: 'arrive' })
    }
  }
  const [chair] = sockets
  if (!chair) throw new Error('no chair')
  for (const s of sockets) await s.emitWithAck('stream.join', { stream: `meeting:${meetingId}`, after: 0 })
  expect(await cmd(chair, meetingOpen, { meetingId })).toMatchObject({ ok: true })
  expect(await cmd(chair, meetingGoToItem, { meetingId, itemId: sitting.items[0] ?? '' })).toMatchObject({ ok: true })

  let guesses = 0
  let right = 0
  for (let round = 0; round < ROUNDS; round++) {
    texts.length = 0
    const logBefore = server.log().length
    const voteId = uuid()
    expect(await cmd(chair, voteOpen, { meetingId, voteId, question: 'Thông qua?', form: 'secret' })).toMatchObject({ ok: true })
    const [vote] = await server.database.query<{ publicKey: string; sealBytes: number }>('SELECT "publicKey", "sealBytes" FROM "Vote" WHERE id = $1', [voteId])
    if (!vote) throw new Error('no vote')
    const dealt = deal()
    const truth: Claims = new Map(people.map((p, i) => [p, dealt[i] ?? '']))
    const dumps: Dump[] = [await dumpAll(database)]
    // One after the other and a dump after each: the worst order for those who vote.
    for (const i of shuffled(people.map((_, n) => n), randomInt)) {
      const { sealed } = sealBallot(voteId, { publicKey: vote.publicKey, bytes: vote.sealBytes }, dealt[i] as Choice)
      expect(await cmd(sockets[i] ?? chair, voteCast, { voteId, sealed })).toMatchObject({ ok: true })
      dumps.push(await dumpAll(database))
    }
    expect(await cmd(chair, voteClose, { voteId })).toMatchObject({ ok: true })
    dumps.push(await dumpAll(database))
    // Somebody new reads everything the streams remember.
    await sockets[1]?.emitWithAck('stream.join', { stream: `meeting:${meetingId}`, after: 0 })
    const log = server.log().slice(logBefore).split('\n').map((text): Text => ({ who: null, isSent: false, text }))
    const evidence: Evidence = { people, dumps: since(dumps[0] ?? [], dumps), texts: [...texts, ...log, ...(await redisTexts())] }
    expect(evidence.texts.filter(isCast)).toHaveLength(VOTERS)
    for (const [way, join] of Object.entries(joins)) expect([...join(evidence)], way).toEqual([])
    expect(lengths(evidence, isCast)).toEqual({ sent: 1, stored: 1 })
    const order = byOrder(evidence, truth)
    expect(order.guesses).toBe(VOTERS)
    guesses += order.guesses
    right += order.right
  }
  // By order the best of all orders guesses near a third; three of four would be a pattern (chance: below one in a million).
  expect(right / guesses).toBeLessThan(0.75)
})

test('cùng kẻ đó nối được mọi người với bảng làm vội: danh sách đã bỏ và phiếu ẩn danh ở hai bảng, ghi cùng một lần', async () => {
  const people = hall.committee.members.map(m => m.userId)
  await database.query(`CREATE TABLE naive_turnout (id bigserial PRIMARY KEY, "userId" uuid NOT NULL, at timestamptz NOT NULL)`)
  await database.query(`CREATE TABLE naive_ballot (id bigserial PRIMARY KEY, choice text NOT NULL, at timestamptz NOT NULL)`)
  const dealt = deal()
  const truth: Claims = new Map(people.map((p, i) => [p, dealt[i] ?? '']))
  // The program beside it goes on by itself (chain, presence of twelve devices); a row of its own between two dumps is not this table's doing.
  const dumpNaive = async (): Promise<Dump> => (await dumpAll(database)).filter(r => r.table.startsWith('naive_'))
  const all: Dump[] = [await dumpNaive()]
  const frames: Text[] = []
  for (const i of shuffled(people.map((_, n) => n), randomInt)) {
    const [userId, choice] = [people[i] ?? '', dealt[i] ?? '']
    frames.push({ who: userId, isSent: true, text: JSON.stringify(['cmd', { name: 'vote.cast', input: { choice } }]) })
    await database.query('BEGIN')
    await database.query('INSERT INTO naive_turnout("userId", at) VALUES ($1, now())', [userId])
    await database.query('INSERT INTO naive_ballot(choice, at) VALUES ($1, now())', [choice])
    await database.query('COMMIT')
    all.push(await dumpNaive())
  }
  const evidence: Evidence = { people, dumps: since(all[0] ?? [], all), texts: frames }
  const expected = [...truth].sort()
  for (const join of [byRowVersion, byTime, byDifference, besideEachOther]) expect([...join(evidence)].sort()).toEqual(expected)
  expect(byOrder(evidence, truth)).toEqual({ guesses: VOTERS, right: VOTERS })
  expect(lengths(evidence, isCast).sent).toBeGreaterThan(1)
  // The same without times and with one table after the other still falls to order and difference alone; an id shared by both is enough too.
  const linked: Evidence = { people, dumps: [people.map((p, i) => ({ table: 'a', ctid: `(0,${i + 1})`, xmin: '1', cells: { userId: p, ref: `ref-${p}` } })).concat(people.map((p, i) => ({ table: 'b', ctid: `(0,${i + 1})`, xmin: '2', cells: { choice: dealt[i] ?? '', ref: `ref-${p}`, userId: '' } })))], texts: [] }
  const hidden: Evidence = { ...linked, dumps: linked.dumps.map(d => d.map(r => ({ ...r, cells: { ...r.cells, ...(r.cells.ref ? { ref: `r${people.findIndex(p => r.cells.ref?.endsWith(p)) + 100_000}` } : {}) } }))) }
  expect([...bySharedValue(hidden)].sort()).toEqual(expected)
})
