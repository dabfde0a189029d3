import { Card } from '#app/components/card.tsx'
import { sessionText } from '#app/text/session.ts'
import type { DeskRoom } from '../desk.ts'
import { HallPairing } from '../hall-pairing.tsx'

/** Screens on the wall. */
export function HallTab({ room }: { room: DeskRoom }) {
  return (
    <Card title={sessionText.desk.hall.title}>
      <HallPairing meetingId={room.view.meeting.id} displays={room.displays} />
    </Card>
  )
}
