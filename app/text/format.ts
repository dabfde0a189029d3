/** Dates, times and numbers as they are written in Viet Nam; every clock is that of Viet Nam, wherever the device is. */
const ZONE = 'Asia/Ho_Chi_Minh'
const parts = new Intl.DateTimeFormat('en-GB', {
  timeZone: ZONE,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})
const weekdays = ['Chủ Nhật', 'Thứ Hai', 'Thứ Ba', 'Thứ Tư', 'Thứ Năm', 'Thứ Sáu', 'Thứ Bảy']
const weekdaysShort = ['CN', 'T2', 'T3', 'T4', 'T5', 'T6', 'T7']

/** A moment (ms) or a civil date ("2026-11-26"). */
export type When = number | string

const CIVIL = /^(\d{4})-(\d{2})-(\d{2})$/

function fields(when: When) {
  const civil = typeof when === 'string' ? CIVIL.exec(when) : null
  if (civil) return { year: civil[1] ?? '', month: civil[2] ?? '', day: civil[3] ?? '', hour: '00', minute: '00', second: '00' }
  const out: Record<string, string> = {}
  for (const p of parts.formatToParts(new Date(when))) out[p.type] = p.value
  return { year: out.year ?? '', month: out.month ?? '', day: out.day ?? '', hour: out.hour ?? '', minute: out.minute ?? '', second: out.second ?? '' }
}

const weekdayOf = (when: When): number => {
  const f = fields(when)
  return new Date(Date.UTC(Number(f.year), Number(f.month) - 1, Number(f.day))).getUTCDay()
}

/** "26/11/2026" */
export const formatDate = (when: When): string => {
  const f = fields(when)
  return `${f.day}/${f.month}/${f.year}`
}
/** "26/11": in rows within the year */
export const formatDayMonth = (when: When): string => {
  const f = fields(when)
  return `${f.day}/${f.month}`
}
/** "Thứ Năm, 26/11/2026" */
export const formatDateLong = (when: When): string => `${weekdays[weekdayOf(when)]}, ${formatDate(when)}`
/** "T5": head of a day in a strip */
export const formatWeekdayShort = (when: When): string => weekdaysShort[weekdayOf(when)] ?? ''
/** "09:31" */
export const formatTime = (when: number): string => {
  const f = fields(when)
  return `${f.hour}:${f.minute}`
}
/** "08:00–11:00, Thứ Năm, 26/11/2026": when a session is */
export const formatSpan = (span: { startsAt: number; endsAt: number }): string => `${formatTime(span.startsAt)}–${formatTime(span.endsAt)}, ${formatDateLong(span.startsAt)}`
/** "09:31:07": for ballots and saving */
export const formatTimeSeconds = (when: number): string => {
  const f = fields(when)
  return `${f.hour}:${f.minute}:${f.second}`
}
/** "26/11/2026 lúc 09:31" */
export const formatDateTime = (when: number): string => `${formatDate(when)} lúc ${formatTime(when)}`

const group = (digits: string): string => digits.replace(/\B(?=(\d{3})+(?!\d))/g, '.')
/** "1.173", "89,7" */
export const formatNumber = (value: number, decimals = 0): string => {
  const [whole = '0', rest] = Math.abs(value).toFixed(decimals).split('.')
  return `${value < 0 ? '−' : ''}${group(whole)}${rest ? `,${rest}` : ''}`
}
/** Share 0–1 → "89,7%", "100%" */
export const formatPercent = (share: number): string => {
  const tenths = Math.round(share * 1000) / 10
  return `${formatNumber(tenths, Number.isInteger(tenths) ? 0 : 1)}%`
}
/** Seconds → "04:18", "1:02:05" */
export const formatDuration = (seconds: number): string => {
  const s = Math.max(0, Math.floor(seconds))
  const two = (n: number) => String(n).padStart(2, '0')
  const hours = Math.floor(s / 3600)
  const rest = `${two(Math.floor((s % 3600) / 60))}:${two(s % 60)}`
  return hours > 0 ? `${hours}:${rest}` : rest
}
/** "850 kB", "2,4 MB" */
export const formatBytes = (bytes: number): string => {
  if (bytes < 1000) return `${bytes} B`
  if (bytes < 1_000_000) return `${formatNumber(Math.round(bytes / 1000))} kB`
  return `${formatNumber(bytes / 1_000_000, 1)} MB`
}

/** "26/11/2026" → "2026-11-26"; null when it is no day of the calendar. Accepts 1/7/2026 and 01-07-2026. */
export const parseDate = (typed: string): string | null => {
  const m = /^\s*(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})\s*$/.exec(typed)
  if (!m) return null
  const [day, month, year] = [Number(m[1]), Number(m[2]), Number(m[3])]
  const date = new Date(Date.UTC(year, month - 1, day))
  if (date.getUTCFullYear() !== year || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null
  return date.toISOString().slice(0, 10)
}
/** Today in Viet Nam as a civil date. */
export const civilToday = (now: number): string => {
  const f = fields(now)
  return `${f.year}-${f.month}-${f.day}`
}
/** "Giám đốc Sở Y tế" → "GS": letters of the avatar */
export const initials = (label: string): string =>
  label
    .split(/\s+/)
    .filter(w => /^\p{Lu}/u.test(w))
    .slice(0, 2)
    .map(w => w[0])
    .join('')
