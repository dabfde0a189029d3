import type { Session } from '#app/screens/session/derive.ts'
import { SeatLegend, SeatMap } from './seat-map.tsx'

/** The hall with one's own place marked, and what the signs mean. */
export default function MySeatMap({ view, seating, selfId }: { view: Session; seating: NonNullable<Session['seating']>; selfId: string }) {
  return (
    <>
      <SeatMap view={view} seating={seating} mineId={selfId} />
      <SeatLegend view={view} seating={seating} />
    </>
  )
}
