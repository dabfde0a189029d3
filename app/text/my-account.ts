/** Most telling first: a browser built on another names both. */
const BROWSERS: readonly [RegExp, string][] = [
  [/coc_coc_browser/i, 'Cốc Cốc'],
  [/Edg(A|iOS)?\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/SamsungBrowser/, 'Samsung Internet'],
  [/Firefox|FxiOS/, 'Firefox'],
  [/Chrome|CriOS|Chromium/, 'Chrome'],
  [/Safari/, 'Safari'],
]
const SYSTEMS: readonly [RegExp, string][] = [
  [/iPad/, 'iPad'],
  [/iPhone/, 'iPhone'],
  [/Android.*Mobile/, 'điện thoại Android'],
  [/Android/, 'máy tính bảng Android'],
  [/Windows/, 'máy tính Windows'],
  [/Macintosh/, 'máy Mac'],
  [/Linux|X11/, 'máy tính Linux'],
]

/** "Chrome trên máy tính Windows" out of what a browser says of itself; null when it says nothing we know. */
export function deviceName(userAgent: string): string | null {
  const named = (list: readonly [RegExp, string][]) => list.find(([pattern]) => pattern.test(userAgent))?.[1]
  const [browser, system] = [named(BROWSERS), named(SYSTEMS)]
  if (browser && system) return `${browser} trên ${system}`
  return browser ?? system ?? null
}

/** Words of the account page. */
export const myAccountText = {
  title: 'Tài khoản',
  password: 'Đổi mật khẩu',
  mustChange: 'Đồng chí cần đổi mật khẩu trước khi làm việc.',
  mustSetUp: 'Vai trò của đồng chí phải bật xác thực hai lớp trước khi làm việc.',
  current: 'Mật khẩu đang dùng',
  next: 'Mật khẩu mới',
  nextHint: 'Ít nhất 8 ký tự; nên dùng một cụm từ dài, có dấu cũng được.',
  change: 'Đổi mật khẩu',
  changed: 'Đã đổi mật khẩu. Các máy khác phải đăng nhập lại.',
  second: 'Xác thực hai lớp',
  secondOn: 'Đang bật. Mỗi lần đăng nhập cần thêm mã sáu số trên điện thoại.',
  secondOff: 'Chưa bật. Quét mã bằng ứng dụng xác thực trên điện thoại, rồi nhập sáu số đang hiện.',
  picture: 'Mã để quét bằng ứng dụng xác thực',
  secret: 'Hoặc nhập tay khóa này vào ứng dụng',
  code: 'Mã sáu số',
  enable: 'Bật xác thực hai lớp',
  enabled: 'Đã bật xác thực hai lớp',
  disable: 'Tắt xác thực hai lớp',
  disabled: 'Đã tắt xác thực hai lớp',
  passwordAgain: 'Mật khẩu',
  sessions: 'Các máy đang đăng nhập',
  thisDevice: 'máy này',
  unknownDevice: 'Máy không rõ tên',
  seen: (when: string) => `dùng lần cuối ${when}`,
  end: 'Kết thúc',
  endOne: (device: string) => `Kết thúc phiên đăng nhập trên ${device}`,
  ended: 'Đã kết thúc phiên đăng nhập',
} as const
