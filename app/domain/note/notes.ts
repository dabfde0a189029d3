import { fold } from '../search/fold.ts'

export type Note = { id: string; itemId: string | null; paperId: string | null; page: number | null; text: string; version: number; updatedAt: number }
/** What was typed here and the server has not confirmed. `baseVersion` 0 = a note it does not know yet. */
export type Draft = Omit<Note, 'version' | 'updatedAt'> & { baseVersion: number; commandId: string; at: number }

/** Notes as this device shows them: what is typed here stands over what the server last said. Newest first. */
export function withDrafts(notes: readonly Note[], drafts: readonly Draft[]): Note[] {
  const byId = new Map(notes.map(n => [n.id, n]))
  for (const d of drafts) {
    const known = byId.get(d.id)
    byId.set(d.id, { id: d.id, itemId: d.itemId, paperId: d.paperId, page: d.page, text: d.text, version: known?.version ?? 0, updatedAt: d.at })
  }
  return [...byId.values()].sort((a, b) => b.updatedAt - a.updatedAt || (a.id < b.id ? 1 : -1))
}

/** Finds without marks; every word must occur. Nothing typed = everything. */
export function findNotes<N extends { text: string }>(notes: readonly N[], typed: string): N[] {
  const words = fold(typed).split(/\s+/).filter(Boolean)
  return notes.filter(n => {
    const text = fold(n.text)
    return words.every(w => text.includes(w))
  })
}
