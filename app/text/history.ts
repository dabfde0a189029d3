import type { HistoryKind } from '#app/contracts/history.ts'
import { fold } from '#app/domain/search/fold.ts'
import type { Names, Row } from '#app/live/reducers/history.ts'
import { formatDate, formatDuration, formatTimeSeconds } from './format.ts'
import { sessionText } from './session.ts'

const steps: Record<string, string> = {
  open: 'khai mạc phiên',
  pause: 'tạm dừng phiên',
  resume: 'tiếp tục phiên',
  end: 'kết thúc phiên',
  go_to: 'chuyển nội dung',
  hold_over: 'để lại phiên sau',
  withdraw: 'rút khỏi chương trình',
  take_back: 'đưa trở lại chương trình',
  adopt_block: 'thông qua khối nội dung',
}

/** Words of the course of a session: page, export, search. */
export const historyText = {
  title: 'Diễn biến phiên họp',
  open: 'Diễn biến phiên họp',
  openItem: 'Diễn biến',
  openItemOf: (title: string) => `Diễn biến của nội dung: ${title}`,
  back: 'Về trang phiên họp',
  lead: { desk: 'Mọi thay đổi của phiên, mới nhất ở trên. Không có lá phiếu, ghi chú riêng và đường trao đổi riêng.', audit: 'Mọi thay đổi của phiên, trừ nội dung đang ẩn. Mở lại trang để xem diễn biến mới.', room: 'Diễn biến như mọi người trong phòng họp thấy, mới nhất ở trên.' },
  live: 'Đang cập nhật theo phiên họp',
  filter: { label: 'Lọc diễn biến', kind: 'Loại', all: 'Tất cả', item: 'Nội dung', allItems: 'Mọi nội dung', text: 'Tìm', textHint: 'Không cần gõ dấu', run: 'Lọc', clear: 'Bỏ lọc' },
  kind: {
    session: 'Phiên họp',
    item: 'Chương trình',
    amend: 'Sửa, hoàn tác',
    presiding: 'Điều hành thay',
    attendance: 'Điểm danh',
    people: 'Thành phần',
    speech: 'Phát biểu',
    vote: 'Biểu quyết',
    conclusion: 'Kết luận',
    paper: 'Tài liệu',
    typed: 'Ghi từ giấy',
  } satisfies Record<HistoryKind, string>,
  none: 'Chưa có diễn biến nào.',
  noneFiltered: 'Không có diễn biến nào khớp với điều kiện lọc.',
  more: 'Xem diễn biến cũ hơn',
  all: (n: number) => `Đã hiện hết ${n} diễn biến`,
  shown: (n: number) => `Đang hiện ${n} diễn biến`,
  unseen: 'nội dung không hiển thị',
  nobody: 'Hệ thống',
  by: (who: string) => `Người thực hiện: ${who}`,
  reason: (why: string) => `Lý do: ${why}`,
  factAt: (when: string) => `giờ ghi ${when}`,
  from: 'trước',
  to: 'sau',
  nothing: 'để trống',
  change: (field: string, from: string, to: string) => `${field}: ${from} → ${to}`,
  field: { beganAt: 'Bắt đầu', endedAt: 'Kết thúc', spentSeconds: 'Thời gian bàn', status: 'Kết quả', arrivedAt: 'Giờ đến', leftAt: 'Giờ rời', startedAt: 'Bắt đầu nói' },
  how: { own_device: 'tự điểm danh', secretary: 'thư ký ghi', paper: 'ghi từ giấy', door_code: 'mã tại cửa phòng họp', site_pin: 'mã PIN tại điểm cầu' } as Record<string, string>,
  act: {
    opened: 'Khai mạc phiên họp',
    paused: 'Tạm dừng phiên họp',
    resumed: 'Tiếp tục phiên họp',
    ended: 'Kết thúc phiên họp',
    sealed: 'Khóa hồ sơ phiên họp',
    press_in: 'Mở nội dung cho báo chí',
    press_out: 'Thôi mở nội dung cho báo chí',
    guest_speech_on: 'Cho khách mời đăng ký phát biểu',
    guest_speech_off: 'Không nhận đăng ký phát biểu của khách mời',
    chat_setup: 'Đổi cách trao đổi trong phòng họp',
    reached: 'Chuyển sang nội dung',
    hold_over: 'Để lại phiên sau',
    withdraw: 'Rút khỏi chương trình',
    take_back: 'Đưa trở lại chương trình',
    urgent: 'Bổ sung khẩn',
    shown: 'Hiện nội dung đã ẩn',
    hidden: 'Ẩn nội dung',
    block_marked: 'Đưa vào khối nội dung không có ý kiến khác',
    block_unmarked: 'Đưa ra khỏi khối nội dung không có ý kiến khác',
    block_objected: 'Đề nghị đưa ra thảo luận',
    block_adopted: 'Thông qua khối nội dung không có ý kiến khác',
    block_vote_adopted: 'Khối nội dung được thông qua bằng một lần biểu quyết',
    block_vote_failed: 'Khối nội dung không được thông qua',
    item_corrected: 'Sửa thời gian, kết quả của nội dung',
    stay_corrected: 'Đính chính giờ có mặt',
    stay_struck: 'Xóa một lần có mặt',
    speech_corrected: 'Sửa giờ phát biểu',
    taken_over: 'Nhận điều hành theo văn bản phân công',
    handed_over: 'Chủ trì giao điều hành theo văn bản phân công',
    handed_back: 'Chủ trì điều hành trở lại',
    assigned: 'Ghi văn bản phân công chủ trì thay',
    unassigned: 'Bỏ phân công chủ trì thay',
    chair_lost: 'Máy của chủ trì mất liên lạc',
    chair_back: 'Máy của chủ trì liên lạc lại',
    arrived: 'Có mặt',
    arrived_late: 'Có mặt, đến sau khai mạc',
    left: 'Rời phiên',
    absence_pending: 'Xin vắng mặt',
    absence_approved: 'Duyệt vắng mặt',
    absence_refused: 'Không duyệt vắng mặt',
    absence_withdrawn: 'Rút đơn xin vắng',
    people_changed: 'Cập nhật thành phần',
    person_removed: 'Đưa ra khỏi thành phần',
    asked: 'Đăng ký phát biểu',
    called: 'Mời phát biểu',
    designated: 'Chỉ định phát biểu',
    speech_started: 'Bắt đầu phát biểu',
    speech_ended: 'Kết thúc phát biểu',
    declined: 'Không nhận đăng ký phát biểu',
    speech_withdrawn: 'Rút đăng ký phát biểu',
    speech_adjusted: 'Điều chỉnh lượt phát biểu',
    limits: 'Đổi thời gian phát biểu',
    door_speech_not_open: 'Chưa nhận đăng ký phát biểu',
    door_speech_open: 'Nhận đăng ký phát biểu',
    door_speech_stopped: 'Dừng nhận đăng ký phát biểu',
    door_speech_ended: 'Hết phần phát biểu',
    door_question_not_open: 'Chưa nhận đăng ký chất vấn',
    door_question_open: 'Bắt đầu chất vấn',
    door_question_stopped: 'Dừng chất vấn',
    door_question_ended: 'Kết thúc chất vấn',
    vote_opened: 'Mở biểu quyết',
    vote_secret_opened: 'Mở bỏ phiếu kín',
    vote_closed: 'Kết thúc biểu quyết',
    vote_cancelled: 'Hủy biểu quyết',
    vote_extended: 'Gia hạn biểu quyết',
    vote_held: 'Dừng nhận phiếu',
    vote_taken_on: 'Nhận phiếu tiếp',
    vote_cancel_dropped: 'Không hủy biểu quyết',
    vote_reserved: 'Thành viên bảo lưu ý kiến',
    recusal: 'Hồi tị ở nội dung này',
    recusal_none: 'Không còn ai hồi tị ở nội dung này',
    vote_paper: 'Biểu quyết trên giấy',
    vote_paper_joined: 'Thêm phiếu giấy vào biểu quyết đang mở',
    typed_attendance: 'Ghi từ giấy: điểm danh',
    typed_vote: 'Ghi từ giấy: biểu quyết',
    typed_speech: 'Ghi từ giấy: phát biểu',
    typed_line: 'Ghi từ giấy: dòng kết luận',
    conclusion_agreed: 'Chủ trì đồng ý kết luận',
    conclusion_recalled: 'Thu hồi đồng ý kết luận',
    conclusion_files: 'Đổi tệp kèm kết luận',
    paper_added: 'Thêm tài liệu',
    paper_removed: 'Gỡ tài liệu',
  } as Record<string, string>,
  issued: (n: number) => (n === 1 ? 'Ban hành chương trình' : `Ban hành chương trình điều chỉnh lần ${n - 1}`),
  undone: (step: string) => `Hoàn tác: ${step}`,
  items: (n: number) => `${n} nội dung`,
  lines: (n: number) => `${n} dòng kết luận`,
  document: (number: string) => `theo văn bản số ${number}`,
  columns: { at: 'Thời điểm', kind: 'Loại', what: 'Việc', item: 'Nội dung', who: 'Người liên quan', by: 'Người thực hiện', detail: 'Chi tiết', reason: 'Lý do' },
  export: 'Xuất bảng tính',
  sheet: 'Diễn biến',
  fileName: (title: string) => `Dien bien ${title}`,
}
const t = historyText

/** "26/11/2026 09:31:07" */
export const stamp = (at: number): string => `${formatDate(at)} ${formatTimeSeconds(at)}`

/** What happened, without the item and the people. */
export function actText(r: Row): string {
  if (r.act === 'issued') return t.issued(Number(r.quote ?? 1))
  if (r.act.startsWith('undone_')) return t.undone(steps[r.act.slice('undone_'.length)] ?? r.act)
  return t.act[r.act] ?? r.act
}
export const itemText = (r: Row, names: Names): string => (r.itemId ? (names.items[r.itemId] ?? t.unseen) || sessionText.untitled : '')
export const whoText = (r: Row, names: Names): string => r.who ?? (r.whoId ? (names.people[r.whoId] ?? '') : '')
export const byText = (r: Row, names: Names): string => (r.byId ? (names.people[r.byId] ?? '') || t.nobody : t.nobody)

/** The words a line carries beside its name: question, result, how somebody checked in, a document. */
export function quoteText(r: Row): string {
  const q = r.quote
  const parts: (string | null)[] = [r.factAt === null ? null : t.factAt(stamp(r.factAt))]
  if (q !== null) {
    if (r.act.startsWith('arrived')) parts.unshift(t.how[q] ?? q)
    else if (r.act.startsWith('block_')) parts.unshift(t.items(Number(q)))
    else if (r.act === 'conclusion_agreed') parts.unshift(t.lines(Number(q)))
    else if (r.kind === 'presiding') parts.unshift(t.document(q))
    else if (r.act !== 'issued' && r.act !== 'speech_corrected') parts.unshift(q)
  }
  return parts.filter(Boolean).join(', ')
}

const value = (field: string, v: number | string | null): string => {
  if (v === null) return t.nothing
  if (typeof v === 'string') return sessionText.itemStatus[v as 'pending'] ?? v
  return field === 'spentSeconds' ? formatDuration(v) : stamp(v)
}
/** Old → new of every changed value. */
export const changeTexts = (r: Row): string[] => r.changes.map(c => t.change(t.field[c.field], value(c.field, c.from), value(c.field, c.to)))

/** All words of a line, for the search. */
export const rowText = (r: Row, names: Names): string =>
  [actText(r), t.kind[r.kind], itemText(r, names), whoText(r, names), byText(r, names), quoteText(r), ...changeTexts(r), r.reason].filter(Boolean).join(' ')

export type HistoryFilter = { kind: HistoryKind | null; itemId: string | null; text: string }
/** Which lines a filter lets through: every word must occur somewhere, marks or none. */
export function matcher(filter: HistoryFilter): (r: Row, names: Names) => boolean {
  const words = fold(filter.text).split(/\s+/).filter(Boolean)
  return (r, names) => {
    if (filter.kind && r.kind !== filter.kind) return false
    if (filter.itemId && r.itemId !== filter.itemId) return false
    if (words.length === 0) return true
    const all = fold(rowText(r, names))
    return words.every(w => all.includes(w))
  }
}

/** The workbook: oldest first, one line an act. */
export function historySheet(rows: readonly Row[], names: Names) {
  const c = t.columns
  return {
    name: t.sheet,
    head: [c.at, c.kind, c.what, c.item, c.who, c.detail, c.reason, c.by],
    widths: [20, 18, 44, 60, 34, 60, 44, 34],
    rows: rows.map(r => [stamp(r.at), t.kind[r.kind], actText(r), itemText(r, names), whoText(r, names), [quoteText(r), ...changeTexts(r)].filter(Boolean).join('; '), r.reason ?? '', byText(r, names)]),
  }
}
