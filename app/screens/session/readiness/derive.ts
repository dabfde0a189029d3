import { type DeviceLine, type ReadinessNote, voterReadiness } from '#app/domain/voting/readiness.ts'
import type { Presence } from '#app/live/reducers/people.ts'
import { type Participant, papersOf, type Session } from '#app/screens/session/derive.ts'

export type VoterRow = { id: string; label: string; unitName: string | null; isReady: boolean; notes: ReadinessNote[]; participant: Participant; opened: number; papers: number; lostSince: number | null; byLabel: string | null }
export type Openings = ReadonlyMap<string, ReadonlySet<string>>

/** Who would have a ballot: the frozen list once the session opened, before that its members. */
export const votersOf = (view: Session): Participant[] => {
  const frozen = view.participants.filter(p => p.isVoter)
  return frozen.length > 0 ? frozen : view.participants.filter(p => p.role === 'chair' || p.role === 'member')
}

const lineOf = (p: Participant, presence: Presence | null): DeviceLine => {
  if (p.siteId) return 'shared'
  if (!presence) return 'unknown'
  if (presence.online.includes(p.userId)) return 'online'
  return presence.lost.some(l => l.userId === p.userId) ? 'lost' : 'never'
}

/** Every member with what is known of them now; those who are not ready stand first. `openings` null = not loaded yet. */
export function voterRows(view: Session, presence: Presence | null, openings: Openings | null): VoterRow[] {
  const papers = papersOf(view, view.meeting.currentItemId)
  const labels = new Map(view.participants.map(p => [p.userId, p.label]))
  const rows = votersOf(view).map(p => {
    const read = openings?.get(p.userId)
    const opened = papers.filter(one => read?.has(one.id)).length
    const of = openings ? papers.length : 0
    const stay = p.intervals.find(i => i.leftAt === null)
    const { isReady, notes } = voterReadiness({ isPresent: p.isPresent, hasStayed: p.intervals.length > 0, isExcused: p.absenceReason !== null, line: lineOf(p, presence), papers: of, opened })
    return {
      id: p.id,
      label: p.label,
      unitName: p.unitName,
      isReady,
      notes,
      participant: p,
      opened,
      papers: of,
      lostSince: presence?.lost.find(l => l.userId === p.userId)?.since ?? null,
      byLabel: stay?.byId ? (labels.get(stay.byId) ?? null) : null,
    }
  })
  return rows.sort((a, b) => Number(a.isReady) - Number(b.isReady) || a.participant.rank - b.participant.rank)
}
