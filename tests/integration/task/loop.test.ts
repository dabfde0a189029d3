import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import type { Answer } from '#app/contracts/define.ts'
import { conclusionAddLine, conclusionAssign, conclusionEditLine, conclusionRemoveLine, meetingGoToItem, meetingOpen } from '#app/contracts/meeting.ts'
import { alertDeliver } from '#app/contracts/alert.ts'
import { taskAccept, taskAssign, taskConfirm, taskDecideExtension, taskPause, taskRecall, taskReassign, taskRefuse, taskReopen, taskReport, taskRequestExtension, taskResume, taskSendBack, taskSubmit, taskUrge } from '#app/contracts/task.ts'
import { addUp, givenOf, ratesOf } from '#app/domain/task/figures.ts'
import type { Actor } from '#server/command/context.ts'
import { startWorker, toJobs } from '#server/jobs/worker.ts'
import { reactions } from '#server/features/index.ts'
import { buildCommittee, buildSitting, type Committee, type House, openHouse, refusalOf, type Sitting } from '#tests/support/build.ts'

let house: House
let c: Committee
let sitting: Sitting
beforeAll(async () => {
  house = await openHouse()
  c = await buildCommittee(house, 5)
  sitting = await buildSitting(house, c)
  await house.must(c.chairman, meetingOpen, { meetingId: sitting.meetingId })
  await house.must(c.chairman, meetingGoToItem, { meetingId: sitting.meetingId, itemId: sitting.items[0] ?? '' })
})
afterAll(() => house.close())

const codeOf = (answer: Answer): string => (answer.ok ? 'ok' : answer.code)

/** A line of the conclusion, given to Sở Y tế as a task due on a day. */
async function assigned(deadlineOn: string | null = '2026-12-10'): Promise<{ taskId: string; lineId: string; code: string }> {
  const [lineId, taskId] = [uuid(), uuid()]
  await house.must(c.secretary, conclusionAddLine, { meetingId: sitting.meetingId, itemId: sitting.items[0] ?? '', lineId, text: 'Sở Y tế báo cáo kết quả khảo sát' })
  const { code } = await house.must(c.secretary, conclusionAssign, {
    meetingId: sitting.meetingId,
    lineId,
    taskId,
    content: 'Sở Y tế báo cáo kết quả khảo sát',
    leadUnitId: c.health,
    coordinatorIds: [c.home],
    deadlineOn,
  })
  return { taskId, lineId, code }
}
const evidence = { productRef: '412/BC-SYT' }
const stateOf = async (taskId: string) => (await house.query(c.monitor, 'task.view', { taskId })).view.card

describe('kết luận thành nhiệm vụ', () => {
  test('one act: the line keeps the link, the unit has the task, the code runs on', async () => {
    const first = await assigned()
    const second = await assigned()
    expect(Number(second.code.slice(-4))).toBe(Number(first.code.slice(-4)) + 1)
    const desk = await house.query(c.chairman, 'desk.view', { meetingId: sitting.meetingId })
    expect(desk.view.lines.find(l => l.id === first.lineId)?.task).toMatchObject({ id: first.taskId, code: first.code, leadUnit: 'Sở Y tế' })
    const list = await house.query(c.healthClerk, 'task.list', {})
    expect(list.items.map(t => t.card.id)).toContain(first.taskId)
    const view = await house.query(c.healthClerk, 'task.view', { taskId: first.taskId })
    expect(view.view.giverLabel).toBe('Chủ tịch UBND tỉnh')
    expect(view.acts).toEqual(['accept', 'refuse', 'answer', 'comment', 'setPart'])
    const other = await house.run(c.secretary, conclusionAssign, { meetingId: sitting.meetingId, lineId: first.lineId, taskId: uuid(), content: 'x', leadUnitId: c.home, coordinatorIds: [], deadlineOn: null })
    expect(codeOf(other)).toBe('LINE_ALREADY_TASK')
    expect(codeOf(await house.run(c.secretary, conclusionRemoveLine, { meetingId: sitting.meetingId, lineId: first.lineId }))).toBe('LINE_ALREADY_TASK')
  })

  test('a member reads no draft conclusion and writes none; two writers do not overwrite each other', async () => {
    const member = c.members[2] as Actor
    expect(await refusalOf(house.query(member, 'desk.view', { meetingId: sitting.meetingId }))).toBe('FORBIDDEN')
    const lineId = uuid()
    const on = { meetingId: sitting.meetingId, lineId }
    expect(codeOf(await house.run(member, conclusionAddLine, { ...on, itemId: sitting.items[0] ?? '', text: '' }))).toBe('FORBIDDEN')
    await house.must(c.secretary, conclusionAddLine, { ...on, itemId: sitting.items[0] ?? '', text: 'Một' })
    await house.must(c.secretary, conclusionEditLine, { ...on, text: 'Hai', baseVersion: 1 })
    expect(codeOf(await house.run(c.monitor, conclusionEditLine, { ...on, text: 'Ba', baseVersion: 1 }))).toBe('LINE_CHANGED_MEANWHILE')
  })

  test('a unit that was dissolved gets no task', async () => {
    const gone = uuid()
    await house.services.db.orgUnit.create({ data: { id: gone, name: 'Sở Cũ', kind: 'department', validFrom: new Date('2021-01-01'), validTo: new Date('2025-06-30'), searchText: 'so cu' } })
    const answer = await house.run(c.monitor, taskAssign, { taskId: uuid(), title: 'x', content: 'x', leadUnitId: gone, deadlineOn: null, sourceLabel: 'x' })
    expect(codeOf(answer)).toBe('TASK_UNIT_CLOSED')
  })
})

describe('từ tiếp nhận đến xác nhận', () => {
  test('accept, report, submit, sent back, submit again, confirmed; each line in the timeline', async () => {
    const { taskId } = await assigned()
    const on = { taskId }
    const id = uuid()
    expect(codeOf(await house.run(c.homeClerk, taskAccept, on))).toBe('TASK_NOT_YOURS')
    expect(codeOf(await house.run(c.chairman, taskAccept, on))).toBe('TASK_NOT_YOURS')
    await house.must(c.healthClerk, taskAccept, on, id)
    expect(await house.run(c.healthClerk, taskAccept, on, id)).toMatchObject({ ok: true, replayed: true })
    expect(codeOf(await house.run(c.healthClerk, taskAccept, on))).toBe('TASK_WRONG_STATE')
    expect(codeOf(await house.run(c.healthClerk, taskReport, { ...on, reportId: uuid(), percent: 101, note: 'x', fileIds: [] }))).toBe('BAD_INPUT')
    await house.must(c.healthClerk, taskReport, { ...on, reportId: uuid(), percent: 40, note: 'Đã nhận số liệu của 14/15 cơ quan', fileIds: [] })
    expect(codeOf(await house.run(c.healthClerk, taskSubmit, { ...on, reportId: uuid(), note: 'Xong', fileIds: [] }))).toBe('TASK_EVIDENCE_REQUIRED')
    await house.must(c.healthClerk, taskSubmit, { ...on, reportId: uuid(), note: 'Đã hoàn thành', fileIds: [], ...evidence })
    expect(codeOf(await house.run(c.healthClerk, taskConfirm, on))).toBe('TASK_NOT_YOURS')
    expect(codeOf(await house.run(c.monitor, taskSendBack, { ...on, reason: ' ' }))).toBe('BAD_INPUT')
    await house.must(c.monitor, taskSendBack, { ...on, reason: 'Thiếu phụ lục' })
    expect(await stateOf(taskId)).toMatchObject({ state: 'in_progress', isSentBack: true, submittedAt: null })
    await house.must(c.healthHead, taskSubmit, { ...on, reportId: uuid(), note: 'Đã bổ sung', fileIds: [], ...evidence })
    await house.must(c.monitor, taskConfirm, on)
    const { view } = await house.query(c.healthClerk, 'task.view', { taskId })
    expect(view.card).toMatchObject({ state: 'done', progress: 100 })
    expect(view.timeline.map(l => l.act)).toEqual(['confirm', 'submit', 'sendBack', 'submit', 'report', 'accept', 'assign'])
    expect(codeOf(await house.run(c.monitor, taskRecall, { ...on, reason: 'x' }))).toBe('TASK_WRONG_STATE')
  })

  test('gia hạn: đơn vị xin, Văn phòng quyết định một lần; hạn lúc đầu giữ mãi, cảnh báo theo hạn mới', async () => {
    const { taskId } = await assigned('2026-12-10')
    const ask = { taskId, extensionId: uuid(), reason: 'Chờ số liệu của Bộ', deadlineOn: '2026-12-20' }
    expect(codeOf(await house.run(c.healthClerk, taskRequestExtension, ask))).toBe('TASK_WRONG_STATE')
    await house.must(c.healthClerk, taskAccept, { taskId })
    expect(codeOf(await house.services.runCommand(taskRequestExtension.name, ask, uuid(), { actor: null, ip: null }))).toBe('NOT_SIGNED_IN')
    expect(codeOf(await house.run(c.healthClerk, taskRequestExtension, { ...ask, reason: ' ' }))).toBe('BAD_INPUT')
    expect(codeOf(await house.run(c.monitor, taskRequestExtension, ask))).toBe('TASK_NOT_YOURS')
    expect(codeOf(await house.run(c.healthClerk, taskRequestExtension, { ...ask, deadlineOn: '2026-12-10' }))).toBe('TASK_EXTENSION_NOT_LATER')
    const id = uuid()
    await house.must(c.healthClerk, taskRequestExtension, ask, id)
    expect(await house.run(c.healthClerk, taskRequestExtension, ask, id)).toMatchObject({ ok: true, replayed: true })
    expect(codeOf(await house.run(c.healthClerk, taskRequestExtension, { ...ask, extensionId: uuid() }))).toBe('TASK_EXTENSION_WAITING')
    expect((await house.query(c.healthClerk, 'task.view', { taskId })).acts).not.toContain('requestExtension')
    expect((await house.query(c.monitor, 'home.waiting', {})).items.map(i => i.card.id)).toContain(taskId)
    const decide = { taskId, extensionId: ask.extensionId }
    expect(codeOf(await house.run(c.healthHead, taskDecideExtension, { ...decide, isGranted: true }))).toBe('TASK_NOT_YOURS')
    expect(codeOf(await house.run(c.monitor, taskDecideExtension, { ...decide, isGranted: false }))).toBe('TASK_REASON_REQUIRED')
    expect(codeOf(await house.run(c.monitor, taskDecideExtension, { ...decide, extensionId: uuid(), isGranted: true }))).toBe('NOT_FOUND')
    const both = await Promise.all([house.run(c.monitor, taskDecideExtension, { ...decide, isGranted: true, deadlineOn: '2026-12-18' }), house.run(c.chairman, taskDecideExtension, { ...decide, isGranted: true, deadlineOn: '2026-12-18' })])
    expect(both.map(codeOf).sort()).toEqual(['TASK_EXTENSION_DECIDED', 'ok'])
    const { view } = await house.query(c.healthClerk, 'task.view', { taskId })
    expect(view.card).toMatchObject({ deadlineOn: '2026-12-18', originalDeadlineOn: '2026-12-10', extensionAskedOn: null })
    expect(view.extensions).toMatchObject([{ status: 'granted', fromOn: '2026-12-10', askedOn: '2026-12-20', grantedOn: '2026-12-18' }])
    const alerts = await house.database.query<{ on: string }>(`SELECT DISTINCT "deadlineOn"::text AS on FROM "Alert" WHERE "taskId" = $1 AND status = 'pending'`, [taskId])
    expect(alerts).toEqual([{ on: '2026-12-18' }])
    // Not granted, with its reason; a request still waiting is closed by the result.
    const again = { ...ask, extensionId: uuid(), deadlineOn: '2026-12-25' }
    await house.must(c.healthHead, taskRequestExtension, again)
    await house.must(c.chairman, taskDecideExtension, { taskId, extensionId: again.extensionId, isGranted: false, note: 'Đã gia hạn một lần' })
    expect(await stateOf(taskId)).toMatchObject({ deadlineOn: '2026-12-18', extensionAskedOn: null })
    const last = { ...again, extensionId: uuid() }
    await house.must(c.healthHead, taskRequestExtension, last)
    await house.must(c.healthHead, taskSubmit, { taskId, reportId: uuid(), note: 'Xong', fileIds: [], ...evidence })
    expect(codeOf(await house.run(c.monitor, taskDecideExtension, { taskId, extensionId: last.extensionId, isGranted: true }))).toBe('TASK_WRONG_STATE')
    expect((await house.query(c.healthClerk, 'task.view', { taskId })).view.extensions.map(x => x.status)).toEqual(['closed', 'refused', 'granted'])
  })

  test('thu hồi nhiệm vụ đang chờ gia hạn: đề nghị đóng lại, không còn ai chờ quyết định', async () => {
    const { taskId } = await assigned('2026-12-10')
    await house.must(c.healthClerk, taskAccept, { taskId })
    await house.must(c.healthClerk, taskRequestExtension, { taskId, extensionId: uuid(), reason: 'Chờ số liệu', deadlineOn: '2026-12-20' })
    await house.must(c.monitor, taskRecall, { taskId, reason: 'Không còn cần' })
    const { view } = await house.query(c.monitor, 'task.view', { taskId })
    expect(view.card).toMatchObject({ state: 'recalled', extensionAskedOn: null })
    expect(view.extensions.map(x => x.status)).toEqual(['closed'])
  })

  test('tạm hoãn thì không ai bị nhắc, tiếp tục về đúng chỗ; mở lại việc đã xong thì đồng hồ chạy tiếp', async () => {
    const { taskId } = await assigned('2026-12-10')
    const pending = async () => (await house.database.query<{ n: number }>(`SELECT count(*)::int AS n FROM "Alert" WHERE "taskId" = $1 AND status = 'pending'`, [taskId]))[0]?.n
    expect(codeOf(await house.run(c.healthClerk, taskPause, { taskId, reason: 'x' }))).toBe('TASK_NOT_YOURS')
    await house.must(c.monitor, taskPause, { taskId, reason: 'Chờ hướng dẫn của Bộ' })
    expect(await pending()).toBe(0)
    expect(codeOf(await house.run(c.healthClerk, taskAccept, { taskId }))).toBe('TASK_WRONG_STATE')
    expect(codeOf(await house.run(c.healthClerk, taskResume, { taskId }))).toBe('TASK_NOT_YOURS')
    await house.must(c.monitor, taskResume, { taskId })
    expect(await stateOf(taskId)).toMatchObject({ state: 'assigned', deadlineOn: '2026-12-10' })
    expect(await pending()).toBeGreaterThan(0)
    await house.must(c.healthClerk, taskAccept, { taskId })
    await house.must(c.healthClerk, taskSubmit, { taskId, reportId: uuid(), note: 'Xong', fileIds: [], ...evidence })
    await house.must(c.monitor, taskConfirm, { taskId })
    expect(codeOf(await house.run(c.healthHead, taskReopen, { taskId, reason: 'x' }))).toBe('TASK_NOT_YOURS')
    expect(codeOf(await house.run(c.chairman, taskReopen, { taskId, reason: ' ' }))).toBe('BAD_INPUT')
    await house.must(c.chairman, taskReopen, { taskId, reason: 'Thiếu một sản phẩm' })
    expect(await stateOf(taskId)).toMatchObject({ state: 'in_progress', completedAt: null, submittedAt: null, isSentBack: true })
  })

  test("another unit's task does not exist, and looking for it is written down", async () => {
    const taskId = uuid()
    await house.must(c.monitor, taskAssign, { taskId, title: 'Việc của Sở Nội vụ', content: 'x', leadUnitId: c.home, deadlineOn: null, sourceLabel: '305/TB-UBND' })
    expect(codeOf(await house.run(c.healthClerk, taskReport, { taskId, reportId: uuid(), percent: 1, note: 'x', fileIds: [] }))).toBe('NOT_FOUND')
    expect(await refusalOf(house.query(c.healthClerk, 'task.view', { taskId }))).toBe('NOT_FOUND')
    await expect
      .poll(() => house.database.query(`SELECT 1 FROM "AccessLog" WHERE what = 'task.report' AND code = 'NOT_FOUND'`))
      .toHaveLength(1)
  })

  test('handed back and given to another unit; urged; two confirmers at once: one wins', async () => {
    const { taskId } = await assigned()
    await house.must(c.healthHead, taskRefuse, { taskId, reason: 'Không thuộc chức năng' })
    await house.must(c.monitor, taskReassign, { taskId, leadUnitId: c.home, reason: 'Đúng chức năng Sở Nội vụ' })
    expect(await refusalOf(house.query(c.healthClerk, 'task.view', { taskId }))).toBe('NOT_FOUND')
    await house.must(c.homeClerk, taskAccept, { taskId })
    await house.must(c.monitor, taskUrge, { taskId, note: 'Đề nghị báo cáo trước 16 giờ' })
    await house.must(c.homeClerk, taskSubmit, { taskId, reportId: uuid(), note: 'Xong', fileIds: [], ...evidence })
    const both = await Promise.all([house.run(c.monitor, taskConfirm, { taskId }), house.run(c.secretary, taskSendBack, { taskId, reason: 'Chưa đủ' })])
    expect(both.map(codeOf).sort()).toEqual(['TASK_WRONG_STATE', 'ok'])
  })

  test('the chairman sees it all on one board, with an honest rate', async () => {
    const board = await house.query(c.chairman, 'direction.view', {})
    const all = addUp(board.view.rows.map(r => r.figures))
    expect(givenOf(all)).toBeGreaterThan(3)
    expect(board.view.feed[0]).toMatchObject({ byLabel: expect.any(String) as string, title: expect.any(String) as string })
    const [done] = await house.database.query<{ n: number }>(`SELECT count(*)::int AS n FROM "Task" WHERE state = 'done' AND "deadlineOn" IS NOT NULL AND "parentId" IS NULL`)
    expect(ratesOf(all)[0]).toMatchObject({ key: 'onTime', whole: done?.n })
    expect(await refusalOf(house.query(c.healthClerk, 'direction.view', {}))).toBe('FORBIDDEN')
  })
})

describe('cảnh báo hạn', () => {
  let worker: ReturnType<typeof startWorker>
  beforeAll(() => {
    const { pool, db, runAsSystem, runAs, queue, log } = house.services
    worker = startWorker({ queue, db, pool, runAsSystem, runAs, dataDir: house.database.dataDir, reactions, log, clock: () => house.clock.now })
  })
  afterAll(() => worker.stop())
  const alertsOf = (taskId: string) =>
    house.database.query<{ id: string; step: string; status: string }>('SELECT id, step, status FROM "Alert" WHERE "taskId" = $1 ORDER BY "fireAt"', [taskId])
  const noticesOf = (actor: Actor) => house.database.query<{ title: string; dedupeKey: string }>('SELECT title, "dedupeKey" FROM "Notification" WHERE "userId" = $1', [actor.userId])

  test('planned as rows by working days; cancelled when the result is in; planned again when sent back', async () => {
    const { taskId } = await assigned('2026-12-10')
    expect((await alertsOf(taskId)).map(a => a.step)).toEqual(['before_7', 'before_3', 'before_1', 'due', 'overdue_1', 'overdue_3', 'overdue_7'])
    await house.must(c.healthClerk, taskAccept, { taskId })
    await house.must(c.healthClerk, taskSubmit, { taskId, reportId: uuid(), note: 'Xong', fileIds: [], ...evidence })
    expect(new Set((await alertsOf(taskId)).map(a => a.status))).toEqual(new Set(['cancelled']))
    await house.must(c.monitor, taskSendBack, { taskId, reason: 'Thiếu' })
    expect((await alertsOf(taskId)).filter(a => a.status === 'pending')).toHaveLength(7)
  })

  test('delivered once per person, though the command runs twice, a worker died in between, and the queue was wiped', async () => {
    const { taskId } = await assigned('2026-11-27')
    const { pool } = house.services
    const due = (await alertsOf(taskId))[0]
    if (!due) throw new Error('no alert planned')
    // a worker of the version before this one claimed it and died
    await pool.query(`UPDATE "Alert" SET status = 'claimed', "claimedAt" = $2 WHERE id = $1`, [due.id, new Date(house.clock.now.getTime() - 11 * 60_000)])
    await house.redis.wipe()
    house.clock.forward(60_000)
    await worker.sweepNow()
    const linesOf = (actor: Actor) => house.database.query('SELECT 1 FROM "AlertLine" WHERE "taskId" = $1 AND step = $2 AND "userId" = $3', [taskId, due.step, actor.userId])
    await expect.poll(() => linesOf(c.healthClerk)).toHaveLength(1)
    // the same alert again changes nothing
    await pool.query(`UPDATE "Alert" SET status = 'pending', "doneAt" = NULL WHERE id = $1`, [due.id])
    await house.services.runAsSystem(alertDeliver.name, { alertIds: [due.id] }, uuid())
    expect(await linesOf(c.healthClerk)).toHaveLength(1)
    expect((await alertsOf(taskId)).find(a => a.id === due.id)?.status).toBe('done')
    expect(await linesOf(c.homeClerk)).toEqual([])
    // however many tasks: one line in the bell for the day
    await expect.poll(() => noticesOf(c.healthClerk).then(rows => rows.filter(r => r.dedupeKey === 'digest:2026-11-26').length), { timeout: 15_000 }).toBe(1)
  })

  test('nobody but the program may deliver', async () => {
    expect(codeOf(await house.run(c.chairman, alertDeliver, { alertIds: [uuid()] }))).toBe('FORBIDDEN')
  })

  test('a new task rings at the lead unit once, through the queue, however often the relay repeats', async () => {
    const { taskId } = await assigned()
    const { queue } = house.services
    const [event] = await house.database.query<{ id: string; stream: string; seq: number; name: string; v: number; payload: unknown; actorId: string }>(
      `SELECT id::text, stream, seq, name, v, payload, "actorId" FROM "EventLog" WHERE stream = 'task:' || $1 AND name = 'task.acted' ORDER BY seq LIMIT 1`,
      [taskId],
    )
    if (!event) throw new Error('no event')
    const carry = toJobs(queue, reactions)
    await carry([{ ...event, at: 0 }])
    await carry([{ ...event, at: 0 }])
    await expect.poll(() => noticesOf(c.healthClerk).then(rows => rows.filter(r => r.dedupeKey === `event:${event.id}`).length), { timeout: 15_000 }).toBe(1)
    const list = await house.query(c.healthClerk, 'notification.list', {})
    expect(list.view.items).toContainEqual(expect.objectContaining({ title: 'Nhiệm vụ mới được giao', link: `/nhiem-vu/${taskId}` }))
  })
})
