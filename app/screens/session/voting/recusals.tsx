import { useState } from 'react'
import { Button } from '#app/components/button.tsx'
import { Dialog } from '#app/components/dialog.tsx'
import { FormError, Select, TextInput } from '#app/components/field.tsx'
import { recusalEnter, recusalRemove } from '#app/contracts/vote-acts.ts'
import { useAct } from '#app/live/use-command.ts'
import type { Session } from '#app/screens/session/derive.ts'
import { errorText, fieldErrorText } from '#app/text/errors.ts'
import { shellText } from '#app/text/shell.ts'
import { votingText as t } from '#app/text/voting.ts'

/** Hồi tị of the item in hand, kept by chair and secretaries until a vote is opened. */
export function Recusals({ view, itemId }: { view: Session; itemId: string }) {
  const enter = useAct(recusalEnter)
  const remove = useAct(recusalRemove)
  const [isAdding, add] = useState(false)
  const [typed, setTyped] = useState({ participantId: '', reason: '' })
  const meetingId = view.meeting.id
  const recusals = (view.recusals ?? []).filter(r => r.itemId === itemId)
  const members = view.participants.filter(p => p.isVoter && !recusals.some(r => r.participantId === p.id))
  const save = async () => {
    const answer = await enter.run({ meetingId, itemId, ...typed })
    if (answer?.ok) add(false)
  }
  return (
    <section aria-label={t.recusals} className="mt-4 border-t border-line pt-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3 className="font-semibold">{t.recusals}</h3>
        <Button
          size="sm"
          onClick={() => {
            setTyped({ participantId: '', reason: '' })
            enter.clear()
            add(true)
          }}
        >
          {t.addRecusal}
        </Button>
      </div>
      <ul className="divide-y divide-line">
        {recusals.map(r => (
          <li key={r.participantId} className="flex items-center justify-between gap-3 py-1.5">
            <span>{t.recused(r.label, r.reason)}</span>
            <Button size="sm" aria-label={t.removeRecusal(r.label)} isSending={remove.isSending} onClick={() => void remove.run({ meetingId, itemId, participantId: r.participantId })}>
              {t.remove}
            </Button>
          </li>
        ))}
      </ul>
      {remove.refusal && <FormError>{errorText(remove.refusal.code, remove.refusal.params)}</FormError>}
      {isAdding && (
        <Dialog
          isOpen
          onClose={() => add(false)}
          title={t.addRecusalTitle}
          footer={
            <>
              <Button onClick={() => add(false)}>{shellText.button.cancel}</Button>
              <Button variant="primary" disabled={typed.participantId === '' || typed.reason.trim() === ''} isSending={enter.isSending} onClick={() => void save()}>
                {t.addRecusal}
              </Button>
            </>
          }
        >
          <div className="flex flex-col gap-3">
            <p>{t.recusalsHint}</p>
            <Select label={t.member} value={typed.participantId} onChange={e => setTyped({ ...typed, participantId: e.target.value })}>
              <option value="">{t.chooseMember}</option>
              {members.map(p => (
                <option key={p.id} value={p.id}>
                  {p.label}
                </option>
              ))}
            </Select>
            <TextInput label={t.reason} value={typed.reason} maxLength={500} error={enter.refusal?.fields?.reason ? fieldErrorText(enter.refusal.fields.reason) : undefined} onChange={e => setTyped({ ...typed, reason: e.target.value })} />
            {enter.refusal && <FormError>{errorText(enter.refusal.code, enter.refusal.params)}</FormError>}
          </div>
        </Dialog>
      )}
    </section>
  )
}
