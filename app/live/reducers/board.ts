import type { z } from 'zod'
import type { PayloadOf, StreamEvent } from '#app/contracts/define.ts'
import { type TaskCard, taskCardChanged } from '#app/contracts/task.ts'

export type Card = z.output<typeof TaskCard>
export type CardLine = PayloadOf<typeof taskCardChanged>['line']

/** A list of cards as it was loaded, and what arrived since. Order stays as loaded: nothing moves under a finger. */
export type BoardView = {
  cards: readonly Card[]
  /** ids that were not in the loaded list, newest first */
  arrived: readonly string[]
  /** ids changed since loading, for the one flash */
  touched: readonly string[]
}

/** What the loader gives, nothing arrived yet. */
export const boardOf = (cards: readonly Card[]): BoardView => ({ cards, arrived: [], touched: [] })

/**
 * One card replaced by id, or put on top when it is new and belongs to what is shown. `accepts` knows the filter; a
 * card that no longer fits stays where it is until the next load, except when the unit has no part in it any more.
 */
export const reduceBoard =
  (accepts: (card: Card) => boolean, stillOurs: (card: Card) => boolean = () => true) =>
  (view: BoardView, e: StreamEvent): BoardView => {
    if (e.name !== taskCardChanged.name) return view
    const { card } = e.payload as PayloadOf<typeof taskCardChanged>
    const isKnown = view.cards.some(c => c.id === card.id)
    if (!stillOurs(card)) {
      return isKnown ? { ...view, cards: view.cards.filter(c => c.id !== card.id), arrived: view.arrived.filter(id => id !== card.id) } : view
    }
    if (!isKnown && !accepts(card)) return view
    const touched = [card.id, ...view.touched.filter(id => id !== card.id)].slice(0, 50)
    return isKnown
      ? { ...view, cards: view.cards.map(c => (c.id === card.id ? card : c)), touched }
      : { cards: [card, ...view.cards], arrived: [card.id, ...view.arrived], touched }
  }

/** One line of the Chairman's stream of acts. */
export type FeedLine = {
  seq: number
  act: string
  byLabel: string
  unitName: string
  at: number
  note: string | null
  taskId: string
  code: string
  title: string
  leadUnitName: string
}
export type DirectionState = { cards: readonly Card[]; feed: readonly FeedLine[] }
const FEED_SHOWN = 30

/** The Chairman's board after one event of `board:all`. */
export function reduceDirection(view: DirectionState, e: StreamEvent): DirectionState {
  if (e.name !== taskCardChanged.name) return view
  const { card, line } = e.payload as PayloadOf<typeof taskCardChanged>
  const others = view.cards.filter(c => c.id !== card.id)
  const isGone = card.state === 'recalled' || card.state === 'draft'
  const entry: FeedLine = { ...line, seq: e.seq, taskId: card.id, code: card.code, title: card.title, leadUnitName: card.leadUnitName }
  return { cards: isGone ? others : [...others, card], feed: [entry, ...view.feed].slice(0, FEED_SHOWN) }
}
