import { Link, useNavigate } from '@remix-run/react'
import { useMemo, useRef, useState } from 'react'
import { taskUrge } from '#app/contracts/task.ts'
import { Button, ButtonLink } from '#app/components/button.tsx'
import { Card } from '#app/components/card.tsx'
import { DeadlineChip } from '#app/components/chip.tsx'
import { cx } from '#app/components/cx.ts'
import { FormDialog } from '#app/components/dialog.tsx'
import { Empty } from '#app/components/empty.tsx'
import { FormError, TextArea } from '#app/components/field.tsx'
import { Flag, Inbox, Megaphone } from '#app/components/icon.tsx'
import { LinkTabs } from '#app/components/link-tabs.tsx'
import { PageTitle } from '#app/components/page-title.tsx'
import { toast } from '#app/components/toast.tsx'
import type { Unit } from '#app/components/unit-picker.tsx'
import { useKeys } from '#app/components/use-keys.ts'
import { useNow } from '#app/components/use-now.ts'
import { type CalendarDay, civilDateInVietnam, type WorkCalendar, workingDaysBetween } from '#app/domain/calendar/working-days.ts'
import type { TaskAct } from '#app/domain/task/machine.ts'
import { confirmationClock } from '#app/domain/task/part.ts'
import { type Queue, QUEUE_WORDS, QUEUES } from '#app/domain/task/queue.ts'
import { type QueueRow, type QueueState, reduceQueues } from '#app/live/reducers/queues.ts'
import { useAct } from '#app/live/use-command.ts'
import { useStream } from '#app/live/use-stream.ts'
import { deadlineOf, useCalendar } from '#app/screens/tasks/deadline.ts'
import { TaskActs } from '#app/screens/tasks/task-acts.tsx'
import { errorText } from '#app/text/errors.ts'
import { formatDate, formatDateTime } from '#app/text/format.ts'
import { queueText as t } from '#app/text/queues.ts'
import { directionText } from '#app/text/direction.ts'
import { useAskAgain } from './use-direction.ts'

type QueueData = { queue: Queue; view: QueueState; stream: string; seq: number; calendar: readonly CalendarDay[]; units: readonly Unit[]; canDecide: boolean; now: number }

/** What can be done in the row itself; an urging is answered by the unit, so there one only looks. */
const ACTS: Record<Queue, readonly TaskAct[]> = { confirm: ['confirm', 'sendBack'], returned: ['reassign', 'recall'], extension: ['decideExtension'], demand: [], unopened: [] }
const to = (queue: Queue): string => (queue === 'confirm' ? '/dieu-hanh/hang-cho' : `/dieu-hanh/hang-cho?hang=${QUEUE_WORDS[queue]}`)

/** Hàng chờ: what waits for the Office, the oldest first, answered where it stands. */
export function QueuePage({ data }: { data: QueueData }) {
  const { queue } = data
  const reduce = useMemo(() => reduceQueues(queue), [queue])
  const { view } = useStream({ stream: data.stream, seq: data.seq, view: data.view, reduce })
  useAskAgain(view.isBehind, data)
  const calendar = useCalendar(data.calendar)
  const now = useNow(data.now, 30_000)
  const list = useRef<HTMLUListElement>(null)
  const navigate = useNavigate()
  const [urged, setUrged] = useState<QueueRow | null>(null)
  const step = (by: 1 | -1) => {
    const links = [...(list.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])]
    const at = links.findIndex(l => l === document.activeElement || l.closest('li')?.contains(document.activeElement))
    links[at === -1 ? (by === 1 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, at + by))]?.focus()
  }
  useKeys({ j: () => step(1), k: () => step(-1), ...Object.fromEntries(QUEUES.map((q, i) => [String(i + 1), () => navigate(to(q), { preventScrollReset: true })])) })
  const total = view.totals[queue]
  return (
    <div className="flex flex-col gap-4">
      <PageTitle
        title={t.title}
        actions={
          data.canDecide && (
            <ButtonLink to="/nhiem-vu/giao" icon={<Flag aria-hidden />}>
              {directionText.assign}
            </ButtonLink>
          )
        }
      >
        {t.sub}
      </PageTitle>
      <LinkTabs label={t.label} items={QUEUES.map(q => ({ key: q, to: to(q), label: t.tab(t.name[q], view.totals[q]), isCurrent: q === queue }))} />
      <Card aria-label={t.name[queue]} title={t.name[queue]} aside={t.hint[queue]} isFlush>
        {view.rows.length === 0 ? (
          <div className="p-4">
            <Empty icon={<Inbox aria-hidden />} title={t.empty[queue]}>
              {t.emptyHint}
            </Empty>
          </div>
        ) : (
          <ul ref={list} className="divide-y divide-line">
            {view.rows.map(row => (
              <Row key={row.key} row={row} queue={queue} calendar={calendar} now={now} units={data.units} canDecide={data.canDecide} onUrge={() => setUrged(row)} />
            ))}
          </ul>
        )}
      </Card>
      <p className="text-sm text-text-3 print:hidden">
        {view.rows.length < total && `${t.more(view.rows.length, total)} `}
        <span className="max-md:hidden">{t.keys}</span>
      </p>
      {urged && <UrgeDialog row={urged} onClose={() => setUrged(null)} />}
    </div>
  )
}

type RowProps = { row: QueueRow; queue: Queue; calendar: WorkCalendar; now: number; units: readonly Unit[]; canDecide: boolean; onUrge: () => void }

function Row({ row, queue, calendar, now, units, canDecide, onUrge }: RowProps) {
  const { card } = row
  const { words, isLate } = waitOf(row, queue, calendar, now)
  const deadline = deadlineOf(card, calendar, now)
  return (
    <li className="flex flex-col gap-3 px-4 py-3 focus-within:bg-surface-2 lg:flex-row lg:items-start lg:justify-between">
      <div className="min-w-0">
        <Link data-row to={`/nhiem-vu/${card.id}`} className="text-md line-clamp-2 font-semibold hover:text-act hover:underline">
          {card.title}
        </Link>
        <p className="text-sm text-text-3">
          {card.leadUnitName} · {card.code} · {card.sourceLabel}
        </p>
        {row.text && (
          <p className="mt-1 line-clamp-3">
            {row.byLabel && <strong className="font-semibold">{t.says(row.byLabel)} </strong>}
            {row.text}
          </p>
        )}
        <p className="mt-1.5 flex flex-wrap items-center gap-x-3 gap-y-1">
          <DeadlineChip code={deadline.code} workingDaysLeft={deadline.workingDaysLeft} workingDaysLate={deadline.workingDaysLate} deadlineOn={card.deadlineOn} />
          <span className={cx('text-sm', isLate ? 'font-semibold text-late' : 'text-text-2')}>{words}</span>
        </p>
      </div>
      {canDecide && queue !== 'demand' && (
        <div className="shrink-0">
          {queue === 'unopened' ? (
            <Button icon={<Megaphone aria-hidden />} onClick={onUrge} aria-label={`${t.urge}: ${card.leadUnitName}, ${card.code}`}>
              {t.urge}
            </Button>
          ) : (
            <TaskActs card={card} extension={row.extension} calendar={calendar} now={now} acts={queue === 'extension' && !row.extension ? [] : ACTS[queue]} units={units} isCompact />
          )}
        </div>
      )}
    </li>
  )
}

/** How long it has waited, and whether longer than it should. */
function waitOf(row: QueueRow, queue: Queue, calendar: WorkCalendar, now: number): { words: string; isLate: boolean } {
  const clock = queue === 'confirm' && row.confirmDays !== null ? confirmationClock({ state: row.card.state, submittedAt: row.card.submittedAt, confirmDays: row.confirmDays, now, calendar }) : null
  if (clock) return clock.isOverdue ? { words: t.confirmLate(clock.waitedDays, row.confirmDays ?? 0), isLate: true } : { words: `${t.waited(clock.waitedDays)}, ${t.confirmBy(formatDate(clock.dueOn))}`, isLate: false }
  if (row.dueAt !== null) return row.dueAt < now ? { words: t.answerLate(formatDateTime(row.dueAt)), isLate: true } : { words: t.answerBy(formatDateTime(row.dueAt)), isLate: false }
  if (row.since === null) return { words: '', isLate: false }
  const [on, today] = [civilDateInVietnam(row.since), civilDateInVietnam(now)]
  const days = today <= on ? 0 : workingDaysBetween(calendar, on, today)
  return { words: days === 0 ? t.waited(0) : `${t.waited(days)}, ${t.since(formatDate(row.since))}`, isLate: false }
}

function UrgeDialog({ row, onClose }: { row: QueueRow; onClose: () => void }) {
  const [note, setNote] = useState(t.urgeFirst)
  const { run, isSending, refusal } = useAct(taskUrge)
  const [isAsked, setAsked] = useState(false)
  const submit = async () => {
    setAsked(true)
    if (note.trim() === '') return
    const answer = await run({ taskId: row.card.id, note })
    if (!answer?.ok) return
    toast(t.urgeSent(row.card.leadUnitName))
    onClose()
  }
  return (
    <FormDialog title={t.urgeTitle} submitLabel={t.send} cancelLabel={t.cancel} isSending={isSending} onSubmit={() => void submit()} onClose={onClose}>
      <p className="text-text-2">
        {row.card.leadUnitName}: <strong className="font-semibold text-text">{row.card.title}</strong>
      </p>
      <TextArea label={t.urgeNote} value={note} onChange={e => setNote(e.target.value)} rows={3} maxLength={2000} error={isAsked && note.trim() === '' ? t.required : undefined} />
      <FormError>{refusal && errorText(refusal.code, refusal.params)}</FormError>
    </FormDialog>
  )
}
