import { useState } from 'react'
import { Button } from '#app/components/button.tsx'
import { Dialog } from '#app/components/dialog.tsx'
import { FormError, TextArea } from '#app/components/field.tsx'
import { voteCancel } from '#app/contracts/secret.ts'
import { secretText } from '#app/text/secret.ts'
import { shellText } from '#app/text/shell.ts'
import { castCount, type Vote } from '../derive.ts'
import type { Acts } from '../use-session.ts'

const t = secretText.cancel

/** Hủy biểu quyết: at once while there is no ballot; afterwards one side asks and the other confirms. */
export default function CancelVote({ vote, side, acts, onClose }: { vote: Vote; side: 'presiding' | 'secretary'; acts: Acts; onClose: () => void }) {
  const ask = vote.cancelAsk && vote.cancelAsk.side !== side ? vote.cancelAsk : null
  const cast = castCount(vote)
  const [reason, setReason] = useState(ask?.reason ?? '')
  const isDirect = cast === 0 || ask !== null
  const submit = async () => {
    const answer = await acts.run(voteCancel, { voteId: vote.id, reason })
    if (answer?.ok) onClose()
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t.title}
      footer={
        <>
          <Button data-first onClick={onClose}>
            {shellText.button.cancel}
          </Button>
          <Button variant="primary" disabled={reason.trim() === ''} isSending={acts.isBusy(voteCancel.name)} onClick={() => void submit()}>
            {isDirect ? t.confirm : t.ask}
          </Button>
        </>
      }
    >
      <p className="mb-3">{ask ? t.bodyConfirm(ask.byLabel, ask.reason) : cast > 0 ? t.bodyTogether(cast) : t.body}</p>
      <TextArea label={t.reason} rows={2} required value={reason} maxLength={500} onChange={e => setReason(e.target.value)} />
      {acts.error && <FormError>{acts.error}</FormError>}
    </Dialog>
  )
}
