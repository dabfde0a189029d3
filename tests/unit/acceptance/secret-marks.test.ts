import { describe, expect, it } from 'vitest'
import { secretMarking } from '#app/domain/secret/marking.ts'
import { readTable, wordIn } from './read-table.ts'

const levels = { Mật: 'mat', 'Tối mật': 'toi_mat', 'Tuyệt mật': 'tuyet_mat', '-': null }

const pageOf = (cell: string) => cell.replaceAll('/', '\n').replaceAll('¦', '        ')

describe('marks of state secrets', () => {
  it.each(readTable('secret-marks.tsv').map(row => ({ name: `${row.id} ${row.get('Chữ')}`, row })))(
    '$name',
    ({ row }) => {
      const page = pageOf(row.get('Chữ'))
      const expected = wordIn<string | null>(levels, row.get('Độ mật'))
      expect(secretMarking(page)).toBe(expected)
      expect(secretMarking(page.normalize('NFD'))).toBe(expected)
    },
  )
})
