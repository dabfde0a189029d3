import { useNow } from '#app/components/use-now.ts'
import { spokenSeconds, timeWarning } from '#app/domain/meeting/speaking.ts'
import type { Session, Speaking } from '#app/screens/session/derive.ts'
import { speakingText as t } from '#app/text/speaking.ts'
import { rulesIn } from './derive.ts'

/** Tells a reader once that the time is nearly over and once that it is; eyes see it in the colour and words of the clock. */
export function TimeAlerts({ view, now, selfId }: { view: Session; now: number; selfId?: string | null }) {
  const running = view.queue.find(s => s.status === 'speaking')
  return running ? <Alert key={running.id} speech={running} warnSeconds={rulesIn(view).warnSeconds} now={now} isOwn={selfId === running.participantId} /> : null
}

function Alert({ speech, warnSeconds, now: initial, isOwn }: { speech: Speaking; warnSeconds: number; now: number; isOwn: boolean }) {
  const now = useNow(initial)
  const warning = timeWarning(speech.limitSeconds - spokenSeconds(speech, now), warnSeconds)
  return (
    <>
      <p aria-live="polite" className="sr-only">
        {warning === 'near' && (isOwn ? t.clock.nearOwn(warnSeconds) : t.clock.near(speech.label, warnSeconds))}
      </p>
      <p aria-live="assertive" className="sr-only">
        {warning === 'over' && (isOwn ? t.clock.overOwn : t.clock.over(speech.label))}
      </p>
    </>
  )
}
