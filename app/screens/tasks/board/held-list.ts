import { useEffect, useRef, useState } from 'react'
import type { BoardView } from '#app/live/reducers/board.ts'

/**
 * While a pointer rests on the list (or a finger touches it) nothing comes in; what arrived waits and is announced.
 * Otherwise new cards stand on top at once.
 */
export function useHeldList(view: BoardView) {
  const [isHeld, setHeld] = useState(false)
  const [held, setHeldIds] = useState<ReadonlySet<string>>(new Set())
  const seen = useRef<ReadonlySet<string>>(new Set(view.arrived))
  useEffect(() => {
    const fresh = view.arrived.filter(id => !seen.current.has(id))
    if (fresh.length === 0) return
    if (isHeld) setHeldIds(new Set(fresh))
    else {
      seen.current = new Set(view.arrived)
      setHeldIds(new Set())
    }
  }, [view.arrived, isHeld])
  const release = () => {
    seen.current = new Set(view.arrived)
    setHeldIds(new Set())
  }
  return {
    cards: held.size === 0 ? view.cards : view.cards.filter(c => !held.has(c.id)),
    waiting: held.size,
    release,
    hold: {
      onPointerEnter: (e: React.PointerEvent) => e.pointerType === 'mouse' && setHeld(true),
      onPointerLeave: () => setHeld(false),
    },
  }
}
