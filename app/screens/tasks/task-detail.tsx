import { Link, useRevalidator } from '@remix-run/react'
import { Suspense, useEffect, useRef, useState, type ReactNode } from 'react'
import type { CalendarDay, StripDay } from '#app/domain/calendar/working-days.ts'
import type { WarningReason } from '#app/domain/task/early-warning.ts'
import { withoutIdleExtension } from '#app/domain/task/extension.ts'
import { type ActorRole, availableActs } from '#app/domain/task/machine.ts'
import { Chip } from '#app/components/chip.tsx'
import { CalendarClock, Pencil } from '#app/components/icon.tsx'
import { ProgressBar } from '#app/components/progress-bar.tsx'
import type { Unit } from '#app/components/unit-picker.tsx'
import { useNow } from '#app/components/use-now.ts'
import { type FullTask, reduceTask } from '#app/live/reducers/task.ts'
import { lazyPart } from '#app/live/patience.ts'
import { useStream } from '#app/live/use-stream.ts'
import { formatDate, formatTime } from '#app/text/format.ts'
import { treeText as x } from '#app/text/task-tree.ts'
import { taskText as t } from '#app/text/tasks.ts'
import { Clocks } from './clocks.tsx'
import { deadlineOf, useCalendar } from './deadline.ts'
import { DeadlineBox } from './deadline-box.tsx'
import { DemandsPanel } from './demands-panel.tsx'
import { Discussion } from './discussion.tsx'
import { EarlyWarning } from './early-warning.tsx'
import type { OpenForm } from './more-form.tsx'
import { PartsPanel } from './parts-panel.tsx'
import { FilesPanel, SeenPanel, useSee } from './side-panels.tsx'
import { TaskActs } from './task-acts.tsx'
import { TaskSource } from './task-source.tsx'
import { Timeline } from './timeline.tsx'
import { ChildrenPanel, PathUp } from './tree-panel.tsx'

const MoreForm = lazyPart(() => import('./more-form.tsx'))

export type TaskData = {
  view: FullTask
  seq: number
  stream: string
  /** who this person is towards the task; with its state it says what may be done */
  roles: readonly ActorRole[]
  /** units the person speaks for here */
  ownUnitIds: readonly string[]
  opensBelow: boolean
  silentDays: number
  hasSeen: boolean
  units: readonly Unit[]
  strip: readonly StripDay[]
  span: number
  warnings?: readonly WarningReason[]
  now: number
  calendar: readonly CalendarDay[]
}

/** One task, live: who, until when and why, what happened, what I may do. `heading` is given by page or panel. */
export function TaskDetail({ data, heading, isPanel }: { data: TaskData; heading: (title: string, code: ReactNode) => ReactNode; isPanel?: boolean }) {
  const { view } = useStream({ stream: data.stream, seq: data.seq, view: data.view, reduce: reduceTask })
  const now = useNow(data.now, 30_000)
  const { card } = view
  const calendar = useCalendar(data.calendar)
  // What the server counted and decided for this person holds as long as these stay; everything else the events bring themselves.
  const revalidate = useRef(useRevalidator().revalidate)
  const isMoved = standing(card) !== standing(data.view.card) || (card.state === 'refused' && data.units.length === 0)
  useEffect(() => {
    if (isMoved) revalidate.current()
  }, [isMoved, card.version])
  const acts = withoutIdleExtension(availableActs(card.state, data.roles), card)
  const [form, setForm] = useState<OpenForm | null>(null)
  useSee(card.id, data.hasSeen)

  return (
    <div className={isPanel ? 'flex flex-col gap-5' : 'grid items-start gap-x-8 gap-y-5 lg:grid-cols-[minmax(0,1fr)_21rem]'}>
    <div className="flex min-w-0 flex-col gap-5">
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
      <DeadlineBox card={card} deadline={deadlineOf(card, calendar, now)} strip={data.strip} span={data.span} now={now} />
      <EarlyWarning reasons={data.warnings} />
      {card.extensionAskedOn && (
        <p role="status" className="flex items-center gap-2 rounded-md border border-act-line bg-act-soft px-3 py-2">
          <CalendarClock aria-hidden />
          {t.extensionWaits(formatDate(card.extensionAskedOn))}
        </p>
      )}
      <Clocks view={view} now={now} calendar={calendar} silentDays={data.silentDays} />
      <TaskActs card={card} type={view.type ?? null} extension={view.extensions.find(e => e.status === 'waiting') ?? null} calendar={calendar} now={now} acts={acts} units={data.units} hasHolder={!!view.assigneeId} isCompact={isPanel ?? false} onForm={setForm} />
      <dl className="grid grid-cols-[6.5rem_1fr] gap-x-3 gap-y-2.5">
        <Fact name={t.giver}>{view.giverLabel}</Fact>
        <Fact name={t.lead}>
          <strong className="font-semibold">{card.leadUnitName}</strong>
        </Fact>
        {card.assigneeLabel && <Fact name={x.holder}>{card.assigneeLabel}</Fact>}
        {view.followers.length > 0 && <Fact name={x.followers}>{view.followers.map(f => f.unitName).join(', ')}</Fact>}
        {view.monitorLabel && <Fact name={x.monitor}>{view.monitorLabel}</Fact>}
        {view.type && view.type.code !== 'general' && (
          <Fact name={x.type}>
            {view.type.name} <span className="block text-sm text-text-3">{x.typeEvidence[view.type.evidence]}</span>
          </Fact>
        )}
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
      <PathUp view={view} />
      <DemandsPanel view={view} now={now} ownUnitIds={data.ownUnitIds} onForm={setForm} />
      <PartsPanel view={view} now={now} calendar={calendar} silentDays={data.silentDays} ownUnitIds={data.ownUnitIds} acts={acts} onForm={setForm} />
      <ChildrenPanel view={view} now={now} calendar={calendar} opensBelow={data.opensBelow} mayAdd={acts.includes('addChild')} onForm={setForm} />
    </div>
    <div className={isPanel ? 'flex flex-col gap-5' : 'flex min-w-0 flex-col gap-5 lg:sticky lg:top-20 lg:row-span-2 lg:max-h-[calc(100dvh-6rem)] lg:overflow-y-auto lg:pr-1'}>
      <Discussion view={view} now={now} mayWrite={acts.includes('comment')} />
      <FilesPanel view={view} now={now} />
      <SeenPanel view={view} now={now} />
    </div>
      <Timeline lines={view.timeline} now={now} />
      {form && (
        <Suspense fallback={null}>
          <MoreForm key={`${form.name}.${form.id ?? ''}`} form={form} view={view} now={now} calendar={calendar} onClose={() => setForm(null)} />
        </Suspense>
      )}
    </div>
  )
}

/** What the strip of days and the person's roles were made from. */
const standing = (card: FullTask['card']): string => [card.leadUnitId, card.giverUnitId, card.parentId, card.deadlineOn, ...card.coordinatorIds].join(' ')

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-text-3">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  )
}
