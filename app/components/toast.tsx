import { useEffect, useState, useSyncExternalStore } from 'react'
import { shellText } from '#app/text/shell.ts'
import { CircleCheck, X } from './icon.tsx'

type Note = { id: number; text: string; undo?: { label: string; run: () => void } }

const LIFE_MS = 6_000
let current: Note | null = null
let last = 0
const listeners = new Set<() => void>()
function set(note: Note | null): void {
  current = note
  for (const l of listeners) l()
}

/** A short word that something is done, after the server has answered. One at a time; never for errors. */
export function toast(text: string, undo?: Note['undo']): void {
  set({ id: ++last, text, ...(undo ? { undo } : {}) })
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** Place once per page. */
export function Toaster() {
  const note = useSyncExternalStore(subscribe, () => current, () => null)
  const [isHeld, setHeld] = useState(false)
  useEffect(() => {
    if (!note || isHeld) return
    const timer = setTimeout(() => set(null), LIFE_MS)
    return () => clearTimeout(timer)
  }, [note, isHeld])
  return (
    <div role="status" data-toaster aria-label={shellText.toast.label} className="pointer-events-none fixed inset-x-4 bottom-24 z-50 flex md:right-auto md:bottom-6 md:left-6">
      {note && (
        <div
          key={note.id}
          onFocus={() => setHeld(true)}
          onBlur={() => setHeld(false)}
          onMouseEnter={() => setHeld(true)}
          onMouseLeave={() => setHeld(false)}
          className="rise pointer-events-auto flex min-h-12 items-center gap-3 rounded-lg bg-text px-4 py-2 text-md text-bg shadow-e3"
        >
          <CircleCheck aria-hidden />
          <span>{note.text}</span>
          {note.undo && (
            <button
              type="button"
              className="font-semibold underline underline-offset-2"
              onClick={() => {
                note.undo?.run()
                set(null)
              }}
            >
              {note.undo.label}
            </button>
          )}
          <button type="button" aria-label={shellText.toast.close} className="-mr-1 p-1.5" onClick={() => set(null)}>
            <X aria-hidden />
          </button>
        </div>
      )}
    </div>
  )
}
