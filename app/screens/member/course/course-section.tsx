import { Suspense, useState } from 'react'
import type { Recorded } from '#app/components/ballot-pad.tsx'
import { Skeleton } from '#app/components/empty.tsx'
import { lazyPart } from '#app/live/patience.ts'
import type { Session } from '#app/screens/session/derive.ts'
import { sessionText } from '#app/text/session.ts'

const CoursePanel = lazyPart(() => import('./course-panel.tsx'))

/** How far the session is, what is voted on, who takes part: folded away, and loaded when it is opened. */
export function CourseSection({ view, now, ballots }: { view: Session; now: number; ballots: Readonly<Record<string, Recorded>> }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <details className="rounded-2xl border border-line bg-surface px-4 py-3" onToggle={e => setOpen(e.currentTarget.open)}>
      <summary className="min-h-11 content-center font-semibold">{sessionText.member.course}</summary>
      {isOpen && (
        <Suspense fallback={<Skeleton lines={5} />}>
          <CoursePanel view={view} now={now} ballots={ballots} />
        </Suspense>
      )}
    </details>
  )
}
