import { useState } from 'react'
import { Button } from '#app/components/button.tsx'
import { Chip, type Tone } from '#app/components/chip.tsx'
import { ConfirmDialog } from '#app/components/dialog.tsx'
import { CircleCheck, CirclePause, Lock, Square } from '#app/components/icon.tsx'
import { speakingSetDoor } from '#app/contracts/speaking.ts'
import type { DoorAct, DoorKind, DoorState } from '#app/domain/meeting/speaking.ts'
import type { Acts } from '#app/screens/session/use-session.ts'
import { shellText } from '#app/text/shell.ts'
import { speakingText } from '#app/text/speaking.ts'

const t = speakingText.door

const looks: Record<DoorState, { tone: Tone; Icon: typeof Lock }> = {
  not_open: { tone: 'neutral', Icon: Lock },
  open: { tone: 'ok', Icon: CircleCheck },
  stopped: { tone: 'soon', Icon: CirclePause },
  ended: { tone: 'neutral', Icon: Square },
}
const actsOf: Record<DoorState, DoorAct[]> = { not_open: ['open'], open: ['stop', 'end'], stopped: ['open', 'end'], ended: ['open'] }

export function DoorChip({ state }: { state: DoorState }) {
  const { tone, Icon } = looks[state]
  return (
    <Chip tone={tone} icon={<Icon aria-hidden />}>
      {t.state[state]}
    </Chip>
  )
}

/** Bắt đầu, dừng, kết thúc cho phép phát biểu hoặc chất vấn: what it is now, and what may be done with it. */
export function DoorBar({
  meetingId,
  itemId,
  kind,
  state,
  waiting,
  isTalking,
  acts,
  isOff,
}: {
  meetingId: string
  itemId: string
  kind: DoorKind
  state: DoorState
  waiting: number
  isTalking: boolean
  acts: Acts | undefined
  isOff: boolean
}) {
  const [isEnding, setEnding] = useState(false)
  const key = `${speakingSetDoor.name}.${kind}`
  const run = (act: DoorAct) => acts?.run(speakingSetDoor, { meetingId, itemId, kind, act }, key)
  return (
    <div className="flex flex-wrap items-center gap-2">
      <span role="status" aria-label={t[kind].title}>
        <DoorChip state={state} />
      </span>
      {acts && (
        <span className="ml-auto flex gap-1.5">
          {actsOf[state].map(act => (
            <Button key={act} size="sm" aria-label={t[kind][act]} disabled={isOff} isSending={acts.isBusy(key)} onClick={() => (act === 'end' ? setEnding(true) : void run(act))}>
              {t.short[act]}
            </Button>
          ))}
        </span>
      )}
      <ConfirmDialog
        isOpen={isEnding}
        title={t.endTitle[kind]}
        confirmLabel={t[kind].end}
        cancelLabel={shellText.button.cancel}
        onClose={() => setEnding(false)}
        onConfirm={() => {
          setEnding(false)
          void run('end')
        }}
      >
        <p>{t.endBody(waiting, isTalking)}</p>
      </ConfirmDialog>
    </div>
  )
}
