import { Card } from '#app/components/card.tsx'
import type { Room } from '#app/screens/session/room.ts'
import { formatDate } from '#app/text/format.ts'
import { sessionText } from '#app/text/session.ts'

const t = sessionText.chair

/** The conclusion as the secretary writes it. */
export function ConclusionPanel({ room }: { room: Room }) {
  const lines = room.lines.filter(l => l.itemId === room.here?.id && l.text.trim() !== '')
  return (
    <Card title={t.conclusion} aria-label={t.conclusion}>
      {lines.length === 0 ? (
        <p className="text-text-3">{t.conclusionNone}</p>
      ) : (
        <ol className="flex list-decimal flex-col gap-2 pl-5 text-md">
          {lines.map(l => (
            <li key={l.id}>
              {l.text}
              {l.task && <span className="block text-sm font-semibold text-act">{sessionText.desk.assigned(l.task.code, l.task.leadUnit, l.task.deadlineOn ? formatDate(l.task.deadlineOn) : null)}</span>}
            </li>
          ))}
        </ol>
      )}
    </Card>
  )
}
