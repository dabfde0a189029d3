import { useEffect, useRef } from 'react'

/**
 * Single-letter keys of a screen. Never while a field one writes in has focus (a tick box is none), a dialog is open or a modifier
 * is held. With `isOnce` a key
 * held down acts once: for acts, not for walking through a list.
 */
export function useKeys(keys: Record<string, () => void>, { isOnce = false }: { isOnce?: boolean } = {}): void {
  const ref = useRef(keys)
  ref.current = keys
  useEffect(() => {
    const onKey = (e: KeyboardEvent) => {
      if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing || e.defaultPrevented) return
      const at = e.target instanceof HTMLElement ? e.target : null
      const isTick = at instanceof HTMLInputElement && at.type === 'checkbox'
      if (at && !isTick && (at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName))) return
      if (document.querySelector('dialog[open]')) return
      const act = ref.current[e.key] ?? ref.current[e.key.toLowerCase()]
      if (!act) return
      e.preventDefault()
      if (!isOnce || !e.repeat) act()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [isOnce])
}
