import { Suspense, useState } from 'react'
import { Skeleton } from '#app/components/empty.tsx'
import { lazyPart } from '#app/live/patience.ts'
import type { Participant, Session } from '#app/screens/session/derive.ts'
import { seatingText as t } from '#app/text/seating.ts'

/** A phone loads the drawing when somebody asks for it, not with the page. */
const MySeatMap = lazyPart(() => import('./my-seat-map.tsx'))

/** Chỗ của tôi: the member finds the seat before sitting down, and sees the room live. */
export function MySeat({ view, self }: { view: Session; self: Participant | null }) {
  const { seating } = view
  const [isOpen, setOpen] = useState(false)
  const seat = seating?.places.find(p => p.participantId === self?.id)?.seatId
  if (!seating || !self) return null
  return (
    <details className="rounded-2xl border border-line bg-surface px-4 py-3" onToggle={e => setOpen(e.currentTarget.open)}>
      <summary className="font-semibold">{seat ? t.mine(seat) : t.title}</summary>
      <div className="mt-3 flex flex-col gap-3">
        <p className="text-sm text-text-3">{t.head}</p>
        {isOpen && (
          <Suspense fallback={<Skeleton lines={4} />}>
            <MySeatMap view={view} seating={seating} selfId={self.id} />
          </Suspense>
        )}
      </div>
    </details>
  )
}
