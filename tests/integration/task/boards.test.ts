import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import { addDays, civilDateInVietnam, type WorkCalendar } from '#app/domain/calendar/working-days.ts'
import { fold } from '#app/domain/search/fold.ts'
import { spanOfMonth, totalOf } from '#app/domain/task/view.ts'
import { figuresOf, GROUPS, openOf, type Place, PLACES } from '#app/domain/task/figures.ts'
import { belongs, OPEN_STATES, SOURCES, STATES, type TaskFilter, URGENCIES } from '#app/domain/task/filter.ts'
import type { Actor } from '#server/command/context.ts'
import type { TaskListArgs } from '#server/features/task/list.ts'
import { taskCard, withCard } from '#server/features/task/views.ts'
import { MOST_SAVED_VIEWS, taskViewRemove, taskViewSave } from '#app/contracts/task-view.ts'
import { codeOf } from '#tests/support/ladder.ts'
import { type House, openHouse, refusalOf, signIn } from '#tests/support/build.ts'

const SEED_MS = 180_000
let house: House
let monitor: Actor
let clerk: Actor
let commune: Actor
let press: Actor
let calendar: WorkCalendar
type Card = ReturnType<typeof taskCard> & { leadUnitKind: string | undefined }
let cards: Card[]

const personOf = async (username: string) => signIn(house, (await house.services.db.user.findUniqueOrThrow({ where: { username } })).id)
const clock = () => ({ now: house.clock.now.getTime(), calendar })
const unitOf = (actor: Actor) => actor.unitId ?? ''

/**
 * Work of every state, date, kind, source and field beside the province's own; many of one day and one moment, so that a page
 * ends between equal keys.
 */
async function addWork(): Promise<void> {
  const { db } = house.services
  const units = (await db.orgUnit.findMany({ where: { validTo: null, kind: { in: ['department', 'commune'] } }, take: 6, orderBy: { name: 'asc' } })).map(u => u.id)
  const mine = [unitOf(clerk), unitOf(commune), ...units]
  const fields = (await db.taskField.findMany()).map(f => f.code)
  const leaders = await db.position.findMany({ where: { role: { in: ['chairman', 'vice_chairman'] } } })
  const pick = <T>(all: readonly T[], i: number): T => all[i % all.length] as T
  const today = civilDateInVietnam(house.clock.now.getTime())
  const rows = Array.from({ length: 400 }, (_, i) => {
    const state = pick([...STATES, 'in_progress', 'in_progress', 'done'], i * 7 + (i % 3))
    const due = i % 9 === 0 ? null : addDays(today, ((i * 5) % 61) - 30)
    const original = due === null || i % 4 ? due : addDays(due, -6)
    const given = new Date(house.clock.now.getTime() - (i % 25) * 86_400_000)
    const submitted = state === 'done' || state === 'waiting_confirmation' ? new Date(given.getTime() + (i % 11) * 86_400_000) : null
    const title = i % 10 === 0 ? `Rà soát quy hoạch số ${i}` : `Việc thử ${i}`
    return {
      id: uuid(), code: `TH-${String(i).padStart(4, '0')}`, title, content: title, searchText: fold(title), state, isSentBack: state === 'in_progress' && i % 5 === 0, kind: due === null ? 'undated' : i % 17 === 0 ? 'routine' : 'dated',
      urgency: pick(URGENCIES, i), sourceKind: pick(SOURCES, i), sourceLabel: pick(['Kế hoạch thử A', 'Kế hoạch thử B', 'Thông báo thử'], i), giverId: pick(leaders, i).userId, giverLabel: 'Lãnh đạo', leadUnitId: pick(mine, i), fieldCode: i % 6 === 0 ? null : pick(fields, i),
      deadlineOn: due && new Date(due), originalDeadlineOn: original && new Date(original), assignedAt: given, submittedAt: submitted, completedAt: state === 'done' ? new Date(Number(submitted) + 3_600_000) : null,
      createdAt: given, updatedAt: new Date(house.clock.now.getTime() - (i % 3) * 60_000),
    }
  })
  await db.task.createMany({ data: rows })
  await db.taskCoordinator.createMany({ data: rows.flatMap((r, i) => (i % 3 ? [] : [{ taskId: r.id, unitId: pick(mine, i + 1), askedAt: r.assignedAt }])) })
  // Of what departments lead, every eighth has a part given to the commune.
  const parents = rows.filter((r, i) => i % 8 === 0 && r.leadUnitId !== unitOf(commune))
  const children = parents.map((p, i) => ({ ...p, id: uuid(), code: `${p.code}.1`, title: `Phần của ${p.title}`, parentId: p.id, depth: 1, giverUnitId: p.leadUnitId, leadUnitId: unitOf(commune), state: pick(OPEN_STATES, i) as string, completedAt: null }))
  await db.task.createMany({ data: children })
  await db.taskAncestor.createMany({ data: children.map(c => ({ taskId: c.id, ancestorId: c.parentId, distance: 1 })) })
}

beforeAll(async () => {
  house = await openHouse(undefined, { seeded: true })
  ;[monitor, clerk, commune, press] = await Promise.all(['theodoi', 'cv.snv', 'cc.tan-trao', 'baochi'].map(personOf)) as [Actor, Actor, Actor, Actor]
  calendar = await house.services.calendar()
  await addWork()
  const kinds = new Map((await house.services.db.orgUnit.findMany()).map(u => [u.id, u.kind]))
  cards = (await house.services.db.task.findMany({ include: withCard })).map(t => ({ ...taskCard(t), leadUnitKind: kinds.get(t.leadUnitId) }))
}, SEED_MS)
afterAll(() => house.close())

/** Every page of a list, one after the other. */
async function walk(actor: Actor, args: TaskListArgs): Promise<{ ids: string[]; pages: number }> {
  const ids: string[] = []
  let after: string | undefined
  for (let pages = 1; ; pages++) {
    const page = await house.query(actor, 'task.list', { ...args, after })
    ids.push(...(page.view === 'tree' ? page.nodes.filter(n => n.isMatch).map(n => n.id) : page.items.map(i => i.card.id)))
    if (!page.next || pages > 30) return { ids, pages }
    after = page.next
  }
}
const sorted = (ids: readonly string[]) => [...ids].sort()

describe('danh sách theo trang', () => {
  test.each(['due', 'given', 'changed'] as const)('xếp theo %s: đủ, không trùng, đúng thứ tự, dù nhiều việc cùng ngày', async sort => {
    const { ids, pages } = await walk(monitor, { sort })
    expect(pages).toBeGreaterThan(3)
    expect(new Set(ids).size).toBe(ids.length)
    expect(sorted(ids)).toEqual(sorted(cards.filter(c => belongs(c, {}, clock())).map(c => c.id)))
    const of = new Map(cards.map(c => [c.id, c]))
    const keys = ids.map(id => {
      const card = of.get(id) as Card
      return sort === 'due' ? (card.deadlineOn ?? '9999-12-31') : -(sort === 'given' ? (card.assignedAt ?? 0) : card.updatedAt)
    })
    expect(keys).toEqual([...keys].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)))
  })

  test('việc đã xong xếp mới nhất trước, cũng đủ trang', async () => {
    const { ids } = await walk(monitor, { state: 'done' })
    expect(sorted(ids)).toEqual(sorted(cards.filter(c => belongs(c, { state: 'done' }, clock())).map(c => c.id)))
  })

  test('dấu trang bị sửa tay không làm hỏng: đọc lại từ đầu', async () => {
    const [first] = (await house.query(monitor, 'task.list', {})).items
    for (const after of ['x', '9999-99-99_00000000-0000-4000-8000-000000000000', "2026-11-26_'; DROP TABLE", '2026-11-26 25:00:00+00_00000000-0000-4000-8000-000000000000', `2026-11-26 10:00:00+07_${'-'.repeat(36)}`])
      expect((await house.query(monitor, 'task.list', { after })).items[0]?.card.id).toBe(first?.card.id)
  })
})

describe('mỗi điều kiện lọc: cơ sở dữ liệu và quy tắc của màn hình chọn như nhau', () => {
  const day = (n: number) => addDays(civilDateInVietnam(house.clock.now.getTime()), n)
  const filters: [string, () => TaskFilter][] = [
    ['không lọc', () => ({})],
    ...[...STATES, 'all' as const].map((state): [string, () => TaskFilter] => [`bước ${state}`, () => ({ state })]),
    ...GROUPS.map((group): [string, () => TaskFilter] => [`nhóm ${group}`, () => ({ group })]),
    ...(['department', 'commune'] as const).map((unitKind): [string, () => TaskFilter] => [`khối ${unitKind}`, () => ({ unitKind })]),
    ...PLACES.map((place): [string, () => TaskFilter] => [`tình trạng ${place}`, () => ({ place })]),
    ...SOURCES.map((source): [string, () => TaskFilter] => [`nguồn ${source}`, () => ({ source, state: 'all' })]),
    ...URGENCIES.map((urgency): [string, () => TaskFilter] => [`khẩn ${urgency}`, () => ({ urgency })]),
    ['căn cứ', () => ({ document: 'Kế hoạch thử A' })],
    ['lĩnh vực', () => ({ field: 'economy' })],
    ['chưa có lĩnh vực', () => ({ field: 'none' })],
    ['lãnh đạo', () => ({ leaderId: cards.find(c => c.giverLabel === 'Lãnh đạo')?.giverId ?? '' })],
    ['đơn vị', () => ({ unitId: unitOf(clerk) })],
    ['đơn vị chủ trì', () => ({ unitId: unitOf(clerk), role: 'lead' })],
    ['đơn vị phối hợp', () => ({ unitId: unitOf(clerk), role: 'coordinate', state: 'all' })],
    ['đơn vị, chỉ việc cấp tỉnh', () => ({ unitId: unitOf(commune), isTop: true, state: 'all' })],
    ['xã, cả việc sở giao', () => ({ unitId: unitOf(commune) })],
    ['hạn từ ngày', () => ({ dueFrom: day(-3) })],
    ['hạn đến ngày', () => ({ dueTo: day(3), state: 'all' })],
    ['hạn trong tuần', () => ({ dueFrom: day(-3), dueTo: day(3) })],
    ['theo dõi trong kỳ', () => ({ from: day(-10), to: day(-2), state: 'all' })],
    ['đã gia hạn', () => ({ isExtended: true, state: 'all' })],
    ['tìm chữ, không dấu', () => ({ q: 'ra soat QUY hoach', state: 'all' })],
    ['tìm số', () => ({ q: 'th-00', state: 'all' })],
    ['nhiều điều kiện', () => ({ unitId: unitOf(clerk), place: 'overdue', source: 'plan', q: 'th-0' })],
    ['bước và tình trạng', () => ({ state: 'in_progress', place: 'sent_back' })],
    ['bước và tình trạng không thể cùng có', () => ({ state: 'done', place: 'overdue' })],
  ]
  test.each(filters)('%s', async (_name, make) => {
    const filter = make()
    const { ids } = await walk(monitor, filter)
    const chosen = cards.filter(c => belongs(c, filter, clock()))
    expect(sorted(ids)).toEqual(sorted(chosen.map(c => c.id)))
    // What is said of the list is what the list has.
    const { figures, states } = await house.query(monitor, 'task.list', filter)
    const { state: _state, place: _place, group: _group, ...rest } = filter
    expect(figures).toEqual(figuresOf(cards.filter(c => belongs(c, rest, clock())), clock()))
    const total = totalOf(filter, figures, states)
    expect(total === null ? ids.length : total).toBe(ids.length)
  })
  test('bộ lọc có người khớp: phép thử nói được điều gì', () => {
    const empty = filters.filter(([, make]) => cards.every(c => !belongs(c, make(), clock()))).map(([name]) => name)
    expect(empty).toEqual(['bước và tình trạng không thể cùng có'])
  })
})

describe('các cách xem của cùng một bộ lọc', () => {
  test('theo bước: mỗi cột những việc đầu và số thật', async () => {
    const { items, states } = await house.query(monitor, 'task.list', { view: 'steps' })
    for (const state of [...OPEN_STATES, 'done'] as const) {
      const all = cards.filter(c => belongs(c, { state }, clock()))
      expect(states?.[state] ?? 0, state).toBe(all.length)
      const shown = items.filter(i => i.card.state === state)
      expect(shown.length, state).toBe(Math.min(30, all.length))
    }
  })

  test('theo tháng: mỗi ngày đúng số việc đến hạn', async () => {
    const month = '2026-11'
    const { days, items } = await house.query(monitor, 'task.list', { view: 'month', month })
    const { from, to } = spanOfMonth(month)
    const due = cards.filter(c => belongs(c, { dueFrom: from, dueTo: to }, clock()))
    expect(days.reduce((n, d) => n + d.n, 0)).toBe(due.length)
    for (const { day: on, n } of days) {
      expect(due.filter(c => c.deadlineOn === on).length, on).toBe(n)
      expect(items.filter(i => i.card.deadlineOn === on).length, on).toBe(Math.min(4, n))
    }
  })

  test('theo cây: sở thấy cả việc xã làm bên dưới, xã thấy việc mình nằm dưới việc nào mà không mở được', async () => {
    const { ids } = await walk(monitor, { view: 'tree' })
    expect(sorted(ids)).toEqual(sorted(cards.filter(c => belongs(c, {}, clock())).map(c => c.id)))
    const parentOf = (c: Card) => cards.find(p => p.id === c.parentId)
    const child = cards.find(c => c.leadUnitId === unitOf(commune) && parentOf(c)?.leadUnitId === unitOf(clerk) && !parentOf(c)?.coordinatorIds.includes(unitOf(commune))) as Card
    const { code } = parentOf(child) as Card
    const ofParent = await house.query(clerk, 'task.list', { view: 'tree', q: code, state: 'all' })
    expect(ofParent.nodes.map(n => [n.id, n.isMatch, n.mayOpen])).toEqual(expect.arrayContaining([[child.parentId, true, true], [child.id, expect.any(Boolean), true]]))
    const ofChild = await house.query(commune, 'task.list', { view: 'tree', q: child.code, state: 'all' })
    expect(ofChild.nodes.map(n => [n.id, n.isMatch, n.mayOpen])).toEqual([[child.id, true, true], [child.parentId, false, false]])
  })
})

describe('mỗi người chỉ thấy việc trong phạm vi của mình', () => {
  test('cán bộ xã: việc xã chủ trì, phối hợp; không xem được đơn vị khác, không thêm được gì bằng bộ lọc', async () => {
    const own = cards.filter(c => belongs(c, { unitId: unitOf(commune) }, clock()))
    const { ids } = await walk(commune, {})
    expect(own.length).toBeGreaterThan(10)
    expect(sorted(ids)).toEqual(sorted(own.map(c => c.id)))
    expect(await refusalOf(house.query(commune, 'task.list', { unitId: unitOf(clerk) }))).toBe('NOT_FOUND')
    const list = await house.query(commune, 'task.list', {})
    expect(list.filter.unitId).toBe(unitOf(commune))
    expect(list.units.map(u => u.id)).toEqual([unitOf(commune)])
    expect(openOf(list.figures) + list.figures.routine).toBe(own.length)
    expect(list.canAssign).toBe(false)
    for (const place of ['overdue', 'done_late'] as Place[]) {
      const found = await walk(commune, { place })
      expect(found.ids.every(id => cards.find(c => c.id === id && (c.leadUnitId === unitOf(commune) || c.coordinatorIds.includes(unitOf(commune)))))).toBe(true)
    }
  })
  test('báo chí không làm việc cho đơn vị nào: không có danh sách', async () => {
    expect(await refusalOf(house.query(press, 'task.list', {}))).toBe('FORBIDDEN')
  })
})

describe('cách xem đã lưu', () => {
  const run = (who: Actor, def: { name: string }, input: object) => house.services.runCommand(def.name, input, uuid(), { actor: who, ip: null })
  const viewsOf = async (who: Actor) => house.query(who, 'task.savedViews', {})
  const save = (who: Actor, viewId: string, name: string, address: string, isDefault = false) => run(who, taskViewSave, { viewId, name, address, isDefault })

  test('lưu: của riêng mình, chỉ giữ những gì có nghĩa trên bảng, theo một thứ tự; tên không trùng', async () => {
    const viewId = uuid()
    const input = { viewId, name: 'Quá hạn theo kế hoạch', address: 'xep=moi-giao&la=1&nguon=plan&han=overdue&chon=x', isDefault: false }
    expect(codeOf(await house.services.runCommand(taskViewSave.name, input, uuid(), { actor: null, ip: null }))).toBe('NOT_SIGNED_IN')
    expect(codeOf(await save(clerk, viewId, ' ', ''))).toBe('BAD_INPUT')
    const id = uuid()
    for (const replayed of [undefined, true]) expect(await house.services.runCommand(taskViewSave.name, input, id, { actor: clerk, ip: null })).toMatchObject({ ok: true, ...(replayed && { replayed }) })
    expect((await viewsOf(clerk)).views).toEqual([{ id: viewId, name: input.name, address: 'han=overdue&nguon=plan&xep=moi-giao', isDefault: false }])
    expect((await viewsOf(commune)).views).toEqual([])
    expect(await save(clerk, uuid(), input.name, '')).toMatchObject({ ok: false, code: 'TASK_VIEW_NAME_TAKEN', fields: { name: 'TASK_VIEW_NAME_TAKEN' } })
    expect(codeOf(await save(commune, viewId, 'Của người khác', ''))).toBe('NOT_FOUND')
    expect(codeOf(await run(commune, taskViewRemove, { viewId }))).toBe('NOT_FOUND')
    expect(codeOf(await save(commune, uuid(), input.name, ''))).toBe('ok')
  })
  test('mở đầu tiên: một cách thôi, kể cả hai máy cùng đặt; đơn vị không còn là của mình thì không mở', async () => {
    const [a, b] = [uuid(), uuid()]
    await Promise.all([save(monitor, a, 'A', 'xem=buoc', true), save(monitor, b, 'B', 'xem=thang', true)])
    const { views, first } = await viewsOf(monitor)
    expect(views.filter(v => v.isDefault)).toHaveLength(1)
    expect(first).toBe(views.find(v => v.isDefault)?.address)
    const mine = uuid()
    await save(commune, mine, 'Của xã', `don-vi=${unitOf(commune)}&xem=buoc`, true)
    expect((await viewsOf(commune)).first).toContain(unitOf(commune))
    await save(commune, mine, 'Của sở', `don-vi=${unitOf(clerk)}`, true)
    expect(await viewsOf(commune)).toMatchObject({ first: null, views: expect.arrayContaining([expect.objectContaining({ id: mine, isDefault: true })]) })
  })

  test('đổi tên, xóa rồi lấy lại giữ nguyên; mỗi lần đổi báo các máy khác cả danh sách; có giới hạn', async () => {
    const viewId = uuid()
    await save(press, viewId, 'Cũ', 'xem=cay')
    await save(press, viewId, 'Mới', 'xem=cay')
    expect(codeOf(await run(press, taskViewRemove, { viewId }))).toBe('ok')
    expect(codeOf(await run(press, taskViewRemove, { viewId }))).toBe('NOT_FOUND')
    await save(press, viewId, 'Mới', 'xem=cay')
    const { views, stream, seq } = await viewsOf(press)
    expect(views).toEqual([{ id: viewId, name: 'Mới', address: 'xem=cay', isDefault: false }])
    const events = await house.services.db.eventLog.findMany({ where: { stream, name: 'taskViews.changed' }, orderBy: { seq: 'asc' } })
    expect(events.map(e => (e.payload as { views: { name: string }[] }).views.map(v => v.name))).toEqual([['Cũ'], ['Mới'], [], ['Mới']])
    expect(Number(events.at(-1)?.seq)).toBe(seq)
    for (let i = 1; i < MOST_SAVED_VIEWS; i++) expect(codeOf(await save(press, uuid(), `Cách ${i}`, ''))).toBe('ok')
    expect(await save(press, uuid(), 'Thêm', '')).toMatchObject({ ok: false, code: 'TASK_VIEWS_TOO_MANY' })
    expect(codeOf(await save(press, viewId, 'Đã có thì sửa được', ''))).toBe('ok')
  })
})
