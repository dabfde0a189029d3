import { useRevalidator } from '@remix-run/react'
import { useEffect, useMemo } from 'react'
import { useNow } from '#app/components/use-now.ts'
import { type CalendarDay, type CivilDate, civilDateInVietnam } from '#app/domain/calendar/working-days.ts'
import type { Dimension, Order } from '#app/domain/task/board.ts'
import { addUp } from '#app/domain/task/figures.ts'
import type { TaskFilter } from '#app/domain/task/filter.ts'
import { type DirectionState, reduceDirection } from '#app/live/reducers/direction.ts'
import { useStream } from '#app/live/use-stream.ts'
import { useCalendar } from '#app/screens/tasks/deadline.ts'

export type DirectionData = {
  view: DirectionState
  seq: number
  stream: string
  filter: TaskFilter
  by: Dimension
  order: Order
  fields: readonly { code: string; name: string }[]
  named: { unit: string | null; leader: string | null }
  kindIds: readonly string[] | null
  heirOf: Readonly<Record<string, string>>
  calendar: readonly CalendarDay[]
  canDecide: boolean
  today: CivilDate
  now: number
}

/** The board as it stands now: every act sets it right by itself; only a new day or what an event can't tell asks again. */
export function useDirection(data: DirectionData, tickMs: number) {
  const calendar = useCalendar(data.calendar)
  const reduce = useMemo(
    () => reduceDirection({ filter: data.filter, by: data.by, clock: { now: data.now, calendar }, unitIds: data.kindIds && new Set(data.kindIds), fieldNames: new Map(data.fields.map(f => [f.code, f.name])), heirOf: data.heirOf }),
    [data, calendar],
  )
  const { view } = useStream({ stream: data.stream, seq: data.seq, view: data.view, reduce })
  const now = useNow(data.now, tickMs)
  const { revalidate } = useRevalidator()
  const day = civilDateInVietnam(now)
  useAskAgain(view.isBehind, data)
  useEffect(() => {
    if (day > data.today) revalidate()
  }, [day, data.today, revalidate])
  const total = useMemo(() => addUp(view.rows.map(r => r.figures)), [view.rows])
  return { view, total, calendar, now }
}

/** Many acts in a row are one question. */
const ASK_AGAIN_MS = 2_000

/** A page whose events can't set it right asks again, a little later and once; with every load anew, for what came meanwhile. */
export function useAskAgain(isBehind: boolean, data: unknown): void {
  const { revalidate } = useRevalidator()
  useEffect(() => {
    if (!isBehind) return
    const timer = setTimeout(revalidate, ASK_AGAIN_MS)
    return () => clearTimeout(timer)
  }, [isBehind, data, revalidate])
}
