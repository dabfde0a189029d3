import { memo } from 'react'
import { Button } from '#app/components/button.tsx'
import { SpeakerTimer } from '#app/components/timer.tsx'
import { speakingStart, speakingStop } from '#app/contracts/meeting.ts'
import { speakingExtend, speakingPauseClock, speakingResumeClock, speakingTakeBack } from '#app/contracts/speaking.ts'
import type { Speaking } from '#app/screens/session/derive.ts'
import type { Acts } from '#app/screens/session/use-session.ts'
import { sessionText } from '#app/text/session.ts'
import { speakingText as t } from '#app/text/speaking.ts'
import { kindOf } from './derive.ts'
import { KindChip } from './kind-chip.tsx'

/** Minutes one press adds. */
const MORE_MINUTES = 2

/** Who speaks or is called: large, with the clock and what the chair does with it. */
export const FrontRow = memo(function FrontRow({
  speech: s,
  meetingId,
  now,
  warnSeconds,
  acts,
  isOff,
  isVoting,
  questioner,
  onOpen,
}: {
  speech: Speaking
  meetingId: string
  now: number
  warnSeconds: number
  acts: Acts | undefined
  isOff: boolean
  isVoting: boolean
  /** of an answer: whose question it belongs to */
  questioner: string | null
  onOpen: (s: Speaking) => void
}) {
  const input = { meetingId, requestId: s.id }
  const isBusy = acts?.isBusy(s.id)
  const press = 'pointer-coarse:min-h-11'
  return (
    <li className="flex flex-col gap-2 rounded-lg border border-act-line bg-act-soft p-3">
      <div className="flex flex-wrap items-start justify-between gap-2">
        <button type="button" className="min-w-0 flex-1 text-left" aria-label={t.view(s.label)} onClick={() => onOpen(s)}>
          <span className="block text-md font-semibold">{s.label}</span>
          <span className="block text-sm text-text-2">{s.status === 'speaking' ? sessionText.queue.speaking : sessionText.queue.called}</span>
        </button>
        {kindOf(s) !== 'speech' && <KindChip kind={kindOf(s)} />}
      </div>
      {s.subject && <p className="line-clamp-2 text-sm break-words text-text-2">{s.subject}</p>}
      {s.toLabel && <p className="text-sm font-semibold">{t.to(s.toLabel)}</p>}
      {questioner && <p className="text-sm">{t.answerTo(questioner)}</p>}
      {s.status === 'speaking' && s.startedAt !== null && (
        <p className="flex flex-wrap items-center gap-2">
          <SpeakerTimer speech={s} warnSeconds={warnSeconds} now={now} />
          {s.pausedAt && <span className="text-sm text-soon">{t.clock.paused}</span>}
        </p>
      )}
      {acts && (
        <div className="flex flex-wrap gap-1.5">
          {s.status === 'called' ? (
            <>
              <Button size="sm" className={press} aria-label={sessionText.queue.startOne(s.label)} disabled={isVoting || isOff} isSending={isBusy} onClick={() => void acts.run(speakingStart, input, s.id)}>
                {sessionText.queue.start}
              </Button>
              <Button size="sm" variant="plain" aria-label={t.act.takeBackOne(s.label)} onClick={() => void acts.run(speakingTakeBack, input, s.id)}>
                {t.act.takeBack}
              </Button>
            </>
          ) : (
            <>
              <Button size="sm" className={press} aria-label={sessionText.queue.stopOne(s.label)} isSending={isBusy} onClick={() => void acts.run(speakingStop, input, s.id)}>
                {sessionText.queue.stop}
              </Button>
              {s.pausedAt ? (
                <Button size="sm" className={press} aria-label={t.act.resumeClockOne(s.label)} disabled={isOff} isSending={acts.isBusy(`${s.id}.clock`)} onClick={() => void acts.run(speakingResumeClock, input, `${s.id}.clock`)}>
                  {t.act.resumeClock}
                </Button>
              ) : (
                <Button size="sm" className={press} aria-label={t.act.pauseClockOne(s.label)} isSending={acts.isBusy(`${s.id}.clock`)} onClick={() => void acts.run(speakingPauseClock, input, `${s.id}.clock`)}>
                  {t.act.pauseClock}
                </Button>
              )}
              <Button size="sm" variant="plain" aria-label={t.act.extendOne(MORE_MINUTES, s.label)} isSending={acts.isBusy(`${s.id}.extend`)} onClick={() => void acts.run(speakingExtend, { ...input, minutes: MORE_MINUTES }, `${s.id}.extend`)}>
                {t.act.extend(MORE_MINUTES)}
              </Button>
            </>
          )}
        </div>
      )}
    </li>
  )
})
