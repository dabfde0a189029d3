import { Card } from '#app/components/card.tsx'
import { Papers } from '#app/screens/session/papers.tsx'
import { sessionText } from '#app/text/session.ts'
import type { DeskRoom } from '../desk.ts'

/** Papers of the item in hand, to be shown to everybody. */
export function PapersTab({ room }: { room: DeskRoom }) {
  return (
    <Card title={room.here?.title ?? sessionText.desk.papers}>
      <Papers view={room.view} itemId={room.here?.id ?? room.itemId} acts={room.canControl ? room.acts : undefined} />
    </Card>
  )
}
