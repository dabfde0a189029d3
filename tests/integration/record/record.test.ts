import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import {
  attendanceCheckIn,
  attendanceLeave,
  attendanceRecord,
  conclusionAddLine,
  conclusionAssign,
  meetingEnd,
  meetingGoToItem,
  meetingOpen,
  meetingSetItemAside,
  speakingCall,
  speakingRequest,
  speakingStart,
  speakingStop,
  voteCast,
  voteClose,
  voteOpen,
} from '#app/contracts/meeting.ts'
import { recordSheets } from '#app/text/record-rows.ts'
import type { Actor, QueryContext } from '#server/command/context.ts'
import { xlsxStream } from '#server/export/xlsx.ts'
import { queries } from '#server/features/index.ts'
import { addPerson, buildCommittee, buildSitting, type Committee, type House, openHouse, refusalOf } from '#tests/support/build.ts'

let house: House
let c: Committee
let auditor: Actor
beforeAll(async () => {
  house = await openHouse()
  c = await buildCommittee(house, 5)
  auditor = await addPerson(house, 'Thanh tra', [{ role: 'auditor', unitId: c.office }])
})
afterAll(() => house.close())

const MINUTE = 60_000

/** A session with `speeches` speeches, one vote, one line that is a task and one that isn't; ended. */
async function held(speeches: number) {
  const sitting = await buildSitting(house, c)
  const on = { meetingId: sitting.meetingId }
  const [chair, a, b, late] = c.members as [Actor, Actor, Actor, Actor]
  for (const who of [chair, a, b]) await house.must(who, attendanceCheckIn, on)
  await house.must(chair, meetingOpen, on)
  house.clock.forward(5 * MINUTE)
  await house.must(late, attendanceCheckIn, on)
  await house.must(chair, meetingGoToItem, { ...on, itemId: sitting.items[0] ?? '' })
  for (let i = 0; i < speeches; i++) {
    const requestId = uuid()
    await house.must(a, speakingRequest, { ...on, requestId, subject: i === 0 ? '=HYPERLINK("http://x","y")' : `Ý kiến ${i}` })
    await house.must(chair, speakingCall, { ...on, requestId })
    await house.must(chair, speakingStart, { ...on, requestId })
    house.clock.forward(2 * MINUTE)
    await house.must(chair, speakingStop, { ...on, requestId })
  }
  await house.must(b, attendanceLeave, { ...on, reason: 'Đi cơ sở' })
  const voteId = uuid()
  await house.must(chair, voteOpen, { ...on, voteId, question: 'Thông qua dự thảo' })
  for (const who of [chair, a, late]) await house.must(who, voteCast, { voteId, choice: 'for' })
  await house.must(chair, voteClose, { voteId })
  await house.must(chair, meetingSetItemAside, { ...on, itemId: sitting.items[1] ?? '', act: 'hold_over', reason: 'Chờ ý kiến' })
  const [given, plain] = [uuid(), uuid()]
  await house.must(c.secretary, conclusionAddLine, { ...on, itemId: sitting.items[0] ?? '', lineId: given, text: 'Giao Sở Y tế báo cáo' })
  await house.must(c.secretary, conclusionAddLine, { ...on, itemId: sitting.items[0] ?? '', lineId: plain, text: 'Các đơn vị tiếp thu' })
  await house.must(c.secretary, conclusionAssign, { ...on, lineId: given, taskId: uuid(), content: 'Báo cáo', leadUnitId: c.health, coordinatorIds: [], deadlineOn: '2026-12-15' })
  const person = await house.services.db.meetingParticipant.findFirstOrThrow({ where: { meetingId: on.meetingId, userId: c.members[4]?.userId ?? '' } })
  await house.services.db.meetingParticipant.update({ where: { id: person.id }, data: { absenceReason: 'Đi công tác' } })
  return { on, sitting, voteId, given, plain }
}

const unzipped = async (sheets: ReturnType<typeof recordSheets>) => {
  const chunks: Buffer[] = []
  for await (const chunk of await xlsxStream(sheets)) chunks.push(chunk as Buffer)
  const files = unzipSync(new Uint8Array(Buffer.concat(chunks)))
  return Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, strFromU8(bytes)]))
}

describe('hồ sơ phiên họp', () => {
  test('điểm danh có khoảng giờ và lý do, phát biểu, thời gian từng nội dung, phiếu theo tên, kết luận và nhiệm vụ, diễn biến', async () => {
    const { on, sitting, voteId, given } = await held(2)
    await house.must(c.chairman, meetingEnd, on)
    const { view, extras, now } = await house.query(c.secretary, 'record.view', on)
    expect(extras.level).toBe('full')
    const people = new Map(view.participants.map(p => [p.userId, p]))
    expect(people.get(c.members[2]?.userId ?? '')?.intervals).toMatchObject([{ reason: 'Đi cơ sở', isLate: false }])
    expect(people.get(c.members[3]?.userId ?? '')?.intervals).toMatchObject([{ isLate: true }])
    expect(people.get(c.members[4]?.userId ?? '')).toMatchObject({ absenceReason: 'Đi công tác', intervals: [] })
    expect(view.queue.filter(s => s.status === 'done')).toHaveLength(2)
    expect(view.items[0]).toMatchObject({ status: 'concluded', spentSeconds: 240 })
    expect(view.items[1]).toMatchObject({ status: 'held_over', asideReason: 'Chờ ý kiến' })
    expect(extras.startedAt[sitting.items[0] ?? '']).toBeGreaterThan(view.meeting.openedAt ?? 0)
    const vote = view.votes.find(v => v.id === voteId)
    expect(vote?.result?.sentence).toContain('3/5 tổng số thành viên tán thành, cần 3: thông qua')
    expect(vote?.ballots).toHaveLength(5)
    expect(extras.lines.find(l => l.id === given)?.task).toMatchObject({ leadUnit: 'Sở Y tế', deadlineOn: '2026-12-15' })
    expect(extras.acts.map(a => a.act)).toEqual(['opened', 'hold_over', 'ended'])
    const sheets = recordSheets(view, extras, now)
    const attendance = sheets.find(s => s.name === 'Điểm danh')
    expect(attendance?.rows.map(r => r[3])).toEqual(expect.arrayContaining(['Có mặt', 'Đến muộn', 'Vắng, có lý do', 'Không điểm danh']))
    expect(sheets.find(s => s.name === 'Kết luận, nhiệm vụ')?.rows).toHaveLength(2)
  })

  test('ai được xem đến đâu: chủ trì, thư ký, Văn phòng, thanh tra xem đủ; thành viên xem bản rút gọn; khách mời và người ngoài không', async () => {
    const { on, given } = await held(1)
    for (const who of [c.chairman, c.secretary, c.monitor, auditor]) expect((await house.query(who, 'record.view', on)).extras.level).toBe('full')
    const member = c.members[3] as Actor
    const during = await house.query(member, 'record.view', on)
    expect(during.extras).toMatchObject({ level: 'reduced', lines: [], acts: [] })
    await house.must(c.chairman, meetingEnd, on)
    for (const who of [member, c.substitute]) {
      const { view, extras } = await house.query(who, 'record.view', on)
      expect(extras.level).toBe('reduced')
      expect(extras.acts).toEqual([])
      expect(extras.lines.map(l => l.id)).toEqual([given])
      const others = view.participants.filter(p => p.userId !== who.userId)
      expect(others.flatMap(p => [p.absenceReason, ...p.intervals.map(i => i.reason)]).filter(Boolean)).toEqual([])
    }
    expect(await refusalOf(house.query(c.guest, 'record.view', on))).toBe('FORBIDDEN')
    expect(await refusalOf(house.query(c.healthClerk, 'record.view', on))).toBe('NOT_FOUND')
    expect(await refusalOf(house.query(c.secretary, 'record.view', { meetingId: uuid() }))).toBe('NOT_FOUND')
  })

  test('số câu hỏi tới cơ sở dữ liệu không tăng theo số lượt phát biểu', async () => {
    const count = async (meetingId: string) => {
      let n = 0
      const db = house.services.db.$extends({ query: { $allOperations: ({ args, query }) => (n++, query(args)) } }) as unknown as QueryContext['db']
      await queries['record.view']({ db, actor: c.secretary, now: house.clock.now, calendar: house.services.calendar }, { meetingId })
      return n
    }
    const [small, large] = [await held(1), await held(12)]
    const asked = await count(small.on.meetingId)
    expect(asked).toBeGreaterThan(0)
    expect(await count(large.on.meetingId)).toBe(asked)
  })

  test('bảng tính: tờ và đầu cột tiếng Việt; chữ bắt đầu bằng dấu bằng vẫn là chữ, không thành công thức', async () => {
    const { on } = await held(1)
    await house.must(c.secretary, attendanceRecord, { ...on, participantId: (await house.query(c.secretary, 'record.view', on)).view.participants.at(-1)?.id ?? '', act: 'arrive', reason: '@SUM(1+1)\u0007\ud800' })
    const { view, extras, now } = await house.query(c.secretary, 'record.view', on)
    const files = await unzipped(recordSheets(view, extras, now))
    const book = files['xl/workbook.xml'] ?? ''
    for (const name of ['Tóm tắt', 'Điểm danh', 'Nội dung', 'Phát biểu', 'Biểu quyết', 'Phiếu theo tên', 'Kết luận, nhiệm vụ', 'Diễn biến']) expect(book).toContain(`name="${name}"`)
    const all = Object.values(files).join('')
    expect(all).toContain('Người phát biểu')
    expect(all).toContain('<t>=HYPERLINK("http://x","y")</t>')
    expect(all).toContain('@SUM(1+1)')
    expect(all).not.toMatch(/<f[ >]/)
    // eslint-disable-next-line no-control-regex -- exactly what must not be in the file
    expect(all).not.toMatch(/[\u0000-\u0008]/)
  })
})
