import { Link, useRevalidator, useSearchParams } from '@remix-run/react'
import type { ReactNode } from 'react'
import { Button, buttonClass, ButtonLink } from '#app/components/button.tsx'
import { Card } from '#app/components/card.tsx'
import { Empty } from '#app/components/empty.tsx'
import { AlarmClock, CalendarClock, CircleCheck, Download, Inbox, ListChecks, Monitor, RefreshCw, TriangleAlert } from '#app/components/icon.tsx'
import { LinkTabs } from '#app/components/link-tabs.tsx'
import { PageTitle } from '#app/components/page-title.tsx'
import type { WorkCalendar } from '#app/domain/calendar/working-days.ts'
import { behind, DIMENSIONS } from '#app/domain/task/board.ts'
import { isExtensionWaiting } from '#app/domain/task/extension.ts'
import { type Figures, ratesOf } from '#app/domain/task/figures.ts'
import { writeFilter } from '#app/domain/task/filter.ts'
import type { DirectionState } from '#app/live/reducers/direction.ts'
import { deadlineOf } from '#app/screens/tasks/deadline.ts'
import { TaskActs } from '#app/screens/tasks/task-acts.tsx'
import { directionText as t, periodText, rateText } from '#app/text/direction.ts'
import { formatTimeSeconds } from '#app/text/format.ts'
import { DirectionFilter } from './direction-filter.tsx'
import { Feed } from './feed.tsx'
import { FigureTable } from './figure-table.tsx'
import { RateDialog, Rates, useExplained } from './rates.tsx'
import { type DirectionData, useDirection } from './use-direction.ts'

/** The clock in the head; deadline states turn at midnight only. */
const TICK_MS = 30_000
const MINE_SHOWN = 5

/** Chỉ đạo, điều hành: my decisions before other people's delays, then figures with the rows behind them, all live. */
export function DirectionBoard({ data }: { data: DirectionData }) {
  const { view, total, calendar, now } = useDirection(data, TICK_MS)
  const [params] = useSearchParams()
  const { revalidate } = useRevalidator()
  const { explained, explain, close } = useExplained()
  /** the same page with something else asked for */
  const to = (change: Record<string, string | null>): string => {
    const next = new URLSearchParams(params)
    for (const [name, value] of Object.entries(change)) {
      if (value === null) next.delete(name)
      else next.set(name, value)
    }
    return `/dieu-hanh?${next}`
  }
  const names = { ...data.named, fields: data.fields }
  const rows = view.rows
  return (
    <div className="flex flex-col gap-4">
      <PageTitle
        title={t.title}
        actions={
          <>
            <ButtonLink to="/dieu-hanh/hang-cho" icon={<Inbox aria-hidden />}>
              {t.queues}
            </ButtonLink>
            <ButtonLink to={`/dieu-hanh/man-hinh-lon?${params}`} icon={<Monitor aria-hidden />} className="max-lg:hidden">
              {t.wall}
            </ButtonLink>
            <a className={buttonClass('outline', 'md', 'print:hidden')} href={`/dieu-hanh/bang.xlsx?${params}`} download>
              <Download aria-hidden />
              {t.export}
            </a>
          </>
        }
      >
        {t.asOf(formatTimeSeconds(now))} · {periodText(data.filter)}
      </PageTitle>
      <Tiles view={view} total={total} data={data} calendar={calendar} now={now} />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_21rem]">
        <div className="flex min-w-0 flex-col gap-4">
          <Waiting waiting={view.waiting} calendar={calendar} now={now} canDecide={data.canDecide} />
          <DirectionFilter filter={data.filter} by={data.by} order={data.order} today={data.today} names={names} to={to} />
          <Rates total={total} onExplain={explain} />
        </div>
        <Feed lines={view.feed} now={now} />
      </div>
      <Card
        title={t.by[data.by]}
        aside={
          <Button variant="plain" size="sm" icon={<RefreshCw aria-hidden />} onClick={() => revalidate()}>
            {t.sortAgain}
          </Button>
        }
      >
        <div className="mb-3">
          <LinkTabs label={t.byLabel} items={DIMENSIONS.map(d => ({ key: d, to: to({ theo: d === 'unit' ? null : d, sap: null }), label: t.by[d], isCurrent: d === data.by }))} />
        </div>
        {rows.length === 0 ? (
          <Empty icon={<ListChecks aria-hidden />} title={t.empty}>
            {t.emptyHint}
          </Empty>
        ) : (
          <FigureTable rows={rows} total={total} filter={data.filter} by={data.by} order={data.order} touched={view.touched} to={to} onExplain={explain} />
        )}
      </Card>
      <RateDialog explained={explained} filter={data.filter} by={data.by} onClose={close} />
    </div>
  )
}

function Tiles({ view, total, data, calendar, now }: { view: DirectionState; total: Figures; data: DirectionData; calendar: WorkCalendar; now: number }) {
  const worst = view.longest[0]
  const onTime = ratesOf(total)[0]
  const rowsOf = (figure: 'overdue' | 'soon') => `/nhiem-vu?${writeFilter(behind(data.filter, data.by, null, figure))}`
  return (
    <div className="grid gap-4 sm:grid-cols-2 xl:grid-cols-4">
      <Tile icon={<Inbox aria-hidden />} label={data.canDecide ? t.tileMine : t.tileMineOffice} figure={view.waiting.total} tone="act" to={view.waiting.total > 0 ? '/dieu-hanh/hang-cho' : null}>
        {t.tileMineSub}
      </Tile>
      <Tile icon={<TriangleAlert aria-hidden />} label={t.tileLate} figure={total.overdue} tone={total.overdue > 0 ? 'late' : 'plain'} to={total.overdue > 0 ? rowsOf('overdue') : null}>
        {total.overdue > 0 ? t.tileLateSub(Object.keys(view.lateByUnit).length, worst ? deadlineOf(worst, calendar, now).workingDaysLate : null) : t.tileLateNone}
      </Tile>
      <Tile icon={<AlarmClock aria-hidden />} label={t.tileSoon} figure={total.soon} tone={total.soon > 0 ? 'soon' : 'plain'} to={total.soon > 0 ? rowsOf('soon') : null}>
        {t.tileSoonSub(view.dueToday)}
      </Tile>
      {onTime && (
        <Tile icon={<CircleCheck aria-hidden />} label={t.tileRate} figure={onTime.whole === 0 ? '–' : (rateText(onTime).split(' = ')[1] ?? '')} tone="plain">
          {onTime.whole === 0 ? t.noRate : `${onTime.part}/${onTime.whole} ${t.figures.done_dated}`}
        </Tile>
      )}
    </div>
  )
}

const tones = { act: 'border-act-line text-act', late: 'border-late-line text-late', soon: 'border-soon-line text-soon', plain: 'border-line text-text-2' }

function Tile({ icon, label, figure, tone, to, children }: { icon: ReactNode; label: string; figure: number | string; tone: keyof typeof tones; to?: string | null; children: ReactNode }) {
  return (
    <section className={`relative rounded-xl border bg-surface p-4 ${tones[tone]} ${to ? 'focus-within:border-act hover:bg-surface-2' : ''}`} aria-label={label}>
      <p className="flex items-center gap-2 font-semibold">
        {icon}
        {to ? (
          <Link to={to} className="after:absolute after:inset-0">
            {label}
          </Link>
        ) : (
          label
        )}
      </p>
      <p className="mt-1 flex flex-wrap items-baseline gap-x-2">
        <strong className={`text-[38px] leading-12 ${tone === 'late' ? 'text-late' : 'text-text'}`}>{figure}</strong>
        <span className="text-text-2">{children}</span>
      </p>
    </section>
  )
}

/** Chờ tôi quyết định: the oldest first, decided in the row. */
function Waiting({ waiting, calendar, now, canDecide }: { waiting: DirectionState['waiting']; calendar: WorkCalendar; now: number; canDecide: boolean }) {
  return (
    <Card
      aria-label={canDecide ? t.tileMine : t.tileMineOffice}
      title={canDecide ? t.tileMine : t.tileMineOffice}
      aside={
        waiting.total > MINE_SHOWN ? (
          <Link to="/dieu-hanh/hang-cho" className="inline-flex min-h-6 items-center font-semibold text-act hover:underline pointer-coarse:min-h-11">
            {t.mineMore(waiting.total)}
          </Link>
        ) : canDecide ? (
          t.mineNote
        ) : undefined
      }
    >
      {waiting.cards.length === 0 && <p className="text-text-3">{t.mineEmpty}</p>}
      <ul className="flex flex-col divide-y divide-line">
        {waiting.cards.slice(0, MINE_SHOWN).map(card => (
          <li key={card.id} className="flex flex-col gap-2 py-3 first:pt-0 last:pb-0 xl:flex-row xl:items-center xl:justify-between">
            <div className="min-w-0">
              <Link to={`/nhiem-vu/${card.id}`} className="line-clamp-2 font-semibold hover:text-act hover:underline">
                {card.title}
              </Link>
              <p className="text-sm text-text-3">
                {card.leadUnitName} · {card.code}
              </p>
            </div>
            {canDecide &&
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
  )
}
