import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import type { Answer, CommandDef } from '#app/contracts/define.ts'
import { hallPair, hallRelease, hallSetLook, hallSetMode, hallTake } from '#app/contracts/hall.ts'
import { readEnv } from '#server/boot/env.ts'
import { makeServices } from '#server/boot/services.ts'
import { type Actor, Refusal } from '#server/command/context.ts'
import { createHallDisplay, findHallByToken, hallPicture, renewCode } from '#server/features/hall/index.ts'
import { mayFollow } from '#server/policies/stream.ts'
import { addPerson, buildCommittee, buildSitting, type Committee, type House, openHouse } from '#tests/support/build.ts'

let house: House
let c: Committee
beforeAll(async () => {
  house = await openHouse()
  c = await buildCommittee(house, 5)
})
afterAll(() => house.close())

const MINUTE = 60_000
const codeOf = (answer: Answer): string => (answer.ok ? 'ok' : answer.code)
const show = (from: string | null = null) => createHallDisplay(house.services.db, house.clock.now, from)
const otherThan = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')
const secretary = (name: string) => addPerson(house, name, [{ role: 'secretary', unitId: c.office }])
/** What the desk of a session lists. */
const desk = async (meetingId: string) => (await house.query(c.secretary, 'desk.view', { meetingId })).displays

async function paired(meetingId: string, name?: string) {
  const shown = await show()
  await house.must(c.secretary, hallPair, { meetingId, code: shown.code, ...(name ? { name } : {}) })
  return shown
}

describe('ghép bằng mã', () => {
  test('mã đoán sai mười lần thì dừng, cũng khi đoán cùng lúc, ở máy chủ khác hay sau khi khởi động lại; người khác vẫn ghép được', async () => {
    const { meetingId } = await buildSitting(house, c)
    const guesser = await secretary('Thư ký đoán mã')
    const { code } = await show()
    const wrong = otherThan(code)
    const guess = () => house.run(guesser, hallPair, { meetingId, code: wrong })
    const answers = (await Promise.all(Array.from({ length: 14 }, guess))).map(codeOf)
    expect(answers.filter(a => a === 'HALL_CODE_WRONG')).toHaveLength(10)
    expect(answers.filter(a => a === 'HALL_TOO_MANY_GUESSES')).toHaveLength(4)
    // another process on the same database knows it too
    const env = readEnv({ DATABASE_URL: house.database.url, REDIS_URL: house.redis.url, DATA_DIR: house.database.dataDir, NODE_ENV: 'test', LOG_LEVEL: 'fatal', PORT: '3000' })
    const second = await makeServices(env, { clock: () => house.clock.now })
    expect(codeOf(await second.runCommand(hallPair.name, { meetingId, code }, uuid(), { actor: guesser, ip: null }))).toBe('HALL_TOO_MANY_GUESSES')
    await second.stop()
    // per person: a colleague's right code goes through; ten minutes later the guesser's too
    expect(codeOf(await house.run(c.secretary, hallPair, { meetingId, code }))).toBe('ok')
    const later = await show()
    house.clock.forward(11 * MINUTE)
    expect(codeOf(await house.run(guesser, hallPair, { meetingId, code: later.code }))).toBe('ok')
  })

  test('mã đúng và lỗi khác không tính là đoán', async () => {
    const { meetingId } = await buildSitting(house, c)
    const busy = await secretary('Thư ký ghép nhiều màn hình')
    for (let i = 0; i < 14; i++) expect(codeOf(await house.run(busy, hallPair, { meetingId, code: (await show()).code }))).toBe('ok')
    for (let i = 0; i < 12; i++) expect(codeOf(await house.run(c.homeClerk, hallPair, { meetingId, code: '000000' }))).toBe('FORBIDDEN')
  })

  test('mã hết hạn bị từ chối; màn hình đổi mã và vẫn là chính nó', async () => {
    const { meetingId } = await buildSitting(house, c)
    const shown = await show()
    house.clock.forward(16 * MINUTE)
    expect(codeOf(await house.run(c.chairman, hallPair, { meetingId, code: shown.code }))).toBe('HALL_CODE_EXPIRED')
    const { db } = house.services
    const seen = await findHallByToken(db, shown.token, house.clock.now)
    expect(seen).toMatchObject({ displayId: shown.displayId, code: null, meetingId: null })
    const renewed = await renewCode(db, seen ?? { displayId: '', code: null, meetingId: null }, house.clock.now)
    expect(renewed.code).toMatch(/^\d{6}$/)
    expect(codeOf(await house.run(c.chairman, hallPair, { meetingId, code: renewed.code ?? '' }))).toBe('ok')
    expect(codeOf(await house.run(c.chairman, hallPair, { meetingId, code: renewed.code ?? '' })), 'once paired its code is nobody’s').toBe('HALL_CODE_WRONG')
  })

  test('hai bàn thư ký nhập cùng mã: một phiên được màn hình', async () => {
    const [one, two] = [await buildSitting(house, c), await buildSitting(house, c)]
    const { code } = await show()
    const both = await Promise.all([house.run(c.chairman, hallPair, { meetingId: one.meetingId, code }), house.run(c.secretary, hallPair, { meetingId: two.meetingId, code })])
    expect(both.map(codeOf).sort()).toEqual(['HALL_CODE_WRONG', 'ok'])
  })

  test('300 màn hình sau một địa chỉ đều được nhận mã; 601 thì không, địa chỉ khác vẫn được', async () => {
    const { db } = house.services
    for (let i = 0; i < 300; i++) await show('10.0.0.1')
    const row = (i: number) => ({ id: uuid(), code: `t${i}`, tokenHash: `t${i}`, createdFrom: '10.0.0.1', createdAt: house.clock.now, codeExpiresAt: new Date(house.clock.now.getTime() + MINUTE) })
    await db.hallDisplay.createMany({ data: Array.from({ length: 300 }, (_, i) => row(i)) })
    await expect(show('10.0.0.1')).rejects.toThrow(new Refusal('HALL_TOO_MANY_WAITING'))
    expect((await show('10.0.0.2')).code).toMatch(/^\d{6}$/)
    house.clock.forward(16 * MINUTE)
    expect((await show('10.0.0.1')).code, 'what waited too long no longer counts').toMatch(/^\d{6}$/)
    house.clock.forward(25 * 60 * MINUTE)
    await show()
    expect(await db.hallDisplay.count({ where: { createdFrom: '10.0.0.1' } }), 'and is forgotten after a day').toBe(0)
  })
})

describe('mỗi màn hình một chế độ', () => {
  test('đặt chế độ, thông điệp, nền, tên: đúng màn hình ấy đổi, còn sau khi khởi động lại', async () => {
    const { meetingId } = await buildSitting(house, c)
    const [a, b] = [await paired(meetingId), await paired(meetingId, 'Sảnh tầng 1')]
    await house.must(c.secretary, hallSetMode, { meetingId, displayIds: [a.displayId], mode: 'speaking' })
    await house.must(c.chairman, hallSetMode, { meetingId, displayIds: [b.displayId], mode: 'message', message: 'Họp lại lúc 10:15' })
    await house.must(c.secretary, hallSetLook, { meetingId, displayId: a.displayId, theme: 'dark' })
    expect(await desk(meetingId)).toEqual([
      { id: a.displayId, name: 'Màn hình 1', mode: 'speaking', theme: 'dark', message: '', seenAt: null },
      { id: b.displayId, name: 'Sảnh tầng 1', mode: 'message', theme: 'light', message: 'Họp lại lúc 10:15', seenAt: null },
    ])
    const picture = await hallPicture(house.services.db, { displayId: b.displayId, meetingId }, house.clock.now)
    expect(picture?.display.message).toBe('Họp lại lúc 10:15')
    expect(picture?.session?.view.meeting.id).toBe(meetingId)
    // one message to each screen concerned, one to the desks
    const events = await house.database.query<{ stream: string; n: number }>(`SELECT stream, count(*)::int AS n FROM "EventLog" WHERE name = 'hall.changed' AND stream = ANY($1) GROUP BY stream ORDER BY n`, [
      [`hall:${a.displayId}`, `hall:${b.displayId}`, `desk:${meetingId}`],
    ])
    expect(events.map(e => e.n)).toEqual([1, 2, 3])
  })

  test('20 màn hình đổi bằng một việc; màn hình của phiên khác làm hỏng cả việc', async () => {
    const [one, two] = [await buildSitting(house, c), await buildSitting(house, c)]
    const ids: string[] = []
    for (let i = 0; i < 20; i++) ids.push((await paired(one.meetingId)).displayId)
    const foreign = await paired(two.meetingId)
    await house.must(c.secretary, hallSetMode, { meetingId: one.meetingId, displayIds: ids, mode: 'absent' })
    expect((await desk(one.meetingId)).map(d => d.mode)).toEqual(Array.from({ length: 20 }, () => 'absent'))
    expect((await desk(one.meetingId)).map(d => d.name)).toEqual(Array.from({ length: 20 }, (_, i) => `Màn hình ${i + 1}`))
    expect(codeOf(await house.run(c.secretary, hallSetMode, { meetingId: one.meetingId, displayIds: [...ids, foreign.displayId], mode: 'thanks' }))).toBe('NOT_FOUND')
    expect((await desk(one.meetingId))[0]?.mode).toBe('absent')
  })

  test('gỡ màn hình: về chờ với mã mới, không theo phiên được nữa; phiên đã xong nhường màn hình cho phiên mới', async () => {
    const [one, two] = [await buildSitting(house, c), await buildSitting(house, c)]
    const { db, pool } = house.services
    const shown = await paired(one.meetingId)
    const reader = async () => {
      const seen = await findHallByToken(db, shown.token, house.clock.now)
      return { kind: 'hall' as const, displayId: seen?.displayId ?? '', meetingId: seen?.meetingId ?? null }
    }
    expect(await mayFollow(pool, await reader(), `meeting:${one.meetingId}`)).toBe(true)
    for (const closed of [`meeting:${two.meetingId}`, `desk:${one.meetingId}`, `user:${c.chairman.userId}`, `hall:${uuid()}`]) expect(await mayFollow(pool, await reader(), closed)).toBe(false)
    expect(codeOf(await house.run(c.secretary, hallTake, { meetingId: two.meetingId, displayId: shown.displayId }))).toBe('HALL_STILL_IN_USE')
    await house.must(c.secretary, hallRelease, { meetingId: one.meetingId, displayId: shown.displayId })
    expect(await mayFollow(pool, await reader(), `meeting:${one.meetingId}`)).toBe(false)
    const waiting = await findHallByToken(db, shown.token, house.clock.now)
    expect(waiting?.displayId).toBe(shown.displayId)
    await house.must(c.secretary, hallPair, { meetingId: one.meetingId, code: waiting?.code ?? '' })
    await db.meeting.update({ where: { id: one.meetingId }, data: { status: 'ended' } })
    expect((await house.query(c.secretary, 'desk.view', { meetingId: two.meetingId })).idle).toEqual(expect.arrayContaining([expect.objectContaining({ id: shown.displayId })]))
    await house.must(c.secretary, hallTake, { meetingId: two.meetingId, displayId: shown.displayId })
    expect(await mayFollow(pool, await reader(), `meeting:${two.meetingId}`)).toBe(true)
    expect(await desk(one.meetingId)).toEqual([])
  })
})

describe('bậc thang của từng việc', () => {
  test('đặt chế độ, đổi tên và nền, đưa sang phiên khác', async () => {
    const [one, old] = [await buildSitting(house, c), await buildSitting(house, c)]
    const { displayId } = await paired(one.meetingId)
    const idle = await paired(old.meetingId)
    await house.services.db.meeting.update({ where: { id: old.meetingId }, data: { status: 'ended' } })
    const { meetingId } = one
    const rungs: { def: CommandDef; input: object; bad: object; again: string }[] = [
      { def: hallSetMode, input: { meetingId, displayIds: [displayId], mode: 'vote' }, bad: { mode: 'film' }, again: 'ok' },
      { def: hallSetLook, input: { meetingId, displayId, theme: 'dark' }, bad: { name: '' }, again: 'ok' },
      { def: hallTake, input: { meetingId, displayId: idle.displayId }, bad: { displayId: 'x' }, again: 'NOT_FOUND' },
    ]
    const send = (actor: Actor | null, def: CommandDef, input: object, id = uuid()) => house.services.runCommand(def.name, input, id, { actor, ip: null })
    for (const { def, input, bad, again } of rungs) {
      const id = uuid()
      expect(codeOf(await send(null, def, input)), def.name).toBe('NOT_SIGNED_IN')
      expect(codeOf(await send(c.secretary, def, { ...input, ...bad })), def.name).toBe('BAD_INPUT')
      for (const no of [c.members[1], c.guest, c.substitute, c.homeClerk]) expect(codeOf(await send(no ?? null, def, input)), def.name).toBe('FORBIDDEN')
      expect(codeOf(await send(c.secretary, def, { ...input, meetingId: uuid() })), def.name).toBe('NOT_FOUND')
      expect(await send(c.secretary, def, input, id), def.name).toMatchObject({ ok: true })
      expect(await send(c.secretary, def, input, id), def.name).toMatchObject({ ok: true, replayed: true })
      expect(codeOf(await send(c.secretary, def, input)), def.name).toBe(again)
    }
    expect(codeOf(await house.run(c.secretary, hallSetMode, { meetingId, displayIds: [displayId], mode: 'message' }))).toBe('HALL_MESSAGE_EMPTY')
    expect(codeOf(await house.run(c.secretary, hallSetMode, { meetingId, displayIds: [displayId], mode: 'message', message: 'Giải lao 15 phút 🙂' }))).toBe('ok')
    expect(codeOf(await house.run(c.secretary, hallSetMode, { meetingId, displayIds: [displayId], mode: 'message', message: 'x'.repeat(301) }))).toBe('BAD_INPUT')
  })
})
