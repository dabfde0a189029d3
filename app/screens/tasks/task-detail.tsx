import { Link, useRevalidator } from '@remix-run/react'
import { useEffect, useRef, type ReactNode } from 'react'
import type { CalendarDay, StripDay } from '#app/domain/calendar/working-days.ts'
import type { DeadlineState } from '#app/domain/task/deadline.ts'
import { Chip } from '#app/components/chip.tsx'
import { CalendarClock, Pencil } from '#app/components/icon.tsx'
import { ProgressBar } from '#app/components/progress-bar.tsx'
import type { Unit } from '#app/components/unit-picker.tsx'
import { useNow } from '#app/components/use-now.ts'
import { type FullTask, reduceTask } from '#app/live/reducers/task.ts'
import { useStream } from '#app/live/use-stream.ts'
import { formatDate, formatTime } from '#app/text/format.ts'
import { taskText as t } from '#app/text/tasks.ts'
import { useCalendar } from './deadline.ts'
import { DeadlineBox } from './deadline-box.tsx'
import { TaskActs } from './task-acts.tsx'
import { TaskSource } from './task-source.tsx'
import { Timeline } from './timeline.tsx'

export type TaskData = {
  view: FullTask
  seq: number
  stream: string
  acts: readonly string[]
  units: readonly Unit[]
  deadline: DeadlineState
  strip: readonly StripDay[]
  span: number
  now: number
  calendar: readonly CalendarDay[]
}

/** One task, live: who, until when and why, what happened, what I may do. `heading` is given by page or panel. */
export function TaskDetail({ data, heading, isPanel }: { data: TaskData; heading: (title: string, code: ReactNode) => ReactNode; isPanel?: boolean }) {
  const { view } = useStream({ stream: data.stream, seq: data.seq, view: data.view, reduce: reduceTask })
  const now = useNow(data.now, 30_000)
  const { card } = view
  const calendar = useCalendar(data.calendar)
  // The server alone says what may be done now; a newer version of the task asks again.
  const revalidate = useRef(useRevalidator().revalidate)
  const isStale = card.version > data.view.card.version || card.state !== data.view.card.state
  useEffect(() => {
    if (isStale) revalidate.current()
  }, [isStale, card.version])

  return (
    <div className="flex flex-col gap-5">
      <header>
        {heading(
          card.title,
          <span className="flex flex-wrap items-center gap-2 text-sm text-text-3">
            {card.code}
            <Chip tone={card.state === 'waiting_confirmation' ? 'act' : card.state === 'done' ? 'ok' : 'neutral'}>{t.state[card.state]}</Chip>
            {card.urgency !== 'normal' && <Chip tone="soon">{t.urgency[card.urgency]}</Chip>}
          </span>,
        )}
      </header>
      <DeadlineBox card={card} deadline={data.deadline} strip={data.strip} span={data.span} now={now} />
      {card.extensionAskedOn && (
        <p role="status" className="flex items-center gap-2 rounded-md border border-act-line bg-act-soft px-3 py-2">
          <CalendarClock aria-hidden />
          {t.extensionWaits(formatDate(card.extensionAskedOn))}
        </p>
      )}
      {data.acts.length > 0 && <TaskActs card={card} extension={view.extensions.find(x => x.status === 'waiting') ?? null} calendar={calendar} now={now} acts={isStale ? [] : data.acts} units={data.units} isCompact={isPanel ?? false} />}
      <dl className="grid grid-cols-[6.5rem_1fr] gap-x-3 gap-y-2.5">
        <Fact name={t.giver}>{view.giverLabel}</Fact>
        <Fact name={t.lead}>
          <strong className="font-semibold">{card.leadUnitName}</strong>
        </Fact>
        <Fact name={t.coordinators}>{view.coordinators.length === 0 ? t.none : view.coordinators.map(c => c.unitName).join(', ')}</Fact>
        <Fact name={t.basis}>
          <span className="block font-semibold">{card.sourceLabel}</span>
          {view.sourceQuote && <q className="block text-text-2">{view.sourceQuote}</q>}
          {view.source && <TaskSource source={view.source} />}
          {view.sourceChangedAt && (
            <span role="status" className="mt-1 flex items-start gap-1.5 rounded-md border border-soon-line bg-soon-soft px-2.5 py-1.5 text-sm text-soon">
              <Pencil aria-hidden className="mt-0.5 shrink-0" />
              {t.sourceChanged(formatTime(view.sourceChangedAt))}
            </span>
          )}
          {view.cardId && (
            <Link to={`/phieu-lay-y-kien/${view.cardId}/tong-hop`} className="font-semibold text-act underline-offset-2 hover:underline">
              {t.toCard}
            </Link>
          )}
          {view.meetingId && (
            <Link to={`/phien-hop/${view.meetingId}${view.itemId ? `#${view.itemId}` : ''}`} className="font-semibold text-act underline-offset-2 hover:underline">
              {t.toSource}
            </Link>
          )}
        </Fact>
        {view.content !== card.title && view.content !== view.sourceQuote && <Fact name={t.content}>{<span className="whitespace-pre-line">{view.content}</span>}</Fact>}
        <Fact name={t.columnProgress}>
          <ProgressBar percent={card.progress} label={t.columnProgress} className="max-w-64" />
        </Fact>
      </dl>
      <Timeline lines={view.timeline} now={now} />
    </div>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-text-3">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  )
}
