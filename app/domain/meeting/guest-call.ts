import { itemClock, type ItemTimes } from './clock.ts'
import { isOver, type MeetingState } from './machine.ts'

/** When a guest is asked into the room. Durations in seconds, instants in ms since 1970. */

export type GuestCall =
  | { kind: 'none' }
  | { kind: 'wait'; from: number | null; afterSeconds: number; isNext: boolean }
  | { kind: 'now' }
  | { kind: 'over' }

type Item = ItemTimes & { id: string }
type Session = {
  status: MeetingState
  startsAt: number
  currentItemId: string | null
}

/**
 * From the agenda as it runs: items after the one in hand in their order, then those passed over before it. `from` is
 * the planned end of what is in hand; the items between count with their planned minutes. Withdrawn and held-over items
 * take no time. A guest of several items is called to the nearest one that is still ahead.
 */
export const guestCall = (session: Session, items: readonly Item[], mine: ReadonlySet<string>): GuestCall => {
  if (mine.size === 0) return { kind: 'none' }
  if (isOver(session.status)) return { kind: 'over' }
  const at = items.findIndex(item => item.id === session.currentItemId)
  const current = items[at]
  const isHeld = current?.status === 'presenting'
  if (current && isHeld && mine.has(current.id)) return { kind: 'now' }
  const ahead = [...items.slice(at + 1), ...items.slice(0, Math.max(at, 0))].filter(item => item.status === 'pending')
  const first = ahead.findIndex(item => mine.has(item.id))
  if (first < 0) return { kind: 'over' }
  const afterSeconds = ahead.slice(0, first).reduce((sum, item) => sum + item.minutes * 60, 0)
  const isBefore = session.status === 'draft' || session.status === 'invited'
  const from = isBefore ? session.startsAt : current && isHeld && current.startedAt !== null ? current.startedAt + (itemClock(current, current.startedAt).left) * 1000 : null
  return { kind: 'wait', from, afterSeconds, isNext: first === 0 }
}

/** "vào phòng" this long before the forecast, when the guest's item is the next one. */
const COME_IN_SECONDS = 5 * 60

export type CallWords = { kind: 'none' | 'come' | 'inside' | 'over' } | { kind: 'in'; minutes: number }

/**
 * What the guest reads now. Next in line and at most five minutes to go (or what is in hand runs over): come in.
 * Else "sau khoảng n phút": to the minute below ten, then to five minutes, never less than one. While the session is
 * paused its clock stands at `pausedAt`.
 */
export const callAt = (call: GuestCall, now: number, pausedAt: number | null = null): CallWords => {
  if (call.kind !== 'wait') return { kind: call.kind === 'now' ? 'inside' : call.kind }
  const until = pausedAt === null ? now : Math.min(now, pausedAt)
  const seconds = Math.max(0, call.from === null ? 0 : Math.ceil((call.from - until) / 1000)) + call.afterSeconds
  if (call.isNext && seconds <= COME_IN_SECONDS) return { kind: 'come' }
  const minutes = Math.max(1, Math.ceil(seconds / 60))
  return { kind: 'in', minutes: minutes < 10 ? minutes : Math.round(minutes / 5) * 5 }
}
