import type { z } from 'zod'
import type { PayloadOf, StreamEvent } from '#app/contracts/define.ts'
import type { ParticipantView, QuorumView, SessionView } from '#app/contracts/meeting.ts'
import {
  absenceChanged,
  assignmentChanged,
  attendanceCorrected,
  chairContactChanged,
  type PeopleDeskView,
  type presenceChanged,
  participantChanged,
  participantRemoved,
  presidingChanged,
  seatDetailChanged,
} from '#app/contracts/people.ts'

type Session = z.output<typeof SessionView>
type Participant = z.output<typeof ParticipantView>
type Quorum = z.output<typeof QuorumView>

const byPlace = (a: Participant, b: Participant): number => a.rank - b.rank || (a.id < b.id ? -1 : 1)

/** The quorum of a list as it stands on this screen: who is present is counted here, N and the rule come with the event. */
const counted = (participants: readonly Participant[], q: Quorum): Quorum => {
  const present = participants.filter(p => p.isVoter && p.isPresent).length
  return { ...q, present, isMet: present >= q.needed, missing: Math.max(0, q.needed - present) }
}

/** Who is on the list and who presides, after one event of `meeting:{id}`; null = not about people. */
export function reducePeople(view: Session, e: StreamEvent): Session | null {
  switch (e.name) {
    case participantChanged.name: {
      const p = e.payload as PayloadOf<typeof participantChanged>
      const changed = new Map(p.participants.map(one => [one.id, one]))
      const participants = [...view.participants.filter(one => !changed.has(one.id)), ...changed.values()].sort(byPlace)
      return { ...view, participants, quorum: counted(participants, p.quorum) }
    }
    case participantRemoved.name: {
      const p = e.payload as PayloadOf<typeof participantRemoved>
      const participants = view.participants.filter(one => one.id !== p.participantId)
      return { ...view, participants, quorum: counted(participants, p.quorum) }
    }
    case presidingChanged.name:
      return { ...view, presiding: (e.payload as PayloadOf<typeof presidingChanged>).presiding }
    default:
      return null
  }
}

export type Presence = PayloadOf<typeof presenceChanged>
/** The people's side of the desk with what only this screen needs: the chair's line, and who is on the line now. */
export type PeopleDesk = z.output<typeof PeopleDeskView> & { presence: Presence | null }

const put = <T extends { id: string }>(rows: readonly T[], row: T): T[] => (rows.some(r => r.id === row.id) ? rows.map(r => (r.id === row.id ? row : r)) : [...rows, row])

/** After one event of `desk:{id}`. */
export function reducePeopleDesk(view: PeopleDesk, e: StreamEvent): PeopleDesk {
  switch (e.name) {
    case seatDetailChanged.name: {
      const { details } = e.payload as PayloadOf<typeof seatDetailChanged>
      const changed = new Set(details.map(d => d.participantId))
      return { ...view, details: [...view.details.filter(d => !changed.has(d.participantId)), ...details] }
    }
    case absenceChanged.name:
      return { ...view, absences: put(view.absences, (e.payload as PayloadOf<typeof absenceChanged>).absence) }
    case attendanceCorrected.name:
      return { ...view, corrections: put(view.corrections, (e.payload as PayloadOf<typeof attendanceCorrected>).correction) }
    case assignmentChanged.name:
      return { ...view, assignment: (e.payload as PayloadOf<typeof assignmentChanged>).assignment }
    default:
      return view
  }
}

type Absence = z.output<typeof PeopleDeskView>['absences'][number]
type Assignment = z.output<typeof PeopleDeskView>['assignment']
/** What concerns one person alone in one session. */
export type MyPart = { meetingId: string; requests: Absence[]; assignment: Assignment; chairLostAt: number | null }

/** After one event of the person's own `user:{id}`; other sessions' events leave it as it is. */
export function reduceMyPart(view: MyPart, e: StreamEvent): MyPart {
  const about = (e.payload as { meetingId?: string } | null)?.meetingId
  if (about !== view.meetingId) return view
  switch (e.name) {
    case absenceChanged.name:
      return { ...view, requests: put(view.requests, (e.payload as PayloadOf<typeof absenceChanged>).absence) }
    case assignmentChanged.name:
      return { ...view, assignment: (e.payload as PayloadOf<typeof assignmentChanged>).assignment }
    case chairContactChanged.name:
      return { ...view, chairLostAt: (e.payload as PayloadOf<typeof chairContactChanged>).lostAt }
    default:
      return view
  }
}
