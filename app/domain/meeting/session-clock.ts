/** Seconds of a session against its announced end: how long it has sat, how long is left, how far it is over. Instants in ms. */
export function sessionClock(s: { startsAt: number; endsAt: number; openedAt: number | null; endedAt: number | null }, now: number): { elapsed: number; left: number; over: number } {
  const until = s.endedAt ?? now
  const seconds = (from: number, to: number) => Math.max(0, Math.round((to - from) / 1000))
  // Before the opening all of the announced time is left, also when the hour has passed.
  if (s.openedAt === null) return { elapsed: 0, left: seconds(s.startsAt, s.endsAt), over: 0 }
  return { elapsed: seconds(s.openedAt, until), left: s.endedAt === null ? seconds(until, s.endsAt) : 0, over: seconds(s.endsAt, until) }
}
