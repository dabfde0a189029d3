import { Card } from '#app/components/card.tsx'
import { numberOf } from '#app/screens/session/derive.ts'
import { sessionText } from '#app/text/session.ts'
import { ConclusionLines } from '../conclusion-lines.tsx'
import type { DeskRoom } from '../desk.ts'

const t = sessionText.desk

/** The conclusion of the item in hand, or of another the secretary chose. */
export function ConclusionTab({ room }: { room: DeskRoom }) {
  const { itemId, here } = room
  const n = numberOf(room.view, itemId)
  return (
    <Card
      title={n > 0 ? t.conclusionOf(n) : t.conclusion}
      aside={
        <label className="flex items-center gap-2">
          {t.chooseItem}
          <select className="min-h-8 rounded-md border border-line-strong bg-surface px-2 text-text" value={itemId ?? ''} onChange={e => room.choose(e.target.value === here?.id ? null : e.target.value)}>
            {room.items.map((i, at) => (
              <option key={i.id} value={i.id}>
                {at + 1}. {i.title.slice(0, 60)}
              </option>
            ))}
          </select>
        </label>
      }
    >
      {room.chosenId && here && room.chosenId !== here.id && <p className="mb-2 text-soon">{t.otherItem}</p>}
      {itemId && (
        <ConclusionLines
          key={itemId}
          meetingId={room.view.meeting.id}
          lines={room.lines.filter(l => l.itemId === itemId)}
          units={room.units}
          calendar={room.calendar}
          acts={room.acts}
          focusId={room.focusLineId}
          onAdd={room.addLine}
        />
      )}
    </Card>
  )
}
