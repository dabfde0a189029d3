import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import type { Answer, CommandDef } from '#app/contracts/define.ts'
import { chatRead, chatSend, chatSetup, chatWithdraw } from '#app/contracts/discussion.ts'
import { meetingEnd, meetingOpen } from '#app/contracts/meeting.ts'
import { participantRemove, participantUpdate } from '#app/contracts/people.ts'
import { emptyFeed, messagesOf, reduceChat } from '#app/live/reducers/discussion.ts'
import type { Actor } from '#server/command/context.ts'
import { mayFollow } from '#server/policies/stream.ts'
import { addPerson, buildCommittee, buildSitting, type Committee, type House, openHouse, refusalOf } from '#tests/support/build.ts'

let house: House
let c: Committee
let press: Actor
beforeAll(async () => {
  house = await openHouse()
  c = await buildCommittee(house, 5)
  press = await addPerson(house, 'Báo Tuyên Quang', [{ role: 'guest', unitId: c.province }])
})
afterAll(() => house.close())

const codeOf = (answer: Answer): string => (answer.ok ? 'ok' : answer.code)
const send = (actor: Actor | null, name: string, input: unknown, id = uuid()): Promise<Answer> => house.services.runCommand(name, input, id, { actor, ip: null })

let on: { meetingId: string }
let chair: Actor, a: Actor, b: Actor
const ON = { isRoomOn: true, isLineOn: true, isInRecord: false }

beforeEach(async () => {
  const sitting = await buildSitting(house, c)
  on = { meetingId: sitting.meetingId }
  ;[chair, a, b] = c.members as [Actor, Actor, Actor]
  await house.services.db.meetingParticipant.create({ data: { id: uuid(), ...on, userId: press.userId, role: 'observer', label: press.displayName, rank: 990 } })
  await house.must(chair, meetingOpen, on)
  // each test begins with a quiet minute behind it
  house.clock.forward(61_000)
})

const lineOf = async (who: Actor) => (await house.services.db.meetingParticipant.findUniqueOrThrow({ where: { meetingId_userId: { ...on, userId: who.userId } } })).id
const say = (who: Actor, text: string, lineId: string | null = null, messageId = uuid()) => send(who, chatSend.name, { ...on, messageId, lineId, text })
const read = async (who: Actor, lineId: string | null = null) => (await house.query(who, 'chat.messages', { ...on, lineId })).messages

type Rung = { def: CommandDef; input: unknown; by: Actor; notBy: Actor; bad: unknown; again: string }
const climb = async ({ def, input, by, notBy, bad, again }: Rung) => {
  const id = uuid()
  expect(codeOf(await send(null, def.name, input)), 'nobody signed in').toBe('NOT_SIGNED_IN')
  expect(codeOf(await send(by, def.name, bad)), 'bad input').toBe('BAD_INPUT')
  expect(codeOf(await send(notBy, def.name, input)), 'not allowed').toBe('FORBIDDEN')
  const first = await send(by, def.name, input, id)
  expect(first, 'success').toMatchObject({ ok: true })
  expect(await send(by, def.name, input, id), 'the same command again').toMatchObject({ ok: true, replayed: true, data: first.ok ? first.data : null })
  expect(codeOf(await send(by, def.name, input)), 'once more as a new command').toBe(again)
}

describe('trao đổi trong phiên', () => {
  test('chủ trì bật, tắt; gửi, thu hồi, đánh dấu đã đọc', async () => {
    const message = { ...on, messageId: uuid(), lineId: null, text: 'Đề nghị xem trang 12 👍' }
    expect(codeOf(await send(a, chatSend.name, message)), 'off until the chair allows it').toBe('CHAT_OFF')
    await climb({ def: chatSetup, input: { ...on, ...ON }, by: chair, notBy: a, bad: { ...on, ...ON, isRoomOn: 'yes' }, again: 'ok' })
    await climb({ def: chatSend, input: message, by: a, notBy: c.guest, bad: { ...message, text: '  ' }, again: 'CONFLICT' })
    expect(await send(a, chatSend.name, { ...message, messageId: uuid(), text: 'x'.repeat(5001) })).toMatchObject({ code: 'BAD_INPUT', fields: { text: 'too_big' } })
    const head = async (who: Actor) => (await house.query(who, 'chat.head', on)).unread
    expect([await head(b), await head(a)]).toEqual([{ room: 1 }, {}])
    await climb({ def: chatRead, input: { ...on, lineId: null, upTo: house.clock.now.getTime() }, by: b, notBy: press, bad: on, again: 'ok' })
    expect(await head(b)).toEqual({})
    const take = { ...on, messageId: message.messageId }
    expect(codeOf(await send(b, chatWithdraw.name, take))).toBe('CHAT_NOT_YOURS')
    await climb({ def: chatWithdraw, input: take, by: a, notBy: c.guest, bad: on, again: 'CHAT_WITHDRAWN' })
    expect(await read(b)).toMatchObject([{ id: message.messageId, text: '', withdrawnAt: house.clock.now.getTime() }])
    // the record keeps what was taken back, and that it was
    expect(await house.services.db.chatMessage.findUnique({ where: { id: message.messageId } })).toMatchObject({ text: message.text })
  })

  test('thu hồi chỉ trong năm phút; tắt hoặc hết phiên thì không gửi thêm, tin cũ vẫn xem được', async () => {
    await house.must(chair, chatSetup, { ...on, ...ON })
    const messageId = uuid()
    expect(codeOf(await say(a, 'Gửi nhầm', null, messageId))).toBe('ok')
    house.clock.forward(5 * 60_000 + 1)
    expect(await send(a, chatWithdraw.name, { ...on, messageId })).toMatchObject({ code: 'CHAT_TOO_LATE', params: { minutes: 5 } })
    await house.must(chair, chatSetup, { ...on, ...ON, isRoomOn: false })
    expect(codeOf(await say(a, 'Còn ai không?'))).toBe('CHAT_OFF')
    expect(await read(a)).toHaveLength(1)
    await house.must(chair, chatSetup, { ...on, ...ON })
    await house.must(chair, meetingEnd, on)
    expect(codeOf(await say(a, 'Muộn rồi'))).toBe('MEETING_ALREADY_ENDED')
  })

  test('ghi vào hồ sơ theo lựa chọn lúc gửi: đổi sau không đổi điều đã hứa', async () => {
    await house.must(chair, chatSetup, { ...on, ...ON })
    await say(a, 'Không ghi')
    await house.must(chair, chatSetup, { ...on, ...ON, isInRecord: true })
    await say(a, 'Có ghi')
    await house.must(chair, chatSetup, { ...on, ...ON })
    expect((await house.query(c.secretary, 'chat.record', on)).messages.map(m => m.text)).toEqual(['Có ghi'])
    await expect(house.query(a, 'chat.record', on)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  test('đường riêng: chỉ người đó và bàn thư ký; thư ký trả lời kể cả khi đã tắt', async () => {
    const line = await lineOf(a)
    expect(codeOf(await say(a, 'Xin ra ngoài năm phút', line))).toBe('ok')
    expect(codeOf(await say(b, 'Tôi đọc được không?', line))).toBe('FORBIDDEN')
    expect(codeOf(await say(c.guest, 'Xin nước', await lineOf(c.guest)))).toBe('ok')
    await expect(house.query(b, 'chat.messages', { ...on, lineId: line })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await house.must(chair, chatSetup, { ...on, ...ON, isLineOn: false })
    expect(codeOf(await say(a, 'Còn đó không?', line))).toBe('CHAT_LINE_OFF')
    expect(codeOf(await say(c.secretary, 'Mời đồng chí', line))).toBe('ok')
    expect((await read(a, line)).map(m => [m.text, m.isFromDesk])).toEqual([['Xin ra ngoài năm phút', false], ['Mời đồng chí', true]])
    expect(await house.query(a, 'chat.head', on)).toMatchObject({ unread: { [line]: 1 } })
    expect(await house.query(c.secretary, 'chat.head', on)).toMatchObject({ unread: { [line]: 1 } })
    expect((await house.query(c.secretary, 'chat.lines', on)).last.map(m => m.lineId)).toContain(line)
    const streams = await house.database.query<{ stream: string }>(`SELECT DISTINCT stream FROM "EventLog" WHERE name = 'chat.said' AND payload->'message'->>'lineId' = $1`, [line])
    expect(streams.map(s => s.stream).sort()).toEqual([`desk:${on.meetingId}`, `line:${line}`])
    expect(codeOf(await say(c.secretary, 'Đường không có', uuid()))).toBe('NOT_FOUND')
  })

  test('gửi quá nhanh thì được báo đợi bao lâu, từ mọi máy của người đó', async () => {
    await house.must(chair, chatSetup, { ...on, ...ON })
    const many = await Promise.all(Array.from({ length: 24 }, (_, i) => say(b, `Tin ${i}`)))
    expect(many.filter(m => m.ok)).toHaveLength(20)
    expect(many.find(m => !m.ok)).toMatchObject({ code: 'CHAT_TOO_FAST', params: { seconds: 60 } })
    house.clock.forward(60_001)
    expect(codeOf(await say(b, 'Bây giờ được'))).toBe('ok')
  })

  test('ai theo dòng nào: trao đổi chung không tới khách mời, báo chí, màn hình phòng họp', async () => {
    const { pool } = house.services
    const room = `chat:${on.meetingId}`
    const line = `line:${await lineOf(a)}`
    const may = (actor: Actor, stream: string) => mayFollow(pool, { kind: 'person', actor }, stream)
    const rows = await Promise.all([chair, a, b, c.substitute, c.secretary, c.monitor, c.guest, press, c.homeClerk].map(async who => [await may(who, room), await may(who, line)]))
    expect(rows).toEqual([
      [true, true], // chair: the desk's too
      [true, true], // the person
      [true, false],
      [true, false],
      [true, true],
      [true, true], // the Office
      [false, false],
      [false, false],
      [false, false],
    ])
    expect(await may(c.guest, `line:${await lineOf(c.guest)}`)).toBe(true)
    expect(await may(press, `line:${await lineOf(press)}`)).toBe(false)
    for (const stream of [room, line]) expect(await mayFollow(pool, { kind: 'hall', displayId: uuid(), meetingId: on.meetingId }, stream)).toBe(false)
  })

  test('khách mời, báo chí, người ngoài: không đọc, không gửi, không đánh dấu ở trao đổi chung, bằng đường nào cũng vậy', async () => {
    await house.must(chair, chatSetup, { ...on, ...ON })
    const messageId = uuid()
    await say(a, 'Chỉ trong phòng', null, messageId)
    const line = await lineOf(a)
    await say(a, 'Chỉ thư ký', line)
    for (const [who, outside] of [[c.guest, 'FORBIDDEN'], [press, 'FORBIDDEN'], [c.homeClerk, 'NOT_FOUND']] as const) {
      for (const lineId of [null, line]) {
        expect(await refusalOf(house.query(who, 'chat.messages', { ...on, lineId }))).toBe(outside)
        expect(codeOf(await say(who, 'x', lineId))).toBe('FORBIDDEN')
        expect(codeOf(await send(who, chatRead.name, { ...on, lineId, upTo: 0 }))).toBe('FORBIDDEN')
      }
      expect(codeOf(await send(who, chatWithdraw.name, { ...on, messageId }))).toBe('FORBIDDEN')
      expect(await refusalOf(house.query(who, 'chat.lines', on))).toBe(outside)
      expect(await refusalOf(house.query(who, 'chat.record', on))).toBe(outside)
    }
    // their heads tell of no room, and count nothing of it
    expect(await house.query(c.guest, 'chat.head', on)).toMatchObject({ room: null, isDesk: false, unread: {} })
    expect(await house.query(press, 'chat.head', on)).toEqual({ room: null, line: null, isDesk: false, setup: null, unread: {} })
    expect(await house.query(c.substitute, 'chat.head', on)).toMatchObject({ room: { stream: `chat:${on.meetingId}` }, isDesk: false, unread: { room: 1 } })
  })

  test('đưa ra khỏi phiên, đổi thành khách: mất trao đổi chung ngay, tin đã gửi vẫn ở bàn thư ký', async () => {
    await house.must(chair, chatSetup, { ...on, ...ON })
    const { pool } = house.services
    const may = (stream: string) => mayFollow(pool, { kind: 'person', actor: c.substitute }, stream)
    const line = await lineOf(c.substitute)
    expect(codeOf(await say(c.substitute, 'Tôi dự thay', line))).toBe('ok')
    expect([await may(`chat:${on.meetingId}`), await may(`line:${line}`)]).toEqual([true, true])
    await house.must(c.secretary, participantUpdate, { ...on, participantId: line, role: 'guest' })
    expect([await may(`chat:${on.meetingId}`), await may(`line:${line}`)]).toEqual([false, true])
    expect(codeOf(await say(c.substitute, 'Còn ở đây?'))).toBe('FORBIDDEN')
    await house.must(c.secretary, participantRemove, { ...on, participantId: line, reason: 'Mời nhầm' })
    expect([await may(`chat:${on.meetingId}`), await may(`line:${line}`)]).toEqual([false, false])
    for (const lineId of [null, line]) {
      expect(codeOf(await say(c.substitute, 'x', lineId))).toBe('FORBIDDEN')
      expect(await refusalOf(house.query(c.substitute, 'chat.messages', { ...on, lineId }))).toBe('NOT_FOUND')
    }
    expect((await house.query(c.secretary, 'chat.lines', on)).last).toMatchObject([{ lineId: line, authorLabel: c.substitute.displayName }])
  })

  test('trước khi gửi giấy mời: chỉ chủ trì, thư ký và Văn phòng', async () => {
    const draft = uuid()
    const { db, pool } = house.services
    await db.meeting.create({ data: { id: draft, title: 'Dự thảo', kind: 'regular', startsAt: house.clock.now, endsAt: house.clock.now, status: 'draft', hostUnitId: c.province, place: 'Phòng họp số 1' } })
    await db.meetingParticipant.createMany({ data: [[c.secretary, 'secretary'], [a, 'member']].map(([who, role]) => ({ id: uuid(), meetingId: draft, userId: (who as Actor).userId, role: role as string, label: (who as Actor).displayName })) })
    const may = (actor: Actor) => mayFollow(pool, { kind: 'person', actor }, `chat:${draft}`)
    expect([await may(c.secretary), await may(c.monitor), await may(a)]).toEqual([true, true, false])
    expect(await refusalOf(house.query(a, 'chat.head', { meetingId: draft }))).toBe('NOT_FOUND')
  })

  test('biểu tượng và tin dài nhất cho phép giữ nguyên; dấu đổi chiều chữ không đảo được lời; mười nghìn ký tự được báo ở ô', async () => {
    await house.must(chair, chatSetup, { ...on, ...ON })
    const texts = ['👨‍👩‍👧‍👦 Đồng ý 👍🏽', '\u202egnort gnouđ\u202c \u200f', 'ệ'.repeat(5000)]
    for (const text of texts) {
      expect(codeOf(await say(a, text))).toBe('ok')
      house.clock.forward(1)
    }
    expect((await read(b)).map(m => m.text)).toEqual([texts[0], 'gnort gnouđ', texts[2]])
    expect(await send(a, chatSend.name, { ...on, messageId: uuid(), lineId: null, text: 'x'.repeat(10_000) })).toMatchObject({ code: 'BAD_INPUT', fields: { text: 'too_big' } })
  })

  test('màn hình ghép từ sự kiện thấy đúng điều máy chủ tải lại', async () => {
    await house.must(chair, chatSetup, { ...on, ...ON })
    const ids = [uuid(), uuid(), uuid()]
    for (const [i, id] of ids.entries()) {
      await say(i === 1 ? b : a, `Tin ${i}`, null, id)
      house.clock.forward(1000)
    }
    const loaded = (await read(c.substitute)).slice(0, 2)
    await house.must(a, chatWithdraw, { ...on, messageId: ids[0] as string })
    const events = await house.database.query<never>(`SELECT stream, seq, name, v, payload, 0 AS at, "actorId" FROM "EventLog" WHERE stream = $1 ORDER BY seq`, [`chat:${on.meetingId}`])
    const feed = events.reduce(reduceChat, emptyFeed)
    expect(messagesOf(loaded, feed, null)).toEqual(await read(c.substitute))
    expect(messagesOf([], [...events, ...events].reduce(reduceChat, emptyFeed), null)).toEqual(await read(c.substitute))
  })
})
