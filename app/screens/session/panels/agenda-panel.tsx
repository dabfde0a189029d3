import type { ReactNode } from 'react'
import { AgendaList } from '#app/screens/session/agenda-list.tsx'
import { useAudienceDialog } from '#app/screens/session/audience-dialog.tsx'
import type { Room } from '#app/screens/session/room.ts'
import { sessionText } from '#app/text/session.ts'

/** The agenda of a console with its acts; `children` stand below it. */
export function AgendaPanel({ room, children }: { room: Room; children?: ReactNode }) {
  const { view, control, canControl, isRunning, vote } = room
  const mayChange = canControl && (isRunning || view.meeting.status === 'paused')
  const audience = useAudienceDialog(view, room.acts)
  return (
    <>
      <h2 className="px-2.5 text-sm font-semibold text-text-3">{sessionText.agenda}</h2>
      <AgendaList
        view={view}
        onPick={canControl ? control.pick : undefined}
        canPick={isRunning && vote?.status !== 'open' && !control.isSending}
        onAside={mayChange ? control.setAsideOrBack : undefined}
        onAudience={canControl && view.meeting.status !== 'ended' ? audience.open : undefined}
      />
      {audience.dialog}
      {children}
    </>
  )
}
