import { afterAll, beforeAll, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import { agendaHideItem } from '#app/contracts/audience.ts'
import { chatSend, chatSetup } from '#app/contracts/discussion.ts'
import { meetingAddUrgentItem, meetingCorrectItem, meetingUndoStep } from '#app/contracts/flow.ts'
import { attendanceCheckIn, attendanceLeave, attendanceRecord, meetingEnd, meetingGoToItem, meetingOpen, meetingPause, meetingResume, meetingSetItemAside, speakingCall, speakingRequest, speakingStart, speakingStop, voteCast, voteClose, voteOpen } from '#app/contracts/meeting.ts'
import { attendanceCorrect } from '#app/contracts/people.ts'
import { actText, byText, changeTexts, historySheet, type HistoryFilter, itemText, quoteText, whoText } from '#app/text/history.ts'
import type { Actor, QueryContext } from '#server/command/context.ts'
import { queries } from '#server/features/index.ts'
import { HISTORY_SQL } from '#server/features/record/history.ts'
import { historyNames } from '#app/live/reducers/history.ts'
import { addPerson, buildCommittee, buildSitting, type Committee, type House, openHouse, refusalOf, type Sitting } from '#tests/support/build.ts'

let house: House
let c: Committee
let sitting: Sitting
let on: { meetingId: string }
const MINUTE = 60_000
const everything: HistoryFilter = { kind: null, itemId: null, text: '' }

/** A session in which everything happens once. */
beforeAll(async () => {
  house = await openHouse()
  c = await buildCommittee(house, 5)
  sitting = await buildSitting(house, c, 4)
  on = { meetingId: sitting.meetingId }
  const [chair, a, b, late] = c.members as [Actor, Actor, Actor, Actor]
  const [first = '', second = '', third = '', secret = ''] = sitting.items
  const step = (ms = 1000) => house.clock.forward(ms)
  await house.must(c.secretary, agendaHideItem, { ...on, itemId: secret, isHidden: true })
  for (const who of [chair, a, b]) await house.must(who, attendanceCheckIn, on)
  step()
  await house.must(chair, meetingOpen, on)
  step(5 * MINUTE)
  await house.must(late, attendanceCheckIn, on)
  step()
  await house.must(chair, meetingGoToItem, { ...on, itemId: first })
  const requestId = uuid()
  step()
  await house.must(a, speakingRequest, { ...on, requestId, subject: 'Đề nghị làm rõ nguồn vốn' })
  for (const act of [speakingCall, speakingStart, speakingStop]) {
    step(MINUTE)
    await house.must(chair, act, { ...on, requestId })
  }
  const voteId = uuid()
  step()
  await house.must(chair, voteOpen, { ...on, voteId, question: 'Thông qua dự thảo Quyết định' })
  for (const who of [chair, a, late]) await house.must(who, voteCast, { voteId, choice: 'for' })
  step()
  await house.must(chair, voteClose, { voteId })
  step()
  await house.must(chair, meetingSetItemAside, { ...on, itemId: second, act: 'hold_over', reason: 'Chờ ý kiến Bộ Tài chính' })
  step()
  await house.must(c.secretary, meetingAddUrgentItem, { ...on, itemId: uuid(), title: 'Ứng phó mưa lũ', presenter: '', minutes: 10, leadUnitId: null, reason: 'Công điện của Thủ tướng', beforeId: null })
  step()
  await house.must(chair, meetingPause, on)
  step(MINUTE)
  await house.must(chair, meetingResume, on)
  step()
  await house.must(chair, meetingGoToItem, { ...on, itemId: third })
  const last = await house.services.db.flowStep.findFirstOrThrow({ where: { meetingId: on.meetingId }, orderBy: { n: 'desc' } })
  step()
  await house.must(chair, meetingUndoStep, { ...on, stepId: last.id })
  step()
  await house.must(b, attendanceLeave, { ...on, reason: 'Đi cơ sở' })
  const seat = await house.services.db.meetingParticipant.findFirstOrThrow({ where: { ...on, userId: late.userId }, include: { intervals: true } })
  step()
  await house.must(c.secretary, attendanceCorrect, { ...on, participantId: seat.id, intervalId: seat.intervals[0]?.id ?? '', after: { arrivedAt: (seat.intervals[0]?.arrivedAt.getTime() ?? 0) - MINUTE, leftAt: null }, reason: 'Ghi nhầm giờ' })
  step()
  await house.must(chair, meetingCorrectItem, { ...on, itemId: second, status: 'withdrawn', reason: 'Đơn vị rút hồ sơ' })
  await house.must(chair, chatSetup, { ...on, isRoomOn: true, isLineOn: true, isInRecord: false })
  await house.must(a, chatSend, { ...on, messageId: uuid(), lineId: (await house.services.db.meetingParticipant.findFirstOrThrow({ where: { ...on, userId: a.userId } })).id, text: 'Câu nói riêng với thư ký' })
  step()
  await house.must(chair, meetingEnd, on)
}, 60_000)
afterAll(() => house.close())

const page = (who: Actor, filter: Partial<HistoryFilter> = {}, before: string | null = null) => house.query(who, 'history.page', { ...on, filter: { ...everything, ...filter }, before })

test('diễn biến ghi đủ: mở, chuyển, để lại có lý do, bổ sung khẩn, sửa cũ → mới, hoàn tác, tạm dừng, điểm danh, biểu quyết, phát biểu; ai và lúc nào', async () => {
  const { rows, names, level, next } = await page(c.secretary)
  expect(level).toBe('desk')
  expect(next).toBeNull()
  const told = [...rows].reverse().map(r => [actText(r), itemText(r, names) || whoText(r, names), byText(r, names)].join(' | '))
  const chair = 'Chủ tịch UBND tỉnh'
  expect(told).toEqual([
    'Ẩn nội dung | Nội dung 4 | Thư ký phiên họp',
    `Có mặt | ${chair} | ${chair}`,
    'Có mặt | Ủy viên UBND tỉnh 1 | Ủy viên UBND tỉnh 1',
    'Có mặt | Ủy viên UBND tỉnh 2 | Ủy viên UBND tỉnh 2',
    `Khai mạc phiên họp |  | ${chair}`,
    'Có mặt, đến sau khai mạc | Ủy viên UBND tỉnh 3 | Ủy viên UBND tỉnh 3',
    `Chuyển sang nội dung | Nội dung 1 | ${chair}`,
    'Đăng ký phát biểu | Nội dung 1 | Ủy viên UBND tỉnh 1',
    `Mời phát biểu | Nội dung 1 | ${chair}`,
    `Bắt đầu phát biểu | Nội dung 1 | ${chair}`,
    `Kết thúc phát biểu | Nội dung 1 | ${chair}`,
    `Mở biểu quyết | Nội dung 1 | ${chair}`,
    `Kết thúc biểu quyết | Nội dung 1 | ${chair}`,
    `Để lại phiên sau | Nội dung 2 | ${chair}`,
    'Bổ sung khẩn | Ứng phó mưa lũ | Thư ký phiên họp',
    `Tạm dừng phiên họp |  | ${chair}`,
    `Tiếp tục phiên họp |  | ${chair}`,
    `Chuyển sang nội dung | Nội dung 3 | ${chair}`,
    `Hoàn tác: chuyển nội dung | Nội dung 3 | ${chair}`,
    'Rời phiên | Ủy viên UBND tỉnh 2 | Ủy viên UBND tỉnh 2',
    'Đính chính giờ có mặt | Ủy viên UBND tỉnh 3 | Thư ký phiên họp',
    `Sửa thời gian, kết quả của nội dung | Nội dung 2 | ${chair}`,
    `Đổi cách trao đổi trong phòng họp |  | ${chair}`,
    `Kết thúc phiên họp |  | ${chair}`,
  ])
  const of = (act: string) => rows.find(r => r.act === act)
  expect(of('hold_over')?.reason).toBe('Chờ ý kiến Bộ Tài chính')
  expect(of('urgent')?.reason).toBe('Công điện của Thủ tướng')
  expect(of('left')?.reason).toBe('Đi cơ sở')
  const closed = of('vote_closed')
  expect(closed && quoteText(closed)).toContain('3/5 tổng số thành viên tán thành, cần 3: thông qua')
  const corrected = of('item_corrected')
  expect(corrected && changeTexts(corrected)).toEqual(['Kết quả: Để lại phiên sau → Đã rút'])
  expect(corrected?.reason).toBe('Đơn vị rút hồ sơ')
  const stay = of('stay_corrected')
  expect(stay && changeTexts(stay)).toEqual(['Giờ đến: 26/11/2026 08:05:01 → 26/11/2026 08:04:01'])
  // No ballot of anybody, no private line, nothing of what is hidden.
  const words = JSON.stringify([rows, names])
  expect(words).not.toContain('"choice"')
  expect(words).not.toContain('Câu nói riêng')
})

test('lọc theo loại, theo nội dung, tìm không dấu', async () => {
  expect((await page(c.chairman, { kind: 'vote' })).rows.map(r => r.act)).toEqual(['vote_closed', 'vote_opened'])
  expect((await page(c.chairman, { itemId: sitting.items[1] ?? '' })).rows.map(r => r.act)).toEqual(['item_corrected', 'hold_over'])
  expect((await page(c.chairman, { text: 'cho y kien bo tai chinh' })).rows.map(r => r.act)).toEqual(['hold_over'])
  expect((await page(c.chairman, { text: 'DE LAI noi dung 2' })).rows.map(r => r.act)).toEqual(['item_corrected', 'hold_over'])
  expect((await page(c.chairman, { kind: 'vote', text: 'khong co' })).rows).toEqual([])
})

test('ai xem đến đâu: chủ trì, thư ký, Văn phòng đủ; thanh tra không thấy nội dung đang ẩn; thành viên và người dự thay xem diễn biến chung; khách mời và người ngoài không', async () => {
  const hidden = 'Nội dung 4'
  const auditor = await addPerson(house, 'Thanh tra', [{ role: 'auditor', unitId: c.office }])
  for (const who of [c.chairman, c.secretary, c.monitor]) {
    const { level, names } = await page(who)
    expect(level).toBe('desk')
    expect(Object.values(names.items)).toContain(hidden)
  }
  const audit = await page(auditor)
  expect(audit).toMatchObject({ level: 'audit', seqs: null })
  expect(audit.rows.some(r => r.act === 'stay_corrected')).toBe(true)
  expect(JSON.stringify(audit)).not.toContain(hidden)
  for (const who of [c.members[3] as Actor, c.substitute]) {
    const seen = await page(who)
    expect(seen.level).toBe('room')
    expect(new Set(seen.rows.map(r => r.kind))).toEqual(new Set(['session', 'item', 'amend', 'speech', 'vote']))
    expect(seen.rows.filter(r => r.kind === 'speech').map(r => r.act)).toEqual(['speech_ended', 'speech_started'])
    expect(seen.seqs).toMatchObject({ desk: null })
    const words = JSON.stringify(seen)
    for (const unseen of [hidden, 'Đi cơ sở', 'Ghi nhầm giờ', 'Đơn vị rút hồ sơ']) expect(words).not.toContain(unseen)
  }
  expect(await refusalOf(page(c.guest))).toBe('FORBIDDEN')
  expect(await refusalOf(page(c.healthHead))).toBe('NOT_FOUND')
  expect(await refusalOf(house.query(c.guest, 'history.all', { ...on, filter: everything }))).toBe('FORBIDDEN')
  expect(await refusalOf(house.query(c.secretary, 'history.page', { meetingId: uuid(), filter: everything, before: null }))).toBe('NOT_FOUND')
})

test('bảng tính: từ cũ đến mới, ngày giờ dd/mm/yyyy HH:mm:ss theo giờ Việt Nam', async () => {
  const { rows, names } = await house.query(c.secretary, 'history.all', { ...on, filter: { ...everything, kind: 'item' } })
  const sheet = historySheet(rows, names)
  expect(sheet.head).toEqual(['Thời điểm', 'Loại', 'Việc', 'Nội dung', 'Người liên quan', 'Chi tiết', 'Lý do', 'Người thực hiện'])
  expect(sheet.rows[1]).toEqual(['26/11/2026 08:05:02', 'Chương trình', 'Chuyển sang nội dung', 'Nội dung 1', '', '', '', 'Chủ tịch UBND tỉnh'])
})

test('phiên dài: từng trang nối nhau không sót không trùng, số câu hỏi không tăng, đọc theo chỉ mục', async () => {
  const { db, pool } = house.services
  const seat = await db.meetingParticipant.findFirstOrThrow({ where: { ...on, userId: c.members[4]?.userId ?? '' }, include: { intervals: true } })
  await db.meeting.update({ where: { id: on.meetingId }, data: { status: 'running', endedAt: null } })
  for (let i = 0; i < 60; i++) {
    house.clock.forward(1000)
    await house.must(c.secretary, attendanceRecord, { ...on, participantId: seat.id, act: i % 2 ? 'leave' : 'arrive' })
  }
  const count = async (filter: Partial<HistoryFilter>) => {
    let n = 0
    const counted = db.$extends({ query: { $allOperations: ({ args, query }) => (n++, query(args)) } }) as unknown as QueryContext['db']
    await queries['history.page']({ db: counted, actor: c.secretary, now: house.clock.now, calendar: house.services.calendar }, { ...on, filter: { ...everything, ...filter }, before: null })
    return n
  }
  // A page of sixty lines costs what a page of two costs.
  expect(await count({})).toBe(await count({ kind: 'vote' }))
  const all = (await house.query(c.secretary, 'history.all', { ...on, filter: everything })).rows
  const seen: string[] = []
  let asked = 0
  for (let before: string | null = null, i = 0; i === 0 || before !== null; i++) {
    const one: Awaited<ReturnType<typeof page>> = await page(c.secretary, {}, before)
    seen.push(...one.rows.map(r => r.key))
    before = one.next
    asked++
  }
  expect(asked).toBeGreaterThan(1)
  expect(seen).toEqual(all.map(r => r.key).reverse())
  expect(new Set(seen).size).toBe(seen.length)
  // With other sessions' events around it, the log is read along (stream, id), never as a whole.
  await pool.query(`INSERT INTO "EventLog"(stream, seq, name, payload, "occurredAt") SELECT 'meeting:' || gen_random_uuid(), 1, 'meeting.changed', '{}', now() FROM generate_series(1, 20000)`)
  await pool.query('ANALYZE "EventLog"')
  const wanted = historyNames('desk')
  const { rows: plan } = await pool.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${HISTORY_SQL}`, [`meeting:${on.meetingId}`, `desk:${on.meetingId}`, wanted.meeting, wanted.desk, '9000000000000000000', 300])
  const text = plan.map(r => r['QUERY PLAN']).join('\n')
  expect(text).toMatch(/EventLog_stream_(id_idx|seq_key)/)
  expect(text).not.toContain('Seq Scan')
})
