import { useState } from 'react'
import { Button } from '#app/components/button.tsx'
import { CountBadge } from '#app/components/chip.tsx'
import { cx } from '#app/components/cx.ts'
import { Dialog } from '#app/components/dialog.tsx'
import { TextInput } from '#app/components/field.tsx'
import { SpeakerTimer } from '#app/components/timer.tsx'
import { speakingCall, speakingDecline, speakingStart, speakingStop } from '#app/contracts/meeting.ts'
import { sessionText } from '#app/text/session.ts'
import { shellText } from '#app/text/shell.ts'
import { openVote, queueOf, timesSpoken, type Session, type Speaking } from './derive.ts'
import type { Acts } from './use-session.ts'

const t = sessionText.queue

/** Who speaks, is called, waits. With `acts` each row carries its one act; all are off while a vote is open. */
export function QueuePanel({ view, now, acts, isTouch }: { view: Session; now: number; acts?: Acts; isTouch?: boolean }) {
  const [declining, setDeclining] = useState<Speaking | null>(null)
  const [reason, setReason] = useState('')
  const queue = queueOf(view, view.meeting.currentItemId)
  const isVoting = openVote(view) !== null
  const isRunning = view.meeting.status === 'running'
  const meetingId = view.meeting.id
  const size = isTouch ? 'h-11 min-w-17 px-3.5 text-md' : 'min-w-17'
  return (
    <section aria-label={t.title}>
      <header className="flex flex-wrap items-baseline justify-between gap-x-3 pb-2">
        <h2 className="flex items-center gap-2 text-card font-semibold">
          {t.title} {queue.length > 0 && <CountBadge count={queue.length} />}
        </h2>
        {isVoting && <span className="text-text-3">{t.waitVote}</span>}
      </header>
      {queue.length === 0 ? (
        <p className="border-t border-line pt-3 text-text-3">{t.none}</p>
      ) : (
        <ol className="divide-y divide-line border-t border-line">
          {queue.map((s, i) => {
            const input = { meetingId, requestId: s.id }
            return (
              <li key={s.id} className="flex items-center gap-3 py-2.5">
                <span className="w-5 text-center font-semibold text-text-3" aria-hidden>
                  {i + 1}
                </span>
                <div className="min-w-0 flex-1">
                  <p className="text-md font-semibold">{s.label}</p>
                  <p className="text-text-3">
                    {s.subject || t.noSubject} ·{' '}
                    <span className={cx(s.status !== 'waiting' && 'font-semibold text-act')}>{s.status === 'speaking' ? t.speaking : s.status === 'called' ? t.called : t.times(timesSpoken(view, s.participantId))}</span>
                  </p>
                  {s.status === 'speaking' && s.startedAt !== null && (
                    <div className="mt-1.5">
                      <SpeakerTimer startedAt={s.startedAt} limitSeconds={s.limitSeconds} now={now} />
                    </div>
                  )}
                </div>
                {acts && (
                  <div className="flex flex-wrap justify-end gap-1.5">
                    {s.status === 'waiting' && (
                      <>
                        <Button variant="plain" className="px-2 text-text-3" aria-label={t.declineOne(s.label)} disabled={!isRunning} onClick={() => setDeclining(s)}>
                          {t.decline}
                        </Button>
                        <Button className={size} aria-label={t.callOne(s.label)} disabled={isVoting || !isRunning} isSending={acts.isBusy(s.id)} onClick={() => void acts.run(speakingCall, input, s.id)}>
                          {t.call}
                        </Button>
                      </>
                    )}
                    {s.status === 'called' && (
                      <Button className={size} aria-label={t.startOne(s.label)} disabled={isVoting || !isRunning} isSending={acts.isBusy(s.id)} onClick={() => void acts.run(speakingStart, input, s.id)}>
                        {t.start}
                      </Button>
                    )}
                    {s.status === 'speaking' && (
                      <Button className={size} aria-label={t.stopOne(s.label)} isSending={acts.isBusy(s.id)} onClick={() => void acts.run(speakingStop, input, s.id)}>
                        {t.stop}
                      </Button>
                    )}
                  </div>
                )}
              </li>
            )
          })}
        </ol>
      )}
      {acts && (
        <Dialog
          isOpen={declining !== null}
          onClose={() => setDeclining(null)}
          title={declining ? t.declineTitle(declining.label) : ''}
          footer={
            <>
              <Button onClick={() => setDeclining(null)}>{shellText.button.cancel}</Button>
              <Button
                variant="primary"
                disabled={reason.trim() === ''}
                onClick={() => {
                  if (!declining) return
                  void acts.run(speakingDecline, { meetingId, requestId: declining.id, reason }, declining.id)
                  setDeclining(null)
                  setReason('')
                }}
              >
                {t.decline}
              </Button>
            </>
          }
        >
          <TextInput label={t.declineReason} value={reason} maxLength={300} required onChange={e => setReason(e.target.value)} />
        </Dialog>
      )}
    </section>
  )
}
