import { type CivilDate, startOfDayInVietnam } from './working-days.ts'

/**
 * A civil day and a time of day in Viet Nam as people type it → epoch ms. Takes "8:00", "08.00", "8h", "8h5", "8g30",
 * and seconds where they are known: "09:31:07".
 * @returns null when either is missing or no time of day
 */
export function typedMoment(day: CivilDate | null, typed: string): number | null {
  const m = /^(\d{1,2})(?:[:.hg](?:(\d{1,2})(?:[:.](\d{2}))?)?)?$/i.exec(typed.trim())
  if (!m || day === null) return null
  const [hours, minutes, seconds] = [Number(m[1]), Number(m[2] ?? 0), Number(m[3] ?? 0)]
  if (hours > 23 || minutes > 59 || seconds > 59) return null
  return startOfDayInVietnam(day) + ((hours * 60 + minutes) * 60 + seconds) * 1000
}
