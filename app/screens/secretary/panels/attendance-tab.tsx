import { Card } from '#app/components/card.tsx'
import { sessionText } from '#app/text/session.ts'
import { AttendanceTable } from '../attendance-table.tsx'
import type { DeskRoom } from '../desk.ts'

/** Check-in for others. */
export function AttendanceTab({ room }: { room: DeskRoom }) {
  return (
    <Card title={sessionText.desk.attendance}>
      <AttendanceTable view={room.view} acts={room.acts} canRecord={room.canRecord} desk={room.people} />
    </Card>
  )
}
