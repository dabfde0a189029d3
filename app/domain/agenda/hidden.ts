import { rankBetween } from './order.ts'
import { isOver, type ItemState, type MeetingState } from '#app/domain/meeting/machine.ts'
import { allowed, refused, type Verdict } from '#app/domain/verdict.ts'

export type HideRefusal = 'MEETING_ALREADY_ENDED' | 'ITEM_ALREADY_SEEN' | 'ITEM_HIDDEN_ALREADY' | 'ITEM_SHOWN_ALREADY'

/**
 * Ẩn nội dung, hiện lại. Only what the session has not come to can be hidden: what was discussed has been seen by all.
 * Showing again is always possible while the session lasts; turning to a hidden item shows it too.
 */
export const decideHide = (facts: {
  meeting: MeetingState
  item: ItemState
  isHidden: boolean
  to: boolean
}): Verdict<HideRefusal> => {
  if (isOver(facts.meeting)) return refused('MEETING_ALREADY_ENDED')
  if (facts.isHidden === facts.to) return refused(facts.to ? 'ITEM_HIDDEN_ALREADY' : 'ITEM_SHOWN_ALREADY')
  if (facts.to && facts.item !== 'pending') return refused('ITEM_ALREADY_SEEN')
  return allowed
}

type Placed = { id: string; rank: string }

/**
 * Keys for items the issued agenda does not name (hidden now, or shown since), each right after the nearest item of the
 * issue that stands before it in the draft. A key depends on its own draft key and its issued neighbours only, so
 * showing one item never moves another.
 * @param draft all items of the draft in its order, with draft keys
 * @param issued keys of the issued items
 */
export const besideIssued = (draft: readonly Placed[], issued: ReadonlyMap<string, string>): Map<string, string> => {
  const keys = new Map<string, string>()
  const ranks = draft.map(item => issued.get(item.id))
  let before: string | null = null
  draft.forEach((item, i) => {
    const own = ranks[i]
    if (own !== undefined) {
      before = own
      return
    }
    const after = ranks.slice(i + 1).find(rank => rank !== undefined) ?? null
    const fits = (before === null || item.rank > before) && (after === null || item.rank < after)
    // The draft was put in another order since the issue: the place after its neighbour is what counts.
    keys.set(item.id, fits ? item.rank : before === null || after === null || before < after ? rankBetween(before, after) : `${before}0${item.rank}`)
  })
  return keys
}
