import { describe, expect, test } from 'vitest'
import type { StreamEvent } from '#app/contracts/define.ts'
import { lineChanged } from '#app/contracts/meeting.ts'
import { planGiven } from '#app/contracts/plan.ts'
import { notificationAdded, notificationsRead, taskActed, taskCardChanged, taskChildChanged } from '#app/contracts/task.ts'
import { taskCommented, taskSeen } from '#app/contracts/task-tree.ts'
import { makeCalendar } from '#app/domain/calendar/working-days.ts'
import { figuresOf } from '#app/domain/task/figures.ts'
import { boardOf, type Card, reduceBoard } from '#app/live/reducers/board.ts'
import { type DirectionState, reduceDirection } from '#app/live/reducers/direction.ts'
import { reduceDesk } from '#app/live/reducers/desk.ts'
import { type Notice, reduceBell } from '#app/live/reducers/notifications.ts'
import { type FullTask, reduceTask } from '#app/live/reducers/task.ts'

const AT = Date.UTC(2026, 10, 26, 2, 30)
const idOf = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`
const [HEALTH, HOME, FINANCE] = [idOf(901), idOf(902), idOf(903)]

const card = (n: number, more: Partial<Card> = {}): Card => ({
  id: idOf(n),
  code: `KL-2026-${String(n).padStart(4, '0')}`,
  title: `Nhiệm vụ ${n}`,
  state: 'assigned',
  isSentBack: false,
  extensionAskedOn: null,
  kind: 'dated',
  urgency: 'normal',
  sourceLabel: 'Kết luận phiên họp',
  leadUnitId: HEALTH,
  leadUnitName: 'Sở Y tế',
  coordinatorIds: [],
  deadlineOn: '2026-12-10',
  originalDeadlineOn: '2026-12-10',
  progress: 0,
  latestNote: null,
  assignedAt: AT,
  submittedAt: null,
  completedAt: null,
  updatedAt: AT,
  version: 1,
  parentId: null,
  depth: 0,
  typeCode: 'general',
  giverUnitId: null,
  assigneeLabel: null,
  children: { total: 0, done: 0 },
  parts: [],
  ...more,
})
const event = (seq: number, name: string, payload: unknown): StreamEvent => ({ stream: 's', seq, name, v: 1, payload, at: AT, actorId: null })
const changed = (seq: number, c: Card, act = 'report') =>
  event(seq, taskCardChanged.name, taskCardChanged.payload.parse({ card: c, line: { act, byLabel: 'Chuyên viên', unitName: 'Sở Y tế', at: AT, note: null } }))

describe('bảng nhiệm vụ', () => {
  const all = reduceBoard(() => true)

  test('a known card changes where it stands, a new one comes on top and is announced', () => {
    const loaded = boardOf([card(1), card(2)])
    const moved = all(loaded, changed(1, card(2, { progress: 60, version: 2 })))
    expect(moved.cards.map(c => c.id)).toEqual([idOf(1), idOf(2)])
    expect(moved.cards[1]?.progress).toBe(60)
    expect(moved).toMatchObject({ arrived: [], touched: [idOf(2)] })
    const grown = all(moved, changed(2, card(3), 'assign'))
    expect(grown.cards.map(c => c.id)).toEqual([idOf(3), idOf(1), idOf(2)])
    expect(grown.arrived).toEqual([idOf(3)])
    expect(loaded.cards).toHaveLength(2)
  })

  test('the same event again changes nothing more', () => {
    const once = all(boardOf([card(1)]), changed(1, card(3)))
    expect(all(once, changed(1, card(3)))).toEqual(once)
  })

  test('what the filter leaves out does not come in; what is shown stays until the next load', () => {
    const onlyOpen = reduceBoard(c => c.state !== 'done')
    const loaded = boardOf([card(1)])
    expect(onlyOpen(loaded, changed(1, card(2, { state: 'done' })))).toBe(loaded)
    expect(onlyOpen(loaded, changed(1, card(1, { state: 'done' }))).cards[0]?.state).toBe('done')
  })

  test('a card leaves the board of a unit that has no part in it any more', () => {
    const ofHealth = reduceBoard(() => true, c => c.leadUnitId === HEALTH || c.coordinatorIds.includes(HEALTH))
    const loaded = boardOf([card(1), card(2)])
    expect(ofHealth(loaded, changed(1, card(1, { leadUnitId: HOME }))).cards.map(c => c.id)).toEqual([idOf(2)])
    expect(ofHealth(loaded, changed(1, card(1, { leadUnitId: HOME, coordinatorIds: [HEALTH] }))).cards).toHaveLength(2)
    expect(ofHealth(loaded, changed(1, card(9, { leadUnitId: FINANCE })))).toBe(loaded)
  })

  test('an event of a newer server leaves the list as it is', () => {
    const loaded = boardOf([card(1)])
    expect(all(loaded, event(1, 'task.somethingNew', {}))).toBe(loaded)
  })
})

describe('chỉ đạo, điều hành', () => {
  const clock = { now: AT, calendar: makeCalendar([]) }
  const by = (more: Partial<Parameters<typeof reduceDirection>[0]> = {}) => reduceDirection({ filter: { from: '2026-01-01', to: '2026-12-31' }, by: 'unit', clock, unitIds: null, fieldNames: new Map(), heirOf: {}, ...more })
  const empty: DirectionState = { rows: [], lateByUnit: {}, dueToday: 0, waiting: { cards: [], total: 0 }, longest: [], feed: [], touched: [], isBehind: false }
  const acted = (seq: number, c: Card, was: Card | null, act = 'report') =>
    event(seq, taskCardChanged.name, taskCardChanged.payload.parse({ card: c, line: { act, byLabel: 'Chuyên viên', unitName: 'Sở Y tế', at: AT, note: null }, was }))

  test('newest act first, at most thirty, each with its own number; a recalled task leaves the figures', () => {
    const reduce = by()
    let view = reduce(empty, acted(1, card(1), null, 'assign'))
    for (let seq = 2; seq <= 40; seq += 1) view = reduce(view, acted(seq, card(1, { version: seq }), card(1)))
    expect(view.feed).toHaveLength(30)
    expect(view.feed[0]?.seq).toBe(40)
    expect(view.rows).toEqual([{ key: HEALTH, name: 'Sở Y tế', figures: figuresOf([card(1)], clock) }])
    expect(reduce(view, acted(41, card(1, { state: 'recalled' }), card(1), 'recall')).rows[0]?.figures).toEqual(figuresOf([], clock))
  })

  test('a task that goes to another unit leaves one row and joins another, at the end; order never moves', () => {
    const reduce = by()
    const late = { deadlineOn: '2026-11-20' }
    const view = [acted(1, card(1, late), null), acted(2, card(2), null), acted(3, card(1, { ...late, leadUnitId: HOME, leadUnitName: 'Sở Nội vụ' }), card(1, late), 'reassign')].reduce(reduce, empty)
    expect(view.rows.map(r => [r.name, r.figures.overdue, r.figures.in_time])).toEqual([['Sở Y tế', 0, 1], ['Sở Nội vụ', 1, 0]])
    expect(view.lateByUnit).toEqual({ [HOME]: 1 })
    expect(view.longest.map(c => c.leadUnitId)).toEqual([HOME])
    expect(view.touched).toEqual([HEALTH, HOME])
  })

  test('what waits for a decision comes and goes, what the filter leaves out counts nowhere but waits all the same', () => {
    const reduce = by({ filter: { source: 'plan' }, by: 'field', fieldNames: new Map([['interior', 'Nội chính']]) })
    const plan = { sourceKind: 'plan' as const, fieldCode: 'interior' }
    const waiting = { state: 'waiting_confirmation' as const, submittedAt: AT }
    const view = [acted(1, card(1, plan), null), acted(2, card(1, { ...plan, ...waiting }), card(1, plan), 'submit'), acted(3, card(2, waiting), card(2), 'submit')].reduce(reduce, empty)
    expect(view.rows.map(r => [r.name, r.figures.waiting])).toEqual([['Nội chính', 1]])
    expect([view.waiting.total, view.waiting.cards.map(c => c.id)]).toEqual([2, [idOf(1), idOf(2)]])
    const decided = reduce(view, acted(4, card(2, { ...waiting, state: 'done', completedAt: AT }), card(2, waiting), 'confirm'))
    expect([decided.waiting.total, decided.waiting.cards.map(c => c.id)]).toEqual([1, [idOf(1)]])
  })

  test('a unit of another kind is not of the board; a card of an older event, and a whole plan, make the page ask again', () => {
    const communes = by({ filter: { unitKind: 'commune' }, unitIds: new Set([HOME]) })
    expect(communes(empty, acted(1, card(1), null)).rows).toEqual([])
    expect(communes(empty, acted(1, card(1, { leadUnitId: HOME }), null)).rows).toHaveLength(1)
    expect(by()(empty, changed(1, card(1))).isBehind).toBe(true)
    const given = by()(empty, event(1, planGiven.name, { importId: idOf(1), planLabel: 'Đề án 603', unitId: null, count: 66, firstDueOn: null }))
    expect(given).toMatchObject({ isBehind: true, feed: [{ taskId: null, title: '66 nhiệm vụ theo Đề án 603' }] })
  })

  test('a task put under another one is no longer the Committee\'s; taken out again it is', () => {
    const reduce = by()
    const under = card(1, { parentId: idOf(9) })
    const view = [acted(1, card(1), null), acted(2, under, card(1), 'attach')].reduce(reduce, empty)
    expect(view.rows[0]?.figures).toEqual(figuresOf([], clock))
    expect(reduce(view, acted(3, card(1), under, 'attach')).rows[0]?.figures.in_time).toBe(1)
  })
})

describe('một nhiệm vụ', () => {
  const line = { act: 'submit', byLabel: 'Chuyên viên', unitName: 'Sở Y tế', at: AT, from: 'in_progress', to: 'waiting_confirmation', note: 'Xong', percent: 100, productRef: '412/BC-SYT', files: [] }
  const full: FullTask = { card: card(1), content: 'Nội dung', sourceKind: 'conclusion', sourceQuote: null, meetingId: null, itemId: null, lineId: null, giverLabel: 'Chủ tịch', coordinators: [], deadlineBasis: null, extensions: [], timeline: [], followers: [], path: [], children: [], demands: [], comments: [], seen: [] }
  const acted = (seq: number, c: Card) => event(seq, taskActed.name, taskActed.payload.parse({ taskId: c.id, line, card: c }))

  test('a task that follows its conclusion anew has its new words, and no edit waits any more', () => {
    const amended = event(3, taskActed.name, taskActed.payload.parse({ taskId: idOf(1), line: { ...line, act: 'amend' }, card: card(1), content: 'Nội dung mới' }))
    expect(reduceTask({ ...full, sourceChangedAt: AT }, amended)).toMatchObject({ content: 'Nội dung mới', sourceQuote: 'Nội dung mới', sourceChangedAt: null })
    expect(reduceTask({ ...full, sourceChangedAt: AT }, acted(4, card(1)))).toMatchObject({ content: 'Nội dung', sourceChangedAt: AT })
  })

  test('card whole, line on top, once', () => {
    const next = reduceTask(reduceTask(full, acted(3, card(1, { state: 'in_progress' }))), acted(4, card(1, { state: 'waiting_confirmation', version: 3 })))
    expect(next.card).toMatchObject({ state: 'waiting_confirmation', version: 3 })
    expect(next.timeline.map(l => l.seq)).toEqual([4, 3])
    expect(reduceTask(next, acted(4, next.card)).timeline).toHaveLength(2)
  })

  test('việc con, yêu cầu, ý kiến, người đã xem: mỗi thứ vào đúng chỗ, một lần', () => {
    const child = (n: number, progress: number) => ({ id: idOf(n), parentId: idOf(1), code: `KL-2026-0001.${n}`, title: `Việc con ${n}`, leadUnitName: 'UBND xã', assigneeLabel: null, state: 'in_progress', isSentBack: false, deadlineOn: null, progress, submittedAt: null, completedAt: null })
    const childEvent = (seq: number, n: number, progress: number, of = 1) => event(seq, taskChildChanged.name, taskChildChanged.payload.parse({ taskId: idOf(of), child: child(n, progress) }))
    const demand = { id: idOf(50), kind: 'urge', unitId: HEALTH, unitName: 'Sở Y tế', text: 'Khẩn trương', dueAt: AT, status: 'waiting', askedAt: AT, askedByLabel: 'Chuyên viên', answer: null, answeredAt: null, answeredByLabel: null }
    const comment = { id: idOf(60), text: 'Đã rõ', byLabel: 'Chuyên viên', unitName: 'Sở Y tế', at: AT, mentions: [] }
    const seen = { unitId: HEALTH, unitName: 'Sở Y tế', byLabel: 'Chuyên viên', firstAt: AT }
    const events = [
      childEvent(1, 10, 20),
      childEvent(2, 2, 0),
      childEvent(3, 10, 60),
      childEvent(4, 3, 0, 7),
      event(5, taskActed.name, taskActed.payload.parse({ taskId: idOf(1), line: { ...line, act: 'urge' }, card: card(1), demand })),
      event(6, taskActed.name, taskActed.payload.parse({ taskId: idOf(1), line: { ...line, act: 'answer' }, card: card(1), demand: { ...demand, status: 'answered', answer: 'Xong' } })),
      ...[7, 8].map(seq => event(seq, taskCommented.name, taskCommented.payload.parse({ taskId: idOf(1), comment }))),
      ...[9, 10].map(seq => event(seq, taskSeen.name, taskSeen.payload.parse({ taskId: idOf(1), seen }))),
    ]
    const view = events.reduce(reduceTask, full)
    expect(view.children.map(c => [c.code, c.progress])).toEqual([['KL-2026-0001.2', 0], ['KL-2026-0001.10', 60]])
    expect(view.demands).toMatchObject([{ status: 'answered', answer: 'Xong' }])
    expect([view.comments.length, view.seen.length]).toEqual([1, 1])
  })

  test("another task's act is not this one's", () => {
    expect(reduceTask(full, acted(3, card(2)))).toBe(full)
  })
})

describe('chuông', () => {
  const notice = (n: number, readAt: number | null = null): Notice => ({ id: idOf(n), kind: 'task_act', title: `Tin ${n}`, body: '', link: '/nhiem-vu', createdAt: AT, readAt })
  const added = (n: number) => event(n, notificationAdded.name, { notification: notice(n) })
  const read = (...ids: number[]) => event(99, notificationsRead.name, { ids: ids.map(idOf) })

  test('rings once for each line and counts what is unread', () => {
    const bell = reduceBell(reduceBell({ items: [notice(1, AT)], unread: 0 }, added(2)), added(2))
    expect(bell.items.map(n => n.id)).toEqual([idOf(2), idOf(1)])
    expect(bell.unread).toBe(1)
  })

  test('read twice counts once and never below nothing', () => {
    const bell = reduceBell(reduceBell({ items: [notice(1), notice(2)], unread: 2 }, read(1)), read(1))
    expect(bell.unread).toBe(1)
    expect(bell.items.find(n => n.id === idOf(1))?.readAt).toBe(AT)
    expect(reduceBell({ items: [notice(1)], unread: 0 }, read(1)).unread).toBe(0)
  })

  test('shows the newest fifty', () => {
    let bell: Parameters<typeof reduceBell>[0] = { items: [], unread: 0 }
    for (let n = 1; n <= 60; n += 1) bell = reduceBell(bell, added(n))
    expect(bell.items).toHaveLength(50)
    expect(bell.items[0]?.id).toBe(idOf(60))
    expect(bell.unread).toBe(60)
  })
})

describe('bàn thư ký', () => {
  const line = (n: number, rank: string, text = '') => ({ id: idOf(n), itemId: idOf(500), rank, text, version: 1, task: null })
  const desk = (l: ReturnType<typeof line>, isRemoved = false) => event(1, lineChanged.name, lineChanged.payload.parse({ line: l, isRemoved }))

  test('lines stay in order of their rank; a removed one goes', () => {
    const two = reduceDesk({ lines: [line(1, 'B')], hidden: { items: [], papers: [] }, guests: [] }, desk(line(2, 'A')))
    expect(two.lines.map(l => l.id)).toEqual([idOf(2), idOf(1)])
    const edited = reduceDesk(two, desk(line(1, 'B', 'Sở Y tế báo cáo')))
    expect(edited.lines[1]?.text).toBe('Sở Y tế báo cáo')
    expect(reduceDesk(edited, desk(line(2, 'A'), true)).lines.map(l => l.id)).toEqual([idOf(1)])
  })
})
