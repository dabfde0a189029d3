import type { Seat } from '#app/domain/seating/plan.ts'
import { seatState, type SeatState } from '#app/domain/seating/state.ts'
import type { Participant, Session } from '#app/screens/session/derive.ts'

export type Seating = NonNullable<Session['seating']>
export type SeatView = { seat: Seat; person: Participant | null; state: SeatState }

/** Every seat with who sits there and its sign, in the order of protocol. */
export function seatsOf(view: Session, seating: Seating): SeatView[] {
  const people = new Map(view.participants.map(p => [p.id, p]))
  const sits = new Map(seating.places.map(p => [p.seatId, people.get(p.participantId) ?? null]))
  const requests = new Map<string, Session['queue'][number]['status'][]>()
  for (const q of view.queue) {
    // A request of an item that is over says nothing any more, unless it was spoken.
    if (q.itemId !== view.meeting.currentItemId && q.status !== 'done') continue
    requests.set(q.participantId, [...(requests.get(q.participantId) ?? []), q.status])
  }
  return [...seating.plan.seats]
    .sort((a, b) => a.order - b.order)
    .map(seat => {
      const person = sits.get(seat.id) ?? null
      return { seat, person, state: seatState(person && { isPresent: person.isPresent, isAway: person.absenceReason !== null || (person.intervals.length > 0 && !person.isPresent), requests: requests.get(person.id) ?? [] }) }
    })
}

/** People of the session without a seat; whoever has somebody sitting in needs none. */
export function unseatedOf(view: Session, seating: Seating): Participant[] {
  const seated = new Set(seating.places.map(p => p.participantId))
  const replaced = new Set(view.participants.flatMap(p => (p.substituteForId ? [p.substituteForId] : [])))
  return view.participants.filter(p => !seated.has(p.id) && !replaced.has(p.id)).sort((a, b) => a.rank - b.rank)
}
