import type { z } from 'zod'
import type { PayloadOf, StreamEvent } from '#app/contracts/define.ts'
import { blockChanged, itemCorrected, recordSealed, stepUndone, urgentItemAdded } from '#app/contracts/flow.ts'
import type { SessionView } from '#app/contracts/meeting.ts'
import { queueOrder } from '#app/domain/meeting/speaking.ts'

type View = z.output<typeof SessionView>
type Item = View['items'][number]

/** Rows of the same id replaced, each in its place. */
const replace = <T extends { id: string }>(rows: readonly T[], changed: readonly T[]): T[] => {
  const byId = new Map(changed.map(row => [row.id, row]))
  return rows.map(row => byId.get(row.id) ?? row)
}

const insert = (items: readonly Item[], item: Item, beforeId: string | null): Item[] => {
  const others = items.filter(i => i.id !== item.id)
  const place = beforeId === null ? -1 : others.findIndex(i => i.id === beforeId)
  return place < 0 ? [...others, item] : [...others.slice(0, place), item, ...others.slice(place)]
}

/** Urgent items, the block, taking back, corrections, the seal; called by `reduceSession` for what it does not know. */
export function reduceFlow(view: View, e: StreamEvent): View {
  switch (e.name) {
    case urgentItemAdded.name: {
      const p = e.payload as PayloadOf<typeof urgentItemAdded>
      return { ...view, items: insert(view.items, p.item, p.beforeId), meeting: { ...view.meeting, agendaVersion: p.n } }
    }
    case blockChanged.name:
    case itemCorrected.name:
      return { ...view, items: replace(view.items, (e.payload as PayloadOf<typeof itemCorrected>).items) }
    case stepUndone.name: {
      const p = e.payload as PayloadOf<typeof stepUndone>
      return {
        ...view,
        meeting: { ...p.meeting, agendaVersion: view.meeting.agendaVersion },
        items: replace(view.items, p.items),
        queue: p.requests.length > 0 ? queueOrder(replace(view.queue, p.requests)) : view.queue,
        presenting: p.presenting,
        participants: p.participants ?? view.participants,
        quorum: p.quorum ?? view.quorum,
      }
    }
    case recordSealed.name:
      return { ...view, meeting: { ...view.meeting, sealedAt: (e.payload as PayloadOf<typeof recordSealed>).sealedAt } }
    default:
      return view
  }
}
