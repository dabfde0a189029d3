import { reduceLines } from '#app/live/reducers/desk.ts'
import { typedMoment } from '#app/domain/calendar/typed-time.ts'
import type { StreamEvent } from '#app/contracts/define.ts'
import type { Line, Session } from '#app/screens/session/derive.ts'
import { civilToday } from '#app/text/format.ts'
import { typedText as t } from '#app/text/typed.ts'

export type { Line, Session }

export const reduceLinesOf = (lines: Line[], e: StreamEvent): Line[] => reduceLines(lines, e)

/** "1, 3 5" → places of options from 0; null = something there is no number of the list. */
export const readPicks = (typed: string, count: number): number[] | null => {
  const said = typed.split(/[\s,;.]+/).filter(Boolean)
  const picks = said.map(word => (/^\d{1,3}$/.test(word) ? Number(word) - 1 : -1))
  return picks.every(p => p >= 0 && p < count) ? picks : null
}

/** A figure as typed: an empty field is 0, null = no figure. */
export const readFigure = (typed: string): number | null => (typed.trim() === '' ? 0 : /^\d{1,3}$/.test(typed.trim()) ? Number(typed) : null)

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
