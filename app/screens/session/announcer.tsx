import { useNow } from '#app/components/use-now.ts'
import type { Session } from './derive.ts'
import { spokenClock, spokenState } from './spoken.ts'

/**
 * The ear's side of a session: two regions that stand from the first picture on, because a reader passes over a region
 * that appears together with its words.
 */
export function SessionAnnouncer({ view, now: initial }: { view: Session; now: number }) {
  const now = useNow(initial)
  return (
    <div className="sr-only">
      <p aria-live="assertive" aria-atomic data-spoken="state">
        {spokenState(view)}
      </p>
      <p aria-live="polite" aria-atomic data-spoken="clock">
        {spokenClock(view, now)}
      </p>
    </div>
  )
}
