import { useSyncExternalStore } from 'react'

/** Whose papers this page keeps: the signed-in person's, or the wall screen's. Nobody known, nothing kept beyond the page. */
let owner: string | null = null
const listeners = new Set<() => void>()

export const getOwner = (): string | null => owner
export function setOwner(next: string | null): void {
  if (owner === next) return
  owner = next
  for (const l of listeners) l()
}
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}
/** User id of the person at this device; null on the server and before the page stands. */
export const useOwner = (): string | null => useSyncExternalStore(subscribe, getOwner, () => null)
