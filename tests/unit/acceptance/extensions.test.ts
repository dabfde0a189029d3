import { describe, expect, it } from 'vitest'
import { canAskExtension, canDecideExtension } from '#app/domain/task/extension.ts'
import { civil, readTable, wordIn } from './read-table.ts'

const results: Record<string, string> = {
  được: 'ok',
  'ngày đã qua': 'TASK_EXTENSION_PAST',
  'không muộn hơn': 'TASK_EXTENSION_NOT_LATER',
  'không có hạn': 'TASK_EXTENSION_NO_DEADLINE',
  'đang chờ': 'TASK_EXTENSION_WAITING',
  'đã quyết định': 'TASK_EXTENSION_DECIDED',
}
const statuses: Record<string, string> = { '-': 'none', chờ: 'waiting', 'đã duyệt': 'granted', 'không duyệt': 'refused', 'đã đóng': 'closed' }
const day = (cell: string) => (cell === '-' ? null : civil(cell))

describe('gia hạn', () => {
  it.each(readTable('extensions.tsv').map(row => ({ name: `${row.id} ${row.get('Việc')} ${row.get('Ngày mới')}: ${row.get('Kết quả')}`, row })))('$name', ({ row }) => {
    const deadlineOn = day(row.get('Hạn đang có'))
    const newOn = day(row.get('Ngày mới'))
    const today = civil(row.get('Hôm nay'))
    const status = wordIn(statuses, row.get('Tình trạng đề nghị'))
    const verdict =
      row.get('Việc') === 'đề nghị'
        ? canAskExtension({ deadlineOn, isWaiting: status === 'waiting', newOn: newOn ?? '', today })
        : canDecideExtension({ status, deadlineOn, grantedOn: newOn, today })
    expect(verdict.ok ? 'ok' : verdict.code).toBe(wordIn(results, row.get('Kết quả')))
  })
})
