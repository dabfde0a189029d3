import { Link } from '@remix-run/react'
import { useEffect, useRef, useState } from 'react'
import type { z } from 'zod'
import { sourceRecord, type SourceView } from '#app/contracts/source.ts'
import { URGENCIES } from '#app/domain/task/filter.ts'
import { typedMoment } from '#app/domain/calendar/typed-time.ts'
import { Button } from '#app/components/button.tsx'
import { DateInput, FormError, Select, TextArea, TextInput } from '#app/components/field.tsx'
import { FilePicker } from '#app/components/file-picker.tsx'
import { CircleAlert } from '#app/components/icon.tsx'
import { Tabs } from '#app/components/tabs.tsx'
import { KeyMark } from '#app/components/keyboard-help.tsx'
import { useAct } from '#app/live/use-command.ts'
import { errorText, fieldErrorText } from '#app/text/errors.ts'
import { secretLevelText } from '#app/text/files.ts'
import { civilToday, formatTime } from '#app/text/format.ts'
import { sourceText as s } from '#app/text/sources.ts'
import { taskText as t } from '#app/text/tasks.ts'

const LEVELS = ['mat', 'toi_mat', 'tuyet_mat'] as const
/** A note without its hour counts from the morning of its day. */
const MORNING = '07:00'

export type SourceDraft = {
  documentId: string
  kind: 'document' | 'note'
  docType: string
  number: string
  issuedOn: string | null
  signer: string
  extract: string
  notedOn: string | null
  notedTime: string
  urgency: (typeof URGENCIES)[number]
  secrecy: 'none' | (typeof LEVELS)[number]
  file: { id: string; name: string } | null
  /** null until the server has it */
  version: number | null
}

export const emptySource = (documentId: string): SourceDraft => ({
  documentId, kind: 'document', docType: s.docTypes[0], number: '', issuedOn: null, signer: '', extract: '', notedOn: null, notedTime: '', urgency: 'normal', secrecy: 'none', file: null, version: null,
})

export const draftOf = (v: z.output<typeof SourceView>): SourceDraft => ({
  documentId: v.id, kind: v.kind, docType: v.docType, number: v.number, issuedOn: v.issuedOn, signer: v.signer, extract: v.extract,
  notedOn: v.notedAt === null ? null : civilToday(v.notedAt), notedTime: v.notedAt === null ? '' : formatTime(v.notedAt), urgency: v.urgency, secrecy: 'none', file: v.file && { id: v.file.id, name: v.file.name }, version: v.version,
})

/** Nguồn giao: recorded once, then its tasks. Enter in a one-line field, or Ctrl+Enter anywhere, goes on. */
export function SourceForm({ value, set, onRecorded }: { value: SourceDraft; set: (change: Partial<SourceDraft>) => void; onRecorded: (version: number, label: string) => void }) {
  const [isAsked, setAsked] = useState(false)
  const { run, isSending, refusal } = useAct(sourceRecord)
  const form = useRef<HTMLFormElement>(null)
  const isNote = value.kind === 'note'
  useEffect(() => form.current?.querySelector<HTMLInputElement>('[data-start]')?.focus(), [value.kind])
  const fields = refusal?.fields ?? {}
  const missing = (isEmpty: boolean, name: string) => (isAsked && isEmpty ? t.required : fields[name] && fields[name] !== refusal?.code ? fieldErrorText(fields[name]) : fields[name] ? errorText(fields[name], refusal?.params) : undefined)
  const notedAt = isNote ? typedMoment(value.notedOn, value.notedTime.trim() || MORNING) : null
  const isTimeWrong = isNote && value.notedTime.trim() !== '' && typedMoment('2026-01-01', value.notedTime) === null
  const isSecret = value.secrecy !== 'none'
  const submit = async () => {
    setAsked(true)
    const lacks = isNote ? [value.signer, value.extract].some(x => x.trim() === '') || notedAt === null : [value.number, value.docType, value.extract].some(x => x.trim() === '') || value.issuedOn === null
    if (lacks || isSecret) return
    const answer = await run({
      documentId: value.documentId,
      kind: value.kind,
      number: value.number,
      issuedOn: isNote ? null : value.issuedOn,
      docType: isNote ? '' : value.docType,
      signer: value.signer,
      extract: value.extract,
      urgency: value.urgency,
      notedAt,
      fileId: value.file?.id ?? null,
      ...(value.version === null ? {} : { baseVersion: value.version }),
    })
    if (answer?.ok) onRecorded(answer.data.version, answer.data.label)
  }
  return (
    <form
      ref={form}
      noValidate
      aria-label={s.sourceTitle}
      className="flex flex-col gap-4"
      onSubmit={e => {
        e.preventDefault()
        void submit()
      }}
      onKeyDown={e => {
        if (e.key !== 'Enter' || !(e.ctrlKey || e.metaKey)) return
        e.preventDefault()
        void submit()
      }}
    >
      <Tabs label={s.kindLabel} tabs={[{ key: 'document' as const, label: s.kinds.document }, { key: 'note' as const, label: s.kinds.note }]} value={value.kind} onChange={kind => set({ kind })} />
      {isNote ? (
        <div className="grid gap-4 sm:grid-cols-[1fr_12rem_8rem]">
          <TextInput data-start label={s.noteBy} value={value.signer} maxLength={200} onChange={e => set({ signer: e.target.value })} error={missing(value.signer.trim() === '', 'signer')} />
          <DateInput label={s.noteOn} value={value.notedOn} onValue={notedOn => set({ notedOn })} error={missing(value.notedOn === null, 'notedAt')} />
          <TextInput label={s.noteTime} placeholder={MORNING} value={value.notedTime} onChange={e => set({ notedTime: e.target.value })} error={isTimeWrong ? s.noteTimeWrong : undefined} />
        </div>
      ) : (
        <>
          <div className="grid gap-4 sm:grid-cols-[1fr_1fr_12rem]">
            <TextInput data-start label={s.number} placeholder={s.numberHint} value={value.number} maxLength={100} autoComplete="off" onChange={e => set({ number: e.target.value })} error={missing(value.number.trim() === '', 'number')} />
            <TextInput label={s.docType} list="loai-van-ban" value={value.docType} maxLength={100} autoComplete="off" onFocus={e => e.target.select()} onChange={e => set({ docType: e.target.value })} error={missing(value.docType.trim() === '', 'docType')} />
            <DateInput label={s.issuedOn} value={value.issuedOn} onValue={issuedOn => set({ issuedOn })} error={missing(value.issuedOn === null, 'issuedOn')} />
          </div>
          <datalist id="loai-van-ban">
            {s.docTypes.map(d => (
              <option key={d} value={d} />
            ))}
          </datalist>
        </>
      )}
      <TextArea label={isNote ? s.noteWords : s.extract} rows={2} value={value.extract} maxLength={2000} onChange={e => set({ extract: e.target.value })} error={missing(value.extract.trim() === '', 'extract')} />
      <div className="grid gap-4 sm:grid-cols-3">
        {isNote ? <TextInput label={s.numberOfNote} value={value.number} maxLength={100} onChange={e => set({ number: e.target.value })} /> : <TextInput label={s.signer} value={value.signer} maxLength={200} onChange={e => set({ signer: e.target.value })} />}
        <Select label={s.urgency} value={value.urgency} onChange={e => set({ urgency: e.target.value as SourceDraft['urgency'] })}>
          {URGENCIES.map(u => (
            <option key={u} value={u}>
              {t.urgency[u]}
            </option>
          ))}
        </Select>
        <Select label={s.secrecy} value={value.secrecy} onChange={e => set({ secrecy: e.target.value as SourceDraft['secrecy'] })}>
          <option value="none">{s.secrecyNone}</option>
          {LEVELS.map(l => (
            <option key={l} value={l}>
              {secretLevelText[l]}
            </option>
          ))}
        </Select>
      </div>
      {isSecret && (
        <p role="alert" className="flex items-start gap-2 rounded-md border border-late-line bg-late-soft px-3 py-2.5 text-late">
          <CircleAlert aria-hidden className="mt-0.5 shrink-0" />
          <span>{s.secretRefused(secretLevelText[value.secrecy as 'mat'])}</span>
        </p>
      )}
      {value.file ? (
        <p className="flex flex-wrap items-center gap-3">
          {s.fileHas(value.file.name)}
          <Button size="sm" onClick={() => set({ file: null })}>
            {s.fileRemove}
          </Button>
        </p>
      ) : (
        <FilePicker label={s.file} purpose="task" isTransient onReceived={f => set({ file: { id: f.fileId, name: f.name } })} />
      )}
      <FormError>
        {refusal && (
          <>
            {errorText(refusal.code, refusal.params)}{' '}
            {refusal.code === 'SOURCE_EXISTS' && (
              <Link to={`/nhiem-vu/giao?van-ban=${refusal.params?.documentId ?? ''}`} className="font-semibold underline underline-offset-2">
                {s.openExisting}
              </Link>
            )}
          </>
        )}
      </FormError>
      <div className="flex justify-end">
        <Button type="submit" variant="primary" size="lg" isSending={isSending} disabled={isSecret} aria-keyshortcuts="Control+Enter">
          {s.toTasks}
          <KeyMark>Ctrl Enter</KeyMark>
        </Button>
      </div>
    </form>
  )
}
