import { useSyncExternalStore } from 'react'
import { type BoardColumn, COLUMNS, DEFAULT_COLUMNS } from '#app/domain/task/view.ts'

const KEY = 'tantrao.task-columns'
const listeners = new Set<() => void>()
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}
function read(): string | null {
  try {
    return localStorage.getItem(KEY)
  } catch {
    return null
  }
}
/** In this tab, also where the browser keeps nothing. */
let written: string | null = null

/** The columns of a list: those of the address (a saved view), else those chosen on this device, else the usual ones. */
export function useColumns(given: readonly BoardColumn[] | undefined): { columns: readonly BoardColumn[]; keep: (columns: readonly BoardColumn[]) => void } {
  const kept = useSyncExternalStore(subscribe, () => written ?? read(), () => null)
  const own = COLUMNS.filter(c => kept?.split(',').includes(c))
  const keep = (columns: readonly BoardColumn[]) => {
    written = columns.join(',')
    for (const l of listeners) l()
    try {
      localStorage.setItem(KEY, written)
    } catch {
      // A browser that keeps nothing still shows what was chosen, while this page is open.
      return
    }
  }
  return { columns: given ?? (own.length > 0 ? own : DEFAULT_COLUMNS), keep }
}
