/**
 * A civil day and a typed time of day in Viet Nam (UTC+7 the whole year) → epoch ms. Accepts "8:00", "08.00", "8h", "8h30".
 * @returns null when either is missing or no time of day
 */
export function momentOf(day: string | null, typed: string): number | null {
  const m = /^\s*(\d{1,2})\s*(?:[:.h]\s*(\d{2})?)?\s*$/i.exec(typed)
  if (!m || day === null) return null
  const [hour, minute] = [Number(m[1]), Number(m[2] ?? 0)]
  if (hour > 23 || minute > 59) return null
  return Date.parse(`${day}T${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00+07:00`)
}
