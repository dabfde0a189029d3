import { answered, type CardTally, counted, sumCards } from '#app/domain/statistics/cards.ts'
import { cardText } from './cards.ts'
import { formatDate, formatPercent } from './format.ts'

/** "80% = 20/25": answered in time of those that are over or answered. */
const rate = (r: CardTally): string => (counted(r) === 0 ? '–' : `${formatPercent(answered(r) / counted(r))} = ${answered(r)}/${counted(r)}`)

export type CardMemberRow = CardTally & { userId: string; label: string; unitName: string; changes: number; hours: number | null }
export type CardStatRow = CardTally & { id: string; code: string; title: string; leadUnitName: string; sentOn: string; deadlineOn: string; status: 'sent' | 'closed' | 'concluded'; extensions: number; outcome: keyof typeof cardText.outcome | null }

export const cardStatisticsText = {
  title: 'Thống kê phiếu lấy ý kiến',
  lead: 'Phiếu đã gửi trong thời gian chọn; phiếu thu hồi, thay thế không tính.',
  ownLead: 'Số liệu phiếu của đồng chí.',
  range: (from: string, to: string) => `Từ ${formatDate(from)} đến ${formatDate(to)}`,
  filter: { label: 'Thời gian', from: 'Từ ngày', to: 'Đến ngày', run: 'Thống kê' },
  by: { label: 'Thống kê theo', member: 'Thành viên', card: 'Phiếu' },
  columns: {
    member: 'Thành viên',
    card: 'Phiếu',
    received: 'Phiếu nhận',
    rate: 'Trả lời trong hạn',
    for: 'Đồng ý',
    against: 'Không đồng ý',
    other: 'Ý kiến khác',
    silent: 'Không trả lời',
    waiting: 'Còn hạn, chưa trả lời',
    changes: 'Lần đổi ý kiến',
    hours: 'Giờ đến khi trả lời (trung bình)',
    sent: 'Ngày gửi',
    deadline: 'Hạn',
    status: 'Bước',
    extensions: 'Lần gia hạn',
    outcome: 'Kết quả',
    unit: 'Đơn vị',
    code: 'Số phiếu',
    leadUnit: 'Cơ quan trình',
  },
  table: { member: 'Bảng theo thành viên', card: 'Bảng theo phiếu' },
  total: 'Tổng cộng',
  rate,
  none: 'Không có phiếu nào được gửi trong thời gian này',
  noneHint: 'Chọn khoảng thời gian khác rồi thống kê lại.',
  export: 'Xuất bảng tính',
  fileName: (from: string, to: string) => `Thong ke phieu lay y kien ${from} den ${to}`,
  toAttendance: 'Thống kê tham gia phiên họp',
  chart: {
    title: 'Biểu đồ',
    axis: 'số phiếu',
    loading: 'Đang vẽ biểu đồ',
    first: (n: number) => `Biểu đồ chỉ vẽ ${n} dòng đầu.`,
    summary: (t: CardTally) => `Tổng cộng ${t.received} lượt gửi: ${t.for} đồng ý, ${t.against} không đồng ý, ${t.other} ý kiến khác, ${t.silent} không trả lời trong hạn, ${t.waiting} còn hạn chưa trả lời.`,
  },
  how: 'Cách tính: tỷ lệ trả lời trong hạn = số phiếu đã trả lời / số phiếu đã trả lời hoặc đã hết hạn. Phiếu còn hạn mà chưa trả lời không tính vào mẫu số.',
}

const c = cardStatisticsText.columns
const figures = (r: CardTally): (string | number)[] => [r.received, answered(r), rate(r), r.for, r.against, r.other, r.silent, r.waiting]
const heads = [c.received, 'Đã trả lời', c.rate, c.for, c.against, c.other, c.silent, c.waiting]

/** The workbook: by member, and – for who sees every card – by card. */
export const cardStatisticsSheets = (members: readonly CardMemberRow[], cards: readonly CardStatRow[] | null) => [
  {
    name: cardStatisticsText.by.member,
    head: [c.member, c.unit, ...heads, c.changes, c.hours],
    widths: [36, 28, ...heads.map(() => 14), 14, 18],
    rows: [...members.map(m => [m.label, m.unitName, ...figures(m), m.changes, m.hours]), ...(members.length > 0 ? [[cardStatisticsText.total, null, ...figures(sumCards(members)), null, null]] : [])],
  },
  ...(cards
    ? [
        {
          name: cardStatisticsText.by.card,
          head: [c.code, c.card, c.leadUnit, c.sent, c.deadline, c.status, ...heads, c.extensions, c.outcome],
          widths: [16, 48, 28, 14, 14, 22, ...heads.map(() => 14), 12, 20],
          rows: cards.map(r => [r.code, r.title, r.leadUnitName, formatDate(r.sentOn), formatDate(r.deadlineOn), cardText.status[r.status], ...figures(r), r.extensions, r.outcome ? cardText.outcome[r.outcome] : null]),
        },
      ]
    : []),
]
