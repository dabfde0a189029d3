import { describe, expect, it } from 'vitest'
import { conclusionSight } from '#app/domain/conclusion/sight.ts'
import { readTable, wordIn } from './read-table.ts'

const yes: Record<string, boolean> = { có: true, không: false }
const roles: Record<string, string | null> = { 'chủ trì': 'chair', 'thư ký': 'secretary', 'thành viên': 'member', 'dự thay': 'substitute', 'khách mời': 'guest', 'quan sát': 'observer', 'không dự': null }

describe('ai thấy kết luận', () => {
  it.each(readTable('conclusion-sight.tsv').map(row => ({ name: `${row.id} ${row.get('Tư cách')}`, row })))('$name', ({ row }) => {
    const facts = { role: wordIn(roles, row.get('Tư cách')), isOffice: wordIn(yes, row.get('Văn phòng')), hasUnit: wordIn(yes, row.get('Đơn vị')) }
    expect(conclusionSight(facts)).toEqual({ live: wordIn(yes, row.get('Đang soạn')), agreed: wordIn(yes, row.get('Đã đồng ý')), named: wordIn(yes, row.get('Dòng nêu tên')) })
  })
})
