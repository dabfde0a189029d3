import { itemClock, type ItemTimes } from '#app/domain/meeting/clock.ts'
import { spokenSeconds, timeWarning } from '#app/domain/meeting/speaking.ts'
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

type SpeakerTimes = { startedAt: number; limitSeconds: number; pausedAt?: number | null | undefined; pausedMs?: number | undefined }

/**
 * Clock of a speaker: counts down from `limitSeconds`; without a limit it counts up. `pausedAt` stops it, `pausedMs` is what it
 * stood before. Warns `warnSeconds` before the end by colour and words, and says "quá giờ" after it; it never rings.
 */
export function SpeakerTimer({ startedAt, limitSeconds, pausedAt = null, pausedMs, warnSeconds = 30, now: initial, isLarge }: SpeakerTimes & { warnSeconds?: number; now: number; isLarge?: boolean }) {
  const now = useNow(initial)
  const elapsed = spokenSeconds({ startedAt, pausedAt, pausedMs }, now)
  const left = limitSeconds - elapsed
  const warning = limitSeconds > 0 ? timeWarning(left, warnSeconds) : 'none'
  const tone: Tone = warning === 'over' ? 'late' : warning === 'near' ? 'soon' : 'neutral'
  const words = limitSeconds <= 0 ? formatDuration(elapsed) : left >= 0 ? shellText.timer.left(formatDuration(left)) : shellText.timer.over(formatDuration(-left))
  return (
    <span role="timer" className={cx(frame, isLarge ? 'min-h-11 text-md' : 'min-h-8 text-sm', toneClass[tone])}>
      {pausedAt === null ? <TimerIcon aria-hidden /> : <CirclePause aria-hidden />}
      {words}
    </span>
  )
}
