import type { AgendaChange } from '#app/domain/agenda/version.ts'

const fieldName = { title: 'tên', presenter: 'người trình bày', minutes: 'thời lượng', leadUnit: 'đơn vị chủ đề án', text: 'phần viết' } as const

/** Words of the agenda's draft, issue and adjustment. */
export const agendaText = {
  title: 'Soạn chương trình',
  draft: 'Dự thảo',
  issued: (n: number) => (n <= 1 ? 'Bản chính thức' : `Điều chỉnh lần ${n - 1}`),
  back: 'Về phiên họp',
  minutesTotal: (used: number, free: number) =>
    free >= 0 ? `${used} phút, còn trống ${free} phút` : `${used} phút, dài hơn phiên họp ${-free} phút`,
  time: 'Thời gian',
  from: (a: string, b: string) => `${a} đến ${b}`,
  add: 'Thêm nội dung',
  empty: 'Chương trình chưa có nội dung nào',
  emptyHint: 'Thêm nội dung đầu tiên; thư ký và đơn vị chủ đề án cùng soạn được.',
  presenter: 'Người trình bày',
  minutes: 'Phút',
  leadUnit: 'Đơn vị chủ đề án',
  collective: 'Việc tập thể quyết định (khoản 2 Điều 40)',
  moveUp: (n: number) => `Đưa nội dung ${n} lên`,
  moveDown: (n: number) => `Đưa nội dung ${n} xuống`,
  drag: (n: number) => `Kéo nội dung ${n} đến chỗ khác`,
  remove: (n: number) => `Bỏ nội dung ${n}`,
  removed: 'Đã bỏ nội dung khỏi dự thảo',
  restore: 'Lấy lại',
  papers: 'Tài liệu',
  addPaper: 'Tải tài liệu PDF',
  paperPages: (title: string, pages: number | null) => (pages ? `${title}, ${pages} trang` : title),
  removePaper: (title: string) => `Gỡ tài liệu ${title}`,
  noPaper: 'Chưa có tài liệu',
  issue: 'Ban hành chương trình',
  issueAgain: 'Ban hành điều chỉnh',
  issueQuestion: 'Ban hành chương trình phiên họp?',
  issueConsequence: (count: number, minutes: number) =>
    `Chương trình gồm ${count} nội dung, ${minutes} phút. Thành viên dự họp thấy ngay bản này. Sửa về sau là điều chỉnh, có ghi lý do và phần thay đổi.`,
  adjustQuestion: (n: number) => `Ban hành điều chỉnh lần ${n}?`,
  reason: 'Lý do điều chỉnh',
  versions: 'Các bản đã ban hành',
  noVersions: 'Chưa ban hành bản nào.',
  issuedAt: (when: string) => `Ban hành ${when}`,
  because: (reason: string) => `Lý do: ${reason}`,
  done: (n: number) => `Đã ban hành ${n <= 1 ? 'chương trình' : `điều chỉnh lần ${n - 1}`}`,
  people: 'Đang soạn',
  keys: 'Kéo bằng chuột, hoặc Alt và mũi tên lên, xuống để đổi chỗ.',
  change: (c: AgendaChange): string => {
    switch (c.kind) {
      case 'added':
        return `Thêm nội dung ${c.place}: ${c.title}`
      case 'removed':
        return `Bỏ nội dung ${c.place}: ${c.title}`
      case 'moved':
        return `Chuyển từ vị trí ${c.from} sang ${c.to}: ${c.title}`
      case 'changed':
        return c.field === 'text' ? `Sửa phần viết: ${c.title}` : `Sửa ${fieldName[c.field]}: “${c.from || 'trống'}” thành “${c.to || 'trống'}” (${c.title})`
    }
  },
} as const
