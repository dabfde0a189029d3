import { useSyncExternalStore } from 'react'

/** The editor the toolbar acts on: the last one that had the caret. Light: the toolbar stands before any editor loads. */
export type ActiveEditor = {
  isBold: boolean
  isItalic: boolean
  isList: boolean
  /** the caret stands in the title, which has no lists */
  isTitle: boolean
  canUndo: boolean
  canRedo: boolean
  toggle: (what: 'bold' | 'italic' | 'list') => void
  undo: () => void
  redo: () => void
}

let active: { owner: object; editor: ActiveEditor } | null = null
const listeners = new Set<() => void>()

export function setActiveEditor(owner: object, editor: ActiveEditor): void {
  active = { owner, editor }
  for (const l of listeners) l()
}
/** The editor left the page. */
export function dropActiveEditor(owner: object): void {
  if (active?.owner !== owner) return
  active = null
  for (const l of listeners) l()
}

export const useActiveEditor = (): ActiveEditor | null =>
  useSyncExternalStore(
    listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => active?.editor ?? null,
    () => null,
  )
