import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { findHead, guessMapping, makeRowReader, type Sheet } from '#app/domain/plan/rows.ts'
import { readPlanTerm, writePlanTerm } from '#app/domain/plan/term.ts'
import { makeUnitReader, type PlanUnit, type Successor } from '#app/domain/plan/units.ts'
import { formatDate } from '#app/text/format.ts'
import { mergedDepartments } from '#prisma/seed/province.ts'
import { readTable, vietnam } from './read-table.ts'

const TODAY = '2026-11-26'
const orDash = (text: string | null) => text ?? '-'
const data = <T>(name: string): T => JSON.parse(readFileSync(path.join(import.meta.dirname, '../../../prisma/seed/data', name), 'utf8')) as T
type Org = { name: string; short?: string; kind: string }
const now = data<Org[]>('org-2025.json')
const before = data<Org[]>('org-2021.json').filter(o => !now.some(n => n.name === o.name))
const units: PlanUnit[] = [...now.map(u => ({ ...u, isOpen: true })), ...before.map(u => ({ ...u, isOpen: false }))].map(u => ({ id: `${u.isOpen}/${u.name}`, name: u.name, short: u.short ?? null, isOpen: u.isOpen }))
const successions: Successor[] = mergedDepartments.map(([from, to]) => ({ oldUnitId: `false/${from}`, newUnitId: `true/${to}` }))
const reader = makeUnitReader(units, successions)

describe('thời hạn trong bảng kế hoạch', () => {
  it.each(readTable('plan-terms.tsv').map(row => ({ name: `${row.id} ${row.get('Chữ trong ô')} → ${row.get('Kết quả')}`, row })))('$name', ({ row }) => {
    const read = readPlanTerm(row.get('Chữ trong ô'), TODAY, vietnam)
    const said = 'fault' in read ? `sai: ${read.fault}` : read.kind === 'date' ? formatDate(read.date) : read.kind === 'duty' ? `định kỳ: ${read.every} ${read.dueMonth} ${read.dueDay}` : read.kind === 'none' ? 'không thời hạn' : 'thường xuyên'
    expect(said).toBe(row.get('Kết quả'))
    expect('fault' in read ? orDash(read.proposal) : '-').toBe(row.get('Đề xuất'))
    if (!('fault' in read)) expect(readPlanTerm(writePlanTerm(read), TODAY, vietnam)).toEqual(read)
    // What is proposed can be taken as it is.
    else if (read.proposal) expect(readPlanTerm(read.proposal, TODAY, vietnam)).not.toHaveProperty('fault')
  })
})

describe('tên đơn vị trong bảng kế hoạch', () => {
  it.each(readTable('plan-units.tsv').map(row => ({ name: `${row.id} ${row.get('Chữ trong ô')} → ${row.get('Kết quả')}`, row })))('$name', ({ row }) => {
    const read = reader.one(row.get('Chữ trong ô'))
    expect('fault' in read ? `sai: ${read.fault}` : read.name).toBe(row.get('Kết quả'))
    expect('fault' in read ? orDash(read.proposal) : '-').toBe(row.get('Đề xuất'))
  })
  it('mọi đơn vị hôm nay đọc được bằng chính tên mình', () => {
    expect(now.filter(u => u.kind !== 'province').map(u => reader.one(u.name)).filter(r => 'fault' in r)).toEqual([])
  })
  it('nhiều đơn vị trong một ô: dấu phẩy trong tên không phải ranh giới', () => {
    expect(reader.several('SNV, Sở Văn hóa, Thể thao và Du lịch; Sở KH&ĐT').found.map(u => u.name)).toEqual(['Sở Nội vụ', 'Sở Văn hóa, Thể thao và Du lịch', 'Sở Tài chính'])
    expect(reader.several('SNV, Sở Ngoại thương').fault).toMatchObject({ fault: 'UNIT_UNKNOWN', text: 'Sở Ngoại thương' })
  })
})

describe('dòng của bảng kế hoạch', () => {
  const t = (text: string) => ({ t: text })
  const sheet: Sheet = {
    name: 'KH',
    rows: [
      [t('KẾ HOẠCH CẢI CÁCH HÀNH CHÍNH')],
      [],
      [t('TT'), t('Nội dung công việc'), t('Cơ quan chủ trì'), t('Cơ quan phối hợp'), t('Thời gian hoàn thành'), t('Sản phẩm')],
      [t('I'), t('CẢI CÁCH THỂ CHẾ')],
      [t('1'), t('Rà soát văn bản'), t('Sở Tư pháp'), t('SNV'), t('trong quý II/2027'), t('Báo cáo')],
      [t('2'), t('Tập huấn'), null, null, t('31/6/2027'), null],
      [],
      [t('3'), { t: '=B99', k: 'e' }, t('SNV'), t('Sở Nội vụ'), { t: '30/06/2027', k: 'f' }, null],
    ],
    merges: [[4, 2, 5, 2], [3, 0, 3, 5]],
  }
  const head = findHead(sheet)
  const rows = makeRowReader({ sheet, head, mapping: guessMapping(sheet, head), fixes: {}, units: reader, calendar: vietnam, today: TODAY })
  it('tìm dòng tiêu đề, đoán cột theo chữ', () => {
    expect(head).toBe(2)
    expect(guessMapping(sheet, head)).toEqual({ B: 'content', C: 'lead', D: 'coordinators', E: 'deadline', F: 'product' })
  })
  it('ô gộp, đề mục, dòng trống, công thức: lỗi ghi theo ô', () => {
    expect([rows.read(3), rows.read(6)]).toEqual([null, null])
    expect(rows.read(4)).toMatchObject({ row: 5, content: 'Rà soát văn bản', leadName: 'Sở Tư pháp', coordinatorNames: ['Sở Nội vụ'], term: { kind: 'date', date: '2027-06-30' }, issues: [] })
    expect(rows.read(5)).toMatchObject({ leadName: 'Sở Tư pháp', issues: [{ cell: 'E6', code: 'TERM_NO_SUCH_DAY', proposal: '30/06/2027' }] })
    expect(rows.read(7)?.issues.map(i => `${i.cell} ${i.code}`)).toEqual(['B8 CELL_FAILED', 'E8 CELL_FORMULA', 'D8 COORDINATOR_IS_LEAD'])
  })
  it('ô đã sửa trên màn hình thay cho ô trong tệp, cả ô gộp', () => {
    const mended = makeRowReader({ sheet, head, mapping: guessMapping(sheet, head), fixes: { E6: '30/06/2027', C5: 'Sở Tài chính' }, units: reader, calendar: vietnam, today: TODAY })
    expect(mended.read(5)).toMatchObject({ leadName: 'Sở Tài chính', term: { kind: 'date', date: '2027-06-30' }, issues: [] })
  })
})
