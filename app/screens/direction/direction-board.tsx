import { Link } from '@remix-run/react'
import { type ReactNode, useMemo, useState } from 'react'
import { ButtonLink } from '#app/components/button.tsx'
import { Card } from '#app/components/card.tsx'
import { Chip } from '#app/components/chip.tsx'
import { Dialog } from '#app/components/dialog.tsx'
import { AlarmClock, CalendarClock, Inbox, TriangleAlert } from '#app/components/icon.tsx'
import { PageTitle } from '#app/components/page-title.tsx'
import { useNow } from '#app/components/use-now.ts'
import type { CalendarDay } from '#app/domain/calendar/working-days.ts'
import type { DeadlineState } from '#app/domain/task/deadline.ts'
import { isExtensionWaiting } from '#app/domain/task/extension.ts'
import { formatRate, onTimeRate } from '#app/domain/task/rates.ts'
import { type Card as TaskCard, type DirectionState, type FeedLine, reduceDirection } from '#app/live/reducers/board.ts'
import { useStream } from '#app/live/use-stream.ts'
import { deadlineOf, useCalendar } from '#app/screens/tasks/deadline.ts'
import { TaskActs } from '#app/screens/tasks/task-acts.tsx'
import { momentOf } from '#app/screens/tasks/timeline.tsx'
import { formatTimeSeconds } from '#app/text/format.ts'
import { taskText as t } from '#app/text/tasks.ts'

export type DirectionData = { view: DirectionState; seq: number; stream: string; calendar: readonly CalendarDay[]; canDecide: boolean; now: number }
type Placed = { card: TaskCard; deadline: DeadlineState }

/** How often deadline states are looked at anew: a day turns at midnight, an hour is close enough between. */
const TICK_MS = 30_000
const UNITS_SHOWN = 12
const MINE_SHOWN = 5

/** Chỉ đạo, điều hành: my decisions before other people's delays; tiles, bars and table from the same cards, live. */
export function DirectionBoard({ data }: { data: DirectionData }) {
  const { view } = useStream({ stream: data.stream, seq: data.seq, view: data.view, reduce: reduceDirection })
  const calendar = useCalendar(data.calendar)
  const now = useNow(data.now, TICK_MS)
  const placed = useMemo(() => view.cards.map(card => ({ card, deadline: deadlineOf(card, calendar, now) })), [view.cards, calendar, now])
  const waiting = placed.filter(p => p.card.state === 'waiting_confirmation' || isExtensionWaiting(p.card))
  const late = placed.filter(p => p.deadline.code === 'overdue')
  const soon = placed.filter(p => p.deadline.code === 'soon')
  const units = useMemo(() => byUnit(placed), [placed])
  const rate = onTimeRate(placed.map(p => ({ code: p.deadline.code, kind: p.card.kind })))
  const [isExplained, setExplained] = useState(false)
  const most = Math.max(1, ...units.map(u => u.open))

  return (
    <div className="flex flex-col gap-4">
      <PageTitle title={t.boardTitle}>{t.asOf(formatTimeSeconds(now))}</PageTitle>
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_21rem]">
        <div className="flex min-w-0 flex-col gap-4">
          <div className="grid gap-4 sm:grid-cols-3">
            <Tile icon={<Inbox aria-hidden />} label={t.tileMine} figure={waiting.length} tone="act">
              {t.tileMineSub(0)}
            </Tile>
            <Tile icon={<TriangleAlert aria-hidden />} label={t.tileLate} figure={late.length} tone={late.length > 0 ? 'late' : 'plain'}>
              {late.length > 0 ? t.tileLateSub(new Set(late.map(p => p.card.leadUnitId)).size, Math.max(...late.map(p => p.deadline.workingDaysLate ?? 0))) : t.tileLateNone}
            </Tile>
            <Tile icon={<AlarmClock aria-hidden />} label={t.tileSoon} figure={soon.length} tone={soon.length > 0 ? 'soon' : 'plain'}>
              {t.tileSoonSub(soon.filter(p => p.card.latestNote === null).length)}
            </Tile>
          </div>

          <Card title={t.mineTitle} aside={t.mineNote}>
            {waiting.length === 0 && <p className="text-text-3">{t.mineEmpty}</p>}
            <ul className="flex flex-col divide-y divide-line">
              {waiting.slice(0, MINE_SHOWN).map(({ card }) => (
                <li key={card.id} className="flex flex-col gap-2 py-3 first:pt-0 last:pb-0 xl:flex-row xl:items-center xl:justify-between">
                  <div className="min-w-0">
                    <Link to={`/nhiem-vu/${card.id}`} className="line-clamp-2 font-semibold hover:text-act hover:underline">
                      {card.title}
                    </Link>
                    <p className="text-sm text-text-3">
                      {card.leadUnitName} · {card.code}
                    </p>
                  </div>
                  {data.canDecide &&
                    (isExtensionWaiting(card) ? (
                      <ButtonLink to={`/nhiem-vu/${card.id}`} icon={<CalendarClock aria-hidden />}>
                        {t.decideExtension}
                      </ButtonLink>
                    ) : (
                      <TaskActs card={card} extension={null} calendar={calendar} now={now} acts={['confirm', 'sendBack']} units={[]} isCompact />
                    ))}
                </li>
              ))}
            </ul>
          </Card>

          <Card title={t.byUnit}>
            {units.length === 0 && <p className="text-text-3">{t.byUnitEmpty}</p>}
            <table className="w-full text-md">
              <thead>
                <tr className="text-sm text-text-3">
                  <th className="py-1 text-left font-semibold" scope="col">
                    {t.columnUnit}
                  </th>
                  <th aria-hidden className="w-2/5 max-md:hidden" />
                  <th className="py-1 text-right font-semibold" scope="col">
                    {t.columnLate}
                  </th>
                  <th className="py-1 text-right font-semibold" scope="col">
                    {t.columnSoon}
                  </th>
                  <th className="py-1 text-right font-semibold" scope="col">
                    {t.columnOpen}
                  </th>
                </tr>
              </thead>
              <tbody>
                {units.slice(0, UNITS_SHOWN).map(u => (
                  <tr key={u.id}>
                    <th className="py-1.5 pr-3 text-left font-normal" scope="row">
                      <Link className="hover:text-act hover:underline" to={`/nhiem-vu?don-vi=${u.id}`}>
                        {u.name}
                      </Link>
                    </th>
                    <td className="max-md:hidden" aria-hidden>
                      <span className="flex h-3" style={{ width: `${(u.open / most) * 100}%` }}>
                        <span className="bg-late" style={{ width: `${(u.late / u.open) * 100}%` }} />
                        <span className="bg-soon-line" style={{ width: `${(u.soon / u.open) * 100}%` }} />
                        <span className="flex-1 bg-surface-3" />
                      </span>
                    </td>
                    <td className="text-right">
                      {u.late > 0 ? (
                        <span className="inline-flex items-center gap-1 font-semibold text-late">
                          <TriangleAlert aria-hidden />
                          {u.late}
                        </span>
                      ) : (
                        0
                      )}
                    </td>
                    <td className="text-right">
                      {u.soon > 0 ? (
                        <span className="inline-flex items-center gap-1 font-semibold text-soon">
                          <AlarmClock aria-hidden />
                          {u.soon}
                        </span>
                      ) : (
                        0
                      )}
                    </td>
                    <td className="text-right">{u.open}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            <p className="mt-3 border-t border-line pt-3 text-text-2">
              {t.rate} <strong>{formatRate(rate)}</strong>.{' '}
              <button type="button" className="min-h-8 font-semibold text-act hover:underline" onClick={() => setExplained(true)}>
                {t.howCounted}
              </button>
            </p>
          </Card>
        </div>
        <Feed lines={view.feed} now={now} />
      </div>
      <Dialog isOpen={isExplained} onClose={() => setExplained(false)} title={t.howCounted}>
        <p>{t.howCountedBody}</p>
      </Dialog>
    </div>
  )
}

const tones = { act: 'border-act-line text-act', late: 'border-late-line text-late', soon: 'border-soon-line text-soon', plain: 'border-line text-text-2' }

function Tile({ icon, label, figure, tone, children }: { icon: ReactNode; label: string; figure: number; tone: keyof typeof tones; children: ReactNode }) {
  return (
    <section className={`rounded-xl border bg-surface p-4 ${tones[tone]}`} aria-label={label}>
      <p className="flex items-center gap-2 font-semibold">
        {icon}
        {label}
      </p>
      <p className="mt-1 flex flex-wrap items-baseline gap-2">
        <strong className={`text-[38px] leading-12 ${tone === 'late' ? 'text-late' : 'text-text'}`}>{figure}</strong>
        <span className="text-text-2">{children}</span>
      </p>
    </section>
  )
}

/** Diễn biến: what just happened, newest first. */
function Feed({ lines, now }: { lines: readonly FeedLine[]; now: number }) {
  return (
    <Card title={t.stream} aside={<Chip tone="ok">{t.streamLive}</Chip>}>
      {lines.length === 0 && <p className="text-text-3">{t.streamEmpty}</p>}
      <ol className="flex flex-col divide-y divide-line" aria-live="polite">
        {lines.map(line => (
          <li key={line.seq} className="py-2.5">
            <p className="text-sm text-text-3">{momentOf(line.at, now)}</p>
            <p>
              <strong className="font-semibold">{line.unitName || line.byLabel}</strong> {t.did[line.act as keyof typeof t.did]}{' '}
              <Link className="hover:text-act hover:underline" to={`/nhiem-vu/${line.taskId}`}>
                {line.title}
              </Link>
            </p>
          </li>
        ))}
      </ol>
    </Card>
  )
}

/** Open work of each lead unit, the latest first. */
function byUnit(placed: readonly Placed[]) {
  const units = new Map<string, { id: string; name: string; late: number; soon: number; open: number }>()
  for (const { card, deadline } of placed) {
    if (card.state === 'done') continue
    const u = units.get(card.leadUnitId) ?? { id: card.leadUnitId, name: card.leadUnitName, late: 0, soon: 0, open: 0 }
    u.open++
    if (deadline.code === 'overdue') u.late++
    if (deadline.code === 'soon') u.soon++
    units.set(card.leadUnitId, u)
  }
  return [...units.values()].sort((a, b) => b.late - a.late || b.soon - a.soon || b.open - a.open)
}
