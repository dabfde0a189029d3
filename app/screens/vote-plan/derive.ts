import { isAside, type PlannedState, plannedState } from '#app/domain/voting/plan.ts'
import { type Item, type Session, standing, type Vote } from '#app/screens/session/derive.ts'

export type Planned = NonNullable<Session['planned']>[number]
export type PlannedRow = { planned: Planned; item: Item | null; vote: Vote | null; state: PlannedState; isAside: boolean }

/** The list with what became of each: its vote, and whether its item still stands. */
export function plannedRows(view: Session): PlannedRow[] {
  const items = new Map(view.items.map(i => [i.id, i]))
  const votes = new Map(view.votes.map(v => [v.id, v]))
  return (view.planned ?? []).flatMap(planned => {
    const item = items.get(planned.itemId) ?? null
    if (!item) return []
    const vote = planned.voteId ? (votes.get(planned.voteId) ?? null) : null
    return [{ planned, item, vote, state: plannedState(vote), isAside: isAside(item.status) }]
  })
}

/** The next one to open while the list is run through. */
export const nextPlanned = (view: Session): { row: PlannedRow; n: number; of: number } | null => {
  const rows = plannedRows(view)
  const at = rows.findIndex(r => r.state === 'waiting' && !r.isAside)
  const row = rows[at]
  return row ? { row, n: at + 1, of: rows.length } : null
}

/** Items a vote can be prepared on. */
export const itemsToPlan = (view: Session): Item[] => standing(view).filter(i => i.status !== 'held_over' && i.isHidden !== true)
