import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decideAgree, type LineFacts, mayRecall } from '#app/domain/conclusion/agree.ts'
import { type Marks, noMarks } from '#app/domain/conclusion/marks.ts'
import { ranksFor } from '#app/domain/conclusion/order.ts'

const marks = (m: Partial<Marks>): Marks => ({ ...noMarks, ...m })
const full = marks({ lead: 'a', deadline: { on: '2026-12-15' } })
const line = (l: Partial<LineFacts>): LineFacts => ({ id: 'x', version: 1, text: 'Giao', marks: full, isRemoved: false, agreed: null, task: null, ...l })
const see = (...lines: LineFacts[]) => new Map(lines.map(l => [l.id, l.version]))

describe('đồng ý kết luận làm gì với từng dòng', () => {
  const agreed = { text: 'Giao', marks: full }
  const cases: [string, Partial<LineFacts>, string][] = [
    ['dòng giao việc mới thành nhiệm vụ', {}, 'create'],
    ['dòng không giao việc chỉ được ghi nhận', { marks: null }, 'keep'],
    ['dòng đã là nhiệm vụ và không đổi thì giữ', { agreed, task: { isOpen: true }, text: 'Giao' }, 'CONCLUSION_NOTHING_NEW'],
    ['dòng sửa thì nhiệm vụ điều chỉnh', { agreed, task: { isOpen: true }, text: 'Giao lại' }, 'amend'],
    ['dòng đổi đơn vị thì nhiệm vụ điều chỉnh', { agreed, task: { isOpen: true }, marks: { ...full, lead: 'b' } }, 'amend'],
    ['nhiệm vụ đã xong thì không đổi nữa', { agreed, task: { isOpen: false }, text: 'Giao lại' }, 'keep'],
    ['dòng bỏ thì nhiệm vụ thu hồi', { agreed, task: { isOpen: true }, isRemoved: true }, 'recall'],
    ['dòng bỏ của nhiệm vụ đã xong thì giữ', { agreed, task: { isOpen: false }, isRemoved: true }, 'keep'],
    ['dòng sửa không còn đơn vị chủ trì thì thu hồi', { agreed, task: { isOpen: true }, marks: null }, 'recall'],
    ['thiếu thời hạn thì dừng lại', { marks: marks({ lead: 'a' }) }, 'CONCLUSION_INCOMPLETE'],
    ['thiếu đơn vị chủ trì thì dừng lại', { marks: marks({ deadline: { on: null } }) }, 'CONCLUSION_INCOMPLETE'],
  ]
  it.each(cases)('%s', (_name, l, expected) => {
    const one = line(l)
    const verdict = decideAgree([one], see(one), new Set())
    expect(verdict.ok ? verdict.plan[0]?.act : verdict.code).toBe(expected)
  })

  it('chỉ đồng ý đúng những gì chủ trì nhìn thấy', () => {
    const one = line({})
    expect(decideAgree([one], new Map([['x', 2]]), new Set())).toMatchObject({ code: 'CONCLUSION_CHANGED_MEANWHILE' })
    expect(decideAgree([one, line({ id: 'y' })], see(one), new Set())).toMatchObject({ code: 'CONCLUSION_CHANGED_MEANWHILE' })
    expect(decideAgree([], new Map(), new Set())).toMatchObject({ code: 'CONCLUSION_EMPTY' })
    expect(decideAgree([line({ text: ' ' })], new Map(), new Set())).toMatchObject({ code: 'CONCLUSION_EMPTY' })
  })

  it('thu hồi được khi chưa đơn vị nào tiếp nhận', () => {
    expect([mayRecall([]), mayRecall(['assigned', 'assigned']), mayRecall(['assigned', 'in_progress'])]).toEqual([true, true, false])
  })
})

describe('thứ tự các dòng', () => {
  it('theo đúng văn bản, và dòng không đổi chỗ giữ khóa của mình', () => {
    const ids = fc.uniqueArray(fc.integer({ min: 0, max: 30 }).map(String), { maxLength: 20 })
    fc.assert(
      fc.property(ids, ids, (before, after) => {
        const first = ranksFor(before, new Map())
        const second = ranksFor(after, first)
        const keys = after.map(id => second.get(id) ?? '')
        expect([...keys].sort((a, b) => (a < b ? -1 : 1))).toEqual(keys)
        expect(new Set(keys).size).toBe(keys.length)
        const stay = after.filter(id => before.includes(id))
        if (stay.join() === before.filter(id => after.includes(id)).join()) for (const id of stay) expect(second.get(id)).toBe(first.get(id))
      }),
      { seed: 603, numRuns: 300 },
    )
  })
})
