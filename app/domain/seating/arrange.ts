import { refused, type Refused } from '#app/domain/verdict.ts'
import type { RoomPlan, SeatZone } from './plan.ts'

export type Sitter = {
  id: string
  role: 'chair' | 'secretary' | 'member' | 'substitute' | 'guest' | 'observer'
  rank: number
  /** the absent member for whom this person sits in */
  substituteForId: string | null
}
export type Place = { seatId: string; participantId: string }
export type Move = { participantId: string; from: string | null; to: string | null }
export type SeatingRefusal = 'SEAT_UNKNOWN' | 'SEAT_TAKEN' | 'SEAT_CHANGED_MEANWHILE' | 'SEAT_PERSON_UNKNOWN'

const zoneOf = (p: Sitter): SeatZone => (p.role === 'secretary' ? 'secretary' : p.role === 'guest' || p.role === 'observer' ? 'guest' : 'main')

/**
 * Thứ tự lễ tân: the chair, then members by rank; who sits in for a member takes that member's place; then guests, then
 * secretaries. A member whose substitute came needs no seat.
 */
export function protocolOrder(people: readonly Sitter[]): Sitter[] {
  const replaced = new Set(people.flatMap(p => (p.role === 'substitute' && p.substituteForId ? [p.substituteForId] : [])))
  const rankOf = (p: Sitter): number => (p.role === 'substitute' ? (people.find(m => m.id === p.substituteForId)?.rank ?? p.rank) : p.rank)
  const group = (p: Sitter): number => (p.role === 'chair' ? 0 : zoneOf(p) === 'main' ? 1 : zoneOf(p) === 'guest' ? 2 : 3)
  return people.filter(p => !replaced.has(p.id)).sort((a, b) => group(a) - group(b) || rankOf(a) - rankOf(b) || (a.id < b.id ? -1 : 1))
}

/** Xếp chỗ tự động: each in the own zone by protocol; a full zone overflows into what is left, nobody is dropped while a seat is free. */
export function arrange(plan: RoomPlan, people: readonly Sitter[]): Place[] {
  const free = [...plan.seats].sort((a, b) => a.order - b.order)
  const take = (zone: SeatZone | null): string | null => {
    const at = free.findIndex(s => zone === null || s.zone === zone)
    return at < 0 ? null : (free.splice(at, 1)[0]?.id ?? null)
  }
  const places: Place[] = []
  const left: Sitter[] = []
  for (const p of protocolOrder(people)) {
    const seatId = take(zoneOf(p))
    if (seatId) places.push({ seatId, participantId: p.id })
    else left.push(p)
  }
  for (const p of left) {
    const seatId = take(null)
    if (seatId) places.push({ seatId, participantId: p.id })
  }
  return places
}

/** From one seating to another, person by person; what stays is not named. */
export function movesBetween(before: readonly Place[], after: readonly Place[]): Move[] {
  const was = new Map(before.map(p => [p.participantId, p.seatId]))
  const is = new Map(after.map(p => [p.participantId, p.seatId]))
  return [...new Set([...was.keys(), ...is.keys()])]
    .map(participantId => ({ participantId, from: was.get(participantId) ?? null, to: is.get(participantId) ?? null }))
    .filter(m => m.from !== m.to)
}

/** The moves that put a person on a seat: whoever sits there takes the seat that becomes free. */
export function swapTo(places: readonly Place[], participantId: string, to: string | null): Move[] {
  const from = places.find(p => p.participantId === participantId)?.seatId ?? null
  if (from === to) return []
  const other = to === null ? undefined : places.find(p => p.seatId === to)
  return [{ participantId, from, to }, ...(other ? [{ participantId: other.participantId, from: to, to: from }] : [])]
}

export const undoOf = (moves: readonly Move[]): Move[] => moves.map(m => ({ participantId: m.participantId, from: m.to, to: m.from }))

/** The seating after some moves, all or none: everybody must still sit where the mover saw them, and nobody on another. */
export function applyMoves(facts: { plan: RoomPlan; places: readonly Place[]; people: ReadonlySet<string> }, moves: readonly Move[]): { ok: true; places: Place[] } | Refused<SeatingRefusal> {
  const seats = new Set(facts.plan.seats.map(s => s.id))
  const at = new Map(facts.places.map(p => [p.participantId, p.seatId]))
  for (const m of moves) {
    if (!facts.people.has(m.participantId)) return refused('SEAT_PERSON_UNKNOWN')
    if (m.to !== null && !seats.has(m.to)) return refused('SEAT_UNKNOWN')
    if ((at.get(m.participantId) ?? null) !== m.from) return refused('SEAT_CHANGED_MEANWHILE')
  }
  for (const m of moves) {
    if (m.to === null) at.delete(m.participantId)
    else at.set(m.participantId, m.to)
  }
  if (new Set(at.values()).size !== at.size) return refused('SEAT_TAKEN')
  return { ok: true, places: [...at].map(([participantId, seatId]) => ({ participantId, seatId })) }
}
