import type { z } from 'zod'
import type { PayloadOf, StreamEvent } from '#app/contracts/define.ts'
import type { SessionView } from '#app/contracts/meeting.ts'
import { seatingMoved, seatingPlanned } from '#app/contracts/seating.ts'

type View = z.output<typeof SessionView>

/** Who sits where, after one event of `meeting:{id}`; the view as it is when the event is about something else. */
export function reduceSeating(view: View, e: StreamEvent): View {
  if (e.name === seatingPlanned.name) return { ...view, seating: (e.payload as PayloadOf<typeof seatingPlanned>).seating }
  if (e.name !== seatingMoved.name || !view.seating) return view
  const { moves } = e.payload as PayloadOf<typeof seatingMoved>
  const stay = view.seating.places.filter(p => !moves.some(m => m.participantId === p.participantId))
  const seated = moves.flatMap(m => (m.to === null ? [] : [{ seatId: m.to, participantId: m.participantId }]))
  return { ...view, seating: { ...view.seating, places: [...stay, ...seated].sort((a, b) => (a.seatId < b.seatId ? -1 : 1)) } }
}
