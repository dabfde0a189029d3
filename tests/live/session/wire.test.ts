import { afterAll, beforeAll, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import type { Socket } from 'socket.io-client'
import { userDisable } from '#app/contracts/account.ts'
import { meetingOpen, meetingPause, meetingResume } from '#app/contracts/meeting.ts'
import { cmd, type Hall, openHall } from './hall.ts'

type Event = { stream: string; seq: number; name: string }
type Joined = { ok: boolean; code?: string; data?: { isReload: boolean; events: Event[]; head: number } }

let hall: Hall
let chair: Socket
let stream: string
beforeAll(async () => {
  hall = await openHall()
  stream = `meeting:${hall.sitting.meetingId}`
  chair = await hall.connect(await hall.signIn(hall.committee.chairman))
  expect(await cmd(chair, meetingOpen, { meetingId: hall.sitting.meetingId })).toMatchObject({ ok: true })
})
afterAll(() => hall.close())

const member = async (i = 1): Promise<Socket> => {
  const actor = hall.committee.members[i]
  if (!actor) throw new Error('no member')
  return hall.connect(await hall.signIn(actor))
}
const join = (s: Socket, name: string, after = 0): Promise<Joined> => s.timeout(5_000).emitWithAck('stream.join', { stream: name, after })
const next = (s: Socket, word: string): Promise<Event> => new Promise(resolve => s.once(word, resolve))
const act = async (): Promise<void> => {
  for (const def of [meetingPause, meetingResume])
    expect(await cmd(chair, def, { meetingId: hall.sitting.meetingId })).toMatchObject({ ok: true })
}

test('a foreign origin and a missing session are refused at the door', async () => {
  const cookie = await hall.signIn(hall.committee.chairman)
  await expect(hall.connect(cookie, 'https://example.org')).rejects.toThrow()
  await expect(hall.connect('')).rejects.toThrow('NOT_SIGNED_IN')
})

test('screens and documents are closed when the sign-in runs out or the account is disabled', async () => {
  const actor = hall.committee.members[4]
  if (!actor) throw new Error('no member')
  for (const end of ['expired', 'disabled'] as const) {
    const cookie = await hall.signIn(actor)
    const open = [await hall.connect(cookie), await hall.connect(cookie, undefined, '/docs')]
    const gone = Promise.all(open.map(s => next(s, 'disconnect')))
    if (end === 'expired') await hall.server.database.query(`UPDATE "Session" SET "expiresAt" = now() - interval '1 second' WHERE "userId" = $1`, [actor.userId])
    else expect(await cmd(await hall.connect(await hall.signIn(hall.admin)), userDisable, { userId: actor.userId, reason: 'Chuyển công tác' })).toMatchObject({ ok: true })
    await gone
    await expect(hall.connect(cookie)).rejects.toThrow('NOT_SIGNED_IN')
  }
}, 20_000)

test('an unknown word and an unknown command are answered, not ignored', async () => {
  const s = await member()
  expect(await s.timeout(5_000).emitWithAck('no.such.word', {})).toEqual({ ok: false, code: 'UNKNOWN_COMMAND' })
  expect(await s.timeout(5_000).emitWithAck('cmd', { id: uuid(), name: 'no.such', input: {} })).toMatchObject({ ok: false, code: 'UNKNOWN_COMMAND' })
})

test('ten megabytes close the socket that sent them and no other', async () => {
  const [bad, good] = [await member(), await member(2)]
  const gone = next(bad, 'disconnect')
  bad.emit('clock', 'x'.repeat(10_000_000))
  await gone
  expect(await good.timeout(5_000).emitWithAck('clock', {})).toMatchObject({ ok: true })
})

test('a stream without the right to it is refused', async () => {
  expect(await join(await member(), `desk:${hall.sitting.meetingId}`)).toMatchObject({ ok: false, code: 'FORBIDDEN' })
})

test('one acts, the other receives without asking; also after Redis was wiped', async () => {
  const s = await member()
  expect(await join(s, stream)).toMatchObject({ ok: true })
  const first = next(s, 'event')
  await act()
  expect(await first).toMatchObject({ stream, name: 'meeting.changed' })
  await hall.server.redis.wipe()
  const second = next(s, 'event')
  await act()
  expect(await second).toMatchObject({ stream, name: 'meeting.changed' })
})

test('after a cut every missed event comes once, in order', async () => {
  const s = await member()
  const head = (await join(s, stream)).data?.head ?? -1
  s.disconnect()
  await act()
  await act()
  const missed = (await join(await member(), stream, head)).data
  expect(missed?.isReload).toBe(false)
  expect(missed?.events.map(e => e.seq)).toEqual([1, 2, 3, 4].map(n => head + n))
})

test('signing out closes the socket within two seconds', async () => {
  const cookie = await hall.signIn(hall.committee.secretary)
  const s = await hall.connect(cookie)
  const gone = next(s, 'disconnect')
  const from = performance.now()
  await fetch(`${hall.server.url}/dang-xuat`, { method: 'POST', redirect: 'manual', headers: { cookie, origin: hall.server.url, 'content-type': 'application/x-www-form-urlencoded' }, body: '' })
  await gone
  expect(performance.now() - from).toBeLessThan(2_000)
})
