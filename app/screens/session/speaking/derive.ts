import { doorAtStart, type DoorKind, type DoorState, defaultSpeakingRules, doorOfKind, type SpeakingKind, type SpeakingRules } from '#app/domain/meeting/speaking.ts'
import type { Participant, Session, Speaking } from '#app/screens/session/derive.ts'

/** What the screens read out of the session about speaking. Pure. */

export const kindOf = (s: Speaking): SpeakingKind => s.kind ?? 'speech'
export const rulesIn = (view: Session): SpeakingRules => view.speaking?.rules ?? defaultSpeakingRules
export const doorOf = (view: Session, itemId: string | null, kind: DoorKind): DoorState =>
  view.speaking?.doors.find(d => d.itemId === itemId && d.kind === kind)?.state ?? doorAtStart(kind, rulesIn(view))

/** Which list a request stands in: speeches and presentations in one, questions and answers in the other. */
export const listOf = (s: Speaking): DoorKind => doorOfKind[kindOf(s)] ?? 'speech'

export type Lists = {
  /** points of order that wait: above everything */
  orders: Speaking[]
  /** who speaks and who is called, of any kind */
  front: Speaking[]
  /** chưa gọi */
  waiting: Record<DoorKind, Speaking[]>
  /** đã gọi: called, speaking, done */
  called: Record<DoorKind, Speaking[]>
  /** how often each person has spoken in this session */
  times: ReadonlyMap<string, number>
}

/** All lists of an item in one pass over the queue, which is in order already. */
export function listsOf(view: Session, itemId: string | null): Lists {
  const times = new Map<string, number>()
  const lists: Lists = { orders: [], front: [], waiting: { speech: [], question: [] }, called: { speech: [], question: [] }, times }
  for (const s of view.queue) {
    if (s.status === 'done') times.set(s.participantId, (times.get(s.participantId) ?? 0) + 1)
    if (s.itemId !== itemId) continue
    if (s.status === 'waiting') (s.kind === 'order' ? lists.orders : lists.waiting[listOf(s)]).push(s)
    else if (s.status === 'called' || s.status === 'speaking' || s.status === 'done') {
      if (s.status !== 'done') lists.front.push(s)
      lists.called[listOf(s)].push(s)
    }
  }
  return lists
}

/** Whoever is asked, if somebody present can answer: the person, else one of the unit. */
export function answererOf(view: Session, question: Speaking): Participant | null {
  if (question.toParticipantId) return view.participants.find(p => p.id === question.toParticipantId && p.isPresent) ?? null
  return view.participants.find(p => p.isPresent && p.unitName === question.toLabel) ?? null
}
/** Whether an answer to this question stands or was given. */
export const isAnswered = (view: Session, question: Speaking): boolean =>
  view.queue.some(s => s.questionId === question.id && s.status !== 'withdrawn' && s.status !== 'declined')

/** Questions already put that ask this person or this person's unit, and have no answer yet. */
export const askedOf = (view: Session, self: Participant | null): Speaking[] =>
  self === null
    ? []
    : view.queue.filter(
        s =>
          s.kind === 'question' &&
          s.itemId === view.meeting.currentItemId &&
          (s.status === 'called' || s.status === 'speaking' || s.status === 'done') &&
          (s.toParticipantId === self.id || (!s.toParticipantId && s.toLabel !== null && s.toLabel === self.unitName)) &&
          !isAnswered(view, s),
      )

/** Next in line: nobody else is called yet and this request is the first that waits. */
export const isNext = (lists: Lists, s: Speaking): boolean =>
  s.status === 'waiting' && lists.orders.length === 0 && !lists.front.some(f => f.status === 'called') && lists.waiting[listOf(s)][0]?.id === s.id
