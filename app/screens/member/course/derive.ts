import { fold } from '#app/domain/search/fold.ts'
import { plannedRows } from '#app/screens/vote-plan/derive.ts'
import { type Item, type Participant, type Session, standing, type Vote } from '#app/screens/session/derive.ts'

export type Matter = { key: string; item: Item | null; vote: Vote | null; /** prepared, not yet put to the vote */ question?: string }

/** Danh sách nội dung biểu quyết: every vote held or open, votes prepared, and items the collective still has to decide. In the order of the agenda. */
export function mattersOf(view: Session): Matter[] {
  const items = standing(view)
  const place = new Map(items.map((i, at) => [i.id, at]))
  const held = view.votes.filter(v => v.status !== 'cancelled').map((vote): Matter => ({ key: vote.id, item: items.find(i => i.id === vote.itemId) ?? null, vote }))
  const decided = new Set(view.votes.filter(v => v.status !== 'cancelled').flatMap(v => [v.itemId, ...(v.blockItemIds ?? [])]))
  const planned = plannedRows(view).filter(r => r.state === 'waiting').map((r): Matter => ({ key: r.planned.id, item: r.item, vote: null, question: r.planned.question }))
  const prepared = new Set(planned.map(m => m.item?.id))
  const ahead = items.filter(i => i.isCollective && !prepared.has(i.id) && !decided.has(i.id) && (i.status === 'pending' || i.status === 'presenting')).map((item): Matter => ({ key: item.id, item, vote: null }))
  const at = (m: Matter) => place.get(m.item?.id ?? '') ?? items.length
  return [...held, ...planned, ...ahead].sort((a, b) => at(a) - at(b) || (a.vote?.openedAt ?? 0) - (b.vote?.openedAt ?? 0))
}

/** Finds people by position, unit or role words without marks. */
export function findPeople(people: readonly Participant[], typed: string, roleName: (p: Participant) => string): Participant[] {
  const words = fold(typed).split(/\s+/).filter(Boolean)
  return words.length === 0 ? [...people] : people.filter(p => words.every(w => fold(`${p.label} ${p.unitName ?? ''} ${roleName(p)}`).includes(w)))
}

export type UnitRow = { name: string | null; people: Participant[]; present: number }
/** Đơn vị tham gia, in the order of their first person; people without a unit stand last. */
export function unitsOf(people: readonly Participant[]): UnitRow[] {
  const rows = new Map<string | null, UnitRow>()
  for (const p of people) {
    const name = p.unitName || null
    const row = rows.get(name) ?? { name, people: [], present: 0 }
    rows.set(name, { name, people: [...row.people, p], present: row.present + (p.isPresent ? 1 : 0) })
  }
  return [...rows.values()].sort((a, b) => Number(a.name === null) - Number(b.name === null))
}
