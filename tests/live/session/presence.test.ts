import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PayloadOf } from '#app/contracts/define.ts'
import { presenceChanged } from '#app/contracts/people.ts'
import { type Hall, openHall } from './hall.ts'

let hall: Hall
beforeAll(async () => {
  hall = await openHall(3)
}, 120_000)
afterAll(() => hall.close(), 60_000)

type Presence = PayloadOf<typeof presenceChanged>

describe('ai đang trên máy', () => {
  test('một người ba máy là một người; vào thấy trong một giây, mất thấy trong mười giây; điểm danh không đổi', async () => {
    const [chairman, member] = hall.committee.members
    if (!chairman || !member) throw new Error('no members')
    const stream = `meeting:${hall.sitting.meetingId}`
    const join = async (cookie: string) => {
      const socket = await hall.connect(cookie)
      expect(await socket.timeout(5_000).emitWithAck('stream.join', { stream, after: 0 })).toMatchObject({ ok: true })
      return socket
    }
    const heard: { at: number; p: Presence }[] = []
    const desk = await hall.connect(await hall.signIn(hall.committee.secretary))
    desk.on('signal', (s: { name: string; payload: Presence }) => void (s.name === presenceChanged.name && heard.push({ at: Date.now(), p: s.payload })))
    expect(await desk.timeout(5_000).emitWithAck('stream.join', { stream: `desk:${hall.sitting.meetingId}`, after: 0 })).toMatchObject({ ok: true })

    // One person on three devices is one person.
    const cookie = await hall.signIn(member)
    const before = Date.now()
    const devices = await Promise.all([join(cookie), join(cookie), join(cookie)])
    const isOn = (id: string) => heard.find(h => h.p.online.includes(id))
    await expect.poll(() => isOn(member.userId), { timeout: 3_000, interval: 20 }).toBeTruthy()
    expect((isOn(member.userId)?.at ?? 0) - before).toBeLessThanOrEqual(1_500)
    devices[0]?.disconnect()
    devices[1]?.disconnect()
    const chair = await join(await hall.signIn(chairman))
    await expect.poll(() => isOn(chairman.userId), { timeout: 3_000, interval: 20 }).toBeTruthy()
    expect(heard.at(-1)?.p.lost, 'a device is left').toEqual([])

    const away = Date.now()
    devices[2]?.disconnect()
    chair.disconnect()
    const lost = (id: string) => heard.find(h => h.at >= away && h.p.lost.some(l => l.userId === id))
    await expect.poll(() => lost(member.userId) && lost(chairman.userId), { timeout: 12_000, interval: 50 }).toBeTruthy()
    expect((lost(member.userId)?.at ?? 0) - away).toBeLessThanOrEqual(10_000)
    // Never more than two a second for one session.
    for (const [i, h] of heard.entries()) if (i > 0) expect(h.at - (heard[i - 1]?.at ?? 0)).toBeGreaterThanOrEqual(400)

    const rows = await hall.server.database.query('SELECT 1 FROM "AttendanceInterval" WHERE "meetingId" = $1', [hall.sitting.meetingId])
    expect(rows, 'presence writes no attendance').toEqual([])
    const chairLost = async () => (await hall.server.database.query<{ lost: Date | null }>('SELECT "chairLostAt" AS lost FROM "Meeting" WHERE id = $1', [hall.sitting.meetingId]))[0]?.lost
    await expect.poll(chairLost, { timeout: 5_000 }).toBeTruthy()
  }, 60_000)
})
