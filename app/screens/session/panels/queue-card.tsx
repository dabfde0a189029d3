import { Card } from '#app/components/card.tsx'
import { QueuePanel } from '#app/screens/session/queue-panel.tsx'
import type { Room } from '#app/screens/session/room.ts'

/** Who speaks, is called, waits. */
export function QueueCard({ room }: { room: Room }) {
  return (
    <Card>
      <QueuePanel view={room.view} now={room.now} acts={room.canControl ? room.acts : undefined} isTouch={room.isTouch} />
    </Card>
  )
}
