import { useNavigate } from '@remix-run/react'
import { useState } from 'react'
import { Button } from '#app/components/button.tsx'
import { Dialog } from '#app/components/dialog.tsx'
import { CircleCheckBig, CirclePause, Ellipsis, History, Lock, Pencil, Play, Plus, Square, Undo2 } from '#app/components/icon.tsx'
import { KeyMark } from '#app/components/keyboard-help.tsx'
import { meetingPause, meetingResume } from '#app/contracts/meeting.ts'
import type { Room } from '#app/screens/session/room.ts'
import { flowText } from '#app/text/flow.ts'
import { sessionText } from '#app/text/session.ts'

export type RoomAct = { key?: string; label: string; icon: typeof Undo2; run: () => void }

/** Everything that may be done now beside the next step, as one list: for the sheet under a thumb and for Ctrl K. */
export function useRoomActs(room: Room): RoomAct[] {
  const navigate = useNavigate()
  const { view, control, acts, vote } = room
  const { flow } = control
  const meetingId = view.meeting.id
  const { status } = view.meeting
  const isVoting = vote?.status === 'open'
  const history: RoomAct = { key: 'H', label: flowText.keys.history, icon: History, run: () => navigate(`/phien-hop/${meetingId}/dien-bien`) }
  if (!room.canControl) return [history]
  return [
    ...(status === 'running' && !isVoting ? [{ key: 'P', label: sessionText.chair.pause, icon: CirclePause, run: () => void acts.run(meetingPause, { meetingId }) }] : []),
    ...(status === 'paused' ? [{ key: 'P', label: sessionText.chair.step.resume, icon: Play, run: () => void acts.run(meetingResume, { meetingId }) }] : []),
    ...(flow.canUndo ? [{ key: 'Z', label: flowText.undo.open, icon: Undo2, run: () => void flow.openUndo() }] : []),
    ...(flow.block.length > 0 && status === 'running' && !isVoting ? [{ label: flowText.block.step(flow.block.length), icon: CircleCheckBig, run: () => void flow.openBlock() }] : []),
    ...(flow.canUrgent ? [{ key: 'U', label: flowText.urgent.open, icon: Plus, run: () => void flow.openUrgent() }] : []),
    ...(flow.canCorrect ? [{ key: 'X', label: flowText.correct.open, icon: Pencil, run: () => void flow.openCorrect() }] : []),
    history,
    ...((status === 'running' || status === 'paused') && !isVoting ? [{ key: 'E', label: sessionText.chair.endEarly, icon: Square, run: control.askEnd }] : []),
    ...(flow.canSeal ? [{ label: flowText.seal.open, icon: Lock, run: () => void flow.openSeal() }] : []),
  ]
}

/** "Việc khác": the acts in one sheet, big enough for a thumb. */
export function MoreActs({ room, hasKeys }: { room: Room; hasKeys?: boolean }) {
  const [isOpen, setOpen] = useState(false)
  const list = useRoomActs(room)
  return (
    <>
      <Button size="lg" className="max-md:min-h-15 max-md:px-4" icon={<Ellipsis aria-hidden />} aria-haspopup="dialog" title={flowText.more} onClick={() => setOpen(true)}>
        <span className="max-md:sr-only">{flowText.more}</span>
      </Button>
      <Dialog isOpen={isOpen} onClose={() => setOpen(false)} title={flowText.moreTitle}>
        <ul className="flex flex-col gap-2">
          {list.map(act => (
            <li key={act.label}>
              <Button
                size="lg"
                className="w-full justify-start"
                aria-keyshortcuts={hasKeys ? act.key : undefined}
                icon={<act.icon aria-hidden />}
                onClick={() => {
                  setOpen(false)
                  // The sheet closes first, so that a question of the act comes above nothing.
                  queueMicrotask(act.run)
                }}
              >
                <span className="flex-1 text-left">{act.label}</span>
                {hasKeys && act.key && <KeyMark>{act.key}</KeyMark>}
              </Button>
            </li>
          ))}
        </ul>
      </Dialog>
    </>
  )
}
