import { useEffect, useRef } from 'react'

// What the editors of this folder share.

/** Faults of the editor belong to the page's error boundary, not into silence. */
export function rethrow(error: Error): void {
  throw error
}

/** The name beside a caret fades after four seconds of rest; when the caret moves it shows again. */
export function useNamesThatFade(container: HTMLElement | null): void {
  useEffect(() => {
    if (!container) return
    const places = new WeakMap<Element, string>()
    const observer = new MutationObserver(() => {
      for (const caret of container.querySelectorAll<HTMLElement>('.doc-cursor')) {
        const at = `${caret.style.left} ${caret.style.top}`
        if (places.get(caret) === at) continue
        places.set(caret, at)
        const name = caret.querySelector<HTMLElement>('.doc-cursor-name')
        name?.toggleAttribute('data-below', Number.parseFloat(caret.style.top) < 14)
        for (const animation of name?.getAnimations() ?? []) {
          animation.currentTime = 0
          animation.play()
        }
      }
    })
    observer.observe(container, { subtree: true, childList: true, attributes: true, attributeFilter: ['style'] })
    return () => observer.disconnect()
  }, [container])
}

export function useLatest<T>(value: T): { readonly current: T } {
  const ref = useRef(value)
  useEffect(() => {
    ref.current = value
  })
  return ref
}
