import type { z } from 'zod'
import type { PayloadOf, StreamEvent } from '#app/contracts/define.ts'
import { planGiven } from '#app/contracts/plan.ts'
import { type TaskCard, taskCardChanged } from '#app/contracts/task.ts'
import type { CivilDate } from '#app/domain/calendar/working-days.ts'
import { type Clock, count, type Figures } from '#app/domain/task/figures.ts'
import { belongs, type TaskFilter } from '#app/domain/task/filter.ts'

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

/** A task of a tree, with the ones above and below it: name and state. */
export type TreeNode = Pick<Card, 'id' | 'code' | 'title' | 'leadUnitName' | 'assigneeLabel' | 'state' | 'isSentBack' | 'deadlineOn' | 'progress' | 'submittedAt' | 'completedAt' | 'parentId' | 'sourceLabel'> & {
  /** of the filter, not only above or below of what is */
  isMatch: boolean
  mayOpen: boolean
  giverLabel: string
}

/** The board of a unit or of the province: cards as `BoardView`, and what is said of them. */
export type TaskBoard = BoardView & {
  /** of what is open in the filter, whatever step or place was chosen */
  figures: Figures
  /** how many stand in each step; null where nobody asked */
  states: Readonly<Record<string, number>> | null
  /** how many are due on each day of the shown month */
  days: Readonly<Record<CivilDate, number>>
  nodes: readonly TreeNode[]
  /** given by a plan since loading: told as a number, shown when asked for; null = none */
  planned: number | null
}
export type BoardRule = {
  filter: TaskFilter
  clock: () => Clock
  /** whether a new card has its place in what is shown */
  shows: (card: Card) => boolean
  stillOurs: (card: Card) => boolean
  /** what a unit is, which a card doesn't carry */
  kindOf: (unitId: string) => string | undefined
}

/**
 * A board after one event. Cards as `reduceBoard`; figures are set right by what the card was before, so that nothing is asked
 * again. A card already loaded in this version is in the figures too.
 */
export const reduceTaskBoard = (rule: BoardRule) => {
  const cardsOf = reduceBoard(rule.shows, rule.stillOurs)
  return (view: TaskBoard, e: StreamEvent): TaskBoard => {
    if (e.name === planGiven.name) return { ...view, planned: (view.planned ?? 0) + (e.payload as PayloadOf<typeof planGiven>).count }
    if (e.name !== taskCardChanged.name) return view
    const { card, was } = e.payload as PayloadOf<typeof taskCardChanged>
    const known = view.cards.find(c => c.id === card.id)
    const next = { ...view, ...cardsOf(view, e), nodes: nodesAfter(view.nodes, card, rule) }
    if (was === undefined || (known && known.version >= card.version)) return next
    // Search looks into more than a card carries: what is shown matched it.
    const filter = known ? { ...rule.filter, q: undefined } : rule.filter
    return { ...next, ...told(view, was && cardBefore(card, was), card, clean(filter), rule) }
  }
}

const clean = (filter: Record<string, unknown>): TaskFilter => Object.fromEntries(Object.entries(filter).filter(([, v]) => v !== undefined)) as TaskFilter

/** The card as it was; older events don't say all of it. */
export const cardBefore = (card: Card, was: NonNullable<PayloadOf<typeof taskCardChanged>['was']>): Card => ({ ...card, ...was, kind: was.kind ?? card.kind, parentId: was.parentId === undefined ? card.parentId : was.parentId })

function told(view: TaskBoard, was: Card | null, now: Card, filter: TaskFilter, rule: BoardRule): Pick<TaskBoard, 'figures' | 'states' | 'days'> {
  const { state, place: _place, group: _group, ...anyPlace } = filter
  const figures = { ...view.figures }
  const states = view.states && { ...view.states }
  const days = { ...view.days }
  const clock = rule.clock()
  for (const [given, sign] of [[was, -1], [now, 1]] as const) {
    if (!given) continue
    const card = { ...given, leadUnitKind: rule.kindOf(given.leadUnitId) }
    if (belongs(card, anyPlace, clock)) count(figures, card, clock, sign)
    if (states && belongs(card, { ...filter, state: state === 'recalled' ? state : 'all' }, clock)) states[card.state] = (states[card.state] ?? 0) + sign
    if (card.deadlineOn && belongs(card, filter, clock)) days[card.deadlineOn] = (days[card.deadlineOn] ?? 0) + sign
  }
  return { figures, states, days }
}

/** A known task as it is now; one given below a known task joins it. */
function nodesAfter(nodes: readonly TreeNode[], card: Card, { shows }: BoardRule): readonly TreeNode[] {
  const { id, code, title, leadUnitName, assigneeLabel, state, isSentBack, deadlineOn, progress, submittedAt, completedAt, parentId, sourceLabel } = card
  const now = { id, code, title, leadUnitName, assigneeLabel, state, isSentBack, deadlineOn, progress, submittedAt, completedAt, parentId, sourceLabel }
  if (nodes.some(n => n.id === id)) return nodes.map(n => (n.id === id ? { ...n, ...now } : n))
  const isMatch = shows(card)
  if (nodes.length === 0 || !(isMatch || nodes.some(n => n.id === parentId))) return nodes
  return [...nodes, { ...now, isMatch, mayOpen: true, giverLabel: card.giverLabel ?? '' }]
}
