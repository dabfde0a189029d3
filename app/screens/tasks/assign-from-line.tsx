import { useEffect, useRef, useState } from 'react'
import type { z } from 'zod'
import type { CalendarDay } from '#app/domain/calendar/working-days.ts'
import { conclusionAssign, type LineView } from '#app/contracts/meeting.ts'
import { Button } from '#app/components/button.tsx'
import { FormError, TextArea } from '#app/components/field.tsx'
import { toast } from '#app/components/toast.tsx'
import { type Unit, UnitPicker } from '#app/components/unit-picker.tsx'
import { newId } from '#app/live/new-id.ts'
import { serverNow } from '#app/live/socket.ts'
import { useAct } from '#app/live/use-command.ts'
import { useConnection } from '#app/live/use-connection.ts'
import { errorText } from '#app/text/errors.ts'
import { taskText as t } from '#app/text/tasks.ts'
import { readDeadline, useCalendar } from './deadline.ts'
import { DeadlineField } from './deadline-field.tsx'
import { useDraft } from './use-draft.ts'

type Props = {
  meetingId: string
  line: z.output<typeof LineView>
  units: readonly Unit[]
  /** days off, for the count and its warnings */
  calendar?: readonly CalendarDay[]
  onDone: () => void
}
const noDays: readonly CalendarDay[] = []

/** The form alone: from a line to a task in one act. Enter in any one-line field finishes. */
export function AssignFromLine({ meetingId, line, units, calendar: days = noDays, onDone }: Props) {
  const calendar = useCalendar(days)
  const [taskId] = useState(newId)
  const { value, set, clear } = useDraft(`line.${line.id}`, { content: line.text, leadUnitId: null as string | null, coordinatorIds: [] as string[], deadline: '' })
  const [isAsked, setAsked] = useState(false)
  const { run, isSending, refusal } = useAct(conclusionAssign)
  const isCut = useConnection().state !== 'online'
  const form = useRef<HTMLFormElement>(null)
  // The unit is what the secretary types first: the content is already there.
  useEffect(() => form.current?.querySelector<HTMLInputElement>('[role=combobox]')?.focus(), [])

  const now = serverNow()
  const deadline = readDeadline(value.deadline, now, calendar)
  const submit = async () => {
    setAsked(true)
    if (!value.leadUnitId || value.content.trim() === '' || deadline.kind === 'unread') return
    const answer = await run({
      meetingId,
      lineId: line.id,
      taskId,
      content: value.content,
      leadUnitId: value.leadUnitId,
      coordinatorIds: value.coordinatorIds,
      deadlineOn: deadline.kind === 'date' ? deadline.date : null,
    })
    if (!answer?.ok) return
    clear()
    toast(t.assignDone(answer.data.code, units.find(u => u.id === value.leadUnitId)?.name ?? ''))
    onDone()
  }
  const fields = refusal?.fields ?? {}
  return (
    <form
      ref={form}
      className="flex flex-col gap-3"
      onSubmit={e => {
        e.preventDefault()
        void submit()
      }}
    >
      <UnitPicker
        label={t.fieldLead}
        hint={t.fieldUnitHint}
        units={units}
        value={value.leadUnitId}
        onChange={leadUnitId => set({ leadUnitId })}
        error={isAsked && !value.leadUnitId ? t.unitMissing : fields.leadUnitId ? errorText(fields.leadUnitId) : undefined}
      />
      <DeadlineField typed={value.deadline} onTyped={text => set({ deadline: text })} now={now} calendar={calendar} isStrict={isAsked} />
      <UnitPicker
        isMulti
        label={t.fieldCoordinators}
        units={units}
        value={value.coordinatorIds}
        excludeIds={value.leadUnitId ? [value.leadUnitId] : []}
        onChange={coordinatorIds => set({ coordinatorIds })}
      />
      <TextArea
        label={t.fieldContent}
        rows={4}
        value={value.content}
        onChange={e => set({ content: e.target.value })}
        error={isAsked && value.content.trim() === '' ? t.required : undefined}
      />
      <FormError>{refusal && errorText(refusal.code, refusal.params)}</FormError>
      {isSending && isCut && <p role="status" className="text-soon">{t.queued}</p>}
      <div className="flex flex-wrap justify-end gap-2">
        <Button size="lg" onClick={onDone}>
          {t.cancel}
        </Button>
        <Button type="submit" variant="primary" size="lg" isSending={isSending}>
          {t.giveNow}
        </Button>
      </div>
    </form>
  )
}
