import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import type { Answer, StreamEvent } from '#app/contracts/define.ts'
import { attendanceCheckIn, meetingGoToItem, meetingOpen, voteCast, voteClose, voteOpen } from '#app/contracts/meeting.ts'
import { itemId, novemberId } from '#prisma/seed/meetings.ts'
import { startServer, type TestServer } from '#tests/support/server.ts'
import { connect, type Device, device } from '#tests/support/sockets.ts'

let server: TestServer
let chair: Device
const MEMBERS = ['phochutich1', 'phochutich2', 'chanhvanphong', 'gd.snv', 'gd.stp', 'gd.stc', 'gd.sct', 'gd.sxd']
beforeAll(async () => {
  server = await startServer({ seeded: true })
  chair = await device(server, 'chutich')
  expect(await chair.send(meetingOpen, { meetingId: novemberId })).toMatchObject({ ok: true })
  expect(await chair.send(meetingGoToItem, { meetingId: novemberId, itemId: itemId('2026-11', 3) })).toMatchObject({ ok: true })
}, 120_000)
afterAll(async () => {
  chair.close()
  await server.close()
}, 60_000)

describe('phiếu đã ghi nhận không mất', () => {
  test('kill -9 within moments of the acknowledgement: every acknowledged ballot is there, an unanswered one counts once', async () => {
    const voteId = uuid()
    expect(await chair.send(voteOpen, { meetingId: novemberId, voteId, question: 'Thông qua dự thảo' })).toMatchObject({ ok: true })
    const members = await Promise.all(MEMBERS.map(name => device(server, name)))
    const ids = members.map(() => uuid())
    const acknowledged = new Map<number, string>()
    const casting = members.map((m, i) =>
      m.send(voteCast, { voteId, choice: i % 2 ? 'for' : 'against' }, ids[i]).then(
        a => (a.ok ? void acknowledged.set(i, a.data.receipt) : undefined),
        () => undefined,
      ),
    )
    // the moment the first voter is told "đã ghi nhận", the power goes
    await expect.poll(() => acknowledged.size, { interval: 1, timeout: 15_000 }).toBeGreaterThan(0)
    await server.kill()
    await Promise.allSettled(casting)
    for (const m of members) m.close()
    const rows = await server.database.query<{ receipt: string }>('SELECT receipt FROM "Ballot" WHERE "voteId" = $1', [voteId])
    for (const receipt of acknowledged.values()) expect(rows.map(r => r.receipt)).toContain(receipt)
    await server.start()
    // everybody repeats with the same command id: answered again, counted once
    for (const [i, name] of MEMBERS.entries()) {
      const again = await device(server, name)
      const answer = await again.send(voteCast, { voteId, choice: i % 2 ? 'for' : 'against' }, ids[i])
      expect(answer.ok).toBe(true)
      const receipt = acknowledged.get(i)
      if (receipt && answer.ok) expect(answer.data.receipt).toBe(receipt)
      again.close()
    }
    const after = await server.database.query<{ changes: number }>('SELECT changes FROM "Ballot" WHERE "voteId" = $1', [voteId])
    expect(after).toHaveLength(MEMBERS.length)
    expect(after.every(r => r.changes === 0)).toBe(true)
    chair.close()
    chair = await device(server, 'chutich')
    expect(await chair.send(voteClose, { voteId })).toMatchObject({ ok: true })
  }, 90_000)
})

describe('đường truyền', () => {
  test('a foreign origin and a missing session are refused at the door', async () => {
    await expect(connect(server.url, { cookie: chair.cookie, origin: 'http://evil.example' })).rejects.toThrow()
    await expect(connect(server.url, { origin: server.url })).rejects.toThrow('NOT_SIGNED_IN')
  })

  test('an unknown word is answered, a stream without right is refused, a huge payload ends only its own line', async () => {
    const clerk = await device(server, 'cv.stp')
    expect(await clerk.socket.timeout(5_000).emitWithAck('drop.tables', {})).toEqual({ ok: false, code: 'UNKNOWN_COMMAND' })
    expect(await clerk.socket.timeout(5_000).emitWithAck('stream.join', { stream: `desk:${novemberId}`, after: 0 })).toEqual({ ok: false, code: 'FORBIDDEN' })
    expect(await clerk.socket.timeout(5_000).emitWithAck('stream.join', { stream: 'board:all', after: 0 })).toEqual({ ok: false, code: 'FORBIDDEN' })
    const gone = new Promise<void>(resolve => clerk.socket.once('disconnect', () => resolve()))
    clerk.socket.emit('cmd', { id: uuid(), name: 'x', input: 'a'.repeat(10 * 1024 * 1024) })
    await gone
    expect(await chair.socket.timeout(5_000).emitWithAck('clock', {})).toMatchObject({ ok: true })
  })

  test('who was away gets every event once and in order, also after Redis was wiped', async () => {
    const member = await device(server, 'gd.sgddt')
    const stream = `meeting:${novemberId}`
    const joined = (await member.socket.timeout(5_000).emitWithAck('stream.join', { stream, after: 0 })) as Answer<{ isReload: boolean; events: StreamEvent[] }>
    if (!joined.ok) throw new Error(joined.code)
    const last = joined.data.events.at(-1)?.seq ?? 0
    expect(joined.data.events.map(e => e.seq)).toEqual(joined.data.events.map((_, i) => i + 1))
    const live: StreamEvent[] = []
    member.socket.on('event', (e: StreamEvent) => live.push(e))
    await server.redis.wipe()
    expect(await member.send(attendanceCheckIn, { meetingId: novemberId })).toMatchObject({ ok: true })
    await expect.poll(() => live.map(e => e.seq), { timeout: 10_000 }).toEqual([last + 1])
    member.close()
    const other = await device(server, 'gd.syt')
    expect(await other.send(attendanceCheckIn, { meetingId: novemberId })).toMatchObject({ ok: true })
    const back = await device(server, 'gd.sgddt')
    const missed = (await back.socket.timeout(5_000).emitWithAck('stream.join', { stream, after: last + 1 })) as Answer<{ events: StreamEvent[] }>
    expect(missed.ok && missed.data.events.map(e => e.seq)).toEqual([last + 2])
    other.close()
    back.close()
  })

  test('signing out in one tab closes the socket of the other within two seconds', async () => {
    const one = await device(server, 'gd.svhttdl')
    const gone = new Promise<number>(resolve => one.socket.once('disconnect', () => resolve(Date.now())))
    const at = Date.now()
    const response = await fetch(`${server.url}/dang-xuat`, { method: 'POST', headers: { cookie: one.cookie, origin: server.url }, redirect: 'manual' })
    expect(response.status).toBeLessThan(400)
    expect((await gone) - at).toBeLessThan(2_000)
  })
})
