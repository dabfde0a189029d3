import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import type { Answer, CommandDef, InputOf } from '#app/contracts/define.ts'
import { attendanceCheckIn, meetingEnd, meetingGoToItem, meetingOpen, meetingPause, meetingResume, presentationShow, presentationStop } from '#app/contracts/meeting.ts'
import { MOST_STROKES, presentationClear, presentationDraw, presentationGrant, presentationRevoke, presentationUndo } from '#app/contracts/presentation.ts'
import { reduceInk, type Stroke } from '#app/live/reducers/ink.ts'
import { reduceSession } from '#app/live/reducers/session.ts'
import type { Actor } from '#server/command/context.ts'
import { catchUp } from '#server/outbox/catch-up.ts'
import { mayFollow } from '#server/policies/stream.ts'
import { buildCommittee, buildSitting, type Committee, type House, openHouse, refusalOf } from '#tests/support/build.ts'

let house: House
let c: Committee
beforeAll(async () => {
  house = await openHouse()
  c = await buildCommittee(house, 5)
})
afterAll(() => house.close())

const codeOf = (answer: Answer): string => (answer.ok ? 'ok' : answer.code)
const ask = async <C extends CommandDef>(actor: Actor | null, def: C, input: InputOf<C>, id = uuid()) => codeOf(await house.run(actor, def, input, id))

/** A running session on its first item, with a paper on the first and one on the second item. */
async function stage() {
  const sitting = await buildSitting(house, c)
  const on = { meetingId: sitting.meetingId }
  const [chair, member, other] = c.members as [Actor, Actor, Actor]
  await house.must(chair, attendanceCheckIn, on)
  await house.must(member, attendanceCheckIn, on)
  await house.must(chair, meetingOpen, on)
  const [first, second] = sitting.items as [string, string]
  await house.must(chair, meetingGoToItem, { ...on, itemId: first })
  const { db } = house.services
  const paper = async (itemId: string) => {
    const file = await db.storedFile.create({ data: { id: uuid(), sha256: uuid(), name: 'to-trinh.pdf', mime: 'application/pdf', size: 1000n, pages: 12, uploadedById: chair.userId } })
    return (await db.paper.create({ data: { id: uuid(), ...on, itemId, fileId: file.id, title: 'Tờ trình', kind: 'main', addedById: chair.userId } })).id
  }
  const [paperId, laterPaperId] = [await paper(first), await paper(second)]
  const participantOf = async (actor: Actor) => (await db.meetingParticipant.findUniqueOrThrow({ where: { meetingId_userId: { ...on, userId: actor.userId } } })).id
  const view = async () => (await house.query(chair, 'session.view', on)).view
  return { on, chair, member, other, first, second, paperId, laterPaperId, participantOf, view }
}

describe('cho người dự trình chiếu', () => {
  test('chủ trì cho, người được cho chiếu được tài liệu nội dung đang bàn, chủ trì tiếp quản, thôi cho thì dừng', async () => {
    const s = await stage()
    const show = { ...s.on, paperId: s.paperId, page: 2 }
    const grant = { ...s.on, participantId: await s.participantOf(s.member) }
    expect(await ask(null, presentationGrant, grant)).toBe('NOT_SIGNED_IN')
    expect(await ask(s.chair, presentationGrant, { ...s.on, participantId: 'x' })).toBe('BAD_INPUT')
    for (const actor of [s.member, c.monitor, c.homeClerk]) expect(await ask(actor, presentationGrant, grant)).toBe('FORBIDDEN')
    expect(await ask(s.chair, presentationGrant, { ...s.on, participantId: uuid() })).toBe('NOT_FOUND')
    expect(await ask(s.member, presentationShow, show)).toBe('PRESENTING_NOT_GRANTED')
    const id = uuid()
    expect(await house.run(c.secretary, presentationGrant, grant, id)).toMatchObject({ ok: true })
    expect(await house.run(c.secretary, presentationGrant, grant, id)).toMatchObject({ ok: true, replayed: true })
    expect(await ask(s.chair, presentationGrant, grant)).toBe('ok')
    expect((await s.view()).presenterIds).toEqual([grant.participantId])

    expect(await ask(s.member, presentationShow, show)).toBe('ok')
    expect(await ask(s.member, presentationShow, { ...show, paperId: s.laterPaperId })).toBe('PRESENTING_OTHER_ITEM')
    expect(await ask(s.other, presentationShow, show)).toBe('PRESENTING_NOT_GRANTED')
    // the chair takes over; who was let present waits until the chair stops
    expect(await ask(s.chair, presentationShow, { ...show, page: 3 })).toBe('ok')
    expect(await ask(s.member, presentationShow, show)).toBe('PRESENTING_TAKEN')
    expect(await ask(s.member, presentationStop, s.on)).toBe('PRESENTING_TAKEN')
    expect(await ask(s.chair, presentationStop, s.on)).toBe('ok')
    expect(await ask(s.member, presentationShow, show)).toBe('ok')

    expect(await ask(s.member, presentationRevoke, grant)).toBe('FORBIDDEN')
    expect(await ask(s.chair, presentationRevoke, grant)).toBe('ok')
    expect(await ask(s.chair, presentationRevoke, grant)).toBe('NOT_FOUND')
    expect(await s.view()).toMatchObject({ presenterIds: [], presenting: null })
    expect(await ask(s.member, presentationShow, show)).toBe('PRESENTING_NOT_GRANTED')
  })

  test('quyền hết khi chuyển nội dung; tạm dừng rồi tiếp tục thì còn; mọi màn hình thấy như máy chủ', async () => {
    const s = await stage()
    const before = await house.query(s.chair, 'session.view', s.on)
    const participantId = await s.participantOf(s.member)
    await house.must(s.chair, presentationGrant, { ...s.on, participantId })
    await house.must(s.chair, meetingPause, s.on)
    expect(await ask(s.chair, presentationGrant, { ...s.on, participantId })).toBe('MEETING_PAUSED')
    await house.must(s.chair, meetingResume, s.on)
    const folded = async () => {
      const missed = await catchUp(house.services.pool, `meeting:${s.on.meetingId}`, before.seq)
      return missed.isReload ? null : missed.events.reduce(reduceSession, before.view)
    }
    expect((await folded())?.presenterIds).toEqual([participantId])
    await house.must(s.member, presentationShow, { ...s.on, paperId: s.paperId, page: 1, place: { zoom: 2, x: 0.9, y: 0.2 } })
    // a place beyond the page is put on it
    expect((await folded())?.presenting).toMatchObject({ page: 1, byId: s.member.userId, place: { zoom: 2, x: 0.5, y: 0.2 } })
    expect((await s.view()).presenting).toEqual((await folded())?.presenting)
    await house.must(s.chair, meetingGoToItem, { ...s.on, itemId: s.second })
    expect(await s.view()).toMatchObject({ presenterIds: [], presenting: null })
    expect(await folded()).toMatchObject({ presenterIds: [], presenting: null })
    expect(await ask(s.member, presentationShow, { ...s.on, paperId: s.laterPaperId, page: 1 })).toBe('PRESENTING_NOT_GRANTED')
    await house.must(s.chair, meetingEnd, s.on)
    expect(await ask(s.chair, presentationGrant, { ...s.on, participantId })).toBe('MEETING_ALREADY_ENDED')
  })
})

describe('bút trên trang đang chiếu', () => {
  const points = [0.1, 0.1, 0.5, 0.55555555]

  test('vẽ, bỏ nét, xóa trang: chỉ người đang chiếu; người theo sau vào sau vẫn thấy đủ nét', async () => {
    const s = await stage()
    const stroke = { ...s.on, strokeId: uuid(), paperId: s.paperId, page: 1, colour: 'seal' as const, width: 4, points }
    expect(await ask(null, presentationDraw, stroke)).toBe('NOT_SIGNED_IN')
    expect(await ask(s.chair, presentationDraw, stroke)).toBe('PRESENTING_NOTHING')
    await house.must(s.chair, presentationShow, { ...s.on, paperId: s.paperId, page: 1 })
    for (const bad of [[0.1], [0.1, 1.2], [], Array.from({ length: 514 }, () => 0.5)]) expect(await ask(s.chair, presentationDraw, { ...stroke, points: bad })).toBe('BAD_INPUT')
    expect(await ask(s.member, presentationDraw, stroke)).toBe('PRESENTING_NOT_GRANTED')
    const id = uuid()
    expect(await house.run(s.chair, presentationDraw, stroke, id)).toMatchObject({ ok: true })
    expect(await house.run(s.chair, presentationDraw, stroke, id)).toMatchObject({ ok: true, replayed: true })
    expect(await ask(s.chair, presentationDraw, stroke)).toBe('CONFLICT')
    await house.must(s.chair, presentationDraw, { ...stroke, strokeId: uuid(), colour: 'mark' })
    await house.must(s.chair, presentationDraw, { ...stroke, strokeId: uuid(), page: 2 })

    // a member let present draws only while presenting
    await house.must(s.chair, presentationGrant, { ...s.on, participantId: await s.participantOf(s.member) })
    expect(await ask(s.member, presentationDraw, { ...stroke, strokeId: uuid() })).toBe('PRESENTING_TAKEN')

    const ink = async (actor: Actor) => house.query(actor, 'presentation.ink', { ...s.on, paperId: s.paperId })
    const late = await ink(s.member)
    expect(late.strokes.map(x => [x.page, x.colour, x.points.at(-1)])).toEqual([
      [1, 'seal', 0.5556],
      [1, 'mark', 0.5556],
      [2, 'seal', 0.5556],
    ])
    expect(await refusalOf(ink(c.homeClerk))).toBe('NOT_FOUND')

    const onPage = { ...s.on, paperId: s.paperId, page: 1 }
    expect(await ask(s.member, presentationUndo, onPage)).toBe('PRESENTING_TAKEN')
    expect(await house.must(s.chair, presentationUndo, onPage)).toEqual({ strokeId: late.strokes[1]?.id })
    expect(await house.must(s.chair, presentationClear, onPage)).toEqual({ removed: 1 })
    expect(await house.must(s.chair, presentationUndo, onPage)).toEqual({ strokeId: null })
    // events alone lead to what a late follower is given
    const missed = await catchUp(house.services.pool, `page:${s.on.meetingId}`, 0)
    const folded = missed.isReload ? [] : missed.events.reduce<readonly Stroke[]>(reduceInk, [])
    expect(folded).toEqual((await ink(s.other)).strokes)
    expect(folded.map(x => x.page)).toEqual([2])
    // strokes stay when the presentation stops
    await house.must(s.chair, presentationStop, s.on)
    expect((await ink(s.other)).strokes).toHaveLength(1)
  })

  test('mỗi trang có giới hạn nét', async () => {
    const s = await stage()
    await house.must(s.chair, presentationShow, { ...s.on, paperId: s.paperId, page: 1 })
    await house.services.db.inkStroke.createMany({
      data: Array.from({ length: MOST_STROKES }, () => ({ id: uuid(), ...s.on, paperId: s.paperId, page: 1, colour: 'ink', width: 4, points: [0, 0], byId: s.chair.userId, drawnAt: house.clock.now })),
    })
    const stroke = { ...s.on, strokeId: uuid(), paperId: s.paperId, page: 1, colour: 'ink' as const, width: 4, points }
    expect(await ask(s.chair, presentationDraw, stroke)).toBe('PRESENTING_PAGE_FULL')
    expect(await ask(s.chair, presentationDraw, { ...stroke, page: 2 })).toBe('ok')
  })

  test('luồng page:{id} chỉ mở cho người trong phiên và màn hình đã ghép', async () => {
    const s = await stage()
    const { pool } = house.services
    const stream = `page:${s.on.meetingId}`
    const may = (actor: Actor) => mayFollow(pool, { kind: 'person', actor }, stream)
    expect(await Promise.all([s.member, c.secretary, c.monitor, c.homeClerk].map(may))).toEqual([true, true, true, false])
    expect(await mayFollow(pool, { kind: 'hall', displayId: uuid(), meetingId: s.on.meetingId }, stream)).toBe(true)
    expect(await mayFollow(pool, { kind: 'hall', displayId: uuid(), meetingId: uuid() }, stream)).toBe(false)
  })
})
