import { Card } from '#app/components/card.tsx'
import { SeatsPanel } from '#app/screens/seating/seats-panel.tsx'
import { seatingText } from '#app/text/seating.ts'
import type { DeskRoom } from '../desk.ts'

/** Who sits where. */
export function SeatsTab({ room }: { room: DeskRoom }) {
  return (
    <Card title={seatingText.title}>
      <SeatsPanel view={room.view} acts={room.acts} mayChange={room.canRecord} />
    </Card>
  )
}
