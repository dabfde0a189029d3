import { useState, type FormEvent } from 'react'
import { Button } from '#app/components/button.tsx'
import { Dialog } from '#app/components/dialog.tsx'
import { TextInput } from '#app/components/field.tsx'
import { toast } from '#app/components/toast.tsx'
import { speakingSetLimits } from '#app/contracts/speaking.ts'
import type { SpeakingKind } from '#app/domain/meeting/speaking.ts'
import type { Session } from '#app/screens/session/derive.ts'
import type { Acts } from '#app/screens/session/use-session.ts'
import { shellText } from '#app/text/shell.ts'
import { speakingText } from '#app/text/speaking.ts'
import { rulesIn } from './derive.ts'

const t = speakingText.limits
const kinds: SpeakingKind[] = ['present', 'speech', 'question', 'answer', 'order']

/** Minutes of each kind for the rest of the session. */
export function LimitsDialog({ view, acts, onClose }: { view: Session; acts: Acts; onClose: () => void }) {
  const [typed, setTyped] = useState<Record<SpeakingKind, string>>(() => {
    const { minutes } = rulesIn(view)
    return { present: String(minutes.present), speech: String(minutes.speech), question: String(minutes.question), answer: String(minutes.answer), order: String(minutes.order) }
  })
  const [isTried, setTried] = useState(false)
  const minutesOf = (kind: SpeakingKind) => Number(typed[kind].replace(',', '.'))
  const isWrong = (kind: SpeakingKind) => !(minutesOf(kind) >= 1 && minutesOf(kind) <= 120)
  const save = async (e: FormEvent) => {
    e.preventDefault()
    setTried(true)
    if (kinds.some(isWrong)) return
    const minutes = Object.fromEntries(kinds.map(k => [k, minutesOf(k)])) as Record<SpeakingKind, number>
    const answer = await acts.run(speakingSetLimits, { meetingId: view.meeting.id, minutes })
    if (!answer?.ok) return
    toast(t.saved)
    onClose()
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t.title}
      footer={
        <>
          <Button onClick={onClose}>{shellText.button.cancel}</Button>
          <Button variant="primary" type="submit" form="speaking-limits" isSending={acts.isBusy(speakingSetLimits.name)}>
            {t.save}
          </Button>
        </>
      }
    >
      <p className="mb-3">{t.lead}</p>
      <form id="speaking-limits" noValidate onSubmit={e => void save(e)} className="grid grid-cols-2 gap-3">
        {kinds.map(kind => (
          <TextInput
            key={kind}
            label={t.minutes(speakingText.kind[kind])}
            inputMode="decimal"
            value={typed[kind]}
            error={isTried && isWrong(kind) ? t.wrong : undefined}
            onChange={e => setTyped(before => ({ ...before, [kind]: e.target.value }))}
          />
        ))}
      </form>
    </Dialog>
  )
}
