import type { useControl } from '#app/screens/chair/use-control.tsx'
import type { Presence } from '#app/live/reducers/people.ts'
import type { Item, Line, Session, Vote } from './derive.ts'
import type { Acts } from './use-session.ts'

/** What every panel of a console is given: the session, what is in hand, and the acts of this person. */
export type Room = {
  view: Session
  /** the loader's time; clocks run from here by server time */
  now: number
  /** the item in hand and its number, null and 0 between two items */
  here: Item | null
  n: number
  /** the vote of the item in hand: open, else the last closed */
  vote: Vote | null
  isRunning: boolean
  lines: readonly Line[]
  acts: Acts
  control: ReturnType<typeof useControl>
  /** may run the session: chair and secretaries; without it a panel only shows */
  canControl: boolean
  isTouch: boolean
  /** acts as the secretary, not as who presides: some acts need both */
  isSecretary: boolean
  /** whose devices answer; null until the server has told */
  presence: Presence | null
}
