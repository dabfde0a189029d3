import { describe, expect, test } from 'vitest'
import { canAnswer, canClose, canGiveDays, canPropose, type CardChoice, deadlineAfter, extendBy, remindAt } from '#app/domain/card/answer.ts'
import type { CardStatus } from '#app/domain/card/machine.ts'
import { civil, instant, readTable, vietnam, wordIn } from './read-table.ts'

const statuses: Record<string, CardStatus> = {
  'đã duyệt': 'approved',
  'đang lấy ý kiến': 'sent',
  'hết hạn': 'closed',
  'đã kết luận': 'concluded',
  'đã thu hồi': 'recalled',
  'đã thay thế': 'replaced',
}
const choices: Record<string, CardChoice> = { 'đồng ý': 'for', 'không đồng ý': 'against', 'ý kiến khác': 'other' }
const yes: Record<string, boolean> = { có: true, không: false, rồi: true, chưa: false }
/** "03/12/2026 24:00" is the first moment of the next day. */
const end = (text: string): number | null => (text === '-' ? null : instant(text.replace('24:00', '23:59:59')) + 1_000)

const rows = readTable('card-answers.tsv').map(r => ({
  id: r.id,
  facts: {
    status: wordIn(statuses, r.get('Bước của phiếu')),
    closesAt: end(r.get('Hết hạn')),
    now: instant(r.get('Lúc trả lời')),
    isOnList: wordIn(yes, r.get('Có trong danh sách')),
    isInOffice: wordIn(yes, r.get('Còn đương nhiệm')),
    hasAnswered: wordIn(yes, r.get('Đã trả lời')),
    isChangeAllowed: wordIn(yes, r.get('Cho đổi')),
    choice: wordIn(choices, r.get('Chọn')),
    text: r.get('Nội dung') === '-' ? '' : r.get('Nội dung'),
    hasFile: wordIn(yes, r.get('Tệp')),
  },
  expected: r.get('Kết quả'),
}))

describe('trả lời phiếu lấy ý kiến', () => {
  test.each(rows)('$id: $expected', ({ facts, expected }) => {
    const verdict = canAnswer(facts)
    expect(verdict.ok ? 'được' : verdict.code).toBe(expected)
  })

  test('một phần nghìn giây trước khi hết hạn còn kịp, đúng lúc hết hạn là muộn; đề xuất cũng vậy', () => {
    const [{ facts }] = rows as [(typeof rows)[number]]
    const closesAt = facts.closesAt ?? 0
    for (const [now, code] of [[closesAt - 1, 'được'], [closesAt, 'CARD_ENDED'], [closesAt + 50, 'CARD_ENDED']] as const) {
      const answer = canAnswer({ ...facts, now })
      expect(answer.ok ? 'được' : answer.code).toBe(code)
      const proposal = canPropose({ status: 'sent', closesAt, now })
      expect(proposal.ok ? 'được' : proposal.code).toBe(code)
    }
  })
})

describe('hạn của phiếu', () => {
  test('5 ngày làm việc từ thứ Năm 26/11/2026 hết ngày 03/12; nhắc 8 giờ sáng ngày làm việc liền trước', () => {
    const sentAt = instant('26/11/2026 09:31:07')
    const { deadlineOn, closesAt } = deadlineAfter(vietnam, sentAt, 5)
    expect([deadlineOn, closesAt]).toEqual([civil('03/12/2026'), instant('04/12/2026 00:00')])
    expect(remindAt(vietnam, deadlineOn, sentAt)).toBe(instant('02/12/2026 08:00'))
    expect(remindAt(vietnam, deadlineOn, instant('02/12/2026 08:00'))).toBeNull()
  })

  test('ngày nghỉ Tết không tính vào hạn', () => {
    expect(deadlineAfter(vietnam, instant('13/02/2026 16:00'), 2).deadlineOn).toBe(civil('24/02/2026'))
  })

  test('gia hạn tính tiếp từ ngày cuối cũ; đúng lúc hết hạn thì không gia hạn được nữa', () => {
    const { deadlineOn, closesAt } = deadlineAfter(vietnam, instant('26/11/2026 09:00'), 5)
    expect(extendBy({ calendar: vietnam, deadlineOn, closesAt, now: closesAt - 1, days: 2 })).toEqual({ ok: true, deadlineOn: civil('07/12/2026'), closesAt: instant('08/12/2026 00:00') })
    for (const now of [closesAt, closesAt + 50]) expect(extendBy({ calendar: vietnam, deadlineOn, closesAt, now, days: 2 })).toEqual({ ok: false, code: 'CARD_EXTEND_ENDED' })
  })

  test('số ngày trong khoảng của bộ quy tắc; không có khoảng thì từ 1 đến 30', () => {
    const range = { min: 2, max: 5 }
    expect([1, 2, 5, 6].map(n => canGiveDays(n, range).ok)).toEqual([false, true, true, false])
    expect(canGiveDays(6, range)).toMatchObject({ code: 'CARD_DAYS_WRONG', params: range })
    expect([0, 1, 30, 31].map(n => canGiveDays(n, null).ok)).toEqual([false, true, true, false])
  })

  test('bàn Văn phòng kết thúc sớm khi không còn ai phải trả lời; chương trình chỉ kết thúc khi đến hạn', () => {
    const closesAt = instant('04/12/2026 00:00')
    const at = (now: number, waiting: number, isSystem: boolean) => {
      const verdict = canClose({ closesAt, now, waiting, isSystem })
      return verdict.ok ? 'được' : verdict.code
    }
    expect([at(closesAt - 1, 3, false), at(closesAt - 1, 0, false), at(closesAt, 3, false)]).toEqual(['CARD_NOT_ALL_ANSWERED', 'được', 'được'])
    expect([at(closesAt - 1, 0, true), at(closesAt, 3, true)]).toEqual(['CARD_NOT_DUE', 'được'])
  })
})
