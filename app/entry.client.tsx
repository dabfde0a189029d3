import { RemixBrowser } from '@remix-run/react'
import { startTransition, StrictMode, useEffect, type ReactNode } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { patientFetch } from './live/patience.ts'

window.fetch = patientFetch(window.fetch.bind(window), window.location.origin)

/**
 * Events for which React 18 hydrates at once. Remix's root still waits for its data then, and the forced render would
 * break the whole page for whoever types early (React error 345). Until the page stands they stay with the browser:
 * links and forms work, what is typed stays in its field.
 */
const EARLY = [
  'mousedown', 'mouseup', 'touchcancel', 'touchend', 'touchstart', 'auxclick', 'dblclick', 'pointercancel', 'pointerdown', 'pointerup', 'dragend',
  'dragstart', 'drop', 'compositionend', 'compositionstart', 'keydown', 'keypress', 'keyup', 'input', 'textInput', 'copy', 'cut', 'paste', 'click',
  'change', 'contextmenu', 'reset', 'submit',
]
const hold = (e: Event): void => e.stopImmediatePropagation()
for (const name of EARLY) window.addEventListener(name, hold, true)

/**
 * The first effect runs when the page stands: from here on React hears everything. It wraps the page instead of standing
 * beside it: a second child here would give every `useId` another name than the server wrote.
 */
function Standing({ children }: { children: ReactNode }) {
  useEffect(() => {
    for (const name of EARLY) window.removeEventListener(name, hold, true)
  }, [])
  return children
}

startTransition(() => {
  hydrateRoot(
    document,
    <StrictMode>
      <Standing>
        <RemixBrowser />
      </Standing>
    </StrictMode>,
  )
})
