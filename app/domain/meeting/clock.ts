/** The clock of an agenda item and the forecast for the session. Durations in seconds, instants in ms since 1970. */

export type ItemTimes = {
  status: 'pending' | 'presenting' | 'concluded' | 'held_over' | 'withdrawn'
  minutes: number
  /** when its present turn began; null while it is not its turn */
  startedAt: number | null
  /** seconds of earlier turns */
  spentSeconds: number
}

export type ItemClock = { planned: number; elapsed: number; left: number; over: number }

/** Elapsed counts all turns of the item; `pausedAt` stops the running turn at the moment the session paused. */
export const itemClock = (item: ItemTimes, now: number, pausedAt: number | null = null): ItemClock => {
  const until = pausedAt === null ? now : Math.min(now, pausedAt)
  const running =
    item.status === 'presenting' && item.startedAt !== null
      ? Math.max(0, Math.floor((until - item.startedAt) / 1000))
      : 0
  const planned = item.minutes * 60
  const elapsed = item.spentSeconds + running
  return { planned, elapsed, left: Math.max(0, planned - elapsed), over: Math.max(0, elapsed - planned) }
}

export type ForecastItem = ItemTimes & { id: string; isCollective: boolean; isUndisputed?: boolean; urgentReason?: string }

/** What the announced minutes weigh against the first real ones: half an hour, so that one quick item doesn't promise noon. */
const PRIOR_SECONDS = 1800
/** A pace beyond these says more about the minutes of the agenda than about the room. */
const SLOWEST = 3
const FASTEST = 0.5

/**
 * How the session has kept its minutes so far: 1 = as planned, 1.5 = half as long again. Learned from what was concluded
 * by being discussed, and from the item in hand as soon as it runs over; items adopted with a block teach nothing.
 */
export const paceOf = (items: readonly ItemTimes[], now: number, pausedAt: number | null = null): number => {
  let planned = PRIOR_SECONDS
  let real = PRIOR_SECONDS
  for (const item of items) {
    const clock = itemClock(item, now, pausedAt)
    const isTold = (item.status === 'concluded' && clock.elapsed > 0) || (item.status === 'presenting' && clock.over > 0)
    if (!isTold) continue
    planned += clock.planned
    real += clock.elapsed
  }
  return Math.min(SLOWEST, Math.max(FASTEST, real / planned))
}

/** Seconds one item still takes at a pace. A block of undisputed items is one act, so its items take none. */
const stillTakes = (item: ForecastItem, pace: number, now: number, pausedAt: number | null): number => {
  if (item.status === 'presenting') return Math.max(0, Math.round(item.minutes * 60 * pace) - itemClock(item, now, pausedAt).elapsed)
  return item.status === 'pending' && !item.isUndisputed ? Math.round(item.minutes * 60 * pace) : 0
}

type Span = { startsAt: number; endsAt: number; openedAt: number | null; pausedAt: number | null; endedAt: number | null }

/**
 * When the session will end at the pace it has shown, and how late that is against the announced end.
 * Before the opening it counts from the announced beginning, if that is still to come.
 */
export const forecastEnd = (session: Span, items: readonly ForecastItem[], now: number): { endsAt: number; lateSeconds: number; pace: number } => {
  const pace = paceOf(items, now, session.pausedAt)
  const from = session.openedAt === null ? Math.max(now, session.startsAt) : now
  const ahead = items.reduce((sum, item) => sum + stillTakes(item, pace, now, session.pausedAt), 0)
  const endsAt = session.endedAt ?? from + ahead * 1000
  return { endsAt, lateSeconds: Math.max(0, Math.round((endsAt - session.endsAt) / 1000)), pace }
}

/** Less than this over the announced end is not worth a word. */
const WORTH_SECONDS = 300

/**
 * Which pending items to hold over so that the session ends when it was announced: what the law leaves to the Chairman
 * before what the collective decides, the longest first, of equals the last on the agenda. Never an urgent item, none
 * of a block. Empty when the forecast is not late; when nothing suffices, all that helps.
 */
export const proposeDefer = (session: Span, items: readonly ForecastItem[], now: number): { ids: string[]; endsAt: number } => {
  const forecast = forecastEnd(session, items, now)
  if (session.endedAt !== null || forecast.lateSeconds < WORTH_SECONDS) return { ids: [], endsAt: forecast.endsAt }
  const order = items
    .map((item, place) => ({ item, place, takes: stillTakes(item, forecast.pace, now, session.pausedAt) }))
    .filter(({ item, takes }) => item.status === 'pending' && !item.isUndisputed && !item.urgentReason && takes > 0)
    .sort((a, b) => Number(a.item.isCollective) - Number(b.item.isCollective) || b.takes - a.takes || b.place - a.place)
  const ids: string[] = []
  let saved = 0
  for (const { item, takes } of order) {
    if (saved >= forecast.lateSeconds) break
    ids.push(item.id)
    saved += takes
  }
  return { ids, endsAt: forecast.endsAt - saved * 1000 }
}

/** Planned beginning and end of each item, one after another from the announced hour; withdrawn items take no time. */
export const timetable = <T extends { minutes: number; status: ItemTimes['status'] }>(
  items: readonly T[],
  startsAt: number,
): { item: T; startsAt: number; endsAt: number }[] => {
  let at = startsAt
  return items.map(item => {
    const begin = at
    if (item.status !== 'withdrawn') at += item.minutes * 60_000
    return { item, startsAt: begin, endsAt: at }
  })
}
