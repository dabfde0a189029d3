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

/** How long the planned work ahead takes: what is left of the current item and the whole of every pending one. */
export const secondsAhead = (items: readonly ItemTimes[], now: number, pausedAt: number | null = null): number =>
  items.reduce((sum, item) => {
    if (item.status === 'presenting') return sum + itemClock(item, now, pausedAt).left
    return item.status === 'pending' ? sum + item.minutes * 60 : sum
  }, 0)

/**
 * When the session will end if every item ahead keeps its minutes, beside the announced end.
 * Before the opening it counts from the announced beginning, if that is still to come.
 */
export const predictEnd = (
  session: {
    startsAt: number
    endsAt: number
    openedAt: number | null
    pausedAt: number | null
    endedAt: number | null
  },
  items: readonly ItemTimes[],
  now: number,
): { endsAt: number; lateSeconds: number } => {
  const from = session.openedAt === null ? Math.max(now, session.startsAt) : now
  const endsAt = session.endedAt ?? from + secondsAhead(items, now, session.pausedAt) * 1000
  return { endsAt, lateSeconds: Math.max(0, Math.round((endsAt - session.endsAt) / 1000)) }
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
