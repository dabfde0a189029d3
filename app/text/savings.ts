import { BALLOT_PAGES, INVITATION_PAGES, type Savings, type SavingsInput, type SavingsPrice } from '#app/domain/statistics/savings.ts'
import { formatNumber } from './format.ts'

const pages = (n: number): string => `${formatNumber(n)} trang`
const money = (n: number): string => `${formatNumber(n)} đồng`

/** Words of paper and money saved: figures, formula, price. */
export const savingsText = {
  title: 'Giấy và tiền tiết kiệm',
  pages: 'Số trang không phải in',
  money: 'Số tiền tương ứng',
  moneyUnknown: 'chưa tính',
  how: 'Cách tính',
  byMonth: 'Giấy và tiền tiết kiệm theo tháng',
  month: 'Tháng',
  sessions: 'Số phiên',
  total: 'Tổng cộng',
  noPrice: 'Chưa nhập đơn giá in một trang nên chưa tính được tiền.',
  noSession: 'Chưa có phiên nào kết thúc trong khoảng thời gian này.',
  unknown: (n: number) => `${n} tài liệu chưa biết số trang nên chưa được tính.`,
  price: (p: { perPage: number; source: string }) => `Đơn giá ${money(p.perPage)} một trang; nguồn: ${p.source}.`,
  rules: [
    'Tài liệu: tổng số trang của tài liệu trong phiên × số người nhận đủ tài liệu (chủ trì, thành viên, người dự thay, thư ký).',
    'Khách mời: chỉ số trang tài liệu của nội dung được mời.',
    `Giấy mời: ${INVITATION_PAGES} trang mỗi người được mời. Phiếu biểu quyết: ${BALLOT_PAGES} trang mỗi thành viên trong từng biểu quyết trên máy; biểu quyết trên giấy không tính.`,
    'Trang là một mặt in. Số tiền = tổng số trang × đơn giá một trang.',
  ],
  edit: 'Sửa đơn giá in',
  editTitle: 'Đơn giá in một trang',
  priceLabel: 'Đơn giá (đồng một trang, một mặt)',
  priceHint: 'Để trống nếu chưa có đơn giá; khi đó không tính số tiền.',
  priceWrong: 'Nhập số đồng bằng chữ số, ví dụ 300.',
  source: 'Nguồn của đơn giá',
  sourceHint: 'Ví dụ: báo giá, hợp đồng in, định mức của Văn phòng.',
  save: 'Ghi đơn giá',
  saved: 'Đã ghi đơn giá in',
  columns: { paper: 'Tài liệu', guest: 'Tài liệu của khách', invitation: 'Giấy mời', ballot: 'Phiếu biểu quyết', pages: 'Tổng trang', money: 'Số tiền (đồng)', unknown: 'Tài liệu chưa biết số trang' },
}
const t = savingsText

export const moneyText = (s: Savings): string => (s.money === null ? t.moneyUnknown : money(s.money))
export const pagesText = (s: Savings): string => pages(s.pages)

/** A sheet of the workbook: one line a month, the formula below it. */
export function savingsSheet(months: readonly { month: string; sessions: number; savings: Savings }[], price: SavingsPrice, nameOf: (month: string) => string) {
  const c = t.columns
  const words = [...t.rules, price ? t.price(price) : t.noPrice]
  return {
    name: t.title,
    head: [t.month, t.sessions, c.paper, c.guest, c.invitation, c.ballot, c.pages, c.money, c.unknown],
    widths: [18, 12, 14, 18, 14, 18, 14, 18, 24],
    rows: [
      ...months.map((m): (string | number | null)[] => [nameOf(m.month), m.sessions, m.savings.paper, m.savings.guest, m.savings.invitation, m.savings.ballot, m.savings.pages, m.savings.money, m.savings.unknownPapers]),
      ...words.map((w): (string | number | null)[] => [w, ...Array.from({ length: 8 }, () => null)]),
    ],
  }
}

/** The formula with the numbers of one session in it. */
export function formulaLines(i: SavingsInput, s: Savings, price: SavingsPrice): string[] {
  return [
    `Tài liệu: ${pages(i.paperPages)} × ${i.readers} người nhận đủ tài liệu = ${pages(s.paper)}`,
    ...(s.guest > 0 ? [`Tài liệu của khách mời, theo nội dung được mời: ${pages(s.guest)}`] : []),
    `Giấy mời: ${INVITATION_PAGES} trang × ${i.invited} người = ${pages(s.invitation)}`,
    `Phiếu biểu quyết: ${BALLOT_PAGES} trang × ${formatNumber(i.ballots)} phiếu = ${pages(s.ballot)}`,
    price && s.money !== null ? `Tổng cộng: ${pages(s.pages)} × ${money(price.perPage)} = ${money(s.money)}` : `Tổng cộng: ${pages(s.pages)}`,
  ]
}
