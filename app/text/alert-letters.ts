import { alertTitle, digestTitle, insteadOf } from './notices.ts'
import { formatDate } from './format.ts'

export type LetterLine = { taskId: string; step: string; deadlineOn: string; code: string; title: string; unit: string; insteadOf: string | null }
type Counts = { tasks: number; overdue: number; due: number; soon: number }

const MOST_LINES = 100
const SMS_LENGTH = 160

/** "Đ" has no decomposition; everything else loses its marks by it. Upper case stays. */
const bare = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/đ/g, 'd')
    .replace(/Đ/g, 'D')
    .replace(/[^\x20-\x7e]/g, ' ')

/** The daily letter of one person: what waits, in order of deadline, and where to read it. `origin` = '' while the house knows no address of its own. */
export function alertLetter(lines: readonly LetterLine[], counts: Counts, day: string, origin: string): { subject: string; body: string; short: string; url: string } {
  const [first] = lines
  const single = counts.tasks === 1 && first ? (lines.at(-1) as LetterLine) : null
  const url = `${origin}${single ? `/nhiem-vu/${single.taskId}` : `/canh-bao/${day}`}`
  const subject = single ? `${alertTitle(single.step, single.deadlineOn)}: ${single.code}` : digestTitle(counts)
  const shown = lines.slice(0, MOST_LINES)
  const body = [
    single ? 'Nhiệm vụ cần chú ý hôm nay:' : `${digestTitle(counts)}.`,
    '',
    ...shown.flatMap((l, i) => [`${i + 1}. ${l.code} · ${l.title}`, `   ${alertTitle(l.step, l.deadlineOn)}. Chủ trì: ${l.unit}${l.insteadOf ? ` (${insteadOf(l.insteadOf)})` : ''}.`]),
    ...(lines.length > shown.length ? [`… và ${lines.length - shown.length} nhiệm vụ nữa.`] : []),
    '',
    ...(origin ? [`Xem và cập nhật: ${url}`] : ['Xem và cập nhật trong chương trình Tân Trào.']),
    'Thư tự động, không trả lời thư này. Đổi cách nhận: Tài khoản → Nhận cảnh báo.',
  ].join('\n')
  const head = single ? `${single.code}: ${alertTitle(single.step, single.deadlineOn)}.` : `Ngay ${formatDate(day)}: ${digestTitle(counts)}.`
  const short = bare(`UBND tinh: ${head}`).slice(0, SMS_LENGTH)
  const withLink = `${short} ${origin}`
  return { subject, body, short: origin && withLink.length <= SMS_LENGTH ? withLink : short, url }
}
