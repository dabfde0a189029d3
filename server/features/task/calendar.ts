import { addDays, type CalendarDay, civilDateInVietnam } from '#app/domain/calendar/working-days.ts'
import type { QueryContext } from '#server/command/context.ts'

const PAST_DAYS = 120
const COMING_DAYS = 500

/** The special days a screen needs to count deadlines by itself while it is open: some months back, a good year ahead. */
export async function calendarDays(ctx: QueryContext): Promise<CalendarDay[]> {
  const calendar = await ctx.calendar()
  const today = civilDateInVietnam(ctx.now)
  const from = addDays(today, -PAST_DAYS)
  const to = addDays(today, COMING_DAYS)
  return [...calendar.days.values()]
    .filter(d => d.date >= from && d.date <= to)
    .map(d => ({ date: d.date, kind: d.kind, name: d.name }))
}
