import { useState } from 'react'
import { Button } from '#app/components/button.tsx'
import { Card } from '#app/components/card.tsx'
import { Dialog } from '#app/components/dialog.tsx'
import { ListChecks, Plus } from '#app/components/icon.tsx'
import { KeyMark } from '#app/components/keyboard-help.tsx'
import { Agree } from '#app/screens/conclusion/agree.tsx'
import { Comments } from '#app/screens/conclusion/comments.tsx'
import { ConclusionFiles } from '#app/screens/conclusion/files.tsx'
import { agreement, numbered } from '#app/screens/conclusion/read.ts'
import { SharedText } from '#app/screens/conclusion/shared-text.tsx'
import { numberOf } from '#app/screens/session/derive.ts'
import { AssignFromLine } from '#app/screens/tasks/assign-from-line.tsx'
import { conclusionText } from '#app/text/conclusion.ts'
import { sessionText } from '#app/text/session.ts'
import type { DeskRoom } from '../desk.ts'

const t = sessionText.desk

/** The conclusion of the item in hand, or of another the secretary chose: typed together, marked, with its files. */
export function ConclusionTab({ room }: { room: DeskRoom }) {
  const { itemId, here } = room
  const meetingId = room.view.meeting.id
  const n = numberOf(room.view, itemId)
  const rows = numbered(room.lines, itemId)
  const will = agreement(rows)
  const [assigning, setAssigning] = useState<string | null>(null)
  const given = rows.find(r => r.line.id === assigning && !r.line.task)
  const me = room.view.participants.find(p => p.userId === room.userId)
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
        <div className="flex flex-col gap-4">
          <Comments meetingId={meetingId} comments={room.comments.filter(c => c.itemId === itemId)} numbers={new Map(rows.map(r => [r.line.id, r.n ?? 0]))} acts={room.acts} />
          <SharedText
            key={itemId}
            meetingId={meetingId}
            itemId={itemId}
            itemNumber={n}
            lines={room.lines}
            user={{ userId: room.userId, name: me?.label ?? t.title }}
            acts={room.acts}
            units={room.units}
            calendar={room.calendar}
            addWanted={room.addWanted}
            onAdded={room.onAdded}
            extra={(line, at) =>
              line.task ? null : (
                <Button size="sm" variant="plain" icon={<ListChecks aria-hidden />} aria-label={t.assignOne(at)} onClick={() => setAssigning(line.id)}>
                  {t.assign}
                </Button>
              )
            }
          />
          <div className="flex flex-wrap items-center gap-3">
            <Button aria-keyshortcuts="K" icon={<Plus aria-hidden />} iconAfter={<KeyMark>K</KeyMark>} onClick={room.addLine}>
              {t.addLine}
            </Button>
            {room.canAgree ? (
              <Agree meetingId={meetingId} itemId={itemId} itemNumber={n} rows={rows} agreed={room.view.conclusions?.find(c => c.itemId === itemId) ?? null} />
            ) : (
              will.hasNews && <span className="text-sm text-text-3">{will.isFirst ? conclusionText.waitsForChair : conclusionText.changedWaits}</span>
            )}
          </div>
          <ConclusionFiles meetingId={meetingId} itemId={itemId} files={room.conclusionFiles.filter(f => f.itemId === itemId)} acts={room.acts} />
        </div>
      )}
      <Dialog isOpen={given !== undefined} onClose={() => setAssigning(null)} title={t.task.title} isWide>
        {given && <AssignFromLine meetingId={meetingId} line={given.line} units={room.units} calendar={room.calendar} onDone={() => setAssigning(null)} />}
      </Dialog>
    </Card>
  )
}
