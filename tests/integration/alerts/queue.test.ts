import net from 'node:net'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import { alertDeliver, alertRing } from '#app/contracts/alert.ts'
import { taskAccept, taskAssign, taskSendBack, taskSubmit } from '#app/contracts/task.ts'
import type { Actor } from '#server/command/context.ts'
import { reactions } from '#server/features/index.ts'
import { makeQueue, type Queue } from '#server/jobs/queue.ts'
import { startWorker, toJobs } from '#server/jobs/worker.ts'
import { makeRelay } from '#server/outbox/relay.ts'
import { buildCommittee, type Committee, type House, openHouse } from '#tests/support/build.ts'

const log = pino({ level: 'silent' })
let house: House
let c: Committee
beforeAll(async () => {
  house = await openHouse()
  c = await buildCommittee(house, 3)
})
afterAll(() => house.close())

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

/** The line to the real Redis, which can be cut and mended like a cable. */
async function cableToRedis() {
  const far = new URL(house.redis.url)
  const open = new Set<net.Socket>()
  let isCut = true
  const server = net.createServer(near => {
    if (isCut) return void near.destroy()
    const on = net.connect(Number(far.port), far.hostname)
    for (const [a, b] of [[near, on], [on, near]] as const) {
      open.add(a)
      a.pipe(b)
      a.on('error', () => b.destroy())
      a.on('close', () => {
        open.delete(a)
        b.destroy()
      })
    }
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const url = new URL(far.href)
  url.host = `127.0.0.1:${(server.address() as net.AddressInfo).port}`
  const cut = () => {
    isCut = true
    for (const socket of open) socket.destroy()
  }
  stops.push(async () => {
    cut()
    await new Promise<void>(done => void server.close(() => done()))
  })
  return { url: url.href, cut, mend: () => void (isCut = false) }
}

function openQueue(redisUrl: string): Queue {
  const queue = makeQueue({ redisUrl, log })
  stops.push(() => queue.close())
  return queue
}

const isTaken = (queue: Queue, jobId: string) =>
  queue.add('count', { jobId }, { jobId }).then(
    () => true,
    () => false,
  )
/** Relay and worker as they run in service, on this house's rows. */
function startCarriers(queue: Queue) {
  const { pool, db, runAsSystem, runAs } = house.services
  const worker = startWorker({ queue, db, pool, runAsSystem, runAs, dataDir: house.database.dataDir, reactions, log, clock: () => house.clock.now })
  stops.push(() => worker.stop())
  return worker
}
async function startRelay(queue: Queue) {
  const relay = makeRelay({ pool: house.services.pool, connectionString: house.database.url, log, toScreens: () => undefined, toJobs: toJobs(queue, reactions), jobNames: reactions.flatMap(r => r.on) })
  stops.push(() => relay.stop())
  await relay.start()
}

async function assigned(deadlineOn: string | null): Promise<string> {
  const taskId = uuid()
  await house.must(c.secretary, taskAssign, {
    taskId,
    title: 'Báo cáo kết quả khảo sát',
    content: 'Báo cáo kết quả khảo sát sự hài lòng',
    leadUnitId: c.health,
    deadlineOn,
    sourceLabel: 'Ý kiến chỉ đạo của Chủ tịch UBND tỉnh',
  })
  return taskId
}
const titlesOf = (actor: Actor, taskId: string) =>
  house.database
    .query<{ title: string }>('SELECT title FROM "Notification" WHERE "userId" = $1 AND link = $2', [actor.userId, `/nhiem-vu/${taskId}`])
    .then(rows => rows.map(r => r.title))
const jobsLeft = () =>
  house.database.query<{ n: number }>('SELECT count(*)::int AS n FROM "EventLog" WHERE "jobAt" IS NULL AND seq IS NOT NULL').then(rows => rows[0]?.n)

describe('hàng đợi khi mất Redis', () => {
  test('a worker that started before Redis works as soon as Redis answers', async () => {
    const cable = await cableToRedis()
    const queue = openQueue(cable.url)
    const done: unknown[] = []
    queue.process({ count: async payload => void done.push(payload) })
    const asked = Date.now()
    expect(await isTaken(queue, 'early')).toBe(false)
    expect(Date.now() - asked).toBeLessThan(2_500)
    cable.mend()
    await expect.poll(() => isTaken(queue, 'late'), { timeout: 10_000 }).toBe(true)
    await expect.poll(() => done, { timeout: 10_000 }).toContainEqual({ jobId: 'late' })
  })

  test('a line cut in the middle refuses in time, then carries on', async () => {
    const cable = await cableToRedis()
    cable.mend()
    const queue = openQueue(cable.url)
    const done: unknown[] = []
    queue.process({ count: async payload => void done.push(payload) })
    await queue.add('count', { jobId: 'before' }, { jobId: 'before' })
    await expect.poll(() => done, { timeout: 10_000 }).toContainEqual({ jobId: 'before' })
    cable.cut()
    const asked = Date.now()
    expect(await isTaken(queue, 'during')).toBe(false)
    expect(Date.now() - asked).toBeLessThan(2_500)
    cable.mend()
    await expect.poll(() => isTaken(queue, 'after'), { timeout: 10_000 }).toBe(true)
    await expect.poll(() => done, { timeout: 15_000 }).toContainEqual({ jobId: 'after' })
  })

  test('work that waited in Redis when Redis was wiped is made again from the rows, once', async () => {
    const queue = openQueue(house.redis.url)
    startCarriers(queue)
    await startRelay(queue)
    const first = await assigned(null)
    await expect.poll(() => titlesOf(c.healthClerk, first), { timeout: 15_000 }).toHaveLength(1)
    for (const stop of stops.splice(0).reverse()) await stop()

    // The relay hands the job over, nobody works, Redis loses everything.
    const carrier = openQueue(house.redis.url)
    await startRelay(carrier)
    const second = await assigned(null)
    await expect.poll(jobsLeft, { timeout: 10_000 }).toBe(0)
    await house.redis.wipe()
    expect(await titlesOf(c.healthClerk, second)).toEqual([])

    startCarriers(carrier)
    await expect.poll(() => titlesOf(c.healthClerk, second), { timeout: 20_000 }).toHaveLength(1)
    await expect.poll(jobsLeft, { timeout: 10_000 }).toBe(0)
    expect(await titlesOf(c.healthClerk, first)).toHaveLength(1)
  })
})

describe('cảnh báo đổi giữa chừng', () => {
  test('a warning found void on the way rings after all once it applies again', async () => {
    const taskId = await assigned('2026-12-10')
    const first = async () => (await house.database.query<{ id: string; status: string }>('SELECT id, status FROM "Alert" WHERE "taskId" = $1 ORDER BY "fireAt" LIMIT 1', [taskId]))[0]
    const before = await first()
    const told = () => house.database.query('SELECT 1 FROM "AlertLine" WHERE "taskId" = $1 AND "userId" = $2', [taskId, c.healthClerk.userId])
    await house.must(c.healthClerk, taskAccept, { taskId })
    await house.must(c.healthClerk, taskSubmit, { taskId, reportId: uuid(), note: 'Xong', productRef: '1/BC-SYT' })
    // a worker that was on its way comes too late and finds the clock stopped
    await house.services.runAsSystem(alertDeliver.name, { alertIds: [before?.id] }, uuid())
    expect(await told()).toEqual([])

    await house.must(c.monitor, taskSendBack, { taskId, reason: 'Thiếu số liệu' })
    const again = await first()
    expect(again?.status).toBe('pending')
    await house.services.runAsSystem(alertDeliver.name, { alertIds: [again?.id] }, uuid())
    expect(await told()).toHaveLength(1)
    expect((await first())?.status).toBe('done')
    const [bell] = await house.database.query<{ id: string }>(`SELECT id FROM "AlertMessage" WHERE "userId" = $1 AND channel = 'app'`, [c.healthClerk.userId])
    await house.services.runAsSystem(alertRing.name, { messageIds: [bell?.id] }, uuid())
    expect((await titlesOf(c.healthClerk, taskId)).filter(title => title.startsWith('Còn'))).toHaveLength(1)
    // Who follows the sendings is told of both steps: what was planned is worked out, the bell has rung.
    const moved = (await house.database.query<{ payload: { alertIds: string[]; messages: { id: string; status: string }[] } }>(`SELECT payload FROM "EventLog" WHERE stream = 'sendings:office' ORDER BY seq`)).map(e => e.payload)
    expect(moved.some(m => m.alertIds.includes(again?.id ?? ''))).toBe(true)
    expect(moved.at(-1)?.messages).toMatchObject([{ id: bell?.id, status: 'sent' }])
  })
})
