import { afterAll, beforeAll, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import { attendanceCheckIn, meetingEnd, meetingGoToItem, meetingOpen, voteCast, voteClose, voteOpen } from '#app/contracts/meeting.ts'
import { savingsSetPrice } from '#app/contracts/savings.ts'
import { voteTypeBack } from '#app/contracts/typed.ts'
import { savings } from '#app/domain/statistics/savings.ts'
import { recordSheets } from '#app/text/record-rows.ts'
import { formulaLines } from '#app/text/savings.ts'
import type { Actor } from '#server/command/context.ts'
import { SAVINGS_SQL } from '#server/features/savings/count.ts'
import { addPerson, buildCommittee, buildSitting, type Committee, type House, openHouse, type Sitting } from '#tests/support/build.ts'

let house: House
let c: Committee
let sitting: Sitting
let leader: Actor
let on: { meetingId: string }
beforeAll(async () => {
  house = await openHouse()
  c = await buildCommittee(house, 5)
  leader = await addPerson(house, 'Chánh Văn phòng', [{ role: 'office_leader', unitId: c.office }])
  sitting = await buildSitting(house, c)
  on = { meetingId: sitting.meetingId }
  const { db } = house.services
  const [first = '', second = '', third = ''] = sitting.items
  const paper = async (itemId: string, pages: number | null, more: object = {}) => {
    const fileId = uuid()
    await db.storedFile.create({ data: { id: fileId, sha256: uuid().repeat(2).slice(0, 64), size: 1000n, mime: 'application/pdf', name: 'tai-lieu.pdf', pages, uploadedById: c.secretary.userId } })
    await db.paper.create({ data: { id: uuid(), ...on, itemId, fileId, title: 'Tài liệu', addedById: c.secretary.userId, ...more } })
  }
  await paper(first, 10)
  await paper(second, 4)
  await paper(second, null)
  await paper(second, 50, { removedAt: house.clock.now })
  await paper(third, 90)
  await db.agendaItem.update({ where: { id: third }, data: { isHidden: true } })
  const guest = await db.meetingParticipant.findFirstOrThrow({ where: { ...on, userId: c.guest.userId } })
  await db.guestItem.create({ data: { participantId: guest.id, itemId: second } })
  for (const who of c.members) await house.must(who, attendanceCheckIn, on)
  await house.must(c.chairman, meetingOpen, on)
  await house.must(c.chairman, meetingGoToItem, { ...on, itemId: first })
  const voteId = uuid()
  await house.must(c.chairman, voteOpen, { ...on, voteId, question: 'Thông qua' })
  await house.must(c.chairman, voteCast, { voteId, choice: 'for' })
  await house.must(c.chairman, voteClose, { voteId })
  house.clock.forward(60_000)
  await house.must(c.secretary, voteTypeBack, { ...on, voteId: uuid(), itemId: first, question: 'Trên giấy', form: 'open', at: house.clock.now.getTime(), ballots: [{ userId: c.chairman.userId, choice: 'for' }], count: null, reason: 'Mất điện' })
  await house.must(c.chairman, meetingEnd, on)
})
afterAll(() => house.close())

const saved = async () => (await house.query(c.secretary, 'record.view', on)).extras.savings
const months = (who: Actor) => house.query(who, 'statistics.view', { from: '2026-11-01', to: '2026-11-30', who: 'members' })

test('số trang không phải in: tài liệu còn lại × người nhận, khách theo nội dung được mời, giấy mời, phiếu trên máy; chưa biết thì nói chưa biết', async () => {
  const { input, price } = await saved()
  // Five members, a substitute and the secretary read everything; the guest reads item 2. Hidden and removed papers are nobody's.
  expect(input).toEqual({ readers: 7, paperPages: 14, papers: 3, unknownPapers: 1, guestPages: 4, invited: 7, ballots: 5 })
  expect(price).toBeNull()
  const s = savings(input, price)
  expect(s).toMatchObject({ pages: 7 * 14 + 4 + 7 + 5, money: null })
  expect(formulaLines(input, s, price)).toEqual([
    'Tài liệu: 14 trang × 7 người nhận đủ tài liệu = 98 trang',
    'Tài liệu của khách mời, theo nội dung được mời: 4 trang',
    'Giấy mời: 1 trang × 7 người = 7 trang',
    'Phiếu biểu quyết: 1 trang × 5 phiếu = 5 trang',
    'Tổng cộng: 114 trang',
  ])
  const { view, extras, now } = await house.query(c.secretary, 'record.view', on)
  const summary = recordSheets(view, extras, now)[0]?.rows ?? []
  expect(summary.find(r => r[0] === 'Số tiền tương ứng')).toEqual(['Số tiền tương ứng', 'chưa tính'])
  expect(String(summary.find(r => r[0] === 'Cách tính')?.[1])).toContain('1 tài liệu chưa biết số trang')
})

test('đơn giá in: đủ bậc thang, phải có nguồn; rồi mới có số tiền trong hồ sơ và theo tháng', async () => {
  const input = { pricePerPage: 300, source: 'Báo giá in tháng 11/2026' }
  expect(await house.run(null, savingsSetPrice, input)).toMatchObject({ ok: false, code: 'NOT_SIGNED_IN' })
  expect(await house.run(leader, savingsSetPrice, { ...input, pricePerPage: -1 })).toMatchObject({ ok: false, code: 'BAD_INPUT', fields: { pricePerPage: 'too_small' } })
  for (const who of [c.chairman, c.secretary, c.monitor, c.guest, c.healthHead]) expect(await house.run(who, savingsSetPrice, input)).toMatchObject({ ok: false, code: 'FORBIDDEN' })
  expect(await house.run(leader, savingsSetPrice, { ...input, source: ' ' })).toMatchObject({ ok: false, code: 'SAVINGS_SOURCE_REQUIRED', fields: { source: 'SAVINGS_SOURCE_REQUIRED' } })
  const id = uuid()
  await house.must(leader, savingsSetPrice, input, id)
  expect(await house.run(leader, savingsSetPrice, input, id)).toMatchObject({ ok: true, replayed: true })
  const { input: counted, price } = await saved()
  expect(price).toEqual({ perPage: 300, source: input.source })
  expect(savings(counted, price).money).toBe(114 * 300)
  expect(await house.services.db.eventLog.count({ where: { stream: 'setting:savings.price', seq: null } })).toBe(1)
  const { savings: byMonth } = await months(leader)
  expect(byMonth).toMatchObject({ price: { perPage: 300 }, mayPrice: true, months: [{ month: '2026-11', sessions: 1, savings: { pages: 114, money: 34_200, unknownPapers: 1 } }] })
  expect((await months(c.secretary)).savings).toMatchObject({ mayPrice: false })
  // Who sees only themselves or their unit reads nothing of whole sessions.
  for (const who of [c.members[1] as Actor, c.healthHead]) expect((await months(who)).savings).toBeNull()
  await house.must(leader, savingsSetPrice, { pricePerPage: null, source: '' })
  expect((await saved()).price).toBeNull()
})

test('một câu hỏi cho mọi phiên, đọc theo chỉ mục', async () => {
  const { rows } = await house.services.pool.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${SAVINGS_SQL}`, [[on.meetingId], null, null])
  expect(rows.map(r => r['QUERY PLAN']).join('\n')).toMatch(/Index/)
})
