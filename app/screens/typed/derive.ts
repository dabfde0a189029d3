import { reduceLines } from '#app/live/reducers/desk.ts'
import { momentOf } from '#app/screens/meetings/moment.ts'
import type { StreamEvent } from '#app/contracts/define.ts'
import type { Line, Session } from '#app/screens/session/derive.ts'
import { typedText as t } from '#app/text/typed.ts'

export type { Line, Session }

export const reduceLinesOf = (lines: Line[], e: StreamEvent): Line[] => reduceLines(lines, e)

/** A time of the session's day as typed: empty, a moment, or no time of day. */
export const readTime = (day: string, typed: string): { at: number | null; error?: string } => {
  if (typed.trim() === '') return { at: null }
  const at = momentOf(day, typed)
  return at === null ? { at: null, error: t.timeWrong } : { at }
}
