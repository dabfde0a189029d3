import { useState } from 'react'
import { Button } from '#app/components/button.tsx'
import { ConfirmDialog } from '#app/components/dialog.tsx'
import { FormError, TextArea, TextInput } from '#app/components/field.tsx'
import { CircleCheck, Info } from '#app/components/icon.tsx'
import { recusalEnter, recusalRemove, voteReserve } from '#app/contracts/vote-acts.ts'
import { useAct } from '#app/live/use-command.ts'
import type { Item, Participant, Session, Vote } from '#app/screens/session/derive.ts'
import { errorText } from '#app/text/errors.ts'
import { votingText as t } from '#app/text/voting.ts'

/** A member's own acts beside the ballot: stepping aside before a vote, an opinion for the record after it. */
export default function MyVote({ view, here, self, vote, choice }: { view: Session; here: Item; self: Participant; vote: Vote | null; choice: string | null }) {
  const isOpen = vote?.status === 'open'
  const mayWrite = vote && vote.form === 'open' && (isOpen ? choice === 'abstain' && vote.answers === 'opinion' : vote.status === 'closed')
  return (
    <>
      {!isOpen && view.meeting.status === 'running' && <MyRecusal view={view} here={here} self={self} />}
      {mayWrite && <MyOpinion key={vote.id} vote={vote} self={self} />}
    </>
  )
}

function MyRecusal({ view, here, self }: { view: Session; here: Item; self: Participant }) {
  const enter = useAct(recusalEnter)
  const remove = useAct(recusalRemove)
  const [isAsking, ask] = useState(false)
  const [reason, setReason] = useState('')
  const on = { meetingId: view.meeting.id, itemId: here.id, participantId: self.id }
  const mine = view.recusals?.find(r => r.itemId === here.id && r.participantId === self.id)
  if (mine)
    return (
      <div className="flex flex-wrap items-center gap-3 rounded-2xl border border-line bg-surface p-4">
        <p className="flex flex-1 items-start gap-2 text-md text-text-2">
          <Info className="mt-1 shrink-0" aria-hidden />
          <span>{t.mine.isRecused}</span>
        </p>
        <Button isSending={remove.isSending} onClick={() => void remove.run(on)}>
          {t.mine.takeBack}
        </Button>
        {remove.refusal && <FormError>{errorText(remove.refusal.code, remove.refusal.params)}</FormError>}
      </div>
    )
  return (
    <>
      <Button variant="plain" className="self-start" onClick={() => ask(true)}>
        {t.mine.recuse}
      </Button>
      {isAsking && (
        <ConfirmDialog
          isOpen
          title={t.mine.recuseTitle}
          confirmLabel={t.mine.recuseConfirm}
          isSending={enter.isSending}
          onClose={() => ask(false)}
          onConfirm={() => void enter.run({ ...on, reason }).then(answer => (answer?.ok ? ask(false) : undefined))}
        >
          <p className="mb-3">{t.mine.recuseBody}</p>
          <TextInput label={t.reason} value={reason} maxLength={500} required onChange={e => setReason(e.target.value)} />
          {enter.refusal && <FormError>{errorText(enter.refusal.code, enter.refusal.params)}</FormError>}
        </ConfirmDialog>
      )}
    </>
  )
}

function MyOpinion({ vote, self }: { vote: Vote; self: Participant }) {
  const act = useAct(voteReserve)
  const stored = vote.reserved?.find(o => (o.userId ?? null) === self.userId)?.text ?? ''
  const [text, setText] = useState(stored)
  const [saved, setSaved] = useState<string | null>(null)
  const isOther = vote.answers === 'opinion'
  const save = async () => {
    const answer = await act.run({ voteId: vote.id, text })
    if (answer?.ok) setSaved(text)
  }
  return (
    <section aria-label={isOther ? t.mine.other : t.mine.reserve} className="flex flex-col gap-2 rounded-2xl border border-line bg-surface p-4">
      <TextArea label={isOther ? t.mine.other : t.mine.reserve} hint={isOther ? t.mine.otherHint : t.mine.reserveHint} rows={2} maxLength={2000} value={text} onChange={e => setText(e.target.value)} />
      <div className="flex flex-wrap items-center gap-3">
        <Button isSending={act.isSending} disabled={text.trim() === (saved ?? stored)} onClick={() => void save()}>
          {t.mine.save}
        </Button>
        <span role="status">
          {saved !== null && saved === text && (
            <span className="flex items-center gap-1.5 text-ok">
              <CircleCheck aria-hidden />
              {t.mine.saved}
            </span>
          )}
        </span>
      </div>
      {act.refusal && <FormError>{errorText(act.refusal.code, act.refusal.params)}</FormError>}
    </section>
  )
}
