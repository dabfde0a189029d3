import { Form, Link, useSearchParams } from '@remix-run/react'
import { useState } from 'react'
import { decidedRecord, decidedReport, decidedWithdraw } from '#app/contracts/decided.ts'
import { Button, ButtonLink, buttonClass } from '#app/components/button.tsx'
import { Card } from '#app/components/card.tsx'
import { Chip, CountBadge, type Tone } from '#app/components/chip.tsx'
import { Dialog } from '#app/components/dialog.tsx'
import { Empty } from '#app/components/empty.tsx'
import { DateInput, FormError, Select, TextArea, TextInput } from '#app/components/field.tsx'
import { ArrowRight, CalendarClock, CircleCheck, Gavel, Hourglass, type LucideIcon, Pencil, Plus, Search, Undo2 } from '#app/components/icon.tsx'
import { PageTitle } from '#app/components/page-title.tsx'
import { toast } from '#app/components/toast.tsx'
import { newId } from '#app/live/new-id.ts'
import { type Decided, reduceDecided } from '#app/live/reducers/decided.ts'
import { useAct } from '#app/live/use-command.ts'
import { useStream } from '#app/live/use-stream.ts'
import { useDraft } from '#app/screens/tasks/use-draft.ts'
import { decidedText as t } from '#app/text/decided.ts'
import { errorText, fieldErrorText } from '#app/text/errors.ts'
import { formatDateLong } from '#app/text/format.ts'
import { taskText } from '#app/text/tasks.ts'

export type DecidedData = { view: readonly Decided[]; seq: number; stream: string; meetings: readonly { id: string; title: string; startsAt: number }[]; mayKeep: boolean; now: number }

const groups = ['waiting', 'on_agenda', 'reported', 'withdrawn'] as const
const looks: Record<Decided['state'], { tone: Tone; Icon: LucideIcon }> = {
  waiting: { tone: 'soon', Icon: Hourglass },
  on_agenda: { tone: 'act', Icon: CalendarClock },
  reported: { tone: 'ok', Icon: CircleCheck },
  withdrawn: { tone: 'neutral', Icon: Undo2 },
}

/** Sổ việc Chủ tịch quyết định thay UBND: entered by the Office, one block on the next agenda, marked once reported. */
export function DecidedScreen({ data }: { data: DecidedData }) {
  const { view } = useStream({ stream: data.stream, seq: data.seq, view: data.view, reduce: reduceDecided })
  const [params] = useSearchParams()
  const [open, setOpen] = useState<{ kind: 'record' | 'withdraw'; row: Decided | null } | { kind: 'report' } | null>(null)
  const waiting = view.filter(d => d.state === 'waiting').length
  const q = params.get('q') ?? ''
  const close = () => setOpen(null)
  return (
    <div className="mx-auto flex max-w-4xl flex-col gap-4">
      <PageTitle
        title={t.title}
        actions={
          data.mayKeep && (
            <>
              {waiting > 0 && (
                <Button size="lg" icon={<CalendarClock aria-hidden />} onClick={() => setOpen({ kind: 'report' })}>
                  {t.report}
                </Button>
              )}
              <Button size="lg" variant="primary" icon={<Plus aria-hidden />} onClick={() => setOpen({ kind: 'record', row: null })}>
                {t.record}
              </Button>
            </>
          )
        }
      >
        {t.lead}
      </PageTitle>
      {(view.length > 0 || q) && (
        <Form method="get" role="search" className="flex flex-wrap items-end gap-2">
          <TextInput frameClassName="grow" label={t.search} type="search" name="q" key={q} defaultValue={q} />
          <Button type="submit" icon={<Search aria-hidden />}>
            {t.find}
          </Button>
          {q && (
            <Link to="/viec-chu-tich-quyet-dinh" className={buttonClass('plain', 'md')}>
              {t.clear}
            </Link>
          )}
        </Form>
      )}
      {view.length === 0 && (
        <Empty icon={<Gavel aria-hidden />} title={q ? t.noneFound : t.none}>
          {q ? null : t.noneHint}
        </Empty>
      )}
      <div aria-live="polite" className="flex flex-col gap-4">
        {groups.map(g => {
          const rows = view.filter(d => d.state === g)
          if (rows.length === 0) return null
          return (
            <Card
              key={g}
              isFlush
              title={
                <span className="flex items-center gap-2">
                  {t.groups[g]} <CountBadge count={rows.length} isStrong={g === 'waiting'} />
                </span>
              }
            >
              <ul className="divide-y divide-line">
                {rows.map(d => (
                  <Row key={d.id} row={d} mayKeep={data.mayKeep} onEdit={() => setOpen({ kind: 'record', row: d })} onWithdraw={() => setOpen({ kind: 'withdraw', row: d })} />
                ))}
              </ul>
            </Card>
          )
        })}
      </div>
      {open?.kind === 'record' && <RecordDialog row={open.row} onClose={close} />}
      {open?.kind === 'withdraw' && open.row && <WithdrawDialog row={open.row} onClose={close} />}
      {open?.kind === 'report' && <ReportDialog count={waiting} meetings={data.meetings} onClose={close} />}
    </div>
  )
}

function Row({ row: d, mayKeep, onEdit, onWithdraw }: { row: Decided; mayKeep: boolean; onEdit: () => void; onWithdraw: () => void }) {
  const { tone, Icon } = looks[d.state]
  return (
    <li className="flex flex-col gap-1.5 px-4 py-3.5">
      <p className="flex flex-wrap items-start justify-between gap-2">
        <span className="min-w-0 flex-1 text-md font-semibold">{d.matter}</span>
        <Chip tone={tone} icon={<Icon aria-hidden />}>
          {t.state[d.state]}
        </Chip>
      </p>
      <p className="text-text-2">
        {t.decided(d.decidedOn)} · {t.document(d.documentNumber, d.documentOn)}
      </p>
      <p>
        <span className="text-text-3">{t.basis}: </span>
        {d.basis}
      </p>
      {d.summary && <p className="whitespace-pre-line text-text-2">{d.summary}</p>}
      {d.withdrawReason && (
        <p className="text-text-2">
          {t.reason}: {d.withdrawReason}
        </p>
      )}
      <p className="flex flex-wrap items-center gap-x-3 text-sm text-text-3">
        {t.entered(d.enteredLabel)}
        {d.meeting && (
          <Link to={`/phien-hop/${d.meeting.id}`} className="inline-flex min-h-11 items-center font-semibold text-act hover:underline md:min-h-6">
            {d.meeting.title}
          </Link>
        )}
        {d.reportedAt && t.reportedAt(d.reportedAt)}
      </p>
      {mayKeep && d.state === 'waiting' && (
        <div className="flex gap-2 pt-1">
          <Button icon={<Pencil aria-hidden />} aria-label={`${t.edit}: ${d.matter}`} onClick={onEdit}>
            {t.edit}
          </Button>
          <Button variant="plain" icon={<Undo2 aria-hidden />} aria-label={`${t.withdraw}: ${d.matter}`} onClick={onWithdraw}>
            {t.withdraw}
          </Button>
        </div>
      )}
    </li>
  )
}

function RecordDialog({ row, onClose }: { row: Decided | null; onClose: () => void }) {
  const [decidedId] = useState(() => row?.id ?? newId())
  const { value, set, clear } = useDraft(`decided.${row?.id ?? 'new'}`, {
    matter: row?.matter ?? '',
    basis: row?.basis ?? '',
    documentNumber: row?.documentNumber ?? '',
    documentOn: row?.documentOn ?? (null as string | null),
    decidedOn: row?.decidedOn ?? (null as string | null),
    summary: row?.summary ?? '',
    isNotCollective: row !== null,
  })
  const [isAsked, setAsked] = useState(false)
  const { run, isSending, refusal } = useAct(decidedRecord)
  const fields = refusal?.fields ?? {}
  const missing = (text: string, field: string) => (isAsked && text.trim() === '' ? t.required : fields[field] ? fieldErrorText(fields[field]) : undefined)
  const day = (on: string | null, field: string) => (isAsked && !on ? t.dayRequired : fields[field] ? fieldErrorText(fields[field]) : undefined)
  const submit = async () => {
    setAsked(true)
    const { decidedOn, documentOn } = value
    if (!decidedOn || !documentOn || !value.isNotCollective || [value.matter, value.basis, value.documentNumber].some(x => x.trim() === '')) return
    const answer = await run({ ...value, decidedOn, documentOn, decidedId, ...(row ? { baseVersion: row.version } : {}) })
    if (!answer?.ok) return
    clear()
    toast(t.saved)
    onClose()
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={row ? t.editTitle : t.recordTitle}
      footer={
        <>
          <Button onClick={onClose}>{taskText.cancel}</Button>
          <Button variant="primary" isSending={isSending} onClick={() => void submit()}>
            {t.save}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <TextArea label={t.matter} rows={2} maxLength={1000} value={value.matter} onChange={e => set({ matter: e.target.value })} error={missing(value.matter, 'matter')} />
        <TextArea label={t.basis} rows={2} maxLength={2000} value={value.basis} onChange={e => set({ basis: e.target.value })} error={missing(value.basis, 'basis')} />
        <div className="grid gap-3 sm:grid-cols-2">
          <DateInput label={t.decidedOn} value={value.decidedOn} onValue={decidedOn => set({ decidedOn })} error={day(value.decidedOn, 'decidedOn')} />
          <DateInput label={t.documentOn} value={value.documentOn} onValue={documentOn => set({ documentOn })} error={day(value.documentOn, 'documentOn')} />
        </div>
        <TextInput label={t.documentNumber} hint={t.documentNumberHint} maxLength={100} value={value.documentNumber} onChange={e => set({ documentNumber: e.target.value })} error={missing(value.documentNumber, 'documentNumber')} />
        <TextArea label={t.summary} rows={3} maxLength={5000} value={value.summary} onChange={e => set({ summary: e.target.value })} />
        <label className="flex min-h-11 items-start gap-3 py-1">
          <input type="checkbox" className="mt-1 size-5 shrink-0 accent-(--act)" checked={value.isNotCollective} onChange={e => set({ isNotCollective: e.target.checked })} />
          <span>
            <span className="font-semibold text-text">{t.confirm}</span>
            <span className="block text-sm">{t.confirmHint}</span>
          </span>
        </label>
        <FormError>{isAsked && !value.isNotCollective ? errorText('DECIDED_COLLECTIVE') : refusal && Object.keys(fields).length === 0 ? errorText(refusal.code, refusal.params) : null}</FormError>
      </div>
    </Dialog>
  )
}

function WithdrawDialog({ row, onClose }: { row: Decided; onClose: () => void }) {
  const { value, set, clear } = useDraft(`decided.${row.id}.withdraw`, { reason: '' })
  const [isAsked, setAsked] = useState(false)
  const { run, isSending, refusal } = useAct(decidedWithdraw)
  const submit = async () => {
    setAsked(true)
    if (value.reason.trim() === '') return
    const answer = await run({ decidedId: row.id, reason: value.reason })
    if (!answer?.ok) return
    clear()
    onClose()
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t.withdrawTitle}
      footer={
        <>
          <Button onClick={onClose}>{taskText.cancel}</Button>
          <Button variant="primary" isSending={isSending} onClick={() => void submit()}>
            {t.withdraw}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <p>{t.withdrawHint}</p>
        <TextArea label={t.reason} rows={2} maxLength={1000} value={value.reason} error={isAsked && value.reason.trim() === '' ? t.required : undefined} onChange={e => set({ reason: e.target.value })} />
        <FormError>{refusal && errorText(refusal.code, refusal.params)}</FormError>
      </div>
    </Dialog>
  )
}

function ReportDialog({ count, meetings, onClose }: { count: number; meetings: DecidedData['meetings']; onClose: () => void }) {
  const [meetingId, setMeetingId] = useState(meetings[0]?.id ?? '')
  const [itemId] = useState(newId)
  const [done, setDone] = useState<number | null>(null)
  const { run, isSending, refusal } = useAct(decidedReport)
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t.reportTitle}
      footer={
        done !== null ? (
          <ButtonLink to={`/phien-hop/${meetingId}/chuong-trinh`} variant="primary" iconAfter={<ArrowRight aria-hidden />}>
            {t.toAgenda}
          </ButtonLink>
        ) : (
          <>
            <Button onClick={onClose}>{taskText.cancel}</Button>
            {meetings.length > 0 && (
              <Button variant="primary" isSending={isSending} onClick={() => void run({ meetingId, itemId }).then(a => a?.ok && setDone(a.data.count))}>
                {t.report}
              </Button>
            )}
          </>
        )
      }
    >
      <div className="flex flex-col gap-3">
        {done !== null ? (
          <p role="status" className="flex items-center gap-2 font-semibold text-ok">
            <CircleCheck aria-hidden />
            {t.reported(done)}
          </p>
        ) : meetings.length === 0 ? (
          <p>{t.noMeeting}</p>
        ) : (
          <>
            <p>{t.reportHint(count)}</p>
            <Select label={t.meeting} value={meetingId} onChange={e => setMeetingId(e.target.value)}>
              {meetings.map(m => (
                <option key={m.id} value={m.id}>
                  {m.title} – {formatDateLong(m.startsAt)}
                </option>
              ))}
            </Select>
          </>
        )}
        <FormError>{refusal && errorText(refusal.code, refusal.params)}</FormError>
      </div>
    </Dialog>
  )
}
