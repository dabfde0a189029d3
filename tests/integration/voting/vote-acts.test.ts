import { afterAll, beforeAll, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import type { CommandDef } from '#app/contracts/define.ts'
import { attendanceCheckIn, meetingGoToItem, meetingOpen, voteCast, voteClose, voteOpen } from '#app/contracts/meeting.ts'
import { recusalEnter, recusalRemove, voteExtend, voteHold, voteKeep, voteReserve, voteTakeOn } from '#app/contracts/vote-acts.ts'
import { voteTypeBack } from '#app/contracts/typed.ts'
import { voteCancel } from '#app/contracts/secret.ts'
import type { Actor } from '#server/command/context.ts'
import { buildCommittee, buildSitting, type Committee, type House, openHouse } from '#tests/support/build.ts'
import { climbLadder, codeOf } from '#tests/support/ladder.ts'

let house: House
let c: Committee
beforeAll(async () => {
  house = await openHouse()
  c = await buildCommittee(house, 6)
})
afterAll(() => house.close())

const member = (i: number): Actor => c.members[i] as Actor

/** A session on its first item, everybody in; `vote` opens one on it. */
async function sitting() {
  const { meetingId, items } = await buildSitting(house, c)
  const on = { meetingId }
  for (const who of c.members) await house.must(who, attendanceCheckIn, on)
  await house.must(c.chairman, meetingOpen, on)
  const itemId = items[0] ?? ''
  await house.must(c.chairman, meetingGoToItem, { ...on, itemId })
  const view = async () => (await house.query(c.substitute, 'session.view', on)).view
  const vote = async (more: object = {}) => {
    const voteId = uuid()
    await house.must(c.chairman, voteOpen, { ...on, voteId, question: 'Thông qua', ...more })
    return voteId
  }
  const participantOf = async (who: Actor) => (await view()).participants.find(p => p.userId === who.userId)?.id ?? ''
  const seen = async (voteId: string) => (await view()).votes.find(v => v.id === voteId)
  return { on, items, itemId, view, vote, seen, participantOf }
}
const cast = (who: Actor, voteId: string, choice: 'for' | 'against' | 'abstain' = 'for') => house.must(who, voteCast, { voteId, choice })

const climb = (def: CommandDef, input: object, by: Actor, again: string, notBy: Actor = member(1), forbidden = 'FORBIDDEN') =>
  climbLadder(house, { def, input, by, notBy, forbidden, bad: { ...input, voteId: 'x', meetingId: 'x' }, again })

test('gia hạn: đủ bậc thang; phiếu sau giờ cũ và trước giờ mới được nhận', async () => {
  const { vote, seen } = await sitting()
  const voteId = await vote({ seconds: 60 })
  const before = (await seen(voteId))?.closesAt ?? 0
  expect(codeOf(await house.run(c.chairman, voteExtend, { voteId, seconds: 5 }))).toBe('BAD_INPUT')
  await climb(voteExtend, { voteId, seconds: 60 }, c.secretary, 'ok')
  expect((await seen(voteId))?.closesAt).toBe(before + 120_000)
  house.clock.forward(61_000)
  await cast(member(1), voteId)
  house.clock.forward(120_000)
  expect(codeOf(await house.run(c.chairman, voteExtend, { voteId, seconds: 60 }))).toBe('VOTE_ALREADY_CLOSED')
  expect(codeOf(await house.run(member(2), voteCast, { voteId, choice: 'for' }))).toBe('VOTE_ALREADY_CLOSED')
})

test('dừng nhận phiếu và nhận tiếp: phiếu lúc dừng không được ghi, giờ còn lại giữ nguyên', async () => {
  const { vote, seen } = await sitting()
  const voteId = await vote({ seconds: 60 })
  await cast(member(1), voteId)
  house.clock.forward(20_000)
  await climb(voteHold, { voteId }, c.chairman, 'VOTE_HELD')
  expect(codeOf(await house.run(member(2), voteCast, { voteId, choice: 'for' }))).toBe('VOTE_HELD')
  house.clock.forward(600_000)
  expect(await seen(voteId)).toMatchObject({ status: 'open', held: { leftMs: 40_000 }, closesAt: null, count: { for: 1 } })
  await climb(voteTakeOn, { voteId }, c.secretary, 'VOTE_NOT_HELD')
  expect((await seen(voteId))?.closesAt).toBe(house.clock.now.getTime() + 40_000)
  await cast(member(2), voteId)
  await house.must(c.chairman, voteClose, { voteId })
})

test('hủy: chưa có phiếu thì một bên, có phiếu thì chủ trì và thư ký cùng hủy; biểu quyết khác mở được sau đó', async () => {
  const { vote, seen } = await sitting()
  const empty = await vote()
  expect(await house.must(c.secretary, voteCancel, { voteId: empty, reason: 'Mở nhầm nội dung' })).toEqual({ isCancelled: true })
  expect(await seen(empty)).toMatchObject({ status: 'cancelled', result: null, cancelReason: 'Mở nhầm nội dung' })

  const voteId = await vote()
  await cast(member(1), voteId)
  expect(await house.run(c.chairman, voteCancel, { voteId, reason: ' ' })).toMatchObject({ ok: false, code: 'BAD_INPUT' })
  await climb(voteCancel, { voteId, reason: 'Câu hỏi ghi sai' }, c.secretary, 'ok')
  expect(await seen(voteId)).toMatchObject({ status: 'open', cancelAsk: { side: 'secretary' }, count: { for: 1 } })
  await climb(voteKeep, { voteId }, c.chairman, 'VOTE_CANCEL_NOT_ASKED')
  expect((await seen(voteId))?.cancelAsk).toBeUndefined()
  expect(await house.must(c.chairman, voteCancel, { voteId, reason: 'Câu hỏi ghi sai' })).toEqual({ isCancelled: false })
  expect(await house.must(c.secretary, voteCancel, { voteId, reason: 'Đồng ý' })).toEqual({ isCancelled: true })
  expect(await seen(voteId)).toMatchObject({ status: 'cancelled', cancelReason: 'Đồng ý' })
  for (const late of [voteCast, voteClose, voteHold] as CommandDef[])
    expect(codeOf(await house.services.runCommand(late.name, { voteId, choice: 'for' }, uuid(), { actor: c.chairman, ip: null }))).toBe('VOTE_ALREADY_CLOSED')
  // the ballots that decide nothing are still in the record
  expect(await house.services.db.ballot.count({ where: { voteId } })).toBe(1)
  await vote()
})

test('hai bên bấm hủy cùng lúc: một bên đề nghị, một bên hủy, không bao giờ hủy bằng một tay', async () => {
  const { vote, seen } = await sitting()
  const voteId = await vote()
  await cast(member(1), voteId)
  const answers = await Promise.all([c.chairman, c.chairman, c.chairman].map(who => house.run(who, voteCancel, { voteId, reason: 'Sai' })))
  expect(answers.map(a => (a.ok ? a.data : a.code))).toEqual([{ isCancelled: false }, { isCancelled: false }, { isCancelled: false }])
  expect((await seen(voteId))?.status).toBe('open')
  const both = await Promise.all([c.chairman, c.secretary].map(who => house.run(who, voteCancel, { voteId, reason: 'Sai' })))
  expect(both.filter(a => a.ok && (a.data as { isCancelled: boolean }).isCancelled)).toHaveLength(1)
  expect((await seen(voteId))?.status).toBe('cancelled')
})

test('hồi tị: của mình hoặc thư ký ghi, trước khi mở; không có phiếu, ra khỏi cơ số, ghi trong câu kết luận', async () => {
  const { on, itemId, vote, seen, view, participantOf } = await sitting()
  const mine = { ...on, itemId, participantId: await participantOf(member(5)), reason: 'Dự án của đơn vị do người thân làm chủ đầu tư' }
  await climb(recusalEnter, mine, member(5), 'RECUSAL_TWICE', member(1), 'RECUSAL_NOT_OWN')
  const theirs = { ...on, itemId, participantId: await participantOf(member(4)) }
  await house.must(c.secretary, recusalEnter, { ...theirs, reason: 'Có liên quan' })
  await climb(recusalRemove, theirs, c.secretary, 'RECUSAL_NONE', member(1), 'RECUSAL_NOT_OWN')
  expect(codeOf(await house.run(c.secretary, recusalEnter, { ...on, itemId, participantId: await participantOf(c.guest), reason: 'x' }))).toBe('RECUSAL_NOT_MEMBER')
  expect((await view()).recusals).toEqual([{ itemId, participantId: mine.participantId, label: member(5).displayName, reason: mine.reason, byLabel: member(5).displayName }])

  const voteId = await vote()
  expect(await seen(voteId)).toMatchObject({ base: 5, needed: 3, recused: [{ label: member(5).displayName }] })
  expect(codeOf(await house.run(member(5), voteCast, { voteId, choice: 'for' }))).toBe('VOTE_NOT_A_VOTER')
  expect(codeOf(await house.run(member(5), recusalRemove, { ...on, itemId, participantId: mine.participantId }))).toBe('RECUSAL_VOTE_OPEN')
  expect(codeOf(await house.run(member(3), recusalEnter, { ...on, itemId, participantId: await participantOf(member(3)), reason: 'x' }))).toBe('RECUSAL_VOTE_OPEN')
  for (const i of [0, 1, 2]) await cast(member(i), voteId)
  await house.must(c.chairman, voteClose, { voteId })
  expect((await seen(voteId))?.result).toMatchObject({
    outcome: 'passed',
    base: 5,
    sentence: '3/5 tổng số thành viên tán thành, cần 3: thông qua theo khoản 3 Điều 40 Luật 72/2025/QH15; đã trừ 1 thành viên hồi tị trong 6',
  })
})

test('hồi tị với phiếu giấy ghi lại sau: không có phiếu, ra khỏi cơ số như trên máy', async () => {
  const { on, itemId, seen, participantOf } = await sitting()
  await house.must(c.secretary, recusalEnter, { ...on, itemId, participantId: await participantOf(member(5)), reason: 'Có liên quan' })
  const typed = (voters: number[]) => ({ ...on, voteId: uuid(), itemId, question: 'Thông qua', form: 'open' as const, at: house.clock.now.getTime(), ballots: voters.map(i => ({ userId: member(i).userId, choice: 'for' as const })), count: null, reason: 'Mất điện' })
  expect(codeOf(await house.run(c.secretary, voteTypeBack, typed([1, 5])))).toBe('TYPED_NOT_A_VOTER')
  const paper = typed([1, 2, 3])
  await house.must(c.secretary, voteTypeBack, paper)
  expect(await seen(paper.voteId)).toMatchObject({ base: 5, needed: 3, recused: [{ label: member(5).displayName }], result: { outcome: 'passed', base: 5, sentence: expect.stringContaining('đã trừ 1 thành viên hồi tị trong 6') as string } })
})

test('Chủ tịch hồi tị, phiếu ngang nhau: không có bên để theo, chưa đủ căn cứ', async () => {
  const { on, itemId, vote, seen, participantOf } = await sitting()
  await house.must(c.chairman, recusalEnter, { ...on, itemId, participantId: await participantOf(c.chairman), reason: 'Có liên quan' })
  await house.must(c.secretary, recusalEnter, { ...on, itemId, participantId: await participantOf(member(5)), reason: 'Có liên quan' })
  const voteId = await vote()
  for (const i of [1, 2]) await cast(member(i), voteId, 'for')
  for (const i of [3, 4]) await cast(member(i), voteId, 'against')
  await house.must(c.chairman, voteClose, { voteId })
  expect((await seen(voteId))?.result).toMatchObject({ outcome: 'undecided', base: 4, needed: 3 })
  expect((await seen(voteId))?.result?.sentence).toContain('Chủ tịch hồi tị, không có phiếu để theo')
})

test('mọi thành viên hồi tị: không mở được biểu quyết', async () => {
  const { on, itemId, participantOf } = await sitting()
  for (const who of c.members) await house.must(c.secretary, recusalEnter, { ...on, itemId, participantId: await participantOf(who), reason: 'Có liên quan' })
  expect(codeOf(await house.run(c.chairman, voteOpen, { ...on, voteId: uuid(), question: 'Thông qua' }))).toBe('VOTE_NO_VOTERS')
})

test('bảo lưu ý kiến: đủ bậc thang, nguyên văn vào biểu quyết, sửa và rút được', async () => {
  const { vote, seen } = await sitting()
  const voteId = await vote()
  await cast(member(1), voteId, 'against')
  await climb(voteReserve, { voteId, text: 'Chưa rõ nguồn kinh phí' }, member(1), 'ok', c.substitute, 'VOTE_NOT_A_VOTER')
  await house.must(c.chairman, voteClose, { voteId })
  await house.must(member(2), voteReserve, { voteId, text: 'Đề nghị xem lại thời hạn' })
  await house.must(member(1), voteReserve, { voteId, text: 'Chưa rõ nguồn kinh phí năm 2027' })
  expect((await seen(voteId))?.reserved).toEqual([
    { userId: member(2).userId, label: member(2).displayName, text: 'Đề nghị xem lại thời hạn' },
    { userId: member(1).userId, label: member(1).displayName, text: 'Chưa rõ nguồn kinh phí năm 2027' },
  ])
  await house.must(member(2), voteReserve, { voteId, text: '' })
  expect((await seen(voteId))?.reserved).toHaveLength(1)
  // two members by one name of post: each has the own words
  const named = { where: { voteId, userId: member(3).userId }, data: { label: member(1).displayName } }
  await house.services.db.voteVoter.updateMany(named)
  await house.must(member(3), voteReserve, { voteId, text: 'Đề nghị giao Sở Tài chính thẩm định' })
  expect((await seen(voteId))?.reserved).toEqual([
    { userId: member(1).userId, label: member(1).displayName, text: 'Chưa rõ nguồn kinh phí năm 2027' },
    { userId: member(3).userId, label: member(1).displayName, text: 'Đề nghị giao Sở Tài chính thẩm định' },
  ])
})

test('Chủ tịch đổi phiếu sau khi ngang nhau: kết quả theo phiếu sau cùng trước giờ kết thúc', async () => {
  const { vote, seen } = await sitting()
  const voteId = await vote()
  for (const i of [0, 1, 2]) await cast(member(i), voteId, 'for')
  for (const i of [3, 4]) await cast(member(i), voteId, 'against')
  await cast(c.chairman, voteId, 'against')
  await cast(member(5), voteId, 'for')
  // 3 against 3, the Chairman on the side of the refusals
  await house.must(c.chairman, voteClose, { voteId })
  expect((await seen(voteId))?.result).toMatchObject({ outcome: 'not_passed_by_chair', sentence: '3/6 tổng số thành viên tán thành, 3 không tán thành, ngang nhau: không thông qua theo ý kiến Chủ tịch (khoản 3 Điều 40 Luật 72/2025/QH15)' })
  expect(codeOf(await house.run(c.chairman, voteCast, { voteId, choice: 'for' }))).toBe('VOTE_ALREADY_CLOSED')
})

test('biểu quyết lại có lý do: lần trước giữ kết quả và phiếu; không lý do, hay của nội dung khác, thì không', async () => {
  const { on, items, vote, seen, view } = await sitting()
  const first = await vote()
  for (const i of [0, 1, 2]) await cast(member(i), first, 'for')
  await house.must(c.chairman, voteClose, { voteId: first })
  const ask = { ...on, voteId: uuid(), question: 'Thông qua', againOfId: first }
  expect(await house.run(c.chairman, voteOpen, ask)).toMatchObject({ ok: false, code: 'VOTE_AGAIN_REASON', fields: { againReason: 'VOTE_AGAIN_REASON' } })
  const second = await vote({ againOfId: first, againReason: 'Bổ sung phương án kinh phí', answers: 'opinion' })
  expect(await seen(second)).toMatchObject({ again: { ofId: first, reason: 'Bổ sung phương án kinh phí' }, answers: 'opinion' })
  for (const i of [0, 1, 2, 3]) await cast(member(i), second, 'for')
  await house.must(c.chairman, voteClose, { voteId: second })
  expect((await seen(first))?.result).toMatchObject({ outcome: 'not_passed', needed: 4 })
  expect((await seen(second))?.result).toMatchObject({ outcome: 'passed' })
  await house.must(c.chairman, meetingGoToItem, { ...on, itemId: items[1] ?? '' })
  expect(codeOf(await house.run(c.chairman, voteOpen, { ...ask, againReason: 'Có lý do' }))).toBe('VOTE_AGAIN_OF_OTHER')
  expect((await view()).votes.map(v => v.status)).toEqual(['closed', 'closed'])
})
