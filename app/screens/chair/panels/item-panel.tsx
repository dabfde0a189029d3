import { NotesSection } from '#app/screens/session/notes/notes-section.tsx'
import { Papers } from '#app/screens/session/papers.tsx'
import type { Room } from '#app/screens/session/room.ts'
import { formatDateLong } from '#app/text/format.ts'
import { sessionText } from '#app/text/session.ts'

const t = sessionText.chair

/** The item in hand with its papers; between two items what to do. */
export function ItemPanel({ room }: { room: Room }) {
  const { here, view, acts, isRunning } = room
  if (!here)
    return (
      <div className="m-auto max-w-md text-center">
        <p className="text-xl font-semibold">{view.meeting.status === 'ended' ? sessionText.member.ended : sessionText.noItem}</p>
        <p className="mt-1 text-md text-text-2">{view.meeting.status === 'ended' ? t.consequence.ended : isRunning ? sessionText.noItemHint : formatDateLong(view.meeting.startsAt)}</p>
      </div>
    )
  return (
    <>
      <header>
        <h2 className="text-xl font-semibold">{here.title}</h2>
        <p className="text-md text-text-2">{[here.presenter && sessionText.presents(here.presenter), here.isCollective && sessionText.collective].filter(Boolean).join(' · ')}</p>
      </header>
      <Papers view={view} itemId={here.id} acts={acts} isTouch />
      <NotesSection view={view} itemId={here.id} />
      {here.text && <p className="text-md whitespace-pre-line text-text-2">{here.text}</p>}
    </>
  )
}
