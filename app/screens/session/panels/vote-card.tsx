import { Suspense } from 'react'
import { Button } from '#app/components/button.tsx'
import { Card } from '#app/components/card.tsx'
import { Radio } from '#app/components/icon.tsx'
import { useHydrated } from '#app/components/use-hydrated.ts'
import { isOver } from '#app/domain/meeting/machine.ts'
import { lazyPart } from '#app/live/patience.ts'
import { ReadinessButton } from '#app/screens/session/readiness/readiness-button.tsx'
import type { Room } from '#app/screens/session/room.ts'
import { VotePanel } from '#app/screens/session/vote-panel.tsx'
import { sessionText } from '#app/text/session.ts'

// Loads where votes were prepared beforehand.
const RunPanel = lazyPart(() => import('#app/screens/vote-plan/run-panel.tsx'))
const VoteActs = lazyPart(() => import('#app/screens/session/voting/vote-acts.tsx'))

/** The vote of the item in hand, and the way to open one. */
export function VoteCard({ room, isQuestionShown }: { room: Room; isQuestionShown?: boolean }) {
  const { view, vote, here, isRunning, control, canControl } = room
  // A part that loads late must not meet an event of the stream before the page has come alive.
  const isHydrated = useHydrated()
  return (
    <>
      <Card>
        {vote ? (
          <VotePanel view={view} vote={vote} isQuestionShown={isQuestionShown} />
        ) : (
          <>
            <h2 className="text-card font-semibold">{sessionText.vote.title}</h2>
            <p className="mt-1 text-text-3">{sessionText.vote.none}</p>
          </>
        )}
        {canControl && here && isRunning && vote?.status !== 'open' && control.step.kind !== 'openVote' && (
          <Button className="mt-3" icon={<Radio aria-hidden />} onClick={control.askVote}>
            {vote ? sessionText.chair.again : sessionText.chair.step.openVote}
          </Button>
        )}
        {canControl && isHydrated && (
          <Suspense fallback={null}>
            <VoteActs room={room} />
          </Suspense>
        )}
        {!isOver(view.meeting.status) && <ReadinessButton view={view} presence={room.presence} />}
      </Card>
      {canControl && isHydrated && (view.planned?.length ?? 0) > 0 && (
        <Suspense fallback={null}>
          <RunPanel room={room} />
        </Suspense>
      )}
    </>
  )
}
