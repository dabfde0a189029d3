import { useState } from 'react'
import { Button } from '#app/components/button.tsx'
import { Dialog } from '#app/components/dialog.tsx'
import { FormError } from '#app/components/field.tsx'
import { type Unit, UnitPicker } from '#app/components/unit-picker.tsx'
import { conclusionMarkLine } from '#app/contracts/conclusion.ts'
import type { CalendarDay } from '#app/domain/calendar/working-days.ts'
import { serverNow } from '#app/live/socket.ts'
import { useAct } from '#app/live/use-command.ts'
import type { Line } from '#app/screens/session/derive.ts'
import { DeadlineField } from '#app/screens/tasks/deadline-field.tsx'
import { readDeadline, useCalendar } from '#app/screens/tasks/deadline.ts'
import { conclusionText as t } from '#app/text/conclusion.ts'
import { errorText } from '#app/text/errors.ts'
import { formatDate } from '#app/text/format.ts'
import { taskText } from '#app/text/tasks.ts'

/** What a line gives, set by hand: by keyboard from the line (Alt+Enter), Esc leaves it as it is. */
export function MarkDialog({ meetingId, line, n, units, calendar: days, onClose }: { meetingId: string; line: Line; n: number; units: readonly Unit[]; calendar: readonly CalendarDay[]; onClose: () => void }) {
  const calendar = useCalendar(days)
  const marks = line.marks ?? null
  const [lead, setLead] = useState<string | null>(marks?.lead?.id ?? null)
  const [coordinators, setCoordinators] = useState<string[]>(marks?.coordinators.map(c => c.id) ?? [])
  const [typed, setTyped] = useState(marks?.deadlineOn ? formatDate(marks.deadlineOn) : '')
  const [isUndated, setUndated] = useState(marks?.isUndated ?? false)
  const { run, isSending, refusal } = useAct(conclusionMarkLine)
  const now = serverNow()
  const deadline = readDeadline(typed, now, calendar)
  const send = async (input: Partial<Parameters<typeof run>[0]>) => {
    const answer = await run({ meetingId, lineId: line.id, ...input })
    if (answer?.ok) onClose()
  }
  const save = () => {
    if (deadline.kind === 'unread') return
    void send({ lead, coordinators, deadline: isUndated ? 'none' : deadline.kind === 'date' ? deadline.date : null })
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t.markTitle(n)}
      footer={
        <>
          <Button onClick={() => void send({ reset: true })}>{t.markReset}</Button>
          <Button variant="primary" isSending={isSending} onClick={save}>
            {t.markSave}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={e => {
          e.preventDefault()
          save()
        }}
      >
        <p className="text-text-2">{line.text}</p>
        <p className="text-sm text-text-3">{t.markHint}</p>
        <UnitPicker label={taskText.fieldLead} hint={taskText.fieldUnitHint} units={units} value={lead} onChange={setLead} />
        <UnitPicker isMulti label={taskText.fieldCoordinators} units={units} value={coordinators} excludeIds={lead ? [lead] : []} onChange={setCoordinators} />
        <DeadlineField
          typed={typed}
          onTyped={text => {
            setTyped(text)
            setUndated(false)
          }}
          now={now}
          calendar={calendar}
          isStrict
        />
        <label className="flex min-h-8 items-center gap-2 pointer-coarse:min-h-11">
          <input
            type="checkbox"
            className="size-4.5"
            checked={isUndated}
            onChange={e => {
              setUndated(e.target.checked)
              if (e.target.checked) setTyped('')
            }}
          />
          {t.noDeadline}
        </label>
        <FormError>{refusal && errorText(refusal.code, refusal.params)}</FormError>
        <button type="submit" className="sr-only" tabIndex={-1} aria-hidden />
      </form>
    </Dialog>
  )
}
