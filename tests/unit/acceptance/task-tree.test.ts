import { describe, expect, it, test } from 'vitest'
import { canCloseWith } from '#app/domain/task/evidence.ts'
import type { TaskState } from '#app/domain/task/machine.ts'
import { confirmationClock, decidePart, type PartAct, type PartState, partActs, partClock } from '#app/domain/task/part.ts'
import { isPhoto, reducedSize } from '#app/domain/task/photo.ts'
import { defaultTaskSettings, readTaskSettings } from '#app/domain/task/settings.ts'
import { canAddChild, canAttach, canSubmitOver, DEFAULT_MAX_DEPTH, mayGiveTo, rollUp } from '#app/domain/task/tree.ts'
import { civil, instant, readTable, vietnam, wordIn } from './read-table.ts'

const states: Record<string, PartState> = { 'chờ nhận': 'asked', 'đã nhận': 'accepted', 'có báo cáo': 'reporting', xong: 'done', 'đã từ chối': 'declined' }
const verbs: Record<string, PartAct> = { nhận: 'acceptPart', 'báo cáo': 'reportPart', xong: 'finishPart', 'không nhận': 'declinePart' }
const tasks: Record<string, TaskState> = { 'đang thực hiện': 'in_progress', 'chờ xác nhận': 'waiting_confirmation', 'tạm hoãn': 'paused', 'hoàn thành': 'done' }
const dayOrNull = (cell: string) => (cell === '-' ? null : civil(cell))

describe('phần việc phối hợp', () => {
  const rows = readTable('task-parts.tsv')
  it.each(rows.map(row => [row.id, row] as const))('%s', (_id, row) => {
    const [state, act] = [wordIn(states, row.get('Từ')), wordIn(verbs, row.get('Việc'))]
    const to = row.get('Đến')
    expect(decidePart(state, act)).toEqual(to === 'không' ? { ok: false, code: 'TASK_PART_WRONG_STATE' } : { ok: true, to: wordIn(states, to) })
    expect(partActs(state).includes(act)).toBe(to !== 'không')
  })
  test('bảng nói đủ mọi bước và mọi việc', () => {
    expect(rows).toHaveLength(Object.keys(states).length * Object.keys(verbs).length)
  })
})

describe('đồng hồ của từng bên', () => {
  it.each(readTable('task-clocks.tsv').map(row => [row.id, row] as const))('%s', (_id, row) => {
    const taskState = wordIn(tasks, row.get('Nhiệm vụ'))
    const now = instant(row.get('Xét lúc'))
    const heard = row.get('Lời sau cùng') === '-' ? null : instant(row.get('Lời sau cùng'))
    if (row.get('Bên') === 'xác nhận') {
      const clock = confirmationClock({ state: taskState, submittedAt: heard, confirmDays: 3, now, calendar: vietnam })
      expect(clock === null ? 'không chạy' : clock.isOverdue ? 'quá hạn' : 'còn hạn').toBe(row.get('Kết quả'))
      expect(clock?.waitedDays ?? 0).toBe(row.number('Số'))
      return
    }
    const state = wordIn(states, row.get('Bước'))
    const clock = partClock({ state, taskState, askedAt: heard ?? 0, lastActAt: null, dueOn: dayOrNull(row.get('Ngày của phần')), deadlineOn: dayOrNull(row.get('Hạn nhiệm vụ')), now, calendar: vietnam })
    const isOver = state === 'done' || state === 'declined' || taskState === 'paused'
    expect(clock.isLate ? 'chậm' : clock.isSilent ? 'im lặng' : isOver ? 'không chạy' : 'bình thường').toBe(row.get('Kết quả'))
    expect(clock.quietDays).toBe(row.number('Số'))
  })
})

describe('việc con', () => {
  const at = (cell: string) => dayOrNull(cell)
  it.each(readTable('task-tree.tsv').map(row => [row.id, row] as const))('%s', (_id, row) => {
    const parent = { depth: row.number('Bậc trên'), assignedOn: at(row.get('Giao trên')), deadlineOn: at(row.get('Hạn trên')) }
    const deadlineOn = at(row.get('Hạn con'))
    const verdict =
      row.get('Việc') === 'giao'
        ? canAddChild({ parentDepth: parent.depth, maxDepth: DEFAULT_MAX_DEPTH, parentAssignedOn: parent.assignedOn, parentDeadlineOn: parent.deadlineOn, deadlineOn, today: '2026-11-26' })
        : canAttach({ taskId: 'a', height: row.number('Bậc dưới'), parent: { ...parent, id: 'b', ancestorIds: row.get('Vòng') === 'có' ? ['c', 'a'] : ['c'] }, deadlineOn, maxDepth: DEFAULT_MAX_DEPTH })
    expect(verdict.ok ? 'được' : verdict.code).toBe(row.get('Kết quả'))
  })

  test('không đặt dưới chính mình', () => {
    expect(canAttach({ taskId: 'a', height: 0, parent: { id: 'a', depth: 0, ancestorIds: [], assignedOn: null, deadlineOn: null }, deadlineOn: null, maxDepth: 3 })).toMatchObject({ code: 'TASK_CYCLE' })
  })

  test('tỉnh giao mọi đơn vị; sở giao xã và người của mình; ngang cấp thì phối hợp', () => {
    const unit = (id: string, kind: string, parentId: string | null = null) => ({ id, kind, parentId })
    const [office, health, home, commune, room] = [unit('o', 'office'), unit('h', 'department'), unit('n', 'department'), unit('x', 'commune'), unit('r', 'room', 'x')]
    const may = (from: typeof office, to: typeof office) => mayGiveTo(from, to).ok
    expect([may(office, home), may(health, commune), may(health, health), may(commune, room)]).toEqual([true, true, true, true])
    expect([may(health, home), may(commune, health), may(commune, unit('y', 'ward'))]).toEqual([false, false, false])
  })

  test('cộng dồn: mỗi việc con như nhau, việc đã thu hồi không tính', () => {
    const child = (state: TaskState, progress: number) => ({ state, progress })
    expect(rollUp([])).toEqual({ total: 0, done: 0, waiting: 0, percent: null })
    expect(rollUp([child('done', 40), child('in_progress', 50), child('waiting_confirmation', 100), child('recalled', 0), child('assigned', 0)])).toEqual({ total: 4, done: 1, waiting: 1, percent: 63 })
    expect(rollUp([child('recalled', 80)]).percent).toBeNull()
    expect(canSubmitOver([child('done', 100), child('recalled', 0)], false)).toEqual({ ok: true })
    expect(canSubmitOver([child('waiting_confirmation', 100), child('paused', 0)], false)).toEqual({ ok: false, code: 'TASK_CHILDREN_OPEN', params: { n: 2 } })
    expect(canSubmitOver([child('assigned', 0)], true)).toEqual({ ok: true })
  })
})

test.each([
  ['any', 0, '', 'TASK_EVIDENCE_REQUIRED'],
  ['any', 1, '', 'ok'],
  ['any', 0, '12/BC', 'ok'],
  ['file', 0, '12/BC', 'TASK_EVIDENCE_FILE'],
  ['file', 1, '', 'ok'],
  ['number', 3, '  ', 'TASK_EVIDENCE_NUMBER'],
  ['number', 0, '12/BC', 'ok'],
  ['none', 0, '', 'ok'],
  ['loại lạ', 0, '', 'TASK_EVIDENCE_REQUIRED'],
])('sản phẩm để khép lại: %s, %i tệp, số "%s" → %s', (rule, files, productRef, wanted) => {
  const verdict = canCloseWith(rule, { files, productRef })
  expect(verdict.ok ? 'ok' : verdict.code).toBe(wanted)
})

test('ảnh thu nhỏ giữ tỷ lệ, ảnh nhỏ giữ nguyên', () => {
  expect(reducedSize(6000, 4000)).toEqual({ width: 2560, height: 1707 })
  expect(reducedSize(3000, 9000)).toEqual({ width: 853, height: 2560 })
  expect(reducedSize(800, 600)).toEqual({ width: 800, height: 600 })
  expect(['a.JPG', 'b.heic', 'c.pdf', 'jpg'].map(isPhoto)).toEqual([true, true, false, false])
})

test('thiết lập lạ thì giữ mặc định', () => {
  expect(readTaskSettings({ maxDepth: 2, silentDays: 0, undoMinutes: '5' })).toEqual({ ...defaultTaskSettings, maxDepth: 2 })
  expect(readTaskSettings(null)).toEqual(defaultTaskSettings)
})
