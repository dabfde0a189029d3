import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import { novemberId } from '#prisma/seed/meetings.ts'
import type { StreamEvent } from '#app/contracts/define.ts'
import { chatSaid, chatSend, chatSetup } from '#app/contracts/discussion.ts'
import { meetingOpen } from '#app/contracts/meeting.ts'
import { participantRemove, participantUpdate } from '#app/contracts/people.ts'
import { startServer, type TestServer } from '#tests/support/server.ts'
import { type Device, device } from '#tests/support/sockets.ts'

const on = { meetingId: novemberId }
const room = `chat:${novemberId}`
const CUT_WITHIN_MS = 2_000
let server: TestServer
let chair: Device, secretary: Device, a: Device, b: Device
beforeAll(async () => {
  server = await startServer({ seeded: true })
  ;[chair, secretary, a, b] = (await Promise.all(['chutich', 'thuky1', 'gd.snv', 'gd.stc'].map(who => device(server, who)))) as [Device, Device, Device, Device]
  expect(await chair.send(meetingOpen, on)).toMatchObject({ ok: true })
  expect(await chair.send(chatSetup, { ...on, isRoomOn: true, isLineOn: true, isInRecord: false })).toMatchObject({ ok: true })
}, 120_000)
afterAll(async () => {
  for (const d of [chair, secretary, a, b]) d.close()
  await server.close()
})

const join = (d: Device, stream: string) => d.socket.timeout(5_000).emitWithAck('stream.join', { stream, after: 0 }) as Promise<{ ok: boolean; code?: string }>
const idOf = async (username: string) => {
  const [row] = await server.database.query<{ id: string }>(`SELECT p.id FROM "MeetingParticipant" p JOIN "User" u ON u.id = p."userId" WHERE p."meetingId" = $1 AND u.username = $2`, [novemberId, username])
  return row?.id ?? ''
}
/** Texts that reach a device over any stream, from now on. */
const hears = (d: Device): string[] => {
  const heard: string[] = []
  d.socket.on('event', (e: StreamEvent) => {
    if (e.name === chatSaid.name) heard.push((e.payload as { message: { text: string } }).message.text)
  })
  return heard
}
const closed = (d: Device) => {
  const started = Date.now()
  return new Promise<{ reason: string; ms: number }>(done => d.socket.once('stream.closed', (c: { reason: string }) => done({ reason: c.reason, ms: Date.now() - started })))
}
const say = (d: Device, text: string, lineId: string | null = null) => d.send(chatSend, { ...on, messageId: uuid(), lineId, text })
/** Sends something and waits until somebody who may has it. */
const sayAndHear = async (text: string, heardByB: string[]) => {
  expect(await say(a, text)).toMatchObject({ ok: true })
  await expect.poll(() => heardByB.includes(text)).toBe(true)
}

describe('trao đổi khi quyền đổi giữa phiên', () => {
  test('người dự thay bị đổi thành khách, rồi bị đưa ra: máy đang mở mất trao đổi chung trong hai giây, đường riêng theo sau', async () => {
    const one = await device(server, 'duthay')
    const participantId = await idOf('duthay')
    const line = `line:${participantId}`
    const [heard, heardByB] = [hears(one), hears(b)]
    expect((await join(b, room)).ok).toBe(true)
    expect([(await join(one, room)).ok, (await join(one, line)).ok]).toEqual([true, true])
    await sayAndHear('Còn trong phòng', heardByB)
    await expect.poll(() => heard).toEqual(['Còn trong phòng'])

    let cut = closed(one)
    expect(await secretary.send(participantUpdate, { ...on, participantId, role: 'guest' })).toMatchObject({ ok: true })
    const first = await cut
    expect(first.reason).toBe('session')
    expect(first.ms).toBeLessThan(CUT_WITHIN_MS)
    await sayAndHear('Sau khi đổi tư cách', heardByB)
    expect(await join(one, room)).toMatchObject({ ok: false, code: 'FORBIDDEN' })
    // a guest keeps the own line, and it works
    expect((await join(one, line)).ok).toBe(true)
    expect(await say(secretary, 'Mời đồng chí chờ ở sảnh', participantId)).toMatchObject({ ok: true })
    await expect.poll(() => heard).toEqual(['Còn trong phòng', 'Mời đồng chí chờ ở sảnh'])

    cut = closed(one)
    expect(await secretary.send(participantRemove, { ...on, participantId, reason: 'Mời nhầm' })).toMatchObject({ ok: true })
    expect((await cut).ms).toBeLessThan(CUT_WITHIN_MS)
    await sayAndHear('Sau khi đưa ra', heardByB)
    for (const stream of [room, line, `meeting:${novemberId}`]) expect(await join(one, stream)).toMatchObject({ ok: false, code: 'FORBIDDEN' })
    expect(heard).toEqual(['Còn trong phòng', 'Mời đồng chí chờ ở sảnh'])
    one.close()
  })
})
