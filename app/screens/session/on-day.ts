import { civilToday } from '#app/text/format.ts'

/** "8:5", "08:05", "8h05" → that time of day in Viet Nam, on the day of `dayAt`; null when it is no time of day. */
export function onDayOf(typed: string, dayAt: number): number | null {
  const m = /^\s*(\d{1,2})\s*[:hg.]\s*(\d{1,2})\s*$/i.exec(typed)
  if (!m) return null
  const [h, min] = [Number(m[1]), Number(m[2])]
  if (h > 23 || min > 59) return null
  return Date.parse(`${civilToday(dayAt)}T${String(h).padStart(2, '0')}:${String(min).padStart(2, '0')}:00+07:00`)
}
