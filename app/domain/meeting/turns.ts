import { type SpeakingState, type SpeechTimes, spokenSeconds } from './speaking.ts'

/** Who has spoken how often and how long: what the chair needs for a fair queue. Pure; counts from the log. */

export type Speech = SpeechTimes & { participantId: string; status: SpeakingState }
export type Person = { id: string; label: string; unitName: string | null; role: string; rank: number; isPresent: boolean }
export type Turns = { turns: number; seconds: number }
export type PersonTurns = Person & Turns
export type UnitTurns = Turns & { unitName: string; people: number }

const counts = (s: Speech): boolean => s.status === 'done' || s.status === 'speaking'
/** Whoever watches only, and who runs the session, is not waited for in the queue. */
const isHeard = (p: Person): boolean => p.role === 'member' || p.role === 'substitute'

/** Turns and seconds of each person, in the order of the list. One pass over the log, whatever its length. */
export function turnsByPerson(people: readonly Person[], speeches: readonly Speech[], now: number): PersonTurns[] {
  const sums = new Map<string, Turns>()
  for (const s of speeches) {
    if (!counts(s)) continue
    const sum = sums.get(s.participantId) ?? { turns: 0, seconds: 0 }
    sums.set(s.participantId, { turns: sum.turns + 1, seconds: sum.seconds + spokenSeconds(s, now) })
  }
  return people.map(p => ({ ...p, ...(sums.get(p.id) ?? { turns: 0, seconds: 0 }) }))
}

/** The same by unit, most time first; people without a unit are left out. */
export function turnsByUnit(people: readonly Person[], speeches: readonly Speech[], now: number): UnitTurns[] {
  const units = new Map<string, UnitTurns>()
  for (const p of turnsByPerson(people, speeches, now)) {
    if (!p.unitName || p.turns === 0) continue
    const unit = units.get(p.unitName) ?? { unitName: p.unitName, people: 0, turns: 0, seconds: 0 }
    units.set(p.unitName, { ...unit, people: unit.people + 1, turns: unit.turns + p.turns, seconds: unit.seconds + p.seconds })
  }
  return [...units.values()].sort((a, b) => b.seconds - a.seconds || b.turns - a.turns || (a.unitName < b.unitName ? -1 : 1))
}

/** Chưa phát biểu: present members and substitutes without a turn in this session, by their place on the list. */
export const notSpoken = (people: readonly Person[], speeches: readonly Speech[]): Person[] => {
  const spoke = new Set(speeches.filter(counts).map(s => s.participantId))
  return people.filter(p => isHeard(p) && p.isPresent && !spoke.has(p.id)).sort((a, b) => a.rank - b.rank)
}

/** Fair queue: of those who wait, whoever spoke least often comes first, then least long, then who asked first. */
export function fairOrder(waiting: readonly { id: string; participantId: string; requestedAt: number }[], people: readonly PersonTurns[]): string[] {
  const of = new Map(people.map(p => [p.id, p]))
  const turns = (id: string) => of.get(id)?.turns ?? 0
  const seconds = (id: string) => of.get(id)?.seconds ?? 0
  return [...waiting]
    .sort(
      (a, b) =>
        turns(a.participantId) - turns(b.participantId) || seconds(a.participantId) - seconds(b.participantId) || a.requestedAt - b.requestedAt || (a.id < b.id ? -1 : 1),
    )
    .map(w => w.id)
}
