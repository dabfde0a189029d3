import { useState } from 'react'
import { Button } from '#app/components/button.tsx'
import { Card } from '#app/components/card.tsx'
import { Chip } from '#app/components/chip.tsx'
import { Dialog } from '#app/components/dialog.tsx'
import { FormError, Select, TextArea, TextInput } from '#app/components/field.tsx'
import { Monitor, Moon, Pencil, Wifi, WifiOff } from '#app/components/icon.tsx'
import { toast } from '#app/components/toast.tsx'
import { useNow } from '#app/components/use-now.ts'
import { hallRelease, hallSetLook, hallSetMode, hallTake } from '#app/contracts/hall.ts'
import { type HallMode, hallModes } from '#app/domain/hall/stage.ts'
import type { Display } from '#app/live/reducers/hall.ts'
import { useAct } from '#app/live/use-command.ts'
import { HallStages } from '#app/screens/hall-display/hall-display.tsx'
import { HallBlock, HallPreview } from '#app/screens/hall-display/hall-frame.tsx'
import { errorText } from '#app/text/errors.ts'
import { formatTime } from '#app/text/format.ts'
import { hallText as t } from '#app/text/hall.ts'
import { sessionText } from '#app/text/session.ts'
import { shellText } from '#app/text/shell.ts'
import type { DeskRoom } from '../desk.ts'
import { HallPairing } from '../hall-pairing.tsx'

/** A screen not seen for this long is lost: it is looked for three times in a minute. */
const LOST_MS = 60_000

/** Screens on the wall: what each shows as a small live picture, and what it shall show. */
export function HallTab({ room }: { room: DeskRoom }) {
  const { displays } = room
  return (
    <div className="flex flex-col gap-4">
      {displays.length > 1 && <AllDisplays room={room} />}
      {displays.length > 0 && (
        <ul aria-label={sessionText.desk.hall.paired} className="grid gap-4 xl:grid-cols-2">
          {displays.map(d => (
            <li key={d.id}>
              <OneDisplay room={room} display={d} />
            </li>
          ))}
        </ul>
      )}
      <Card title={displays.length > 0 ? t.add : sessionText.desk.hall.title}>
        <HallPairing meetingId={room.view.meeting.id} />
      </Card>
      {room.idleDisplays.some(d => !displays.some(own => own.id === d.id)) && <IdleDisplays room={room} />}
    </div>
  )
}

function ModeSelect({ label, value, onPick, isLabelHidden }: { label: string; value: HallMode | ''; onPick: (mode: HallMode) => void; isLabelHidden?: boolean }) {
  return (
    <Select label={label} isLabelHidden={isLabelHidden} value={value} onChange={e => onPick(e.target.value as HallMode)}>
      {value === '' && <option value="">–</option>}
      {hallModes.map(mode => (
        <option key={mode} value={mode}>
          {t.mode[mode]}
        </option>
      ))}
    </Select>
  )
}

function AllDisplays({ room }: { room: DeskRoom }) {
  const act = useAct(hallSetMode)
  const [text, setText] = useState<string | null>(null)
  const ids = room.displays.map(d => d.id)
  const [first, ...others] = room.displays
  const same = first && others.every(d => d.mode === first.mode) ? first.mode : ''
  const set = async (mode: HallMode, message?: string) => {
    const answer = await act.run({ meetingId: room.view.meeting.id, displayIds: ids, mode, ...(message === undefined ? {} : { message }) })
    if (!answer?.ok) return
    setText(null)
    toast(t.allDone(t.mode[mode]))
  }
  return (
    <Card title={t.all} aside={t.allHint}>
      <div className="flex max-w-xl flex-col gap-3">
        <ModeSelect label={t.all} isLabelHidden value={text !== null ? 'message' : same} onPick={mode => (mode === 'message' ? setText('') : void set(mode))} />
        {text !== null && <MessageForm label={t.message} button={t.showAll} value={text} onChange={setText} isSending={act.isSending} onShow={() => void set('message', text)} />}
        <FormError>{act.refusal && errorText(act.refusal.code, act.refusal.params)}</FormError>
      </div>
    </Card>
  )
}

function MessageForm({ label, button, buttonLabel, value, onChange, onShow, isSending }: { label: string; button: string; buttonLabel?: string; value: string; onChange: (text: string) => void; onShow: () => void; isSending: boolean }) {
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={e => {
        e.preventDefault()
        onShow()
      }}
    >
      <TextArea label={label} hint={t.messageHint} rows={2} maxLength={300} value={value} onChange={e => onChange(e.target.value)} />
      <Button type="submit" className="self-start" aria-label={buttonLabel} isSending={isSending}>
        {button}
      </Button>
    </form>
  )
}

function OneDisplay({ room, display }: { room: DeskRoom; display: Display }) {
  const meetingId = room.view.meeting.id
  const mode = useAct(hallSetMode)
  const look = useAct(hallSetLook)
  const release = useAct(hallRelease)
  const [text, setText] = useState<string | null>(null)
  const [name, setName] = useState<string | null>(null)
  const now = useNow(room.now, 10_000)
  const isOnline = display.seenAt !== null && now - display.seenAt < LOST_MS
  const shown = text !== null ? 'message' : display.mode
  const set = async (next: HallMode, message?: string) => {
    const answer = await mode.run({ meetingId, displayIds: [display.id], mode: next, ...(message === undefined ? {} : { message }) })
    if (answer?.ok) setText(null)
  }
  const refusal = mode.refusal ?? look.refusal ?? release.refusal
  return (
    <Card
      title={display.name}
      level={3}
      aside={
        <Chip tone={isOnline ? 'ok' : 'soon'} icon={isOnline ? <Wifi aria-hidden /> : <WifiOff aria-hidden />}>
          {isOnline ? t.online : display.seenAt === null ? t.never : t.lost(formatTime(display.seenAt))}
        </Chip>
      }
    >
      <div className="flex flex-col gap-3">
        <HallPreview label={t.preview(display.name, t.mode[display.mode])} theme={display.theme}>
          <HallBlock title={room.view.meeting.title} now={now} isPreview>
            <HallStages view={room.view} settings={display} now={room.now} />
          </HallBlock>
        </HallPreview>
        <ModeSelect label={t.modeOf(display.name)} value={shown} onPick={next => (next === 'message' ? setText(display.message) : void set(next))} />
        {shown === 'message' && (
          <MessageForm label={t.messageOf(display.name)} button={t.show} buttonLabel={t.showOn(display.name)} value={text ?? display.message} onChange={setText} isSending={mode.isSending} onShow={() => void set('message', text ?? display.message)} />
        )}
        <div className="flex flex-wrap items-center gap-2">
          <label className="mr-auto flex min-h-9 items-center gap-2 pointer-coarse:min-h-11">
            <input
              type="checkbox"
              aria-label={t.darkOf(display.name)}
              className="size-4 accent-act"
              checked={display.theme === 'dark'}
              onChange={e => void look.run({ meetingId, displayId: display.id, theme: e.target.checked ? 'dark' : 'light' })}
            />
            <Moon aria-hidden />
            {t.dark}
          </label>
          <Button size="sm" aria-label={t.renameOne(display.name)} icon={<Pencil aria-hidden />} onClick={() => setName(display.name)}>
            {t.rename}
          </Button>
          <Button
            size="sm"
            aria-label={sessionText.desk.hall.releaseOne(display.name)}
            isSending={release.isSending}
            onClick={async () => {
              const answer = await release.run({ meetingId, displayId: display.id })
              if (answer?.ok) toast(t.released(display.name))
            }}
          >
            {sessionText.desk.hall.release}
          </Button>
        </div>
        <FormError>{refusal && errorText(refusal.code, refusal.params)}</FormError>
      </div>
      <Dialog
        isOpen={name !== null}
        onClose={() => setName(null)}
        title={t.renameOne(display.name)}
        footer={
          <>
            <Button onClick={() => setName(null)}>{shellText.button.cancel}</Button>
            <Button
              variant="primary"
              isSending={look.isSending}
              disabled={!name?.trim()}
              onClick={async () => {
                const answer = await look.run({ meetingId, displayId: display.id, name: name ?? '' })
                if (answer?.ok) setName(null)
              }}
            >
              {t.renameSave}
            </Button>
          </>
        }
      >
        <TextInput label={t.name} value={name ?? ''} maxLength={60} onChange={e => setName(e.target.value)} />
      </Dialog>
    </Card>
  )
}

function IdleDisplays({ room }: { room: DeskRoom }) {
  const take = useAct(hallTake)
  const idle = room.idleDisplays.filter(d => !room.displays.some(own => own.id === d.id))
  return (
    <Card title={t.idle} aside={t.idleHint}>
      <ul className="divide-y divide-line">
        {idle.map(d => (
          <li key={d.id} className="flex items-center gap-3 py-2">
            <Monitor aria-hidden />
            <span className="min-w-0 flex-1">
              {d.name}
              <span className="block text-sm text-text-3">{d.meeting}</span>
            </span>
            <Button
              size="sm"
              aria-label={t.takeOne(d.name)}
              isSending={take.isSending}
              onClick={async () => {
                const answer = await take.run({ meetingId: room.view.meeting.id, displayId: d.id })
                if (answer?.ok) toast(t.taken(d.name))
              }}
            >
              {t.take}
            </Button>
          </li>
        ))}
      </ul>
      <FormError>{take.refusal && errorText(take.refusal.code, take.refusal.params)}</FormError>
    </Card>
  )
}
