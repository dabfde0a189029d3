import type { z } from 'zod'
import type { PayloadOf, StreamEvent } from '#app/contracts/define.ts'
import { agendaDraftChanged, type ItemView } from '#app/contracts/meeting.ts'
import { byRank } from '#app/domain/agenda/order.ts'

export type DraftView = { items: z.output<typeof ItemView>[] }

/** The draft agenda after one event of `agenda:{id}`. */
export function reduceDraft(view: DraftView, e: StreamEvent): DraftView {
  if (e.name !== agendaDraftChanged.name) return view
  const { items, removedId } = e.payload as PayloadOf<typeof agendaDraftChanged>
  const changed = new Map(items.map(i => [i.id, i]))
  const kept = view.items.filter(i => i.id !== removedId && !changed.has(i.id))
  return { items: [...kept, ...items].sort(byRank) }
}
