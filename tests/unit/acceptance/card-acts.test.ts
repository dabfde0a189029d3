import { describe, expect, test } from 'vitest'
import { availableCardActs, cardActs, decideCardAct, type CardAct, type CardRole, type CardStatus } from '#app/domain/card/machine.ts'
import { readTable, wordIn } from './read-table.ts'

export const statuses: Record<string, CardStatus> = {
  'dự thảo': 'draft',
  'chờ duyệt': 'submitted',
  'đã duyệt': 'approved',
  'đang lấy ý kiến': 'sent',
  'hết hạn': 'closed',
  'đã kết luận': 'concluded',
  'đã thu hồi': 'recalled',
  'đã thay thế': 'replaced',
}
const verbs: Record<string, CardAct> = {
  sửa: 'edit',
  'trình duyệt': 'submit',
  'trả lại': 'return',
  duyệt: 'approve',
  gửi: 'send',
  'trả lời': 'answer',
  'đề xuất': 'propose',
  nhắc: 'remind',
  'gia hạn': 'extend',
  'kết thúc': 'close',
  'tiếp thu, giải trình': 'explain',
  'kết luận': 'conclude',
  'giao nhiệm vụ': 'assign',
  'thu hồi': 'recall',
  'thay thế': 'replace',
}
const roles: Record<string, CardRole> = {
  'chuyên viên VP': 'office',
  'người duyệt': 'approver',
  'thành viên': 'member',
  'người giúp việc': 'staff',
  'cơ quan trình': 'lead',
  'hệ thống': 'system',
}
const rows = readTable('card-acts.tsv').map(r => ({
  id: r.id,
  from: wordIn(statuses, r.get('Từ')),
  act: wordIn(verbs, r.get('Việc')),
  to: r.get('Đến') === 'như cũ' ? wordIn(statuses, r.get('Từ')) : wordIn(statuses, r.get('Đến')),
  by: r.get('Ai làm').split(', ').map(word => wordIn(roles, word)),
  mustReason: r.get('Lý do') === 'phải nêu',
}))

describe('vòng đời phiếu lấy ý kiến', () => {
  test.each(rows)('$id: được làm, và chỉ bởi người trong bảng', ({ from, act, to, by, mustReason }) => {
    for (const role of Object.values(roles)) {
      const verdict = decideCardAct({ status: from, act, roles: [role], reason: 'Theo đề nghị' })
      expect(verdict, role).toEqual(by.includes(role) ? { ok: true, to } : { ok: false, code: 'CARD_NOT_YOURS' })
    }
    const [first] = by
    if (!first) throw new Error('nobody')
    expect(decideCardAct({ status: from, act, roles: [first], reason: '  ' })).toEqual(mustReason ? { ok: false, code: 'CARD_REASON_REQUIRED' } : { ok: true, to })
    expect(availableCardActs(from, [first])).toContain(act)
  })

  test('việc không có trong bảng thì không được làm từ bước đó', () => {
    for (const act of Object.keys(cardActs) as CardAct[])
      for (const status of Object.values(statuses)) {
        const isTold = rows.some(r => r.act === act && r.from === status)
        const verdict = decideCardAct({ status, act, roles: Object.values(roles), reason: 'Lý do' })
        expect(verdict.ok, `${act} ${status}`).toBe(isTold)
        if (!verdict.ok) expect(verdict.code).toBe('CARD_WRONG_STATE')
      }
  })

  test('không có vai nào thì không làm được việc nào', () => {
    for (const status of Object.values(statuses)) expect(availableCardActs(status, [])).toEqual([])
  })
})
