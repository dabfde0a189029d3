import type { z } from 'zod'
import { guestSpeechChanged, itemHidden, itemShown, pressChanged } from '#app/contracts/audience.ts'
import { conclusionAgreed } from '#app/contracts/conclusion.ts'
import type { PayloadOf, StreamEvent } from '#app/contracts/define.ts'
import { chatSetupChanged } from '#app/contracts/discussion.ts'
import { blockChanged, itemCorrected, recordSealed, stepUndone, urgentItemAdded } from '#app/contracts/flow.ts'
import type { HistoryLevel, HistoryRow } from '#app/contracts/history.ts'
import { agendaIssued, attendanceChanged, itemReached, itemSetAside, meetingChanged, paperAdded, paperRemoved, speakingChanged, voteClosed, voteOpened } from '#app/contracts/meeting.ts'
import { absenceChanged, assignmentChanged, attendanceCorrected, chairContactChanged, participantChanged, participantRemoved, presidingChanged } from '#app/contracts/people.ts'
import { typedBack, voteTyped } from '#app/contracts/typed.ts'
import { voteCancelled } from '#app/contracts/secret.ts'
import { recusalsChanged, voteChanged } from '#app/contracts/vote-acts.ts'
import { speakingCorrected, speakingDoorChanged, speakingLimitsChanged } from '#app/contracts/speaking.ts'

export type Row = z.output<typeof HistoryRow>
type Event = Pick<StreamEvent, 'stream' | 'seq' | 'name' | 'payload' | 'at' | 'actorId'>
type Told = Pick<Row, 'kind' | 'act'> & Partial<Row>

/** Everything the history tells of, by stream. What is not named here (drafts, ballots, private lines, ink, page turns) it never reads. */
const MEETING = [meetingChanged, itemReached, itemSetAside, agendaIssued, urgentItemAdded, blockChanged, stepUndone, itemCorrected, recordSealed, presidingChanged, attendanceChanged, participantChanged, participantRemoved, speakingChanged, speakingDoorChanged, speakingLimitsChanged, voteOpened, voteClosed, voteCancelled, voteChanged, recusalsChanged, voteTyped, conclusionAgreed, paperAdded, paperRemoved, itemHidden, itemShown, pressChanged, guestSpeechChanged, chatSetupChanged]
const DESK = [attendanceCorrected, speakingCorrected, absenceChanged, assignmentChanged, chairContactChanged, typedBack]
const ROOM = [meetingChanged, itemReached, itemSetAside, urgentItemAdded, blockChanged, stepUndone, recordSealed, presidingChanged, speakingChanged, voteOpened, voteClosed, voteCancelled, voteChanged, recusalsChanged, voteTyped, conclusionAgreed]
const names = (defs: readonly { name: string }[]): string[] => defs.map(d => d.name)

/** Events of each stream a reader of this level is told of. */
export const historyNames = (level: HistoryLevel): { meeting: string[]; desk: string[] } =>
  level === 'room'
    ? { meeting: names(ROOM), desk: [] }
    : // Papers of hidden items travel on the desk alone.
      { meeting: names(MEETING), desk: names(level === 'desk' ? [...DESK, paperAdded, paperRemoved] : DESK) }

/** In a member's course of the session nobody is told who asked, was declined or withdrew: only who spoke. */
const ROOM_SPEECH = new Set(['speech_started', 'speech_ended'])

/** One event in the words of the history; null = it tells of none. Pure: the page, the export and a live screen say the same. */
export function historyRow(e: Event, level: HistoryLevel): Row | null {
  const told = tell(e)
  if (!told) return null
  if (level === 'room' && told.kind === 'speech' && !ROOM_SPEECH.has(told.act)) return null
  return { key: `${e.stream.split(':')[0]}/${e.seq}`, at: e.at, byId: e.actorId, itemId: null, who: null, whoId: null, reason: null, quote: null, factAt: null, changes: [], ...told }
}

/** Whom the labels of several people name: three of them, then how many more. */
const NAMED = 3
const people = (rows: readonly { label: string }[]): string => rows.slice(0, NAMED).map(r => r.label).join(', ') + (rows.length > NAMED ? ` +${rows.length - NAMED}` : '')

function tell(e: Event): Told | null {
  switch (e.name) {
    case meetingChanged.name: {
      const { act } = e.payload as PayloadOf<typeof meetingChanged>
      return act === 'created' ? null : { kind: 'session', act }
    }
    case recordSealed.name:
      return { kind: 'session', act: 'sealed' }
    case pressChanged.name: {
      const p = e.payload as PayloadOf<typeof pressChanged>
      return { kind: 'session', act: p.isOpen ? 'press_in' : 'press_out', itemId: p.itemId }
    }
    case guestSpeechChanged.name:
      return { kind: 'session', act: (e.payload as PayloadOf<typeof guestSpeechChanged>).isAllowed ? 'guest_speech_on' : 'guest_speech_off' }
    case chatSetupChanged.name:
      return { kind: 'session', act: 'chat_setup' }
    case itemReached.name:
      return { kind: 'item', act: 'reached', itemId: (e.payload as PayloadOf<typeof itemReached>).currentItemId }
    case itemSetAside.name: {
      const p = e.payload as PayloadOf<typeof itemSetAside>
      return { kind: 'item', act: p.act, itemId: p.items[0]?.id ?? null, reason: p.reason }
    }
    case agendaIssued.name: {
      const p = e.payload as PayloadOf<typeof agendaIssued>
      return { kind: 'item', act: 'issued', reason: p.reason, quote: String(p.n) }
    }
    case urgentItemAdded.name: {
      const p = e.payload as PayloadOf<typeof urgentItemAdded>
      return { kind: 'item', act: 'urgent', itemId: p.item.id, reason: p.reason }
    }
    case blockChanged.name: {
      const p = e.payload as PayloadOf<typeof blockChanged>
      return { kind: 'item', act: `block_${p.act}`, itemId: p.items.length === 1 ? (p.items[0]?.id ?? null) : null, who: p.act === 'objected' ? p.byLabel : null, reason: p.reason, quote: p.items.length > 1 ? String(p.items.length) : null }
    }
    case itemShown.name:
      return { kind: 'item', act: 'shown', itemId: (e.payload as PayloadOf<typeof itemShown>).item.id }
    case itemHidden.name:
      return { kind: 'item', act: 'hidden', itemId: (e.payload as PayloadOf<typeof itemHidden>).itemId }
    case stepUndone.name: {
      const p = e.payload as PayloadOf<typeof stepUndone>
      return { kind: 'amend', act: `undone_${p.act}`, itemId: p.itemId, reason: p.reason }
    }
    case itemCorrected.name: {
      const p = e.payload as PayloadOf<typeof itemCorrected>
      return { kind: 'amend', act: 'item_corrected', itemId: p.items[0]?.id ?? null, reason: p.reason, changes: p.changes }
    }
    case attendanceCorrected.name: {
      const { correction: c } = e.payload as PayloadOf<typeof attendanceCorrected>
      const after = c.after
      return {
        kind: 'amend',
        act: after ? 'stay_corrected' : 'stay_struck',
        whoId: c.participantId,
        reason: c.reason,
        changes: (['arrivedAt', 'leftAt'] as const).filter(f => !after || c.before[f] !== after[f]).map(field => ({ field, from: c.before[field], to: after?.[field] ?? null })),
      }
    }
    case speakingCorrected.name: {
      const { correction: c } = e.payload as PayloadOf<typeof speakingCorrected>
      return {
        kind: 'amend',
        act: 'speech_corrected',
        reason: c.reason,
        quote: c.requestId,
        changes: [
          { field: 'startedAt' as const, from: c.oldStartedAt, to: c.startedAt },
          { field: 'endedAt' as const, from: c.oldEndedAt, to: c.endedAt },
        ].filter(x => x.from !== x.to),
      }
    }
    case presidingChanged.name: {
      const { act, presiding } = e.payload as PayloadOf<typeof presidingChanged>
      return { kind: 'presiding', act, who: presiding?.label ?? null, quote: presiding?.document ?? null }
    }
    case assignmentChanged.name: {
      const { assignment: a } = e.payload as PayloadOf<typeof assignmentChanged>
      return { kind: 'presiding', act: a ? 'assigned' : 'unassigned', whoId: a?.participantId ?? null, quote: a?.documentNumber ?? null }
    }
    case chairContactChanged.name: {
      const { lostAt } = e.payload as PayloadOf<typeof chairContactChanged>
      return { kind: 'presiding', act: lostAt === null ? 'chair_back' : 'chair_lost', factAt: lostAt }
    }
    case attendanceChanged.name: {
      const { participant: p } = e.payload as PayloadOf<typeof attendanceChanged>
      const open = p.intervals.find(i => i.leftAt === null)
      const last = open ?? [...p.intervals].sort((a, b) => (a.leftAt ?? 0) - (b.leftAt ?? 0)).at(-1)
      if (!last) return null
      const at = last.leftAt ?? last.arrivedAt
      return { kind: 'attendance', act: open ? (last.isLate ? 'arrived_late' : 'arrived') : 'left', who: p.label, whoId: p.id, reason: last.reason, quote: open ? last.how : null, factAt: at === e.at ? null : at }
    }
    case absenceChanged.name: {
      const { absence: a } = e.payload as PayloadOf<typeof absenceChanged>
      return { kind: 'attendance', act: `absence_${a.status}`, who: a.label, whoId: a.participantId, reason: a.decisionReason ?? a.reason }
    }
    case participantChanged.name:
      return { kind: 'people', act: 'people_changed', who: people((e.payload as PayloadOf<typeof participantChanged>).participants) }
    case participantRemoved.name:
      return { kind: 'people', act: 'person_removed', whoId: (e.payload as PayloadOf<typeof participantRemoved>).participantId }
    case speakingChanged.name: {
      const { request: r } = e.payload as PayloadOf<typeof speakingChanged>
      const about = { itemId: r.itemId, who: r.label, whoId: r.participantId, quote: r.subject || null }
      const act = speechAct(r, e.at)
      return { kind: 'speech', act, ...about, reason: act === 'declined' ? r.declineReason : null }
    }
    case speakingDoorChanged.name: {
      const { door } = e.payload as PayloadOf<typeof speakingDoorChanged>
      return { kind: 'speech', act: `door_${door.kind}_${door.state}`, itemId: door.itemId }
    }
    case speakingLimitsChanged.name:
      return { kind: 'speech', act: 'limits' }
    case voteOpened.name: {
      const { vote } = e.payload as PayloadOf<typeof voteOpened>
      return { kind: 'vote', act: vote.form === 'secret' ? 'vote_secret_opened' : 'vote_opened', itemId: vote.itemId, quote: vote.question }
    }
    case voteClosed.name: {
      const { vote } = e.payload as PayloadOf<typeof voteClosed>
      return { kind: 'vote', act: vote.status === 'cancelled' ? 'vote_cancelled' : 'vote_closed', itemId: vote.itemId, quote: vote.result?.sentence ?? vote.question }
    }
    case voteCancelled.name: {
      const { vote } = e.payload as PayloadOf<typeof voteCancelled>
      return { kind: 'vote', act: 'vote_cancelled', itemId: vote.itemId, reason: vote.cancelReason ?? null, quote: vote.question }
    }
    case voteChanged.name: {
      const { vote, act } = e.payload as PayloadOf<typeof voteChanged>
      return { kind: 'vote', act: `vote_${act}`, itemId: vote.itemId, quote: vote.question, reason: null }
    }
    case recusalsChanged.name: {
      const { itemId, recusals } = e.payload as PayloadOf<typeof recusalsChanged>
      return { kind: 'vote', act: recusals.length > 0 ? 'recusal' : 'recusal_none', itemId, who: people(recusals) || null, reason: recusals.at(-1)?.reason ?? null }
    }
    case voteTyped.name: {
      const { vote } = e.payload as PayloadOf<typeof voteTyped>
      return { kind: 'vote', act: vote.status === 'open' ? 'vote_paper_joined' : 'vote_paper', itemId: vote.itemId, quote: vote.result?.sentence ?? vote.question }
    }
    case typedBack.name: {
      const p = e.payload as PayloadOf<typeof typedBack>
      const [first] = p.entries
      const named = p.entries.flatMap(x => (x.who ? [{ label: x.who }] : []))
      return first ? { kind: 'typed', act: `typed_${first.kind}`, itemId: first.itemId, who: named.length > 0 ? people(named) : null, reason: p.reason, quote: p.entries.length === 1 ? first.quote : null } : null
    }
    case conclusionAgreed.name: {
      const p = e.payload as PayloadOf<typeof conclusionAgreed>
      return { kind: 'conclusion', act: `conclusion_${p.act}`, itemId: p.itemId, quote: p.act === 'agreed' && p.conclusion ? String(p.conclusion.lines.length) : null }
    }
    case paperAdded.name: {
      const { paper } = e.payload as PayloadOf<typeof paperAdded>
      return { kind: 'paper', act: 'paper_added', itemId: paper.itemId, quote: paper.title }
    }
    case paperRemoved.name:
      return { kind: 'paper', act: 'paper_removed' }
    default:
      return null
  }
}

type Request = PayloadOf<typeof speakingChanged>['request']
/** Which step of a turn this event is: its own moment is that of the event; anything else changed the turn in hand. */
function speechAct(r: Request, at: number): string {
  switch (r.status) {
    case 'waiting':
      return r.requestedAt === at ? 'asked' : 'speech_adjusted'
    case 'called':
      return r.calledAt === at ? (r.isDesignated ? 'designated' : 'called') : 'speech_adjusted'
    case 'speaking':
      return r.startedAt === at ? 'speech_started' : 'speech_adjusted'
    case 'done':
      return r.endedAt === at ? 'speech_ended' : 'speech_adjusted'
    case 'declined':
      return 'declined'
    case 'withdrawn':
      return 'speech_withdrawn'
  }
}

/**
 * One act, one line: a correction is told to the room as the new state and to the desk as what stood before; the history
 * keeps the latter. The order stays.
 */
export function oneLineEach(rows: readonly Row[]): Row[] {
  const corrected = new Set(rows.flatMap(r => (r.act === 'stay_corrected' || r.act === 'stay_struck' ? [`${r.at}/${r.whoId}`] : [])))
  const speech = new Set(rows.flatMap(r => (r.act === 'speech_corrected' ? [r.at] : [])))
  // Pausing, going on and ending tell the item in hand again, with its clock: the session did not turn to it then.
  const session = new Set(rows.flatMap(r => (r.kind === 'session' ? [r.at] : [])))
  // What was typed from paper is told once, with its reason.
  const typed = new Set(rows.flatMap(r => (r.kind === 'typed' ? [r.at] : [])))
  const isShadow = (r: Row) => typed.has(r.at) && (r.act === 'people_changed' || r.act === 'speech_adjusted' || r.act === 'vote_paper' || r.act === 'vote_paper_joined')
  return rows.filter(r => !isShadow(r) && !(r.act === 'reached' && session.has(r.at)) && !(r.kind === 'attendance' && corrected.has(`${r.at}/${r.whoId}`)) && !(r.act === 'speech_adjusted' && speech.has(r.at)))
}

/** What stands behind ids: titles of items, labels of people (participants and users). Names of newer events are added as they come. */
export type Names = { items: Record<string, string>; people: Record<string, string> }

export function withNames(names: Names, e: Pick<StreamEvent, 'payload'>): Names {
  const p = e.payload as { items?: { id: string; title?: string }[]; item?: { id: string; title: string }; participants?: Person[]; participant?: Person }
  const items = [...(Array.isArray(p.items) ? p.items : []), ...(p.item ? [p.item] : [])].filter((i): i is { id: string; title: string } => typeof i.title === 'string')
  const persons = [...(p.participants ?? []), ...(p.participant ? [p.participant] : [])]
  if (items.length === 0 && persons.length === 0) return names
  return {
    items: { ...names.items, ...Object.fromEntries(items.map(i => [i.id, i.title])) },
    people: { ...names.people, ...Object.fromEntries(persons.flatMap(x => [[x.id, x.label] as const, [x.userId, x.label] as const])) },
  }
}
type Person = { id: string; userId: string; label: string }
