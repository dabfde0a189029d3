import type { WarningReason } from '#app/domain/task/early-warning.ts'
import { formatPercent } from '#app/domain/task/rates.ts'
import { formatDate } from './format.ts'

/** "07:30" out of minutes of the day, and back; null when it is no time. */
export const clockOf = (minutes: number): string => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
export const minutesOf = (clock: string): number | null => {
  const parts = /^(\d{1,2})[:hg]?(\d{2})$/.exec(clock.trim())
  const [hours, minutes] = [Number(parts?.[1]), Number(parts?.[2])]
  return parts && hours < 24 && minutes < 60 ? hours * 60 + minutes : null
}

/** A reason of an early warning, as an official would say it. */
export function warningText(r: WarningReason): string {
  switch (r.code) {
    case 'silent':
      return `${r.days} ngày làm việc không có hoạt động nào`
    case 'coordinator_silent':
      return `${r.unit} (phối hợp) im lặng ${r.days} ngày làm việc`
    case 'chain':
      return r.isOverdue ? `Việc con “${r.title}” đã quá hạn ${formatDate(r.endsOn)} mà chưa xong` : `Việc con “${r.title}” hẹn ${formatDate(r.endsOn)}, sau hạn của nhiệm vụ`
    case 'history':
      return `Đơn vị trễ ${r.late} trong ${r.of} nhiệm vụ đã xong một năm qua`
  }
}

const channel = { app: 'Chuông', email: 'Thư điện tử', push: 'Thông báo đẩy', sms: 'Tin nhắn SMS' }
const audience = { clerk: 'Chuyên viên', head: 'Thủ trưởng đơn vị', office: 'Văn phòng', chairman: 'Chủ tịch' }

/** Words of alerts: rules, sendings, one's own settings, the digest, early warning. */
export const alertText = {
  channel,
  audience,
  /** a step, by its working days from the deadline */
  step: (offset: number) => (offset === 0 ? 'Đúng ngày hạn' : offset < 0 ? `Trước hạn ${-offset} ngày làm việc` : `Quá hạn ${offset} ngày làm việc`),

  rules: {
    title: 'Quy tắc cảnh báo',
    tab: 'Cảnh báo',
    lead: 'Nhắc ai, khi nào, bằng cách nào. Đổi quy tắc thì các cảnh báo đã hẹn được lập lại ngay; ai đã được báo cho một hạn thì không bị báo lại.',
    readOnly: 'Đồng chí xem được quy tắc; quản trị hệ thống và lãnh đạo Văn phòng sửa.',
    steps: 'Các bước',
    days: 'Số ngày',
    when: 'Lúc nào',
    before: 'ngày làm việc trước hạn',
    after: 'ngày làm việc sau hạn',
    who: 'Người nhận',
    how: 'Ngoài chuông, được gửi bằng',
    remove: 'Xóa',
    removeOne: (step: string) => `Xóa bước ${step}`,
    add: 'Thêm bước',
    stepNo: (n: number) => `Bước ${n}`,
    time: 'Giờ phát',
    timeHint: 'Giờ:phút, trong ngày làm việc',
    times: 'Giờ phát, giờ yên lặng',
    quiet: 'Giờ yên lặng',
    quietHint: 'Thư, thông báo đẩy, SMS đến lúc này thì chờ; chuông vẫn có. Để trống cả hai nếu không dùng.',
    from: 'Từ',
    to: 'Đến',
    daysOff: 'Không gửi vào thứ Bảy, Chủ nhật, ngày lễ',
    warning: 'Cảnh báo sớm',
    warningLead: 'Nhiệm vụ chưa quá hạn nhưng có dấu hiệu sẽ trễ thì nêu lý do.',
    threshold: {
      silentDays: 'Không có hoạt động (ngày làm việc)',
      coordinatorSilentDays: 'Đơn vị phối hợp im lặng (ngày làm việc)',
      latePercent: 'Nhiệm vụ tương tự bị trễ từ (%)',
      lateAtLeast: 'trong ít nhất (nhiệm vụ đã xong)',
      withinDays: 'Chỉ xét khi còn không quá (ngày làm việc)',
    },
    reason: 'Lý do sửa',
    reasonHint: 'Ghi văn bản hoặc lý do, ví dụ: theo Quy chế làm việc sửa đổi.',
    save: 'Lưu quy tắc',
    saved: 'Đã lưu. Các cảnh báo đã hẹn đang được lập lại.',
    changes: 'Lần sửa gần đây',
    noChanges: 'Chưa sửa lần nào: đang dùng quy tắc mặc định của chương trình.',
    timeWrong: 'Giờ chưa đúng, ví dụ 07:30.',
  },

  sendings: {
    title: 'Cảnh báo đã gửi',
    lead: 'Mỗi người một bản tin mỗi ngày cho mỗi cách nhận. Gửi không được thì có lý do và gửi lại được.',
    show: { planned: 'Sẽ cảnh báo', waiting: 'Chờ gửi', sent: 'Đã gửi', failed: 'Không gửi được' },
    count: (label: string, n: number) => `${label} (${n})`,
    sentToday: (n: number) => `Đã gửi (hôm nay ${n})`,
    search: 'Tìm người nhận',
    searchPlanned: 'Tìm đơn vị, nhiệm vụ',
    channelFilter: 'Cách gửi',
    day: 'Ngày',
    all: 'Tất cả',
    find: 'Lọc',
    refresh: 'Tải lại',
    fresh: (n: number) => `${n} bản tin mới, tải lại`,
    found: (n: number) => `${n} dòng`,
    none: { planned: 'Không có cảnh báo nào đã hẹn', waiting: 'Không có bản tin nào chờ gửi', sent: 'Chưa gửi bản tin nào', failed: 'Không có bản tin nào hỏng' },
    noneHint: 'Bỏ bớt điều kiện lọc để xem thêm.',
    status: { waiting: 'Chờ gửi', claimed: 'Đang gửi', handed: 'Đang gửi', sent: 'Đã gửi', failed: 'Không gửi được', unknown: 'Không rõ đã đến chưa', void: 'Không cần gửi nữa' },
    tasks: (n: number) => `${n} nhiệm vụ`,
    showTasks: (n: number) => `Xem ${n} nhiệm vụ`,
    dueAt: (when: string) => `sẽ gửi ${when}`,
    doneAt: (when: string) => when,
    attempts: (n: number) => `đã thử ${n} lần`,
    voidHint: 'Các nhiệm vụ đã nộp, thu hồi hoặc đổi hạn trước giờ gửi.',
    reason: {
      NO_ADDRESS: 'Người nhận chưa có địa chỉ thư hoặc số điện thoại',
      ADDRESS_REFUSED: 'Máy chủ thư không nhận địa chỉ này',
      SERVER_AWAY: 'Không kết nối được máy chủ gửi',
      SERVER_REFUSED: 'Máy chủ gửi từ chối',
      SIGN_IN_REFUSED: 'Máy chủ thư không nhận tài khoản gửi',
      REDIRECTED: 'Cổng gửi chuyển hướng sang địa chỉ khác, không theo',
      NO_ANSWER: 'Đã đưa cho máy chủ gửi nhưng không nhận được trả lời',
      NO_DEVICE: 'Người nhận không còn máy nào bật thông báo đẩy',
      WORKER_DIED: 'Chương trình dừng đúng lúc đang gửi',
      CHANNEL_OFF: 'Cách gửi này đã tắt',
    } as Record<string, string>,
    detail: 'Trả lời của máy chủ',
    unknownHint: 'Có thể đã đến. Chương trình không tự gửi lại để không ai nhận hai lần; nội dung vẫn có trong chuông của người nhận.',
    resend: 'Gửi lại',
    resendOne: (name: string, ch: string) => `Gửi lại cho ${name} bằng ${ch.toLowerCase()}`,
    resendAll: (n: number) => `Gửi lại cả ${n} dòng đang hiện`,
    resendTitle: (n: number) => `Gửi lại ${n} bản tin?`,
    resendBody: 'Bản tin “không rõ đã đến chưa” có thể đến lần thứ hai.',
    resent: (n: number) => `Đã cho gửi lại ${n} bản tin`,
    off: (names: string) => `Máy chủ chưa bật: ${names}. Người vận hành đặt trong phần cấu hình.`,
    adminHint: 'Quản trị thấy ai, cách nào, có đến không; nội dung nhiệm vụ chỉ Văn phòng xem.',
    audienceOf: (names: string) => `báo ${names}`,
    insteadOf: (name: string) => `thay ${name}`,
    rulesLink: 'Quy tắc cảnh báo',
  },

  rate: {
    title: 'Cảnh báo sớm có đúng không',
    hits: (late: number, warned: number) => (warned === 0 ? 'Chưa có nhiệm vụ nào được cảnh báo sớm mà đã đến hạn.' : `${formatPercent(late, warned)} = ${late} trễ thật / ${warned} nhiệm vụ đã cảnh báo sớm và đã đến hạn`),
    missed: (missed: number, all: number) => (all === 0 ? 'Không có nhiệm vụ nào trễ.' : `Bỏ sót ${formatPercent(missed, all)} = ${missed} nhiệm vụ trễ mà không được cảnh báo / ${all} nhiệm vụ trễ`),
    beside: (extended: number, open: number) => `Không tính vào tỷ lệ: ${extended} được gia hạn, ${open} chưa đến hạn.`,
    since: (on: string) => `Các hạn từ ${on}. Lý do ghi lại khi nêu lần đầu, không sửa về sau.`,
  },

  mine: {
    title: 'Nhận cảnh báo',
    lead: 'Mỗi ngày một bản tin cho mỗi cách nhận, không gửi từng nhiệm vụ.',
    back: 'Tài khoản',
    how: 'Cách nhận',
    appAlways: 'Chuông trong chương trình luôn có.',
    email: 'Thư điện tử',
    emailField: 'Địa chỉ thư',
    push: 'Thông báo đẩy',
    pushHint: 'Hiện trên máy ngay cả khi không mở chương trình.',
    sms: 'Tin nhắn SMS',
    phoneField: 'Số di động',
    off: 'Máy chủ chưa bật cách này',
    needsAddress: 'Cần nhập địa chỉ để nhận',
    pushOn: 'Bật trên máy này',
    pushIsOn: 'Đang bật trên máy này',
    pushOff: 'Tắt trên máy này',
    devices: (n: number) => (n === 0 ? 'Chưa có máy nào bật.' : `${n} máy đang bật.`),
    pushDenied: 'Trình duyệt đang chặn thông báo của trang này. Mở lại trong phần cài đặt của trình duyệt rồi bật.',
    pushNone: 'Trình duyệt này không nhận được thông báo đẩy.',
    pushTurnedOn: 'Đã bật thông báo đẩy trên máy này',
    pushTurnedOff: 'Đã tắt thông báo đẩy trên máy này',
    quiet: 'Giờ yên lặng của tôi',
    quietRule: (quiet: string | null, daysOff: boolean) => `Chung: ${quiet ?? 'không có'}${daysOff ? ', không gửi ngày nghỉ' : ''}.`,
    quietOwn: 'Đặt giờ riêng',
    from: 'Từ',
    to: 'Đến',
    daysOffToo: 'Nhận cả thứ Bảy, Chủ nhật, ngày lễ',
    save: 'Lưu cách nhận',
    saved: 'Đã lưu cách nhận cảnh báo',
    away: 'Vắng mặt, người thay',
    awayLead: 'Trong những ngày này cảnh báo đến người thay; có ghi lại ai thay ai.',
    who: 'Người vắng mặt',
    me: 'Tôi',
    substitute: 'Người thay',
    choose: 'Chọn người',
    fromDay: 'Từ ngày',
    toDay: 'Đến hết ngày',
    reason: 'Lý do (không bắt buộc)',
    declare: 'Ghi vắng mặt',
    declared: 'Đã ghi. Cảnh báo trong những ngày này đến người thay.',
    nobody: 'Trong đơn vị chưa có ai thay được.',
    line: (person: string, substitute: string) => `${person} vắng, ${substitute} thay`,
    span: (from: string, to: string) => (from === to ? from : `${from} – ${to}`),
    end: 'Kết thúc',
    endOne: (person: string) => `Kết thúc việc thay ${person}`,
    ended: 'Đã kết thúc. Cảnh báo lại đến người vắng.',
    link: 'Nhận cảnh báo, vắng mặt',
    linkHint: 'Thư, thông báo đẩy, SMS; giờ yên lặng; người thay khi vắng.',
  },

  day: {
    title: (date: string) => `Cảnh báo ngày ${date}`,
    today: 'Hôm nay',
    days: 'Các ngày có cảnh báo',
    group: { overdue: 'Quá hạn', due: 'Đến hạn hôm nay', soon: 'Sắp đến hạn' },
    none: 'Ngày này không có cảnh báo nào',
    noneHint: 'Nhiệm vụ của đồng chí vẫn ở trang Nhiệm vụ.',
    toTasks: 'Nhiệm vụ',
    settings: 'Cách nhận cảnh báo',
    handled: 'đã xử lý',
  },

  early: {
    label: 'Có thể trễ',
    labelMore: (n: number) => `Có thể trễ: ${n} lý do`,
    title: 'Cảnh báo sớm: nhiệm vụ có thể trễ hạn',
  },
} as const
