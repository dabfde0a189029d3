import { reduceLines } from '#app/live/reducers/desk.ts'
import { typedMoment } from '#app/domain/calendar/typed-time.ts'
import type { StreamEvent } from '#app/contracts/define.ts'
import type { Line, Session } from '#app/screens/session/derive.ts'
import { civilToday } from '#app/text/format.ts'
import { typedText as t } from '#app/text/typed.ts'

export type { Line, Session }

export const reduceLinesOf = (lines: Line[], e: StreamEvent): Line[] => reduceLines(lines, e)

const HALF_DAY_MS = 12 * 3_600_000

/**
 * A time of day as typed, for a session that began at `began` (epoch ms): empty, a moment, or no time of day. A session
 * that goes past midnight has hours of the next day: what would lie half a day before the beginning is one of them.
 */
export const readTime = (began: number, typed: string): { at: number | null; error?: string } => {
  if (typed.trim() === '') return { at: null }
  const at = typedMoment(civilToday(began), typed)
  if (at === null) return { at: null, error: t.timeWrong }
  return { at: at < began - HALF_DAY_MS ? at + 2 * HALF_DAY_MS : at }
}
