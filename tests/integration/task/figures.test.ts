// One figure, five ways to it: the board, the list behind it, the workbooks, a plain statement written apart from all of them,
// and the board as it sets itself right by each act.
import * as XLSX from '@e965/xlsx'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import type { StreamEvent } from '#app/contracts/define.ts'
import { taskAccept, taskAssign, taskConfirm, taskDecideExtension, taskPause, taskReassign, taskRecall, taskRefuse, taskReport, taskRequestExtension, taskSendBack, taskSubmit, taskUrge } from '#app/contracts/task.ts'
import { taskSee } from '#app/contracts/task-tree.ts'
import { behind, COLUMNS, type Dimension, DIMENSIONS } from '#app/domain/task/board.ts'
import { addUp, type Group, type Place, sizeOf } from '#app/domain/task/figures.ts'
import type { TaskFilter } from '#app/domain/task/filter.ts'
import { type Queue, QUEUES } from '#app/domain/task/queue.ts'
import { type DirectionState, reduceDirection } from '#app/live/reducers/direction.ts'
import { type QueueState, reduceQueues } from '#app/live/reducers/queues.ts'
import { directionBook } from '#app/text/direction-sheets.ts'
import { xlsxStream } from '#server/export/xlsx.ts'
import { addUnit, buildCommittee, type Committee, type House, openHouse, refusalOf } from '#tests/support/build.ts'

let house: House
let c: Committee
const FIELDS: string[] = []

beforeAll(async () => {
  house = await openHouse()
  c = await buildCommittee(house)
  const { pool, db } = house.services
  FIELDS.push(...(await db.taskField.findMany({ take: 2, orderBy: { rank: 'asc' } })).map(f => f.code))
  // Of every step, date, kind, source, field and giver, some of last year, some below another; steps, days and units in turn.
  await pool.query(
    `INSERT INTO "Task"(id, code, title, content, state, "isSentBack", kind, "sourceKind", "sourceLabel", "giverId", "giverLabel", "leadUnitId", "fieldCode", "deadlineOn", "originalDeadlineOn", "assignedAt", "submittedAt", "completedAt", "updatedAt", "searchText")
     SELECT gen_random_uuid(), 'BC-' || n, 'Việc ' || n, '', s.state, s.state = 'in_progress' AND n % 4 = 1, CASE WHEN n % 13 = 0 THEN 'routine' WHEN n % 7 = 0 THEN 'undated' ELSE 'dated' END,
       (ARRAY['plan','document','conclusion'])[1 + n % 3], 'Văn bản', (ARRAY[$1, $2]::uuid[])[1 + n % 2], 'Lãnh đạo', (ARRAY[$3, $4, $5]::uuid[])[1 + n % 3], (ARRAY[$6, $7, NULL])[1 + (n / 2) % 3],
       CASE WHEN n % 7 > 0 THEN '2026-11-06'::date + (n * 3) % 41 END, CASE WHEN n % 7 > 0 THEN '2026-11-06'::date + (n * 3) % 41 - CASE WHEN n % 5 = 0 THEN 4 ELSE 0 END END,
       '2025-11-01'::timestamptz + n * interval '2 days',
       CASE WHEN s.state IN ('done', 'waiting_confirmation') THEN '2026-11-08T16:30:00Z'::timestamptz + ((n * 5) % 17) * interval '1 day' END,
       CASE WHEN s.state = 'done' THEN CASE WHEN n % 11 = 0 THEN '2025-12-31T16:59:59Z'::timestamptz ELSE '2026-11-25T02:00:00Z'::timestamptz END END, now(), 'viec ' || n
     FROM generate_series(1, 180) n, LATERAL (SELECT (ARRAY['assigned','in_progress','waiting_confirmation','refused','paused','done','done','done','in_progress','recalled','draft'])[1 + n % 11] AS state) s`,
    [c.chairman.userId, c.members[1]?.userId, c.health, c.home, c.office, ...FIELDS],
  )
  await pool.query(`UPDATE "Task" SET "parentId" = (SELECT id FROM "Task" WHERE code = 'BC-1') WHERE code IN ('BC-12', 'BC-17', 'BC-23', 'BC-30')`)
})
afterAll(() => house.close())

const board = (by: Dimension, filter: TaskFilter = {}) => house.query(c.chairman, 'direction.view', { by, filter })
type Board = Awaited<ReturnType<typeof board>>

/** Written from the words of the screen; today is Thursday 26/11/2026, so three working days, today among them, reach to Monday 30/11. */
const KEY: Record<Dimension, string> = { unit: `"leadUnitId"::text`, field: `coalesce("fieldCode", 'none')`, source: `"sourceKind"`, leader: `"giverId"::text` }
const inHand = `kind <> 'routine' AND state IN ('assigned', 'in_progress', 'refused')`
const finished = `kind <> 'routine' AND state = 'done'`
const givenIn = `((coalesce("submittedAt", "completedAt") AT TIME ZONE 'Asia/Ho_Chi_Minh')::date)`
const PLAIN: Record<Exclude<Place | Group, never>, string> = {
  followed: `kind <> 'routine'`,
  open: `kind <> 'routine' AND state <> 'done'`,
  overdue: `${inHand} AND "deadlineOn" < '2026-11-26'`,
  soon: `${inHand} AND NOT "isSentBack" AND "deadlineOn" BETWEEN '2026-11-26' AND '2026-11-30'`,
  in_time: `${inHand} AND NOT "isSentBack" AND "deadlineOn" > '2026-11-30'`,
  sent_back: `${inHand} AND "isSentBack" AND "deadlineOn" >= '2026-11-26'`,
  none: `${inHand} AND "deadlineOn" IS NULL`,
  waiting: `kind <> 'routine' AND state = 'waiting_confirmation'`,
  paused: `kind <> 'routine' AND state = 'paused'`,
  done: finished,
  done_dated: `${finished} AND "deadlineOn" IS NOT NULL`,
  done_on_time: `${finished} AND ${givenIn} <= "deadlineOn"`,
  done_late: `${finished} AND ${givenIn} > "deadlineOn"`,
  done_none: `${finished} AND "deadlineOn" IS NULL`,
  extended: `kind <> 'routine' AND "deadlineOn" > "originalDeadlineOn"`,
  on_time_first: `${finished} AND "deadlineOn" IS NOT NULL AND ${givenIn} <= "originalDeadlineOn"`,
  past_due: `kind <> 'routine' AND state IN ('assigned', 'in_progress', 'refused', 'waiting_confirmation') AND "deadlineOn" < '2026-11-26'`,
  due: `kind <> 'routine' AND "deadlineOn" IS NOT NULL AND (state = 'done' OR (state NOT IN ('done', 'paused') AND "deadlineOn" < '2026-11-26'))`,
  routine: `kind = 'routine'`,
}
const FIGURES = Object.keys(PLAIN) as (Place | Group)[]
const OF_BOARD = `"parentId" IS NULL AND state NOT IN ('draft', 'recalled') AND (state <> 'done' OR "completedAt" >= '2026-01-01T00:00:00+07') AND "assignedAt" < '2027-01-01T00:00:00+07'`

async function counted(by: Dimension, more = 'true'): Promise<Record<string, Record<string, number>>> {
  const rows = await house.database.query<{ key: string } & Record<string, number>>(
    `SELECT ${KEY[by]} AS key, ${FIGURES.map(f => `count(*) FILTER (WHERE ${PLAIN[f]})::int AS "${f}"`).join(', ')} FROM "Task" WHERE ${OF_BOARD} AND ${more} GROUP BY 1`,
  )
  return Object.fromEntries(rows.map(({ key, ...figures }) => [key, figures]))
}
const shown = ({ view }: Board) => Object.fromEntries(view.rows.map(r => [r.key, Object.fromEntries(FIGURES.map(f => [f, sizeOf(r.figures, f)]))]))

/** Codes of all pages of the list. */
async function listed(filter: TaskFilter): Promise<string[]> {
  const codes: string[] = []
  for (let after: string | undefined; ; ) {
    const page: { items: { card: { code: string } }[]; next: string | null } = await house.query(c.chairman, 'task.list', { ...filter, after })
    codes.push(...page.items.map(i => i.card.code))
    if (page.next === null) return codes
    after = page.next
  }
}

/** A workbook as somebody opens it: what stands above the headings, and the rows below them. */
async function opened(book: { sheets: Parameters<typeof xlsxStream>[0] }, firstHead: string) {
  const chunks: Buffer[] = []
  for await (const chunk of await xlsxStream(book.sheets)) chunks.push(chunk as Buffer)
  const read = XLSX.read(Buffer.concat(chunks), { type: 'buffer' })
  const rows = XLSX.utils.sheet_to_json<(string | number | undefined)[]>(read.Sheets[read.SheetNames[0] ?? ''] as XLSX.WorkSheet, { header: 1, blankrows: false })
  const at = rows.findIndex(r => r[0] === firstHead)
  return { above: rows.slice(0, at).map(r => String(r[0])), head: rows[at] ?? [], rows: rows.slice(at + 1) }
}

describe('một con số, mọi nơi như nhau', () => {
  test.each(DIMENSIONS)('by %s the board counts what a plain statement counts', async by => {
    const found = await board(by)
    expect(Object.keys(shown(found)).length).toBeGreaterThan(1)
    expect(shown(found)).toEqual(await counted(by))
  })

  test('no figure is empty in this load: each of them was compared', async () => {
    const all = addUp((await board('unit')).view.rows.map(r => r.figures))
    expect(FIGURES.filter(f => sizeOf(all, f) === 0)).toEqual([])
  })

  test('narrowed by a period, a field and a kind of unit it is the same', async () => {
    const found = await board('unit', { from: '2026-07-01', to: '2026-09-30', field: FIELDS[0] as string, unitKind: 'department' })
    const plain = await counted('unit', `(state <> 'done' OR "completedAt" >= '2026-07-01T00:00:00+07') AND "assignedAt" < '2026-10-01T00:00:00+07' AND "fieldCode" = '${FIELDS[0]}' AND "leadUnitId" IN ('${c.health}', '${c.home}', '${c.office}')`)
    expect(shown(found)).toEqual(plain)
  })

  test('by the units of today what a unit that is no more had done stands with its heir, on the board and in the list', async () => {
    const [old, older] = [await addUnit(house, 'Sở Dân số'), await addUnit(house, 'Ủy ban Dân số')]
    const { db, pool } = house.services
    await db.orgSuccession.createMany({ data: [{ id: uuid(), oldUnitId: older, newUnitId: old, on: new Date('2026-02-01'), kind: 'rename' }, { id: uuid(), oldUnitId: old, newUnitId: c.health, on: new Date('2026-07-01'), kind: 'merge' }] })
    await pool.query(`UPDATE "Task" SET "leadUnitId" = CASE WHEN code LIKE '%1' THEN $1::uuid ELSE $2::uuid END WHERE state = 'done' AND "leadUnitId" = $3 AND code ~ '[13]$'`, [old, older, c.health])
    const [then, now] = [await board('unit'), await board('unit', { isWithFormer: true })]
    expect(then.view.rows.map(r => r.name)).toEqual(expect.arrayContaining(['Sở Dân số', 'Ủy ban Dân số', 'Sở Y tế']))
    expect(now.view.rows.map(r => r.name).sort()).toEqual(['Sở Nội vụ', 'Sở Y tế', 'Văn phòng UBND tỉnh'])
    expect(addUp(now.view.rows.map(r => r.figures))).toEqual(addUp(then.view.rows.map(r => r.figures)))
    for (const figure of ['followed', 'done', 'done_late', 'overdue'] as const) {
      const row = now.view.rows.find(r => r.key === c.health)
      expect(await listed(behind(now.filter, 'unit', c.health, figure))).toHaveLength(row ? sizeOf(row.figures, figure) : -1)
    }
    const led = now.view.rows.find(r => r.key === c.health)?.figures
    expect(addUp((await board('unit', { isWithFormer: true, unitId: c.health })).view.rows.map(r => r.figures))).toEqual(led)
    // A unit's own people are shown their unit's work only.
    expect((await house.query(c.healthClerk, 'task.list', { unitId: c.health, role: 'lead', isWithFormer: true, state: 'done' })).items.filter(i => i.card.leadUnitId !== c.health)).toEqual([])
    await pool.query(`UPDATE "Task" SET "leadUnitId" = $3 WHERE "leadUnitId" IN ($1, $2)`, [old, older, c.health])
  })

  test('behind each figure, of all and of each row, the list has as many rows', async () => {
    for (const by of ['unit', 'field'] as const) {
      const { view, filter } = await board(by)
      const rows = by === 'unit' ? [{ key: null, figures: addUp(view.rows.map(r => r.figures)) }, ...view.rows] : view.rows
      for (const { key, figures } of rows)
        for (const figure of FIGURES) {
          const codes = await listed(behind(filter, by, key, figure))
          expect({ key, figure, n: new Set(codes).size }).toEqual({ key, figure, n: sizeOf(figures, figure) })
        }
    }
  })

  test('the workbook of the board is what is shown, row by row, with the sum and what was asked', async () => {
    const found = await board('source', { urgency: 'normal' })
    const { above, head, rows } = await opened(directionBook(found), 'TT')
    const total = addUp(found.view.rows.map(r => r.figures))
    const expected = [...found.view.rows.map(r => ({ name: r.name, figures: r.figures })), { name: 'Cộng', figures: total }]
    expect(rows.map(r => r[1])).toEqual(expected.map(r => r.name))
    expect(rows.map(r => r.slice(2, 2 + COLUMNS.length))).toEqual(expected.map(r => COLUMNS.map(f => sizeOf(r.figures, f))))
    expect(head).toContain('Hoàn thành đúng hạn')
    expect(rows.at(-1)?.[head.indexOf('Hoàn thành đúng hạn')]).toContain(`${total.done_on_time}/${total.done_on_time + total.done_late} = `)
    expect(above.join('\n')).toMatch(/01\/01\/2026 – 31\/12\/2026[^]*Độ khẩn: Thường/)
  })

  test('the workbook of the list has the rows of the list, and no more than its reader may see', async () => {
    const { filter } = await board('unit')
    for (const figure of ['overdue', 'done_late', 'extended', 'followed'] as const) {
      const asked = behind(filter, 'unit', c.health, figure)
      const { rows } = await opened(await house.query(c.chairman, 'task.export', asked), 'TT')
      expect(rows.map(r => r[1])).toEqual(await listed(asked))
    }
    const own = await opened(await house.query(c.healthClerk, 'task.export', {}), 'TT')
    const mine = await house.database.query<{ code: string }>(`SELECT code FROM "Task" WHERE "leadUnitId" = $1 AND state IN ('assigned', 'in_progress', 'waiting_confirmation', 'refused', 'paused')`, [c.health])
    expect(own.rows.map(r => r[1]).sort()).toEqual(mine.map(m => m.code).sort())
    expect(await refusalOf(house.query(c.healthClerk, 'task.export', { unitId: c.home }))).toBe('NOT_FOUND')
    expect(await refusalOf(house.query(c.guest, 'task.export', {}))).toBe('FORBIDDEN')
  })

  test('after acts of all kinds the open board, set right act by act, is the board loaded anew', async () => {
    const asked: { by: Dimension; filter: TaskFilter }[] = [...DIMENSIONS.map(by => ({ by, filter: {} })), { by: 'unit', filter: { source: 'document', unitKind: 'department' } }]
    const before = await Promise.all(asked.map(a => board(a.by, a.filter)))
    const task = async (leadUnitId: string, deadlineOn: string | null) => {
      const taskId = uuid()
      await house.must(c.monitor, taskAssign, { taskId, title: 'Việc mới', content: 'x', leadUnitId, deadlineOn, sourceLabel: '305/TB-UBND' })
      return { taskId }
    }
    const [a, b, d] = [await task(c.health, '2026-11-27'), await task(c.home, null), await task(c.health, '2026-11-26')]
    const evidence = { note: 'Xong', productRef: '12/BC', fileIds: [] }
    await house.must(c.healthClerk, taskAccept, a)
    await house.must(c.healthClerk, taskReport, { ...a, reportId: uuid(), percent: 30, note: 'Đang làm', fileIds: [] })
    const extensionId = uuid()
    await house.must(c.healthClerk, taskRequestExtension, { ...a, extensionId, reason: 'Chờ số liệu', deadlineOn: '2026-12-20' })
    await house.must(c.monitor, taskDecideExtension, { ...a, extensionId, isGranted: true })
    await house.must(c.healthClerk, taskSubmit, { ...a, reportId: uuid(), ...evidence })
    await house.must(c.monitor, taskSendBack, { ...a, reason: 'Thiếu phụ lục' })
    await house.must(c.healthClerk, taskSubmit, { ...a, reportId: uuid(), ...evidence })
    await house.must(c.monitor, taskConfirm, a)
    await house.must(c.monitor, taskPause, { ...b, reason: 'Chờ hướng dẫn' })
    await house.must(c.healthHead, taskRefuse, { ...d, reason: 'Không thuộc chức năng' })
    await house.must(c.monitor, taskReassign, { ...d, leadUnitId: c.home, reason: 'Đúng chức năng' })
    const late = await house.services.db.task.findMany({ where: { state: 'in_progress', leadUnitId: c.health, kind: 'dated', parentId: null, deadlineOn: { lt: new Date('2026-11-26') } }, orderBy: { code: 'asc' } })
    const [first, second, third] = late.map(t => ({ taskId: t.id }))
    if (!first || !second || !third) throw new Error('too few overdue tasks to act on')
    await house.must(c.monitor, taskUrge, { ...first, note: 'Báo cáo ngay' })
    await house.must(c.healthClerk, taskSubmit, { ...second, reportId: uuid(), ...evidence })
    await house.must(c.monitor, taskRecall, { ...third, reason: 'Không còn cần' })

    const after = await Promise.all(asked.map(x => board(x.by, x.filter)))
    const calendar = await house.services.calendar()
    for (const [i, was] of before.entries()) {
      const events = await house.services.db.eventLog.findMany({ where: { stream: was.stream, seq: { gt: was.seq } }, orderBy: { seq: 'asc' } })
      const reduce = reduceDirection({ filter: was.filter, by: was.by, clock: { now: was.now, calendar }, unitIds: was.kindIds && new Set(was.kindIds), fieldNames: new Map(was.fields.map(f => [f.code, f.name])), heirOf: was.heirOf })
      const live = events.reduce<DirectionState>((view, e) => reduce(view, { stream: e.stream, seq: e.seq ?? 0, name: e.name, v: 1, payload: e.payload, at: e.occurredAt.getTime(), actorId: null } satisfies StreamEvent), was.view)
      const is = (after[i] as Board).view
      const rows = (v: DirectionState) => Object.fromEntries(v.rows.map(r => [r.key, { name: r.name, figures: r.figures }]))
      expect(rows(live)).toEqual(rows(is))
      expect({ late: live.lateByUnit, dueToday: live.dueToday, waiting: live.waiting.total, feed: live.feed.map(l => l.seq), isBehind: live.isBehind }).toEqual({ late: is.lateByUnit, dueToday: is.dueToday, waiting: is.waiting.total, feed: is.feed.map(l => l.seq), isBehind: false })
      expect(live.longest[0]?.id).toBe(is.longest[0]?.id)
      expect(rows(was.view)).not.toEqual(rows(is))
    }
    expect(shown(after[0] as Board)).toEqual(await counted('unit'))
  })
})

describe('hàng chờ của Văn phòng', () => {
  test('each queue holds what waits, counts it, and sets itself right by acts; who may not see the board sees no queue', async () => {
    const plain = async (where: string) => (await house.database.query<{ n: number }>(`SELECT count(*)::int AS n FROM "Task" t WHERE "parentId" IS NULL AND ${where}`))[0]?.n
    const queues = (queue: Queue) => house.query(c.monitor, 'direction.queues', { queue })
    const taskId = uuid()
    await house.must(c.monitor, taskAssign, { taskId, title: 'Việc vào hàng chờ', content: 'x', leadUnitId: c.health, deadlineOn: '2026-12-10', sourceLabel: '305/TB-UBND' })
    expect((await queues('unopened')).view.rows.at(-1)?.card.id).toBe(taskId)
    const { totals } = (await queues('confirm')).view
    expect(totals).toEqual({
      confirm: await plain(`state = 'waiting_confirmation'`),
      returned: await plain(`state = 'refused'`),
      extension: await plain(`state = 'in_progress' AND id IN (SELECT "taskId" FROM "TaskExtension" WHERE status = 'waiting')`),
      demand: (await house.database.query(`SELECT 1 FROM "TaskDemand" d JOIN "Task" t ON t.id = d."taskId" WHERE d.status = 'waiting' AND t."parentId" IS NULL AND t.state NOT IN ('done', 'recalled', 'draft')`)).length,
      unopened: await plain(`state = 'assigned' AND NOT EXISTS (SELECT 1 FROM "TaskSeen" s WHERE s."taskId" = t.id AND s."unitId" = t."leadUnitId")`),
    })
    const before = Object.fromEntries(await Promise.all(QUEUES.map(async q => [q, await queues(q)] as const))) as Record<Queue, Awaited<ReturnType<typeof queues>>>
    await house.must(c.healthClerk, taskSee, { taskId })
    expect((await queues('unopened')).view.rows.map(r => r.card.id)).not.toContain(taskId)
    await house.must(c.healthHead, taskRefuse, { taskId, reason: 'Không thuộc chức năng' })
    expect((await queues('returned')).view.rows.find(r => r.card.id === taskId)).toMatchObject({ text: 'Không thuộc chức năng', byLabel: 'Giám đốc Sở Y tế' })
    await house.must(c.monitor, taskReassign, { taskId, leadUnitId: c.health, reason: 'Giữ nguyên' })
    await house.must(c.healthClerk, taskAccept, { taskId })
    await house.must(c.monitor, taskUrge, { taskId, note: 'Báo cáo trước 16 giờ', dueAt: house.clock.now.getTime() + 3_600_000 })
    expect((await queues('demand')).view.rows[0]).toMatchObject({ text: 'Báo cáo trước 16 giờ', byLabel: 'Sở Y tế', card: { id: taskId } })
    await house.must(c.healthClerk, taskRequestExtension, { taskId, extensionId: uuid(), reason: 'Chờ số liệu', deadlineOn: '2026-12-20' })
    expect((await queues('extension')).view.rows.at(-1)).toMatchObject({ text: 'Chờ số liệu', extension: { askedOn: '2026-12-20' } })
    await house.must(c.healthClerk, taskSubmit, { taskId, reportId: uuid(), note: 'Xong', productRef: '12/BC', fileIds: [] })
    for (const queue of ['confirm', 'returned', 'extension'] as const) {
      const [was, is] = [before[queue], await queues(queue)]
      const events = await house.services.db.eventLog.findMany({ where: { stream: was.stream, seq: { gt: was.seq } }, orderBy: { seq: 'asc' } })
      const live = events.reduce<QueueState>((view, e) => reduceQueues(queue)(view, { stream: e.stream, seq: e.seq ?? 0, name: e.name, v: 1, payload: e.payload, at: e.occurredAt.getTime(), actorId: null }), was.view)
      expect(live.rows.map(r => r.card.id).sort()).toEqual(is.view.rows.map(r => r.card.id).sort())
      for (const q of ['confirm', 'returned', 'extension'] as const) expect(live.totals[q]).toBe(is.view.totals[q])
    }
    expect(await refusalOf(house.query(c.healthClerk, 'direction.queues', {}))).toBe('FORBIDDEN')
  })
})
