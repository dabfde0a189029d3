import { Suspense } from 'react'
import { useHydrated } from '#app/components/use-hydrated.ts'
import { lazyPart } from '#app/live/patience.ts'
import type { Session } from '#app/screens/session/derive.ts'

const VideoLink = lazyPart(() => import('./video-link.tsx'))

/** Họp trực tuyến in the head of a screen: quiet, and not there at all for a session without it. */
export function VideoButton({ view }: { view: Pick<Session, 'meeting' | 'video'> }) {
  const isOver = view.meeting.status === 'ended' || view.meeting.status === 'cancelled'
  return <VideoWay meetingId={view.meeting.id} isOpen={!isOver && (view.video?.kind ?? 'none') !== 'none'} />
}

/** The same for whoever is told only whether the way is open (a guest, while their item is in hand). */
export function VideoWay({ meetingId, isOpen, isWordShown = false }: { meetingId: string; isOpen: boolean; isWordShown?: boolean }) {
  const isHydrated = useHydrated()
  if (!isHydrated || !isOpen) return null
  return (
    <Suspense fallback={<span aria-hidden className="h-11 w-11" />}>
      <VideoLink meetingId={meetingId} isWordShown={isWordShown} />
    </Suspense>
  )
}
