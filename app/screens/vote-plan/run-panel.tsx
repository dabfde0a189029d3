import { Button } from '#app/components/button.tsx'
import { Card } from '#app/components/card.tsx'
import { CirclePause, ClipboardList, Play, Radio } from '#app/components/icon.tsx'
import { votePlanOpen, votePlanRun } from '#app/contracts/vote-plan.ts'
import { newId } from '#app/live/new-id.ts'
import { inBlock, openVote } from '#app/screens/session/derive.ts'
import type { Room } from '#app/screens/session/room.ts'
import { planText } from '#app/text/vote-plan.ts'
import { plannedRows } from './derive.ts'
import { ofItem, PlannedChip, PlannedDetails } from './planned-parts.tsx'

const t = planText.run

/** Duyệt danh sách nội dung biểu quyết: start, open each in its turn or any by choice, end. For chair and secretaries. */
export default function RunPanel({ room }: { room: Room }) {
  const { view, acts, isRunning } = room
  const rows = plannedRows(view)
  const meetingId = view.meeting.id
  const isOn = view.voteRunAt != null
  const isOpen = openVote(view) !== null
  const held = rows.filter(r => r.state === 'held').length
  const block = inBlock(view)
  if (rows.length === 0) return null
  const list = (
    <ol className="divide-y divide-line">
      {rows.map((row, i) => (
        <li key={row.planned.id} className="py-2">
          <div className="flex items-start justify-between gap-3">
            <div className="min-w-0">
              <p className="font-semibold">
                {i + 1}. {row.planned.question}
              </p>
              <p className="text-sm text-text-3">{ofItem(view, row)}</p>
            </div>
            <span className="shrink-0 whitespace-nowrap">
              <PlannedChip row={row} />
            </span>
          </div>
          <div className="flex flex-wrap items-start justify-between gap-x-3">
            <details className="min-w-0 flex-1">
              <summary className="flex min-h-11 cursor-pointer items-center text-sm font-semibold text-act">{planText.details}</summary>
              <PlannedDetails planned={row.planned} />
            </details>
            {isRunning && row.state === 'waiting' && !row.isAside && !isOpen && (
              <Button
                icon={<Radio aria-hidden />}
                aria-label={t.openNow(row.planned.question)}
                isSending={acts.isBusy(`${votePlanOpen.name}/${row.planned.id}`)}
                onClick={() => void acts.run(votePlanOpen, { meetingId, plannedId: row.planned.id, voteId: newId() }, `${votePlanOpen.name}/${row.planned.id}`)}
              >
                {t.openShort}
              </Button>
            )}
          </div>
        </li>
      ))}
    </ol>
  )
  return (
    <Card title={t.title} aside={t.progress(held, rows.length)}>
      {/* While ballots are out the list steps back: the own ballot stands below it. */}
      {isOpen ? (
        <details>
          <summary className="flex min-h-11 cursor-pointer items-center font-semibold text-act">{t.list(rows.length)}</summary>
          {list}
        </details>
      ) : (
        list
      )}
      {isRunning && (
        <div className="mt-3 flex flex-wrap items-center gap-2">
          {isOn ? (
            <>
              <p role="status" className="flex items-center gap-1.5 font-semibold text-act">
                <ClipboardList aria-hidden />
                {t.isOn}
              </p>
              <Button icon={<CirclePause aria-hidden />} isSending={acts.isBusy(votePlanRun.name)} onClick={() => void acts.run(votePlanRun, { meetingId, act: 'end' })}>
                {t.end}
              </Button>
            </>
          ) : (
            held < rows.length && (
              <Button icon={<Play aria-hidden />} isSending={acts.isBusy(votePlanRun.name)} onClick={() => void acts.run(votePlanRun, { meetingId, act: 'start' })}>
                {t.start}
              </Button>
            )
          )}
          {block.length > 0 && !isOpen && (
            <Button icon={<ClipboardList aria-hidden />} onClick={() => void room.control.flow.openBlock()}>
              {t.block(block.length)}
            </Button>
          )}
        </div>
      )}
    </Card>
  )
}
