import { Link } from '@remix-run/react'
import { useEffect, useRef, useState } from 'react'
import type { z } from 'zod'
import { URGENCIES } from '#app/domain/task/filter.ts'
import type { CalendarDay } from '#app/domain/calendar/working-days.ts'
import type { SiblingView, SourceView } from '#app/contracts/source.ts'
import { taskAssign } from '#app/contracts/task.ts'
import { Button, ButtonLink } from '#app/components/button.tsx'
import { CountBadge } from '#app/components/chip.tsx'
import { FormError, Select, TextArea, TextInput } from '#app/components/field.tsx'
import { Check, FileText, Pencil, Send } from '#app/components/icon.tsx'
import { KeyMark } from '#app/components/keyboard-help.tsx'
import { PageTitle } from '#app/components/page-title.tsx'
import { toast } from '#app/components/toast.tsx'
import { type Unit, UnitPicker } from '#app/components/unit-picker.tsx'
import { useNow } from '#app/components/use-now.ts'
import { newId } from '#app/live/new-id.ts'
import { useAct } from '#app/live/use-command.ts'
import { useConnection } from '#app/live/use-connection.ts'
import { errorText, fieldErrorText } from '#app/text/errors.ts'
import { sourceName, sourceText as s } from '#app/text/sources.ts'
import { taskText as t } from '#app/text/tasks.ts'
import { readDeadline, useCalendar } from './deadline.ts'
import { DeadlineField } from './deadline-field.tsx'
import { draftOf, emptySource, SourceForm, type SourceDraft } from './source-form.tsx'
import { useDraft } from './use-draft.ts'
import { Ways } from './ways.tsx'

type Sibling = z.output<typeof SiblingView>
type Props = { units: readonly Unit[]; calendar: readonly CalendarDay[]; now: number; document: z.output<typeof SourceView> | null; given: readonly Sibling[] }
type Given = { id: string; code: string; title: string; unit: string }

const emptyTask = { quote: '', place: '', content: '', leadUnitId: null as string | null, coordinatorIds: [] as string[], deadline: '', urgency: null as null | (typeof URGENCIES)[number] }
/** Longest name of a task; the whole sentence stays beside it. */
const TITLE_LENGTH = 300

/**
 * Giao nhiệm vụ: a document or note is recorded once, then each of its tasks by one Ctrl+Enter. What is typed stays on this
 * device until the server has it.
 */
export function AssignDesk({ units, calendar: days, now: loadedAt, document, given: before }: Props) {
  const calendar = useCalendar(days)
  const now = useNow(loadedAt, 60_000)
  const [firstId] = useState(newId)
  const { value: kept, set: keep, isRead } = useDraft('source', { ...emptySource(firstId), given: [] as Given[] })
  const [opened, setOpened] = useState<SourceDraft | null>(() => document && draftOf(document))
  const source: SourceDraft = opened ?? kept
  const setSource = (change: Partial<SourceDraft>) => (opened ? setOpened({ ...opened, ...change }) : keep(change))
  const [isEditing, setEditing] = useState(false)
  const isRecorded = source.version !== null && !isEditing
  const [added, setAdded] = useState<readonly Given[]>([])
  const given: readonly Given[] = opened ? [...before.map(b => ({ id: b.id, code: b.code, title: b.title, unit: b.leadUnitName })), ...added.filter(g => !before.some(b => b.id === g.id))] : kept.given
  const name = sourceName({ ...source, notedAt: source.notedOn ? Date.parse(`${source.notedOn}T00:00:00Z`) : null })

  return (
    <div className="mx-auto max-w-6xl">
      <PageTitle title={s.deskTitle}>{s.deskIntro}</PageTitle>
      <Ways current="document" />
      <div className="mt-4 grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="flex min-w-0 flex-col gap-5">
          <section aria-label={s.sourceTitle} className="rounded-xl border border-line bg-surface p-5">
            {isRecorded ? (
              <div className="flex flex-wrap items-start justify-between gap-3">
                <div className="min-w-0">
                  <p className="flex items-center gap-2 text-lg font-semibold">
                    <FileText aria-hidden />
                    {name}
                  </p>
                  <p className="text-text-2">{source.extract}</p>
                </div>
                <div className="flex flex-wrap gap-2">
                  <Button icon={<Pencil aria-hidden />} onClick={() => setEditing(true)}>
                    {s.edit}
                  </Button>
                  {opened ? (
                    <ButtonLink to="/nhiem-vu/giao" reloadDocument>
                      {s.newSource}
                    </ButtonLink>
                  ) : (
                    <Button onClick={() => keep({ ...emptySource(newId()), given: [] })}>{s.newSource}</Button>
                  )}
                </div>
              </div>
            ) : (
              isRead && (
                <SourceForm
                  value={source}
                  set={setSource}
                  onRecorded={(version, label) => {
                    setSource({ version })
                    setEditing(false)
                    toast(s.recorded(label))
                  }}
                />
              )
            )}
          </section>
          {isRecorded && (
            <TaskForm
              key={source.documentId}
              number={given.length + 1}
              source={source}
              units={units}
              now={now}
              calendar={calendar}
              onGiven={g => (opened ? setAdded(list => [...list, g]) : keep({ given: [...kept.given, g] }))}
            />
          )}
        </div>
        <aside aria-label={s.given} className="rounded-xl border border-line bg-surface p-5">
          <h2 className="mb-2 flex items-center gap-2 text-lg font-semibold">
            {s.given}
            {given.length > 0 && <CountBadge count={given.length} label={s.givenCount(given.length)} />}
          </h2>
          {given.length === 0 ? (
            <p className="text-text-3">{s.givenNone}</p>
          ) : (
            <ol className="flex flex-col divide-y divide-line">
              {given.map(g => (
                <li key={g.id} className="flex gap-2 py-2">
                  <Check aria-hidden className="mt-1 shrink-0 text-ok" />
                  <span className="min-w-0">
                    <Link to={`/nhiem-vu/${g.id}`} className="font-semibold text-act underline-offset-2 hover:underline">
                      {g.code}
                    </Link>{' '}
                    <span className="text-text-2">{g.unit}</span>
                    <span className="line-clamp-2">{g.title}</span>
                  </span>
                </li>
              ))}
            </ol>
          )}
          <ButtonLink to="/nhiem-vu" className="mt-3">
            {s.finish}
          </ButtonLink>
        </aside>
      </div>
    </div>
  )
}

type Calendar = ReturnType<typeof useCalendar>

/** One task of the source. Ctrl+Enter gives it and leaves the form ready for the next one. */
function TaskForm({ number, source, units, now, calendar, onGiven }: { number: number; source: SourceDraft; units: readonly Unit[]; now: number; calendar: Calendar; onGiven: (g: Given) => void }) {
  const { value, set, isRead } = useDraft(`source.${source.documentId}.task`, { ...emptyTask, taskId: '' })
  const [isAsked, setAsked] = useState(false)
  const { run, isSending, refusal } = useAct(taskAssign)
  const isCut = useConnection().state !== 'online'
  const form = useRef<HTMLFormElement>(null)
  const toFirst = () => form.current?.querySelector<HTMLTextAreaElement>('textarea')?.focus()
  useEffect(() => {
    if (isRead) toFirst()
  }, [isRead])
  const deadline = readDeadline(value.deadline, now, calendar)
  const fields = refusal?.fields ?? {}
  const fieldError = (field: string) => (fields[field] ? fieldErrorText(fields[field]) : undefined)

  const submit = async () => {
    setAsked(true)
    const quote = value.quote.trim()
    if (!value.leadUnitId || quote === '' || deadline.kind === 'unread') {
      // Straight to what is missing: nobody searches with the eyes.
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus())
      return
    }
    // The id is kept with the text: a repeated sending after a cut is the same task.
    const taskId = value.taskId || newId()
    set({ taskId })
    const title = quote.length <= TITLE_LENGTH ? quote : `${quote.slice(0, TITLE_LENGTH - 1)}…`
    const answer = await run({
      taskId,
      title,
      content: value.content.trim() || quote,
      leadUnitId: value.leadUnitId,
      coordinatorIds: value.coordinatorIds,
      deadlineOn: deadline.kind === 'date' ? deadline.date : null,
      urgency: value.urgency ?? source.urgency,
      sourceQuote: quote,
      place: value.place,
      documentId: source.documentId,
    })
    if (!answer?.ok) return
    const unit = units.find(u => u.id === value.leadUnitId)?.name ?? ''
    onGiven({ id: answer.data.taskId, code: answer.data.code, title, unit })
    toast(t.assignDone(answer.data.code, unit))
    set({ ...emptyTask, taskId: '' })
    setAsked(false)
    toFirst()
  }
  return (
    <form
      ref={form}
      noValidate
      aria-label={s.taskTitle(number)}
      className="flex flex-col gap-4 rounded-xl border border-line bg-surface p-5"
      onSubmit={e => {
        e.preventDefault()
        void submit()
      }}
      onKeyDown={e => {
        if (e.key !== 'Enter') return
        const isGive = e.ctrlKey || e.metaKey
        // Enter alone belongs to the list of units and to the lines of a text; a half-written task is not given by it.
        if (!isGive && !(e.target instanceof HTMLInputElement)) return
        e.preventDefault()
        if (isGive) void submit()
      }}
    >
      <h2 className="text-lg font-semibold">{s.taskTitle(number)}</h2>
      <TextArea label={s.quote} hint={s.quoteHint} rows={3} maxLength={5000} value={value.quote} onChange={e => set({ quote: e.target.value })} error={isAsked && value.quote.trim() === '' ? t.required : fieldError('sourceQuote')} />
      <div className="grid gap-4 md:grid-cols-2">
        <UnitPicker label={t.fieldLead} hint={t.fieldUnitHint} units={units} value={value.leadUnitId} onChange={leadUnitId => set({ leadUnitId })} error={isAsked && !value.leadUnitId ? t.unitMissing : fieldError('leadUnitId')} />
        <UnitPicker isMulti label={t.fieldCoordinators} hint={t.fieldUnitHint} units={units} value={value.coordinatorIds} excludeIds={value.leadUnitId ? [value.leadUnitId] : []} onChange={coordinatorIds => set({ coordinatorIds })} error={fieldError('coordinatorIds')} />
      </div>
      <DeadlineField typed={value.deadline} onTyped={deadline => set({ deadline })} now={now} calendar={calendar} isStrict={isAsked} />
      <div className="grid gap-4 md:grid-cols-2">
        <TextInput label={s.place} placeholder={s.placeHint} maxLength={200} value={value.place} onChange={e => set({ place: e.target.value })} />
        <Select label={t.fieldUrgency} value={value.urgency ?? source.urgency} onChange={e => set({ urgency: e.target.value as (typeof URGENCIES)[number] })}>
          {URGENCIES.map(u => (
            <option key={u} value={u}>
              {t.urgency[u]}
            </option>
          ))}
        </Select>
      </div>
      <TextArea label={s.content} rows={2} maxLength={5000} value={value.content} onChange={e => set({ content: e.target.value })} error={fieldError('content')} />
      <FormError>{refusal && errorText(refusal.code, refusal.params)}</FormError>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p role="status" className={isSending && isCut ? 'text-soon' : 'text-sm text-text-3'}>
          {isSending && isCut ? t.queued : s.draft} {!isCut && <span className="pointer-coarse:hidden">{s.keyNote}</span>}
        </p>
        <Button type="submit" variant="primary" size="lg" icon={<Send aria-hidden />} isSending={isSending} aria-keyshortcuts="Control+Enter">
          {s.giveAndNext}
          <KeyMark>Ctrl Enter</KeyMark>
        </Button>
      </div>
    </form>
  )
}
