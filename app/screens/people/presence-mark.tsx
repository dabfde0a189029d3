import { Chip } from '#app/components/chip.tsx'
import { Wifi, WifiOff } from '#app/components/icon.tsx'
import type { Presence } from '#app/live/reducers/people.ts'
import { formatTime } from '#app/text/format.ts'
import { peopleText } from '#app/text/people.ts'

const t = peopleText.presence

/** Whether a person's device answers. Beside attendance, never instead of it; nothing for who uses no device. */
export function PresenceMark({ userId, presence }: { userId: string; presence: Presence | null }) {
  const lost = presence?.lost.find(l => l.userId === userId)
  if (lost)
    return (
      <Chip tone="soon" icon={<WifiOff aria-hidden />} title={t.hint}>
        {t.lost(formatTime(lost.since))}
      </Chip>
    )
  if (!presence?.online.includes(userId)) return null
  return (
    <Chip icon={<Wifi aria-hidden />} title={t.hint}>
      {t.online}
    </Chip>
  )
}
