import { Suspense } from 'react'
import { Card } from '#app/components/card.tsx'
import { Skeleton } from '#app/components/empty.tsx'
import { lazyPart } from '#app/live/patience.ts'
import { discussionText } from '#app/text/discussion.ts'
import type { DeskRoom } from '../desk.ts'

const DiscussionPanel = lazyPart(() => import('#app/screens/session/discussion/discussion-panel.tsx'))

/** The room's chat and all private lines, answered from the desk. */
export function DiscussionTab({ room }: { room: DeskRoom }) {
  return (
    <Card title={discussionText.title}>
      <Suspense fallback={<Skeleton lines={5} />}>
        <DiscussionPanel discussion={room.discussion} view={room.view} now={room.now} canSetup={room.canControl} />
      </Suspense>
    </Card>
  )
}
