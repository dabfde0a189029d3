import { afterAll, beforeAll, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import { attendanceCheckIn, meetingGoToItem, meetingOpen, voteCast, voteClose, voteOpen } from '#app/contracts/meeting.ts'
import { voteTypeBack } from '#app/contracts/typed.ts'
import { sealBallot } from '#app/live/secret/seal.ts'
import type { Actor } from '#server/command/context.ts'
import { buildCommittee, buildSitting, type Committee, type House, openHouse } from '#tests/support/build.ts'
import { codeOf } from '#tests/support/ladder.ts'

let house: House
let c: Committee
beforeAll(async () => {
  house = await openHouse()
  c = await buildCommittee(house, 6)
})
afterAll(() => house.close())

const member = (i: number): Actor => c.members[i] as Actor
const two = { list: ['Phương án A', 'Phương án B'], min: 1, max: 1, places: 1 }
const long = { list: Array.from({ length: 200 }, (_, i) => `Dự án đầu tư công số ${i + 1}`), min: 3, max: 200, places: 200 }

async function sitting() {
  const { meetingId, items } = await buildSitting(house, c)
  const on = { meetingId }
  for (const who of c.members) await house.must(who, attendanceCheckIn, on)
  await house.must(c.chairman, meetingOpen, on)
  await house.must(c.chairman, meetingGoToItem, { ...on, itemId: items[0] ?? '' })
  const seen = async (voteId: string) => (await house.query(c.substitute, 'session.view', on)).view.votes.find(v => v.id === voteId)
  const open = (options: object, more: object = {}) => {
    const voteId = uuid()
    return { voteId, answer: house.run(c.chairman, voteOpen, { ...on, voteId, question: 'Chọn', options, ...more } as never) }
  }
  const vote = async (options: object, more: object = {}) => {
    const { voteId, answer } = open(options, more)
    expect(codeOf(await answer)).toBe('ok')
    return voteId
  }
  const tries = (i: number, voteId: string, ballot: object) => house.run(member(i), voteCast, { voteId, ...ballot } as never)
  const pick = async (i: number, voteId: string, ...picks: number[]) => expect(codeOf(await tries(i, voteId, { picks }))).toBe('ok')
  return { on, items, seen, open, vote, tries, pick }
}

test('nhiều phương án: danh sách sai thì nói ở đúng ô; phiếu sai thì không được ghi; đổi được, phiếu sau cùng đứng; kết quả theo tổng số thành viên', async () => {
  const { seen, open, vote, tries, pick, on, items } = await sitting()
  for (const [options, code, field] of [
    [{ ...two, list: ['Một'] }, 'VOTE_OPTIONS_FEW', 'list'],
    [{ ...two, list: ['Một', 'một'] }, 'VOTE_OPTIONS_SAME', 'list'],
    [{ ...two, min: 2 }, 'VOTE_OPTIONS_RANGE', 'min'],
    [{ ...two, max: 3 }, 'VOTE_OPTIONS_RANGE', 'max'],
    [{ ...two, places: 3 }, 'VOTE_OPTIONS_PLACES', 'places'],
  ] as const)
    expect(await open(options).answer).toMatchObject({ ok: false, code, fields: { [`options.${field}`]: code } })
  expect(codeOf(await open({ ...two, list: Array.from({ length: 201 }, (_, i) => `${i}`) }).answer)).toBe('BAD_INPUT')

  const voteId = await vote(two)
  expect(await seen(voteId)).toMatchObject({ options: two, optionVotes: [0, 0], needed: 4 })
  for (const [ballot, code] of [
    [{ picks: [] }, 'VOTE_PICKS_FEW'],
    [{ picks: [0, 1] }, 'VOTE_PICKS_MANY'],
    [{ picks: [2] }, 'VOTE_PICKS_UNKNOWN'],
    [{ choice: 'for' }, 'VOTE_PICKS_ASKED'],
  ] as const)
    expect(await tries(1, voteId, ballot)).toMatchObject({ ok: false, code, fields: { picks: code } })
  expect(codeOf(await tries(1, voteId, { picks: [0], choice: 'for' }))).toBe('BAD_INPUT')
  expect(codeOf(await tries(1, voteId, { picks: Array.from({ length: 201 }, () => 0) }))).toBe('BAD_INPUT')
  expect(await house.services.db.ballot.count({ where: { voteId } })).toBe(0)
  await pick(1, voteId, 1)
  await pick(1, voteId, 0)
  for (const i of [0, 2, 3]) await pick(i, voteId, 0)
  await pick(4, voteId, 1)
  expect(codeOf(await tries(5, voteId, { choice: 'abstain' }))).toBe('ok')
  expect(await seen(voteId)).toMatchObject({ optionVotes: [4, 1], count: { for: 5, abstain: 1 }, ballots: null })
  expect(codeOf(await house.run(c.secretary, voteTypeBack, { ...on, voteId, itemId: items[0] ?? '', question: '', form: 'open', at: house.clock.now.getTime(), ballots: [], count: null, reason: 'x' } as never))).toBe('TYPED_NO_BALLOTS')
  await house.must(c.chairman, voteClose, { voteId })
  const closed = await seen(voteId)
  expect(closed?.result).toMatchObject({ outcome: 'passed', chosen: [0], tied: [], notCast: 0, sentence: 'được chọn: “Phương án A” 4; cần 4/6 tổng số thành viên: thông qua theo khoản 3 Điều 40 Luật 72/2025/QH15' })
  expect(closed?.ballots?.map(b => b.picks ?? b.choice)).toEqual([[0], [0], [0], [0], [1], 'abstain'])
})

test('ngang nhau giữa hai phương án: theo phương án Chủ tịch đã chọn', async () => {
  const { seen, vote, pick } = await sitting()
  const voteId = await vote(two)
  for (const i of [0, 1, 2]) await pick(i, voteId, 1)
  for (const i of [3, 4, 5]) await pick(i, voteId, 0)
  await house.must(c.chairman, voteClose, { voteId })
  expect((await seen(voteId))?.result).toMatchObject({ outcome: 'passed_by_chair', chosen: [1] })
})

test('danh sách 200 lựa chọn, chọn từ 3: thiếu, lạ, trùng bị từ chối; chọn cả 200 được; đếm đúng từng lựa chọn', async () => {
  const { seen, vote, tries, pick } = await sitting()
  const voteId = await vote(long)
  for (const [picks, code] of [
    [[0, 1], 'VOTE_PICKS_FEW'],
    [[0, 1, 200], 'VOTE_PICKS_UNKNOWN'],
    [[5, 5, 6], 'VOTE_PICKS_TWICE'],
  ] as const)
    expect(codeOf(await tries(1, voteId, { picks }))).toBe(code)
  await pick(0, voteId, ...long.list.map((_, i) => i))
  for (const i of [1, 2, 3]) await pick(i, voteId, 10, 20, 199)
  expect((await seen(voteId))?.optionVotes?.reduce((a, b) => a + b, 0)).toBe(209)
  await house.must(c.chairman, voteClose, { voteId })
  expect((await seen(voteId))?.result).toMatchObject({ outcome: 'passed', chosen: [10, 20, 199] })
})

test('danh sách kín: phiếu niêm phong dài bằng nhau; trước khi kết thúc không có số phiếu của lựa chọn; phiếu sai không hợp lệ; không hàng nào giữ những lựa chọn đi cùng nhau', async () => {
  const { seen, vote, tries } = await sitting()
  const voteId = await vote(long, { form: 'secret' })
  const seal = (await seen(voteId))?.seal ?? { publicKey: '', bytes: 0 }
  const ballots = [[1, 2, 3], [1, 2, 199], long.list.map((_, i) => i), 'abstain' as const, [1, 2], [1, 2, 3]]
  const sealed = ballots.map(b => sealBallot(voteId, seal, b).sealed)
  expect(new Set(sealed.map(s => s.length)).size).toBe(1)
  for (const [i, text] of sealed.entries()) expect(codeOf(await tries(i, voteId, { sealed: text }))).toBe('ok')
  const open = await seen(voteId)
  expect([open?.optionVotes, open?.count, open?.cast]).toEqual([undefined, { for: 0, against: 0, abstain: 0 }, 6])
  await house.must(c.chairman, voteClose, { voteId })
  const closed = await seen(voteId)
  expect(closed).toMatchObject({ count: { for: 4, against: 0, abstain: 1 }, invalid: 1, ballots: null, result: { outcome: 'passed', chosen: [1, 2] } })
  expect([1, 2, 3, 199, 0].map(i => closed?.optionVotes?.[i])).toEqual([4, 4, 3, 2, 1])
  const rows = await house.services.db.anonymousBallot.findMany({ where: { voteId } })
  expect(rows.filter(r => r.choice === '#1')).toHaveLength(4)
  expect(rows.every(r => /^(#\d+|abstain|invalid)$/.test(r.choice))).toBe(true)
})
