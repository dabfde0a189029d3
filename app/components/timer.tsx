import { itemClock, type ItemTimes } from '#app/domain/meeting/clock.ts'
import { type SpeechTimes, spokenSeconds, timeWarning } from '#app/domain/meeting/speaking.ts'
import { formatDuration } from '#app/text/format.ts'
import { shellText } from '#app/text/shell.ts'
import { toneClass, type Tone } from './chip.tsx'
import { cx } from './cx.ts'
import { CirclePause, TimerIcon } from './icon.tsx'
import { useNow } from './use-now.ts'

const NEAR_SECONDS = 300

/** Seconds left → words and tone: neutral above five minutes, then attention, then over time. */
export function clockLook(left: number, over: number): { tone: Tone; words: string } {
  if (over > 0) return { tone: 'late', words: shellText.timer.over(formatDuration(over)) }
  return { tone: left <= NEAR_SECONDS ? 'soon' : 'neutral', words: shellText.timer.left(formatDuration(left)) }
}

const frame = 'inline-flex items-center gap-2 rounded-md border px-3 font-semibold'

/** Clock of the item in hand, by server time; stands still while the session is paused. */
export function ItemTimer({ item, pausedAt, now: initial, isLarge }: { item: ItemTimes; pausedAt: number | null; now: number; isLarge?: boolean }) {
  const now = useNow(initial)
  const { left, over } = itemClock(item, now, pausedAt)
  const { tone, words } = clockLook(left, over)
  return (
    <span role="timer" className={cx(frame, isLarge ? 'min-h-11 text-md' : 'min-h-9', toneClass[tone])}>
      <TimerIcon aria-hidden />
      <span>
        {words} <span className="font-normal">{shellText.timer.of(item.minutes)}</span>
      </span>
    </span>
  )
}

type Speech = SpeechTimes & { limitSeconds: number }

/**
 * What every clock of a speech says, on a phone as on the wall: counts down from `limitSeconds`, up without a limit, and
 * stands while the speech is paused. Warns `warnSeconds` before the end by colour and words, says "quá giờ" after it.
 */
export function speechLook(speech: Speech, warnSeconds: number, now: number): { tone: Tone; words: string; isPaused: boolean } {
  const { limitSeconds } = speech
  const elapsed = spokenSeconds(speech, now)
  const left = limitSeconds - elapsed
  const warning = limitSeconds > 0 ? timeWarning(left, warnSeconds) : 'none'
  return {
    tone: warning === 'over' ? 'late' : warning === 'near' ? 'soon' : 'neutral',
    words: limitSeconds <= 0 ? formatDuration(elapsed) : left >= 0 ? shellText.timer.left(formatDuration(left)) : shellText.timer.over(formatDuration(-left)),
    isPaused: speech.pausedAt != null,
  }
}

/** Clock of a speaker on a device; it never rings. */
export function SpeakerTimer({ speech, warnSeconds = 30, now: initial, isLarge }: { speech: Speech; warnSeconds?: number; now: number; isLarge?: boolean }) {
  const { tone, words, isPaused } = speechLook(speech, warnSeconds, useNow(initial))
  return (
    <span role="timer" className={cx(frame, isLarge ? 'min-h-11 text-md' : 'min-h-8 text-sm', toneClass[tone])}>
      {isPaused ? <CirclePause aria-hidden /> : <TimerIcon aria-hidden />}
      {words}
    </span>
  )
}
