import { expect, test } from 'vitest'
import type { TaskState } from '#app/domain/task/machine.ts'
import { foreseen, isPassing, laneOf, lateReason, type LateReason, nextToBring, nextToSend, type Waiting } from '#app/domain/task/waiting-acts.ts'
import { readTable, wordIn } from './read-table.ts'

const waitingOf = (text: string): Waiting[] =>
  text
    .split(',')
    .map(t => t.trim())
    .filter(Boolean)
    .map(t => {
      const [name = '', files = ''] = t.split('+')
      return { lane: name === 'khác' ? '' : name, files: wordIn({ '': 'none', ảnh: 'here', 'ảnh đã gửi': 'sent' } as const, files) }
    })

test.each(readTable('waiting-acts.tsv'))('$id: việc chờ gửi đi theo thứ tự', row => {
  const list = waitingOf(row.get('đang chờ'))
  expect([nextToSend(list) + 1, nextToBring(list) + 1], row.get('vì sao')).toEqual([row.number('gửi việc thứ'), row.number('gửi ảnh của việc thứ')])
})

const acts = { 'tiếp nhận': 'accept', 'báo cáo': 'report', 'nộp kết quả': 'submit' } as const
const states: Record<string, TaskState | null> = { '-': null, 'chờ tiếp nhận': 'assigned', 'bị trả lại': 'refused', 'đang thực hiện': 'in_progress', 'chờ xác nhận': 'waiting_confirmation', 'hoàn thành': 'done', 'tạm hoãn': 'paused', 'đã thu hồi': 'recalled' }
const reasons: Record<string, LateReason> = {
  'đã thu hồi': 'recalled',
  'tạm hoãn': 'paused',
  'đã chuyển đơn vị khác': 'moved',
  'người khác đã tiếp nhận': 'accepted_already',
  'kết quả đã nộp': 'handed_in_already',
  'chưa tiếp nhận': 'not_accepted',
  'đơn vị đã trả lại': 'returned',
  'tệp không nhận được': 'file',
  'theo câu của máy chủ': 'other',
}
test.each(readTable('late-refusals.tsv'))('$id: việc đến muộn không ghi được, nói lý do', row => {
  expect(lateReason({ act: wordIn(acts, row.get('việc')), code: row.get('máy chủ trả lời'), state: wordIn(states, row.get('nhiệm vụ lúc ấy')) })).toBe(wordIn(reasons, row.get('lý do nói với người làm')))
})

test('trạng thái ở máy: tiếp nhận, báo cáo, nộp nối nhau; việc không hợp bước thì không đổi gì', () => {
  const given = { state: 'assigned', progress: 0, isSentBack: false } as const
  expect(foreseen(given, [{ act: 'accept' }, { act: 'report', percent: 60 }])).toEqual({ state: 'in_progress', progress: 60, isSentBack: false })
  expect(foreseen(given, [{ act: 'accept' }, { act: 'report', percent: 60 }, { act: 'submit' }, { act: 'report', percent: 20 }])).toEqual({ state: 'waiting_confirmation', progress: 100, isSentBack: false })
  expect(foreseen(given, [{ act: 'report', percent: 60 }])).toEqual(given)
  expect(foreseen({ state: 'recalled', progress: 20, isSentBack: false }, [{ act: 'accept' }, { act: 'submit' }])).toMatchObject({ state: 'recalled', progress: 20 })
})

test('việc của một nhiệm vụ đi một hàng; trả lời tạm thời thì gửi lại, từ chối thì thôi', () => {
  expect([laneOf({ taskId: 'a' }), laneOf({ voteId: 'b' }), laneOf(null), laneOf({ taskId: 3 })]).toEqual(['a', '', '', ''])
  expect(['NO_ANSWER', 'SERVER_BUSY', 'TOO_MANY', 'NOT_SIGNED_IN'].every(isPassing)).toBe(true)
  expect(['FORBIDDEN', 'NOT_FOUND', 'TASK_WRONG_STATE', 'BAD_INPUT', 'INTERNAL'].some(isPassing)).toBe(false)
})
