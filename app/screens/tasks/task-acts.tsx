import { useState } from 'react'
import { taskAccept, taskConfirm, taskDecideExtension, taskPause, taskReassign, taskRecall, taskRefuse, taskReopen, taskReport, taskRequestExtension, taskResume, taskSendBack, taskSubmit } from '#app/contracts/task.ts'
import { Button } from '#app/components/button.tsx'
import { ConfirmDialog, FormDialog } from '#app/components/dialog.tsx'
import { FormError, TextArea, TextInput } from '#app/components/field.tsx'
import { FilePicker } from '#app/components/file-picker.tsx'
import { CalendarClock, Check, ChevronDown, CircleHelp, Eye, Flag, Gauge, ListChecks, type LucideIcon, Megaphone, CirclePause, Users, Play, Send, Undo2, UserCheck } from '#app/components/icon.tsx'
import { toast } from '#app/components/toast.tsx'
import { type Unit, UnitPicker } from '#app/components/unit-picker.tsx'
import { newId } from '#app/live/new-id.ts'
import type { Card } from '#app/live/reducers/board.ts'
import { useCommand } from '#app/live/use-command.ts'
import { useConnection } from '#app/live/use-connection.ts'
import type { Answer } from '#app/contracts/define.ts'
import { errorText, fieldErrorText } from '#app/text/errors.ts'
import { taskText as t } from '#app/text/tasks.ts'
import type { WorkCalendar } from '#app/domain/calendar/working-days.ts'
import { canCloseWith } from '#app/domain/task/evidence.ts'
import type { TaskAct } from '#app/domain/task/machine.ts'
import { allowed } from '#app/domain/verdict.ts'
import { treeText as x } from '#app/text/task-tree.ts'
import type { OpenForm } from './more-form.tsx'
import type { FullTask } from '#app/live/reducers/task.ts'
import { formatDate } from '#app/text/format.ts'
import { readDeadline } from './deadline.ts'
import { DeadlineField } from './deadline-field.tsx'
import { useDraft } from './use-draft.ts'

export type Extension = FullTask['extensions'][number]
type TaskType = NonNullable<FullTask['type']> | null

export type ActName = 'accept' | 'refuse' | 'reassign' | 'report' | 'submit' | 'confirm' | 'sendBack' | 'recall' | 'requestExtension' | 'decideExtension' | 'pause' | 'resume' | 'reopen'

/** In this order of weight: the first one the person may do is the primary button. */
const order: ActName[] = ['accept', 'submit', 'confirm', 'decideExtension', 'reassign', 'resume', 'report', 'requestExtension', 'refuse', 'sendBack', 'reopen', 'pause', 'recall']
const icons: Record<ActName, LucideIcon> = {
  accept: UserCheck, refuse: Undo2, reassign: Flag, report: Gauge, submit: Send, confirm: Check, sendBack: Undo2, recall: Undo2,
  requestExtension: CalendarClock, decideExtension: CalendarClock, pause: CirclePause, resume: Play, reopen: Undo2,
}
const isPrimary = (act: ActName): boolean => act === 'accept' || act === 'submit' || act === 'confirm' || act === 'decideExtension' || act === 'reassign' || act === 'resume'
/** What ends or stops the work stands last. */
const isHard = (act: ActName): boolean => act === 'recall' || act === 'pause'
/** Needs nothing said: done at a touch on the task page, asked first where a card was moved. */
const isWordless = (act: ActName): boolean => act === 'accept' || act === 'confirm' || act === 'resume'
const hints: Partial<Record<ActName, string>> = { accept: t.acceptHint, submit: t.submitHint, confirm: t.confirmHint }

/**
 * The acts this person may do on this task, as the server said. Two need no words and act at once; the others open a
 * form whose text is kept on the device until the server has answered.
 */
type ActsProps = {
  card: Card
  /** what closes a task of its kind; left out: the usual */
  type?: TaskType
  extension: Extension | null
  calendar: WorkCalendar
  now: number
  acts: readonly TaskAct[]
  units: readonly Unit[]
  /** somebody of the unit has it in hand, and could hand it over */
  hasHolder?: boolean
  isCompact?: boolean
  /** opens the forms that stand on the task page; without it only what moves the task is offered */
  onForm?: (form: OpenForm) => void
}

/** Acts with a form of their own, beside the ones that move the task: first those one needs often, then the rest behind a word. */
const often = ['urge', 'explain', 'delegate'] as const
const seldom = ['extend', 'handOver', 'transfer', 'setMonitor', 'setFollowers', 'attach'] as const
const moreIcons: Record<(typeof often | typeof seldom)[number], LucideIcon> = { urge: Megaphone, explain: CircleHelp, delegate: UserCheck, extend: CalendarClock, handOver: UserCheck, transfer: Flag, setMonitor: Eye, setFollowers: Users, attach: ListChecks }
const isBeside = (act: string): act is (typeof often)[number] => (often as readonly string[]).includes(act)
const moreWord = (name: (typeof often | typeof seldom)[number]): string => (name === 'urge' ? t.urge : x[name])

export function TaskActs({ card, type = null, extension, calendar, now, acts, units, hasHolder = false, isCompact, onForm }: ActsProps) {
  const [open, setOpen] = useState<ActName | null>(null)
  const send = useSend(card)
  const isCut = useConnection().state !== 'online'
  const mine = order.filter(a => acts.includes(a))
  const size = isCompact ? 'md' : 'lg'
  const first = mine.find(isPrimary)
  const beside = onForm ? often.filter(a => acts.includes(a)) : []
  const rest = !onForm ? [] : seldom.filter(a => acts.includes(a) && (a !== 'handOver' || hasHolder) && (a !== 'extend' || card.deadlineOn !== null))
  const more = (name: (typeof often | typeof seldom)[number]) => {
    const Icon = moreIcons[name]
    return (
      <Button key={name} size={size} variant="outline" icon={<Icon aria-hidden />} onClick={() => onForm?.({ name })}>
        {moreWord(name)}
      </Button>
    )
  }
  if (mine.length === 0 && rest.length === 0 && beside.length === 0) return null
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap gap-2">
        {[...mine.filter(a => !isHard(a)), ...beside, ...mine.filter(isHard)].map(act => {
          if (isBeside(act)) return more(act)
          const Icon = icons[act]
          const isDirect = isWordless(act)
          return (
            <Button
              key={act}
              size={size}
              variant={act === first ? 'primary' : isHard(act) ? 'plain' : 'outline'}
              icon={<Icon aria-hidden />}
              isSending={isDirect && send.sending === act}
              onClick={() => (isDirect ? void send.run(act, { taskId: card.id, baseVersion: card.version }) : setOpen(act))}
            >
              {t[act]}
            </Button>
          )
        })}
      </div>
      {rest.length > 0 && (
        <details className="group">
          <summary className="inline-flex min-h-11 cursor-pointer items-center gap-1.5 font-semibold text-act md:min-h-9">
            <ChevronDown aria-hidden className="group-open:rotate-180" />
            {x.more}
          </summary>
          <div className="flex flex-wrap gap-2 pt-1">{rest.map(more)}</div>
        </details>
      )}
      {first && !isCompact && hints[first] && <p className="text-sm text-text-3">{hints[first]}</p>}
      {send.sending && isCut && <p role="status" className="text-soon">{t.queued}</p>}
      {!open && <FormError>{send.refusal && errorText(send.refusal.code, send.refusal.params)}</FormError>}
      {open && <ActDialog key={`${card.id}.${open}`} act={open} card={card} type={type} extension={extension} calendar={calendar} now={now} units={units} onClose={() => setOpen(null)} />}
    </div>
  )
}

const defs = {
  accept: taskAccept, refuse: taskRefuse, reassign: taskReassign, report: taskReport, submit: taskSubmit,
  confirm: taskConfirm, sendBack: taskSendBack, recall: taskRecall,
  requestExtension: taskRequestExtension, decideExtension: taskDecideExtension, pause: taskPause, resume: taskResume, reopen: taskReopen,
}

/** Sends one act; says "Đã ghi nhận" only when the server has answered. */
function useSend(card: Pick<Card, 'code'>) {
  const command = useCommand()
  const [sending, setSending] = useState<ActName | null>(null)
  const [refusal, setRefusal] = useState<Extract<Answer, { ok: false }> | null>(null)
  const run = async (act: ActName, input: Record<string, unknown>): Promise<boolean> => {
    if (sending) return false
    setSending(act)
    setRefusal(null)
    try {
      const answer = await command(defs[act], input as never)
      if (!answer.ok) setRefusal(answer)
      else toast(`${t.recorded}: ${card.code}`)
      return answer.ok
    } finally {
      setSending(null)
    }
  }
  return { run, sending, refusal }
}

const titles: Partial<Record<ActName, string>> = {
  refuse: t.refuseTitle, reassign: t.reassignTitle, report: t.reportTitle, submit: t.submitTitle, sendBack: t.sendBackTitle, recall: t.recallTitle,
  requestExtension: t.requestExtensionTitle, decideExtension: t.decideExtensionTitle, pause: t.pauseTitle, reopen: t.reopenTitle,
}
const bodies: Partial<Record<ActName, string>> = {
  refuse: t.refuseHint, reassign: t.reassignHint, submit: t.submitHint, sendBack: t.sendBackHint, recall: t.recallHint,
  pause: t.pauseHint, reopen: t.reopenHint,
}
const noteLabels: Partial<Record<ActName, string>> = { report: t.noteReport, submit: t.noteResult }

type OneAct = { act: ActName; card: Card; type: TaskType; extension: Extension | null; calendar: WorkCalendar; now: number; units: readonly Unit[]; onClose: () => void }

/** One act asked for elsewhere than by its button: its form, or a question where it needs no words. */
export function ActForm(props: OneAct) {
  return isWordless(props.act) ? <AskFirst {...props} /> : <ActDialog {...props} />
}

function AskFirst({ act, card, onClose }: OneAct) {
  const send = useSend(card)
  return (
    <ConfirmDialog
      isOpen
      title={`${t[act]}?`}
      confirmLabel={t[act]}
      cancelLabel={t.cancel}
      isSending={send.sending !== null}
      error={send.refusal && errorText(send.refusal.code, send.refusal.params)}
      onConfirm={() => void send.run(act, { taskId: card.id, baseVersion: card.version }).then(done => done && onClose())}
      onClose={onClose}
    >
      <p>
        <strong className="font-semibold text-text">{card.title}</strong>
        {hints[act] && <span className="mt-1 block text-base">{hints[act]}</span>}
      </p>
    </ConfirmDialog>
  )
}

type Kept = { note: string; percent: string; productRef: string; files: { id: string; name: string }[]; leadUnitId: string | null; deadline: string; isGranted: boolean }

function ActDialog({ act, card, type, extension, calendar, now, units, onClose }: OneAct) {
  const [reportId] = useState(newId)
  const asked = act === 'decideExtension' ? extension : null
  const [isAsked, setAsked] = useState(false)
  const isCut = useConnection().state !== 'online'
  const empty: Kept = { note: '', percent: String(card.progress), productRef: '', files: [], leadUnitId: card.leadUnitId, deadline: asked ? formatDate(asked.askedOn) : '', isGranted: true }
  const { value, set, clear } = useDraft<Kept>(`task.${card.id}.${act}${asked ? `.${asked.id}` : ''}`, empty)
  const send = useSend(card)

  const percent = Number(value.percent)
  const deadline = readDeadline(value.deadline, now, calendar)
  const evidence = act === 'submit' ? canCloseWith(type?.evidence ?? 'any', { files: value.files.length, productRef: value.productRef }) : allowed
  const needsDay = act === 'requestExtension' || (act === 'decideExtension' && value.isGranted)
  const wrong = {
    note: value.note.trim() === '' && !(act === 'decideExtension' && value.isGranted) ? t.required : undefined,
    deadline: needsDay && deadline.kind !== 'date',
    percent: act === 'report' && !(Number.isInteger(percent) && percent >= 0 && percent <= 100) ? t.percentWrong : undefined,
    evidence: evidence.ok ? undefined : errorText(evidence.code),
    unit: act === 'reassign' && !value.leadUnitId ? t.unitMissing : undefined,
  }
  const isWrong = Object.values(wrong).some(Boolean)
  const shown: Partial<typeof wrong> = isAsked ? wrong : {}
  const fields = send.refusal?.fields ?? {}

  const submit = async () => {
    setAsked(true)
    if (isWrong) return
    const on = { taskId: card.id }
    const report = { ...on, reportId, note: value.note, fileIds: value.files.map(f => f.id) }
    const day = deadline.kind === 'date' ? { deadlineOn: deadline.date } : {}
    const special: Partial<Record<ActName, Record<string, unknown>>> = {
      report: { ...report, percent },
      submit: { ...report, ...(value.productRef.trim() ? { productRef: value.productRef } : {}) },
      requestExtension: { ...on, ...day, extensionId: reportId, reason: value.note },
      decideExtension: { ...on, ...(value.isGranted ? day : {}), extensionId: asked?.id, isGranted: value.isGranted, ...(value.note.trim() ? { note: value.note } : {}) },
      reassign: { ...on, baseVersion: card.version, leadUnitId: value.leadUnitId, reason: value.note },
    }
    const input = special[act] ?? { ...on, baseVersion: card.version, reason: value.note }
    if (await send.run(act, input)) {
      clear()
      onClose()
    }
  }
  const isReport = act === 'report' || act === 'submit'
  return (
    <FormDialog
      title={titles[act]}
      submitLabel={isReport || act === 'requestExtension' ? t.send : act === 'decideExtension' ? (value.isGranted ? t.grant : t.refuseExtension) : t[act]}
      isSending={send.sending !== null}
      cancelLabel={t.cancel}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <p className="text-text-2">
        <strong className="font-semibold text-text">{card.title}</strong>
        {bodies[act] && <span className="mt-1 block text-base">{bodies[act]}</span>}
      </p>
      {act === 'reassign' && (
        <UnitPicker label={t.fieldLead} hint={t.fieldUnitHint} units={units} value={value.leadUnitId} onChange={leadUnitId => set({ leadUnitId })} error={shown.unit} />
      )}
      {act === 'requestExtension' && card.deadlineOn && <p className="text-text-2">{t.requestExtensionHint(formatDate(card.deadlineOn))}</p>}
      {asked && (
        <div className="rounded-md border border-line bg-surface-2 px-3 py-2">
          <p className="font-semibold">{t.extensionSays(asked.askedByLabel, formatDate(asked.fromOn), formatDate(asked.askedOn))}</p>
          <p className="whitespace-pre-line text-text-2">{asked.reason}</p>
        </div>
      )}
      {act === 'decideExtension' && (
        <fieldset className="flex flex-wrap gap-x-6">
          <legend className="sr-only">{t.decision}</legend>
          {[true, false].map(is => (
            <label key={String(is)} className="flex min-h-11 items-center gap-2 font-semibold">
              <input type="radio" name="decision" className="size-5 accent-act" checked={value.isGranted === is} onChange={() => set({ isGranted: is })} />
              {is ? t.grant : t.refuseExtension}
            </label>
          ))}
        </fieldset>
      )}
      {needsDay && <DeadlineField label={t.newDeadline} typed={value.deadline} onTyped={text => set({ deadline: text })} now={now} calendar={calendar} isStrict={isAsked} isNeeded error={fields.deadlineOn ? fieldErrorText(fields.deadlineOn) : undefined} />}
      {act === 'report' && (
        <div className="flex items-end gap-3">
          <TextInput
            label={t.percentLabel}
            frameClassName="w-28"
            inputMode="numeric"
            value={value.percent}
            onChange={e => set({ percent: e.target.value })}
            error={shown.percent ?? (fields.percent ? fieldErrorText(fields.percent) : undefined)}
          />
          <input
            type="range"
            min={0}
            max={100}
            step={5}
            aria-label={t.percentLabel}
            className="mb-2.5 h-6 grow accent-(--act)"
            value={Number.isFinite(percent) ? percent : 0}
            onChange={e => set({ percent: e.target.value })}
          />
        </div>
      )}
      <TextArea
        label={act === 'decideExtension' && value.isGranted ? t.noteGrant : (noteLabels[act] ?? t.reason)}
        rows={4}
        autoFocus
        value={value.note}
        onChange={e => set({ note: e.target.value })}
        error={shown.note ?? (fields.note || fields.reason ? fieldErrorText(fields.note ?? fields.reason ?? '') : undefined)}
      />
      {act === 'submit' && (
        <TextInput label={t.productLabel} hint={type && type.evidence !== 'any' ? x.typeEvidence[type.evidence] : t.productHint} value={value.productRef} onChange={e => set({ productRef: e.target.value })} error={shown.evidence} />
      )}
      {isReport && (
        <div className="flex flex-col gap-2">
          <FilePicker
            label={t.files}
            purpose="task"
            isMulti
            onReceived={f => set({ files: [...value.files.filter(x => x.id !== f.fileId), { id: f.fileId, name: f.name }] })}
            onRemoved={id => set({ files: value.files.filter(x => x.id !== id) })}
          />
        </div>
      )}
      <FormError>{send.refusal && errorText(send.refusal.code, send.refusal.params)}</FormError>
      <p role="status" className={isCut ? 'text-sm text-soon' : 'text-sm text-text-3'}>
        {send.sending && isCut ? t.queued : t.draftKept}
      </p>
    </FormDialog>
  )
}
