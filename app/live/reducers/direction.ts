import type { PayloadOf, StreamEvent } from '#app/contracts/define.ts'
import { planGiven } from '#app/contracts/plan.ts'
import { taskCardChanged } from '#app/contracts/task.ts'
import { type Dimension, type Row, rowKey } from '#app/domain/task/board.ts'
import { isExtensionWaiting } from '#app/domain/task/extension.ts'
import { type Clock, count, noFigures, placeOf } from '#app/domain/task/figures.ts'
import { belongs, type FilteredFacts, type TaskFilter } from '#app/domain/task/filter.ts'
import { civilDateInVietnam } from '#app/domain/calendar/working-days.ts'
import { directionText } from '#app/text/direction.ts'
import { type Card, cardBefore } from './board.ts'

/** One line of the stream of acts; without a task it says what happened in its title. */
export type FeedLine = { seq: number; act: string; byLabel: string; unitName: string; at: number; note: string | null; taskId: string | null; code: string; title: string; leadUnitName: string }

/** The Chairman's board: figures as loaded, and set right by every act since. */
export type DirectionState = {
  /** in the order they were loaded in; a row that is new stands last, so that nothing moves under a finger */
  rows: readonly Row[]
  /** overdue tasks of each unit that has any, whatever the rows are made by */
  lateByUnit: Readonly<Record<string, number>>
  /** near, and today is the last day */
  dueToday: number
  /** results and requests that wait for a decision: the first of them, and how many there are */
  waiting: { cards: readonly Card[]; total: number }
  /** overdue longest, the worst first */
  longest: readonly Card[]
  feed: readonly FeedLine[]
  /** rows the last act changed, for the one flash */
  touched: readonly string[]
  /** something happened that an event can't set right: the page has to ask again, once */
  isBehind: boolean
}

/** How the figures were counted; all of one load. `unitIds` = units of the kind the filter asks for. */
export type Counting = { filter: TaskFilter; by: Dimension; clock: Clock; unitIds: ReadonlySet<string> | null; fieldNames: ReadonlyMap<string, string>; /** today's unit of one that is no more */ heirOf: Readonly<Record<string, string>> }

const FEED_SHOWN = 30
const LONGEST_SHOWN = 20

export const waitsForDecision = (c: Pick<Card, 'state' | 'extensionAskedOn'> & { parentId?: string | null | undefined }): boolean =>
  !c.parentId && (c.state === 'waiting_confirmation' || isExtensionWaiting(c))

/**
 * The board after one event of `board:all`. What the card was is taken out of the figures and what it is comes in: by the same
 * counting as the database's, at the moment the page was loaded for; a new day is a new load.
 */
export const reduceDirection = ({ filter, by, clock, unitIds, fieldNames, heirOf }: Counting) => {
  const isOurs = (facts: FilteredFacts): boolean => belongs(unitIds ? { ...facts, leadUnitKind: unitIds.has(facts.leadUnitId) ? filter.unitKind : undefined } : facts, { ...filter, state: 'all' }, clock)
  const today = civilDateInVietnam(clock.now)
  return (view: DirectionState, e: StreamEvent): DirectionState => {
    if (e.name === planGiven.name) {
      const { count: n, planLabel } = e.payload as PayloadOf<typeof planGiven>
      const line: FeedLine = { act: 'plan', byLabel: directionText.office, unitName: '', at: e.at, note: null, seq: e.seq, taskId: null, code: '', title: directionText.planGiven(n, planLabel), leadUnitName: '' }
      return { ...view, feed: [line, ...view.feed].slice(0, FEED_SHOWN), isBehind: true }
    }
    if (e.name !== taskCardChanged.name) return view
    const { card, line, was } = e.payload as PayloadOf<typeof taskCardChanged>
    const before = was ? cardBefore(card, was) : null
    const rows = [...view.rows]
    const late = { ...view.lateByUnit }
    const touched: string[] = []
    let dueToday = view.dueToday
    const add = (given: Card, sign: 1 | -1) => {
      const facts = { ...given, leadUnitId: heirOf[given.leadUnitId] ?? given.leadUnitId }
      if (!isOurs(facts)) return
      const key = rowKey(facts, by)
      const at = rows.findIndex(r => r.key === key)
      const row = rows[at] ?? { key, name: nameOf(facts, by, fieldNames), figures: noFigures() }
      const figures = { ...row.figures }
      count(figures, facts, clock, sign)
      if (at === -1) rows.push({ ...row, figures })
      else rows[at] = { ...row, figures }
      touched.push(key)
      const place = placeOf(facts, clock)
      if (place === 'overdue') late[facts.leadUnitId] = (late[facts.leadUnitId] ?? 0) + sign
      if (place === 'soon' && facts.deadlineOn === today) dueToday += sign
    }
    if (before) add(before, -1)
    add(card, 1)
    const entry: FeedLine = { ...line, seq: e.seq, taskId: card.id, code: card.code, title: card.title, leadUnitName: card.leadUnitName }
    return {
      rows,
      lateByUnit: Object.fromEntries(Object.entries(late).filter(([, n]) => n > 0)),
      dueToday,
      waiting: waitingAfter(view.waiting, card, before),
      longest: longestAfter(view.longest, card, isOurs(card) && placeOf(card, clock) === 'overdue'),
      feed: [entry, ...view.feed].slice(0, FEED_SHOWN),
      touched,
      // Cards of older events do not say what they were.
      isBehind: view.isBehind || was === undefined,
    }
  }
}

function waitingAfter(view: DirectionState['waiting'], card: Card, before: Card | null): DirectionState['waiting'] {
  const [did, does] = [before !== null && waitsForDecision(before), waitsForDecision(card)]
  const isShown = view.cards.some(c => c.id === card.id)
  const cards = does ? (isShown ? view.cards.map(c => (c.id === card.id ? card : c)) : did ? view.cards : [...view.cards, card]) : isShown ? view.cards.filter(c => c.id !== card.id) : view.cards
  return { cards, total: view.total + Number(does) - Number(did) }
}

function longestAfter(cards: readonly Card[], card: Card, isLate: boolean): readonly Card[] {
  const others = cards.filter(c => c.id !== card.id)
  if (!isLate) return others.length === cards.length ? cards : others
  return [...others, card].sort((a, b) => (a.deadlineOn ?? '').localeCompare(b.deadlineOn ?? '') || a.id.localeCompare(b.id)).slice(0, LONGEST_SHOWN)
}

const nameOf = (card: Card, by: Dimension, fieldNames: ReadonlyMap<string, string>): string =>
  by === 'unit' ? card.leadUnitName : by === 'source' ? (directionText.sources[card.sourceKind ?? ''] ?? '') : by === 'leader' ? (card.giverLabel ?? '') : (fieldNames.get(card.fieldCode ?? '') ?? directionText.noField)
