import type { z } from 'zod'
import { guestItemsChanged, guestSpeechChanged, hiddenChanged, itemHidden, itemShown, pressChanged } from '#app/contracts/audience.ts'
import type { PayloadOf, StreamEvent } from '#app/contracts/define.ts'
import type { DeskView, HiddenView, ItemView, PaperView, SessionView } from '#app/contracts/meeting.ts'
import { byRank } from '#app/domain/agenda/order.ts'

type Item = z.output<typeof ItemView>
type Paper = z.output<typeof PaperView>
type Session = z.output<typeof SessionView>
type Hidden = z.output<typeof HiddenView>
type Listed = { items: Item[]; papers: Paper[] }

/** An item that comes into a list stands at its place; one that is known keeps it. */
export const putItems = (rows: readonly Item[], changed: readonly Item[]): Item[] => {
  const by = new Map(changed.map(i => [i.id, i]))
  const kept = rows.map(r => by.get(r.id) ?? r)
  const added = changed.filter(i => !rows.some(r => r.id === i.id))
  return added.length > 0 ? [...kept, ...added].sort(byRank) : kept
}
export const putPapers = (rows: readonly Paper[], changed: readonly Paper[]): Paper[] =>
  changed.reduce((list, paper) => [...list.filter(p => p.id !== paper.id), paper], [...rows])

/** An item hidden or shown, in any list of items with papers; null when the event is another one. */
export function reduceShown<V extends Listed>(view: V, e: StreamEvent): V | null {
  if (e.name === itemHidden.name) {
    const { itemId } = e.payload as PayloadOf<typeof itemHidden>
    return { ...view, items: view.items.filter(i => i.id !== itemId), papers: view.papers.filter(p => p.itemId !== itemId) }
  }
  if (e.name === itemShown.name) {
    const { item, papers } = e.payload as PayloadOf<typeof itemShown>
    return { ...view, items: putItems(view.items, [item]), papers: putPapers(view.papers, papers) }
  }
  return null
}

/** What changes for the audience of a session; null when the event is another one. */
export function reduceAudience(view: Session, e: StreamEvent): Session | null {
  switch (e.name) {
    case itemHidden.name: {
      const { itemId } = e.payload as PayloadOf<typeof itemHidden>
      const rest = reduceShown(view, e) ?? view
      return { ...rest, queue: view.queue.filter(q => q.itemId !== itemId), votes: view.votes.filter(v => v.itemId !== itemId), planned: view.planned?.filter(p => p.itemId !== itemId), conclusions: view.conclusions?.filter(one => one.itemId !== itemId) }
    }
    case itemShown.name:
      return reduceShown(view, e)
    case pressChanged.name: {
      const { itemId, isOpen } = e.payload as PayloadOf<typeof pressChanged>
      return { ...view, items: view.items.map(i => (i.id === itemId ? { ...i, isOpenToPress: isOpen } : i)) }
    }
    case guestSpeechChanged.name:
      return { ...view, meeting: { ...view.meeting, isGuestSpeechAllowed: (e.payload as PayloadOf<typeof guestSpeechChanged>).isAllowed } }
    default:
      return null
  }
}

/** The desk's side: what is hidden (all of it, latest wins), and which items a guest is invited for. */
export function reduceDeskAudience<V extends Pick<z.output<typeof DeskView>, 'hidden' | 'guests'>>(view: V, e: StreamEvent): V {
  if (e.name === hiddenChanged.name) return { ...view, hidden: e.payload as PayloadOf<typeof hiddenChanged> }
  if (e.name === guestItemsChanged.name) {
    const slots = e.payload as PayloadOf<typeof guestItemsChanged>
    return { ...view, guests: [...view.guests.filter(g => g.participantId !== slots.participantId), slots] }
  }
  return view
}

/** The session as chair and secretaries see it: hidden items at their places, marked. */
export function withHidden<V extends Listed>(view: V, hidden: Hidden): V {
  // Between two events an item may stand in both; what the whole room sees is not hidden any more.
  const seen = new Set(view.items.map(i => i.id))
  const items = hidden.items.filter(i => !seen.has(i.id))
  if (items.length === 0) return view
  return { ...view, items: [...view.items, ...items].sort(byRank), papers: [...view.papers, ...hidden.papers.filter(p => !seen.has(p.itemId))] }
}
