import type { z } from 'zod'
import type { OwnPart, PartView } from '#app/contracts/audience.ts'
import type { SessionView } from '#app/contracts/meeting.ts'
import { guestCall } from '#app/domain/meeting/guest-call.ts'

type Session = z.output<typeof SessionView>
type Part = z.output<typeof PartView>
type Own = z.output<typeof OwnPart>

/** Who reads a part of the session: a guest for some items, or the press and observers. */
export type Audience = { kind: 'guest'; itemIds: readonly string[] } | { kind: 'press' }

/** Readers with the same key see the same. */
export const audienceKey = (a: Audience): string => (a.kind === 'press' ? 'press' : `guest ${[...a.itemIds].sort().join(' ')}`)

/**
 * Deliberation or vote on the item in hand: somebody was called to speak on it, or a vote was opened on it. From then on
 * the press is out until the session turns to another item (Nghị định 191/2026/NĐ-CP).
 */
function isDeliberating(view: Session, itemId: string): boolean {
  return (
    view.votes.some(v => v.itemId === itemId && v.status !== 'cancelled') ||
    view.queue.some(q => q.itemId === itemId && q.status !== 'waiting' && q.status !== 'withdrawn' && q.status !== 'declined')
  )
}

/** Items this audience may see at this moment. Everything a reader gets is derived from this set. */
function visibleItems(view: Session, a: Audience): ReadonlySet<string> {
  if (a.kind === 'guest') {
    const invited = new Set(a.itemIds)
    return new Set(view.items.filter(i => invited.has(i.id)).map(i => i.id))
  }
  const inHand = view.items.find(i => i.id === view.meeting.currentItemId && i.status === 'presenting')
  const closed = inHand && isDeliberating(view, inHand.id) ? inHand.id : null
  return new Set(view.items.filter(i => i.isOpenToPress === true && i.id !== closed && i.status !== 'withdrawn').map(i => i.id))
}

/**
 * THE allow-list: what guests, press and observers see of a session. Every field is named here one by one; what is added
 * to the session's view stays invisible to them until somebody names it here. Ballots, counts, names of those absent,
 * reasons and other people's requests have no place in it.
 */
export function projectPart(view: Session, a: Audience): Part {
  const { meeting } = view
  const visible = visibleItems(view, a)
  const isHere = meeting.currentItemId !== null && visible.has(meeting.currentItemId)
  const isGuest = a.kind === 'guest'
  const isOn = meeting.status === 'running' || meeting.status === 'paused'
  const papers = view.papers.filter(p => visible.has(p.itemId))
  const shown = papers.find(p => p.id === view.presenting?.paperId)
  return {
    meeting: {
      id: meeting.id,
      title: meeting.title,
      status: meeting.status,
      startsAt: meeting.startsAt,
      endsAt: meeting.endsAt,
      place: meeting.place,
      openedAt: meeting.openedAt,
      pausedAt: meeting.pausedAt,
      endedAt: meeting.endedAt,
    },
    chairLabel: view.participants.find(p => p.role === 'chair')?.label ?? null,
    items: view.items
      .filter(i => visible.has(i.id))
      .map(i => ({
        id: i.id,
        title: i.title,
        text: i.text,
        presenter: i.presenter,
        status: i.status,
        papers: papers
          .filter(p => p.itemId === i.id)
          .map(p => ({ id: p.id, itemId: p.itemId, fileId: p.fileId, title: p.title, kind: p.kind, name: p.name, pages: p.pages, size: p.size, addedAt: p.addedAt, ...(p.copy ? { copy: { key: p.copy.key, size: p.copy.size } } : {}) })),
      })),
    currentItemId: isHere ? meeting.currentItemId : null,
    presenting: shown && view.presenting ? { paperId: shown.id, page: view.presenting.page } : null,
    isVoting: isGuest && view.votes.some(v => v.status === 'open' && visible.has(v.itemId)),
    call: isGuest ? guestCall(meeting, view.items, visible) : null,
    isClosedNow: !isGuest && isOn && meeting.currentItemId !== null && !isHere,
    canEnterVideo: isGuest && isHere && isOn && (view.video?.kind ?? 'none') !== 'none',
    canAskToSpeak: isGuest && isHere && meeting.status === 'running' && meeting.isGuestSpeechAllowed !== false,
  }
}

/** One's own row, and one's own request on the item in hand; null for somebody who is not a guest or observer here. */
export function projectOwn(view: Session, participantId: string): Own | null {
  const self = view.participants.find(p => p.id === participantId)
  if (!self || (self.role !== 'guest' && self.role !== 'observer')) return null
  const mine = view.queue.filter(q => q.participantId === participantId && q.itemId === view.meeting.currentItemId && q.status !== 'withdrawn')
  const request = mine.sort((x, y) => x.requestedAt - y.requestedAt).at(-1)
  return {
    participantId,
    role: self.role,
    label: self.label,
    unitName: self.unitName,
    isPresent: self.isPresent,
    arrivedAt: self.isPresent ? (self.intervals.at(-1)?.arrivedAt ?? null) : null,
    request: request
      ? {
          id: request.id,
          itemId: request.itemId,
          participantId,
          label: request.label,
          subject: request.subject,
          status: request.status,
          requestedAt: request.requestedAt,
          calledAt: request.calledAt,
          startedAt: request.startedAt,
          endedAt: request.endedAt,
          limitSeconds: request.limitSeconds,
          declineReason: request.declineReason,
        }
      : null,
  }
}
