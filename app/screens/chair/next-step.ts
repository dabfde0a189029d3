import { nextItem } from '#app/domain/meeting/machine.ts'
import { nextPlanned, type PlannedRow } from '#app/screens/vote-plan/derive.ts'
import { currentItem, inBlock, isBeforeOpening, type Item, numberOf, openVote, type Session, type Vote, voteOf } from '#app/screens/session/derive.ts'

/** The one act that comes next, in the order a session runs. */
export type NextStep =
  | { kind: 'open' }
  | { kind: 'resume' }
  | { kind: 'goTo'; item: Item; number: number }
  | { kind: 'adoptBlock'; count: number }
  | { kind: 'openVote'; item: Item }
  | { kind: 'openPlanned'; row: PlannedRow; n: number; of: number }
  | { kind: 'endRun' }
  | { kind: 'closeVote'; vote: Vote }
  | { kind: 'end' }
  | { kind: 'none' }

/**
 * Open the session → adopt the block of undisputed items → turn to an item → if the collective decides it and no vote was closed, open one → close it →
 * next item → end. While the prepared list is run through, its votes come first. A paused session is resumed first; an open vote is always closed first. Who may not adopt the block
 * (`canAdopt` false: a secretary) goes on with what is discussed; the block comes last.
 */
export function nextStep(view: Session, canAdopt = true): NextStep {
  const { meeting } = view
  if (isBeforeOpening(view)) return { kind: 'open' }
  if (meeting.status === 'paused') return { kind: 'resume' }
  if (meeting.status !== 'running') return { kind: 'none' }
  const vote = openVote(view)
  if (vote) return { kind: 'closeVote', vote }
  // Duyệt danh sách: from vote to vote, until the list is through.
  if (view.voteRunAt != null) {
    const planned = nextPlanned(view)
    return planned ? { kind: 'openPlanned', ...planned } : { kind: 'endRun' }
  }
  const here = currentItem(view)
  if (here?.isCollective && here.status === 'presenting' && voteOf(view, here.id) === null) return { kind: 'openVote', item: here }
  const block = inBlock(view)
  // The block goes first, before the session turns to what is discussed; one taken up later goes when nothing else is left.
  const hasBegun = view.items.some(i => i.beganAt !== undefined)
  if (block.length > 0 && !hasBegun && canAdopt) return { kind: 'adoptBlock', count: block.length }
  const next = nextItem(
    view.items.filter(i => !i.isUndisputed || i.status !== 'pending').map(i => ({ id: i.id, state: i.status, item: i })),
    meeting.currentItemId,
  )
  if (next) return { kind: 'goTo', item: next.item, number: numberOf(view, next.id) }
  return block.length > 0 ? { kind: 'adoptBlock', count: block.length } : { kind: 'end' }
}
