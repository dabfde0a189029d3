import type { z } from 'zod'
import type { SourceView } from '#app/contracts/source.ts'
import { formatDate } from './format.ts'

type Named = Pick<z.output<typeof SourceView>, 'kind' | 'number' | 'issuedOn' | 'docType' | 'signer' | 'notedAt'>

/** "Công văn 1234/UBND-NC ngày 20/11/2026"; "Bút phê của Chủ tịch UBND tỉnh ngày 21/11/2026 trên văn bản 45/TTr-SNV". */
export const sourceName = (s: Named): string => {
  const on = s.issuedOn ? ` ngày ${formatDate(s.issuedOn)}` : ''
  if (s.kind === 'document') return `${s.docType} ${s.number}${on}`.trim()
  const at = s.notedAt ? ` ngày ${formatDate(s.notedAt)}` : ''
  return `Bút phê của ${s.signer}${at}${s.number ? ` trên văn bản ${s.number}` : ''}`
}

/** Words of the Office's desk: from a document or a note to its tasks. */
export const sourceText = {
  deskTitle: 'Giao nhiệm vụ',
  deskIntro: 'Ghi văn bản hoặc bút phê một lần, rồi giao từng việc trong đó. Đơn vị nhận ngay khi giao.',
  ways: 'Cách giao nhiệm vụ',
  wayDocument: 'Từ văn bản, bút phê',
  wayPlan: 'Theo kế hoạch (Excel)',
  wayDuty: 'Việc định kỳ',

  sourceTitle: 'Nguồn giao',
  kinds: { document: 'Văn bản', note: 'Bút phê' },
  kindLabel: 'Loại nguồn',
  docType: 'Loại văn bản',
  docTypes: ['Công văn', 'Quyết định', 'Thông báo', 'Kế hoạch', 'Chỉ thị', 'Nghị quyết', 'Tờ trình', 'Báo cáo', 'Công điện', 'Giấy mời'],
  number: 'Số, ký hiệu',
  numberHint: 'Ví dụ 1234/UBND-NC',
  numberOfNote: 'Ghi trên văn bản số (nếu có)',
  issuedOn: 'Ngày ban hành',
  signer: 'Người ký',
  noteBy: 'Người bút phê',
  noteOn: 'Ngày bút phê',
  noteTime: 'Giờ',
  noteTimeHint: 'Ví dụ 14:30; để trống thì ghi 07:00',
  noteTimeWrong: 'Giờ viết như 14:30.',
  extract: 'Trích yếu',
  noteWords: 'Lời bút phê',
  urgency: 'Độ khẩn',
  secrecy: 'Độ mật',
  secrecyNone: 'Không mật',
  secretRefused: (level: string) =>
    `Văn bản “${level}” không được đưa vào chương trình này: bí mật nhà nước không soạn thảo, lưu giữ, chuyển trên mạng chưa được phép (Luật Bảo vệ bí mật nhà nước 117/2025/QH15). Giao việc bằng bản giấy theo chế độ mật; chỉ ghi ở đây phần việc không mật, không trích nội dung.`,
  file: 'Đính kèm văn bản',
  fileHas: (name: string) => `Tệp: ${name}`,
  fileRemove: 'Bỏ tệp',
  recorded: (name: string) => `Đã ghi nhận ${name}`,
  edit: 'Sửa nguồn giao',
  newSource: 'Sang văn bản khác',
  openExisting: 'Mở văn bản đã ghi nhận',
  toTasks: 'Sang phần việc',

  taskTitle: (n: number) => `Việc thứ ${n}`,
  quote: 'Câu giao việc trong văn bản',
  quoteHint: 'Chép nguyên câu; câu này đi theo nhiệm vụ.',
  place: 'Vị trí',
  placeHint: 'Ví dụ: điểm a khoản 2 mục III',
  content: 'Diễn giải, sản phẩm cần có (nếu khác câu trên)',
  giveAndNext: 'Giao, sang việc tiếp',
  given: 'Đã giao từ nguồn này',
  givenNone: 'Chưa giao việc nào từ nguồn này.',
  givenCount: (n: number) => `${n} việc`,
  finish: 'Xem danh sách nhiệm vụ',
  keyNote: 'Tab sang ô tiếp, mũi tên và Enter chọn đơn vị, Ctrl Enter giao và sang việc tiếp.',
  draft: 'Phần đang soạn được giữ ở máy này.',
  unsentTask: 'Việc đang soạn chưa giao',

  // task page
  fromDocument: 'Văn bản giao việc',
  signedBy: (who: string) => `Người ký: ${who}`,
  noteAt: (who: string, when: string) => `${who}, ${when}`,
  at: (place: string) => `Tại ${place}`,
  openFile: (name: string) => `Mở ${name}`,
  siblings: 'Việc khác của cùng văn bản',
  siblingsOfPlan: 'Việc khác của cùng kế hoạch',
  siblingsNone: 'Không có việc nào khác trong phạm vi đồng chí xem được.',
  moreTasks: 'Giao thêm việc từ văn bản này',
  row: (n: number) => `Dòng ${n} của bảng kế hoạch`,
  period: (name: string) => `Kỳ ${name}`,
} as const
