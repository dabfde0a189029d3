import type { CardTurn } from '#app/domain/statistics/card-turns.ts'
import { cardText } from './cards.ts'
import { formatDateTime, formatPercent } from './format.ts'

type Opinion = { label: string; unitName: string; choice: 'for' | 'against' | 'other' | null; text: string; answeredAt: number | null; changes: number }

/** Thống kê ý kiến của một phiếu: by choice or by turn. */
export const cardOpinionsText = {
  title: 'Thống kê ý kiến',
  by: { label: 'Tiêu chí', choice: 'Theo lựa chọn', turn: 'Theo lượt cho ý kiến' },
  export: 'Xuất thống kê',
  fileName: (title: string) => `Thong ke y kien ${title.slice(0, 80)}`,
  columns: { choice: 'Lựa chọn', count: 'Số thành viên', share: 'Tỷ lệ', who: 'Thành viên', n: 'Lượt', at: 'Thời điểm', kind: 'Lần', unit: 'Đơn vị', text: 'Ý kiến', changes: 'Lần đổi ý kiến' },
  none: 'chưa cho ý kiến',
  noTurn: 'Chưa có lượt cho ý kiến nào.',
  turn: { first: 'lần đầu', changed: 'đổi ý kiến' },
  turns: (turns: number, members: number, changed: number) => `${turns} lượt của ${members} thành viên, trong đó ${changed} lượt đổi ý kiến.`,
  given: (given: number, total: number) => `Đã cho ý kiến ${given}/${total} thành viên, chưa cho ý kiến ${total - given}.`,
  sheets: { choice: 'Theo lựa chọn', turn: 'Theo lượt', members: 'Ý kiến từng thành viên' },
}

const nameOf = (choice: Opinion['choice']): string => (choice ? cardText.choice[choice] : cardOpinionsText.none)

/** The workbook: both statistics and every member with the opinion, given or not. */
export function cardOpinionSheets(members: readonly Opinion[], byChoice: readonly { choice: Opinion['choice']; members: readonly { label: string }[] }[], turns: readonly CardTurn[]) {
  const c = cardOpinionsText.columns
  const { sheets } = cardOpinionsText
  return [
    { name: sheets.choice, head: [c.choice, c.count, c.share, c.who], widths: [22, 14, 12, 90], rows: byChoice.map(g => [nameOf(g.choice), g.members.length, formatPercent(members.length === 0 ? 0 : g.members.length / members.length), g.members.map(m => m.label).join('; ')]) },
    { name: sheets.turn, head: [c.n, c.at, c.who, c.kind], widths: [8, 22, 40, 18], rows: turns.map(t => [t.n, formatDateTime(t.at), t.who, cardOpinionsText.turn[t.isChange ? 'changed' : 'first']]) },
    { name: sheets.members, head: [c.who, c.unit, c.choice, c.text, c.at, c.changes], widths: [36, 30, 18, 80, 22, 14], rows: members.map(m => [m.label, m.unitName, nameOf(m.choice), m.text, m.answeredAt ? formatDateTime(m.answeredAt) : null, m.changes]) },
  ]
}
