import { Link } from '@remix-run/react'
import { offsetOf } from '#app/domain/task/alerts.ts'
import { isClockRunning, type TaskState } from '#app/domain/task/machine.ts'
import { ButtonLink } from '#app/components/button.tsx'
import { Card } from '#app/components/card.tsx'
import { Chip, type Tone } from '#app/components/chip.tsx'
import { Empty } from '#app/components/empty.tsx'
import { AlarmClock, BellRing, CalendarClock, CircleCheck, TriangleAlert } from '#app/components/icon.tsx'
import { LinkTabs } from '#app/components/link-tabs.tsx'
import { PageTitle } from '#app/components/page-title.tsx'
import { alertText } from '#app/text/alerts.ts'
import { formatDate, formatDayMonth } from '#app/text/format.ts'
import { taskText } from '#app/text/tasks.ts'

const t = alertText.day
type Kind = 'overdue' | 'due' | 'soon'
export type DayData = {
  day: string
  today: string
  days: string[]
  lines: { id: string; taskId: string; step: string; kind: Kind; deadlineOn: string; code: string; title: string; unit: string; state: string; insteadOf: string | null }[]
}
const looks: Record<Kind, { tone: Tone; Icon: typeof BellRing }> = { overdue: { tone: 'late', Icon: TriangleAlert }, due: { tone: 'soon', Icon: AlarmClock }, soon: { tone: 'neutral', Icon: CalendarClock } }

/** What one person was told on a day, worst first: the page behind the digest. */
export function MyDayScreen({ data }: { data: DayData }) {
  // A task told of twice in a day (its deadline came nearer by a change) stands once, by its newest step.
  const newest = new Map(data.lines.map(l => [l.taskId, l]))
  for (const l of data.lines) if (offsetOf(l.step) > offsetOf(newest.get(l.taskId)?.step ?? l.step)) newest.set(l.taskId, l)
  const days = data.days.includes(data.day) ? data.days : [data.day, ...data.days]
  return (
    <div className="mx-auto flex max-w-4xl flex-col gap-4">
      <PageTitle title={t.title(formatDate(data.day))} actions={<ButtonLink to="/tai-khoan/canh-bao">{t.settings}</ButtonLink>} />
      {days.length > 1 && <LinkTabs label={t.days} items={days.map(d => ({ key: d, to: `/canh-bao/${d}`, isCurrent: d === data.day, label: d === data.today ? t.today : formatDayMonth(d) }))} />}
      {data.lines.length === 0 && (
        <Empty icon={<BellRing aria-hidden />} title={t.none} action={<ButtonLink to="/nhiem-vu">{t.toTasks}</ButtonLink>}>
          {t.noneHint}
        </Empty>
      )}
      {(['overdue', 'due', 'soon'] as const).map(kind => {
        const lines = [...newest.values()].filter(l => l.kind === kind)
        const { tone, Icon } = looks[kind]
        if (lines.length === 0) return null
        return (
          <Card key={kind} isFlush title={`${t.group[kind]} (${lines.length})`}>
            <ul className="divide-y divide-line">
              {lines.map(l => (
                <li key={l.id} className="relative flex flex-col gap-1 px-4 py-3 hover:bg-surface-2">
                  <Link to={`/nhiem-vu/${l.taskId}`} className="font-semibold after:absolute after:inset-0">
                    {l.title}
                  </Link>
                  <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-text-3">
                    {isClockRunning(l.state as TaskState) ? (
                      <Chip tone={tone} icon={<Icon aria-hidden />}>
                        {alertText.step(offsetOf(l.step))}
                      </Chip>
                    ) : (
                      <Chip tone="ok" icon={<CircleCheck aria-hidden />}>
                        {taskText.state[l.state as TaskState]}
                      </Chip>
                    )}
                    <span>
                      {l.code} · {taskText.dueOn(formatDate(l.deadlineOn))} · {l.unit}
                      {l.insteadOf && ` · ${alertText.sendings.insteadOf(l.insteadOf)}`}
                    </span>
                  </p>
                </li>
              ))}
            </ul>
          </Card>
        )
      })}
    </div>
  )
}
