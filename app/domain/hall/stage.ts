import { isOver, type MeetingState } from '#app/domain/meeting/machine.ts'

/** What a hall display is told to show. `auto` follows the session by itself. */
export const hallModes = ['auto', 'waiting', 'item', 'speaking', 'vote', 'seats', 'absent', 'message', 'thanks'] as const
export type HallMode = (typeof hallModes)[number]

/** One picture on the wall. `none_…` say plainly that there is nothing of the kind yet. */
export type HallStage =
  | 'waiting'
  | 'paused'
  | 'item'
  | 'no_item'
  | 'speaking'
  | 'no_speaker'
  | 'vote'
  | 'no_vote'
  | 'seats'
  | 'no_seats'
  | 'absent'
  | 'message'
  | 'thanks'

export type HallFacts = {
  status: MeetingState
  hasItem: boolean
  /** an open vote of the item in hand, or its last result */
  hasVote: boolean
  /** somebody speaks, is called or waits on this item */
  hasSpeaker: boolean
  hasSeats: boolean
}

/** The picture for a mode at this moment. Following: waiting → item → vote and result → paused → thanks. */
export function stageOf(mode: HallMode, f: HallFacts): HallStage {
  switch (mode) {
    case 'auto':
      if (isOver(f.status)) return 'thanks'
      if (f.status === 'paused') return 'paused'
      if (!f.hasItem) return 'waiting'
      return f.hasVote ? 'vote' : 'item'
    case 'item':
      return f.hasItem ? 'item' : 'no_item'
    case 'speaking':
      return f.hasSpeaker ? 'speaking' : 'no_speaker'
    case 'vote':
      return f.hasVote ? 'vote' : 'no_vote'
    case 'seats':
      return f.hasSeats ? 'seats' : 'no_seats'
    case 'waiting':
    case 'absent':
    case 'message':
    case 'thanks':
      return mode
  }
}

/**
 * Whether a wall may show how the ballots fall. Open votes always; any other form (secret) only once it is closed: until
 * then nothing but how many have voted.
 */
export const mayShowCount = (form: string, status: 'open' | 'closed' | 'cancelled'): boolean => form === 'open' || status === 'closed'

/** Steps of the slow wandering against burn-in, px of the 1920 × 1080 block. */
const WANDER = [
  [0, 0],
  [3, 1],
  [4, 3],
  [2, 4],
  [-1, 3],
  [-3, 1],
  [-4, -2],
  [-2, -4],
  [1, -3],
  [3, -2],
] as const
const WANDER_MS = 60_000

/** Where the picture stands at this moment (ms): it moves by a few px once a minute, so that no letter burns in. */
export function wander(now: number): { x: number; y: number } {
  const step = Math.floor(now / WANDER_MS)
  const [x, y] = WANDER[((step % WANDER.length) + WANDER.length) % WANDER.length] ?? WANDER[0]
  return { x, y }
}
