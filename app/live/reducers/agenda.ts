import type { z } from 'zod'
import type { PayloadOf, StreamEvent } from '#app/contracts/define.ts'
import { agendaDraftChanged, type ItemView, paperAdded, paperRemoved, type PaperView } from '#app/contracts/meeting.ts'
import { byRank } from '#app/domain/agenda/order.ts'
import { reduceShown } from './hidden.ts'

export type DraftView = { items: z.output<typeof ItemView>[]; papers: z.output<typeof PaperView>[] }

/** The draft agenda after one event of `agenda:{id}`. */
export function reduceDraft(view: DraftView, e: StreamEvent): DraftView {
  switch (e.name) {
    case agendaDraftChanged.name: {
      const { items, removedId } = e.payload as PayloadOf<typeof agendaDraftChanged>
      const changed = new Set(items.map(i => i.id))
      const kept = view.items.filter(i => i.id !== removedId && !changed.has(i.id))
      return { ...view, items: [...kept, ...items].sort(byRank) }
    }
    case paperAdded.name: {
      const { paper } = e.payload as PayloadOf<typeof paperAdded>
      return { ...view, papers: [...view.papers.filter(p => p.id !== paper.id), paper] }
    }
    case paperRemoved.name: {
      const { paperId } = e.payload as PayloadOf<typeof paperRemoved>
      return { ...view, papers: view.papers.filter(p => p.id !== paperId) }
    }
    default:
      return reduceShown(view, e) ?? view
  }
}
