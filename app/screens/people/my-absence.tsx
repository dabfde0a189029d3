import { useState } from 'react'
import { Button } from '#app/components/button.tsx'
import { Dialog } from '#app/components/dialog.tsx'
import { FormError, Select, TextArea } from '#app/components/field.tsx'
import { CircleCheck, Hourglass, Info, UserMinus } from '#app/components/icon.tsx'
import { absenceRequest, absenceWithdraw } from '#app/contracts/people.ts'
import { newId } from '#app/live/new-id.ts'
import type { MyPart } from '#app/live/reducers/people.ts'
import { useAct } from '#app/live/use-command.ts'
import type { Participant, Session } from '#app/screens/session/derive.ts'
import { errorText } from '#app/text/errors.ts'
import { formatTime } from '#app/text/format.ts'
import { peopleText } from '#app/text/people.ts'
import { shellText } from '#app/text/shell.ts'
import type { MineData } from './use-people.ts'

const t = peopleText.mine

/** Xin vắng mặt on the member's own device: the request, what became of it, and taking it back. */
export function MyAbsence({ view, self, part, colleagues }: { view: Session; self: Participant; part: MyPart; colleagues: MineData['colleagues'] }) {
  const ask = useAct(absenceRequest)
  const withdraw = useAct(absenceWithdraw)
  const [isOpen, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const [substitute, setSubstitute] = useState('')
  const [isMissing, setMissing] = useState(false)
  const meetingId = view.meeting.id
  const last = part.requests.at(-1)
  const isOver = view.meeting.status === 'ended' || view.meeting.status === 'cancelled' || view.meeting.status === 'draft'
  if (self.isPresent || self.role === 'chair' || isOver) return null
  const send = async () => {
    setMissing(reason.trim() === '')
    if (reason.trim() === '') return
    const answer = await ask.run({ meetingId, requestId: newId(), reason, substituteUserId: substitute || null })
    if (answer?.ok) setOpen(false)
  }
  return (
    <>
      {last?.status === 'pending' && (
        <section role="status" className="flex flex-wrap items-center gap-3 rounded-2xl border border-soon-line bg-soon-soft px-4 py-3 text-soon">
          <Hourglass className="text-xl" aria-hidden />
          <p className="min-w-0 flex-1 font-semibold">
            {t.pending}
            <span className="block text-sm font-normal text-text-2">
              {last.reason} · {t.sentAt(formatTime(last.requestedAt))}
            </span>
          </p>
          <Button className="min-h-11" isSending={withdraw.isSending} onClick={() => void withdraw.run({ meetingId, requestId: last.id })}>
            {t.withdraw}
          </Button>
        </section>
      )}
      {last?.status === 'approved' && (
        <p role="status" className="flex items-start gap-2.5 rounded-2xl border border-ok-line bg-ok-soft px-4 py-3 font-semibold text-ok">
          <CircleCheck className="mt-0.5 text-xl" aria-hidden />
          <span>{t.approved}</span>
        </p>
      )}
      {last?.status === 'refused' && (
        <p role="status" className="flex items-start gap-2.5 rounded-2xl border border-line bg-surface-2 px-4 py-3">
          <Info className="mt-0.5 text-xl" aria-hidden />
          <span>{t.refused(last.decisionReason ?? '')}</span>
        </p>
      )}
      <FormError>{withdraw.refusal && errorText(withdraw.refusal.code, withdraw.refusal.params)}</FormError>
      {(!last || last.status === 'refused' || last.status === 'withdrawn') && (
        <Button
          variant="plain"
          size="lg"
          icon={<UserMinus aria-hidden />}
          onClick={() => {
            ask.clear()
            setOpen(true)
          }}
        >
          {t.ask}
        </Button>
      )}
      <Dialog
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        title={t.askTitle}
        footer={
          <>
            <Button onClick={() => setOpen(false)}>{shellText.button.cancel}</Button>
            <Button variant="primary" isSending={ask.isSending} onClick={() => void send()}>
              {t.send}
            </Button>
          </>
        }
      >
        <div className="flex flex-col gap-3">
          <p>{t.askBody}</p>
          <TextArea label={t.reason} value={reason} maxLength={500} rows={3} required error={isMissing ? t.reasonMissing : undefined} onChange={e => setReason(e.target.value)} />
          {colleagues.length > 0 && (
            <Select label={t.substitute} hint={t.substituteHint} value={substitute} onChange={e => setSubstitute(e.target.value)}>
              <option value="">{t.substituteNone}</option>
              {colleagues.map(c => (
                <option key={c.userId} value={c.userId}>
                  {c.name}
                </option>
              ))}
            </Select>
          )}
          <FormError>{ask.refusal && errorText(ask.refusal.code, ask.refusal.params)}</FormError>
        </div>
      </Dialog>
    </>
  )
}
