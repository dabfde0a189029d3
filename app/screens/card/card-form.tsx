import { useNavigate } from '@remix-run/react'
import { useState } from 'react'
import { cardAddPaper, cardRemovePaper, cardSave } from '#app/contracts/card.ts'
import { Button, IconButton } from '#app/components/button.tsx'
import { FormError, TextArea, TextInput } from '#app/components/field.tsx'
import { FilePicker } from '#app/components/file-picker.tsx'
import { CloudCheck, X } from '#app/components/icon.tsx'
import { toast } from '#app/components/toast.tsx'
import { type Unit, UnitPicker } from '#app/components/unit-picker.tsx'
import { addWorkingDays, civilDateInVietnam, type WorkCalendar } from '#app/domain/calendar/working-days.ts'
import type { Desk } from '#app/live/reducers/card.ts'
import { newId } from '#app/live/new-id.ts'
import { useAct, useCommand } from '#app/live/use-command.ts'
import { useDraft } from '#app/screens/tasks/use-draft.ts'
import { cardText as ct } from '#app/text/cards.ts'
import { errorText, fieldErrorText } from '#app/text/errors.ts'
import { FileLink } from './parts.tsx'

const t = ct.form
export type RulesNow = { isAgreement: boolean; days: number | null; range: { min: number; max: number } | null }
const DEFAULT_DAYS = 5
const WIDEST = { min: 1, max: 30 }

/** The draft of a card: a new one, or `card` written anew. Typed text stays on the device until the server has it. */
export function CardForm({ card, units, rules, calendar, now, onSaved }: { card: Desk['card'] | null; units: readonly Unit[]; rules: RulesNow; calendar: WorkCalendar; now: number; onSaved?: () => void }) {
  const navigate = useNavigate()
  const [cardId] = useState(() => card?.id ?? newId())
  const empty = {
    title: card?.title ?? '',
    question: card?.question ?? '',
    summary: card?.summary ?? '',
    basis: card?.basis ?? '',
    leadUnitId: card?.leadUnitId ?? null,
    isCollective: card?.isCollective ?? false,
    days: String(card?.days ?? rules.days ?? DEFAULT_DAYS),
    isOthersShown: card?.isOthersShown ?? false,
  }
  const { value, set, clear } = useDraft(card ? `card-form.${card.id}` : 'card-form', empty)
  const [isAsked, setAsked] = useState(false)
  const { run, isSending, refusal } = useAct(cardSave)
  const { min, max } = rules.range ?? WIDEST
  const days = Number(value.days)
  const isDays = Number.isInteger(days) && days >= min && days <= max
  const missing = (text: string) => (isAsked && text.trim() === '' ? t.required : undefined)
  const fields = refusal?.fields ?? {}
  const fieldError = (name: string) => (fields[name] ? (fields[name] === refusal?.code ? errorText(refusal.code, refusal.params) : fieldErrorText(fields[name])) : undefined)
  const submit = async () => {
    setAsked(true)
    if (!isDays || value.title.trim() === '' || value.question.trim() === '') return
    const answer = await run({ cardId, ...(card ? { baseVersion: card.version } : {}), ...value, days })
    if (!answer?.ok) return
    clear()
    toast(t.saved)
    if (card) onSaved?.()
    else navigate(`/phieu-lay-y-kien/${cardId}/tong-hop`)
  }
  return (
    <form
      className="flex flex-col gap-4"
      noValidate
      onSubmit={e => {
        e.preventDefault()
        void submit()
      }}
    >
      <TextInput label={t.title} value={value.title} maxLength={500} onChange={e => set({ title: e.target.value })} error={missing(value.title) ?? fieldError('title')} />
      <TextArea label={t.question} hint={t.questionHint} rows={3} maxLength={3000} value={value.question} onChange={e => set({ question: e.target.value })} error={missing(value.question) ?? fieldError('question')} />
      <TextArea label={t.summary} hint={t.summaryHint} rows={6} maxLength={10_000} value={value.summary} onChange={e => set({ summary: e.target.value })} error={fieldError('summary')} />
      <TextArea label={t.basis} rows={3} maxLength={3000} value={value.basis} onChange={e => set({ basis: e.target.value })} error={fieldError('basis')} />
      <UnitPicker label={t.leadUnit} hint={t.leadUnitHint} units={units} value={value.leadUnitId} onChange={leadUnitId => set({ leadUnitId })} error={fieldError('leadUnitId')} />
      <TextInput
        label={t.days}
        hint={isDays ? `${t.daysHint(min, max)} ${t.daysRead(addWorkingDays(calendar, civilDateInVietnam(now), days))}` : t.daysHint(min, max)}
        inputMode="numeric"
        frameClassName="max-w-md"
        value={value.days}
        onChange={e => set({ days: e.target.value })}
        error={(isAsked && !isDays ? errorText('CARD_DAYS_WRONG', { min, max }) : undefined) ?? fieldError('days')}
      />
      <Check label={t.collective} isOn={value.isCollective} onChange={isCollective => set({ isCollective })} />
      <Check label={t.others} hint={t.othersHint} isOn={value.isOthersShown} onChange={isOthersShown => set({ isOthersShown })} />
      <FormError>{refusal && Object.keys(fields).length === 0 && errorText(refusal.code, refusal.params)}</FormError>
      <div className="flex flex-wrap items-center justify-end gap-3">
        <Button type="submit" variant={card ? 'outline' : 'primary'} size="lg" icon={<CloudCheck aria-hidden />} isSending={isSending}>
          {t.save}
        </Button>
      </div>
    </form>
  )
}

function Check({ label, hint, isOn, onChange }: { label: string; hint?: string; isOn: boolean; onChange: (isOn: boolean) => void }) {
  return (
    <label className="flex min-h-11 items-start gap-3 py-1.5">
      <input type="checkbox" className="mt-1 size-5 accent-(--act)" checked={isOn} onChange={e => onChange(e.target.checked)} />
      <span>
        {label}
        {hint && <span className="block text-sm text-text-3">{hint}</span>}
      </span>
    </label>
  )
}

/** Papers of a draft: each stands on the server as soon as it arrived whole. */
export function CardPapers({ card }: { card: Desk['card'] }) {
  const send = useCommand()
  const [error, setError] = useState<string | null>(null)
  const act = async (run: Promise<{ ok: boolean; code?: string; params?: Record<string, string | number> }>) => {
    const answer = await run
    setError(answer.ok ? null : errorText(answer.code ?? 'INTERNAL', answer.params))
  }
  return (
    <div className="flex flex-col gap-2">
      <h3 className="text-sm font-semibold text-text-3">{ct.papers}</h3>
      {card.papers.map(p => (
        <div key={p.paperId} className="flex items-center gap-2">
          <div className="min-w-0 flex-1">
            <FileLink file={p} label={p.title} />
          </div>
          <IconButton label={t.removePaper(p.title)} onClick={() => void act(send(cardRemovePaper, { cardId: card.id, paperId: p.paperId }))}>
            <X aria-hidden />
          </IconButton>
        </div>
      ))}
      <FilePicker label={t.addPaper} purpose="task" isMulti isTransient onReceived={f => void act(send(cardAddPaper, { cardId: card.id, paperId: newId(), fileId: f.fileId, title: f.name }))} />
      <FormError>{error}</FormError>
    </div>
  )
}
