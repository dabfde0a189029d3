import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import { meetingSealRecord } from '#app/contracts/flow.ts'
import { attendanceCheckIn, meetingEnd, meetingGoToItem, meetingOpen, voteCast, voteClose, voteOpen } from '#app/contracts/meeting.ts'
import { attendanceTypeBack, conclusionTypeBack, speakingTypeBack, voteTypeBack } from '#app/contracts/typed.ts'
import { actText, historyText, whoText } from '#app/text/history.ts'
import { attendanceRows, markOf, recordSheets, speechRows, stayIds, voteRows } from '#app/text/record-rows.ts'
import type { Actor } from '#server/command/context.ts'
import { buildCommittee, buildSitting, type Committee, type House, openHouse, type Sitting } from '#tests/support/build.ts'

const MINUTE = 60_000
const reason = 'Mất điện từ 08:10 đến 08:50'
let house: House
let c: Committee
let sitting: Sitting
let on: { meetingId: string }
let began: number
let seatOf: Map<string, string>
beforeAll(async () => {
  house = await openHouse()
  c = await buildCommittee(house, 5)
})
afterAll(() => house.close())

/** Three members came by their own devices at eight; an hour later the secretary types back. */
beforeEach(async () => {
  sitting = await buildSitting(house, c)
  on = { meetingId: sitting.meetingId }
  began = house.clock.now.getTime()
  for (const who of c.members.slice(0, 3)) await house.must(who, attendanceCheckIn, on)
  await house.must(c.chairman, meetingOpen, on)
  await house.must(c.chairman, meetingGoToItem, { ...on, itemId: sitting.items[0] ?? '' })
  house.clock.forward(60 * MINUTE)
  seatOf = new Map((await house.services.db.meetingParticipant.findMany({ where: on })).map(p => [p.userId, p.id]))
})
const seat = (i: number) => seatOf.get(c.members[i]?.userId ?? '') ?? ''
const at = (minutes: number) => began + minutes * MINUTE
const view = async () => (await house.query(c.secretary, 'record.view', on)).view
const ballot = (i: number, choice: 'for' | 'against' | 'abstain' = 'for') => ({ userId: c.members[i]?.userId ?? '', choice })

test('điểm danh ghi từ giấy: đủ bậc thang, nhiều dòng một lần, máy đã ghi thì giữ bản trên máy', async () => {
  const row = { participantId: seat(3), arrivedAt: at(20), leftAt: null }
  const input = { ...on, reason, rows: [row] }
  expect(await house.run(null, attendanceTypeBack, input)).toMatchObject({ ok: false, code: 'NOT_SIGNED_IN' })
  expect(await house.run(c.secretary, attendanceTypeBack, { ...input, reason: ' ' })).toMatchObject({ ok: false, code: 'BAD_INPUT', fields: { reason: 'too_small' } })
  for (const who of [c.members[1] as Actor, c.monitor, c.guest, c.healthHead]) expect(await house.run(who, attendanceTypeBack, input)).toMatchObject({ ok: false, code: 'FORBIDDEN' })
  expect(await house.run(c.secretary, attendanceTypeBack, { ...input, rows: [row, { participantId: seat(1), arrivedAt: at(15), leftAt: null }] })).toMatchObject({
    ok: false,
    code: 'TYPED_STAY_ON_DEVICE',
    params: { who: 'Ủy viên UBND tỉnh 1' },
    fields: { 'rows.1': 'TYPED_STAY_ON_DEVICE' },
  })
  // All or nothing: the good row of a refused list is not stored either.
  expect((await view()).participants.find(p => p.id === seat(3))?.intervals).toEqual([])
  const id = uuid()
  expect(await house.must(c.secretary, attendanceTypeBack, { ...input, rows: [row, { participantId: seat(2), arrivedAt: null, leftAt: at(30) }] }, id)).toEqual({ typed: 2 })
  expect(await house.run(c.secretary, attendanceTypeBack, { ...input, rows: [row] }, id)).toMatchObject({ ok: true, replayed: true })
  const record = await house.query(c.secretary, 'record.view', on)
  const typed = record.view.participants.find(p => p.id === seat(3))
  expect(typed).toMatchObject({ isPresent: true, intervals: [{ arrivedAt: at(20), how: 'paper', byId: c.secretary.userId }] })
  expect(record.view.participants.find(p => p.id === seat(2))?.intervals).toMatchObject([{ how: 'own_device', leftAt: at(30) }])
  expect(record.view.quorum.present).toBe(3)
  const shown = attendanceRows(record.view).find(p => p.id === seat(3))
  expect(shown?.note).toContain('ghi từ giấy')
  expect(markOf(record.extras.marks, ...stayIds(typed?.intervals ?? []))).toMatch(/^Ghi từ giấy\. Thư ký phiên họp nhập lúc .+: Mất điện từ 08:10 đến 08:50$/)
  expect(await house.run(c.secretary, attendanceTypeBack, input)).toMatchObject({ ok: false, code: 'TYPED_STAY_TWICE' })
  const { rows, names } = await house.query(c.secretary, 'history.page', { ...on, filter: { kind: 'typed', itemId: null, text: '' }, before: null })
  expect(rows.map(r => [actText(r), whoText(r, names), r.reason])).toEqual([['Ghi từ giấy: điểm danh', 'Ủy viên UBND tỉnh 3, Ủy viên UBND tỉnh 2', reason]])
})

test('biểu quyết trên giấy theo tên: kết quả theo luật, ghi từng phiếu là từ giấy; người vắng, người không có phiếu bị từ chối kèm lý do', async () => {
  const input = { ...on, voteId: uuid(), itemId: sitting.items[0] ?? '', question: 'Thông qua dự thảo', form: 'open' as const, at: at(30), ballots: [ballot(0), ballot(1), ballot(2, 'against')], count: null, reason }
  expect(await house.run(null, voteTypeBack, input)).toMatchObject({ ok: false, code: 'NOT_SIGNED_IN' })
  expect(await house.run(c.secretary, voteTypeBack, { ...input, question: '' })).toMatchObject({ ok: false, code: 'BAD_INPUT', fields: { question: 'too_small' } })
  expect(await house.run(c.members[1] as Actor, voteTypeBack, input)).toMatchObject({ ok: false, code: 'FORBIDDEN' })
  expect(await house.run(c.secretary, voteTypeBack, { ...input, ballots: [ballot(4)] })).toMatchObject({ ok: false, code: 'TYPED_VOTER_ABSENT', params: { who: 'Ủy viên UBND tỉnh 4' } })
  expect(await house.run(c.secretary, voteTypeBack, { ...input, ballots: [{ userId: c.guest.userId, choice: 'for' }] })).toMatchObject({ ok: false, code: 'TYPED_NOT_A_VOTER' })
  expect(await house.run(c.secretary, voteTypeBack, { ...input, itemId: uuid() })).toMatchObject({ ok: false, code: 'ITEM_NOT_IN_MEETING' })
  await house.must(c.secretary, attendanceTypeBack, { ...on, reason, rows: [{ participantId: seat(3), arrivedAt: at(20), leftAt: null }] })
  const id = uuid()
  expect(await house.must(c.secretary, voteTypeBack, { ...input, ballots: [...input.ballots, ballot(3)] }, id)).toEqual({ taken: 4, kept: [], count: { for: 3, against: 1, abstain: 0 } })
  expect(await house.run(c.secretary, voteTypeBack, input, id)).toMatchObject({ ok: true, replayed: true })
  const { view: seen, extras, now } = await house.query(c.secretary, 'record.view', on)
  const [vote] = voteRows(seen)
  expect(vote).toMatchObject({ how: 'Biểu quyết trên giấy', outcome: 'Thông qua', count: { for: 3, against: 1, abstain: 0 } })
  expect(vote?.sentence).toContain('3/5 tổng số thành viên tán thành, cần 3: thông qua theo khoản 3 Điều 40')
  expect(vote?.ballots?.[0]).toEqual({ label: 'Chủ tịch UBND tỉnh', choice: 'Tán thành (ghi từ giấy)' })
  const sheet = recordSheets(seen, extras, now).find(s => s.name === 'Biểu quyết')
  expect(String(sheet?.rows[0]?.at(-1))).toMatch(/^Biểu quyết trên giấy\. Ghi từ giấy\. Thư ký phiên họp nhập lúc/)
  const member = await house.query(c.members[1] as Actor, 'history.page', { ...on, filter: { kind: 'vote', itemId: null, text: '' }, before: null })
  expect(member.rows.map(actText)).toEqual([historyText.act.vote_paper])
})

test('bỏ phiếu trên máy rồi lại có phiếu giấy: phiếu trên máy được giữ và nói rõ; phiếu giấy của người khác vào cùng biểu quyết', async () => {
  const itemId = sitting.items[0] ?? ''
  const voteId = uuid()
  await house.must(c.chairman, voteOpen, { ...on, voteId, question: 'Thông qua dự thảo' })
  await house.must(c.members[1] as Actor, voteCast, { voteId, choice: 'against' })
  const input = { ...on, voteId, itemId, question: '', form: 'open' as const, at: at(60), ballots: [ballot(1, 'for'), ballot(2, 'for')], count: null, reason }
  expect(await house.run(c.secretary, voteTypeBack, { ...input, voteId: uuid(), question: 'Thông qua' })).toMatchObject({ ok: false, code: 'TYPED_VOTE_ON_DEVICE' })
  expect(await house.run(c.secretary, voteTypeBack, { ...input, form: 'secret', ballots: [], count: { for: 2, against: 0, abstain: 0 } })).toMatchObject({ ok: false, code: 'TYPED_SECRET_BY_NAME' })
  expect(await house.must(c.secretary, voteTypeBack, input)).toEqual({ taken: 1, kept: [{ label: 'Ủy viên UBND tỉnh 1', choice: 'against' }], count: { for: 1, against: 0, abstain: 0 } })
  expect(await house.run(c.secretary, voteTypeBack, { ...input, ballots: [ballot(2, 'against')] })).toMatchObject({ ok: false, code: 'TYPED_BALLOT_TWICE' })
  // A member whose paper was typed in and who then votes by device: the device's ballot stands, as the last one counts.
  await house.must(c.chairman, voteCast, { voteId, choice: 'for' })
  await house.must(c.members[2] as Actor, voteCast, { voteId, choice: 'abstain' })
  await house.must(c.chairman, voteClose, { voteId })
  const vote = (await view()).votes.find(v => v.id === voteId)
  expect(vote).toMatchObject({ form: 'open', count: { for: 1, against: 1, abstain: 1 } })
  expect(vote?.ballots?.filter(b => b.isPaper)).toEqual([])
  expect(await house.run(c.secretary, voteTypeBack, { ...input, ballots: [ballot(3)] })).toMatchObject({ ok: false, code: 'TYPED_VOTE_CLOSED' })
})

test('phiếu kín trên giấy: chỉ tổng số, không có phiếu nào theo tên; tổng nhiều hơn người có mặt bị từ chối', async () => {
  const input = { ...on, voteId: uuid(), itemId: sitting.items[1] ?? '', question: 'Giới thiệu nhân sự', form: 'secret' as const, at: at(30), ballots: [], count: { for: 3, against: 0, abstain: 0 }, reason }
  expect(await house.run(c.secretary, voteTypeBack, { ...input, count: { for: 3, against: 1, abstain: 0 } })).toMatchObject({ ok: false, code: 'TYPED_BALLOTS_TOO_MANY' })
  expect(await house.run(c.secretary, voteTypeBack, { ...input, ballots: [ballot(0)] })).toMatchObject({ ok: false, code: 'TYPED_SECRET_BY_NAME' })
  await house.must(c.secretary, voteTypeBack, input)
  expect(await house.services.db.ballot.count({ where: { voteId: input.voteId } })).toBe(0)
  const [row] = voteRows(await view())
  expect(row).toMatchObject({ how: 'Bỏ phiếu kín trên giấy', outcome: 'Thông qua', count: { for: 3, against: 0, abstain: 0 }, notCast: 2, ballots: null })
})

test('danh sách lựa chọn trên giấy: theo tên vào biểu quyết đang mở, cả biểu quyết theo tên, và chỉ tổng số; ngang nhau theo phiếu Chủ tịch', async () => {
  const itemId = sitting.items[0] ?? ''
  const options = { list: ['Xã Tân Trào', 'Phường Minh Xuân', 'Xã Sơn Dương'], min: 1, max: 2, places: 1 }
  const input = { ...on, voteId: uuid(), itemId, question: 'Chọn nơi tổ chức', form: 'open' as const, at: at(30), ballots: [], count: null, options, reason }
  const picks = (i: number, ...chosen: number[]) => ({ ...ballot(i), picks: chosen })
  expect(await house.run(c.secretary, voteTypeBack, { ...input, ballots: [picks(0, 0)], options: { ...options, list: ['Một'] } })).toMatchObject({ ok: false, code: 'VOTE_OPTIONS_FEW' })
  expect(await house.run(c.secretary, voteTypeBack, { ...input, ballots: [picks(0, 0, 1, 2)] })).toMatchObject({ ok: false, code: 'TYPED_PICKS_WRONG', params: { who: 'Chủ tịch UBND tỉnh', min: 1, max: 2, count: 3 } })
  expect(await house.must(c.secretary, voteTypeBack, { ...input, ballots: [picks(0, 0), picks(1, 0, 2), picks(2, 0)] })).toEqual({ taken: 3, kept: [], count: { for: 3, against: 0, abstain: 0 } })
  const [named] = voteRows(await view())
  expect(named?.sentence).toContain('Xã Tân Trào')
  expect(named?.ballots?.slice(0, 2)).toEqual([{ label: 'Chủ tịch UBND tỉnh', choice: 'Xã Tân Trào (ghi từ giấy)' }, { label: 'Ủy viên UBND tỉnh 1', choice: 'Xã Tân Trào; Xã Sơn Dương (ghi từ giấy)' }])
  expect((await view()).votes[0]).toMatchObject({ source: 'paper', optionVotes: [3, 0, 1], result: { chosen: [0] } })

  // A show of hands for each option: no names but the Chairman's, whom equal votes follow. Four of five in the room.
  await house.must(c.secretary, attendanceTypeBack, { ...on, reason, rows: [3, 4].map(i => ({ participantId: seat(i), arrivedAt: at(20), leftAt: null })) })
  const hands = { ...input, voteId: uuid(), question: 'Chọn nơi dự phòng', options: { ...options, max: 2 }, count: { for: 4, against: 0, abstain: 1 }, optionVotes: [3, 3, 0] }
  expect(await house.run(c.secretary, voteTypeBack, { ...hands, optionVotes: [5, 0, 0] })).toMatchObject({ ok: false, code: 'TYPED_TOTALS_WRONG' })
  expect(await house.run(c.secretary, voteTypeBack, { ...hands, ballots: [picks(1, 1)] })).toMatchObject({ ok: false, code: 'TYPED_TOTALS_BY_NAME' })
  await house.must(c.secretary, voteTypeBack, { ...hands, ballots: [picks(0, 1)] })
  const counted = (await view()).votes.find(v => v.id === hands.voteId)
  expect(counted).toMatchObject({ ballots: null, optionVotes: [3, 3, 0], count: { for: 4, abstain: 1 }, result: { chosen: [1] } })
  expect((await house.query(c.secretary, 'voting.ballots', { ...on, voteId: hands.voteId })).file).toBeNull()

  const voteId = uuid()
  await house.must(c.chairman, voteOpen, { ...on, voteId, question: 'Chọn đơn vị đăng cai', options })
  await house.must(c.members[1] as Actor, voteCast, { voteId, picks: [2] })
  const joined = { ...input, voteId, question: '', at: at(60), options: undefined, ballots: [picks(1, 0), picks(2, 0)] }
  expect(await house.must(c.secretary, voteTypeBack, joined)).toEqual({ taken: 1, kept: [{ label: 'Ủy viên UBND tỉnh 1', choice: 'for' }], count: { for: 1, against: 0, abstain: 0 } })
  await house.must(c.chairman, voteClose, { voteId })
  expect((await view()).votes.find(v => v.id === voteId)).toMatchObject({ optionVotes: [1, 0, 1] })
})

test('phát biểu và dòng kết luận ghi từ giấy: đủ bậc thang, có dấu trong hồ sơ và diễn biến; khóa hồ sơ rồi thì thôi', async () => {
  const itemId = sitting.items[0] ?? ''
  const speech = { ...on, requestId: uuid(), itemId, participantId: seat(1), startedAt: at(15), endedAt: at(20), subject: 'Về nguồn vốn', reason }
  expect(await house.run(null, speakingTypeBack, speech)).toMatchObject({ ok: false, code: 'NOT_SIGNED_IN' })
  expect(await house.run(c.secretary, speakingTypeBack, { ...speech, reason: '' })).toMatchObject({ ok: false, code: 'BAD_INPUT' })
  expect(await house.run(c.members[1] as Actor, speakingTypeBack, speech)).toMatchObject({ ok: false, code: 'FORBIDDEN' })
  expect(await house.run(c.secretary, speakingTypeBack, { ...speech, participantId: seat(4) })).toMatchObject({ ok: false, code: 'TYPED_NOT_PRESENT', params: { who: 'Ủy viên UBND tỉnh 4' } })
  const id = uuid()
  await house.must(c.secretary, speakingTypeBack, speech, id)
  expect(await house.run(c.secretary, speakingTypeBack, speech, id)).toMatchObject({ ok: true, replayed: true })
  expect(await house.run(c.secretary, speakingTypeBack, { ...speech, requestId: uuid(), participantId: seat(2), startedAt: at(18), endedAt: at(25) })).toMatchObject({ ok: false, code: 'TYPED_SPEECH_OVERLAP' })
  const line = { ...on, itemId, lineId: uuid(), text: 'Giao Sở Y tế báo cáo trước ngày 30/11/2026', reason }
  expect(await house.run(null, conclusionTypeBack, line)).toMatchObject({ ok: false, code: 'NOT_SIGNED_IN' })
  expect(await house.run(c.secretary, conclusionTypeBack, { ...line, text: '' })).toMatchObject({ ok: false, code: 'BAD_INPUT', fields: { text: 'too_small' } })
  expect(await house.run(c.monitor, conclusionTypeBack, line)).toMatchObject({ ok: false, code: 'FORBIDDEN' })
  expect(await house.run(c.secretary, conclusionTypeBack, { ...line, itemId: uuid() })).toMatchObject({ ok: false, code: 'ITEM_NOT_IN_MEETING' })
  await house.must(c.secretary, conclusionTypeBack, line)
  const { view: seen, extras } = await house.query(c.secretary, 'record.view', on)
  expect(speechRows(seen)).toMatchObject([{ label: 'Ủy viên UBND tỉnh 1', seconds: 300, status: 'Đã phát biểu' }])
  expect(extras.lines.map(l => l.text)).toEqual([line.text])
  for (const refId of [speech.requestId, line.lineId]) expect(markOf(extras.marks, refId)).toContain(reason)
  const { rows } = await house.query(c.secretary, 'history.page', { ...on, filter: { kind: 'typed', itemId, text: 'mat dien' }, before: null })
  expect(rows.map(actText)).toEqual(['Ghi từ giấy: dòng kết luận', 'Ghi từ giấy: phát biểu'])
  await house.must(c.chairman, meetingEnd, on)
  await house.must(c.secretary, meetingSealRecord, on)
  expect(await house.run(c.secretary, speakingTypeBack, { ...speech, requestId: uuid(), startedAt: at(30), endedAt: at(31) })).toMatchObject({ ok: false, code: 'RECORD_SEALED' })
})
