import { useState } from 'react'
import { Button } from '#app/components/button.tsx'
import { FormError, Select, TextArea, TextInput } from '#app/components/field.tsx'
import { toast } from '#app/components/toast.tsx'
import { conclusionTypeBack, speakingTypeBack } from '#app/contracts/typed.ts'
import { newId } from '#app/live/new-id.ts'
import { useAct } from '#app/live/use-command.ts'
import { useDraft } from '#app/screens/tasks/use-draft.ts'
import { standing } from '#app/screens/session/derive.ts'
import { errorText } from '#app/text/errors.ts'
import { itemName } from '#app/text/record-rows.ts'
import { typedText as t } from '#app/text/typed.ts'
import { readTime, type Session } from './derive.ts'
import type { FormProps } from './typed-screen.tsx'

/** The item a row belongs to. */
export function ItemSelect({ view, value, onChange, error }: { view: Session; value: string; onChange: (id: string) => void; error?: string }) {
  return (
    <Select label={t.item} value={value} error={error} onChange={e => onChange(e.target.value)}>
      <option value="">{t.chooseItem}</option>
      {standing(view).map(i => (
        <option key={i.id} value={i.id}>
          {itemName(view, i.id)}
        </option>
      ))}
    </Select>
  )
}

/** One speech noted on paper. */
export function SpeechForm({ view, began, reason, needReason }: FormProps) {
  const act = useAct(speakingTypeBack)
  const empty = { itemId: '', participantId: '', from: '', to: '', subject: '' }
  const { value, set } = useDraft(`typed/${view.meeting.id}/speech`, empty)
  const [isTried, setTried] = useState(false)
  const from = readTime(began, value.from)
  const to = readTime(began, value.to)
  const missing = (read: { at: number | null; error?: string }) => (isTried ? (read.error ?? (read.at === null ? t.timeMissing : undefined)) : undefined)
  const save = async () => {
    setTried(true)
    if (!needReason() || !value.itemId || !value.participantId || from.at === null || to.at === null) return
    const answer = await act.run({ meetingId: view.meeting.id, requestId: newId(), itemId: value.itemId, participantId: value.participantId, startedAt: from.at, endedAt: to.at, subject: value.subject, reason })
    if (!answer?.ok) return
    toast(t.speech.done)
    set({ ...empty, itemId: value.itemId })
    setTried(false)
  }
  return (
    <div className="flex flex-col gap-3">
      <ItemSelect view={view} value={value.itemId} error={isTried && !value.itemId ? t.itemMissing : undefined} onChange={itemId => set({ itemId })} />
      <Select label={t.speech.who} value={value.participantId} error={isTried && !value.participantId ? t.speech.whoMissing : undefined} onChange={e => set({ participantId: e.target.value })}>
        <option value="">{t.speech.choose}</option>
        {view.participants.map(p => (
          <option key={p.id} value={p.id}>
            {p.label}
          </option>
        ))}
      </Select>
      <div className="grid grid-cols-2 gap-3 md:max-w-sm">
        <TextInput label={t.speech.from} placeholder="09:20" inputMode="numeric" value={value.from} error={missing(from)} onChange={e => set({ from: e.target.value })} />
        <TextInput label={t.speech.to} placeholder="09:25" inputMode="numeric" value={value.to} error={missing(to)} onChange={e => set({ to: e.target.value })} />
      </div>
      <TextInput label={t.speech.subject} value={value.subject} maxLength={2000} onChange={e => set({ subject: e.target.value })} />
      <FormError>{act.refusal && errorText(act.refusal.code, act.refusal.params)}</FormError>
      <Button variant="primary" size="lg" className="self-start" isSending={act.isSending} onClick={() => void save()}>
        {t.speech.save}
      </Button>
    </div>
  )
}

/** One line of a conclusion noted on paper. */
export function LineForm({ view, reason, needReason }: FormProps) {
  const act = useAct(conclusionTypeBack)
  const { value, set } = useDraft(`typed/${view.meeting.id}/line`, { itemId: '', text: '' })
  const [isTried, setTried] = useState(false)
  const save = async () => {
    setTried(true)
    if (!needReason() || !value.itemId || value.text.trim() === '') return
    const answer = await act.run({ meetingId: view.meeting.id, itemId: value.itemId, lineId: newId(), text: value.text, reason })
    if (!answer?.ok) return
    toast(t.line.done)
    set({ text: '' })
    setTried(false)
  }
  return (
    <div className="flex flex-col gap-3">
      <ItemSelect view={view} value={value.itemId} error={isTried && !value.itemId ? t.itemMissing : undefined} onChange={itemId => set({ itemId })} />
      <TextArea label={t.line.text} hint={t.line.textHint} rows={3} maxLength={5000} value={value.text} error={isTried && value.text.trim() === '' ? t.line.textMissing : undefined} onChange={e => set({ text: e.target.value })} />
      <FormError>{act.refusal && errorText(act.refusal.code, act.refusal.params)}</FormError>
      <Button variant="primary" size="lg" className="self-start" isSending={act.isSending} onClick={() => void save()}>
        {t.line.save}
      </Button>
    </div>
  )
}
