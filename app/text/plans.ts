import type { PlanField, PlanIssue, PlanRow } from '#app/domain/plan/rows.ts'
import { writePlanTerm } from '#app/domain/plan/term.ts'
import { errorText } from './errors.ts'
import { formatNumber } from './format.ts'

/** Between the words of a task and the product wanted of it: written so, read back so. */
const PRODUCT = '\nSản phẩm: '
export const withProduct = (content: string, product: string): string => (product === '' ? content : `${content}${PRODUCT}${product}`)
export const splitProduct = (content: string): { content: string; product: string } => {
  const at = content.lastIndexOf(PRODUCT)
  return at < 0 ? { content, product: '' } : { content: content.slice(0, at), product: content.slice(at + PRODUCT.length) }
}
/** The number a duty carries in a sheet. */
export const dutyCode = (id: string): string => `DK-${id.slice(-12)}`

/** Words of plans by Excel. */
export const planText = {
  title: 'Theo kế hoạch (Excel)',
  intro: 'Tải bảng kế hoạch lên, xem lại từng ô sai, sửa ngay tại đây, rồi nhập một lần: nhập hết hoặc không nhập dòng nào.',
  upload: 'Chọn bảng kế hoạch',
  planLabel: 'Tên kế hoạch, số quyết định',
  planLabelHint: 'Ví dụ: Kế hoạch 45/KH-UBND ngày 15/01/2026. Tên này đi theo mọi nhiệm vụ.',
  planLabelDefault: 'Để trống thì lấy tên tệp.',
  reading: 'Đang mở bảng kế hoạch',
  template: 'Tải tệp mẫu',
  listTitle: 'Các kế hoạch đã tải lên',
  listEmpty: 'Chưa có kế hoạch nào',
  listEmptyBody: 'Tải bảng .xlsx có cột nội dung, đơn vị chủ trì, thời hạn. Tên cột và thứ tự tùy theo bảng của đồng chí.',
  status: { open: 'Đang xem lại', running: 'Đang nhập', done: 'Đã nhập' },
  by: (who: string, when: string) => `${who}, ${when}`,

  mapping: 'Cột nào là gì',
  mappingHint: 'Chương trình đoán theo tiêu đề và nhớ cho lần sau với cùng mẫu bảng.',
  mappingRemembered: 'Đã dùng cách hiểu cột lần trước của đồng chí với mẫu bảng này.',
  column: (letter: string, head: string) => `Cột ${letter}${head ? `: ${head}` : ''}`,
  fields: { code: 'Mã nhiệm vụ', content: 'Nội dung nhiệm vụ', product: 'Sản phẩm', lead: 'Đơn vị chủ trì', coordinators: 'Đơn vị phối hợp', deadline: 'Thời hạn', note: 'Ghi chú (không nhập)' } satisfies Record<PlanField, string>,
  ignored: 'Bỏ qua',
  saveMapping: 'Dùng cách hiểu này',
  heads: ['STT', 'Mã nhiệm vụ', 'Nội dung nhiệm vụ', 'Sản phẩm', 'Đơn vị chủ trì', 'Đơn vị phối hợp', 'Thời hạn'],
  widths: [6, 16, 60, 26, 26, 30, 22],
  sheetName: 'Kế hoạch',
  sheetFaults: 'Ô cần sửa',
  faultHeads: ['Ô', 'Cột', 'Đang ghi', 'Sai gì', 'Đề xuất'],
  fileName: (label: string) => `Kế hoạch - ${label}`.slice(0, 120),
  templateName: 'Mẫu kế hoạch giao nhiệm vụ',
  templateRows: [
    [1, null, 'Rà soát, công bố danh mục thủ tục hành chính', 'Quyết định công bố', 'Văn phòng UBND tỉnh', 'Sở Tư pháp; Sở Nội vụ', 'trong quý II/2026'],
    [2, null, 'Báo cáo kết quả cải cách hành chính', 'Báo cáo', 'Sở Nội vụ', null, 'hằng quý, ngày 20 tháng thứ 3'],
    [3, null, 'Tiếp nhận, trả lời phản ánh của người dân', null, 'Sở Khoa học và Công nghệ', null, 'thường xuyên'],
  ] as (string | number | null)[][],

  filters: { error: 'Ô cần sửa', twin: 'Trùng với việc đã có', new: 'Sẽ giao', same: 'Đã có, bỏ qua', all: 'Tất cả các dòng' },
  filter: (f: 'error' | 'twin' | 'new' | 'same' | 'all', n: number): string => `${planText.filters[f]} (${formatNumber(n)})`,
  filterLabel: 'Xem các dòng',
  counts: (n: { rows: number; errorCells: number; errorRows: number }) => (n.errorCells === 0 ? `${formatNumber(n.rows)} dòng, không còn ô nào sai` : `${formatNumber(n.rows)} dòng, ${n.errorCells} ô cần sửa ở ${n.errorRows} dòng`),
  ready: (tasks: number, duties: number) => `Sẵn sàng giao ${formatNumber(tasks)} nhiệm vụ${duties > 0 ? ` và ${duties} việc định kỳ` : ''}.`,
  cell: 'Ô',
  row: 'Dòng',
  content: 'Nội dung',
  lead: 'Chủ trì',
  deadline: 'Thời hạn',
  fate: 'Sẽ làm gì',
  fault: 'Sai gì',
  now: 'Đang ghi',
  mend: 'Sửa thành',
  mendOf: (cell: string) => `Sửa ô ${cell} thành`,
  accept: (text: string) => `Nhận “${text}”`,
  acceptAll: (n: number) => `Nhận cả ${n} đề xuất`,
  save: 'Lưu ô này',
  saveOf: (cell: string) => `Lưu ô ${cell}`,
  mended: (n: number) => `Đã sửa ${n} ô`,
  undoMend: 'Trả lại như trong tệp',
  fates: { new: 'Giao mới', error: 'Chưa giao được', same: 'Đã có, bỏ qua', twin: 'Trùng, chưa giao', kept: 'Trùng, vẫn giao', different: 'Đã có, khác bảng' },
  twinOf: (code: string) => `Trùng với ${code}`,
  twinOfRow: (row: number) => `Trùng với dòng ${row}`,
  differentHint: 'Nhiệm vụ đã giao không đổi theo bảng: hạn đổi bằng gia hạn, nội dung đổi trên trang nhiệm vụ.',
  keep: 'Vẫn giao',
  unkeep: 'Không giao',
  none: { error: 'Không còn ô nào sai.', twin: 'Không có dòng nào trùng.', new: 'Không có dòng nào mới.', same: 'Không có dòng nào đã có.', all: 'Bảng không có dòng nào.' },

  run: (n: number) => `Nhập ${formatNumber(n)} dòng`,
  runHint: 'Nhập hết hoặc không nhập dòng nào. Đơn vị nhận ngay, mỗi đơn vị một thông báo.',
  runBlocked: (n: number) => `Còn ${n} ô cần sửa.`,
  confirmTitle: (n: number) => `Giao ${formatNumber(n)} dòng của kế hoạch?`,
  confirmBody: 'Các đơn vị nhận việc ngay khi nhập xong. Sau đó chỉ thu hồi từng nhiệm vụ, có lý do.',
  running: (done: number, total: number) => `Đang nhập ${formatNumber(done)}/${formatNumber(total)}`,
  runningHint: 'Có thể rời trang này, việc nhập vẫn tiếp tục.',
  failed: (why: string) => `Chưa nhập dòng nào. ${why}`,
  done: (tasks: number, duties: number) => `Đã giao ${formatNumber(tasks)} nhiệm vụ${duties > 0 ? `, lập ${duties} việc định kỳ` : ''}.`,
  export: 'Xuất bảng (.xlsx)',
  exportFaults: 'Xuất bảng và các ô cần sửa',
  drop: 'Bỏ kế hoạch này',
  dropTitle: 'Bỏ kế hoạch chưa nhập?',
  dropBody: 'Các ô đã sửa trên màn hình sẽ mất. Tệp trên máy của đồng chí vẫn còn.',
  back: 'Các kế hoạch',
  toTasks: 'Xem nhiệm vụ',

  notice: (n: number) => `Giao ${n} nhiệm vụ theo kế hoạch`,
} as const

type Code = PlanIssue['code']
const faults: Record<Code, string> = {
  CONTENT_MISSING: 'Chưa có nội dung nhiệm vụ.',
  CONTENT_LONG: 'Nội dung dài quá 5.000 ký tự.',
  CELL_FAILED: 'Công thức lỗi hoặc chưa có kết quả. Gõ giá trị vào ô.',
  CELL_FORMULA: 'Ô là công thức: lấy giá trị đang hiện trong tệp.',
  UNIT_MISSING: 'Chưa có đơn vị chủ trì.',
  UNIT_UNKNOWN: 'Không có đơn vị nào tên như vậy.',
  UNIT_AMBIGUOUS: 'Tên này khớp với nhiều đơn vị. Ghi tên đầy đủ.',
  UNIT_GONE: 'Đơn vị đã giải thể hoặc chia tách. Ghi đơn vị hiện nay.',
  UNIT_RENAMED: 'Tên cũ: hiểu là đơn vị kế thừa.',
  COORDINATOR_IS_LEAD: 'Đơn vị chủ trì cũng ghi ở cột phối hợp: bỏ khỏi phối hợp.',
  TERM_MISSING: 'Chưa có thời hạn. Không có hạn thì ghi “không thời hạn”.',
  TERM_UNREAD: 'Chưa đọc được thời hạn. Ghi ngày như 30/06/2026, “trong quý II/2026”, “thường xuyên”, “hằng quý”.',
  TERM_NO_SUCH_DAY: 'Không có ngày này trong lịch.',
  TERM_YEAR_SHORT: 'Năm ghi hai chữ số, có thể hiểu nhầm.',
  TERM_NO_YEAR: 'Chưa ghi năm.',
  TERM_FAR: 'Năm này quá xa, có thể gõ nhầm.',
  TERM_NUMBER: 'Ô ngày mất định dạng, chỉ còn con số của Excel.',
  TERM_PAST: 'Ngày này đã qua: giao xong là quá hạn.',
}
/** What is wrong with a cell, in one sentence. */
export const faultText = (code: string): string => (Object.hasOwn(faults, code) ? faults[code as Code] : errorText(code))

/** One row as it is written into a sheet of the same shape. */
export const planSheetRow = (n: number, r: Pick<PlanRow, 'code' | 'content' | 'product' | 'leadName' | 'coordinatorNames' | 'term'> & { deadlineText?: string }): (string | number | null)[] => [
  n,
  r.code || null,
  r.content,
  r.product || null,
  r.leadName,
  r.coordinatorNames.join('; ') || null,
  r.term ? writePlanTerm(r.term) : (r.deadlineText ?? null),
]
