import { useState } from 'react'
import type { Answer, CommandDef } from '#app/contracts/define.ts'
import { taskUrge } from '#app/contracts/task.ts'
import {
  taskAddChild, taskAnswer, taskAttach, taskDeclinePart, taskDelegate, taskExplain, taskExtend, taskFinishPart, taskHandOver, taskRemovePart, taskReportPart, taskSetFollowers, taskSetMonitor, taskSetPart, taskTransfer,
} from '#app/contracts/task-tree.ts'
import { atTimeInVietnam, type WorkCalendar } from '#app/domain/calendar/working-days.ts'
import { Button } from '#app/components/button.tsx'
import { FormDialog } from '#app/components/dialog.tsx'
import { DateInput, FormError, Select, TextArea, TextInput } from '#app/components/field.tsx'
import { FilePicker } from '#app/components/file-picker.tsx'
import { toast } from '#app/components/toast.tsx'
import { type Unit, UnitPicker } from '#app/components/unit-picker.tsx'
import { newId } from '#app/live/new-id.ts'
import type { FullTask } from '#app/live/reducers/task.ts'
import { useCommand } from '#app/live/use-command.ts'
import { useConnection } from '#app/live/use-connection.ts'
import { useRead } from '#app/live/use-read.ts'
import { errorText } from '#app/text/errors.ts'
import { civilToday, formatDate } from '#app/text/format.ts'
import { taskText as t } from '#app/text/tasks.ts'
import { treeText as x } from '#app/text/task-tree.ts'
import { readDeadline } from './deadline.ts'
import { DeadlineField } from './deadline-field.tsx'
import { type PickedTask, TaskPicker } from './task-picker.tsx'
import { useDraft } from './use-draft.ts'

export type FormName =
  | 'urge' | 'explain' | 'answer' | 'addChild' | 'delegate' | 'handOver' | 'transfer' | 'extend' | 'setMonitor' | 'setFollowers' | 'setPart' | 'addPart' | 'removePart' | 'reportPart' | 'finishPart' | 'declinePart' | 'attach'
/** `id` = the unit of the part, the unit to be urged, or the demand answered. */
export type OpenForm = { name: FormName; id?: string }

type Choices = {
  units: Unit[]
  below: Unit[]
  own: { id: string; name: string; role: string }[]
  office: { id: string; name: string; role: string }[]
  types: { code: string; name: string; evidence: string; mayLeaveChildren: boolean }[]
}

/** Which fields a form has; `note` is the label of its words, '?' at the end = may stay empty. */
type Shape = { title: string; hint?: string; send?: string; note?: string; isNoteFree?: boolean; has?: readonly ('unit' | 'own' | 'office' | 'side' | 'units' | 'child' | 'deadline' | 'partDate' | 'due' | 'files' | 'product' | 'above')[]; isDueFree?: boolean }

const fileFormSize = 4

/** One act on a task that needs words, a unit, a person or a day. What is typed stays on the device until the server has it. */
export default function MoreForm({ form, view, now, calendar, onClose }: { form: OpenForm; view: FullTask; now: number; calendar: WorkCalendar; onClose: () => void }) {
  const { card } = view
  const [rowId] = useState(newId)
  const part = view.coordinators.find(c => c.unitId === form.id)
  const asked = view.demands.find(d => d.id === form.id)
  const shape = shapeOf(form.name, view, part?.unitName ?? asked?.unitName ?? '')
  const has = new Set(shape.has ?? [])
  const needsChoices = ['unit', 'own', 'office', 'units', 'child'].some(k => has.has(k as 'unit'))
  const empty = {
    note: form.name === 'setPart' ? (part?.part ?? '') : '',
    title: '',
    unitId: form.name === 'addChild' || form.name === 'transfer' || form.name === 'addPart' ? null : (form.id ?? card.leadUnitId),
    unitIds: view.followers.map(f => f.unitId),
    personId: '',
    typeCode: 'general',
    deadline: '',
    day: part?.dueOn ?? null,
    dueOn: null as string | null,
    time: '17:00',
    productRef: '',
    files: [] as { id: string; name: string }[],
    above: null as PickedTask | null,
    isOut: false,
  }
  const { value, set, clear } = useDraft(`task.${card.id}.${form.name}.${form.id ?? ''}`, empty as Record<string, unknown> & typeof empty)
  const command = useCommand()
  const isCut = useConnection().state !== 'online'
  const [isSending, setSending] = useState(false)
  const [refusal, setRefusal] = useState<Extract<Answer, { ok: false }> | null>(null)
  const [isAsked, setAsked] = useState(false)

  const deadline = readDeadline(value.deadline, now, calendar)
  const due = dueOf(value.dueOn, value.time)
  const isParentDated = card.deadlineOn !== null
  const wrong = {
    title: has.has('child') && value.title.trim() === '' ? t.required : undefined,
    note: shape.note && !shape.isNoteFree && value.note.trim() === '' ? t.required : undefined,
    unit: (has.has('unit') || has.has('child')) && !value.unitId ? t.unitMissing : undefined,
    above: has.has('above') && !value.isOut && !value.above ? x.attachMissing : undefined,
    person: (has.has('own') || has.has('office')) && !value.personId ? x.personMissing : undefined,
    deadline: has.has('deadline') && (deadline.kind === 'unread' || (deadline.kind === 'none' && (form.name === 'extend' || isParentDated))),
    due: has.has('due') && due === 'wrong' ? x.dueMissing : has.has('due') && !shape.isDueFree && due === null ? x.dueMissing : undefined,
  }
  const shown: Partial<typeof wrong> = isAsked ? wrong : {}
  // The refusal of a field stands at the field, in the whole sentence that says what to do.
  const at = (name: string) => (refusal?.fields?.[name] ? errorText(refusal.code, refusal.params) : undefined)

  const submit = async () => {
    setAsked(true)
    if (isSending || Object.values(wrong).some(Boolean)) return
    setSending(true)
    setRefusal(null)
    const [def, input] = requestOf(form, value, { taskId: card.id, rowId, day: deadline.kind === 'date' ? deadline.date : null, due: due === 'wrong' ? null : due })
    const answer = await command(def, input as never)
    setSending(false)
    if (!answer.ok) return setRefusal(answer)
    toast(`${t.recorded}: ${card.code}`)
    clear()
    onClose()
  }

  return (
    <FormDialog
      title={shape.title}
      submitLabel={shape.send ?? shape.title}
      isSending={isSending}
      cancelLabel={t.cancel}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <p className="text-text-2">
        <strong className="font-semibold text-text">{card.title}</strong>
        {shape.hint && <span className="mt-1 block text-base">{shape.hint}</span>}
      </p>
      {asked && form.name === 'answer' && (
        <p className="rounded-md border border-line bg-surface-2 px-3 py-2 whitespace-pre-line">
          <strong className="font-semibold">{x.demandKind[asked.kind]}:</strong> {asked.text}
        </p>
      )}
      {has.has('child') && <TextInput label={x.childTitle} value={value.title} onChange={e => set({ title: e.target.value })} error={shown.title ?? at('title')} autoFocus />}
      {has.has('side') && (
        <Select label={form.name === 'urge' ? x.urgeWhom : x.explainWhom} value={value.unitId ?? ''} onChange={e => set({ unitId: e.target.value })} error={at('unitId')}>
          {[{ unitId: card.leadUnitId, unitName: card.leadUnitName }, ...view.coordinators].map(u => (
            <option key={u.unitId} value={u.unitId}>
              {u.unitName}
            </option>
          ))}
        </Select>
      )}
      {needsChoices && (
        <Chosen taskId={card.id}>
          {c => (
            <>
              {(has.has('unit') || has.has('child')) && (
                <UnitPicker
                  label={has.has('child') ? x.childUnit : form.name === 'transfer' ? t.fieldLead : x.unit}
                  hint={t.fieldUnitHint}
                  units={has.has('child') ? c.below : c.units}
                  excludeIds={form.name === 'transfer' ? [card.leadUnitId] : form.name === 'addPart' ? [card.leadUnitId, ...card.coordinatorIds] : []}
                  value={value.unitId}
                  onChange={unitId => set({ unitId, personId: '' })}
                  error={shown.unit ?? at('leadUnitId') ?? at('unitId')}
                />
              )}
              {has.has('child') && value.unitId === card.leadUnitId && <People label={x.childPerson} any={x.personAny} people={c.own} value={value.personId} onChange={personId => set({ personId })} error={at('personId')} />}
              {(has.has('own') || has.has('office')) && (
                <People label={x.person} any={x.choosePerson} people={has.has('own') ? c.own.filter(p => p.id !== view.assigneeId) : c.office} value={value.personId} onChange={personId => set({ personId })} error={shown.person ?? at('personId')} />
              )}
              {has.has('units') && (
                <UnitPicker isMulti label={x.followers} hint={t.fieldUnitHint} units={c.units} excludeIds={[card.leadUnitId, ...card.coordinatorIds]} value={value.unitIds} onChange={unitIds => set({ unitIds })} error={at('unitIds')} />
              )}
              {has.has('child') && (
                <Select label={x.type} value={value.typeCode} onChange={e => set({ typeCode: e.target.value })} hint={typeHint(c.types.find(k => k.code === value.typeCode))} error={at('typeCode')}>
                  {c.types.map(k => (
                    <option key={k.code} value={k.code}>
                      {k.name}
                    </option>
                  ))}
                </Select>
              )}
            </>
          )}
        </Chosen>
      )}
      {has.has('above') && (
        <>
          {card.parentId !== null && (
            <fieldset className="flex flex-col">
              <legend className="sr-only">{x.attach}</legend>
              {[false, true].map(isOut => (
                <label key={String(isOut)} className="flex min-h-11 items-center gap-2 font-semibold text-text">
                  <input type="radio" name="where" className="size-5 accent-act" checked={value.isOut === isOut} onChange={() => set({ isOut })} />
                  {isOut ? x.attachOut : x.attachUnder}
                </label>
              ))}
            </fieldset>
          )}
          {!value.isOut && (
            <TaskPicker label={x.attachTask} value={value.above} excludeIds={[card.id, ...(card.parentId ? [card.parentId] : [])]} onChange={above => set({ above })} error={shown.above ?? at('parentId') ?? at('deadlineOn')} />
          )}
        </>
      )}
      {has.has('deadline') && (
        <DeadlineField
          label={form.name === 'extend' ? t.newDeadline : t.fieldDeadline}
          typed={value.deadline}
          onTyped={text => set({ deadline: text })}
          now={now}
          calendar={calendar}
          isStrict={isAsked}
          isNeeded={form.name === 'extend' || isParentDated}
          error={at('deadlineOn')}
        />
      )}
      {shape.note && <TextArea label={shape.note} rows={fileFormSize} autoFocus={!has.has('child')} value={value.note} onChange={e => set({ note: e.target.value })} error={shown.note ?? at('note') ?? at('reason')} />}
      {has.has('partDate') && <DateInput label={x.partDate} hint={x.partDateHint(card.deadlineOn ? formatDate(card.deadlineOn) : null)} value={value.day} onValue={day => set({ day })} error={at('dueOn')} />}
      {has.has('due') && (
        <div className="flex flex-wrap items-start gap-3">
          <DateInput label={x.dueDay} hint={shape.isDueFree ? x.dueOptional : undefined} value={value.dueOn} min={civilToday(now)} onValue={dueOn => set({ dueOn })} error={shown.due ?? at('dueAt')} frameClassName="grow" />
          <TextInput label={x.dueTime} hint={shape.isDueFree ? '\u00a0' : undefined} inputMode="numeric" value={value.time} onChange={e => set({ time: e.target.value })} frameClassName="w-24" />
        </div>
      )}
      {has.has('product') && <TextInput label={t.productLabel} hint={t.productHint} value={value.productRef} onChange={e => set({ productRef: e.target.value })} />}
      {has.has('files') && (
        <FilePicker
          label={t.files}
          purpose="task"
          isMulti
          onReceived={f => set({ files: [...value.files.filter(o => o.id !== f.fileId), { id: f.fileId, name: f.name }] })}
          onRemoved={id => set({ files: value.files.filter(o => o.id !== id) })}
        />
      )}
      <FormError>{refusal && Object.keys(refusal.fields ?? {}).length === 0 && errorText(refusal.code, refusal.params)}</FormError>
      <p role="status" className={isCut ? 'text-sm text-soon' : 'text-sm text-text-3'}>
        {isSending && isCut ? t.queued : t.draftKept}
      </p>
    </FormDialog>
  )
}

const typeHint = (type: Choices['types'][number] | undefined): string | undefined =>
  type && [x.typeEvidence[type.evidence], type.mayLeaveChildren ? x.mayLeaveChildren : ''].filter(Boolean).join(' ')

/** The lists to choose from, read when a form that needs them opens. */
function Chosen({ taskId, children }: { taskId: string; children: (c: Choices) => React.ReactNode }) {
  const { data, isFailed, again } = useRead<Choices>(`/nhiem-vu/${taskId}/lua-chon`)
  if (data) return <>{children(data)}</>
  if (!isFailed) return <div aria-hidden className="h-11 rounded-md bg-surface-2" />
  return (
    <p role="alert" className="flex flex-wrap items-center gap-3 text-late">
      {x.choicesFailed}
      <Button size="sm" onClick={again}>
        {x.again}
      </Button>
    </p>
  )
}

function People({ label, any, people, value, onChange, error }: { label: string; any: string; people: readonly { id: string; name: string }[]; value: string; onChange: (id: string) => void; error?: string | undefined }) {
  return (
    <Select label={label} value={value} onChange={e => onChange(e.target.value)} error={error}>
      <option value="">{any}</option>
      {people.map(p => (
        <option key={p.id} value={p.id}>
          {p.name}
        </option>
      ))}
    </Select>
  )
}

/** Day and hour as typed → a moment; nothing typed → null. */
function dueOf(day: string | null, time: string): number | 'wrong' | null {
  if (!day) return null
  const read = /^(\d{1,2})\s*[:hg.]\s*(\d{2})?$/.exec(time.trim())
  const [hours, minutes] = [Number(read?.[1]), Number(read?.[2] ?? 0)]
  return read && hours < 24 && minutes < 60 ? atTimeInVietnam(day, hours, minutes) : 'wrong'
}

function shapeOf(name: FormName, view: FullTask, about: string): Shape {
  const day = view.card.deadlineOn ? formatDate(view.card.deadlineOn) : null
  switch (name) {
    case 'urge':
      return { title: t.urgeTitle, hint: t.urgeHint, send: t.urge, note: t.noteUrge, has: ['side', 'due'], isDueFree: true }
    case 'explain':
      return { title: x.explain, hint: x.explainHint, note: x.explainNote, has: ['side', 'due'] }
    case 'answer':
      return { title: x.partOf(x.answer, about), send: t.send, note: x.answerNote, has: ['files'] }
    case 'addChild':
      return { title: x.addChild, hint: x.addChildHint(day), note: x.childContent, isNoteFree: true, has: ['child', 'deadline'] }
    case 'delegate':
      return { title: x.delegate, hint: x.delegateHint, note: x.note, isNoteFree: true, has: ['own'] }
    case 'handOver':
      return { title: x.handOver, hint: x.handOverHint, note: x.handedOver, has: ['own'] }
    case 'transfer':
      return { title: x.transfer, hint: x.transferHint, note: t.reason, has: ['unit'] }
    case 'extend':
      return { title: x.extend, hint: day ? x.extendHint(day) : '', note: t.reason, has: ['deadline'] }
    case 'setMonitor':
      return { title: x.setMonitor, has: ['office'] }
    case 'setFollowers':
      return { title: x.setFollowers, hint: x.setFollowersHint, has: ['units'] }
    case 'setPart':
      return { title: x.partOf(x.setPart, about), send: x.setPart, note: x.partLabel, isNoteFree: true, has: ['partDate'] }
    case 'addPart':
      return { title: x.addPart, note: x.partLabel, isNoteFree: true, has: ['unit', 'partDate'] }
    case 'removePart':
      return { title: x.partOf(x.removePart, about), send: x.removePart, note: t.reason }
    case 'reportPart':
      return { title: x.partOf(x.reportPart, about), send: t.send, note: t.noteReport, has: ['files'] }
    case 'finishPart':
      return { title: x.partOf(x.finishPart, about), send: t.send, note: t.noteResult, has: ['product', 'files'] }
    case 'attach':
      return { title: x.attach, hint: x.attachHint, has: ['above'] }
    case 'declinePart':
      return { title: x.partOf(x.declinePart, about), send: t.send, note: t.reason }
  }
}

type Typed = { note: string; title: string; unitId: string | null; unitIds: string[]; personId: string; typeCode: string; day: string | null; productRef: string; files: { id: string }[]; above: PickedTask | null; isOut: boolean }

/** The command behind a form, and what of the fields it takes. */
function requestOf(form: OpenForm, v: Typed, o: { taskId: string; rowId: string; day: string | null; due: number | null }): [CommandDef, object] {
  const on = { taskId: o.taskId }
  const part = { ...on, unitId: form.id }
  const fileIds = v.files.map(f => f.id)
  const dueAt = o.due === null ? {} : { dueAt: o.due }
  switch (form.name) {
    case 'urge':
      return [taskUrge, { ...on, demandId: o.rowId, unitId: v.unitId, note: v.note, ...dueAt }]
    case 'explain':
      return [taskExplain, { ...on, demandId: o.rowId, unitId: v.unitId, note: v.note, ...dueAt }]
    case 'answer':
      return [taskAnswer, { ...on, demandId: form.id, note: v.note, fileIds }]
    case 'addChild':
      return [taskAddChild, { ...on, childId: o.rowId, title: v.title, content: v.note, leadUnitId: v.unitId, deadlineOn: o.day, typeCode: v.typeCode, ...(v.personId ? { assigneeId: v.personId } : {}) }]
    case 'delegate':
      return [taskDelegate, { ...on, personId: v.personId, ...(v.note.trim() ? { note: v.note } : {}) }]
    case 'handOver':
      return [taskHandOver, { ...on, personId: v.personId, reason: v.note }]
    case 'transfer':
      return [taskTransfer, { ...on, leadUnitId: v.unitId, reason: v.note }]
    case 'extend':
      return [taskExtend, { ...on, extensionId: o.rowId, deadlineOn: o.day, reason: v.note }]
    case 'setMonitor':
      return [taskSetMonitor, { ...on, personId: v.personId }]
    case 'setFollowers':
      return [taskSetFollowers, { ...on, unitIds: v.unitIds }]
    case 'setPart':
      return [taskSetPart, { ...part, part: v.note, dueOn: v.day }]
    case 'addPart':
      return [taskSetPart, { ...on, unitId: v.unitId, part: v.note, dueOn: v.day }]
    case 'removePart':
      return [taskRemovePart, { ...part, reason: v.note }]
    case 'reportPart':
      return [taskReportPart, { ...part, reportId: o.rowId, note: v.note, fileIds }]
    case 'finishPart':
      return [taskFinishPart, { ...part, reportId: o.rowId, note: v.note, fileIds, ...(v.productRef.trim() ? { productRef: v.productRef } : {}) }]
    case 'attach':
      return [taskAttach, { ...on, parentId: v.isOut ? null : (v.above?.id ?? null) }]
    case 'declinePart':
      return [taskDeclinePart, { ...part, reason: v.note }]
  }
}
