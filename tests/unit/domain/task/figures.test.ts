import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, makeCalendar } from '#app/domain/calendar/working-days.ts'
import { addUp, count, doneOf, dueOf, type FigureFacts, figuresOf, givenOf, GROUPS, isIn, noFigures, openOf, placeOf, PLACES, ratesOf, sizeOf, soonUntil } from '#app/domain/task/figures.ts'
import { behind, boardFilter, COLUMNS, FIRST_ORDER, inOrder, RATE_PARTS, readOrder, writeOrder } from '#app/domain/task/board.ts'
import { belongs, type FilteredFacts, readFilter, type TaskFilter, writeFilter } from '#app/domain/task/filter.ts'

const calendar = makeCalendar([{ date: '2026-11-24', kind: 'holiday', name: 'Ngày Văn hóa Việt Nam' }])
/** Thursday 26/11/2026, 09:00 in Viet Nam */
const now = Date.UTC(2026, 10, 26, 2)
const clock = { now, calendar }
const at = (day: string, hour = 9) => Date.parse(`${day}T${String(hour).padStart(2, '0')}:00:00+07:00`)
const facts = (more: Partial<FigureFacts> = {}): FigureFacts => ({ state: 'in_progress', isSentBack: false, kind: 'dated', deadlineOn: '2026-12-20', originalDeadlineOn: '2026-12-20', submittedAt: null, completedAt: null, ...more })

describe('chỗ của mỗi nhiệm vụ trong bảng số liệu', () => {
  test.each<[string, Partial<FigureFacts>, string | null]>([
    ['trong hạn', {}, 'in_time'],
    ['hạn hôm nay', { deadlineOn: '2026-11-26' }, 'soon'],
    ['còn 3 ngày làm việc', { deadlineOn: '2026-12-01' }, 'in_time'],
    ['còn 2 ngày làm việc', { deadlineOn: '2026-11-30' }, 'soon'],
    ['hạn hôm qua', { deadlineOn: '2026-11-25' }, 'overdue'],
    ['chờ tiếp nhận mà quá hạn', { state: 'assigned', deadlineOn: '2026-11-25' }, 'overdue'],
    ['đơn vị trả lại, hạn vẫn tính', { state: 'refused', deadlineOn: '2026-11-25' }, 'overdue'],
    ['thực hiện lại', { isSentBack: true }, 'sent_back'],
    ['thực hiện lại mà quá hạn', { isSentBack: true, deadlineOn: '2026-11-25' }, 'overdue'],
    ['chờ xác nhận, hạn đã qua', { state: 'waiting_confirmation', deadlineOn: '2026-11-20', submittedAt: at('2026-11-19') }, 'waiting'],
    ['chờ xác nhận, không thời hạn', { state: 'waiting_confirmation', deadlineOn: null }, 'waiting'],
    ['tạm hoãn', { state: 'paused', deadlineOn: '2026-11-01' }, 'paused'],
    ['không thời hạn', { deadlineOn: null, originalDeadlineOn: null }, 'none'],
    ['xong đúng ngày cuối, 23:59', { state: 'done', submittedAt: at('2026-12-20', 23), completedAt: at('2026-12-25') }, 'done_on_time'],
    ['xong sau nửa đêm', { state: 'done', submittedAt: at('2026-12-21', 0), completedAt: at('2026-12-25') }, 'done_late'],
    ['xong, không thời hạn', { state: 'done', deadlineOn: null, originalDeadlineOn: null, submittedAt: at('2026-11-20') }, 'done_none'],
    ['thường xuyên, dù quá ngày', { kind: 'routine', deadlineOn: '2026-11-01' }, 'routine'],
    ['bản nháp', { state: 'draft' }, null],
    ['đã thu hồi', { state: 'recalled' }, null],
  ])('%s', (_name, more, place) => {
    expect(placeOf(facts(more), clock)).toBe(place)
  })

  test('mỗi tỷ lệ có tử số, mẫu số của nó; gia hạn không che được hạn gốc, thường xuyên đứng ngoài', () => {
    const all = figuresOf(
      [
        facts({ state: 'done', deadlineOn: '2026-11-10', originalDeadlineOn: '2026-11-10', submittedAt: at('2026-11-10') }),
        facts({ state: 'done', deadlineOn: '2026-11-20', originalDeadlineOn: '2026-11-10', submittedAt: at('2026-11-18') }),
        facts({ state: 'done', deadlineOn: '2026-11-10', originalDeadlineOn: '2026-11-10', submittedAt: at('2026-11-13') }),
        facts({ deadlineOn: '2026-11-20', originalDeadlineOn: '2026-11-20' }),
        facts({ state: 'waiting_confirmation', deadlineOn: '2026-11-20', submittedAt: at('2026-11-19') }),
        facts({ deadlineOn: null, originalDeadlineOn: null, kind: 'undated' }),
        facts({ kind: 'routine', deadlineOn: '2026-11-01' }),
        facts({ state: 'recalled' }),
      ],
      clock,
    )
    expect(all).toMatchObject({ done_on_time: 2, done_late: 1, overdue: 1, waiting: 1, none: 1, routine: 1, extended: 1, onTimeByOriginal: 1, pastDue: 2, lateDays: 3 })
    expect([openOf(all), doneOf(all), givenOf(all), dueOf(all)]).toEqual([3, 3, 6, 5])
    expect(ratesOf(all)).toEqual([
      { key: 'onTime', part: 2, whole: 3 },
      { key: 'onTimeByOriginal', part: 1, whole: 3 },
      { key: 'overdueOfDue', part: 1, whole: 5 },
      { key: 'overdueOfGiven', part: 1, whole: 6 },
    ])
  })

  test('sắp đến hạn đến ngày nào: khớp từng ngày với cách tính của một nhiệm vụ', () => {
    for (let i = 0; i < 60; i++) {
      const today = addDays('2026-11-01', i)
      const until = soonUntil(calendar, today)
      const place = (deadlineOn: string) => placeOf(facts({ deadlineOn }), { now: at(today), calendar })
      expect(place(until), `${today}: ${until}`).toBe('soon')
      expect(place(addDays(until, 1)), `${today}: ngày sau ${until}`).toBe('in_time')
    }
  })
})

const day = fc.integer({ min: -30, max: 30 }).map(n => addDays('2026-11-26', n))
const someTask = fc.record({
  state: fc.constantFrom('draft', 'assigned', 'in_progress', 'waiting_confirmation', 'refused', 'paused', 'done', 'recalled'),
  isSentBack: fc.boolean(),
  kind: fc.constantFrom('dated', 'undated', 'routine'),
  deadlineOn: fc.option(day),
  originalDeadlineOn: fc.option(day),
  submittedAt: fc.option(day.map(d => at(d))),
  completedAt: fc.option(day.map(d => at(d))),
}) as fc.Arbitrary<FigureFacts>

test('bỏ một nhiệm vụ rồi thêm lại như đã đổi thì bằng đếm lại từ đầu; mỗi việc nằm đúng một chỗ', () => {
  fc.assert(
    fc.property(fc.array(someTask, { maxLength: 20 }), someTask, fc.nat(), (tasks, changed, i) => {
      const before = figuresOf(tasks, clock)
      const old = tasks[i % Math.max(1, tasks.length)]
      if (old) count(before, old, clock, -1)
      count(before, changed, clock)
      const after = figuresOf(old ? tasks.map((t, n) => (n === i % tasks.length ? changed : t)) : [changed], clock)
      expect(before).toEqual(after)
      expect(PLACES.reduce((n, p) => n + after[p], 0)).toBe((old ? tasks.map((t, n) => (n === i % tasks.length ? changed : t)) : [changed]).filter(t => placeOf(t, clock) !== null).length)
      expect(addUp([after, noFigures()])).toEqual(after)
    }),
  )
})

describe('điều kiện lọc', () => {
  const full: TaskFilter = {
    q: 'cải cách', unitId: '00000000-0000-7000-8000-000000000001', role: 'lead', place: 'overdue', group: 'due', unitKind: 'commune', state: 'in_progress', source: 'plan', document: 'Đề án 603, mục II.4.1', field: 'interior',
    leaderId: '00000000-0000-7000-8000-000000000002', urgency: 'flash', from: '2026-01-01', to: '2026-12-31', dueFrom: '2026-11-01', dueTo: '2026-11-30', isExtended: true, isTop: true,
  }
  test('ghi ra địa chỉ rồi đọc lại thì như cũ; chữ lạ trên địa chỉ bị bỏ qua', () => {
    expect(readFilter(new URLSearchParams(writeFilter(full)))).toEqual(full)
    expect(readFilter(new URLSearchParams('han=abc&buoc=xong&don-vi=snv&tu=31/12/2026&den=2026-02-30&khan=x&q=%20'))).toEqual({})
    expect(writeFilter({})).toBe('')
  })

  const task: FilteredFacts = {
    ...facts({ deadlineOn: '2026-11-20', originalDeadlineOn: '2026-11-10' }),
    code: 'KL-2026-0001', title: 'Báo cáo cải cách hành chính', urgency: 'normal', sourceLabel: 'Đề án 603', sourceKind: 'plan', fieldCode: null, giverId: 'g', leadUnitId: 'u', coordinatorIds: ['v'], assignedAt: at('2026-10-01'),
  }
  test.each<[TaskFilter, boolean]>([
    [{}, true],
    [{ place: 'overdue' }, true],
    [{ place: 'soon' }, false],
    [{ state: 'done' }, false],
    [{ state: 'all' }, true],
    [{ unitId: 'u' }, true],
    [{ unitId: 'v', role: 'lead' }, false],
    [{ unitId: 'v', role: 'coordinate' }, true],
    [{ unitId: 'w' }, false],
    [{ source: 'conclusion' }, false],
    [{ field: 'none' }, true],
    [{ field: 'economy' }, false],
    [{ leaderId: 'x' }, false],
    [{ urgency: 'flash' }, false],
    [{ from: '2027-01-01' }, true],
    [{ to: '2026-09-30' }, false],
    [{ dueFrom: '2026-11-21' }, false],
    [{ dueTo: '2026-11-20' }, true],
    [{ isExtended: true }, true],
    [{ q: 'CẢI cach kl-2026' }, true],
    [{ q: 'y tế' }, false],
  ])('%j → %s', (filter, fits) => {
    expect(belongs(task, filter, clock)).toBe(fits)
  })
  test('đã xong từ trước kỳ thì ngoài kỳ; xong trong kỳ thì trong', () => {
    const done = { ...task, state: 'done' as const, completedAt: at('2026-11-15'), submittedAt: at('2026-11-15') }
    expect(belongs(done, { state: 'all', from: '2026-11-16' }, clock)).toBe(false)
    expect(belongs(done, { state: 'all', from: '2026-11-15' }, clock)).toBe(true)
    expect(belongs(done, {}, clock)).toBe(false)
    expect(belongs(done, { place: 'done_on_time' }, clock)).toBe(true)
    expect(belongs({ ...task, state: 'recalled' }, { state: 'all' }, clock)).toBe(false)
  })
})

describe('bảng chỉ đạo, điều hành', () => {
  const asFiltered = (task: FigureFacts): FilteredFacts => ({ ...task, code: 'GV', title: 'x', urgency: 'normal', sourceLabel: 'y', leadUnitId: 'u', coordinatorIds: [], assignedAt: at('2026-02-01') })

  test('con số nào cũng bằng số nhiệm vụ mà bộ lọc sau nó nhận', () => {
    fc.assert(
      fc.property(fc.array(someTask, { maxLength: 25 }), tasks => {
        const all = figuresOf(tasks, clock)
        for (const figure of [...COLUMNS, ...GROUPS]) {
          const filter = behind({}, 'source', null, figure)
          expect([figure, tasks.filter(t => belongs(asFiltered(t), filter, clock)).length]).toEqual([figure, sizeOf(all, figure)])
        }
        for (const group of GROUPS) expect(tasks.filter(t => isIn(t, group, clock)).length).toBe(sizeOf(all, group))
        for (const { key, part, whole } of ratesOf(all)) expect([sizeOf(all, RATE_PARTS[key].part), sizeOf(all, RATE_PARTS[key].whole)]).toEqual([part, whole])
      }),
      { numRuns: 30 },
    )
  })

  test('không nói kỳ thì là năm nay; bước, chỗ và chữ tìm không thuộc bảng; đơn vị thì chỉ việc chủ trì do tỉnh giao', () => {
    expect(boardFilter({ q: 'x', place: 'soon', state: 'done', group: 'due', source: 'plan' }, '2026-11-26')).toEqual({ source: 'plan', from: '2026-01-01', to: '2026-12-31' })
    expect(boardFilter({ unitId: 'u', to: '2026-06-30' }, '2026-11-26')).toEqual({ unitId: 'u', role: 'lead', isTop: true, to: '2026-06-30' })
    expect(writeFilter(behind({ from: '2026-01-01' }, 'unit', '00000000-0000-7000-8000-000000000001', 'due'))).toBe('don-vi=00000000-0000-7000-8000-000000000001&vai-tro=lead&nhom=due&tu=2026-01-01&cap-tinh=co')
  })

  test('thứ tự: chưa có gì để chia đứng sau mọi tỷ lệ, dù xếp lên hay xuống; chữ lạ thì như lúc đầu', () => {
    const row = (name: string, onTime: number, late: number) => ({ key: name, name, figures: { ...noFigures(), done_on_time: onTime, done_late: late } })
    const rows = [row('A', 0, 0), row('B', 1, 1), row('C', 3, 1)]
    expect(inOrder(rows, { key: 'onTime', isDown: true }).map(r => r.name)).toEqual(['C', 'B', 'A'])
    expect(inOrder(rows, { key: 'onTime', isDown: false }).map(r => r.name)).toEqual(['B', 'C', 'A'])
    expect(readOrder(writeOrder({ key: 'soon', isDown: true }))).toEqual({ key: 'soon', isDown: true })
    expect(readOrder('la')).toEqual(FIRST_ORDER)
  })
})
