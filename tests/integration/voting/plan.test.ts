import { afterAll, beforeAll, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import type { CommandDef } from '#app/contracts/define.ts'
import { attendanceCheckIn, meetingEnd, meetingOpen, meetingSetItemAside, voteCast, voteClose } from '#app/contracts/meeting.ts'
import { voteCancel } from '#app/contracts/secret.ts'
import { votePlanMove, votePlanOpen, votePlanRemove, votePlanRun, votePlanSave } from '#app/contracts/vote-plan.ts'
import type { Actor } from '#server/command/context.ts'
import { buildCommittee, buildSitting, type Committee, type House, openHouse } from '#tests/support/build.ts'
import { climbLadder, codeOf } from '#tests/support/ladder.ts'

let house: House
let c: Committee
beforeAll(async () => {
  house = await openHouse()
  c = await buildCommittee(house, 5)
})
afterAll(() => house.close())

const member = (i: number): Actor => c.members[i] as Actor

async function planning() {
  const { meetingId, items } = await buildSitting(house, c)
  const on = { meetingId }
  const view = async () => (await house.query(c.substitute, 'session.view', on)).view
  const add = async (itemId: string | undefined, question: string, more: object = {}) => {
    const plannedId = uuid()
    await house.must(c.secretary, votePlanSave, { ...on, plannedId, itemId: itemId ?? '', question, form: 'open', ...more } as never)
    return plannedId
  }
  return { on, items, view, add }
}

const climb = (def: CommandDef, input: object, by: Actor, again: string) => climbLadder(house, { def, input, by, notBy: member(1), bad: { ...input, meetingId: 'x' }, again })

test('chuẩn bị nội dung biểu quyết: thêm, sửa, xóa, đổi thứ tự, xem chi tiết trước phiên; sai ở đâu nói ở ô đó; mọi thành viên thấy danh sách', async () => {
  const { on, items, view, add } = await planning()
  const first = { ...on, plannedId: uuid(), itemId: items[0] ?? '', question: 'Thông qua Quyết định', form: 'open' }
  await climb(votePlanSave, first, c.secretary, 'ok')
  const second = await add(items[1], 'Chọn phương án', { options: { list: ['A', 'B', 'C'], min: 1, max: 2, places: 2 }, seconds: 120 })
  expect(codeOf(await house.run(c.secretary, votePlanSave, { ...first, plannedId: uuid(), question: ' ' } as never))).toBe('BAD_INPUT')
  expect(await house.run(c.secretary, votePlanSave, { ...first, plannedId: uuid(), itemId: uuid() } as never)).toMatchObject({ code: 'ITEM_NOT_IN_MEETING', fields: { itemId: 'ITEM_NOT_IN_MEETING' } })
  expect(await house.run(c.secretary, votePlanSave, { ...first, plannedId: uuid(), options: { list: ['A', 'B'], min: 2, max: 1, places: 1 } } as never)).toMatchObject({ code: 'VOTE_OPTIONS_RANGE', fields: { 'options.min': 'VOTE_OPTIONS_RANGE' } })
  await house.must(c.secretary, votePlanSave, { ...first, question: 'Thông qua Quyết định sửa đổi', answers: 'opinion' } as never)
  expect((await view()).planned).toEqual([
    { id: first.plannedId, itemId: items[0], question: 'Thông qua Quyết định sửa đổi', form: 'open', answers: 'opinion', seconds: null, options: null, voteId: null },
    { id: second, itemId: items[1], question: 'Chọn phương án', form: 'open', answers: 'standard', seconds: 120, options: { list: ['A', 'B', 'C'], min: 1, max: 2, places: 2 }, voteId: null },
  ])
  await climb(votePlanMove, { ...on, plannedId: second, to: 'up' }, c.secretary, 'ok')
  expect((await view()).planned?.map(p => p.id)).toEqual([second, first.plannedId])
  await climb(votePlanRemove, { ...on, plannedId: second }, c.secretary, 'NOT_FOUND')
  expect((await view()).planned?.map(p => p.id)).toEqual([first.plannedId])
  // Of another session nothing is changed by its id.
  const other = await planning()
  expect(codeOf(await house.run(c.secretary, votePlanRemove, { ...other.on, plannedId: first.plannedId }))).toBe('CONFLICT')
  // What stands on a hidden item isn't told to the room.
  await house.services.db.agendaItem.update({ where: { id: items[0] ?? '' }, data: { isHidden: true } })
  expect((await view()).planned).toEqual([])
})

test('duyệt danh sách: bắt đầu, mở lần lượt qua các nội dung, kết thúc; biểu quyết bị hủy thì mở lại được; nội dung đã rút thì không', async () => {
  const { on, items, view, add } = await planning()
  const [one, two, three] = [await add(items[0], 'Việc một'), await add(items[1], 'Việc hai', { answers: 'opinion' }), await add(items[2], 'Việc ba')]
  expect(codeOf(await house.run(c.chairman, votePlanRun, { ...on, act: 'start' }))).toBe('VOTE_SESSION_NOT_RUNNING')
  expect(codeOf(await house.run(c.chairman, votePlanOpen, { ...on, plannedId: one, voteId: uuid() }))).toBe('VOTE_SESSION_NOT_RUNNING')
  for (const who of c.members) await house.must(who, attendanceCheckIn, on)
  await house.must(c.chairman, meetingOpen, on)
  await climb(votePlanRun, { ...on, act: 'start' }, c.chairman, 'PLAN_RUN_ON')
  expect((await view()).voteRunAt).toBe(house.clock.now.getTime())

  const voteId = uuid()
  await climb(votePlanOpen, { ...on, plannedId: one, voteId }, c.chairman, 'PLAN_HELD')
  expect(await view()).toMatchObject({ meeting: { currentItemId: items[0] }, votes: [{ id: voteId, itemId: items[0], question: 'Việc một', status: 'open' }], planned: [{ voteId }, { voteId: null }, { voteId: null }] })
  expect(codeOf(await house.run(c.chairman, votePlanOpen, { ...on, plannedId: two, voteId: uuid() }))).toBe('VOTE_ANOTHER_OPEN')
  expect(codeOf(await house.run(c.secretary, votePlanSave, { ...on, plannedId: one, itemId: items[0] ?? '', question: 'Khác', form: 'open' }))).toBe('PLAN_HELD')
  for (const who of c.members) await house.must(who, voteCast, { voteId, choice: 'for' })
  await house.must(c.chairman, voteClose, { voteId })

  const wrong = uuid()
  await house.must(c.chairman, votePlanOpen, { ...on, plannedId: two, voteId: wrong })
  await house.must(c.chairman, voteCancel, { voteId: wrong, reason: 'Mở nhầm' })
  const again = uuid()
  await house.must(c.chairman, votePlanOpen, { ...on, plannedId: two, voteId: again })
  expect((await view()).votes.find(v => v.id === again)).toMatchObject({ itemId: items[1], answers: 'opinion' })
  await house.must(c.chairman, voteClose, { voteId: again })

  await house.must(c.chairman, meetingSetItemAside, { ...on, itemId: items[2] ?? '', act: 'withdraw', reason: 'Chưa đủ hồ sơ', fromItemId: items[1] ?? '' } as never)
  expect(codeOf(await house.run(c.chairman, votePlanOpen, { ...on, plannedId: three, voteId: uuid() }))).toBe('PLAN_ITEM_ASIDE')
  await climb(votePlanRun, { ...on, act: 'end' }, c.secretary, 'PLAN_RUN_OFF')
  expect((await view()).voteRunAt).toBeNull()
  await house.must(c.chairman, meetingEnd, on)
  expect(codeOf(await house.run(c.secretary, votePlanRemove, { ...on, plannedId: three }))).toBe('PLAN_MEETING_OVER')
})

test('hai người cùng mở một nội dung trong danh sách: một biểu quyết, không hai', async () => {
  const { on, items, view, add } = await planning()
  const plannedId = await add(items[0], 'Việc một')
  for (const who of c.members) await house.must(who, attendanceCheckIn, on)
  await house.must(c.chairman, meetingOpen, on)
  const answers = await Promise.all([c.chairman, c.secretary, c.chairman].map(who => house.run(who, votePlanOpen, { ...on, plannedId, voteId: uuid() })))
  expect(answers.filter(a => a.ok)).toHaveLength(1)
  expect((await view()).votes.filter(v => v.status === 'open')).toHaveLength(1)
})
