import type { z } from 'zod'
import type { PayloadOf, StreamEvent } from '#app/contracts/define.ts'
import { type hallAlive, hallChanged, type HallDisplayView, hallPaired, hallReleased } from '#app/contracts/hall.ts'

export type Display = z.output<typeof HallDisplayView>

const byName = (a: Display, b: Display) => a.name.localeCompare(b.name, 'vi', { numeric: true })

/** The screens of a session after one event of `desk:{id}`; the same list when the event is about something else. */
export function reduceDisplays(displays: Display[], e: StreamEvent): Display[] {
  switch (e.name) {
    case hallPaired.name: {
      const { displayId, name, display } = e.payload as PayloadOf<typeof hallPaired>
      const row = display ?? { id: displayId, name, mode: 'auto', theme: 'light', message: '', seenAt: null }
      return [...displays.filter(d => d.id !== displayId), row].sort(byName)
    }
    case hallReleased.name: {
      const { displayId } = e.payload as PayloadOf<typeof hallReleased>
      return displays.filter(d => d.id !== displayId)
    }
    case hallChanged.name: {
      const changed = (e.payload as PayloadOf<typeof hallChanged>).displays
      // Seen is told by a signal that may be newer than the event.
      return displays.map(d => ({ ...d, ...changed.find(c => c.id === d.id), seenAt: d.seenAt })).sort(byName)
    }
    default:
      return displays
  }
}

/** Which screens were connected just now. */
export const withSeen = (displays: Display[], s: PayloadOf<typeof hallAlive>): Display[] =>
  displays.map(d => (s.displayIds.includes(d.id) ? { ...d, seenAt: Math.max(d.seenAt ?? 0, s.at) } : d))

/** What the screen on the wall knows of itself. */
export type HallSelf = { display: Display | null; meetingId: string | null }

/** The screen after one event of its own stream `hall:{displayId}`. */
export function reduceHallSelf(self: HallSelf, e: StreamEvent): HallSelf {
  switch (e.name) {
    case hallPaired.name: {
      const { meetingId, display } = e.payload as PayloadOf<typeof hallPaired>
      return { meetingId, display: display ?? self.display }
    }
    case hallReleased.name:
      return { ...self, meetingId: null }
    case hallChanged.name:
      return { ...self, display: (e.payload as PayloadOf<typeof hallChanged>).displays[0] ?? self.display }
    default:
      return self
  }
}
