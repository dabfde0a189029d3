import { expect, it } from 'vitest'
import { type Fate, fatesOf, isGiven, isTwin, knownBy } from '#app/domain/plan/fates.ts'
import type { PlanRow } from '#app/domain/plan/rows.ts'

const row = (n: number, part: Partial<PlanRow> = {}): PlanRow => ({ row: n, code: '', content: `Việc ${n}`, product: '', leadUnitId: 'snv', leadName: 'Sở Nội vụ', coordinatorIds: [], coordinatorNames: [], term: { kind: 'date', date: '2026-12-10' }, issues: [], ...part })
const known = knownBy([{ code: 'GV-2026-7', taskId: 't7', content: 'Rà soát trạm y tế', leadUnitId: 'snv', coordinatorIds: ['syt', 'stc'], term: { kind: 'date', date: '2026-12-10' } }])
const like = { content: 'Rà soát trạm y tế', coordinatorIds: ['stc', 'syt'] }
const issue = { cell: 'A1', field: 'content', code: 'CONTENT_MISSING', text: '', proposal: null } as const

it.each<[string, PlanRow[], Fate[], number[]?]>([
  ['một dòng mới', [row(1)], ['new']],
  ['ô sai thì chưa nhập; ô chỉ cảnh báo thì nhập', [row(1, { issues: [{ ...issue, isWarning: false }] }), row(2, { issues: [{ ...issue, isWarning: true }] })], ['error', 'new']],
  ['thiếu đơn vị hay thời hạn', [row(1, { leadUnitId: null }), row(2, { term: null })], ['error', 'error']],
  ['trùng nguyên với nhiệm vụ đã có, thứ tự đơn vị phối hợp khác không sao', [row(1, like)], ['same']],
  ['trùng lời, khác thời hạn', [row(1, { ...like, term: { kind: 'none' } })], ['twin']],
  ['trùng lời nhưng người nhập muốn giao', [row(1, { ...like, term: { kind: 'none' } })], ['kept'], [1]],
  ['mang số của nhiệm vụ đã có mà nói khác: không giao lại, kể cả khi muốn', [row(1, { code: 'GV-2026-7', content: 'Việc khác' })], ['different'], [1]],
  ['hai dòng giống nhau trong bảng: dòng sau là trùng', [row(1), row(2, { content: 'việc  1' }), row(3, { content: 'Việc 1', leadUnitId: 'stc' })], ['new', 'twin', 'new']],
])('%s', (_name, rows, fates, kept = []) => {
  const checked = fatesOf(rows, known, new Set(kept))
  expect(checked.map(r => r.fate)).toEqual(fates)
  for (const r of checked) expect([isGiven(r), isTwin(r)]).toEqual([r.fate === 'new' || r.fate === 'kept', ['twin', 'kept', 'different'].includes(r.fate)])
})
