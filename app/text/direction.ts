import { type CivilDate } from '#app/domain/calendar/working-days.ts'
import type { ColumnKey, Dimension } from '#app/domain/task/board.ts'
import type { Group, Place, Rate, RateKey } from '#app/domain/task/figures.ts'
import { type TaskFilter, type UnitKind } from '#app/domain/task/filter.ts'
import { formatPercent } from '#app/domain/task/rates.ts'
import { formatDate } from './format.ts'
import { taskText } from './tasks.ts'

/** Words of the board of the province: figures, rates, what waits, what happened. */
export const directionText = {
  title: 'Chỉ đạo, điều hành',
  asOf: (time: string) => `Số liệu lúc ${time}`,
  office: 'Văn phòng UBND tỉnh',
  planGiven: (n: number, plan: string) => `${n} nhiệm vụ theo ${plan}`,
  planDid: 'giao',
  noName: 'Chưa rõ tên',
  noField: 'Chưa xếp lĩnh vực',
  sources: { conclusion: 'Kết luận phiên họp', document: 'Văn bản, ý kiến chỉ đạo', plan: 'Đề án, kế hoạch' } as Record<string, string>,
  unitKinds: { department: 'Sở, ban, ngành', commune: 'Xã, phường', district: 'Huyện, thành phố (trước 01/7/2025)' } satisfies Record<UnitKind, string>,

  // tiles
  tileMine: 'Chờ tôi quyết định',
  tileMineOffice: 'Chờ Văn phòng, lãnh đạo quyết định',
  tileMineSub: 'kết quả đã nộp, đề nghị gia hạn',
  tileLate: 'Quá hạn',
  tileLateSub: (units: number, days: number | null) => (days === null ? `${units} đơn vị` : `${units} đơn vị, lâu nhất ${days} ngày làm việc`),
  tileLateNone: 'không có việc quá hạn',
  tileSoon: 'Đến hạn trong 3 ngày',
  tileSoonSub: (today: number) => (today === 0 ? 'hôm nay không có việc đến hạn' : `${today} việc hạn hôm nay`),
  tileRate: 'Đúng hạn',
  noRate: 'chưa có số',
  mineNote: 'trả lời là đơn vị nhận ngay',
  mineEmpty: 'Không có việc nào chờ quyết định.',
  mineMore: (n: number) => `Xem cả ${n} việc đang chờ`,
  decideExtension: 'Xem đề nghị gia hạn',

  // feed
  stream: 'Diễn biến',
  streamLive: 'trực tiếp',
  streamLost: 'đang nối lại',
  streamEmpty: 'Chưa có việc nào diễn ra.',

  // filter
  filterTitle: 'Phạm vi số liệu',
  period: 'Kỳ',
  periods: { month: 'Tháng này', quarter: 'Quý này', year: 'Năm nay', lastYear: 'Năm trước' },
  otherPeriod: 'Kỳ khác',
  from: 'Từ ngày',
  to: 'Đến ngày',
  show: 'Xem',
  any: 'Tất cả',
  clear: 'Bỏ lọc',
  drop: (what: string) => `Bỏ điều kiện ${what}`,
  conditions: {
    q: 'Từ tìm', unitId: 'Đơn vị', unitKind: 'Khối đơn vị', role: 'Vai trò', place: 'Tình trạng', group: 'Nhóm', state: 'Bước', source: 'Nguồn giao', document: 'Căn cứ', field: 'Lĩnh vực', leaderId: 'Người giao',
    urgency: 'Độ khẩn', from: 'Từ', to: 'Đến', dueFrom: 'Hạn từ', dueTo: 'Hạn đến', isExtended: 'Gia hạn', isTop: 'Cấp giao', isWithFormer: 'Cơ cấu đơn vị',
  } satisfies Record<keyof TaskFilter, string>,
  structure: 'Cơ cấu đơn vị',
  structures: { then: 'Đơn vị lúc giao, lúc xong', now: 'Hiện nay, gộp đơn vị cũ' },
  periodNote: 'Tính mọi nhiệm vụ đã giao đến hết kỳ mà còn đang làm, hoặc xong trong kỳ; bước và hạn là của lúc xem.',

  // table
  by: { unit: 'Theo đơn vị', field: 'Theo lĩnh vực', source: 'Theo nguồn giao', leader: 'Theo người giao' } satisfies Record<Dimension, string>,
  byLabel: 'Xếp số liệu theo',
  nameHead: { unit: 'Đơn vị chủ trì', field: 'Lĩnh vực', source: 'Nguồn giao', leader: 'Người giao' } satisfies Record<Dimension, string>,
  columns: {
    followed: 'Được theo dõi', open: 'Đang làm', overdue: 'Quá hạn', soon: 'Sắp đến hạn', in_time: 'Trong hạn', waiting: 'Chờ xác nhận', sent_back: 'Làm lại', paused: 'Tạm hoãn', none: 'Không thời hạn',
    done: 'Đã xong', done_on_time: 'Đúng hạn', done_late: 'Quá hạn', done_none: 'Không thời hạn', extended: 'Được gia hạn', routine: 'Thường xuyên',
  } satisfies Record<ColumnKey, string>,
  /** the same where no heading stands above it */
  figures: {
    followed: 'được theo dõi', open: 'đang làm', overdue: 'quá hạn', soon: 'sắp đến hạn', in_time: 'trong hạn', waiting: 'chờ xác nhận', sent_back: 'làm lại', paused: 'tạm hoãn', none: 'đang làm, không thời hạn',
    done: 'đã xong', done_on_time: 'xong đúng hạn', done_late: 'xong nhưng quá hạn', done_none: 'xong, không thời hạn', extended: 'được gia hạn', routine: 'thường xuyên',
    done_dated: 'đã xong, có thời hạn', past_due: 'chưa xong, đã qua hạn', due: 'đến hạn', on_time_first: 'xong trong hạn giao lúc đầu',
  } satisfies Record<Place | Group, string>,
  all: 'Cộng',
  rows: (n: number, what: string, of: string) => `${of}: ${n} việc ${what}, xem danh sách`,
  showRows: (n: number) => `Xem cả ${n} dòng`,
  sortBy: (column: string) => `Xếp theo ${column}`,
  narrow: (name: string) => `Chỉ xem ${name}, theo đơn vị`,
  empty: 'Chưa có nhiệm vụ nào trong phạm vi này.',
  emptyHint: 'Chọn kỳ khác hoặc bỏ bớt điều kiện.',
  barOf: (late: number, soon: number, open: number) => `${late} quá hạn, ${soon} sắp đến hạn, ${open} đang làm`,
  sortAgain: 'Xếp lại theo số mới',
  export: taskText.exportSheet,
  wall: 'Màn hình lớn',
  wallWaiting: 'Chờ quyết định',
  queues: 'Hàng chờ',
  assign: 'Giao nhiệm vụ',

  // rates
  ratesTitle: 'Tỷ lệ',
  rate: {
    onTime: 'Hoàn thành đúng hạn',
    onTimeByOriginal: 'Đúng hạn giao lúc đầu',
    overdueOfDue: 'Quá hạn trên số đến hạn',
    overdueOfGiven: 'Quá hạn trên số được theo dõi',
  } satisfies Record<RateKey, string>,
  formula: {
    onTime: 'Số việc xong đúng hạn chia cho số việc có thời hạn đã xong.',
    onTimeByOriginal: 'Số việc xong trong hạn giao lúc đầu chia cho số việc có thời hạn đã xong; gia hạn không được tính.',
    overdueOfDue: 'Số việc quá hạn chưa xong chia cho số việc đến hạn: đã xong có thời hạn, và chưa xong mà hạn đã qua.',
    overdueOfGiven: 'Số việc quá hạn chưa xong chia cho mọi việc được theo dõi, kể cả chưa đến hạn và không thời hạn.',
  } satisfies Record<RateKey, string>,
  explain: (rate: string) => `${rate}: cách tính`,
  part: 'Tử số',
  whole: 'Mẫu số',
  close: 'Đóng',
  nothingToDivide: 'Mẫu số bằng 0 nên chưa có tỷ lệ; không phải 0%.',
  howTitle: 'Đọc tỷ lệ thế nào cho đúng',
  how: [
    'Cùng một số việc quá hạn cho ra tỷ lệ khác nhau tùy chia cho số đến hạn hay cho mọi việc được giao. Vì vậy tỷ lệ nào cũng đi kèm tử số và mẫu số.',
    'Việc xong nhưng quá hạn vẫn nằm trong mẫu số của tỷ lệ đúng hạn và đứng cột riêng; không mất đi vì đã xong.',
    'Đúng hạn tính theo lúc đơn vị nộp kết quả được xác nhận, không theo lúc Văn phòng xác nhận.',
    'Việc được gia hạn tính theo hạn đã duyệt; tỷ lệ theo hạn giao lúc đầu đứng bên cạnh.',
    'Chờ xác nhận: đồng hồ của đơn vị đã dừng nên không tính là quá hạn, nhưng nằm trong số đến hạn nếu hạn đã qua.',
    'Việc thường xuyên và bản nháp, việc đã thu hồi đứng ngoài mọi tỷ lệ. Việc con do đơn vị tự giao không tính ở đây.',
  ],
  averageLate: (days: string) => `trễ bình quân ${days} ngày`,
}

const d = directionText

/** "12/15 = 80%", or that there is nothing to divide by yet. */
export const rateText = ({ part, whole }: Pick<Rate, 'part' | 'whole'>): string => (whole === 0 ? d.noRate : `${part}/${whole} = ${formatPercent(part, whole)}`)

/** "01/01/2026 – 31/12/2026", "đến 31/12/2026". */
export const periodText = ({ from, to }: { from?: CivilDate | undefined; to?: CivilDate | undefined }): string =>
  from && to ? `${formatDate(from)} – ${formatDate(to)}` : from ? `từ ${formatDate(from)}` : to ? `đến ${formatDate(to)}` : d.any

export type FilterNames = { unit?: string | null; leader?: string | null; fields?: readonly { code: string; name: string }[] }
/** Every condition of a filter in words, in the order of the address: heading and value. */
export function filterWords(filter: TaskFilter, names: FilterNames): { key: keyof TaskFilter; label: string; value: string }[] {
  const said: { [K in keyof Required<TaskFilter>]: (value: NonNullable<TaskFilter[K]>) => string } = {
    q: v => `“${v}”`,
    unitId: () => names.unit ?? '',
    unitKind: v => d.unitKinds[v],
    role: v => (v === 'lead' ? taskText.roleLead : taskText.roleCoordinate),
    place: v => d.figures[v],
    group: v => d.figures[v],
    state: v => (v === 'all' ? d.any : taskText.state[v]),
    source: v => d.sources[v] ?? v,
    document: v => v,
    field: v => (v === 'none' ? d.noField : (names.fields?.find(f => f.code === v)?.name ?? v)),
    leaderId: () => names.leader ?? '',
    urgency: v => taskText.urgency[v as keyof typeof taskText.urgency],
    from: formatDate,
    to: formatDate,
    dueFrom: formatDate,
    dueTo: formatDate,
    isExtended: () => 'có',
    isTop: () => 'UBND tỉnh, Chủ tịch UBND tỉnh giao',
    isWithFormer: () => d.structures.now,
  }
  return (Object.keys(d.conditions) as (keyof TaskFilter)[]).flatMap(key => {
    const value = filter[key]
    return value === undefined ? [] : [{ key, label: d.conditions[key], value: (said[key] as (v: unknown) => string)(value) }]
  })
}
