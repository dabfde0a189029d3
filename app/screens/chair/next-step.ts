import { nextItem } from '#app/domain/meeting/machine.ts'
import { currentItem, isBeforeOpening, type Item, numberOf, openVote, type Session, type Vote, voteOf } from '#app/screens/session/derive.ts'

/** The one act that comes next, in the order a session runs. */
export type NextStep =
  | { kind: 'open' }
  | { kind: 'resume' }
  | { kind: 'goTo'; item: Item; number: number }
  | { kind: 'openVote'; item: Item }
  | { kind: 'closeVote'; vote: Vote }
  | { kind: 'end' }
  | { kind: 'none' }

/**
 * Open the session → turn to an item → if the collective decides it and no vote was closed, open one → close it →
 * next item → end. A paused session is resumed first; an open vote is always closed first.
 */
export function nextStep(view: Session): NextStep {
  const { meeting } = view
  if (isBeforeOpening(view)) return { kind: 'open' }
  if (meeting.status === 'paused') return { kind: 'resume' }
  if (meeting.status !== 'running') return { kind: 'none' }
  const vote = openVote(view)
  if (vote) return { kind: 'closeVote', vote }
  const here = currentItem(view)
  if (here?.isCollective && here.status === 'presenting' && voteOf(view, here.id) === null) return { kind: 'openVote', item: here }
  const next = nextItem(
    view.items.map(i => ({ id: i.id, state: i.status, item: i })),
    meeting.currentItemId,
  )
  if (next) return { kind: 'goTo', item: next.item, number: numberOf(view, next.id) }
  return { kind: 'end' }
}
