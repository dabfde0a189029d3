import { Link } from '@remix-run/react'
import { Card } from '#app/components/card.tsx'
import { Chip } from '#app/components/chip.tsx'
import { Radio, WifiOff } from '#app/components/icon.tsx'
import type { FeedLine } from '#app/live/reducers/direction.ts'
import { useConnection } from '#app/live/use-connection.ts'
import { momentOf } from '#app/screens/tasks/timeline.tsx'
import { directionText as t } from '#app/text/direction.ts'
import { taskText } from '#app/text/tasks.ts'

/** What somebody did, in the words of the timeline. */
export const didText = (act: string): string => (act === 'plan' ? t.planDid : (taskText.did[act as keyof typeof taskText.did] ?? ''))

/** Diễn biến: what just happened, newest first. */
export function Feed({ lines, now }: { lines: readonly FeedLine[]; now: number }) {
  const isLive = useConnection().state === 'online'
  return (
    <Card
      title={t.stream}
      aside={
        <Chip tone={isLive ? 'ok' : 'soon'} icon={isLive ? <Radio aria-hidden /> : <WifiOff aria-hidden />}>
          {isLive ? t.streamLive : t.streamLost}
        </Chip>
      }
      className="flex min-h-0 flex-col lg:max-h-[44rem]"
    >
      {lines.length === 0 && <p className="text-text-3">{t.streamEmpty}</p>}
      <div role="region" aria-label={t.stream} tabIndex={0} className="min-h-0 rounded-md max-lg:max-h-96 overflow-y-auto">
        <ol className="flex flex-col divide-y divide-line">
          {lines.map(line => (
            <li key={line.seq} className="py-2.5 pr-1">
              <p className="text-sm text-text-3">{momentOf(line.at, now)}</p>
              <p>
                <strong className="font-semibold">{line.unitName || line.byLabel}</strong> {didText(line.act)}{' '}
                {line.taskId ? (
                  <Link className="hover:text-act hover:underline" to={`/nhiem-vu/${line.taskId}`}>
                    {line.title}
                  </Link>
                ) : (
                  line.title
                )}
              </p>
            </li>
          ))}
        </ol>
      </div>
    </Card>
  )
}
