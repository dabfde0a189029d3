import { afterAll, beforeAll, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import { attendanceRecord } from '#app/contracts/meeting.ts'
import { paperOpened } from '#app/contracts/readiness.ts'
import { paperMarkOpened } from '#app/contracts/record.ts'
import type { Actor } from '#server/command/context.ts'
import { addPerson, buildCommittee, buildSitting, type Committee, type House, openHouse, refusalOf, type Sitting } from '#tests/support/build.ts'

let house: House
let c: Committee
let sitting: Sitting
let paperId: string
beforeAll(async () => {
  house = await openHouse()
  c = await buildCommittee(house, 5)
  sitting = await buildSitting(house, c)
  const fileId = uuid()
  await house.services.db.storedFile.create({ data: { id: fileId, sha256: 'a'.repeat(64), size: 1000n, mime: 'application/pdf', name: 'to-trinh.pdf', pages: 4, uploadedById: c.secretary.userId } })
  paperId = uuid()
  await house.services.db.paper.create({ data: { id: paperId, meetingId: sitting.meetingId, itemId: sitting.items[0] ?? '', fileId, title: 'Tờ trình', addedById: c.secretary.userId } })
})
afterAll(() => house.close())

const openings = () => house.services.db.eventLog.findMany({ where: { stream: `desk:${sitting.meetingId}`, name: paperOpened.name }, orderBy: { id: 'asc' } })

test('đại biểu mở tài liệu: bàn thư ký và chủ trì được báo một lần; người dự khác mở thì không báo', async () => {
  const [, a, b] = c.members as [Actor, Actor, Actor]
  await house.must(a, paperMarkOpened, { paperId })
  await house.must(a, paperMarkOpened, { paperId })
  await house.must(b, paperMarkOpened, { paperId })
  await house.must(c.substitute, paperMarkOpened, { paperId })
  expect((await openings()).map(e => e.payload)).toEqual([
    { paperId, userId: a.userId },
    { paperId, userId: b.userId },
  ])
  expect(await house.services.db.eventLog.count({ where: { stream: `meeting:${sitting.meetingId}`, name: paperOpened.name } })).toBe(0)
  expect(await house.run(null, paperMarkOpened, { paperId })).toMatchObject({ ok: false, code: 'NOT_SIGNED_IN' })
  expect(await house.run(a, paperMarkOpened, { paperId: 'x' })).toMatchObject({ ok: false, code: 'BAD_INPUT' })
  expect(await house.run(c.guest, paperMarkOpened, { paperId })).toMatchObject({ ok: false, code: 'NOT_FOUND' })
})

test('danh sách sẵn sàng biểu quyết: chủ trì, thư ký, Văn phòng xem; thành viên, khách mời, thanh tra và người ngoài không', async () => {
  const args = { meetingId: sitting.meetingId }
  for (const who of [c.chairman, c.secretary, c.monitor]) {
    const { view, seq } = await house.query(who, 'voting.readiness', args)
    expect(view).toMatchObject({ votesNeeded: 3, ruleText: 'Cần 3/5 tổng số thành viên tán thành (khoản 3 Điều 40 Luật 72/2025/QH15)' })
    // The substitute's reading is nobody's concern here.
    expect(view.openings.map(o => o.userId).sort()).toEqual([c.members[1]?.userId, c.members[2]?.userId].sort())
    expect(seq).toBe((await openings()).length)
  }
  const auditor = await addPerson(house, 'Thanh tra', [{ role: 'auditor', unitId: c.office }])
  for (const who of [c.members[1] as Actor, c.guest, c.substitute, auditor, c.healthHead]) expect(await refusalOf(house.query(who, 'voting.readiness', args))).toBe('FORBIDDEN')
  expect(await refusalOf(house.query(c.secretary, 'voting.readiness', { meetingId: uuid() }))).toBe('NOT_FOUND')
})

test('điểm danh hộ ghi rõ người ghi để danh sách sẵn sàng nói được ai điểm danh', async () => {
  const member = c.members[3] as Actor
  const seat = await house.services.db.meetingParticipant.findFirstOrThrow({ where: { meetingId: sitting.meetingId, userId: member.userId } })
  await house.must(c.secretary, attendanceRecord, { meetingId: sitting.meetingId, participantId: seat.id, act: 'arrive' })
  const { view } = await house.query(c.chairman, 'session.view', { meetingId: sitting.meetingId })
  expect(view.participants.find(p => p.id === seat.id)?.intervals).toMatchObject([{ how: 'secretary', byId: c.secretary.userId }])
})
