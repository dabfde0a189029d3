import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import type { Answer, CommandDef } from '#app/contracts/define.ts'
import { hallPair, hallRelease } from '#app/contracts/hall.ts'
import {
  attendanceCheckIn,
  attendanceLeave,
  attendanceRecord,
  meetingCreate,
  meetingEnd,
  meetingGoToItem,
  meetingOpen,
  meetingPause,
  meetingResume,
  meetingSetItemAside,
  presentationShow,
  presentationStop,
  speakingCall,
  speakingDecline,
  speakingRequest,
  speakingStart,
  speakingStop,
  speakingWithdraw,
  voteCast,
  voteClose,
  voteOpen,
} from '#app/contracts/meeting.ts'
import type { Actor } from '#server/command/context.ts'
import { createHallDisplay } from '#server/features/hall/index.ts'
import { buildCommittee, buildSitting, type Committee, type House, openHouse } from '#tests/support/build.ts'

let house: House
let c: Committee
beforeAll(async () => {
  house = await openHouse()
  c = await buildCommittee(house, 5)
})
afterAll(() => house.close())

const codeOf = (answer: Answer): string => (answer.ok ? 'ok' : answer.code)
/** Runs any command of the table; the type of its input was checked where the row was written. */
const send = async (actor: Actor | null, name: string, input: unknown, commandId = uuid()): Promise<Answer> =>
  house.services.runCommand(name, input, commandId, { actor, ip: null })

/** One command on the moment it is meant for: who may, who may not, and why it is refused the second time. */
type Rung = {
  def: CommandDef
  input: unknown
  /** allowed; by default the chair */
  by?: Actor
  /** not allowed; by default a clerk who isn't on the list of participants */
  notBy?: Actor
  forbidden?: string
  /** a field of the input spoilt */
  bad: unknown
  /** the code when the same is asked again as a new command; 'ok' for acts that may be repeated */
  again: string
}

describe('every command of a session, up its ladder', () => {
  /** A running session with everybody present on its first item, a paper shown at will, and two requests to speak. */
  async function stage(state: 'invited' | 'running' | 'paused' = 'running') {
    const sitting = await buildSitting(house, c)
    const on = { meetingId: sitting.meetingId }
    const [chair, a, b] = c.members as [Actor, Actor, Actor]
    if (state === 'invited') return { on, sitting, chair, a, b, requestId: '', paperId: '' }
    await house.must(chair, attendanceCheckIn, on)
    await house.must(a, attendanceCheckIn, on)
    await house.must(chair, meetingOpen, on)
    await house.must(chair, meetingGoToItem, { ...on, itemId: sitting.items[0] ?? '' })
    const requestId = uuid()
    await house.must(a, speakingRequest, { ...on, requestId, subject: 'Kinh phí' })
    const { db } = house.services
    const file = await db.storedFile.create({
      data: { id: uuid(), sha256: uuid(), name: 'to-trinh.pdf', mime: 'application/pdf', size: 1000n, pages: 12, uploadedById: chair.userId },
    })
    const paper = await db.paper.create({
      data: { id: uuid(), meetingId: sitting.meetingId, itemId: sitting.items[0] ?? '', fileId: file.id, title: 'Tờ trình', kind: 'main', addedById: chair.userId },
    })
    if (state === 'paused') await house.must(chair, meetingPause, on)
    return { on, sitting, chair, a, b, requestId, paperId: paper.id }
  }

  const climb = async (r: Rung) => {
    const by = r.by ?? c.chairman
    const id = uuid()
    expect(codeOf(await send(null, r.def.name, r.input)), 'nobody signed in').toBe('NOT_SIGNED_IN')
    expect(codeOf(await send(by, r.def.name, r.bad)), 'bad input').toBe('BAD_INPUT')
    expect(codeOf(await send(by, r.def.name, { ...(r.input as object), meetingId: 'x', voteId: 'x' })), 'an id that is none').toBe('BAD_INPUT')
    expect(codeOf(await send(r.notBy ?? c.homeClerk, r.def.name, r.input)), 'not allowed').toBe(r.forbidden ?? 'FORBIDDEN')
    const first = await send(by, r.def.name, r.input, id)
    expect(first, 'success').toMatchObject({ ok: true })
    const repeated = await send(by, r.def.name, r.input, id)
    expect(repeated, 'the same command again').toMatchObject({ ok: true, replayed: true, data: first.ok ? first.data : null })
    expect(codeOf(await send(c.monitor, r.def.name, r.input, id)), 'the id of somebody else').toBe('CONFLICT')
    expect(codeOf(await send(by, r.def.name, r.input)), 'once more as a new command').toBe(r.again)
  }

  test('tạo phiên họp', async () => {
    const input = { meetingId: uuid(), title: 'Phiên họp chuyên đề', kind: 'special', startsAt: 1_795_000_000_000, endsAt: 1_795_007_200_000, place: 'Phòng họp số 2' }
    expect(codeOf(await send(c.secretary, meetingCreate.name, { ...input, endsAt: input.startsAt }))).toBe('MEETING_TIMES_WRONG')
    await climb({ def: meetingCreate, input, by: c.secretary, notBy: c.members[1], bad: { ...input, title: '' }, again: 'CONFLICT' })
    const { view } = await house.query(c.secretary, 'session.view', { meetingId: input.meetingId })
    expect(view.participants.map(p => p.role)).toEqual(['chair', 'member', 'member', 'member', 'member', 'secretary'])
  })

  test('khai mạc, tạm dừng, tiếp tục, kết thúc', async () => {
    const { on } = await stage('invited')
    const notBy = c.members[1]
    for (const early of [meetingPause, meetingResume, meetingEnd]) expect(codeOf(await send(c.chairman, early.name, on))).toBe('MEETING_NOT_STARTED')
    await climb({ def: meetingOpen, input: on, notBy, bad: {}, again: 'MEETING_ALREADY_STARTED' })
    await climb({ def: meetingPause, input: on, by: c.secretary, notBy, bad: {}, again: 'MEETING_PAUSED' })
    await climb({ def: meetingResume, input: on, notBy, bad: {}, again: 'MEETING_ALREADY_STARTED' })
    await climb({ def: meetingEnd, input: on, notBy, bad: {}, again: 'MEETING_ALREADY_ENDED' })
    expect(codeOf(await send(c.members[1] ?? null, attendanceCheckIn.name, on))).toBe('ATTENDANCE_NOT_OPEN')
  })

  test('chuyển nội dung, trình chiếu', async () => {
    const { on, sitting, paperId } = await stage()
    const notBy = c.members[1]
    await climb({ def: meetingGoToItem, input: { ...on, itemId: sitting.items[1] }, notBy, bad: on, again: 'ITEM_IS_CURRENT' })
    await climb({ def: presentationShow, input: { ...on, paperId, page: 3 }, notBy, forbidden: 'PRESENTING_NOT_GRANTED', bad: { ...on, paperId, page: 0 }, again: 'ok' })
    expect(codeOf(await send(c.chairman, presentationShow.name, { ...on, paperId: uuid(), page: 1 }))).toBe('NOT_FOUND')
    await house.must(c.chairman, presentationShow, { ...on, paperId, page: 500 })
    const { view } = await house.query(c.substitute, 'session.view', on)
    expect(view.presenting).toEqual({ paperId, page: 12, byLabel: c.chairman.displayName, byId: c.chairman.userId })
    await climb({ def: presentationStop, input: on, notBy, forbidden: 'PRESENTING_NOT_GRANTED', bad: {}, again: 'ok' })
    await house.must(c.chairman, meetingPause, on)
    expect(codeOf(await send(c.chairman, presentationShow.name, { ...on, paperId, page: 1 }))).toBe('MEETING_PAUSED')
  })

  test('để lại, rút, đưa trở lại nội dung', async () => {
    const { on, sitting } = await stage()
    const notBy = c.members[1]
    const [first, second] = sitting.items as [string, string]
    const hold = { ...on, itemId: second, act: 'hold_over', reason: 'Chờ ý kiến Bộ Nội vụ' }
    expect(await send(c.chairman, meetingSetItemAside.name, { ...hold, reason: ' ' })).toMatchObject({ ok: false, code: 'ITEM_REASON_REQUIRED', fields: { reason: 'ITEM_REASON_REQUIRED' } })
    await climb({ def: meetingSetItemAside, input: hold, by: c.secretary, notBy, bad: { ...hold, act: 'drop' }, again: 'ITEM_WRONG_STATE' })
    const seen = async () => (await house.query(c.substitute, 'session.view', on)).view
    expect((await seen()).items.find(i => i.id === second)).toMatchObject({ status: 'held_over', asideReason: 'Chờ ý kiến Bộ Nội vụ' })
    await house.must(c.chairman, meetingSetItemAside, { ...on, itemId: second, act: 'take_back' })
    expect((await seen()).items.find(i => i.id === second)).toMatchObject({ status: 'pending', asideReason: null })
    // The one in hand: the session stands between two items, and its time is kept.
    await house.must(c.chairman, meetingSetItemAside, { ...on, itemId: first, act: 'withdraw', reason: 'Đơn vị xin rút hồ sơ' })
    const after = await seen()
    expect(after.meeting.currentItemId).toBeNull()
    expect(after.items.find(i => i.id === first)).toMatchObject({ status: 'withdrawn', startedAt: null })
    expect(codeOf(await send(c.chairman, meetingGoToItem.name, { ...on, itemId: first }))).toBe('ITEM_WITHDRAWN')
    // What was voted on stays on the agenda.
    await house.must(c.chairman, meetingGoToItem, { ...on, itemId: second })
    const voteId = uuid()
    await house.must(c.chairman, voteOpen, { ...on, voteId, question: 'Thông qua?' })
    expect(codeOf(await send(c.chairman, meetingSetItemAside.name, hold))).toBe('ITEM_VOTE_OPEN')
    await house.must(c.chairman, voteClose, { voteId })
    expect(codeOf(await send(c.chairman, meetingSetItemAside.name, hold))).toBe('ITEM_DECIDED')
    expect(codeOf(await send(c.chairman, meetingSetItemAside.name, { ...hold, itemId: uuid() }))).toBe('ITEM_NOT_IN_MEETING')
  })

  test('điểm danh, rời phiên, điểm danh hộ', async () => {
    const { on, b, sitting } = await stage()
    await climb({ def: attendanceCheckIn, input: on, by: b, bad: {}, again: 'ATTENDANCE_ALREADY_PRESENT' })
    await climb({ def: attendanceLeave, input: { ...on, reason: 'Đi công tác' }, by: b, bad: { ...on, reason: 'x'.repeat(301) }, again: 'ATTENDANCE_NOT_PRESENT' })
    const { view } = await house.query(c.secretary, 'session.view', on)
    const participantId = view.participants.find(p => p.userId === c.members[3]?.userId)?.id
    const input = { ...on, participantId, act: 'arrive' }
    await climb({ def: attendanceRecord, input, by: c.secretary, notBy: b, bad: { ...input, act: 'come' }, again: 'ATTENDANCE_ALREADY_PRESENT' })
    const another = await buildSitting(house, c)
    expect(codeOf(await send(c.secretary, attendanceRecord.name, { ...input, meetingId: another.meetingId })), 'a person of another list').toBe('NOT_FOUND')
    expect(codeOf(await send(c.secretary, attendanceRecord.name, { ...input, act: 'leave', at: 0 })), 'a day long gone').toBe('ATTENDANCE_TIME_WRONG')
    expect(sitting.meetingId).not.toBe(another.meetingId)
  })

  test('đăng ký, mời, bắt đầu, kết thúc, rút, bác bỏ', async () => {
    const { on, a, b, requestId } = await stage()
    const own = uuid()
    await house.must(b, attendanceCheckIn, on)
    const input = { ...on, requestId: own, subject: 'Nhân lực' }
    await climb({ def: speakingRequest, input, by: b, bad: { ...on, requestId: 'x', subject: '' }, again: 'CONFLICT' })
    const of = { ...on, requestId }
    expect(codeOf(await send(b, speakingWithdraw.name, of))).toBe('SPEAKING_NOT_YOURS')
    await climb({ def: speakingWithdraw, input: { ...on, requestId: own }, by: b, bad: on, again: 'SPEAKING_WRONG_STATE' })
    await climb({ def: speakingCall, input: of, notBy: a, bad: on, again: 'SPEAKING_WRONG_STATE' })
    await climb({ def: speakingStart, input: of, notBy: a, bad: on, again: 'SPEAKING_WRONG_STATE' })
    await climb({ def: speakingStop, input: of, by: c.secretary, notBy: a, bad: on, again: 'SPEAKING_WRONG_STATE' })
    const third = uuid()
    await house.must(a, speakingRequest, { ...on, requestId: third, subject: '' })
    const decline = { ...on, requestId: third, reason: 'Hết thời gian' }
    await climb({ def: speakingDecline, input: decline, notBy: a, bad: { ...decline, reason: '' }, again: 'SPEAKING_WRONG_STATE' })
    expect(codeOf(await send(c.chairman, speakingCall.name, { ...on, requestId: uuid() }))).toBe('NOT_FOUND')
  })

  test('mở biểu quyết, bỏ phiếu, kết thúc biểu quyết', async () => {
    const { on, a } = await stage()
    const voteId = uuid()
    const input = { ...on, voteId, question: 'Thông qua?' }
    await climb({ def: voteOpen, input, notBy: a, bad: { ...input, question: '' }, again: 'CONFLICT' })
    expect(codeOf(await send(c.chairman, voteOpen.name, { ...input, voteId: uuid(), seconds: 5 }))).toBe('BAD_INPUT')
    const ballot = { voteId, choice: 'for' }
    await climb({ def: voteCast, input: ballot, by: a, forbidden: 'VOTE_NOT_A_VOTER', bad: { ...ballot, choice: 'yes' }, again: 'ok' })
    await climb({ def: voteClose, input: { voteId }, notBy: a, bad: {}, again: 'VOTE_ALREADY_CLOSED' })
    expect(codeOf(await send(a, voteCast.name, ballot))).toBe('VOTE_ALREADY_CLOSED')
  })

  test('ghép, gỡ màn hình phòng họp', async () => {
    const { on, a } = await stage()
    const { code, displayId } = await createHallDisplay(house.services.db, house.clock.now)
    await climb({ def: hallPair, input: { ...on, code }, by: c.secretary, notBy: a, bad: { ...on, code: '12345' }, again: 'HALL_CODE_WRONG' })
    await climb({ def: hallRelease, input: { ...on, displayId }, by: c.secretary, notBy: a, bad: on, again: 'NOT_FOUND' })
  })
})

describe('màn hình phòng họp', () => {
  test('an old code is refused, guesses run out, and two desks at once get one screen', async () => {
    const [one, two] = [await buildSitting(house, c), await buildSitting(house, c)]
    const old = await createHallDisplay(house.services.db, new Date(house.clock.now.getTime() - 16 * 60_000))
    expect(codeOf(await house.run(c.chairman, hallPair, { meetingId: one.meetingId, code: old.code }))).toBe('HALL_CODE_EXPIRED')
    const shown = await createHallDisplay(house.services.db, house.clock.now)
    const both = await Promise.all([
      house.run(c.chairman, hallPair, { meetingId: one.meetingId, code: shown.code }),
      house.run(c.secretary, hallPair, { meetingId: two.meetingId, code: shown.code }),
    ])
    expect(both.map(codeOf).sort()).toEqual(['HALL_CODE_WRONG', 'ok'])
    const wrong = String((Number(shown.code) + 1) % 1_000_000).padStart(6, '0')
    const codes: string[] = []
    for (let i = 0; i < 12; i++) codes.push(codeOf(await house.run(c.secretary, hallPair, { meetingId: two.meetingId, code: wrong })))
    expect(codes.at(0)).toBe('HALL_CODE_WRONG')
    expect(codes.at(-1)).toBe('HALL_TOO_MANY_GUESSES')
  })
})
