import { attendanceRate, type Grouping, type Group, type PersonMonth, rollUp, sortGroups, type SortKey, sum, type Tally } from '#app/domain/statistics/roll-up.ts'
import { formatDate, formatDuration, formatNumber, formatPercent } from './format.ts'

/** "2026-11" → "tháng 11/2026" */
export const monthName = (month: string): string => `tháng ${month.slice(5)}/${month.slice(0, 4)}`
const compare = new Intl.Collator('vi').compare

export const statisticsText = {
  title: 'Thống kê tham gia phiên họp',
  lead: { all: 'Mọi đơn vị, mọi người dự họp', units: 'Người của đơn vị đồng chí phụ trách', own: 'Việc tham gia của đồng chí' },
  range: (from: string, to: string) => `Từ ${formatDate(from)} đến ${formatDate(to)}`,
  sessions: (n: number) => (n === 0 ? 'không có phiên họp nào đã kết thúc' : `${n} phiên họp đã kết thúc`),
  filter: {
    label: 'Chọn số liệu',
    from: 'Từ ngày',
    to: 'Đến ngày',
    who: 'Đối tượng',
    members: 'Thành viên UBND',
    all: 'Mọi người dự họp',
    run: 'Xem thống kê',
    quick: 'Chọn nhanh',
    periods: { month: 'Tháng này', quarter: 'Quý này', year: 'Năm nay', lastYear: 'Năm trước' },
  },
  by: { label: 'Thống kê theo', member: 'Theo thành viên', month: 'Theo tháng', unit: 'Theo đơn vị' } satisfies Record<Grouping | 'label', string>,
  toCards: 'Phiếu lấy ý kiến',
  export: 'Xuất bảng tính',
  none: 'Không có phiên họp nào trong khoảng thời gian này',
  noneHint: 'Đồng chí chọn khoảng thời gian dài hơn. Phiên đang họp, phiên bị hủy và họp thử không tính.',
  columns: {
    name: { member: 'Thành viên', month: 'Tháng', unit: 'Đơn vị' } satisfies Record<Grouping, string>,
    people: 'Số người',
    invited: 'Được mời',
    attended: 'Có mặt',
    late: 'Đến muộn',
    excused: 'Vắng có lý do',
    unexcused: 'Vắng không lý do',
    substituted: 'Cử người dự thay',
    speeches: 'Lượt phát biểu',
    speechSeconds: 'Thời gian nói',
    ballots: 'Phiếu biểu quyết',
    ballotsCast: 'Phiếu biểu quyết',
    rate: 'Tỷ lệ có mặt',
  },
  noUnit: '(chưa ghi đơn vị)',
  rate: (t: Tally): string => {
    const share = attendanceRate(t)
    return share === null ? '–' : `${formatPercent(share)} = ${t.attended}/${t.invited}`
  },
  ballots: (t: Tally): string => (t.ballotsHeld === 0 ? '–' : `${t.ballotsCast}/${t.ballotsHeld}`),
  speechTime: (seconds: number): string => (seconds === 0 ? '–' : formatDuration(seconds)),
  total: 'Tổng cộng',
  sortBy: (column: string) => `Sắp theo ${column.toLowerCase()}`,
  detail: (who: string) => `Xem từng tháng: ${who}`,
  detailTitle: (who: string) => `${who}, theo từng tháng`,
  detailBack: 'Về danh sách',
  table: 'Bảng số liệu',
  chart: {
    title: 'Biểu đồ',
    onTime: 'Có mặt đúng giờ',
    late: 'Đến muộn',
    excused: 'Vắng có lý do',
    unexcused: 'Vắng không lý do',
    axis: 'Số lượt phiên họp',
    loading: 'Đang vẽ biểu đồ',
    first: (n: number) => `Biểu đồ vẽ ${n} dòng đầu theo thứ tự của bảng.`,
    summary: (t: Tally) =>
      `Tổng cộng ${formatNumber(t.invited)} lượt mời: ${formatNumber(t.attended - t.late)} có mặt đúng giờ, ${formatNumber(t.late)} đến muộn, ${formatNumber(t.excused)} vắng có lý do, ${formatNumber(t.unexcused)} vắng không lý do. Số liệu từng dòng ở bảng bên dưới.`,
  },
  how: {
    title: 'Cách tính',
    lines: [
      'Chỉ tính phiên đã kết thúc trong khoảng thời gian; phiên đang họp, phiên bị hủy và họp thử không tính.',
      'Có mặt: có ít nhất một lần điểm danh. Đến muộn: lần điểm danh đầu sau giờ khai mạc.',
      'Vắng có lý do: không điểm danh và có lý do ghi trong phiên. Vắng không lý do: không điểm danh và không có lý do.',
      'Thời gian nói: từ lúc bắt đầu đến lúc kết thúc của các lượt đã phát biểu.',
      'Phiếu biểu quyết: số phiếu đã gửi trên số biểu quyết mà người đó có quyền bỏ phiếu.',
      'Ghi chú cá nhân không bao giờ được tính.',
    ],
  },
  sheets: { member: 'Theo thành viên', month: 'Theo tháng', unit: 'Theo đơn vị', detail: 'Thành viên từng tháng', how: 'Cách tính' },
  seconds: 'Thời gian nói (giây)',
  percent: 'Tỷ lệ có mặt (%)',
  ballotsHeld: 'Biểu quyết có quyền bỏ phiếu',
  ballotsSent: 'Phiếu đã gửi',
  fileName: (from: string, to: string) => `Thong ke tham gia phien hop ${from} den ${to}`,
}
const t = statisticsText

export const groupName = (g: Pick<Group, 'name'>, by: Grouping): string => (by === 'month' ? monthName(g.name) : g.name || t.noUnit)
export const groupsOf = (rows: readonly PersonMonth[], by: Grouping, sort: { key: SortKey; isDown: boolean }): Group[] => sortGroups(rollUp(rows, by), sort.key, sort.isDown, compare)

type Sheet = { name: string; head: string[]; rows: (string | number | null)[][]; widths?: number[] }
const figures = (g: Tally): (number | null)[] => {
  const share = attendanceRate(g)
  return [g.invited, g.attended, share === null ? null : Math.round(share * 1000) / 10, g.late, g.excused, g.unexcused, g.substituted, g.speeches, g.speechSeconds, g.ballotsHeld, g.ballotsCast]
}
const c = t.columns
const figureHeads = [c.invited, c.attended, t.percent, c.late, c.excused, c.unexcused, c.substituted, c.speeches, t.seconds, t.ballotsHeld, t.ballotsSent]

/** The workbook of the statistics: every view of the page, the figures as numbers. */
export function statisticsSheets(rows: readonly PersonMonth[]): Sheet[] {
  const sheet = (by: Grouping): Sheet => {
    const groups = groupsOf(rows, by, { key: 'name', isDown: false })
    const lead = by === 'member' ? [c.name.member, c.name.unit] : [c.name[by], c.people]
    return {
      name: t.sheets[by],
      head: [...lead, ...figureHeads],
      widths: [36, 28, ...figureHeads.map(() => 14)],
      rows: [
        ...groups.map(g => [groupName(g, by), by === 'member' ? g.unitName : g.people, ...figures(g)]),
        ...(groups.length > 0 ? [[t.total, null, ...figures(sum(groups))]] : []),
      ],
    }
  }
  return [
    sheet('member'),
    sheet('month'),
    sheet('unit'),
    {
      name: t.sheets.detail,
      head: [c.name.month, c.name.member, c.name.unit, ...figureHeads],
      widths: [18, 36, 28, ...figureHeads.map(() => 14)],
      rows: rows.map(r => [monthName(r.month), r.label, r.unitName, ...figures(r)]),
    },
    { name: t.sheets.how, head: [t.how.title], widths: [120], rows: t.how.lines.map(l => [l]) },
  ]
}
