import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import type { Answer, CommandDef } from '#app/contracts/define.ts'
import {
  meetingAddUrgentItem,
  meetingAdoptBlock,
  meetingCorrectItem,
  meetingMarkUndisputed,
  meetingObjectToBlock,
  meetingSealRecord,
  meetingUndoStep,
  meetingVoteOnBlock,
} from '#app/contracts/flow.ts'
import {
  agendaIssue,
  attendanceCheckIn,
  attendanceRecord,
  conclusionAddLine,
  meetingEnd,
  meetingGoToItem,
  meetingOpen,
  meetingPause,
  meetingResume,
  meetingSetItemAside,
  speakingCall,
  speakingRequest,
  speakingStart,
  voteCast,
  voteClose,
  voteOpen,
} from '#app/contracts/meeting.ts'
import { reduceSession } from '#app/live/reducers/session.ts'
import type { Actor } from '#server/command/context.ts'
import { buildCommittee, buildSitting, type Committee, type House, openHouse } from '#tests/support/build.ts'

let house: House
let c: Committee
beforeAll(async () => {
  house = await openHouse()
  c = await buildCommittee(house, 5)
})
afterAll(() => house.close())

const codeOf = (answer: Answer): string => (answer.ok ? 'ok' : answer.code)
const send = async (actor: Actor | null, name: string, input: unknown, commandId = uuid()): Promise<Answer> =>
  house.services.runCommand(name, input, commandId, { actor, ip: null })

/** Not signed in, bad input, not allowed, success, repeated, asked again as a new command. */
async function climb(r: { def: CommandDef; input: object; by?: Actor; notBy?: Actor; bad: unknown; again: string }) {
  const by = r.by ?? c.chairman
  const id = uuid()
  expect(codeOf(await send(null, r.def.name, r.input)), 'nobody signed in').toBe('NOT_SIGNED_IN')
  expect(codeOf(await send(by, r.def.name, r.bad)), 'bad input').toBe('BAD_INPUT')
  expect(codeOf(await send(r.notBy ?? c.homeClerk, r.def.name, r.input)), 'not allowed').toBe('FORBIDDEN')
  const first = await send(by, r.def.name, r.input, id)
  expect(first, 'success').toMatchObject({ ok: true })
  expect(await send(by, r.def.name, r.input, id), 'the same command again').toMatchObject({ ok: true, replayed: true, data: first.ok ? first.data : null })
  expect(codeOf(await send(by, r.def.name, r.input)), 'once more as a new command').toBe(r.again)
}

async function stage(itemCount = 4) {
  const sitting = await buildSitting(house, c, itemCount)
  const on = { meetingId: sitting.meetingId }
  await house.must(c.chairman, agendaIssue, on)
  for (const m of c.members) await house.must(m, attendanceCheckIn, on)
  // Any member's eyes: a guest has a part of the session only.
  const seen = async (as: Actor = c.members[1] ?? c.chairman) => (await house.query(as, 'session.view', on)).view
  const item = async (id: string) => (await seen()).items.find(i => i.id === id)
  const step = async () => (await house.query(c.secretary, 'desk.view', on)).view.step
  const undo = async (extra: object = {}) => send(c.secretary, meetingUndoStep.name, { ...on, stepId: (await step())?.id ?? uuid(), ...extra })
  return { on, items: sitting.items, seen, item, step, undo }
}

describe('diễn biến phiên họp', () => {
  test('bổ sung khẩn có lý do, hiện ngay như một lần điều chỉnh chương trình', async () => {
    const { on, items, seen } = await stage()
    const [first, second] = items as [string, string]
    const input = { ...on, itemId: uuid(), title: 'Ứng phó mưa lũ trên sông Lô', presenter: 'Giám đốc Sở Nội vụ', minutes: 15, leadUnitId: c.home, reason: 'Công điện lúc 07:30', beforeId: second }
    expect(codeOf(await send(c.chairman, meetingAddUrgentItem.name, input)), 'before the session').toBe('MEETING_NOT_STARTED')
    await house.must(c.chairman, meetingOpen, on)
    await house.must(c.chairman, meetingGoToItem, { ...on, itemId: first })
    // The draft has moved on: an urgent item takes nothing of it along.
    await house.services.db.agendaItem.update({ where: { id: second }, data: { title: 'Đang soạn lại' } })
    const before = await seen()
    expect(await send(c.secretary, meetingAddUrgentItem.name, { ...input, leadUnitId: uuid() })).toMatchObject({ code: 'BAD_INPUT', fields: { leadUnitId: 'invalid_value' } })
    expect(await send(c.secretary, meetingAddUrgentItem.name, { ...input, beforeId: uuid() })).toMatchObject({ code: 'ITEM_NOT_IN_MEETING' })
    await climb({ def: meetingAddUrgentItem, input, by: c.secretary, notBy: c.members[1], bad: { ...input, reason: ' ' }, again: 'CONFLICT' })
    const after = await seen()
    expect(after.items.map(i => i.title)).toEqual(['Nội dung 1', input.title, 'Nội dung 2', 'Nội dung 3', 'Nội dung 4'])
    expect(after.items[1]).toMatchObject({ urgentReason: input.reason, status: 'pending', minutes: 15 })
    expect(after.meeting.agendaVersion).toBe(2)
    const [version] = await house.query(c.members[1] ?? c.chairman, 'agenda.versions', on)
    expect(version).toMatchObject({ n: 2, reason: `Bổ sung khẩn: ${input.reason}`, changes: [{ kind: 'added', id: input.itemId, place: 2 }] })
    // What screens apply is what a fresh page loads.
    const events = await house.services.db.eventLog.findMany({ where: { stream: `meeting:${on.meetingId}`, name: 'meeting.urgentItemAdded' } })
    const folded = events.reduce((v, e) => reduceSession(v, { stream: e.stream, seq: e.seq ?? 0, name: e.name, v: e.v, payload: e.payload, at: 0, actorId: e.actorId }), before)
    expect(folded).toEqual(after)
  })

  test('khối không có ý kiến khác: đưa vào, thành viên đề nghị thảo luận, thông qua trong một lần', async () => {
    const { on, items, seen, item } = await stage(6)
    const [a, b, third, d] = items as [string, string, string, string]
    const block = [a, third, d]
    await climb({ def: meetingMarkUndisputed, input: { ...on, itemIds: block, isUndisputed: true }, by: c.monitor, notBy: c.members[1], bad: { ...on, itemIds: [], isUndisputed: true }, again: 'ok' })
    expect((await seen()).items.filter(i => i.isUndisputed).map(i => i.id)).toEqual(block)
    expect(codeOf(await send(c.guest, meetingObjectToBlock.name, { ...on, itemId: d, reason: 'Chưa rõ' }))).toBe('BLOCK_ONLY_MEMBERS')
    expect(codeOf(await send(c.substitute, meetingObjectToBlock.name, { ...on, itemId: d, reason: 'Chưa rõ' }))).toBe('BLOCK_ONLY_MEMBERS')
    const objection = { ...on, itemId: d, reason: 'Chưa rõ nguồn kinh phí' }
    await climb({ def: meetingObjectToBlock, input: objection, by: c.members[2], bad: { ...objection, reason: '' }, again: 'BLOCK_NOT_IN_BLOCK' })
    expect(await item(d)).toMatchObject({ objection: { byLabel: c.members[2]?.displayName, reason: objection.reason } })
    await house.must(c.chairman, meetingOpen, on)
    // What the chair saw is no longer the block: nothing is adopted.
    expect(await send(c.chairman, meetingAdoptBlock.name, { ...on, itemIds: block })).toMatchObject({ code: 'BLOCK_CHANGED', params: { numbers: '4' } })
    // Running the session for the chair is not adopting for the chair.
    await climb({ def: meetingAdoptBlock, input: { ...on, itemIds: [a, third] }, notBy: c.secretary, bad: on, again: 'BLOCK_EMPTY' })
    for (const id of [a, third]) expect(await item(id)).toMatchObject({ status: 'concluded', adoption: { how: 'block', at: house.clock.now.getTime() } })
    expect(codeOf(await send(c.secretary, meetingMarkUndisputed.name, { ...on, itemIds: [a], isUndisputed: false }))).toBe('BLOCK_ITEM_DEALT')
    // Việc tập thể: only by one vote.
    await house.must(c.secretary, meetingMarkUndisputed, { ...on, itemIds: [b, d], isUndisputed: true })
    expect((await item(d))?.objection).toBeUndefined()
    expect(await send(c.chairman, meetingAdoptBlock.name, { ...on, itemIds: [b, d] })).toMatchObject({ code: 'BLOCK_COLLECTIVE', params: { numbers: '2' } })
    const voteId = uuid()
    const vote = { ...on, voteId, itemIds: [b, d], question: 'Thông qua khối 2 nội dung?' }
    await climb({ def: meetingVoteOnBlock, input: vote, by: c.secretary, notBy: c.members[1], bad: { ...vote, question: '' }, again: 'CONFLICT' })
    expect((await seen()).meeting.currentItemId).toBe(b)
    for (const m of c.members.slice(0, 3)) await house.must(m, voteCast, { voteId, choice: 'for' })
    await house.must(c.chairman, voteClose, { voteId })
    for (const id of [b, d]) expect(await item(id)).toMatchObject({ status: 'concluded', adoption: { how: 'block_vote' } })
    expect((await seen()).votes[0]).toMatchObject({ blockItemIds: [b, d], result: { outcome: 'passed' } })
  })

  test('biểu quyết khối không đạt: từng nội dung ra khỏi khối để thảo luận', async () => {
    const { on, items, item } = await stage(3)
    const [, b, third] = items as [string, string, string]
    await house.must(c.secretary, meetingMarkUndisputed, { ...on, itemIds: [b, third], isUndisputed: true })
    await house.must(c.chairman, meetingOpen, on)
    const voteId = uuid()
    await house.must(c.chairman, meetingVoteOnBlock, { ...on, voteId, itemIds: [b, third], question: 'Thông qua khối?' })
    await house.must(c.chairman, voteClose, { voteId })
    expect(await item(b)).toMatchObject({ status: 'presenting' })
    expect(await item(third)).toMatchObject({ status: 'pending' })
    for (const id of [b, third]) expect((await item(id))?.isUndisputed).toBeUndefined()
  })

  test('30 nội dung trong khối: từ lúc chủ trì bấm đến khi vào hồ sơ dưới 60 giây', async () => {
    const { on, items, seen } = await stage(30)
    await house.services.db.agendaItem.updateMany({ where: { id: { in: items } }, data: { isCollective: false, isUndisputed: true } })
    await house.must(c.chairman, meetingOpen, on)
    const from = performance.now()
    await house.must(c.chairman, meetingAdoptBlock, { ...on, itemIds: items })
    const seconds = (performance.now() - from) / 1000
    expect((await seen()).items.filter(i => i.adoption?.how === 'block')).toHaveLength(30)
    expect(seconds).toBeLessThan(5)
  })

  test('hoàn tác: trở lại nội dung trước với đồng hồ như chưa rời đi, người đang nói nói tiếp', async () => {
    const { on, items, seen, item, step, undo } = await stage()
    const [a, b] = items as [string, string]
    expect(codeOf(await undo())).toBe('FLOW_NOTHING_TO_UNDO')
    await house.must(c.chairman, meetingOpen, on)
    await house.must(c.chairman, meetingGoToItem, { ...on, itemId: a })
    const begun = house.clock.now.getTime()
    const requestId = uuid()
    await house.must(c.members[1] ?? null, speakingRequest, { ...on, requestId, subject: '' })
    await house.must(c.chairman, speakingCall, { ...on, requestId })
    await house.must(c.chairman, speakingStart, { ...on, requestId })
    house.clock.forward(600_000)
    await house.must(c.secretary, meetingGoToItem, { ...on, itemId: b, fromItemId: a })
    house.clock.forward(30_000)
    const stepId = (await step())?.id ?? ''
    expect(await step()).toMatchObject({ act: 'go_to', itemId: b, byLabel: c.secretary.displayName })
    await climb({ def: meetingUndoStep, input: { ...on, stepId }, by: c.secretary, notBy: c.members[1], bad: { ...on, stepId: 'x' }, again: 'FLOW_STEP_NOT_LAST' })
    const view = await seen()
    expect(view.meeting.currentItemId).toBe(a)
    expect(await item(a)).toMatchObject({ status: 'presenting', startedAt: begun, spentSeconds: 0, endedAt: null })
    const untouched = await item(b)
    expect(untouched).toMatchObject({ status: 'pending', startedAt: null, spentSeconds: 0 })
    expect(untouched?.beganAt).toBeUndefined()
    expect(view.queue.find(q => q.id === requestId)).toMatchObject({ status: 'speaking', endedAt: null })
    // Pausing and taking it back is as if the clock had run on.
    await house.must(c.chairman, meetingPause, on)
    house.clock.forward(60_000)
    expect(codeOf(await undo())).toBe('ok')
    expect((await seen()).meeting).toMatchObject({ status: 'running', pausedAt: null })
    expect(await item(a)).toMatchObject({ startedAt: begun })
    await house.must(c.chairman, meetingPause, on)
    await house.must(c.chairman, meetingResume, on)
    expect(codeOf(await undo())).toBe('ok')
    expect((await seen()).meeting.status).toBe('paused')
  })

  test('hoàn tác để lại, rút, thông qua khối, khai mạc; không hoàn tác qua một biểu quyết', async () => {
    const { on, items, item, seen, undo } = await stage()
    const [a, , third] = items as [string, string, string]
    await house.must(c.chairman, meetingOpen, on)
    expect(codeOf(await undo())).toBe('ok')
    expect((await seen()).meeting).toMatchObject({ status: 'invited', openedAt: null })
    await house.must(c.chairman, meetingOpen, on)
    await house.must(c.chairman, meetingGoToItem, { ...on, itemId: a })
    await house.must(c.chairman, meetingSetItemAside, { ...on, itemId: a, act: 'withdraw', reason: 'Đơn vị xin rút' })
    expect(codeOf(await undo())).toBe('ok')
    expect((await seen()).meeting.currentItemId).toBe(a)
    expect(await item(a)).toMatchObject({ status: 'presenting', asideReason: null })
    await house.must(c.secretary, meetingMarkUndisputed, { ...on, itemIds: [third], isUndisputed: true })
    await house.must(c.chairman, meetingAdoptBlock, { ...on, itemIds: [third] })
    expect(codeOf(await undo())).toBe('ok')
    const back = await item(third)
    expect(back).toMatchObject({ status: 'pending', isUndisputed: true })
    expect(back?.adoption).toBeUndefined()
    const voteId = uuid()
    await house.must(c.chairman, voteOpen, { ...on, voteId, question: 'Thông qua?' })
    await house.must(c.chairman, voteClose, { voteId })
    expect(codeOf(await undo())).toBe('FLOW_VOTED_SINCE')
    // Put right by hand since: undoing would write over it.
    house.clock.forward(60_000)
    await house.must(c.chairman, meetingGoToItem, { ...on, itemId: third })
    await house.must(c.chairman, meetingCorrectItem, { ...on, itemId: a, spentSeconds: 20, reason: 'Ghi nhầm' })
    expect(codeOf(await undo())).toBe('FLOW_CHANGED_MEANWHILE')
  })

  test('mở lại phiên đã kết thúc có lý do, rồi khóa hồ sơ: không sửa được nữa', async () => {
    const { on, items, item, seen, undo } = await stage()
    const [a, b] = items as [string, string]
    await house.must(c.chairman, meetingOpen, on)
    await house.must(c.chairman, meetingGoToItem, { ...on, itemId: a })
    const begun = house.clock.now.getTime()
    house.clock.forward(300_000)
    expect(codeOf(await send(c.chairman, meetingSealRecord.name, on))).toBe('RECORD_NOT_ENDED')
    await house.must(c.chairman, meetingEnd, on)
    house.clock.forward(120_000)
    expect(await undo()).toMatchObject({ code: 'ITEM_REASON_REQUIRED', fields: { reason: 'ITEM_REASON_REQUIRED' } })
    expect(codeOf(await undo({ reason: 'Còn nội dung 2 chưa bàn' }))).toBe('ok')
    const open = await seen()
    expect(open.meeting).toMatchObject({ status: 'running', endedAt: null, currentItemId: a })
    expect(open.quorum.present).toBe(5)
    // The two minutes in between are nobody's.
    expect(await item(a)).toMatchObject({ status: 'presenting', startedAt: begun + 120_000 })
    await house.must(c.chairman, meetingGoToItem, { ...on, itemId: b })
    await house.must(c.chairman, meetingEnd, on)
    house.clock.forward(60_000)
    const fix = { ...on, itemId: a, spentSeconds: 240, reason: 'Đồng hồ bấm muộn' }
    await climb({ def: meetingCorrectItem, input: fix, by: c.secretary, notBy: c.members[1], bad: { ...fix, reason: '' }, again: 'CORRECTION_EMPTY' })
    expect(await item(a)).toMatchObject({ spentSeconds: 240 })
    expect(await send(c.secretary, meetingCorrectItem.name, { ...fix, endedAt: begun - 1 })).toMatchObject({ code: 'CORRECTION_TIME_ORDER', fields: { endedAt: 'CORRECTION_TIME_ORDER' } })
    await climb({ def: meetingSealRecord, input: on, by: c.secretary, notBy: c.members[1], bad: {}, again: 'RECORD_SEALED' })
    expect((await seen()).meeting.sealedAt).toBe(house.clock.now.getTime())
    const sealed = { code: 'RECORD_SEALED', params: { at: expect.stringMatching(/^\d\d:\d\d \d\d\/\d\d\/\d{4}$/) } }
    expect(await send(c.secretary, meetingCorrectItem.name, { ...fix, spentSeconds: 10 })).toMatchObject(sealed)
    expect(await undo({ reason: 'Mở lại' })).toMatchObject(sealed)
    expect(await send(c.secretary, conclusionAddLine.name, { ...on, itemId: a, lineId: uuid(), text: 'Thêm' })).toMatchObject(sealed)
    const participantId = (await seen()).participants[2]?.id
    expect(await send(c.secretary, attendanceRecord.name, { ...on, participantId, act: 'arrive' })).toMatchObject(sealed)
  })

  test('hai máy cùng điều hành: thao tác trên nội dung vừa rời đi bị từ chối, nêu nội dung đang bàn', async () => {
    const { on, items } = await stage()
    const [a, b, third] = items as [string, string, string]
    await house.must(c.chairman, meetingOpen, on)
    await house.must(c.chairman, meetingGoToItem, { ...on, itemId: a, fromItemId: null })
    // Both screens show item 1; both press for item 2 at the same moment: one turns, the other is told it is there.
    const both = await Promise.all([c.chairman, c.secretary].map(who => send(who, meetingGoToItem.name, { ...on, itemId: b, fromItemId: a })))
    expect(both.map(codeOf).sort()).toEqual(['ITEM_IS_CURRENT', 'ok'])
    house.clock.forward(5_000)
    const late = { code: 'ITEM_MOVED_ON', params: { number: 2, title: 'Nội dung 2' } }
    expect(await send(c.chairman, meetingGoToItem.name, { ...on, itemId: third, fromItemId: a })).toMatchObject(late)
    expect(await send(c.chairman, voteOpen.name, { ...on, voteId: uuid(), question: 'Thông qua nội dung 1?', fromItemId: a })).toMatchObject(late)
    expect(await send(c.chairman, meetingSetItemAside.name, { ...on, itemId: b, act: 'withdraw', reason: 'Nhầm', fromItemId: a })).toMatchObject(late)
    await house.must(c.chairman, meetingSetItemAside, { ...on, itemId: b, act: 'hold_over', reason: 'Chờ số liệu', fromItemId: b })
    expect(await send(c.secretary, voteOpen.name, { ...on, voteId: uuid(), question: 'Thông qua?', fromItemId: b })).toMatchObject({ code: 'MEETING_BETWEEN_ITEMS' })
  })
})
