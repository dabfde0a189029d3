import { refused, type Refused } from '#app/domain/verdict.ts'

/** Phiếu lấy ý kiến: dự thảo, chờ duyệt, đã duyệt, đang lấy ý kiến, đã hết hạn, đã kết luận, đã thu hồi, đã thay thế. */
export type CardStatus = 'draft' | 'submitted' | 'approved' | 'sent' | 'closed' | 'concluded' | 'recalled' | 'replaced'

/**
 * Who a person is towards a card: specialist of the Office, who approves it (leader of the Office, Chairman), a member on
 * its frozen list, staff of such a member, the unit that asks, the program itself.
 */
export type CardRole = 'office' | 'approver' | 'member' | 'staff' | 'lead' | 'system'

export type CardAct =
  | 'edit'
  | 'submit'
  | 'return'
  | 'approve'
  | 'send'
  | 'answer'
  | 'propose'
  | 'remind'
  | 'extend'
  | 'close'
  | 'explain'
  | 'conclude'
  | 'assign'
  | 'recall'
  | 'replace'

export type CardRefusal = 'CARD_WRONG_STATE' | 'CARD_NOT_YOURS' | 'CARD_REASON_REQUIRED' | 'CARD_OWN_APPROVAL'

type ActRule = { from: readonly CardStatus[]; to: CardStatus | 'same'; by: readonly CardRole[]; mustReason?: true }

/** The whole machine as data. What else an act asks for (a day, a text, all answers in) is said by the rules beside it. */
export const cardActs: Readonly<Record<CardAct, ActRule>> = {
  edit: { from: ['draft'], to: 'same', by: ['office'] },
  submit: { from: ['draft'], to: 'submitted', by: ['office'] },
  return: { from: ['submitted'], to: 'draft', by: ['approver'], mustReason: true },
  approve: { from: ['submitted'], to: 'approved', by: ['approver'] },
  send: { from: ['approved'], to: 'sent', by: ['office', 'approver'] },
  answer: { from: ['sent'], to: 'same', by: ['member'] },
  propose: { from: ['sent'], to: 'same', by: ['staff'] },
  remind: { from: ['sent'], to: 'same', by: ['office', 'system'] },
  extend: { from: ['sent'], to: 'same', by: ['office', 'approver'], mustReason: true },
  close: { from: ['sent'], to: 'closed', by: ['office', 'system'] },
  explain: { from: ['closed'], to: 'same', by: ['office', 'lead'] },
  conclude: { from: ['closed'], to: 'concluded', by: ['approver'] },
  assign: { from: ['concluded'], to: 'same', by: ['office', 'approver'] },
  recall: { from: ['submitted', 'approved', 'sent'], to: 'recalled', by: ['approver'], mustReason: true },
  replace: { from: ['sent', 'closed', 'recalled'], to: 'replaced', by: ['office', 'approver'], mustReason: true },
}

/** Decides one act by state and role; a blank reason is none. `isOwnBarred`: the card is the actor's own draft, and the house lets nobody approve that. */
export const decideCardAct = (facts: { status: CardStatus; act: CardAct; roles: readonly CardRole[]; reason?: string; isOwnBarred?: boolean }): { ok: true; to: CardStatus } | Refused<CardRefusal> => {
  const rule = cardActs[facts.act]
  if (!facts.roles.some(role => rule.by.includes(role))) return refused('CARD_NOT_YOURS')
  if (!rule.from.includes(facts.status)) return refused('CARD_WRONG_STATE')
  if (facts.act === 'approve' && facts.isOwnBarred) return refused('CARD_OWN_APPROVAL')
  if (rule.mustReason && (facts.reason ?? '').trim() === '') return refused('CARD_REASON_REQUIRED')
  return { ok: true, to: rule.to === 'same' ? facts.status : rule.to }
}

/** The acts somebody with these roles may do now, in the order of the table: the buttons of the card's desk. */
export const availableCardActs = (status: CardStatus, roles: readonly CardRole[]): CardAct[] =>
  (Object.keys(cardActs) as CardAct[]).filter(act => cardActs[act].from.includes(status) && cardActs[act].by.some(role => roles.includes(role)))

/** Statuses in which the card is in the hands of its members, or was. */
export const isOut = (status: CardStatus): boolean => status === 'sent' || status === 'closed' || status === 'concluded'
