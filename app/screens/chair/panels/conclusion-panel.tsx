import { lazy, Suspense, useState } from 'react'
import { Button } from '#app/components/button.tsx'
import { Card } from '#app/components/card.tsx'
import { Skeleton } from '#app/components/empty.tsx'
import { Pencil } from '#app/components/icon.tsx'
import { Agree } from '#app/screens/conclusion/agree.tsx'
import { Comments } from '#app/screens/conclusion/comments.tsx'
import { FileList } from '#app/screens/conclusion/file-list.tsx'
import { AgreedState, MarkChips, Questions } from '#app/screens/conclusion/mark-chips.tsx'
import { type Comment, type File, numbered } from '#app/screens/conclusion/read.ts'
import type { Room } from '#app/screens/session/room.ts'
import { conclusionText } from '#app/text/conclusion.ts'
import { sessionText } from '#app/text/session.ts'

const t = sessionText.chair
const SharedText = lazy(async () => ({ default: (await import('#app/screens/conclusion/shared-text.tsx')).SharedText }))

/** The conclusion as it is written, line by line with what it gives; the chair agrees, or writes along. */
export function ConclusionPanel({ room, userId, comments, files, canAgree }: { room: Room; userId: string; comments: readonly Comment[]; files: readonly File[]; canAgree: boolean }) {
  const [isWriting, setWriting] = useState(false)
  const { here, acts } = room
  const meetingId = room.view.meeting.id
  const rows = numbered(room.lines, here?.id ?? null)
  const me = room.view.participants.find(p => p.userId === userId)
  return (
    <Card
      title={t.conclusion}
      aria-label={t.conclusion}
      aside={
        here && (
          <Button variant="plain" className="min-h-11" icon={<Pencil aria-hidden />} aria-pressed={isWriting} onClick={() => setWriting(!isWriting)}>
            {isWriting ? conclusionText.composeOff : conclusionText.compose}
          </Button>
        )
      }
    >
      <div className="flex flex-col gap-3">
        {here && <Comments meetingId={meetingId} comments={comments.filter(c => c.itemId === here.id)} numbers={new Map(rows.map(r => [r.line.id, r.n ?? 0]))} acts={acts} />}
        {isWriting && here ? (
          <Suspense fallback={<Skeleton lines={3} />}>
            <SharedText key={here.id} meetingId={meetingId} itemId={here.id} itemNumber={room.n} lines={room.lines} user={{ userId, name: me?.label ?? '' }} acts={acts} isTouch />
          </Suspense>
        ) : rows.length === 0 ? (
          <p className="text-text-3">{t.conclusionNone}</p>
        ) : (
          <ol className="flex flex-col divide-y divide-line text-md">
            {rows.map(({ line, n }) => (
              <li key={line.id} className="flex flex-col gap-1.5 py-2.5">
                {n !== null && (
                  <p className="flex gap-2">
                    <span className="w-6 shrink-0 text-right font-semibold text-text-3">{n}.</span>
                    <span>{line.text}</span>
                  </p>
                )}
                <div className="flex flex-wrap items-center gap-x-2 gap-y-1.5 pl-8">
                  {n !== null && <MarkChips marks={line.marks} />}
                  <AgreedState line={line} />
                </div>
                {n !== null && (
                  <div className="pl-8">
                    <Questions meetingId={meetingId} line={line} acts={acts} />
                  </div>
                )}
              </li>
            ))}
          </ol>
        )}
        {here && <FileList files={files.filter(f => f.itemId === here.id)} />}
        {here && canAgree && <Agree meetingId={meetingId} itemId={here.id} itemNumber={room.n} rows={rows} agreed={room.view.conclusions?.find(c => c.itemId === here.id) ?? null} />}
      </div>
    </Card>
  )
}
