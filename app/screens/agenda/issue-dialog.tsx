import { useState } from 'react'
import { agendaIssue } from '#app/contracts/meeting.ts'
import { Button } from '#app/components/button.tsx'
import { Dialog } from '#app/components/dialog.tsx'
import { FormError, TextArea } from '#app/components/field.tsx'
import { Send } from '#app/components/icon.tsx'
import { toast } from '#app/components/toast.tsx'
import { useAct } from '#app/live/use-command.ts'
import { agendaText } from '#app/text/agenda.ts'
import { errorText } from '#app/text/errors.ts'
import { shellText } from '#app/text/shell.ts'

type Props = { meetingId: string; issued: number; itemCount: number; minutes: number; onClose: () => void; onIssued: () => void }

/** Asks before a version is frozen: what members will see, and for an adjustment why. */
export function IssueDialog({ meetingId, issued, itemCount, minutes, onClose, onIssued }: Props) {
  const issue = useAct(agendaIssue, { isOnlyNow: true })
  const [reason, setReason] = useState('')
  const run = async () => {
    const answer = await issue.run({ meetingId, ...(reason.trim() ? { reason } : {}) })
    if (!answer?.ok) return
    toast(agendaText.done(answer.data.n))
    onIssued()
    onClose()
  }
  const fieldError = issue.refusal?.fields?.reason
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={issued === 0 ? agendaText.issueQuestion : agendaText.adjustQuestion(issued)}
      footer={
        <>
          <Button onClick={onClose}>{shellText.button.cancel}</Button>
          <Button variant="primary" icon={<Send aria-hidden />} isSending={issue.isSending} onClick={() => void run()}>
            {issued === 0 ? agendaText.issue : agendaText.issueAgain}
          </Button>
        </>
      }
    >
      <p>{agendaText.issueConsequence(itemCount, minutes)}</p>
      {issued > 0 && (
        <TextArea frameClassName="mt-4" label={agendaText.reason} value={reason} onChange={e => setReason(e.target.value)} error={fieldError ? errorText(fieldError) : undefined} />
      )}
      {issue.refusal && !fieldError && <FormError>{errorText(issue.refusal.code, issue.refusal.params)}</FormError>}
    </Dialog>
  )
}
