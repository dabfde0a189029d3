import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import { decidedRecord, decidedReport, decidedSettle, decidedWithdraw } from '#app/contracts/decided.ts'
import type { Answer, CommandDef } from '#app/contracts/define.ts'
import { agendaRemoveItem, meetingEnd, meetingGoToItem, meetingOpen } from '#app/contracts/meeting.ts'
import { type Actor, systemActor } from '#server/command/context.ts'
import { reactions } from '#server/features/index.ts'
import { mayFollow } from '#server/policies/stream.ts'
import { addPerson, buildCommittee, buildSitting, type Committee, type House, openHouse, refusalOf } from '#tests/support/build.ts'

let house: House
let c: Committee
beforeAll(async () => {
  house = await openHouse()
  c = await buildCommittee(house, 5)
})
afterAll(() => house.close())

const codeOf = (answer: Answer): string => (answer.ok ? 'ok' : answer.code)
const send = async (actor: Actor | null, name: string, input: unknown, commandId = uuid()): Promise<Answer> => house.services.runCommand(name, input, commandId, { actor, ip: null })
const entry = () => ({ decidedId: uuid(), matter: 'Hỗ trợ khẩn cấp khắc phục sạt lở tại xã Tân Trào', basis: 'Mưa lũ ngày 18/11/2026', documentNumber: '1204/QĐ-UBND', documentOn: '2026-11-20', summary: '', decidedOn: '2026-11-19', isNotCollective: true })
const entered = async (): Promise<string> => {
  const input = entry()
  await house.must(c.secretary, decidedRecord, input)
  return input.decidedId
}
const rowOf = async (id: string) => (await house.query(c.secretary, 'decided.list', {})).view.find(d => d.id === id)

async function climb(def: CommandDef, input: object, bad: object, again: string): Promise<void> {
  const id = uuid()
  expect(codeOf(await send(null, def.name, input)), 'nobody signed in').toBe('NOT_SIGNED_IN')
  expect(codeOf(await send(c.secretary, def.name, { ...input, ...bad })), 'bad input').toBe('BAD_INPUT')
  for (const who of [c.chairman, c.members[1] as Actor, c.guest, c.homeClerk]) expect(codeOf(await send(who, def.name, input)), 'not allowed').toBe('FORBIDDEN')
  const first = await send(c.secretary, def.name, input, id)
  expect(first, 'success').toMatchObject({ ok: true })
  expect(await send(c.secretary, def.name, input, id), 'repeated').toMatchObject({ ok: true, replayed: true, data: first.ok ? first.data : null })
  expect(codeOf(await send(c.secretary, def.name, input)), 'once more as a new command').toBe(again)
}

describe('việc Chủ tịch quyết định thay UBND', () => {
  test('ghi, sửa, rút: chỉ Văn phòng; việc thuộc khoản 2 Điều 40 bị từ chối kèm căn cứ; ngày không thể có bị từ chối tại ô', async () => {
    const input = entry()
    await climb(decidedRecord, input, { matter: '' }, 'CONFLICT')
    expect(await send(c.secretary, decidedRecord.name, { ...entry(), isNotCollective: false })).toMatchObject({ code: 'DECIDED_COLLECTIVE', fields: { isNotCollective: 'DECIDED_COLLECTIVE' } })
    expect(await send(c.secretary, decidedRecord.name, { ...entry(), decidedOn: '2026-11-27' })).toMatchObject({ code: 'DECIDED_DAY_FUTURE', fields: { decidedOn: 'DECIDED_DAY_FUTURE' } })
    expect(codeOf(await send(c.secretary, decidedRecord.name, { ...entry(), documentOn: '2026-02-30' }))).toBe('BAD_INPUT')
    await house.must(c.monitor, decidedRecord, { ...input, matter: 'Hỗ trợ khẩn cấp, đã sửa', baseVersion: 1 })
    expect(codeOf(await send(c.secretary, decidedRecord.name, { ...input, baseVersion: 1 }))).toBe('DECIDED_CHANGED_MEANWHILE')
    await climb(decidedWithdraw, { decidedId: input.decidedId, reason: 'Ghi nhầm' }, { reason: ' ' }, 'DECIDED_WITHDRAWN')
    expect(await rowOf(input.decidedId)).toMatchObject({ state: 'withdrawn', withdrawReason: 'Ghi nhầm', matter: 'Hỗ trợ khẩn cấp, đã sửa' })
    expect(codeOf(await send(c.secretary, decidedWithdraw.name, { decidedId: uuid(), reason: 'x' }))).toBe('NOT_FOUND')
  })

  test('một lần bấm: mọi việc chờ thành một nội dung của chương trình; sau phiên được ghi đã báo cáo', async () => {
    const [a, b] = [await entered(), await entered()]
    const { meetingId } = await buildSitting(house, c)
    const itemId = uuid()
    await climb(decidedReport, { meetingId, itemId }, { meetingId: 'x' }, 'CONFLICT')
    const item = await house.services.db.agendaItem.findUniqueOrThrow({ where: { id: itemId } })
    expect(item.title).toBe('Báo cáo các việc Chủ tịch đã quyết định thay UBND')
    expect(item.text.split('\n')).toHaveLength(3)
    expect(item.text).toContain('1. Hỗ trợ khẩn cấp khắc phục sạt lở tại xã Tân Trào (1204/QĐ-UBND ngày 20/11/2026)')
    expect((await house.query(c.secretary, 'agenda.draft', { meetingId })).view.items.at(-1)).toMatchObject({ id: itemId })
    expect(await rowOf(a)).toMatchObject({ state: 'on_agenda', meeting: { id: meetingId } })
    expect(codeOf(await send(c.secretary, decidedWithdraw.name, { decidedId: a, reason: 'x' }))).toBe('DECIDED_ON_AGENDA')
    expect(codeOf(await send(c.secretary, decidedReport.name, { meetingId, itemId: uuid() }))).toBe('DECIDED_NOTHING_TO_REPORT')
    await house.must(c.chairman, meetingOpen, { meetingId })
    await house.must(c.chairman, meetingGoToItem, { meetingId, itemId })
    await house.must(c.chairman, meetingEnd, { meetingId })
    // The reaction that the queue carries, run by hand, twice: nothing changes the second time.
    const settle = reactions.find(r => r.name === 'settleDecided')
    const { rows } = await house.services.pool.query<{ id: string; stream: string; payload: unknown }>(`SELECT id::text, stream, payload FROM "EventLog" WHERE stream = $1 AND name = 'meeting.changed' ORDER BY seq DESC LIMIT 1`, [`meeting:${meetingId}`])
    expect(settle).toBeDefined()
    expect(rows[0]?.payload).toMatchObject({ meeting: { status: 'ended' } })
    for (let i = 0; i < 2; i++) await settle?.run({ db: house.services.db, runAsSystem: house.services.runAsSystem, runAs: house.services.runAs, dataDir: '' }, rows[0] as never)
    for (const id of [a, b]) expect(await rowOf(id)).toMatchObject({ state: 'reported', meeting: { id: meetingId }, reportedAt: house.clock.now.getTime() })
    expect(codeOf(await send(c.secretary, decidedRecord.name, { ...entry(), decidedId: a, baseVersion: 1 }))).toBe('DECIDED_REPORTED')
  })

  test('nội dung bị bỏ khỏi chương trình, hoặc phiên kết thúc mà chưa bàn tới: việc chờ phiên sau', async () => {
    const id = await entered()
    const [first, second] = [await buildSitting(house, c), await buildSitting(house, c)]
    const itemId = uuid()
    await house.must(c.secretary, decidedReport, { meetingId: first.meetingId, itemId })
    await house.must(c.secretary, agendaRemoveItem, { meetingId: first.meetingId, itemId })
    expect(await rowOf(id)).toMatchObject({ state: 'waiting', meeting: null })
    await house.must(c.secretary, decidedReport, { meetingId: second.meetingId, itemId: uuid() })
    await house.must(c.chairman, meetingOpen, { meetingId: second.meetingId })
    await house.must(c.chairman, meetingEnd, { meetingId: second.meetingId })
    expect(codeOf(await send(c.secretary, decidedSettle.name, { meetingId: second.meetingId }))).toBe('FORBIDDEN')
    expect(await send(systemActor, decidedSettle.name, { meetingId: second.meetingId })).toMatchObject({ ok: true })
    expect(await rowOf(id)).toMatchObject({ state: 'waiting', meeting: null })
    const third = await buildSitting(house, c)
    await house.services.db.meeting.update({ where: { id: third.meetingId }, data: { kind: 'other' } })
    expect(codeOf(await send(c.secretary, decidedReport.name, { meetingId: third.meetingId, itemId: uuid() }))).toBe('DECIDED_NOT_A_SESSION')
  })

  test('hai thư ký cùng đưa vào hai phiên một lúc: mỗi việc chỉ vào một chương trình', async () => {
    const id = await entered()
    const [one, two] = [await buildSitting(house, c), await buildSitting(house, c)]
    const answers = await Promise.all([send(c.secretary, decidedReport.name, { meetingId: one.meetingId, itemId: uuid() }), send(c.monitor, decidedReport.name, { meetingId: two.meetingId, itemId: uuid() })])
    expect(answers.map(codeOf).sort()).toEqual(['DECIDED_NOTHING_TO_REPORT', 'ok'])
    expect(await rowOf(id)).toMatchObject({ state: 'on_agenda' })
  })

  test('ai xem: Văn phòng, Chủ tịch, Phó Chủ tịch, người giám sát; thành viên, khách, đơn vị không', async () => {
    const [vice, auditor] = [await addPerson(house, 'Phó Chủ tịch', [{ role: 'vice_chairman', unitId: c.province }]), await addPerson(house, 'Giám sát', [{ role: 'auditor', unitId: c.province }])]
    const sees = async (who: Actor) => [await refusalOf(house.query(who, 'decided.list', {})), await mayFollow(house.services.pool, { kind: 'person', actor: who }, 'decided:office')]
    for (const who of [c.secretary, c.monitor, c.chairman, vice, auditor]) expect(await sees(who), who.displayName).toEqual(['allowed', true])
    for (const who of [c.members[1] as Actor, c.guest, c.substitute, c.homeClerk]) expect(await sees(who), who.displayName).toEqual(['FORBIDDEN', false])
    expect((await house.query(c.chairman, 'decided.list', { q: 'sat lo' })).view.length).toBeGreaterThan(0)
    expect((await house.query(c.chairman, 'decided.list', { q: 'khong co chu nay' })).view).toEqual([])
  })
})
