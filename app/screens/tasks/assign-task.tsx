import { useNavigate } from '@remix-run/react'
import { useState } from 'react'
import type { CalendarDay } from '#app/domain/calendar/working-days.ts'
import { taskAssign } from '#app/contracts/task.ts'
import { Button } from '#app/components/button.tsx'
import { FormError, Select, TextArea, TextInput } from '#app/components/field.tsx'
import { Send } from '#app/components/icon.tsx'
import { PageTitle } from '#app/components/page-title.tsx'
import { toast } from '#app/components/toast.tsx'
import { type Unit, UnitPicker } from '#app/components/unit-picker.tsx'
import { useNow } from '#app/components/use-now.ts'
import { newId } from '#app/live/new-id.ts'
import { useAct } from '#app/live/use-command.ts'
import { useConnection } from '#app/live/use-connection.ts'
import { errorText, fieldErrorText } from '#app/text/errors.ts'
import { taskText as t } from '#app/text/tasks.ts'
import { readDeadline, useCalendar } from './deadline.ts'
import { DeadlineField } from './deadline-field.tsx'
import { useDraft } from './use-draft.ts'

const URGENCIES = ['normal', 'urgent', 'very_urgent', 'flash'] as const
const empty = {
  title: '',
  content: '',
  leadUnitId: null as string | null,
  coordinatorIds: [] as string[],
  deadline: '',
  urgency: 'normal' as (typeof URGENCIES)[number],
  sourceLabel: '',
  sourceQuote: '',
}

/** Giao nhiệm vụ from a document or a leader's word. Typed text stays on the device until the task exists. */
export function AssignTask({ units, calendar: days, now: loadedAt }: { units: readonly Unit[]; calendar: readonly CalendarDay[]; now: number }) {
  const navigate = useNavigate()
  const calendar = useCalendar(days)
  const now = useNow(loadedAt, 60_000)
  const [taskId] = useState(newId)
  const { value, set, clear } = useDraft('assign', empty)
  const [isAsked, setAsked] = useState(false)
  const { run, isSending, refusal } = useAct(taskAssign)
  const isCut = useConnection().state !== 'online'
  const deadline = readDeadline(value.deadline, now, calendar)
  const missing = (text: string) => (isAsked && text.trim() === '' ? t.required : undefined)
  const fields = refusal?.fields ?? {}
  const fieldError = (name: string) => (fields[name] ? fieldErrorText(fields[name]) : undefined)

  const submit = async () => {
    setAsked(true)
    if (!value.leadUnitId || deadline.kind === 'unread' || [value.title, value.content, value.sourceLabel].some(x => x.trim() === '')) return
    const answer = await run({
      taskId,
      title: value.title,
      content: value.content,
      leadUnitId: value.leadUnitId,
      coordinatorIds: value.coordinatorIds,
      deadlineOn: deadline.kind === 'date' ? deadline.date : null,
      urgency: value.urgency,
      sourceLabel: value.sourceLabel,
      ...(value.sourceQuote.trim() ? { sourceQuote: value.sourceQuote } : {}),
    })
    if (!answer?.ok) return
    clear()
    toast(t.assigned(answer.data.code))
    navigate(`/nhiem-vu/${answer.data.taskId}`)
  }
  return (
    <div className="mx-auto max-w-2xl">
      <PageTitle title={t.newTitle}>{t.newIntro}</PageTitle>
      <form
        className="flex flex-col gap-4 rounded-xl border border-line bg-surface p-5"
        noValidate
        onSubmit={e => {
          e.preventDefault()
          void submit()
        }}
      >
        <TextInput label={t.fieldTitle} value={value.title} maxLength={500} onChange={e => set({ title: e.target.value })} error={missing(value.title) ?? fieldError('title')} />
        <TextArea label={t.fieldContent} rows={5} value={value.content} onChange={e => set({ content: e.target.value })} error={missing(value.content) ?? fieldError('content')} />
        <UnitPicker
          label={t.fieldLead}
          hint={t.fieldUnitHint}
          units={units}
          value={value.leadUnitId}
          onChange={leadUnitId => set({ leadUnitId })}
          error={isAsked && !value.leadUnitId ? t.unitMissing : fieldError('leadUnitId')}
        />
        <UnitPicker
          isMulti
          label={t.fieldCoordinators}
          units={units}
          value={value.coordinatorIds}
          excludeIds={value.leadUnitId ? [value.leadUnitId] : []}
          onChange={coordinatorIds => set({ coordinatorIds })}
          error={fieldError('coordinatorIds')}
        />
        <DeadlineField typed={value.deadline} onTyped={text => set({ deadline: text })} now={now} calendar={calendar} isStrict={isAsked} />
        <Select label={t.fieldUrgency} value={value.urgency} onChange={e => set({ urgency: e.target.value as (typeof URGENCIES)[number] })}>
          {URGENCIES.map(u => (
            <option key={u} value={u}>
              {t.urgency[u]}
            </option>
          ))}
        </Select>
        <TextInput label={t.fieldSource} value={value.sourceLabel} maxLength={300} onChange={e => set({ sourceLabel: e.target.value })} error={missing(value.sourceLabel) ?? fieldError('sourceLabel')} />
        <TextArea label={t.fieldQuote} rows={2} value={value.sourceQuote} onChange={e => set({ sourceQuote: e.target.value })} />
        <FormError>{refusal && errorText(refusal.code, refusal.params)}</FormError>
        <div className="flex flex-wrap items-center justify-between gap-3">
          <p role="status" className={isSending && isCut ? 'text-soon' : 'text-sm text-text-3'}>
            {isSending && isCut ? t.queued : t.draftKept}
          </p>
          <Button type="submit" variant="primary" size="lg" icon={<Send aria-hidden />} isSending={isSending}>
            {t.giveNow}
          </Button>
        </div>
      </form>
    </div>
  )
}
