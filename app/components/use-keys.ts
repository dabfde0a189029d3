import { useEffect, useRef } from 'react'

/** Single-letter keys of a screen. Never while a field has focus, a dialog is open or a modifier is held. */
export function useKeys(keys: Record<string, () => void>): void {
  const ref = useRef(keys)
  ref.current = keys
  useEffect(() => {
    const onKey = (e: KeyboardEvent) => {
      if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing || e.defaultPrevented) return
      const at = e.target instanceof HTMLElement ? e.target : null
      if (at && (at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName))) return
      if (document.querySelector('dialog[open]')) return
      const act = ref.current[e.key] ?? ref.current[e.key.toLowerCase()]
      if (!act) return
      e.preventDefault()
      act()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}
