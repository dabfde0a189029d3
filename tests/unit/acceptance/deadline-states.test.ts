import { describe, expect, it } from 'vitest'
import { deadlineState, type DeadlineCode } from '#app/domain/task/deadline.ts'
import type { TaskState } from '#app/domain/task/machine.ts'
import { civil, instant, readTable, vietnam, wordIn } from './read-table.ts'

const states: Record<string, TaskState> = {
  nháp: 'draft',
  'chờ tiếp nhận': 'assigned',
  'bị trả lại': 'refused',
  'đang thực hiện': 'in_progress',
  'chờ xác nhận': 'waiting_confirmation',
  'hoàn thành': 'done',
  'tạm hoãn': 'paused',
  'đã thu hồi': 'recalled',
}
const codes: Record<string, DeadlineCode> = {
  'Trong hạn': 'in_time',
  'Sắp đến hạn': 'soon',
  'Quá hạn': 'overdue',
  'Chờ xác nhận': 'waiting',
  'Đúng hạn': 'done_on_time',
  'Xong, quá hạn': 'done_late',
  'Thực hiện lại': 'sent_back',
  'Tạm hoãn': 'paused',
  'Không thời hạn': 'none',
}

const orNull = <T>(cell: string, read: (text: string) => T): T | null => (cell === '-' ? null : read(cell))

const rows = readTable('deadline-states.tsv')

describe('deadline states by working days in Viet Nam', () => {
  it('has the sixty cases the reference sheet asks for', () => {
    expect(rows.length).toBeGreaterThanOrEqual(60)
    expect(new Set(rows.map(row => row.get('Tình trạng hạn')))).toEqual(new Set(Object.keys(codes)))
  })

  it.each(rows.map(row => ({ name: `${row.id} ${row.get('Thời điểm xét')} ${row.get('Ghi chú')}`, row })))(
    '$name',
    ({ row }) => {
      const state = deadlineState({
        deadlineOn: orNull(row.get('Hạn'), civil),
        state: wordIn(states, row.get('Trạng thái')),
        now: instant(row.get('Thời điểm xét')),
        submittedAt: orNull(row.get('Trình kết quả lúc'), instant),
        completedAt: orNull(row.get('Xác nhận lúc'), instant),
        isSentBack: row.get('Thực hiện lại') === 'có',
        calendar: vietnam,
      })
      expect(state).toEqual({
        code: wordIn(codes, row.get('Tình trạng hạn')),
        workingDaysLeft: orNull(row.get('Còn'), Number),
        workingDaysLate: orNull(row.get('Quá'), Number),
      })
    },
  )
})
