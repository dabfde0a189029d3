import { Suspense } from 'react'
import { useHydrated } from '#app/components/use-hydrated.ts'
import { lazyPart } from '#app/live/patience.ts'
import type { Session } from '#app/screens/session/derive.ts'
import type { DiscussionHead } from './use-discussion.ts'

// Not among the first bytes of a member's page: talking comes after seeing what the session is at.
const DiscussionLive = lazyPart(() => import('./discussion-live.tsx'))

/** What talking needs of a session: a guest has no more of it. */
export type TalkView = Pick<Session, 'chat' | 'participants'> & { meeting: Pick<Session['meeting'], 'id' | 'status'> }
export type DiscussionProps = { view: TalkView; userId: string; head: DiscussionHead; now: number; canSetup?: boolean }

/** Trao đổi in the head of a screen, for whoever has a channel; its place is kept while it loads, so that nothing moves. */
export function DiscussionButton(props: DiscussionProps) {
  const isHydrated = useHydrated()
  if (!props.head.room && !props.head.line) return null
  const place = <span aria-hidden className="h-11 w-11 md:w-28" />
  if (!isHydrated) return place
  return (
    <Suspense fallback={place}>
      <DiscussionLive {...props} />
    </Suspense>
  )
}
