import { RemixBrowser } from '@remix-run/react'
import { startTransition, StrictMode, useEffect } from 'react'
import { hydrateRoot } from 'react-dom/client'

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

/** The first effect runs when the page stands: from here on React hears everything. */
function Standing() {
  useEffect(() => {
    for (const name of EARLY) window.removeEventListener(name, hold, true)
  }, [])
  return null
}

startTransition(() => {
  hydrateRoot(
    document,
    <StrictMode>
      <RemixBrowser />
      <Standing />
    </StrictMode>,
  )
})
