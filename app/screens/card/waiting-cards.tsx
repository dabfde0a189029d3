import { Link } from '@remix-run/react'
import { Card } from '#app/components/card.tsx'
import { CountBadge } from '#app/components/chip.tsx'
import { useNow } from '#app/components/use-now.ts'
import type { CalendarDay } from '#app/domain/calendar/working-days.ts'
import { type MyList, reduceMyList } from '#app/live/reducers/card.ts'
import { useStream } from '#app/live/use-stream.ts'
import { useCalendar } from '#app/screens/tasks/deadline.ts'
import { cardText as t } from '#app/text/cards.ts'
import { CardDue } from './parts.tsx'

export type WaitingCardsData = { view: MyList; seq: number; stream: string; now: number }

/** Phiếu chờ đồng chí cho ý kiến, on the page of what waits; nothing when there is none. */
export function WaitingCards({ data, days }: { data: WaitingCardsData; days: readonly CalendarDay[] }) {
  const { view } = useStream({ stream: data.stream, seq: data.seq, view: data.view, reduce: reduceMyList })
  const now = useNow(data.now, 30_000)
  const calendar = useCalendar(days)
  const waiting = view.own.filter(c => c.status === 'sent' && c.choice === null && (c.closesAt === null || now < c.closesAt))
  if (waiting.length === 0) return null
  return (
    <Card
      title={
        <span className="flex items-center gap-2">
          {t.list.waiting} <CountBadge count={waiting.length} isStrong />
        </span>
      }
    >
      <ul className="flex flex-col gap-3" aria-live="polite">
        {waiting.map(c => (
          <li key={c.id} className="flex flex-col gap-1.5">
            <Link to={`/phieu-lay-y-kien/${c.id}`} className="inline-flex min-h-11 items-center font-semibold text-act hover:underline md:min-h-6">
              {c.title}
            </Link>
            <CardDue card={c} calendar={calendar} now={now} />
          </li>
        ))}
      </ul>
    </Card>
  )
}
