import { type ReactNode, useState } from 'react'
import { Button } from '#app/components/button.tsx'
import { Pencil } from '#app/components/icon.tsx'
import { SaveMark, type SaveState } from '#app/components/save-mark.tsx'
import type { Unit } from '#app/components/unit-picker.tsx'
import type { CalendarDay } from '#app/domain/calendar/working-days.ts'
import { peerColor, useDocsConnection, type DocStatus } from '#app/editor/agenda-editor.tsx'
import { ConclusionEditor } from '#app/editor/conclusion-editor.tsx'
import type { Line } from '#app/screens/session/derive.ts'
import type { Acts } from '#app/screens/session/use-session.ts'
import { conclusionText as t } from '#app/text/conclusion.ts'
import { AgreedState, MarkChips, Questions } from './mark-chips.tsx'
import { MarkDialog } from './mark-dialog.tsx'
import { numbered } from './read.ts'

const markOf: Record<DocStatus['state'], SaveState> = { connecting: 'saving', saved: 'stored', saving: 'saving', local: 'here', refused: 'failed' }

type Props = {
  meetingId: string
  itemId: string
  itemNumber: number
  lines: readonly Line[]
  user: { userId: string; name: string }
  acts: Acts
  /** for setting marks by hand; without them only questions can be answered */
  units?: readonly Unit[]
  calendar?: readonly CalendarDay[]
  addWanted?: boolean
  onAdded?: () => void
  /** more under a line, e.g. giving the task at once */
  extra?: (line: Line, n: number) => ReactNode
  isTouch?: boolean
}

/** The conclusion typed together: the shared text, what was understood under each line, and whether it is stored. */
export function SharedText({ meetingId, itemId, itemNumber, lines, user, acts, units, calendar, addWanted, onAdded, extra, isTouch }: Props) {
  const [status, setStatus] = useState<DocStatus | null>(null)
  const [marking, setMarking] = useState<string | null>(null)
  const { peers } = useDocsConnection()
  const rows = numbered(lines, itemId)
  const others = peers.filter(p => p.userId !== user.userId)
  const marked = rows.find(r => r.line.id === marking)
  const strips = rows.flatMap(({ line, n }) =>
    n === null
      ? []
      : [
          {
            id: line.id,
            label: t.marksOf(n),
            node: (
              <div className="flex flex-col gap-1.5">
                <div className="flex flex-wrap items-center gap-x-2 gap-y-1.5">
                  <MarkChips marks={line.marks} isLarge={isTouch} />
                  <AgreedState line={line} />
                  {units && (
                    <Button size="sm" variant="plain" className="pointer-coarse:min-h-11" icon={<Pencil aria-hidden />} aria-label={line.marks ? t.markOne(n) : t.markNewOne(n)} onClick={() => setMarking(line.id)}>
                      {line.marks ? t.mark : t.markNew}
                    </Button>
                  )}
                  {extra?.(line, n)}
                </div>
                <Questions meetingId={meetingId} line={line} acts={acts} />
              </div>
            ),
          },
        ],
  )
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        {status ? <SaveMark state={markOf[status.state]} at={status.savedAt} /> : <span className="text-sm text-text-3">{t.opening}</span>}
        {others.length > 0 && (
          <span role="status" className="text-sm text-text-3">
            {t.peers(others.map(p => p.name).join(', '))}
          </span>
        )}
      </div>
      <ConclusionEditor
        key={itemId}
        itemId={itemId}
        number={itemNumber}
        user={{ userId: user.userId, name: user.name, color: peerColor(user.userId) }}
        strips={strips}
        addWanted={addWanted}
        onAdded={onAdded}
        onMark={units && setMarking}
        onStatus={setStatus}
        preview={
          <div className="doc-lines">
            {rows.map(r => r.n !== null && <p key={r.line.id}>{r.line.text}</p>)}
          </div>
        }
      />
      {rows
        .filter(r => r.n === null)
        .map(({ line }) => (
          <div key={line.id} className="flex flex-wrap items-center gap-2">
            <AgreedState line={line} />
          </div>
        ))}
      <p className="text-sm text-text-3">{status?.readOnly ? t.readOnly : t.how}</p>
      {marked && units && (
        <MarkDialog key={marked.line.id} meetingId={meetingId} line={marked.line} n={marked.n ?? 0} units={units} calendar={calendar ?? []} onClose={() => setMarking(null)} />
      )}
    </div>
  )
}
