import { useSyncExternalStore } from 'react'

/** Where a note should hang when it is begun from a paper. */
export type Anchor = { itemId: string | null; paperId: string | null; page: number | null }

/** The notes of this page, if it has any: a paper being read may ask them to begin a note on its page. */
let door: ((anchor: Anchor) => void) | null = null
const listeners = new Set<() => void>()
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}
const set = (next: typeof door): void => {
  door = next
  for (const l of listeners) l()
}

export function openDoor(begin: (anchor: Anchor) => void): () => void {
  set(begin)
  return () => {
    if (door === begin) set(null)
  }
}
/** Begins a note, or null where the page keeps none. */
export const useNoteDoor = (): ((anchor: Anchor) => void) | null => useSyncExternalStore(subscribe, () => door, () => null)
