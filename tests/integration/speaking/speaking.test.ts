import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import { guestSetItems } from '#app/contracts/audience.ts'
import type { Answer, CommandDef, StreamEvent } from '#app/contracts/define.ts'
import {
  attendanceCheckIn,
  meetingGoToItem,
  meetingOpen,
  meetingPause,
  meetingResume,
  speakingCall,
  speakingRequest,
  speakingStart,
  speakingStop,
  voteOpen,
} from '#app/contracts/meeting.ts'
import {
  speakingCorrect,
  speakingDesignate,
  speakingExtend,
  speakingMove,
  speakingNote,
  speakingPauseClock,
  speakingResumeClock,
  speakingSetDoor,
  speakingSetLimits,
  speakingTakeBack,
} from '#app/contracts/speaking.ts'
import { spokenSeconds } from '#app/domain/meeting/speaking.ts'
import { reduceSession } from '#app/live/reducers/session.ts'
import type { Actor } from '#server/command/context.ts'
import { addPerson, buildCommittee, buildSitting, type Committee, type House, openHouse } from '#tests/support/build.ts'

let house: House
let c: Committee
beforeAll(async () => {
  house = await openHouse()
  c = await buildCommittee(house, 5)
})
afterAll(() => house.close())

const codeOf = (answer: Answer): string => (answer.ok ? 'ok' : answer.code)
const send = (actor: Actor | null, name: string, input: unknown, id = uuid()): Promise<Answer> => house.services.runCommand(name, input, id, { actor, ip: null })

let on: { meetingId: string }
let items: string[]
let chair: Actor, a: Actor, b: Actor
const MINUTES = { speech: 3, question: 2, answer: 3, order: 1, present: 12 }

/** A running session on its first item, with the chair, two members, the guest and the substitute in the room. */
beforeEach(async () => {
  const sitting = await buildSitting(house, c)
  on = { meetingId: sitting.meetingId }
  items = sitting.items
  ;[chair, a, b] = c.members as [Actor, Actor, Actor]
  for (const who of [chair, a, b, c.guest, c.substitute]) await house.must(who, attendanceCheckIn, on)
  const guest = await house.services.db.meetingParticipant.findFirstOrThrow({ where: { ...on, userId: c.guest.userId } })
  await house.must(c.secretary, guestSetItems, { ...on, participantId: guest.id, itemIds: items.slice(0, 1) })
  await house.must(chair, meetingOpen, on)
  await house.must(chair, meetingGoToItem, { ...on, itemId: items[0] ?? '' })
})

const seen = async (who: Actor = c.secretary) => (await house.query(who, 'session.view', on)).view
const idOf = async (who: Actor) => (await seen()).participants.find(p => p.userId === who.userId)?.id ?? ''
const here = () => ({ ...on, itemId: items[0] ?? '' })
const ask = async (who: Actor, input: object = {}) => {
  const requestId = uuid()
  const answer = await send(who, speakingRequest.name, { ...on, requestId, subject: '', ...input })
  if (!answer.ok) throw new Error(answer.code)
  return requestId
}
const turn = async (id: string) => (await seen()).queue.find(q => q.id === id)

type Rung = { def: CommandDef; input: unknown; by?: Actor; notBy?: Actor; bad: unknown; again: string }
const climb = async ({ def, input, by = chair, notBy = a, bad, again }: Rung) => {
  const id = uuid()
  expect(codeOf(await send(null, def.name, input)), 'nobody signed in').toBe('NOT_SIGNED_IN')
  expect(codeOf(await send(by, def.name, bad)), 'bad input').toBe('BAD_INPUT')
  expect(codeOf(await send(notBy, def.name, input)), 'not allowed').toBe('FORBIDDEN')
  expect(codeOf(await send(c.homeClerk, def.name, input)), 'not invited').toBe('FORBIDDEN')
  const first = await send(by, def.name, input, id)
  expect(first, 'success').toMatchObject({ ok: true })
  expect(await send(by, def.name, input, id), 'the same command again').toMatchObject({ ok: true, replayed: true })
  expect(codeOf(await send(by, def.name, input)), 'once more as a new command').toBe(again)
}

describe('điều hành phát biểu, chất vấn', () => {
  test('bắt đầu, dừng, kết thúc cho phép phát biểu và chất vấn, riêng từng loại', async () => {
    const speech = { ...here(), kind: 'speech' }
    const question = { ...here(), kind: 'question' }
    const asking = { ...on, requestId: uuid(), subject: 'Vì sao chậm?', kind: 'question', to: { unitName: 'Sở Nội vụ' } }
    expect(codeOf(await send(a, speakingRequest.name, asking))).toBe('SPEAKING_NOT_OPEN')
    await climb({ def: speakingSetDoor, input: { ...question, act: 'open' }, bad: { ...question, act: 'shut' }, again: 'SPEAKING_DOOR_SAME' })
    expect(codeOf(await send(a, speakingRequest.name, asking))).toBe('ok')
    await climb({ def: speakingSetDoor, input: { ...speech, act: 'stop' }, by: c.secretary, bad: { ...speech, itemId: 'x', act: 'stop' }, again: 'SPEAKING_DOOR_SAME' })
    // stopped for speeches, open for questions
    expect(codeOf(await send(b, speakingRequest.name, { ...on, requestId: uuid(), subject: '' }))).toBe('SPEAKING_STOPPED')
    expect(codeOf(await send(b, speakingRequest.name, { ...asking, requestId: uuid() }))).toBe('ok')
    const waiting = (await seen()).queue.filter(q => q.kind === 'question')
    await climb({ def: speakingSetDoor, input: { ...question, act: 'end' }, bad: on, again: 'SPEAKING_DOOR_SAME' })
    expect(codeOf(await send(chair, speakingCall.name, { ...on, requestId: waiting[0]?.id }))).toBe('SPEAKING_ENDED')
    // the way back from an end pressed too early: who waited still waits
    await house.must(chair, speakingSetDoor, { ...here(), kind: 'question', act: 'open' })
    expect(codeOf(await send(chair, speakingCall.name, { ...on, requestId: waiting[0]?.id }))).toBe('ok')
    expect((await seen()).speaking?.doors.map(d => `${d.kind} ${d.state}`).sort()).toEqual(['question open', 'speech stopped'])
    // another item begins as the rules say
    await house.must(chair, meetingGoToItem, { ...on, itemId: items[1] ?? '' })
    expect(codeOf(await send(b, speakingRequest.name, { ...on, requestId: uuid(), subject: '' }))).toBe('ok')
  })

  test('kết thúc phần phát biểu kết thúc cả lượt đang nói', async () => {
    const id = await ask(a)
    await house.must(chair, speakingStart, { ...on, requestId: id })
    await house.must(chair, speakingSetDoor, { ...here(), kind: 'speech', act: 'end' })
    expect((await turn(id))?.status).toBe('done')
  })

  test('chất vấn hỏi người hoặc đơn vị; người được hỏi trả lời, gắn với câu hỏi', async () => {
    await house.must(chair, speakingSetDoor, { ...here(), kind: 'question', act: 'open' })
    const q = { ...on, kind: 'question', subject: 'Bao giờ xong?' }
    expect(await send(a, speakingRequest.name, { ...q, requestId: uuid() })).toMatchObject({ code: 'SPEAKING_TO_REQUIRED', fields: { to: 'SPEAKING_TO_REQUIRED' } })
    expect(await send(a, speakingRequest.name, { ...q, requestId: uuid(), to: { unitName: 'Sở Không có' } })).toMatchObject({ code: 'SPEAKING_TO_UNKNOWN', fields: { to: 'SPEAKING_TO_UNKNOWN' } })
    expect(await send(a, speakingRequest.name, { ...q, requestId: uuid(), to: { participantId: await idOf(b) }, subject: '  ' })).toMatchObject({ code: 'SPEAKING_SUBJECT_REQUIRED' })
    const id = await ask(a, { ...q, to: { participantId: await idOf(b) } })
    expect(await turn(id)).toMatchObject({ kind: 'question', toLabel: b.displayName, limitSeconds: 120 })
    const answer = { ...on, kind: 'answer', questionId: id, subject: '' }
    expect(codeOf(await send(b, speakingRequest.name, { ...answer, requestId: uuid() })), 'not yet put').toBe('SPEAKING_QUESTION_REQUIRED')
    await house.must(chair, speakingStart, { ...on, requestId: id })
    await house.must(chair, speakingStop, { ...on, requestId: id })
    expect(codeOf(await send(a, speakingRequest.name, { ...answer, requestId: uuid() }))).toBe('SPEAKING_ANSWER_NOT_YOURS')
    const answered = await ask(b, { kind: 'answer', questionId: id })
    expect(await turn(answered)).toMatchObject({ kind: 'answer', questionId: id, status: 'waiting' })
    // asked of a unit: whoever sits there for it may answer
    const ofUnit = await ask(a, { ...q, to: { unitName: 'Sở Y tế' } })
    await house.must(chair, speakingStart, { ...on, requestId: ofUnit })
    expect(codeOf(await send(c.substitute, speakingRequest.name, { ...answer, questionId: ofUnit, requestId: uuid() }))).toBe('ok')
  })

  test('chỉ định người có mặt, kể cả khách mời; người chưa đến thì nói rõ là ai', async () => {
    const input = { ...here(), requestId: uuid(), participantId: await idOf(c.guest), kind: 'speech' }
    await climb({ def: speakingDesignate, input, bad: { ...input, kind: 'order' }, again: 'CONFLICT' })
    expect(await turn(input.requestId)).toMatchObject({ status: 'called', isDesignated: true, label: c.guest.displayName })
    expect(codeOf(await send(chair, speakingDesignate.name, { ...input, requestId: uuid() }))).toBe('SPEAKING_ALREADY_WAITING')
    const absent = c.members[3] as Actor
    expect(await send(chair, speakingDesignate.name, { ...input, requestId: uuid(), participantId: await idOf(absent) })).toMatchObject({ code: 'SPEAKING_PERSON_ABSENT', params: { who: absent.displayName } })
    // who already waits is called with what they wrote
    const waiting = await ask(a, { subject: 'Kinh phí' })
    expect(await house.must(chair, speakingDesignate, { ...here(), requestId: uuid(), participantId: await idOf(a), kind: 'speech' })).toEqual({ requestId: waiting })
    expect(await turn(waiting)).toMatchObject({ status: 'called', subject: 'Kinh phí' })
    // the presenter has the presenter's time
    const presenting = uuid()
    await house.must(chair, speakingDesignate, { ...here(), requestId: presenting, participantId: await idOf(b), kind: 'present' })
    expect(await turn(presenting)).toMatchObject({ kind: 'present', limitSeconds: 600 })
    await house.must(chair, voteOpen, { ...on, voteId: uuid(), question: 'Thông qua?' })
    expect(codeOf(await send(chair, speakingDesignate.name, { ...input, requestId: uuid(), participantId: await idOf(c.substitute) }))).toBe('SPEAKING_VOTE_OPEN')
  })

  test('điểm trật tự ngắt lời: đồng hồ người đang nói dừng, rồi chạy tiếp', async () => {
    const speech = await ask(a)
    await house.must(chair, speakingStart, { ...on, requestId: speech })
    house.clock.forward(60_000)
    const order = await ask(b, { kind: 'order', subject: 'Sai chương trình' })
    expect((await seen()).queue.filter(q => q.status !== 'done').map(q => q.id)).toEqual([speech, order])
    await house.must(chair, speakingStart, { ...on, requestId: order })
    expect((await seen()).queue.map(q => q.id)).toEqual([order, speech])
    expect((await turn(speech))?.pausedAt).toBe(house.clock.now.getTime())
    house.clock.forward(30_000)
    const resume = { ...on, requestId: speech }
    expect(codeOf(await send(chair, speakingResumeClock.name, resume)), 'the interruption still runs').toBe('SPEAKING_ANOTHER_SPEAKS')
    await house.must(chair, speakingStop, { ...on, requestId: order })
    await climb({ def: speakingResumeClock, input: resume, bad: on, again: 'SPEAKING_CLOCK_STATE' })
    await climb({ def: speakingPauseClock, input: resume, by: c.secretary, bad: on, again: 'SPEAKING_CLOCK_STATE' })
    house.clock.forward(15_000)
    await house.must(chair, speakingStop, resume)
    const done = await turn(speech)
    expect(done && spokenSeconds({ ...done }, 0), 'a minute, not a second of the interruption').toBe(60)
  })

  test('tạm dừng phiên: đồng hồ của người nói đứng lại, trừ khi chủ trì đã dừng từ trước', async () => {
    const id = await ask(a)
    await house.must(chair, speakingStart, { ...on, requestId: id })
    house.clock.forward(20_000)
    await house.must(chair, meetingPause, on)
    house.clock.forward(600_000)
    await house.must(chair, meetingResume, on)
    expect(await turn(id)).toMatchObject({ pausedAt: null, pausedMs: 600_000 })
    await house.must(chair, speakingPauseClock, { ...on, requestId: id })
    house.clock.forward(5_000)
    await house.must(chair, meetingPause, on)
    await house.must(chair, meetingResume, on)
    expect((await turn(id))?.pausedAt).not.toBeNull()
  })

  test('sắp lại thứ tự, thêm phút, đặt thời gian, lấy lại lời mời', async () => {
    const [one, two, three] = [await ask(a), await ask(b), await ask(c.substitute)]
    const order = async () => (await seen()).queue.filter(q => q.status === 'waiting').map(q => q.id)
    const input = { ...on, requestId: three, beforeId: one }
    await climb({ def: speakingMove, input, bad: { ...on, requestId: three }, again: 'ok' })
    expect(await order()).toEqual([three, one, two])
    await house.must(chair, speakingMove, { ...on, requestId: three, beforeId: null })
    expect(await order()).toEqual([one, two, three])
    expect(codeOf(await send(chair, speakingMove.name, { ...input, beforeId: uuid() }))).toBe('SPEAKING_WRONG_STATE')
    await climb({ def: speakingExtend, input: { ...on, requestId: one, minutes: 2 }, bad: { ...on, requestId: one, minutes: 0 }, again: 'ok' })
    expect((await turn(one))?.limitSeconds).toBe(300 + 4 * 60)
    await climb({ def: speakingSetLimits, input: { ...on, minutes: MINUTES }, bad: { ...on, minutes: { ...MINUTES, speech: 0 } }, again: 'ok' })
    expect((await turn(two))?.limitSeconds, 'a request that stood keeps its time').toBe(300)
    const later = await ask(c.guest)
    expect((await turn(later))?.limitSeconds).toBe(180)
    await house.must(chair, speakingCall, { ...on, requestId: two })
    await climb({ def: speakingTakeBack, input: { ...on, requestId: two }, bad: on, again: 'SPEAKING_WRONG_STATE' })
    expect(await order()).toEqual([one, two, three, later])
  })

  test('việc thuộc nội dung đã rời năm giây trước: từ chối, nêu nội dung đang bàn', async () => {
    const waiting = await ask(a)
    await house.must(chair, meetingGoToItem, { ...on, itemId: items[1] ?? '' })
    const left = { ok: false, code: 'ITEM_MOVED_ON', params: { number: 2, title: 'Nội dung 2' } }
    expect(await send(b, speakingRequest.name, { ...here(), requestId: uuid(), subject: '' })).toMatchObject(left)
    expect(await send(chair, speakingCall.name, { ...on, requestId: waiting })).toMatchObject(left)
    expect(await send(chair, speakingStart.name, { ...on, requestId: waiting })).toMatchObject(left)
    expect(await send(chair, speakingMove.name, { ...on, requestId: waiting, beforeId: null })).toMatchObject(left)
    expect(await send(chair, speakingSetDoor.name, { ...here(), kind: 'speech', act: 'stop' })).toMatchObject(left)
    expect(await send(chair, speakingDesignate.name, { ...here(), requestId: uuid(), participantId: await idOf(b), kind: 'speech' })).toMatchObject(left)
  })

  test('emoji, dấu đảo chiều, câu hỏi 10.000 ký tự', async () => {
    const id = await ask(a, { subject: 'Kinh phí 👍🏽 \u202eđảo\u202c' })
    expect((await turn(id))?.subject).toBe('Kinh phí 👍🏽 đảo')
    expect(await send(b, speakingRequest.name, { ...on, requestId: uuid(), subject: 'x'.repeat(10_000) })).toMatchObject({ code: 'BAD_INPUT', fields: { subject: 'too_big' } })
    expect(codeOf(await send(b, speakingRequest.name, { ...on, requestId: uuid(), subject: 'cắt đôi \ud83d' }))).toBe('ok')
  })

  test('hai máy của chủ trì cùng bấm, hai người cùng đăng ký: mỗi việc một lần', async () => {
    const [one, two] = [await ask(a), await ask(b)]
    const both = await Promise.all([send(chair, speakingStart.name, { ...on, requestId: one }), send(c.secretary, speakingStart.name, { ...on, requestId: two })])
    expect(both.map(codeOf).sort()).toEqual(['SPEAKING_ANOTHER_SPEAKS', 'ok'])
    const twice = await Promise.all([1, 2].map(() => send(c.substitute, speakingRequest.name, { ...on, requestId: uuid(), subject: '' })))
    expect(twice.map(codeOf).sort()).toEqual(['SPEAKING_ALREADY_WAITING', 'ok'])
  })
})

describe('sổ phát biểu', () => {
  const spoken = async () => {
    const id = await ask(a)
    await house.must(chair, speakingStart, { ...on, requestId: id })
    house.clock.forward(90_000)
    await house.must(chair, speakingStop, { ...on, requestId: id })
    return id
  }

  test('sửa giờ có lý do: phòng thấy giờ mới, bàn thư ký giữ giờ cũ', async () => {
    const id = await spoken()
    const before = await turn(id)
    const [from, to] = [before?.startedAt ?? 0, (before?.endedAt ?? 0) - 30_000]
    const input = { ...on, requestId: id, startedAt: from, endedAt: to, reason: 'Bấm kết thúc muộn' }
    expect(await send(c.secretary, speakingCorrect.name, { ...input, endedAt: from })).toMatchObject({ code: 'SPEAKING_TIME_WRONG', fields: { endedAt: 'SPEAKING_TIME_WRONG' } })
    await climb({ def: speakingCorrect, input, by: c.secretary, bad: { ...input, reason: '' }, again: 'ok' })
    expect(await turn(id)).toMatchObject({ startedAt: from, endedAt: to })
    const { corrections } = await house.query(c.secretary, 'speaking.desk', on)
    expect(corrections[0]).toMatchObject({ oldStartedAt: from, oldEndedAt: before?.endedAt, endedAt: to, reason: 'Bấm kết thúc muộn', byLabel: c.secretary.displayName })
    const waiting = await ask(b)
    expect(codeOf(await send(c.secretary, speakingCorrect.name, { ...input, requestId: waiting }))).toBe('SPEAKING_WRONG_STATE')
  })

  test('ghi chú chỉ bàn thư ký thấy; không ghi đè bản mới hơn của người khác', async () => {
    const id = await spoken()
    const input = { ...on, requestId: id, text: 'Đề nghị bổ sung nhân lực', baseVersion: 0 }
    await climb({ def: speakingNote, input, by: c.secretary, bad: { ...input, text: 'x'.repeat(5001) }, again: 'SPEAKING_NOTE_CHANGED' })
    expect((await house.query(c.monitor, 'speaking.desk', on)).notes).toMatchObject([{ requestId: id, text: input.text, version: 1 }])
    await expect(house.query(a, 'speaking.desk', on)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const told = await house.database.query<{ stream: string }>(`SELECT stream FROM "EventLog" WHERE name IN ('speaking.noted', 'speaking.corrected') AND stream NOT LIKE 'desk:%'`)
    expect(told).toEqual([])
  })
})

test('màn hình đi theo sự kiện bằng đúng điều máy chủ tải lại', async () => {
  const start = await house.query(c.secretary, 'session.view', on)
  await house.must(chair, speakingSetDoor, { ...here(), kind: 'question', act: 'open' })
  const [one, two] = [await ask(a), await ask(b)]
  const q = await ask(a, { kind: 'question', subject: 'Vì sao?', to: { participantId: await idOf(b) } })
  await house.must(chair, speakingMove, { ...on, requestId: q, beforeId: one })
  await house.must(chair, speakingStart, { ...on, requestId: two })
  await house.must(chair, speakingExtend, { ...on, requestId: two, minutes: 1 })
  await house.must(chair, speakingStart, { ...on, requestId: await ask(c.substitute, { kind: 'order' }) })
  await house.must(chair, speakingSetLimits, { ...on, minutes: MINUTES })
  await house.must(chair, speakingSetDoor, { ...here(), kind: 'speech', act: 'stop' })
  const events = await house.database.query<StreamEvent>(`SELECT stream, seq, name, v, payload, 0 AS at, "actorId" FROM "EventLog" WHERE stream = $1 AND seq > $2 ORDER BY seq`, [`meeting:${on.meetingId}`, start.seq])
  const followed = events.reduce(reduceSession, start.view)
  const fresh = await seen()
  expect(followed.queue).toEqual(fresh.queue)
  expect({ ...followed.speaking, doors: followed.speaking?.doors.map(d => d.kind).sort() }).toEqual({ ...fresh.speaking, doors: fresh.speaking?.doors.map(d => d.kind).sort() })
})

test('khách mời đăng ký được, người quan sát không', async () => {
  const observer = await addPerson(house, 'Báo Tuyên Quang', [{ role: 'guest', unitId: c.province }])
  await house.services.db.meetingParticipant.create({ data: { id: uuid(), meetingId: on.meetingId, userId: observer.userId, role: 'observer', label: observer.displayName, rank: 990 } })
  expect(codeOf(await send(observer, speakingRequest.name, { ...on, requestId: uuid(), subject: '' }))).toBe('FORBIDDEN')
  expect(codeOf(await send(c.guest, speakingRequest.name, { ...on, requestId: uuid(), subject: '' }))).toBe('ok')
})
