import { addUp, givenOf } from '#app/domain/task/figures.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import type { Answer } from '#app/contracts/define.ts'
import { taskAccept, taskAssign, taskConfirm, taskDecideExtension, taskRecall, taskReport, taskRequestExtension, taskSendBack, taskSubmit, taskUrge } from '#app/contracts/task.ts'
import {
  taskAcceptPart, taskAddChild, taskAnswer, taskAttach, taskBulk, taskBulkUndo, taskComment, taskDeclinePart, taskDelegate, taskExplain, taskExtend, taskFinishPart, taskHandOver,
  taskRemovePart, taskReportPart, taskSee, taskSetFollowers, taskSetMonitor, taskSetPart, taskTransfer,
} from '#app/contracts/task-tree.ts'
import { type Actor, systemActor } from '#server/command/context.ts'
import { tellTaskAct } from '#server/features/task/notify-act.ts'
import { mayFollow } from '#server/policies/stream.ts'
import { addPerson, addUnit, buildCommittee, type Committee, type House, openHouse, refusalOf } from '#tests/support/build.ts'

let house: House
let c: Committee
let commune: string
let communeClerk: Actor
let communeHead: Actor
let finance: string
let financeClerk: Actor
beforeAll(async () => {
  house = await openHouse()
  c = await buildCommittee(house, 5)
  commune = await addUnit(house, 'UBND xã Tân Trào', 'commune', 'TT')
  communeHead = await addPerson(house, 'Chủ tịch xã Tân Trào', [{ role: 'unit_head', unitId: commune }])
  communeClerk = await addPerson(house, 'Công chức xã Tân Trào', [{ role: 'unit_clerk', unitId: commune }])
  finance = await addUnit(house, 'Sở Tài chính', 'department', 'STC')
  financeClerk = await addPerson(house, 'Chuyên viên Sở Tài chính', [{ role: 'unit_clerk', unitId: finance }])
})
afterAll(() => house.close())

const codeOf = (answer: Answer): string => (answer.ok ? 'ok' : answer.code)
const fieldOf = (answer: Answer): [string, string[]] => (answer.ok ? ['ok', []] : [answer.code, Object.keys(answer.fields ?? {})])
const evidence = { productRef: '412/BC-SYT' }
const view = (who: Actor, taskId: string) => house.query(who, 'task.view', { taskId })

/** A task of Sở Y tế, taken up, with Sở Nội vụ beside it. */
async function given(more: Partial<Parameters<typeof house.must<typeof taskAssign>>[2]> = {}): Promise<string> {
  const taskId = uuid()
  await house.must(c.monitor, taskAssign, { taskId, title: 'Khảo sát trạm y tế', content: 'Khảo sát, báo cáo', leadUnitId: c.health, coordinatorIds: [c.home], deadlineOn: '2026-12-10', sourceLabel: '305/TB-UBND', sourceQuote: 'Giao Sở Y tế khảo sát trạm y tế xã', ...more })
  await house.must(c.healthClerk, taskAccept, { taskId })
  return taskId
}
const child = (taskId: string, more: object = {}) => ({ taskId, childId: uuid(), title: 'Khảo sát trạm y tế xã Tân Trào', leadUnitId: commune, deadlineOn: '2026-12-05', ...more })
const nobody = async (def: { name: string }, input: object) => codeOf(await house.services.runCommand(def.name, input, uuid(), { actor: null, ip: null }))

describe('việc con từ câu giao của tỉnh đến người ở xã', () => {
  test('hạn ở trong hạn trên, đơn vị ở dưới, đến bậc cuối; cây thấy được từ hai đầu; chưa xong việc con thì chưa trình', async () => {
    const taskId = await given()
    const input = child(taskId)
    expect(await nobody(taskAddChild, input)).toBe('NOT_SIGNED_IN')
    expect(codeOf(await house.run(c.healthClerk, taskAddChild, { ...input, title: ' ' }))).toBe('BAD_INPUT')
    expect(codeOf(await house.run(c.homeClerk, taskAddChild, input))).toBe('TASK_NOT_YOURS')
    expect(codeOf(await house.run(financeClerk, taskAddChild, input))).toBe('NOT_FOUND')
    expect(fieldOf(await house.run(c.healthClerk, taskAddChild, { ...input, deadlineOn: '2026-12-11' }))).toEqual(['TASK_CHILD_AFTER_PARENT', ['deadlineOn']])
    expect(fieldOf(await house.run(c.healthClerk, taskAddChild, { ...input, deadlineOn: '2026-11-20' }))).toEqual(['TASK_CHILD_BEFORE_PARENT', ['deadlineOn']])
    expect(fieldOf(await house.run(c.healthClerk, taskAddChild, { ...input, leadUnitId: c.home }))).toEqual(['TASK_UNIT_NOT_BELOW', ['leadUnitId']])
    const id = uuid()
    const { code } = await house.must(c.healthClerk, taskAddChild, input, id)
    expect(await house.run(c.healthClerk, taskAddChild, input, id)).toMatchObject({ ok: true, replayed: true })
    const rootCode = (await view(c.monitor, taskId)).view.card.code
    expect(code).toBe(`${rootCode}.1`)
    const xa = { taskId: input.childId }
    // the commune's own person, one level further; then as deep as it goes
    await house.must(communeClerk, taskAccept, xa)
    const person = child(input.childId, { title: 'Chụp ảnh hiện trạng', deadlineOn: '2026-12-03', assigneeId: communeClerk.userId })
    expect(fieldOf(await house.run(communeClerk, taskAddChild, { ...person, assigneeId: financeClerk.userId }))).toEqual(['TASK_PERSON_NOT_IN_UNIT', ['personId']])
    await house.must(communeHead, taskAddChild, person)
    await house.must(communeClerk, taskAccept, { taskId: person.childId })
    await house.must(communeHead, taskAddChild, child(person.childId, { deadlineOn: '2026-12-02' }))
    const last = (await view(communeHead, person.childId)).view.children[0]?.id ?? ''
    await house.must(communeClerk, taskAccept, { taskId: last })
    expect(codeOf(await house.run(communeHead, taskAddChild, child(last, { deadlineOn: '2026-12-01' })))).toBe('TASK_TOO_DEEP')
    await house.must(communeHead, taskRecall, { taskId: last, reason: 'Không cần bậc này' })

    // down from the sentence, up from the commune
    const top = await view(c.chairman, taskId)
    expect(top.view.children.map(x => [x.code, x.leadUnitName])).toEqual([[`${code}`, 'UBND xã Tân Trào'], [`${code}.1`, 'UBND xã Tân Trào'], [`${code}.1.1`, 'UBND xã Tân Trào']])
    expect(top.view.card.children).toEqual({ total: 1, done: 0 })
    const below = await view(communeClerk, person.childId)
    expect(below.view.path.map(p => [p.code, p.sourceQuote, p.mayOpen])).toEqual([[rootCode, 'Giao Sở Y tế khảo sát trạm y tế xã', false], [code, null, true]])
    // the department above sees what hangs two levels below; a coordinating unit opens no work that is not its own
    expect((await view(c.healthClerk, person.childId)).view.card.assigneeLabel).toBe('Công chức xã Tân Trào')
    expect(await refusalOf(view(c.homeClerk, person.childId))).toBe('NOT_FOUND')
    const follows = (who: Actor, stream: string) => mayFollow(house.services.pool, { kind: 'person', actor: who }, stream)
    expect(await Promise.all([follows(c.healthClerk, `task:${person.childId}`), follows(c.homeClerk, `task:${person.childId}`), follows(communeClerk, `task:${taskId}`)])).toEqual([true, false, false])
    // the Committee's board shows what the Committee gave
    const board = (await house.query(c.chairman, 'direction.view', {})).view
    const [sum] = await house.database.query<{ n: number }>(`SELECT count(*)::int AS n FROM "Task" WHERE "parentId" IS NULL AND state NOT IN ('draft', 'recalled') AND kind <> 'routine'`)
    expect(givenOf(addUp(board.rows.map(r => r.figures)))).toBe(sum?.n)

    // a sub-task is no further than its parent allows, also by an extension
    await house.must(communeClerk, taskReport, { ...xa, reportId: uuid(), percent: 50, note: 'Đã đi hai thôn', fileIds: [] })
    const extensionId = uuid()
    expect(fieldOf(await house.run(communeClerk, taskRequestExtension, { ...xa, extensionId, reason: 'Mưa lũ', deadlineOn: '2026-12-15' }))).toEqual(['TASK_CHILD_AFTER_PARENT', ['deadlineOn']])
    await house.must(communeClerk, taskRequestExtension, { ...xa, extensionId, reason: 'Mưa lũ', deadlineOn: '2026-12-09' })
    expect(codeOf(await house.run(c.healthClerk, taskDecideExtension, { ...xa, extensionId, isGranted: true, deadlineOn: '2026-12-11' }))).toBe('TASK_CHILD_AFTER_PARENT')
    await house.must(c.healthClerk, taskDecideExtension, { ...xa, extensionId, isGranted: true })

    // nothing is handed in over open sub-tasks; the unit that gave it confirms, among its own people only the head
    const result = { reportId: uuid(), note: 'Xong', fileIds: [], ...evidence }
    expect(codeOf(await house.run(c.healthClerk, taskSubmit, { taskId, ...result }))).toBe('TASK_CHILDREN_OPEN')
    expect(codeOf(await house.run(communeClerk, taskSubmit, { ...xa, ...result }))).toBe('TASK_CHILDREN_OPEN')
    await house.must(communeClerk, taskSubmit, { taskId: person.childId, ...result })
    expect(codeOf(await house.run(communeClerk, taskConfirm, { taskId: person.childId }))).toBe('TASK_NOT_YOURS')
    await house.must(communeHead, taskConfirm, { taskId: person.childId })
    await house.must(communeClerk, taskSubmit, { ...xa, ...result, reportId: uuid() })
    expect((await house.query(c.healthClerk, 'home.waiting', {})).items.map(i => i.card.id)).toContain(input.childId)
    expect((await house.query(c.monitor, 'home.waiting', {})).items.map(i => i.card.id)).not.toContain(input.childId)
    expect(codeOf(await house.run(communeHead, taskConfirm, xa))).toBe('TASK_NOT_YOURS')
    await house.must(c.healthClerk, taskConfirm, xa)
    await house.must(c.healthClerk, taskSubmit, { taskId, ...result, reportId: uuid() })
    const events = await house.database.query<{ n: number }>(`SELECT count(*)::int AS n FROM "EventLog" WHERE stream = $1 AND name = 'task.childChanged'`, [`task:${taskId}`])
    expect(events[0]?.n).toBeGreaterThan(5)
  })

  test('thu hồi nhiệm vụ thì việc con cũng dừng; không thành vòng, cả khi hai người đặt cùng lúc', async () => {
    const [a, b] = [await given(), await given()]
    const input = child(a)
    await house.must(c.healthHead, taskAddChild, input)
    expect(codeOf(await house.run(c.healthHead, taskAttach, { taskId: a, parentId: b }))).toBe('TASK_NOT_YOURS')
    const both = await Promise.all([house.run(c.monitor, taskAttach, { taskId: a, parentId: b }), house.run(c.chairman, taskAttach, { taskId: b, parentId: a })])
    expect(both.map(codeOf).sort()).toEqual(['TASK_CYCLE', 'ok'])
    const isUnderB = both[0].ok
    const [upper, lower] = isUnderB ? [b, a] : [a, b]
    const chain = await house.database.query<{ taskId: string; ancestorId: string; distance: number }>(`SELECT "taskId", "ancestorId", distance FROM "TaskAncestor" WHERE "ancestorId" = $1 ORDER BY distance`, [upper])
    expect(chain).toContainEqual({ taskId: lower, ancestorId: upper, distance: 1 })
    if (isUnderB) expect(chain).toContainEqual({ taskId: input.childId, ancestorId: b, distance: 2 })
    expect((await view(c.monitor, lower)).view.card).toMatchObject({ depth: 1, parentId: upper, giverUnitId: c.health })
    await house.must(c.monitor, taskAttach, { taskId: lower, parentId: null })
    expect((await view(c.monitor, input.childId)).view).toMatchObject({ card: { depth: 1 }, path: [{ id: a }] })
    await house.must(c.monitor, taskRecall, { taskId: a, reason: 'Không còn cần' })
    expect((await view(c.monitor, input.childId)).view.card.state).toBe('recalled')
    expect(await house.database.query(`SELECT 1 FROM "Alert" WHERE "taskId" = $1 AND status = 'pending'`, [input.childId])).toHaveLength(0)
  })

  test('loại nhiệm vụ nói cần gì để khép lại, và có chờ việc con không', async () => {
    expect(fieldOf(await house.run(c.monitor, taskAssign, { taskId: uuid(), title: 'x', content: 'x', leadUnitId: c.health, deadlineOn: null, sourceLabel: 'x', typeCode: 'la' }))).toEqual(['TASK_TYPE_UNKNOWN', ['typeCode']])
    const taskId = await given({ typeCode: 'document' })
    const file = uuid()
    await house.services.db.storedFile.create({ data: { id: file, sha256: uuid(), name: 'anh.jpg', mime: 'image/jpeg', size: 1000n, uploadedById: c.healthClerk.userId } })
    expect(fieldOf(await house.run(c.healthClerk, taskSubmit, { taskId, reportId: uuid(), note: 'Xong', fileIds: [file] }))).toEqual(['TASK_EVIDENCE_NUMBER', ['productRef']])
    const photo = await given({ typeCode: 'field' })
    expect(fieldOf(await house.run(c.healthClerk, taskSubmit, { taskId: photo, reportId: uuid(), note: 'Xong', fileIds: [], ...evidence }))).toEqual(['TASK_EVIDENCE_FILE', ['fileIds']])
    await house.must(c.healthClerk, taskSubmit, { taskId: photo, reportId: uuid(), note: 'Xong', fileIds: [file] })
    const guidance = await given({ typeCode: 'guidance' })
    await house.must(c.healthClerk, taskAddChild, child(guidance))
    await house.must(c.healthClerk, taskSubmit, { taskId: guidance, reportId: uuid(), note: 'Đã chỉ đạo', fileIds: [] })
  })
})

describe('phần việc phối hợp, đôn đốc, giải trình', () => {
  test('mỗi đơn vị một phần, ngày và bước riêng; chủ trì thấy từng đơn vị; trạng thái chung không đổi', async () => {
    const taskId = await given({ parts: [{ unitId: c.home, part: 'Số liệu biên chế', dueOn: '2026-12-01' }], followerIds: [finance] })
    const part = { taskId, unitId: c.home }
    expect((await view(c.healthClerk, taskId)).view).toMatchObject({ coordinators: [{ unitName: 'Sở Nội vụ', part: 'Số liệu biên chế', dueOn: '2026-12-01', state: 'asked' }], followers: [{ unitName: 'Sở Tài chính' }] })
    expect((await view(financeClerk, taskId)).acts).toEqual(['comment'])
    expect((await house.query(c.homeClerk, 'home.waiting', {})).items.map(i => i.card.id)).toContain(taskId)
    expect(await nobody(taskAcceptPart, part)).toBe('NOT_SIGNED_IN')
    expect(codeOf(await house.run(c.healthClerk, taskAcceptPart, part))).toBe('TASK_NOT_YOURS')
    expect(codeOf(await house.run(c.homeClerk, taskAcceptPart, { taskId, unitId: finance }))).toBe('TASK_NOT_YOURS')
    expect(codeOf(await house.run(c.homeClerk, taskFinishPart, { ...part, reportId: uuid(), note: 'Xong' }))).toBe('TASK_PART_WRONG_STATE')
    const id = uuid()
    await house.must(c.homeClerk, taskAcceptPart, part, id)
    expect(await house.run(c.homeClerk, taskAcceptPart, part, id)).toMatchObject({ ok: true, replayed: true })
    await house.must(c.homeClerk, taskReportPart, { ...part, reportId: uuid(), note: 'Đã có 14/15 cơ quan', fileIds: [] })
    await house.must(c.homeClerk, taskFinishPart, { ...part, reportId: uuid(), note: 'Đủ số liệu', productRef: '77/SNV' })
    const lead = await view(c.healthClerk, taskId)
    expect(lead.view).toMatchObject({ card: { state: 'in_progress', parts: [{ state: 'done' }] }, coordinators: [{ state: 'done', note: 'Đủ số liệu' }] })
    expect(lead.view.timeline.slice(0, 3).map(l => [l.act, l.target?.label, l.productRef])).toEqual([['finishPart', 'Sở Nội vụ', '77/SNV'], ['reportPart', 'Sở Nội vụ', null], ['acceptPart', 'Sở Nội vụ', null]])
    // shared out anew by the lead unit, inside the task's dates; only the Office brings somebody in or lets somebody go
    expect(fieldOf(await house.run(c.healthHead, taskSetPart, { ...part, part: 'Bổ sung', dueOn: '2026-12-11' }))).toEqual(['TASK_PART_TOO_LATE', ['dueOn']])
    expect(fieldOf(await house.run(c.healthHead, taskSetPart, { taskId, unitId: finance, part: 'Kinh phí', dueOn: null }))).toEqual(['TASK_PART_UNKNOWN', ['unitId']])
    await house.must(c.healthHead, taskSetPart, { ...part, part: 'Bổ sung', dueOn: '2026-12-08' })
    await house.must(c.homeClerk, taskDeclinePart, { ...part, reason: 'Thuộc Sở Tài chính' })
    await house.must(c.monitor, taskSetPart, { taskId, unitId: finance, part: 'Kinh phí', dueOn: null })
    expect(codeOf(await house.run(c.healthHead, taskRemovePart, { ...part, reason: 'x' }))).toBe('TASK_NOT_YOURS')
    await house.must(c.monitor, taskRemovePart, { ...part, reason: 'Theo đề nghị' })
    expect(await refusalOf(view(c.homeClerk, taskId))).toBe('NOT_FOUND')
    await house.must(c.monitor, taskSetFollowers, { taskId, unitIds: [c.home, finance] })
    // a unit that works on it is not also only told
    expect((await view(c.homeClerk, taskId)).view).toMatchObject({ followers: [{ unitId: c.home }], coordinators: [{ unitId: finance, state: 'asked' }] })
  })

  test('đôn đốc, giải trình: hạn trả lời riêng, đúng đơn vị trả lời, một lần', async () => {
    const taskId = await given()
    const dueAt = house.clock.now.getTime() + 3600_000
    const ask = { taskId, demandId: uuid(), note: 'Vì sao chưa có số liệu', dueAt, unitId: c.home }
    expect(fieldOf(await house.run(c.monitor, taskExplain, { ...ask, dueAt: house.clock.now.getTime() - 1 }))).toEqual(['TASK_DUE_PAST', ['dueAt']])
    expect(fieldOf(await house.run(c.monitor, taskExplain, { ...ask, unitId: finance }))).toEqual(['TASK_PART_UNKNOWN', ['unitId']])
    expect(codeOf(await house.run(c.healthHead, taskExplain, ask))).toBe('TASK_NOT_YOURS')
    await house.must(c.chairman, taskExplain, ask)
    const reply = { taskId, demandId: ask.demandId, note: 'Chờ Bộ Nội vụ' }
    expect(codeOf(await house.run(c.healthClerk, taskAnswer, reply))).toBe('TASK_NOT_YOURS')
    const both = await Promise.all([house.run(c.homeClerk, taskAnswer, reply), house.run(c.homeClerk, taskAnswer, reply)])
    expect(both.map(codeOf).sort()).toEqual(['TASK_DEMAND_ANSWERED', 'ok'])
    await house.must(c.monitor, taskUrge, { taskId, note: 'Báo cáo trước 16 giờ', dueAt })
    const open = (await view(c.healthClerk, taskId)).view.demands
    expect(open).toMatchObject([{ kind: 'urge', unitName: 'Sở Y tế', status: 'waiting', dueAt }, { kind: 'explain', unitName: 'Sở Nội vụ', status: 'answered', answer: 'Chờ Bộ Nội vụ' }])
    await house.must(c.healthClerk, taskSubmit, { taskId, reportId: uuid(), note: 'Xong', fileIds: [], ...evidence })
    expect((await view(c.healthClerk, taskId)).view.demands[0]?.status).toBe('closed')
    expect(codeOf(await house.run(c.monitor, taskUrge, { taskId, note: 'x' }))).toBe('TASK_WRONG_STATE')
  })

  test('phân công, bàn giao có lịch sử; chuyển chủ trì thì đơn vị mới tiếp nhận lại', async () => {
    const taskId = await given()
    expect(codeOf(await house.run(c.healthClerk, taskDelegate, { taskId, personId: c.healthClerk.userId }))).toBe('TASK_NOT_YOURS')
    expect(fieldOf(await house.run(c.healthHead, taskDelegate, { taskId, personId: financeClerk.userId }))).toEqual(['TASK_PERSON_NOT_IN_UNIT', ['personId']])
    await house.must(c.healthHead, taskDelegate, { taskId, personId: c.healthClerk.userId })
    expect(codeOf(await house.run(c.substitute, taskHandOver, { taskId, personId: c.healthHead.userId, reason: 'x' }))).toBe('TASK_NOT_YOURS')
    expect(codeOf(await house.run(c.healthClerk, taskHandOver, { taskId, personId: c.healthClerk.userId, reason: 'x' }))).toBe('TASK_PERSON_SAME')
    await house.must(c.healthClerk, taskHandOver, { taskId, personId: c.substitute.userId, reason: 'Đi học; còn thiếu số liệu của 1 cơ quan' })
    expect((await view(c.healthHead, taskId)).view.card.assigneeLabel).toBe('Phó Giám đốc Sở Y tế')
    expect(codeOf(await house.run(c.healthHead, taskTransfer, { taskId, leadUnitId: finance, reason: 'x' }))).toBe('TASK_NOT_YOURS')
    expect(codeOf(await house.run(c.monitor, taskTransfer, { taskId, leadUnitId: c.health, reason: 'x' }))).toBe('TASK_UNIT_SAME')
    const input = child(taskId)
    await house.must(c.healthHead, taskAddChild, input)
    await house.must(c.monitor, taskTransfer, { taskId, leadUnitId: c.home, reason: 'Đúng chức năng' })
    const moved = await view(c.homeClerk, taskId)
    expect(moved.view).toMatchObject({ card: { state: 'assigned', leadUnitId: c.home, assigneeLabel: null, coordinatorIds: [], deadlineOn: '2026-12-10' } })
    expect(moved.view.timeline.filter(l => l.target).map(l => [l.act, l.target?.label])).toEqual([
      ['transfer', 'Sở Nội vụ'], ['addChild', 'UBND xã Tân Trào'], ['handOver', 'Phó Giám đốc Sở Y tế'], ['delegate', 'Chuyên viên Sở Y tế'],
    ])
    expect(await refusalOf(view(c.healthClerk, taskId))).toBe('NOT_FOUND')
    expect((await view(c.homeClerk, input.childId)).view.card.giverUnitId).toBe(c.home)
    expect(fieldOf(await house.run(c.monitor, taskSetMonitor, { taskId, personId: c.healthHead.userId }))).toEqual(['TASK_PERSON_NOT_IN_UNIT', ['personId']])
    await house.must(c.monitor, taskSetMonitor, { taskId, personId: c.secretary.userId })
    expect((await view(c.monitor, taskId)).view.monitorLabel).toBe('Thư ký phiên họp')
  })
})

describe('trao đổi, đã xem', () => {
  test('ai được nhắc thì được báo một lần; chỉ nhắc người có liên quan; đã xem theo từng đơn vị', async () => {
    const taskId = await given()
    const said = { taskId, commentId: uuid(), text: '@Sở Nội vụ cho xin số liệu', mentions: [{ kind: 'unit' as const, id: c.home }, { kind: 'person' as const, id: c.monitor.userId }] }
    expect(codeOf(await house.run(financeClerk, taskComment, said))).toBe('NOT_FOUND')
    expect(fieldOf(await house.run(c.healthClerk, taskComment, { ...said, mentions: [{ kind: 'unit', id: finance }] }))).toEqual(['TASK_MENTION_UNKNOWN', ['mentions']])
    await house.must(c.healthClerk, taskComment, said)
    const [event] = await house.database.query<{ id: string }>(`SELECT id::text FROM "EventLog" WHERE stream = $1 AND name = 'task.commented'`, [`task:${taskId}`])
    for (let i = 0; i < 2; i += 1) expect(codeOf(await house.services.runCommand(tellTaskAct.def.name, { eventId: event?.id }, uuid(), { actor: systemActor, ip: null }))).toBe('ok')
    const told = await house.database.query<{ userId: string }>(`SELECT "userId" FROM "Notification" WHERE "dedupeKey" = $1`, [`event:${event?.id}`])
    expect(told.map(t => t.userId).sort()).toEqual([c.homeClerk.userId, c.monitor.userId].sort())
    await house.must(c.healthClerk, taskSee, { taskId })
    house.clock.forward(1000)
    await house.must(c.healthHead, taskSee, { taskId })
    await house.must(c.homeClerk, taskSee, { taskId })
    expect(codeOf(await house.run(financeClerk, taskSee, { taskId }))).toBe('NOT_FOUND')
    const page = await view(c.monitor, taskId)
    expect(page.view.seen.map(s => [s.unitName, s.byLabel])).toEqual([['Sở Y tế', 'Chuyên viên Sở Y tế'], ['Sở Nội vụ', 'Chuyên viên Sở Nội vụ']])
    expect(page.view.comments).toMatchObject([{ text: said.text, mentions: [{ label: 'Sở Nội vụ' }, { label: 'Chuyên viên theo dõi' }] }])
    expect(await house.database.query(`SELECT 1 FROM "EventLog" WHERE stream = $1 AND name = 'task.seen'`, [`task:${taskId}`])).toHaveLength(2)
    const choices = await house.query(c.healthClerk, 'task.choices', { taskId })
    expect(choices.below.map(u => u.name)).toEqual(['Sở Y tế', 'UBND xã Tân Trào'])
    expect(await refusalOf(house.query(financeClerk, 'task.choices', { taskId }))).toBe('NOT_FOUND')
  })
})

describe('làm trên nhiều nhiệm vụ', () => {
  test('xem trước nói cái nào không được và vì sao; mỗi nhiệm vụ một tin; hoàn tác một lần trong thời gian cho phép', async () => {
    const [a, b, waiting] = [await given(), await given(), await given()]
    await house.must(c.healthClerk, taskSubmit, { taskId: waiting, reportId: uuid(), note: 'Xong', fileIds: [], ...evidence })
    const taskIds = [a, b, waiting]
    const preview = await house.query(c.monitor, 'task.bulkPreview', { act: 'extend', taskIds, deadlineOn: '2026-12-20' })
    expect(preview.can).toBe(2)
    expect(preview.items.find(i => i.taskId === waiting)?.refusal).toBe('TASK_WRONG_STATE')
    expect((await house.query(c.homeClerk, 'task.bulkPreview', { act: 'recall', taskIds })).items.every(i => i.refusal === 'TASK_NOT_YOURS')).toBe(true)
    expect((await house.query(financeClerk, 'task.bulkPreview', { act: 'recall', taskIds })).items).toEqual([])
    const batch = { batchId: uuid(), act: 'extend' as const, taskIds, deadlineOn: '2026-12-20', note: 'Mưa lũ' }
    expect(await nobody(taskBulk, batch)).toBe('NOT_SIGNED_IN')
    expect(codeOf(await house.run(c.monitor, taskBulk, { ...batch, note: ' ' }))).toBe('TASK_REASON_REQUIRED')
    expect(codeOf(await house.run(c.healthClerk, taskBulk, batch))).toBe('TASK_NOT_YOURS')
    const before = await house.database.query(`SELECT 1 FROM "EventLog" WHERE stream = 'board:all'`)
    const id = uuid()
    const answer = await house.must(c.monitor, taskBulk, batch, id)
    expect(await house.run(c.monitor, taskBulk, batch, id)).toMatchObject({ ok: true, replayed: true })
    expect(answer).toMatchObject({ done: [a, b].sort(), refused: [{ taskId: waiting, code: 'TASK_WRONG_STATE' }] })
    expect(await house.database.query(`SELECT 1 FROM "EventLog" WHERE stream = 'board:all'`)).toHaveLength(before.length + 2)
    expect((await view(c.monitor, a)).view).toMatchObject({ card: { deadlineOn: '2026-12-20', originalDeadlineOn: '2026-12-10' }, extensions: [{ status: 'granted', reason: 'Mưa lũ' }] })
    // somebody moved one of them on: that one stays, the other goes back; a second time there is nothing to take back
    await house.must(c.healthClerk, taskReport, { taskId: b, reportId: uuid(), percent: 60, note: 'Tiếp', fileIds: [] })
    expect(codeOf(await house.run(c.secretary, taskBulkUndo, { batchId: batch.batchId }))).toBe('NOT_FOUND')
    expect(await house.must(c.monitor, taskBulkUndo, { batchId: batch.batchId })).toEqual({ undone: 1, kept: 1 })
    expect(codeOf(await house.run(c.monitor, taskBulkUndo, { batchId: batch.batchId }))).toBe('TASK_UNDO_DONE')
    expect((await view(c.monitor, a)).view).toMatchObject({ card: { deadlineOn: '2026-12-10' }, extensions: [], timeline: [{ act: 'undo' }, { act: 'extend' }, { act: 'accept' }, { act: 'assign' }] })
    expect(await house.database.query<{ on: string }>(`SELECT DISTINCT "deadlineOn"::text AS on FROM "Alert" WHERE "taskId" = $1 AND status = 'pending'`, [a])).toEqual([{ on: '2026-12-10' }])
    expect((await view(c.monitor, b)).view.card.deadlineOn).toBe('2026-12-20')

    // urged, confirmed, recalled as one; too late to take back
    const urged = { batchId: uuid(), act: 'urge' as const, taskIds: [a, b], note: 'Báo cáo trong ngày' }
    await house.must(c.chairman, taskBulk, urged)
    await house.must(c.chairman, taskBulkUndo, { batchId: urged.batchId })
    expect((await view(c.healthClerk, a)).view.demands).toMatchObject([{ status: 'withdrawn' }])
    const statesOf = async (taskId: string) => {
      const { demands, extensions } = (await view(c.monitor, taskId)).view
      return [demands[0]?.status, extensions[0]?.status]
    }
    const confirmed = { batchId: uuid(), act: 'confirm' as const, taskIds: [waiting] }
    await house.must(c.monitor, taskBulk, confirmed)
    expect((await view(c.monitor, waiting)).view.card.state).toBe('done')
    await house.must(c.monitor, taskBulkUndo, { batchId: confirmed.batchId })
    expect((await view(c.monitor, waiting)).view.card).toMatchObject({ state: 'waiting_confirmation', completedAt: null })
    // what the taken back act had closed by itself waits again
    await house.must(c.chairman, taskExplain, { taskId: b, demandId: uuid(), note: 'Vì sao chậm?', dueAt: house.clock.now.getTime() + 86_400_000 })
    await house.must(c.healthClerk, taskRequestExtension, { taskId: b, extensionId: uuid(), reason: 'Chờ số liệu của xã', deadlineOn: '2026-12-30' })
    const ended = { batchId: uuid(), act: 'recall' as const, taskIds: [b], note: 'Nhầm' }
    await house.must(c.monitor, taskBulk, ended)
    expect(await statesOf(b)).toEqual(['closed', 'closed'])
    await house.must(c.monitor, taskBulkUndo, { batchId: ended.batchId })
    expect(await statesOf(b)).toEqual(['waiting', 'waiting'])
    await house.must(c.healthClerk, taskAddChild, child(a))
    const recalled = { batchId: uuid(), act: 'recall' as const, taskIds: [a, b], note: 'Không còn cần' }
    expect((await house.must(c.monitor, taskBulk, recalled)).refused).toEqual([{ taskId: a, code: 'TASK_CHILDREN_OPEN' }])
    house.clock.forward(11 * 60_000)
    expect(codeOf(await house.run(c.monitor, taskBulkUndo, { batchId: recalled.batchId }))).toBe('TASK_UNDO_OVER')
  })

  test('gia hạn sau khi hoàn thành không được; xác nhận và trả lại cùng lúc: một người thắng', async () => {
    const taskId = await given()
    await house.must(c.healthClerk, taskSubmit, { taskId, reportId: uuid(), note: 'Xong', fileIds: [], ...evidence })
    const both = await Promise.all([house.run(c.monitor, taskConfirm, { taskId }), house.run(c.chairman, taskSendBack, { taskId, reason: 'Thiếu' })])
    expect(both.map(codeOf).sort()).toEqual(['TASK_WRONG_STATE', 'ok'])
    if ((await view(c.monitor, taskId)).view.card.state !== 'done') {
      await house.must(c.healthClerk, taskSubmit, { taskId, reportId: uuid(), note: 'Xong', fileIds: [], ...evidence })
      await house.must(c.monitor, taskConfirm, { taskId })
    }
    expect(codeOf(await house.run(c.monitor, taskExtend, { taskId, extensionId: uuid(), deadlineOn: '2026-12-20', reason: 'x' }))).toBe('TASK_WRONG_STATE')
    expect(codeOf(await house.run(c.healthClerk, taskRequestExtension, { taskId, extensionId: uuid(), deadlineOn: '2026-12-20', reason: 'x' }))).toBe('TASK_WRONG_STATE')
  })
})
