import type { Every } from '#app/domain/task/duty.ts'

const ROMAN = ['I', 'II', 'III', 'IV']

/** "tháng 11/2026", "quý IV/2026", "6 tháng cuối năm 2026", "năm 2026". */
export function periodName(period: string): string {
  const year = period.slice(0, 4)
  if (period.length === 4) return `năm ${year}`
  if (period[5] === 'Q') return `quý ${ROMAN[Number(period[6]) - 1] ?? ''}/${year}`
  if (period[5] === 'H') return `6 tháng ${period[6] === '1' ? 'đầu' : 'cuối'} năm ${year}`
  return `tháng ${period.slice(5)}/${year}`
}

/** Words of repeating duties. */
export const dutyText = {
  title: 'Việc định kỳ',
  intro: 'Mỗi kỳ chương trình tự mở một nhiệm vụ. Tắt giữa kỳ thì nhiệm vụ đang mở vẫn giữ nguyên.',
  every: { month: 'Hằng tháng', quarter: 'Hằng quý', half: '6 tháng một lần', year: 'Hằng năm' } satisfies Record<Every, string>,
  everyLabel: 'Định kỳ',
  dueDay: 'Hạn ngày',
  dueDayHint: '31 = ngày cuối tháng',
  dueMonth: 'của tháng thứ',
  monthOf: { month: 1, quarter: 3, half: 6, year: 12 },
  monthName: (every: Every, n: number) => (every === 'year' ? `Tháng ${n}` : `Tháng thứ ${n} của kỳ`),
  startsOn: 'Từ ngày',
  endsOn: 'Tắt sau ngày (để trống: không tắt)',
  content: 'Nội dung, sản phẩm cần có',
  basis: 'Căn cứ',
  basisHint: 'Ví dụ: Quyết định 603/QĐ-UBND, mục V.2.1.5',
  create: 'Lập việc định kỳ',
  created: 'Đã lập việc định kỳ',
  preview: 'Các kỳ sắp tới',
  previewRow: (period: string, opens: string, due: string) => `${period}: mở ${opens}, hạn ${due}`,
  previewNone: 'Không có kỳ nào trong khoảng thời gian này.',
  listTitle: (n: number) => `${n} việc định kỳ`,
  empty: 'Chưa có việc định kỳ nào',
  emptyBody: 'Lập ở trên, hoặc nhập kế hoạch có cột thời hạn ghi “hằng quý”, “hằng tháng”.',
  rule: (every: Every, day: number, month: number) => `${dutyText.every[every]}, hạn ${day === 31 ? 'ngày cuối' : `ngày ${day}`} ${every === 'month' ? 'tháng' : every === 'year' ? `tháng ${month}` : `tháng thứ ${month} của kỳ`}`,
  on: 'Đang bật',
  off: 'Đã tắt',
  next: (period: string, day: string) => `Kỳ tới: ${period}, mở ${day}`,
  ended: 'Đã hết kỳ',
  amend: 'Sửa',
  amendTitle: 'Sửa việc định kỳ',
  amendHint: 'Kỳ đã mở giữ nguyên nội dung, đơn vị và hạn. Điều vừa sửa áp dụng từ kỳ mở sau.',
  amended: 'Đã sửa, áp dụng từ kỳ mở sau',
  unitsGone: (n: number) => `${n} đơn vị phối hợp không còn hoạt động, bỏ khỏi danh sách.`,
  stop: 'Tắt',
  resume: 'Bật lại',
  stopTitle: 'Tắt việc định kỳ này?',
  stopBody: 'Không mở kỳ mới nữa. Nhiệm vụ của kỳ đang mở vẫn giữ nguyên và vẫn tính hạn.',
  stopped: 'Đã tắt, nhiệm vụ đang mở vẫn giữ nguyên',
  resumed: 'Đã bật lại',
  tasks: (n: number) => `${n} kỳ đã mở`,
  columnDuty: 'Việc',
  columnUnit: 'Đơn vị chủ trì',
  columnRule: 'Định kỳ',
  columnNext: 'Kỳ tới',
  columnState: 'Trạng thái',
} as const
