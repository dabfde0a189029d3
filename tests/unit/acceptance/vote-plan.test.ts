import { describe, expect, it } from 'vitest'
import type { ItemState, MeetingState } from '#app/domain/meeting/machine.ts'
import { canOpenPlanned, canPlan, canRun, MAX_PLANNED, plannedState } from '#app/domain/voting/plan.ts'
import { readTable, type Row, wordIn } from './read-table.ts'

const meetings: Record<string, MeetingState> = { 'chuẩn bị': 'invited', 'đang họp': 'running', 'tạm dừng': 'paused', 'đã kết thúc': 'ended' }
const votes: Record<string, { status: string } | null> = { 'chưa mở': null, 'đang mở': { status: 'open' }, 'đã biểu quyết': { status: 'closed' }, 'đã hủy': { status: 'cancelled' } }
const items: Record<string, ItemState> = { chờ: 'pending', 'đang bàn': 'presenting', 'đã kết luận': 'concluded', 'đã rút': 'withdrawn', 'để lại': 'held_over' }

const answer = (row: Row): string => {
  const meeting = wordIn(meetings, row.get('Phiên'))
  const state = plannedState(wordIn(votes, row.get('Biểu quyết')))
  const item = wordIn(items, row.get('Nội dung'))
  const has = (word: string) => row.get('Điều kiện') === word
  const plan = (isNew: boolean) => canPlan({ meeting, state, item, count: has('đã có 100') ? MAX_PLANNED : 1, isNew })
  const run = (act: 'start' | 'end') => canRun({ meeting, isRunning: has('đang duyệt'), waiting: state === 'waiting' ? 1 : 0, act })
  const verdict = wordIn({ thêm: () => plan(true), sửa: () => plan(false), mở: () => canOpenPlanned({ state, item }), 'bắt đầu duyệt': () => run('start'), 'kết thúc duyệt': () => run('end') }, row.get('Việc'))()
  return verdict.ok ? 'được' : verdict.code
}

describe('nội dung biểu quyết chuẩn bị sẵn', () => {
  it.each(readTable('vote-plan.tsv').map(row => ({ name: `${row.id} ${row.get('Việc')}: ${row.get('Kết quả')}`, row })))('$name', ({ row }) => expect(answer(row)).toBe(row.get('Kết quả')))
})
