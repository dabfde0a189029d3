import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import type { Answer } from '#app/contracts/define.ts'
import { dutyAmend, dutyOpen, dutyResume, dutySet, dutyStop } from '#app/contracts/duty.ts'
import { planCarryOut, planFix, planKeepTwins, planMap, planRequested, planRun, planStart } from '#app/contracts/plan.ts'
import { taskRecall } from '#app/contracts/task.ts'
import { reactions } from '#server/features/index.ts'
import { makeQueue } from '#server/jobs/queue.ts'
import { startWorker } from '#server/jobs/worker.ts'
import { PLAN_MAX_BYTES } from '#server/files/sheet/read-workbook.ts'
import { addUnit, buildCommittee, type Committee, type House, openHouse, refusalOf } from '#tests/support/build.ts'
import { PLAN_HEAD, planRows, storePlan, workbookOf } from '#tests/support/sheets.ts'

let house: House
let c: Committee
let oldUnit: string
beforeAll(async () => {
  house = await openHouse()
  c = await buildCommittee(house, 3)
  oldUnit = await addUnit(house, 'Sở Lao động - Thương binh và Xã hội', 'department', 'SLDTBXH')
  await house.services.db.orgUnit.update({ where: { id: oldUnit }, data: { validTo: new Date('2025-07-01') } })
  await house.services.db.orgSuccession.create({ data: { id: uuid(), oldUnitId: oldUnit, newUnitId: c.home, on: new Date('2025-07-01'), kind: 'merge' } })
})
afterAll(() => house.close())

const codeOf = (answer: Answer): string => (answer.ok ? 'ok' : answer.code)
const count = async (sql: string): Promise<number> => (await house.database.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${sql}`))[0]?.n ?? -1

async function started(bytes: Buffer, planLabel = 'Kế hoạch 45/KH-UBND') {
  const file = await storePlan(house.services, bytes, c.monitor.userId)
  if (!('fileId' in file)) throw new Error(file.code)
  const importId = uuid()
  await house.must(c.monitor, planStart, { importId, fileId: file.fileId, planLabel })
  return importId
}
/** What the worker does when the plan is asked for. */
async function carriedOut(importId: string) {
  await house.must(c.monitor, planRun, { importId })
  const [event] = await house.database.query<{ id: string; payload: unknown }>(`SELECT id::text, payload FROM "EventLog" WHERE stream = $1 AND name = $2 ORDER BY id DESC LIMIT 1`, [`plan:${importId}`, planRequested.name])
  const { services } = house
  const run = () =>
    reactions.find(r => r.name === 'plan.carryOut')?.run({ db: services.db, runAsSystem: services.runAsSystem, runAs: services.runAs, dataDir: '' }, { id: event?.id ?? '', stream: `plan:${importId}`, seq: 1, name: planRequested.name, v: 1, payload: event?.payload, at: 0, actorId: null })
  await run()
  return { run, runId: (event?.payload as { runId: string }).runId }
}
const viewOf = async (importId: string) => (await house.query(c.monitor, 'plan.view', { importId, filter: 'all' })).sheet

describe('kế hoạch bằng Excel', () => {
  test('tệp không phải .xlsx, tệp quá 10 MB, tệp có dấu mật, bảng không tiêu đề: từ chối ngay khi tải lên, nêu lý do', async () => {
    const by = c.monitor.userId
    expect(await storePlan(house.services, Buffer.from('PK\u0003\u0004 không phải bảng tính'), by)).toEqual({ code: 'PLAN_NOT_XLSX' })
    expect(await storePlan(house.services, Buffer.from('%PDF-1.7'), by)).toEqual({ code: 'PLAN_NOT_XLSX' })
    const large = Buffer.alloc(PLAN_MAX_BYTES + 1)
    large.write('PK\u0003\u0004', 0, 'latin1')
    expect(await storePlan(house.services, large, by)).toEqual({ code: 'PLAN_TOO_LARGE' })
    expect(await storePlan(house.services, workbookOf([['MẬT'], PLAN_HEAD]), by)).toEqual({ code: 'FILE_SECRET' })
    const file = await storePlan(house.services, workbookOf([['Một bảng khác'], ['a', 'b']]), by)
    expect('fileId' in file && codeOf(await house.run(c.monitor, planStart, { importId: uuid(), fileId: file.fileId, planLabel: 'KH' }))).toBe('PLAN_NO_HEAD')
  })

  test('xem trước: lỗi theo ô kèm đề xuất; ô gộp, ngày Excel, công thức, tên cũ; cách hiểu cột được nhớ', async () => {
    const bytes = workbookOf(
      [
        ['KẾ HOẠCH NĂM 2027'],
        PLAN_HEAD,
        ['I', 'Cải cách thể chế'],
        ['1', 'Rà soát văn bản', 'Báo cáo', 'Sở Y tế', 'SNV', new Date('2027-06-30T00:00:00Z')],
        ['2', 'Tập huấn', null, null, null, '31/06/2027'],
        ['3', 'Điều tra lao động', null, 'Sở LĐ-TB&XH', null, 'trong quý II/2027'],
        ['4', 'Việc của đơn vị lạ', null, 'Sở Ngoại thương', 'Sở Nội vụụ', 'thường xuyên'],
        ['5', 'Ô công thức lỗi', null, 'SYT', null, 'x'],
        ['6', 'Ô công thức', null, 'SYT', null, 'x'],
      ],
      { merges: ['D4:D5', 'A3:F3'], formulas: { F8: { f: 'NGAY(1)' }, F9: { f: 'TEXT(A1)', v: '30/06/2027' } } },
    )
    const importId = await started(bytes)
    const sheet = await viewOf(importId)
    expect(sheet?.mapping).toEqual({ B: 'content', C: 'product', D: 'lead', E: 'coordinators', F: 'deadline' })
    const issues = sheet?.rows.flatMap(r => r.issues.map(i => `${i.cell} ${i.code}${i.proposal ? ` → ${i.proposal}` : ''}`))
    expect(issues).toEqual(['F5 TERM_NO_SUCH_DAY → 30/06/2027', 'D6 UNIT_RENAMED → Sở Nội vụ', 'D7 UNIT_UNKNOWN', 'E7 UNIT_UNKNOWN → Sở Nội vụ', 'F8 CELL_FAILED', 'F9 CELL_FORMULA'])
    expect(sheet?.rows.map(r => [r.row, r.leadName, r.fate])).toEqual([[4, 'Sở Y tế', 'new'], [5, 'Sở Y tế', 'error'], [6, 'Sở Nội vụ', 'new'], [7, 'Sở Ngoại thương', 'error'], [8, 'Sở Y tế', 'error'], [9, 'Sở Y tế', 'new']])
    expect(sheet?.rows[0]?.term).toEqual({ kind: 'date', date: '2027-06-30' })
    // Another reading of the columns, kept for the next file of the same shape.
    expect(codeOf(await house.run(c.monitor, planMap, { importId, mapping: { B: 'content', D: 'lead' } }))).toBe('PLAN_MAPPING_MISSING')
    await house.must(c.monitor, planMap, { importId, mapping: { B: 'content', D: 'lead', F: 'deadline' } })
    const again = await started(bytes, 'Lần hai')
    expect((await viewOf(again))?.mapping).toEqual({ B: 'content', D: 'lead', F: 'deadline' })
    expect(codeOf(await house.run(c.healthHead, planRun, { importId }))).toBe('FORBIDDEN')
    expect(codeOf(await house.run(c.monitor, planFix, { importId, fixes: [{ cell: 'F5', text: '30/06/2027' }], baseVersion: 99 }))).toBe('CONFLICT')
    expect(await refusalOf(house.query(c.healthHead, 'plan.view', { importId }))).toBe('FORBIDDEN')
  })

  test('nhập hết hoặc không dòng nào; sửa theo ô rồi nhập; gửi lặp, chạy lặp là một; đơn vị được báo một lần; xuất cùng dạng, nhập lại không đổi gì', async () => {
    const rows = planRows(40, ['Sở Y tế', 'SNV', 'Văn phòng UBND tỉnh'], 6)
    rows.push(['41', 'Báo cáo định kỳ', null, 'Sở Y tế', null, 'hằng quý, ngày 20 tháng thứ 3'])
    const importId = await started(workbookOf([PLAN_HEAD, ...rows]), 'Kế hoạch 77/KH-UBND')
    const before = await count('"Task"')
    const faulty = await viewOf(importId)
    expect(faulty?.counts).toMatchObject({ rows: 41, errorRows: 6, errorCells: 6 })
    await carriedOut(importId)
    expect((await house.query(c.monitor, 'plan.view', { importId })).plan).toMatchObject({ status: 'open', failed: 'PLAN_HAS_ERRORS' })
    expect(await count('"Task"')).toBe(before)
    const wrong = faulty?.rows.flatMap(r => r.issues.filter(i => !i.isWarning)) ?? []
    await house.must(c.monitor, planFix, { importId, fixes: wrong.map(w => ({ cell: w.cell, text: w.proposal ?? (w.field === 'lead' ? 'Sở Y tế' : w.field === 'content' ? 'Nội dung bổ sung' : 'không thời hạn') })) })
    const mended = await viewOf(importId)
    expect(mended?.counts).toMatchObject({ errorCells: 0, new: 41, duties: 1 })
    const { run, runId } = await carriedOut(importId)
    const done = await house.query(c.monitor, 'plan.view', { importId })
    expect(done.plan).toMatchObject({ status: 'done', tasks: 40, duties: 1, failed: null })
    expect(await count(`"TaskSource" WHERE "importId" = '${importId}' AND "dutyId" IS NULL`)).toBe(40)
    await run()
    expect(codeOf(await house.run(c.monitor, planRun, { importId }))).toBe('PLAN_DONE')
    await house.services.runAsSystem(planCarryOut.name, { importId, runId }, uuid())
    expect(await count(`"TaskSource" WHERE "importId" = '${importId}' AND "dutyId" IS NULL`)).toBe(40)
    // Each task is whole: timeline, alerts, number, source.
    const [task] = await house.database.query<{ id: string }>(`SELECT t.id FROM "Task" t JOIN "TaskSource" s ON s."taskId" = t.id WHERE s."importId" = $1 AND s."importRow" = 2`, [importId])
    const { view } = await house.query(c.monitor, 'task.view', { taskId: task?.id ?? '' })
    expect(view).toMatchObject({ sourceKind: 'plan', card: { sourceLabel: 'Kế hoạch 77/KH-UBND', state: 'assigned', deadlineOn: '2027-06-30' }, source: { importRow: 2 } })
    expect(view.timeline).toMatchObject([{ act: 'assign', byLabel: c.monitor.displayName }])
    expect(await count(`"Alert" WHERE "taskId" = '${task?.id}' AND status = 'pending'`)).toBe(7)
    expect(await count(`"Task" t JOIN "TaskSource" s ON s."taskId" = t.id WHERE s."importId" = '${importId}' AND t.kind = 'routine'`)).toBeGreaterThan(3)
    // One word to each unit.
    const told = await house.database.query<{ id: string; stream: string; payload: unknown }>(`SELECT id::text, stream, payload FROM "EventLog" WHERE name = 'plan.given' AND payload->>'importId' = $1`, [importId])
    expect(told.map(x => x.stream).sort()).toEqual([`board:${c.health}`, `board:${c.home}`, `board:${c.office}`, 'board:all'].sort())
    const tell = reactions.find(r => r.name === 'plan.tellUnits')
    for (const e of [...told, ...told]) await tell?.run({ db: house.services.db, runAsSystem: house.services.runAsSystem, runAs: house.services.runAs, dataDir: '' }, { id: e.id, stream: e.stream, seq: 1, name: 'plan.given', v: 1, payload: e.payload, at: 0, actorId: null })
    const people = await count(`(SELECT DISTINCT "userId" FROM "Position" WHERE "unitId" = '${c.health}' AND role IN ('unit_head', 'unit_clerk')) x`)
    expect(await count(`"Notification" WHERE "dedupeKey" = 'plan:${importId}:${c.health}'`)).toBe(people)
    // The same shape comes out, and goes in again to no change.
    const exported = await house.query(c.monitor, 'plan.export', { importId })
    const [out] = exported.sheets
    expect(out?.rows).toHaveLength(41)
    const back = await started(workbookOf([out?.head ?? [], ...(out?.rows ?? [])]), 'Kế hoạch 77/KH-UBND')
    const same = await viewOf(back)
    expect(same?.counts).toMatchObject({ rows: 41, same: 41, new: 0, twin: 0, errorCells: 0 })
    await carriedOut(back)
    expect((await house.query(c.monitor, 'plan.view', { importId: back })).plan).toMatchObject({ status: 'open', failed: 'PLAN_NOTHING_NEW' })
    // Without its numbers, and with another day: like what is there, flagged, given only when asked for.
    const twin = await started(workbookOf([PLAN_HEAD, [...(rows[0] ?? []).slice(0, 5), '01/07/2027'], rows[1] ?? []]), 'Kế hoạch khác')
    expect((await viewOf(twin))?.rows.map(r => r.fate)).toEqual(['twin', 'same'])
    await house.must(c.monitor, planKeepTwins, { importId: twin, rows: [2], isKept: true })
    expect((await viewOf(twin))?.rows.map(r => r.fate)).toEqual(['kept', 'same'])
    await carriedOut(twin)
    expect((await house.query(c.monitor, 'plan.view', { importId: twin })).plan).toMatchObject({ status: 'done', tasks: 1 })
  })
})

describe('nhiệm vụ định kỳ', () => {
  const duty = () => ({ dutyId: uuid(), content: 'Báo cáo kết quả cải cách hành chính', leadUnitId: c.health, coordinatorIds: [c.home], every: 'month' as const, dueMonth: 1, dueDay: 28, startsOn: '2026-01-01', sourceLabel: 'Quyết định 603/QĐ-UBND, mục V.2.1.5' })
  const periodsOf = async (dutyId: string) => (await house.database.query<{ period: string }>(`SELECT period FROM "TaskSource" WHERE "dutyId" = $1 ORDER BY period`, [dutyId])).map(r => r.period)

  test('lập: chỉ Văn phòng và lãnh đạo; mở ngay kỳ đang chạy; sai tháng, sai khoảng thời gian báo tại ô', async () => {
    const d = duty()
    expect(codeOf(await house.run(null, dutySet, d))).toBe('NOT_SIGNED_IN')
    expect(codeOf(await house.run(c.healthHead, dutySet, d))).toBe('FORBIDDEN')
    expect(codeOf(await house.run(c.monitor, dutySet, { ...d, dueMonth: 2 }))).toBe('DUTY_MONTH_WRONG')
    expect(codeOf(await house.run(c.monitor, dutySet, { ...d, endsOn: '2025-01-01' }))).toBe('DUTY_TIMES_WRONG')
    expect(codeOf(await house.run(c.monitor, dutySet, { ...d, endsOn: '2026-06-30' }))).toBe('DUTY_NEVER')
    expect(codeOf(await house.run(c.monitor, dutySet, { ...d, leadUnitId: oldUnit }))).toBe('TASK_UNIT_CLOSED')
    const id = uuid()
    expect(await house.must(c.monitor, dutySet, d, id)).toMatchObject({ nextPeriod: '2026-12', nextOpensOn: '2026-12-01' })
    expect(await house.run(c.monitor, dutySet, d, id)).toMatchObject({ ok: true, replayed: true })
    expect(await periodsOf(d.dutyId)).toEqual(['2026-11'])
    const list = await house.query(c.healthClerk, 'task.list', {})
    expect(list.items.map(t => t.card.title)).toContain('Báo cáo kết quả cải cách hành chính (tháng 11/2026)')
    expect(await refusalOf(house.query(c.healthHead, 'duty.list', {}))).toBe('FORBIDDEN')
  })

  test('sửa: kỳ đã mở giữ nguyên chữ, đơn vị, hạn; kỳ sau theo điều khoản mới; đổi nhịp không đòi hai lần; tắt từ một ngày', async () => {
    const d = duty()
    await house.must(c.monitor, dutySet, d)
    const { startsOn: _start, ...terms } = d
    const change = { ...terms, content: 'Báo cáo kết quả chuyển đổi số', leadUnitId: c.home, coordinatorIds: [c.health], dueDay: 10 }
    expect(codeOf(await house.run(c.healthHead, dutyAmend, change))).toBe('FORBIDDEN')
    expect(codeOf(await house.run(c.monitor, dutyAmend, { ...change, dueMonth: 2 }))).toBe('DUTY_MONTH_WRONG')
    expect(codeOf(await house.run(c.monitor, dutyAmend, { ...change, endsOn: '2025-12-31' }))).toBe('DUTY_TIMES_WRONG')
    expect(codeOf(await house.run(c.monitor, dutyAmend, { ...change, leadUnitId: oldUnit }))).toBe('TASK_UNIT_CLOSED')
    expect(codeOf(await house.run(c.monitor, dutyAmend, { ...change, baseVersion: 99 }))).toBe('TASK_CHANGED_MEANWHILE')
    expect(codeOf(await house.run(c.monitor, dutyAmend, { ...change, dutyId: uuid() }))).toBe('NOT_FOUND')
    expect(await house.must(c.monitor, dutyAmend, change)).toMatchObject({ title: 'Báo cáo kết quả chuyển đổi số', leadUnitId: c.home, nextPeriod: '2026-12', nextOpensOn: '2026-12-01' })
    const tasksOf = () => house.database.query<{ period: string; title: string; lead: string; due: string }>(`SELECT s.period, t.title, t."leadUnitId" AS lead, t."deadlineOn"::text AS due FROM "Task" t JOIN "TaskSource" s ON s."taskId" = t.id WHERE s."dutyId" = $1 ORDER BY s.period`, [d.dutyId])
    const november = { period: '2026-11', title: 'Báo cáo kết quả cải cách hành chính (tháng 11/2026)', lead: c.health, due: '2026-11-28' }
    expect(await tasksOf()).toEqual([november])
    const start = house.clock.now
    house.clock.now = new Date('2026-12-02T01:00:00Z')
    try {
      await house.services.runAsSystem(dutyOpen.name, { dutyId: d.dutyId }, uuid())
      expect(await tasksOf()).toEqual([november, { period: '2026-12', title: 'Báo cáo kết quả chuyển đổi số (tháng 12/2026)', lead: c.home, due: '2026-12-10' }])
      // By the quarter from now on: the fourth has been asked for by the month.
      expect(await house.must(c.monitor, dutyAmend, { ...change, every: 'quarter', dueMonth: 3 })).toMatchObject({ every: 'quarter', nextPeriod: '2027-Q1', nextOpensOn: '2027-01-01' })
      expect(await house.must(c.monitor, dutyAmend, { ...change, endsOn: '2026-12-31' })).toMatchObject({ nextPeriod: null, isOn: true })
      house.clock.now = new Date('2027-02-01T01:00:00Z')
      await house.services.runAsSystem(dutyOpen.name, { dutyId: d.dutyId }, uuid())
      expect(await periodsOf(d.dutyId)).toEqual(['2026-11', '2026-12'])
      // A duty that is off stays off when it is changed.
      await house.must(c.monitor, dutyStop, { dutyId: d.dutyId })
      expect(await house.must(c.monitor, dutyAmend, change)).toMatchObject({ isOn: false, nextPeriod: '2027-02' })
      expect(await periodsOf(d.dutyId)).toHaveLength(2)
    } finally {
      house.clock.now = start
    }
  })

  test('hai máy chạy nền cùng mở, máy chủ ngừng qua năm: mỗi kỳ một nhiệm vụ, kỳ lỡ mở bù; tắt giữa kỳ giữ việc đang mở, bật lại không mở lần nữa', async () => {
    const d = duty()
    await house.must(c.monitor, dutySet, d)
    const { services } = house
    const deps = { queue: services.queue, db: services.db, pool: services.pool, runAsSystem: services.runAsSystem, runAs: services.runAs, dataDir: '', reactions: [], log: services.log, clock: services.clock }
    const start = house.clock.now
    house.clock.now = new Date('2027-02-03T01:00:00Z')
    const second = makeQueue({ redisUrl: house.redis.url, log: services.log })
    const workers = [startWorker(deps), startWorker({ ...deps, queue: second })]
    try {
      await Promise.all(workers.map(w => w.dutiesNow()))
      await Promise.all([house.services.runAsSystem(dutyOpen.name, { dutyId: d.dutyId }, uuid()), house.services.runAsSystem(dutyOpen.name, { dutyId: d.dutyId }, uuid())])
    } finally {
      await Promise.all(workers.map(w => w.stop()))
      await second.close()
    }
    expect(await periodsOf(d.dutyId)).toEqual(['2026-11', '2026-12', '2027-01', '2027-02'])
    const [january] = await house.database.query<{ due: string; state: string }>(`SELECT t."deadlineOn"::text AS due, t.state FROM "Task" t JOIN "TaskSource" s ON s."taskId" = t.id WHERE s."dutyId" = $1 AND s.period = '2027-01'`, [d.dutyId])
    expect(january).toEqual({ due: '2027-01-28', state: 'assigned' })
    await house.must(c.monitor, dutyStop, { dutyId: d.dutyId })
    expect(codeOf(await house.run(c.monitor, dutyStop, { dutyId: d.dutyId }))).toBe('DUTY_ALREADY')
    expect(await count(`"Task" t JOIN "TaskSource" s ON s."taskId" = t.id WHERE s."dutyId" = '${d.dutyId}' AND t.state = 'assigned'`)).toBe(4)
    house.clock.now = new Date('2027-04-10T01:00:00Z')
    await house.services.runAsSystem(dutyOpen.name, { dutyId: d.dutyId }, uuid())
    expect(await periodsOf(d.dutyId)).toHaveLength(4)
    await house.must(c.monitor, dutyResume, { dutyId: d.dutyId })
    expect(await periodsOf(d.dutyId)).toEqual(['2026-11', '2026-12', '2027-01', '2027-02', '2027-04'])
    await house.must(c.monitor, dutyStop, { dutyId: d.dutyId })
    await house.must(c.monitor, dutyResume, { dutyId: d.dutyId })
    expect(await periodsOf(d.dutyId)).toHaveLength(5)
    // A task taken back is not opened again by its duty.
    const [last] = await house.database.query<{ id: string }>(`SELECT "taskId" AS id FROM "TaskSource" WHERE "dutyId" = $1 AND period = '2027-04'`, [d.dutyId])
    await house.must(c.monitor, taskRecall, { taskId: last?.id ?? '', reason: 'Gộp vào báo cáo quý' })
    await house.services.runAsSystem(dutyOpen.name, { dutyId: d.dutyId }, uuid())
    expect(await periodsOf(d.dutyId)).toHaveLength(5)
    house.clock.now = start
  })
})
