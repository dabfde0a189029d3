// The board of the province and its rows as workbooks: what is shown, in the same order, with what it was counted by above it.
import { COLUMNS, type Dimension, type Row } from '#app/domain/task/board.ts'
import { addUp, type FigureFacts, type Place, ratesOf, sizeOf } from '#app/domain/task/figures.ts'
import type { TaskFilter } from '#app/domain/task/filter.ts'
import { directionText as d, type FilterNames, filterWords, periodText, rateText } from './direction.ts'
import { formatDate, formatDateTime } from './format.ts'
import { taskText as t } from './tasks.ts'

export type Sheet = { name: string; intro: string[]; head: string[]; rows: (string | number | null)[][]; widths: number[] }
export type Workbook = { name: string; sheets: Sheet[] }

export const sheetText = {
  board: 'Bảng chỉ đạo, điều hành',
  tasks: 'Danh sách nhiệm vụ',
  at: (when: string) => `Số liệu lúc ${when}`,
  period: (period: string) => `Kỳ: ${period}. ${d.periodNote}`,
  filter: (words: string) => `Phạm vi: ${words}`,
  noFilter: 'Phạm vi: không có điều kiện',
  cut: (n: number) => `Bảng dừng ở ${n} dòng đầu; thu hẹp điều kiện để có đủ.`,
  count: (n: number) => `${n} nhiệm vụ`,
  order: 'TT',
  lateDays: 'Số ngày trễ cộng lại',
  columns: ['TT', 'Mã', 'Nhiệm vụ', 'Nội dung', 'Căn cứ', 'Người giao', 'Đơn vị chủ trì', 'Đơn vị phối hợp', 'Lĩnh vực', 'Độ khẩn', 'Ngày giao', 'Hạn giao lúc đầu', 'Hạn', 'Bước xử lý', 'Tình trạng', 'Tiến độ (%)', 'Kết quả gần nhất', 'Ngày nộp kết quả', 'Ngày xác nhận'],
  fileBoard: (day: string) => `Chỉ đạo điều hành ${day}`,
  fileTasks: (day: string) => `Nhiệm vụ ${day}`,
}
const s = sheetText

const wordsOf = (filter: TaskFilter, names: FilterNames, without: readonly (keyof TaskFilter)[]): string => {
  const said = filterWords(filter, names).filter(w => !without.includes(w.key))
  return said.length === 0 ? s.noFilter : s.filter(said.map(w => `${w.label}: ${w.value}`).join('; '))
}

export type BoardSheetData = { view: { rows: readonly Row[] }; filter: TaskFilter; by: Dimension; named: { unit: string | null; leader: string | null }; fields: readonly { code: string; name: string }[]; note?: string | null; now: number }

/** Exactly the rows of the page, their sum below, and the sentence of each rate above them. */
export function directionBook({ view, filter, by, named, fields, note, now }: BoardSheetData): Workbook {
  const total = addUp(view.rows.map(r => r.figures))
  const rates = ratesOf(total).map(r => r.key)
  const line = (at: string | number | null, name: string, figures: Row['figures']) => [at, name, ...COLUMNS.map(c => sizeOf(figures, c)), figures.lateDays, ...ratesOf(figures).map(rateText)]
  return {
    name: s.fileBoard(formatDate(now).replaceAll('/', '-')),
    sheets: [
      {
        name: d.by[by],
        intro: [
          `${s.board}: ${d.by[by].toLowerCase()}`,
          s.at(formatDateTime(now)),
          s.period(periodText(filter)),
          wordsOf(filter, { ...named, fields }, ['from', 'to']),
          ...(note ? [note] : []),
          ...rates.map(key => `${d.rate[key]}: ${d.formula[key]}`),
          ...d.how,
        ],
        head: [s.order, d.nameHead[by], ...COLUMNS.map(headOf), s.lateDays, ...rates.map(key => d.rate[key])],
        rows: [...view.rows.map((r, i) => line(i + 1, r.name, r.figures)), line(null, d.all, total)],
        widths: [6, 40, ...COLUMNS.map(() => 11), 11, ...rates.map(() => 18)],
      },
    ],
  }
}
/** "Quá hạn" stands twice on the page, under two headings; in one row of heads each says which. */
const headOf = (column: (typeof COLUMNS)[number]): string => {
  const word = d.figures[column]
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`
}

export type TaskRow = FigureFacts & {
  code: string
  title: string
  content: string
  sourceLabel: string
  giverLabel: string
  leadUnitName: string
  coordinators: string
  fieldName: string | null
  urgency: string
  assignedOn: string | null
  progress: number
  latestNote: string | null
  place: Place | null
}

export function tasksSheet({ filter, names, rows, isCut, now }: { filter: TaskFilter; names: FilterNames; rows: readonly TaskRow[]; isCut: boolean; now: number }): Workbook {
  const day = (when: string | number | null) => (when === null ? null : formatDate(when))
  return {
    name: s.fileTasks(formatDate(now).replaceAll('/', '-')),
    sheets: [
      {
        name: s.tasks,
        intro: [s.tasks, s.at(formatDateTime(now)), wordsOf(filter, names, []), isCut ? s.cut(rows.length) : s.count(rows.length)],
        head: s.columns,
        rows: rows.map((r, i) => [
          i + 1, r.code, r.title, r.content, r.sourceLabel, r.giverLabel, r.leadUnitName, r.coordinators, r.fieldName ?? d.noField, t.urgency[r.urgency as keyof typeof t.urgency], day(r.assignedOn), day(r.originalDeadlineOn), day(r.deadlineOn),
          t.state[r.state], r.place ? d.figures[r.place] : null, r.progress, r.latestNote, day(r.submittedAt), day(r.completedAt),
        ]),
        widths: [6, 16, 50, 60, 40, 26, 30, 40, 20, 12, 13, 13, 13, 18, 20, 10, 50, 13, 13],
      },
    ],
  }
}
