import { useCallback, useEffect, useState } from 'react'
import { Button } from '#app/components/button.tsx'
import { Dialog } from '#app/components/dialog.tsx'
import { TextInput } from '#app/components/field.tsx'
import { toast } from '#app/components/toast.tsx'
import { speakingDecline, speakingStart } from '#app/contracts/meeting.ts'
import { speakingExtend, speakingMove, speakingTakeBack } from '#app/contracts/speaking.ts'
import type { Session, Speaking } from '#app/screens/session/derive.ts'
import type { Acts } from '#app/screens/session/use-session.ts'
import { formatTime } from '#app/text/format.ts'
import { sessionText } from '#app/text/session.ts'
import { shellText } from '#app/text/shell.ts'
import { speakingText as t } from '#app/text/speaking.ts'
import { kindOf } from './derive.ts'
import { KindChip } from './kind-chip.tsx'

/** The whole of one request; for who runs the session also its place in the queue and the refusal with its reason. */
export function RequestDialog({ view, id, acts, onClose }: { view: Session; id: string | null; acts?: Acts | undefined; onClose: () => void }) {
  const [isDeclining, setDeclining] = useState(false)
  const [reason, setReason] = useState('')
  useEffect(() => {
    setDeclining(false)
    setReason('')
  }, [id])
  // The row as it stands now: while the dialog is open somebody else may have called it.
  const s = view.queue.find(q => q.id === id) ?? null
  const waiting = s ? view.queue.filter(q => q.itemId === s.itemId && q.status === 'waiting' && (q.kind === 'order') === (s.kind === 'order')) : []
  const at = waiting.findIndex(q => q.id === id)
  const input = { meetingId: view.meeting.id, requestId: id ?? '' }
  const question = s?.questionId ? view.queue.find(q => q.id === s.questionId) : null

  const move = async (to: number) => {
    if (!s) return
    const others = waiting.filter(q => q.id !== s.id)
    const back = waiting[at + 1]?.id ?? null
    const answer = await acts?.run(speakingMove, { ...input, beforeId: others[to]?.id ?? null }, speakingMove.name)
    if (answer?.ok)
      toast(t.act.moved(s.label, to + 1), { label: t.act.undo, run: () => void acts?.run(speakingMove, { ...input, beforeId: back }, speakingMove.name) })
  }
  const decline = async () => {
    if (!s) return
    const answer = await acts?.run(speakingDecline, { ...input, reason }, s.id)
    onClose()
    if (answer?.ok) toast(t.act.declined(s.label), { label: t.act.undo, run: () => void acts?.run(speakingTakeBack, input, s.id) })
  }

  return (
    <Dialog
      isOpen={s !== null}
      onClose={onClose}
      title={s?.label ?? ''}
      footer={
        isDeclining ? (
          <>
            <Button onClick={() => setDeclining(false)}>{shellText.button.cancel}</Button>
            <Button variant="primary" disabled={reason.trim() === ''} onClick={() => void decline()}>
              {sessionText.queue.decline}
            </Button>
          </>
        ) : (
          <Button data-first onClick={onClose}>
            {shellText.button.close}
          </Button>
        )
      }
    >
      {s && (
        <div className="flex flex-col gap-3">
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <KindChip kind={kindOf(s)} />
            <span>{t.state[s.status]}</span>
            <span className="text-text-3">{s.isDesignated ? t.designated : t.at(formatTime(s.requestedAt))}</span>
            <span className="text-text-3">{t.minutesOf(Math.round(s.limitSeconds / 60))}</span>
          </p>
          {s.toLabel && <p className="font-semibold text-text">{t.to(s.toLabel)}</p>}
          {question && <p className="font-semibold text-text">{t.answerTo(question.label)}</p>}
          <p className="break-words whitespace-pre-line text-text">{s.subject || <span className="text-text-3">{t.noSubject}</span>}</p>
          {question?.subject && <p className="border-l-2 border-line pl-3 break-words whitespace-pre-line">{question.subject}</p>}
          {s.declineReason && <p>{sessionText.member.declined(s.declineReason)}</p>}
          {acts && s.status === 'waiting' && !isDeclining && (
            <>
              {s.kind !== 'order' && waiting.length > 1 && (
                <div className="flex flex-wrap items-center gap-2 border-t border-line pt-3">
                  <span role="status" className="w-full text-sm">
                    {t.act.place(at + 1, waiting.length)}
                  </span>
                  <Button disabled={at === 0} onClick={() => void move(0)}>
                    {t.act.first}
                  </Button>
                  <Button disabled={at === 0} onClick={() => void move(at - 1)}>
                    {t.act.up}
                  </Button>
                  <Button disabled={at === waiting.length - 1} onClick={() => void move(at + 1)}>
                    {t.act.down}
                  </Button>
                </div>
              )}
              <div className="flex flex-wrap gap-2 border-t border-line pt-3">
                <Button
                  onClick={() => {
                    onClose()
                    void acts.run(speakingStart, input, s.id)
                  }}
                >
                  {t.act.startNow}
                </Button>
                <Button onClick={() => void acts.run(speakingExtend, { ...input, minutes: 2 }, `${s.id}.extend`)}>{t.act.extend(2)}</Button>
                <Button onClick={() => setDeclining(true)}>{t.act.decline}</Button>
              </div>
            </>
          )}
          {isDeclining && (
            <TextInput label={sessionText.queue.declineReason} value={reason} maxLength={300} required autoFocus onChange={e => setReason(e.target.value)} />
          )}
        </div>
      )}
    </Dialog>
  )
}

/** Opens and closes the dialog of one request. */
export function useRequestDialog() {
  const [id, setId] = useState<string | null>(null)
  const open = useCallback((s: Speaking) => setId(s.id), [])
  const close = useCallback(() => setId(null), [])
  return { id, open, close }
}
