import { formatDate } from './format.ts'

const choice = { for: 'đồng ý', against: 'không đồng ý', other: 'ý kiến khác' }

/** Titles in the bell and lines of the history of an opinion card. */
export const cardNotices = {
  submitted: 'Phiếu lấy ý kiến chờ duyệt',
  returned: (reason: string) => `Phiếu lấy ý kiến bị trả lại: ${reason}`.slice(0, 300),
  approved: 'Phiếu lấy ý kiến đã được duyệt, chờ gửi',
  sent: (on: string) => `Xin ý kiến đồng chí, hạn ${formatDate(on)}`,
  sentToStaff: (on: string) => `Phiếu lấy ý kiến gửi thủ trưởng đơn vị, hạn ${formatDate(on)}: đồng chí chuẩn bị ý kiến đề xuất`,
  sentLine: (members: number, on: string) => `${members} thành viên, hạn trả lời hết ngày ${formatDate(on)}`,
  answerLine: (c: keyof typeof choice, isChange: boolean) => (isChange ? `đổi thành ${choice[c]}` : choice[c]),
  proposed: (by: string) => `${by} đề xuất ý kiến trả lời phiếu`,
  remind: (on: string) => `Nhắc: phiếu lấy ý kiến chờ đồng chí trả lời, hạn ${formatDate(on)}`,
  remindLine: (n: number) => `${n} thành viên chưa trả lời`,
  extended: (on: string) => `Phiếu lấy ý kiến được gia hạn đến hết ngày ${formatDate(on)}`,
  extendLine: (from: string, to: string, reason: string) => `từ ${formatDate(from)} đến ${formatDate(to)}: ${reason}`,
  recalled: 'Phiếu lấy ý kiến đã được thu hồi',
  replaced: 'Phiếu lấy ý kiến được thay bằng phiếu khác',
  replacesLine: (code: string | null) => `thay phiếu ${code ?? 'chưa gửi'}`,
  closed: (answered: number, total: number) => `Đã kết thúc lấy ý kiến: ${answered}/${total} thành viên trả lời`,
  closeLine: (answered: number, total: number) => `${answered}/${total} thành viên đã trả lời`,
  explainLine: (label: string) => `ý kiến của ${label}`,
  concluded: 'Có kết quả phiếu lấy ý kiến',
  sourceLabel: (code: string | null, title: string) => `Phiếu lấy ý kiến ${code ?? ''}: ${title}`,
}
