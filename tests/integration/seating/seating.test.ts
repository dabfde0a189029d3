import { afterAll, beforeAll, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import type { Answer, CommandDef, StreamEvent } from '#app/contracts/define.ts'
import { roomRemove, roomSave, seatingArrange, seatingMove, seatingSetRoom } from '#app/contracts/seating.ts'
import { swapTo, undoOf } from '#app/domain/seating/arrange.ts'
import { uPlan } from '#app/domain/seating/plan.ts'
import { reduceSession } from '#app/live/reducers/session.ts'
import type { Actor } from '#server/command/context.ts'
import { namePlates, seatPlan } from '#server/print/seats.ts'
import { catchUp } from '#server/outbox/catch-up.ts'
import { addPerson, buildCommittee, buildSitting, type Committee, type House, openHouse, refusalOf } from '#tests/support/build.ts'

let house: House
let c: Committee
let admin: Actor
const layoutId = uuid()
const plan = uPlan(3, 3, 2)
beforeAll(async () => {
  house = await openHouse()
  c = await buildCommittee(house, 5)
  admin = await addPerson(house, 'Quản trị', [{ role: 'admin', unitId: c.office }])
  await house.must(admin, roomSave, { layoutId, name: 'Phòng họp số 1', plan })
})
afterAll(() => house.close())

const codeOf = (answer: Answer): string => (answer.ok ? 'ok' : answer.code)
const send = (actor: Actor | null, def: CommandDef, input: object, id = uuid()) => house.services.runCommand(def.name, input, id, { actor, ip: null })
const view = async (meetingId: string) => (await house.query(c.secretary, 'session.view', { meetingId })).view
const seatOf = (v: Awaited<ReturnType<typeof view>>, userId: string) => v.seating?.places.find(p => p.participantId === v.participants.find(x => x.userId === userId)?.id)?.seatId ?? null

test('bậc thang: lưu và bỏ phòng, chọn phòng, xếp tự động, đổi chỗ', async () => {
  const { meetingId } = await buildSitting(house, c)
  const own = uuid()
  const chosen = await buildSitting(house, c)
  await house.must(c.secretary, seatingSetRoom, { meetingId: chosen.meetingId, layoutId })
  const chair = (await view(chosen.meetingId)).participants.find(p => p.role === 'chair')
  const rungs: { def: CommandDef; by: Actor; no: (Actor | undefined)[]; input: object; bad: object; again: string }[] = [
    { def: roomSave, by: c.secretary, no: [c.members[1], c.guest, c.homeClerk], input: { layoutId: own, name: 'Hội trường', plan }, bad: { plan: { ...plan, seats: [plan.seats[0], plan.seats[0]] } }, again: 'ok' },
    { def: seatingSetRoom, by: c.secretary, no: [c.members[1], c.guest, c.substitute, c.homeClerk], input: { meetingId, layoutId: own }, bad: { layoutId: 'x' }, again: 'ok' },
    { def: seatingArrange, by: c.chairman, no: [c.members[1], c.guest, c.substitute, c.homeClerk], input: { meetingId: chosen.meetingId }, bad: { meetingId: 'x' }, again: 'ok' },
    { def: seatingMove, by: c.secretary, no: [c.members[1], c.guest, c.substitute, c.homeClerk], input: { meetingId: chosen.meetingId, moves: [{ participantId: chair?.id, from: 'A2', to: null }] }, bad: { moves: [] }, again: 'SEAT_CHANGED_MEANWHILE' },
    { def: roomRemove, by: admin, no: [c.members[1], c.homeClerk], input: { layoutId: own }, bad: { layoutId: '' }, again: 'NOT_FOUND' },
  ]
  for (const { def, by, no, input, bad, again } of rungs) {
    const id = uuid()
    expect(codeOf(await send(null, def, input)), def.name).toBe('NOT_SIGNED_IN')
    expect(codeOf(await send(by, def, { ...input, ...bad })), def.name).toBe('BAD_INPUT')
    for (const one of no) expect(codeOf(await send(one ?? null, def, input)), def.name).toBe('FORBIDDEN')
    expect(await send(by, def, input, id), def.name).toMatchObject({ ok: true })
    expect(await send(by, def, input, id), def.name).toMatchObject({ ok: true, replayed: true })
    expect(codeOf(await send(by, def, input)), def.name).toBe(again)
  }
  const bare = await buildSitting(house, c)
  expect(codeOf(await send(c.secretary, seatingArrange, { meetingId: bare.meetingId }))).toBe('SEATING_NO_ROOM')
  expect(codeOf(await send(c.secretary, seatingSetRoom, { meetingId: bare.meetingId, layoutId: own })), 'a room that was removed').toBe('NOT_FOUND')
  expect(await refusalOf(house.query(c.homeClerk, 'room.list', {}))).toBe('FORBIDDEN')
})

test('chọn phòng xếp theo lễ tân; đổi chỗ một việc, một sự kiện, mọi màn hình như máy chủ; hoàn tác; hai bàn đổi cùng lúc', async () => {
  const { meetingId } = await buildSitting(house, c)
  await house.must(c.secretary, seatingSetRoom, { meetingId, layoutId })
  const before = await house.query(c.secretary, 'session.view', { meetingId })
  const member = c.members[1]?.userId ?? ''
  expect([seatOf(before.view, c.chairman.userId), seatOf(before.view, member)]).toEqual(['A2', 'A1'])
  const who = before.view.participants.find(p => p.userId === member)?.id ?? ''
  const moves = swapTo(before.view.seating?.places ?? [], who, 'A2')
  const both = await Promise.all([house.run(c.secretary, seatingMove, { meetingId, moves }), house.run(c.chairman, seatingMove, { meetingId, moves: swapTo(before.view.seating?.places ?? [], who, 'D1') })])
  expect(both.map(codeOf).sort()).toEqual(['SEAT_CHANGED_MEANWHILE', 'ok'])
  // what a screen makes of the events is what the server shows
  const missed = await catchUp(house.services.pool, `meeting:${meetingId}`, before.seq)
  const events = (missed as { events?: StreamEvent[] }).events ?? []
  expect(events.map(e => e.name)).toEqual(['seating.moved'])
  const after = await view(meetingId)
  expect(events.reduce(reduceSession, before.view).seating).toEqual(after.seating)
  const won = both[0]?.ok ? moves : swapTo(before.view.seating?.places ?? [], who, 'D1')
  await house.must(c.secretary, seatingMove, { meetingId, moves: undoOf(won) })
  expect((await view(meetingId)).seating).toEqual(before.view.seating)
  // automatic again: it says whom it moved
  await house.must(c.secretary, seatingMove, { meetingId, moves: swapTo(before.view.seating?.places ?? [], who, null) })
  const { moves: again } = await house.must(c.secretary, seatingArrange, { meetingId })
  expect(again).toEqual([{ participantId: who, from: null, to: 'A1' }])
  // the catalogue changes, the sitting room does not
  await house.must(admin, roomSave, { layoutId, name: 'Phòng họp số 1 (mới)', plan: uPlan(5, 5, 5) })
  expect((await view(meetingId)).seating?.plan).toEqual(plan)
  await house.must(admin, roomSave, { layoutId, name: 'Phòng họp số 1', plan })
})

async function textOf(doc: PDFKit.PDFDocument): Promise<{ pages: string[] }> {
  const parts: Buffer[] = []
  const whole = new Promise<Buffer>(done => doc.on('data', (b: Buffer) => parts.push(b)).on('end', () => done(Buffer.concat(parts))))
  doc.end()
  const pdfjs = await import('pdfjs-dist/legacy/build/pdf.mjs')
  const file = await pdfjs.getDocument({ data: new Uint8Array(await whole), verbosity: 0 }).promise
  const pages: string[] = []
  for (let n = 1; n <= file.numPages; n++) {
    const { items } = await (await file.getPage(n)).getTextContent()
    pages.push(items.map(i => ('str' in i ? i.str : '')).join(' ').normalize('NFC').replace(/\s+/g, ' '))
  }
  await file.loadingTask.destroy()
  return { pages }
}

test('in biển tên cho mọi người, cả khách mời và người dự thay, và in sơ đồ; người dự họp không in được', async () => {
  const { meetingId } = await buildSitting(house, c)
  await house.must(c.secretary, seatingSetRoom, { meetingId, layoutId })
  const { meeting, people, seating } = await house.query(c.secretary, 'seating.print', { meetingId })
  const plates = await textOf(namePlates(meeting, people))
  expect(plates.pages).toHaveLength(people.length)
  for (const [i, p] of people.entries()) expect(plates.pages[i]?.split(p.label).length, `${p.label} on both faces`).toBeGreaterThanOrEqual(3)
  expect(people.map(p => p.label)).toEqual(expect.arrayContaining(['Phó Chủ tịch HĐND tỉnh', 'Phó Giám đốc Sở Y tế', 'Chủ tịch UBND tỉnh']))
  if (!seating) throw new Error('no seating')
  const sheet = await textOf(seatPlan(meeting, seating.name, seating.plan, people))
  expect(sheet.pages[0]).toContain('Sơ đồ chỗ ngồi')
  expect(sheet.pages[1]).toContain('A2 Chủ tịch UBND tỉnh')
  for (const no of [c.members[1], c.guest, c.homeClerk]) expect(await refusalOf(house.query(no as Actor, 'seating.print', { meetingId }))).toBe('FORBIDDEN')
})
