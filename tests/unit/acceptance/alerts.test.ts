import { describe, expect, it } from 'vitest'
import { defaultAlertRules, offsetOf, planAlerts, type AlertAudience, type AlertStep } from '#app/domain/task/alerts.ts'
import type { TaskState } from '#app/domain/task/machine.ts'
import { civil, instant, readTable, vietnam, wordIn } from './read-table.ts'

const states: Record<string, TaskState> = {
  'chờ tiếp nhận': 'assigned',
  'bị trả lại': 'refused',
  'đang thực hiện': 'in_progress',
  'chờ xác nhận': 'waiting_confirmation',
  'tạm hoãn': 'paused',
  'hoàn thành': 'done',
}
const steps: Record<string, AlertStep> = {
  'trước 7': 'before_7',
  'trước 3': 'before_3',
  'trước 1': 'before_1',
  'đúng ngày': 'due',
  'quá 1': 'overdue_1',
  'quá 3': 'overdue_3',
  'quá 7': 'overdue_7',
}

const people: Record<string, AlertAudience> = { 'chuyên viên': 'clerk', 'thủ trưởng': 'head', 'Văn phòng': 'office', 'Chủ tịch': 'chairman' }

describe('alerts planned in working days', () => {
  it.each(readTable('alerts.tsv').map(row => ({ name: `${row.id} ${row.get('Ghi chú')}`, row })))(
    '$name',
    ({ row }) => {
      const planned = planAlerts({
        taskId: 'task',
        deadlineOn: row.get('Hạn') === '-' ? null : civil(row.get('Hạn')),
        state: wordIn(states, row.get('Trạng thái')),
        rules: defaultAlertRules,
        calendar: vietnam,
        now: instant(row.get('Lập lúc')),
        toldTo: row.get('Đã báo') === '-' ? null : offsetOf(wordIn(steps, row.get('Đã báo'))),
      })
      const expected =
        row.get('Các bước') === '-'
          ? []
          : row
              .get('Các bước')
              .split('; ')
              .map(part => {
                const [step = '', when = ''] = part.split(': ')
                return { step: wordIn(steps, step), fireAt: instant(when) }
              })
      expect(planned.map(({ step, fireAt }) => ({ step, fireAt }))).toEqual(expected)
      if (row.get('Người nhận') !== '-')
        expect(planned.map(p => p.audience)).toEqual(row.get('Người nhận').split('; ').map(list => list.split(', ').map(who => wordIn(people, who))))
    },
  )
})
