import type { z } from 'zod'
import type { PayloadOf, StreamEvent } from '#app/contracts/define.ts'
import { planGiven } from '#app/contracts/plan.ts'
import { type ExtensionView, taskCardChanged } from '#app/contracts/task.ts'
import { CARD_QUEUES, type CardQueue, type Queue, standsIn } from '#app/domain/task/queue.ts'
import { type Card, cardBefore } from './board.ts'

/** What waits, since when, and in whose words. */
export type QueueRow = {
  key: string
  card: Card
  since: number | null
  text: string | null
  byLabel: string | null
  /** when an answer to an urging is due */
  dueAt: number | null
  extension: z.output<typeof ExtensionView> | null
  /** working days this kind of task gives the Office to confirm */
  confirmDays: number | null
}
export type QueueState = {
  totals: Readonly<Record<Queue, number>>
  /** of the queue that is open */
  rows: readonly QueueRow[]
  /** something an event does not tell in full: the page asks again */
  isBehind: boolean
}

const DEMANDS: ReadonlySet<string> = new Set(['urge', 'explain', 'answer'])

/** The queues after one event of `board:all`; what was decided leaves, what comes stands last. */
export const reduceQueues = (queue: Queue) => (view: QueueState, e: StreamEvent): QueueState => {
  if (e.name === planGiven.name) return { ...view, isBehind: true }
  if (e.name !== taskCardChanged.name) return view
  const { card, line, was } = e.payload as PayloadOf<typeof taskCardChanged>
  const before = was ? cardBefore(card, was) : null
  const shown = view.rows.find(r => r.card.id === card.id)
  const totals = { ...view.totals }
  for (const q of CARD_QUEUES) totals[q] += Number(standsIn(card, q)) - Number(before !== null && standsIn(before, q))
  const isNew = !card.parentId && card.state === 'assigned' && (before?.state !== 'assigned' || before.leadUnitId !== card.leadUnitId)
  if (isNew) totals.unopened += 1
  // Whether a task that was taken up had been opened before, only its own page knows.
  const isTakenUp = before?.state === 'assigned' && card.state !== 'assigned'
  const isBehind = view.isBehind || was === undefined || DEMANDS.has(line.act) || isTakenUp || (queue === 'extension' && standsIn(card, 'extension') && !shown?.extension)
  const stays = isOfCards(queue) ? standsIn(card, queue) : queue === 'unopened' ? card.state === 'assigned' && (isNew || shown !== undefined) : shown !== undefined && card.state !== 'done' && card.state !== 'recalled'
  const rows = !stays
    ? view.rows.filter(r => r.card.id !== card.id)
    : shown
      ? view.rows.map(r => (r.card.id === card.id ? { ...r, card } : r))
      : [...view.rows, { key: card.id, card, since: line.at, text: line.note, byLabel: line.byLabel, dueAt: null, extension: null, confirmDays: null }]
  return { totals, rows, isBehind }
}
const isOfCards = (queue: Queue): queue is CardQueue => (CARD_QUEUES as readonly Queue[]).includes(queue)
