import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import { guestSetItems } from '#app/contracts/audience.ts'
import type { Answer } from '#app/contracts/define.ts'
import { attendanceCheckIn, meetingEnd, meetingGoToItem, meetingOpen } from '#app/contracts/meeting.ts'
import { participantRemove } from '#app/contracts/people.ts'
import { siteAdd } from '#app/contracts/site.ts'
import { videoChanged, videoEnter, videoSet } from '#app/contracts/video.ts'
import { projectPart } from '#app/live/reducers/part.ts'
import { reduceSession } from '#app/live/reducers/session.ts'
import { type Env, EnvError, readEnv } from '#server/boot/env.ts'
import type { Actor } from '#server/command/context.ts'
import { saveVideoProvince } from '#server/features/video/index.ts'
import { makeVideoDoor, type Pass, videoOrigins } from '#server/video/sign.ts'
import { addPerson, addUnit, buildCommittee, buildSitting, type Committee, type House, openHouse, refusalOf, type Sitting, THURSDAY } from '#tests/support/build.ts'
import { ROOM_SECRET, startVideoRooms, type VideoRooms, videoSettings } from '#tests/support/video-room.ts'

let house: House
let rooms: VideoRooms
let env: Env
let door: ReturnType<typeof makeVideoDoor>
let c: Committee
let s: Sitting
let on: { meetingId: string }
let chair: Actor, member: Actor, press: Actor, clerk: Actor
let siteId: string

const needed = { DATABASE_URL: 'postgresql://a:b@c/d', REDIS_URL: 'redis://e' }
beforeAll(async () => {
  house = await openHouse()
  rooms = await startVideoRooms({ now: () => house.clock.now })
  env = readEnv({ ...needed, ...videoSettings(rooms) })
  door = makeVideoDoor(env.video)
  c = await buildCommittee(house)
  press = await addPerson(house, 'Báo Tuyên Quang', [{ role: 'guest', unitId: c.province }])
  const commune = await addUnit(house, 'UBND xã Tân Trào', 'commune')
  clerk = await addPerson(house, 'Công chức xã Tân Trào', [{ role: 'unit_clerk', unitId: commune }])
  ;[chair, member] = c.members as [Actor, Actor]
}, 60_000)
afterAll(async () => {
  await rooms.close()
  await house.close()
})
beforeEach(async () => {
  house.clock.now = THURSDAY
  await saveVideoProvince(house.services.pool, env.video)
  s = await buildSitting(house, c)
  on = { meetingId: s.meetingId }
  siteId = uuid()
  const { db } = house.services
  await db.meetingParticipant.create({ data: { id: uuid(), ...on, userId: press.userId, role: 'observer', label: press.displayName, rank: 990 } })
  const { unitId } = clerk.positions[0] as { unitId: string }
  await house.must(c.secretary, siteAdd, { ...on, siteId, unitId })
})

const codeOf = (answer: Answer): string => (answer.ok ? 'ok' : answer.code)
const set = (kind: 'none' | 'link' | 'jitsi' | 'livekit', link?: string) => house.must(c.secretary, videoSet, { ...on, kind, ...(link ? { link } : {}) })
const enter = (who: Actor) => house.must(who, videoEnter, on)
/** Signs a pass and shows it to the room's own server. */
const knock = async (pass: Pass, change: (url: URL) => void = () => undefined) => {
  const way = await door.wayOf(pass, house.clock.now.getTime())
  const url = new URL(way?.href ?? 'about:blank')
  change(url)
  const response = await fetch(url)
  return { status: response.status, entry: rooms.entries.at(-1) }
}
const idOf = async (who: Actor) => (await house.services.db.meetingParticipant.findUniqueOrThrow({ where: { meetingId_userId: { ...on, userId: who.userId } } })).id
const view = async () => (await house.query(chair, 'session.view', on)).view

describe('họp trực tuyến bên cạnh phiên họp', () => {
  test('bậc thang đặt: chưa đăng nhập, sai dữ liệu, không có quyền, liên kết không https, loại chưa cài, được, lặp lại, hết phiên', async () => {
    const input = { ...on, kind: 'link' as const, link: 'https://hop.example.vn/phong' }
    expect(await house.run(null, videoSet, input)).toMatchObject({ code: 'NOT_SIGNED_IN' })
    expect(await house.run(c.secretary, videoSet, { ...input, kind: 'zoom' as never })).toMatchObject({ code: 'BAD_INPUT', fields: { kind: expect.any(String) } })
    expect(await house.run(c.secretary, videoSet, { ...input, link: `https://a.vn/${'x'.repeat(10_000)}` })).toMatchObject({ code: 'BAD_INPUT', fields: { link: 'too_big' } })
    for (const who of [member, c.substitute, c.guest, press, clerk, c.homeClerk]) expect(codeOf(await house.run(who, videoSet, input))).toBe('FORBIDDEN')
    for (const link of ['http://hop.example.vn', 'javascript:alert(1)', 'https://a:b@hop.example.vn']) {
      expect(await house.run(c.secretary, videoSet, { ...input, link })).toMatchObject({ code: 'VIDEO_LINK_NOT_HTTPS', fields: { link: 'VIDEO_LINK_NOT_HTTPS' } })
    }
    expect(await house.run(c.secretary, videoSet, { ...on, kind: 'link' })).toMatchObject({ code: 'VIDEO_LINK_MISSING', fields: { link: 'VIDEO_LINK_MISSING' } })
    await saveVideoProvince(house.services.pool, { default: 'none' })
    expect(codeOf(await house.run(c.secretary, videoSet, { ...on, kind: 'jitsi' }))).toBe('VIDEO_KIND_OFF')
    const id = uuid()
    expect(await house.run(c.secretary, videoSet, input, id)).toMatchObject({ ok: true })
    expect(await house.run(c.secretary, videoSet, input, id)).toMatchObject({ ok: true, replayed: true })
    // the same once more is no news
    expect(await house.run(chair, videoSet, input)).toMatchObject({ ok: true })
    const told = await house.database.query<{ stream: string; payload: unknown }>(`SELECT stream, payload FROM "EventLog" WHERE name = $1 AND stream LIKE '%' || $2`, [videoChanged.name, on.meetingId])
    expect(told).toEqual([{ stream: `meeting:${on.meetingId}`, payload: { kind: 'link' } }])
    await house.must(chair, meetingOpen, on)
    await house.must(chair, meetingEnd, on)
    expect(codeOf(await house.run(c.secretary, videoSet, { ...input, kind: 'none' }))).toBe('MEETING_ALREADY_ENDED')
    expect(codeOf(await house.run(member, videoEnter, on))).toBe('MEETING_ALREADY_ENDED')
  })

  test('bậc thang vào: chưa đăng nhập, sai dữ liệu, chưa đặt, không có quyền, được, lặp lại', async () => {
    expect(await house.run(null, videoEnter, on)).toMatchObject({ code: 'NOT_SIGNED_IN' })
    expect(await house.run(member, videoEnter, { meetingId: 'x' })).toMatchObject({ code: 'BAD_INPUT' })
    expect(codeOf(await house.run(member, videoEnter, { meetingId: uuid() }))).toBe('NOT_FOUND')
    expect(codeOf(await house.run(member, videoEnter, on))).toBe('VIDEO_OFF')
    await set('jitsi')
    for (const who of [press, c.homeClerk, c.monitor]) expect(codeOf(await house.run(who, videoEnter, on))).toBe('FORBIDDEN')
    expect(codeOf(await house.run(c.guest, videoEnter, on))).toBe('VIDEO_GUEST_WAIT')
    const id = uuid()
    const first = await house.run(member, videoEnter, on, id)
    expect(first).toMatchObject({ ok: true, data: { kind: 'jitsi', identity: await idOf(member), isModerator: false, until: house.clock.now.getTime() + 2 * 3_600_000 } })
    house.clock.forward(60_000)
    // the same command again hands out the same end, not a longer one
    expect(await house.run(member, videoEnter, on, id)).toMatchObject({ ok: true, replayed: true, data: first.ok ? first.data : null })
    expect(await refusalOf(house.query(press, 'video.door', on))).toBe('NOT_FOUND')
    expect(await refusalOf(house.query(c.homeClerk, 'video.door', on))).toBe('NOT_FOUND')
    expect(await refusalOf(house.query(member, 'video.setting', on))).toBe('FORBIDDEN')
    expect(await house.query(c.secretary, 'video.setting', on)).toEqual({ kind: 'jitsi', link: null, kinds: ['none', 'link', 'jitsi', 'livekit'] })
  })

  test.each(['jitsi', 'livekit'] as const)('%s: máy chủ phòng nhận đúng người, đúng phòng, đúng quyền điều hành', async kind => {
    await set(kind)
    const passes = await Promise.all([chair, c.secretary, member, c.substitute, clerk].map(enter))
    expect(new Set(passes.map(p => p.room)).size, 'one room for all').toBe(1)
    const seen = []
    for (const pass of passes) {
      const { status, entry } = await knock(pass)
      expect([status, entry?.ok === true && entry.room]).toEqual([200, pass.room])
      const claims = entry?.ok ? entry.claims : null
      const context = claims?.context as { user: { id: string; name: string; moderator: string } } | undefined
      const grant = claims?.video as { roomAdmin?: boolean } | undefined
      seen.push(context ? [context.user.id, context.user.name, context.user.moderator === 'true'] : [claims?.sub, claims?.name, grant?.roomAdmin === true])
      expect((claims?.exp ?? 0) * 1000 - house.clock.now.getTime()).toBeLessThanOrEqual(2 * 3_600_000)
    }
    expect(seen).toEqual([
      [await idOf(chair), chair.displayName, true],
      [await idOf(c.secretary), c.secretary.displayName, true],
      [await idOf(member), member.displayName, false],
      [await idOf(c.substitute), c.substitute.displayName, false],
      [`site-${siteId}`, 'Điểm cầu xã Tân Trào', false],
    ])
  })

  test('máy chủ phòng từ chối đường vào giả, hết hạn, sang phòng khác', async () => {
    await set('jitsi')
    const pass = await enter(member)
    expect((await knock(pass)).status).toBe(200)
    const bad = async (p: Pass, change?: (url: URL) => void) => {
      const { status, entry } = await knock(p, change)
      return [status, entry?.ok === false ? entry.why : 'let in']
    }
    const forge = (claims: Record<string, unknown>) => (url: URL) => {
      const [head, body, signature] = (url.searchParams.get('jwt') ?? '').split('.') as [string, string, string]
      const changed = { ...(JSON.parse(Buffer.from(body, 'base64url').toString()) as object), ...claims }
      url.searchParams.set('jwt', [head, Buffer.from(JSON.stringify(changed)).toString('base64url'), signature].join('.'))
    }
    expect(await bad(pass, forge({ context: { user: { id: 'x', name: 'Chủ tịch', moderator: 'true' } } }))).toEqual([401, 'signature'])
    const unsigned = (url: URL) => url.searchParams.set('jwt', `${Buffer.from('{"alg":"none"}').toString('base64url')}.${(url.searchParams.get('jwt') ?? '').split('.')[1]}.x`)
    expect(await bad(pass, unsigned)).toEqual([401, 'algorithm'])
    expect(await bad(pass, url => void (url.pathname = '/phong-khac'))).toEqual([401, 'room'])
    expect(await bad(pass, url => url.searchParams.delete('jwt'))).toEqual([401, 'malformed'])
    const other = makeVideoDoor({ default: 'none', jitsi: { url: rooms.url, appId: 'tantrao-thu', secret: 'khoa-khac-cung-dai-hon-ba-muoi-hai-ky-tu' } })
    const way = await other.wayOf(pass, house.clock.now.getTime())
    expect((await fetch(way?.href ?? '')).status).toBe(401)
    const stale = new URL((await door.wayOf(pass, house.clock.now.getTime()))?.href ?? '')
    house.clock.forward(2 * 3_600_000 + 1000)
    expect((await fetch(stale)).status).toBe(401)
    expect(rooms.entries.at(-1)).toEqual({ ok: false, why: 'expired' })
    // a stored answer asked for again is signed with its old end
    expect(await bad(pass)).toEqual([401, 'expired'])
  })

  test('khách mời chỉ vào khi đang bàn nội dung của mình, mười phút một lần; báo chí không; gỡ khỏi phiên thì thôi', async () => {
    await set('jitsi')
    await house.must(c.secretary, guestSetItems, { ...on, participantId: await idOf(c.guest), itemIds: [s.items[1] as string] })
    await house.must(chair, meetingOpen, on)
    await house.must(chair, meetingGoToItem, { ...on, itemId: s.items[0] as string })
    const may = () => house.run(c.guest, videoEnter, on)
    const shown = async () => projectPart(await view(), { kind: 'guest', itemIds: [s.items[1] as string] }).canEnterVideo
    expect([codeOf(await may()), await shown()]).toEqual(['VIDEO_GUEST_WAIT', false])
    await house.must(chair, meetingGoToItem, { ...on, itemId: s.items[1] as string })
    const answer = await may()
    expect(answer).toMatchObject({ ok: true, data: { isModerator: false, until: house.clock.now.getTime() + 10 * 60_000 } })
    expect(await shown()).toBe(true)
    expect(projectPart(await view(), { kind: 'press' }).canEnterVideo).toBe(false)
    expect(codeOf(await house.run(press, videoEnter, on))).toBe('FORBIDDEN')
    await house.must(chair, meetingGoToItem, { ...on, itemId: s.items[2] as string })
    expect([codeOf(await may()), await shown()]).toEqual(['VIDEO_GUEST_WAIT', false])
    await house.must(c.secretary, participantRemove, { ...on, participantId: await idOf(c.substitute), reason: 'Mời nhầm' })
    expect(codeOf(await house.run(c.substitute, videoEnter, on))).toBe('FORBIDDEN')
  })

  test('tên phòng không đoán được, không đi trên dòng nào; đổi loại hoặc đổi phòng thì sang phòng mới; liên kết chỉ đến người vào', async () => {
    await set('jitsi')
    const first = await enter(member)
    expect(first.room).toMatch(/^tt-[0-9a-f]{32}$/)
    expect(first.room).not.toContain(on.meetingId.replaceAll('-', '').slice(0, 8))
    await set('jitsi')
    expect((await enter(member)).room).toBe(first.room)
    await house.must(c.secretary, videoSet, { ...on, kind: 'jitsi', isNewRoom: true })
    expect((await enter(member)).room).not.toBe(first.room)
    await set('link', 'https://hop.example.vn/bi-mat')
    expect(await enter(member)).toMatchObject({ kind: 'link', link: 'https://hop.example.vn/bi-mat', room: null })
    expect((await door.wayOf(await enter(member), 0))?.href).toBe('https://hop.example.vn/bi-mat')
    const events = await house.database.query<{ text: string }>(`SELECT payload::text AS text FROM "EventLog" WHERE name LIKE 'video.%'`)
    expect(events.filter(e => /bi-mat|tt-[0-9a-f]{32}/.test(e.text))).toEqual([])
    expect(JSON.stringify(await view())).not.toMatch(/bi-mat|tt-[0-9a-f]{32}/)
    // what the database keeps of it all: no secret, no token
    const kept = await house.database.query<{ text: string }>(`SELECT answer::text AS text FROM "CommandReceipt" WHERE answer IS NOT NULL UNION ALL SELECT value::text FROM "Setting" UNION ALL SELECT payload::text FROM "EventLog"`)
    expect(kept.filter(k => k.text.includes(ROOM_SECRET) || k.text.includes('eyJ'))).toEqual([])
  })

  test('mặc định của tỉnh: phiên chưa đặt riêng dùng phòng của tỉnh, mọi người cùng một phòng; thư ký tắt được; máy chủ gỡ phòng thì coi như không có', async () => {
    await saveVideoProvince(house.services.pool, { ...env.video, default: 'livekit' })
    expect((await view()).video).toEqual({ kind: 'livekit' })
    const all = await Promise.all([chair, member, c.members[2] as Actor, c.substitute, clerk].map(enter))
    expect(new Set(all.map(p => p.room)).size).toBe(1)
    await set('none')
    expect((await view()).video).toEqual({ kind: 'none' })
    expect(codeOf(await house.run(member, videoEnter, on))).toBe('VIDEO_OFF')
    await set('livekit')
    await saveVideoProvince(house.services.pool, { default: 'none' })
    expect((await view()).video).toEqual({ kind: 'none' })
    expect(codeOf(await house.run(member, videoEnter, on))).toBe('VIDEO_OFF')
  })

  test('không gì của phiên phụ thuộc họp trực tuyến: màn hình ghép từ sự kiện đúng bằng tải lại, điểm danh khi không có phòng', async () => {
    const before = await view()
    await set('jitsi')
    const events = await house.database.query<never>(`SELECT stream, seq, name, v, payload, 0 AS at, "actorId" FROM "EventLog" WHERE stream = $1 AND name = $2 ORDER BY seq`, [`meeting:${on.meetingId}`, videoChanged.name])
    expect(events.reduce(reduceSession, before)).toEqual(await view())
    await saveVideoProvince(house.services.pool, { default: 'none' })
    await house.must(chair, meetingOpen, on)
    expect(codeOf(await house.run(member, attendanceCheckIn, on))).toBe('ok')
  })

  test('cài đặt: thiếu biến, địa chỉ không https, khóa ngắn đều bị từ chối lúc khởi động; khung chỉ nhận đúng máy chủ đã cài', () => {
    const wrong = (more: Record<string, string>) => {
      try {
        readEnv({ ...needed, ...videoSettings(rooms), ...more })
        return 'ok'
      } catch (error) {
        if (!(error instanceof EnvError)) throw error
        return error.message
      }
    }
    expect(wrong({ VIDEO_JITSI_SECRET: '' })).toContain('Thiếu biến môi trường VIDEO_JITSI_SECRET')
    expect(wrong({ VIDEO_JITSI_SECRET: 'ngan' })).toContain('VIDEO_JITSI_SECRET không đúng')
    expect(wrong({ VIDEO_JITSI_URL: 'http://hop.example.vn' })).toContain('VIDEO_JITSI_URL không đúng')
    expect(wrong({ VIDEO_LIVEKIT_URL: 'https://hop.example.vn' })).toContain('VIDEO_LIVEKIT_URL không đúng')
    expect(() => readEnv({ ...needed, VIDEO: 'jitsi' })).toThrow(/VIDEO không đúng/)
    expect(wrong({ VIDEO: 'jitsi' })).toBe('ok')
    expect(wrong({ VIDEO_JITSI_SECRET: 'ngan' })).not.toContain('ngan,')
    expect(videoOrigins(env.video)).toEqual([rooms.url])
    expect(videoOrigins(readEnv({ ...needed, ...videoSettings(rooms, { VIDEO_LIVEKIT_PAGE_URL: 'https://hop.example.vn/meet/' }) }).video)).toEqual([rooms.url, 'https://hop.example.vn'])
    expect(videoOrigins(readEnv(needed).video)).toEqual([])
  })
})
