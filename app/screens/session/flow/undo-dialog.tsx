import { useState } from 'react'
import { Button } from '#app/components/button.tsx'
import { Dialog } from '#app/components/dialog.tsx'
import { FormError, TextArea } from '#app/components/field.tsx'
import { Undo2 } from '#app/components/icon.tsx'
import { toast } from '#app/components/toast.tsx'
import { meetingUndoStep } from '#app/contracts/flow.ts'
import { numberOf, type Session } from '#app/screens/session/derive.ts'
import type { Acts } from '#app/screens/session/use-session.ts'
import { flowText } from '#app/text/flow.ts'
import { shellText } from '#app/text/shell.ts'
import type { Step } from './use-flow.tsx'

const t = flowText.undo

/** What a step did, in words: "Chuyển sang nội dung 3". */
export const stepWords = (view: Session, step: Step): string =>
  flowText.act[step.act](flowText.item(numberOf(view, step.itemId), view.items.find(i => i.id === step.itemId)?.title ?? ''))

/** Names the step that would be taken back; the one shown is the one undone, whatever another device did meanwhile. */
export function UndoDialog({ view, acts, step, onClose }: { view: Session; acts: Acts; step: Step; onClose: () => void }) {
  const [shown] = useState(step)
  const [reason, setReason] = useState('')
  const isReopening = shown.act === 'end'
  const run = async () => {
    const answer = await acts.run(meetingUndoStep, { meetingId: view.meeting.id, stepId: shown.id, ...(reason.trim() ? { reason } : {}) })
    if (!answer?.ok) return
    toast(t.done)
    onClose()
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={isReopening ? t.reopenTitle : t.title}
      footer={
        <>
          <Button onClick={onClose}>{shellText.button.cancel}</Button>
          <Button data-first={isReopening ? undefined : true} variant="primary" disabled={isReopening && reason.trim() === ''} isSending={acts.isBusy(meetingUndoStep.name)} icon={<Undo2 aria-hidden />} onClick={() => void run()}>
            {isReopening ? t.reopen : t.confirm}
          </Button>
        </>
      }
    >
      <p className="font-semibold text-text">{t.step(stepWords(view, shown), shown.byLabel, shown.at)}</p>
      <p className="mt-1">{isReopening ? t.reopenBody : t.body}</p>
      {isReopening && (
        <div className="mt-3">
          <TextArea label={t.reason} rows={2} maxLength={500} required value={reason} onChange={e => setReason(e.target.value)} />
        </div>
      )}
      {acts.error && <FormError>{acts.error}</FormError>}
    </Dialog>
  )
}
