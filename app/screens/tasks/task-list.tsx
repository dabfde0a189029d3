import { Form, Link, useNavigate, useSearchParams, useSubmit } from '@remix-run/react'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { CalendarDay } from '#app/domain/calendar/working-days.ts'
import { BOARD_KEYS } from '#app/domain/task/view.ts'
import { type Figures, openOf } from '#app/domain/task/figures.ts'
import { ButtonLink } from '#app/components/button.tsx'
import { Chip, DeadlineChip } from '#app/components/chip.tsx'
import { cx } from '#app/components/cx.ts'
import { Empty } from '#app/components/empty.tsx'
import { AlarmClock, ExternalLink, Hourglass, ListChecks, Plus, Search, TriangleAlert, X } from '#app/components/icon.tsx'
import { PageTitle } from '#app/components/page-title.tsx'
import { ProgressBar } from '#app/components/progress-bar.tsx'
import type { Unit } from '#app/components/unit-picker.tsx'
import { useKeys } from '#app/components/use-keys.ts'
import { useNow } from '#app/components/use-now.ts'
import { type BoardView, boardOf, type Card, reduceBoard } from '#app/live/reducers/board.ts'
import { useConnection } from '#app/live/use-connection.ts'
import { useStream } from '#app/live/use-stream.ts'
import { formatDateLong, formatDayMonth } from '#app/text/format.ts'
import { taskText as t } from '#app/text/tasks.ts'
import { deadlineOf, useCalendar } from './deadline.ts'
import { EarlyWarningChip, useWarnings, type Warnings } from './early-warning.tsx'
import { TaskDetail, type TaskData } from './task-detail.tsx'

export type ListData = {
  items: readonly { card: Card }[]
  figures: Figures
  next: string | null
  stream: string
  seq: number
  unitId: string | null
  units: readonly Unit[]
  calendar: readonly CalendarDay[]
  canAssign: boolean
  now: number
}

const STATES = ['assigned', 'in_progress', 'waiting_confirmation', 'refused', 'done', 'recalled'] as const
const DEADLINES = ['overdue', 'soon', 'in_time', 'waiting', 'sent_back', 'none', 'done_on_time', 'done_late'] as const
const FILTERS = ['q', 'don-vi', 'vai-tro', 'han', 'buoc', 'nguon'] as const
const TYPING_PAUSE_MS = 300

/** Nhiệm vụ: filters in one bar kept in the address, a table with a panel beside it; cards on a phone. */
export function TaskList({ data, chosen, warnings: later }: { data: ListData; chosen: TaskData | null; warnings?: Promise<Warnings> }) {
  const warnings = useWarnings(later)
  const [params] = useSearchParams()
  const navigate = useNavigate()
  const now = useNow(data.now, 30_000)
  const calendar = useCalendar(data.calendar)
  const line = useConnection()
  const isFiltered = FILTERS.some(f => params.get(f))

  // New work is taken in where no narrower filter is set, or where it plainly fits; the rest comes with the next load.
  const wantedDeadline = params.get('han')
  const reduce = useMemo(
    () =>
      reduceBoard(
        card =>
          !params.get('q') &&
          !params.get('nguon') &&
          card.state !== 'done' &&
          card.state !== 'recalled' &&
          (!params.get('buoc') || params.get('buoc') === card.state) &&
          (!wantedDeadline || wantedDeadline === deadlineOf(card, calendar, data.now).code) &&
          (params.get('vai-tro') !== 'lead' || card.leadUnitId === data.unitId) &&
          (params.get('vai-tro') !== 'coordinate' || card.coordinatorIds.includes(data.unitId ?? '')),
        card => data.unitId === null || card.leadUnitId === data.unitId || card.coordinatorIds.includes(data.unitId),
      ),
    [params, wantedDeadline, calendar, data.unitId, data.now],
  )
  const loaded = useMemo(() => boardOf(data.items.map(i => i.card)), [data.items])
  const { view } = useStream<BoardView>({ stream: data.stream, seq: data.seq, view: loaded, reduce })

  const list = useHeldList(view)
  const chosenId = params.get('chon')
  const toTask = (id: string | null) => {
    const next = new URLSearchParams(params)
    if (id) next.set('chon', id)
    else next.delete('chon')
    return `?${next.toString()}`
  }
  const rows = useRef<HTMLTableSectionElement>(null)
  const move = (step: number) => {
    const at = list.cards.findIndex(c => c.id === chosenId)
    const next = list.cards[Math.max(0, Math.min(list.cards.length - 1, at < 0 ? 0 : at + step))]
    if (!next) return
    navigate(toTask(next.id), { replace: true, preventScrollReset: true })
    rows.current?.querySelector<HTMLElement>(`[data-task="${next.id}"]`)?.scrollIntoView({ block: 'nearest' })
  }
  useKeys({ j: () => move(1), k: () => move(-1), Enter: () => chosenId && navigate(`/nhiem-vu/${chosenId}`), Escape: () => chosenId && navigate(toTask(null), { preventScrollReset: true }) })

  const unitName = data.units.find(u => u.id === data.unitId)?.name
  const c = data.figures
  const open = openOf(c) + c.routine
  return (
    <div className={cx('grid gap-5', chosen && 'xl:grid-cols-[minmax(0,1fr)_26rem]')}>
      <section className="min-w-0" {...list.hold}>
        <PageTitle
          title={unitName ? t.listTitleOf(unitName) : t.listTitleAll}
          actions={
            data.canAssign && (
              <ButtonLink to="/nhiem-vu/giao" variant="primary" icon={<Plus aria-hidden />}>
                {t.giveTask}
              </ButtonLink>
            )
          }
        >
          <p className="flex flex-wrap items-center gap-x-4 gap-y-1">
            <span>{t.open(open)}</span>
            {c.overdue > 0 && (
              <span className="inline-flex items-center gap-1.5 font-semibold text-late">
                <TriangleAlert aria-hidden /> {t.overdueCount(c.overdue)}
              </span>
            )}
            {c.soon > 0 && (
              <span className="inline-flex items-center gap-1.5 font-semibold text-soon">
                <AlarmClock aria-hidden /> {t.soonCount(c.soon)}
              </span>
            )}
            {c.waiting > 0 && (
              <span className="inline-flex items-center gap-1.5">
                <Hourglass aria-hidden /> {t.waitingCount(c.waiting)}
              </span>
            )}
            <span className={cx('text-sm', line.state === 'online' ? 'text-ok' : 'text-soon')}>● {line.state === 'online' ? t.live : t.notLive}</span>
          </p>
        </PageTitle>
        <Filters units={data.units} unitId={data.unitId} canAll={data.canAssign || data.units.length > 1} isFiltered={isFiltered} />
        <p role="status" className="sr-only">
          {view.arrived.length > 0 && t.newCards(view.arrived.length)}
        </p>
        {list.waiting > 0 && (
          <button type="button" onClick={list.release} className="mb-2 flex min-h-10 w-full items-center justify-center gap-2 rounded-md border border-act-line bg-act-soft font-semibold text-act">
            {t.newCards(list.waiting)} · {t.showNew}
          </button>
        )}
        {list.cards.length === 0 ? (
          <Empty
            icon={<ListChecks aria-hidden />}
            title={isFiltered ? t.emptyFiltered : t.emptyTitle}
            action={isFiltered ? <ButtonLink to="/nhiem-vu">{t.clear}</ButtonLink> : undefined}
          >
            {isFiltered ? undefined : t.emptyBody}
          </Empty>
        ) : (
          <>
            <table className="w-full table-fixed border-separate border-spacing-0 overflow-hidden rounded-xl border border-line bg-surface max-md:hidden">
              <colgroup>
                <col />
                {!chosen && <col className="w-[22%] max-lg:hidden" />}
                <col className="w-56" />
                <col className="w-36 max-lg:hidden" />
              </colgroup>
              <thead>
                <tr className="bg-surface-2 text-left text-sm text-text-2">
                  <Head>{t.columnTask}</Head>
                  {!chosen && <Head className="max-lg:hidden">{t.columnUnit}</Head>}
                  <Head>{t.columnDeadline}</Head>
                  <Head className="max-lg:hidden">{t.columnProgress}</Head>
                </tr>
              </thead>
              <tbody ref={rows}>
                {list.cards.map(card => {
                  const isChosen = card.id === chosenId
                  const deadline = deadlineOf(card, calendar, now)
                  return (
                    <tr
                      key={card.id}
                      data-task={card.id}
                      aria-selected={isChosen}
                      className={cx('cursor-pointer [&>td]:border-t [&>td]:border-line [&>td]:px-4 [&>td]:py-2.5', isChosen ? 'bg-act-soft shadow-[inset_3px_0_0_var(--act)]' : 'hover:bg-surface-2', view.touched.includes(card.id) && 'flash')}
                      onClick={() => navigate(toTask(card.id), { preventScrollReset: true })}
                    >
                      <td>
                        <Link to={toTask(card.id)} preventScrollReset className="line-clamp-2 font-semibold" title={card.title}>
                          {card.title}
                        </Link>
                        <span className="block text-sm text-text-3">
                          {card.code} · {t.state[card.state]}
                          {chosen && ` · ${card.leadUnitName}`}
                        </span>
                      </td>
                      {!chosen && <td className="text-text-2 max-lg:hidden">{card.leadUnitName}</td>}
                      <td>
                        <DeadlineChip {...deadline} deadlineOn={card.deadlineOn} />
                        <span className="mt-0.5 block text-sm text-text-3">{dayLine(card)}</span>
                        <EarlyWarningChip reasons={warnings[card.id]} />
                      </td>
                      <td className="max-lg:hidden">
                        <ProgressBar percent={card.progress} label={t.columnProgress} />
                      </td>
                    </tr>
                  )
                })}
              </tbody>
            </table>
            <ul className="flex flex-col gap-3 md:hidden">
              {list.cards.map(card => (
                <li key={card.id}>
                  <TaskCardRow card={card} deadline={deadlineOf(card, calendar, now)} isTouched={view.touched.includes(card.id)}>
                    <EarlyWarningChip reasons={warnings[card.id]} />
                  </TaskCardRow>
                </li>
              ))}
            </ul>
            {data.next && (
              <ButtonLink className="mt-3" to={`?${new URLSearchParams([...[...params].filter(([k]) => k !== BOARD_KEYS.after), [BOARD_KEYS.after, data.next]]).toString()}`}>
                {t.more}
              </ButtonLink>
            )}
            <p className="mt-2 text-sm text-text-3 max-md:hidden">{t.keys}</p>
          </>
        )}
      </section>
      {chosen && (
        <aside aria-label={t.columnTask} className="rounded-xl border border-line bg-surface p-5 max-xl:fixed max-xl:inset-x-0 max-xl:top-0 max-xl:bottom-0 max-xl:z-40 max-xl:overflow-y-auto max-xl:rounded-none xl:sticky xl:top-20 xl:max-h-[calc(100dvh-6rem)] xl:overflow-y-auto">
          <TaskDetail
            key={chosen.view.card.id}
            data={chosen}
            isPanel
            heading={(title, code) => (
              <>
                <div className="flex items-start justify-between gap-2">
                  {code}
                  <span className="flex">
                    <Link to={`/nhiem-vu/${chosen.view.card.id}`} aria-label={t.openFull} title={t.openFull} className="inline-flex size-11 items-center justify-center rounded-md text-text-2 hover:bg-surface-3 md:size-9">
                      <ExternalLink aria-hidden />
                    </Link>
                    <Link to={toTask(null)} preventScrollReset aria-label={t.close} title={t.close} className="inline-flex size-11 items-center justify-center rounded-md text-text-2 hover:bg-surface-3 md:size-9">
                      <X aria-hidden />
                    </Link>
                  </span>
                </div>
                <h2 className="mt-1 text-card font-semibold text-balance">{title}</h2>
              </>
            )}
          />
        </aside>
      )}
    </div>
  )
}

function Head({ children, className }: { children: string; className?: string }) {
  return (
    <th scope="col" className={cx('px-4 py-2.5 font-semibold', className)}>
      {children}
    </th>
  )
}

const dayLine = (card: Card): string =>
  card.state === 'waiting_confirmation' && card.submittedAt !== null ? t.submittedOn(formatDayMonth(card.submittedAt)) : card.deadlineOn ? formatDateLong(card.deadlineOn) : ''

/** One task on a phone: state first, then what it is, then who gave it. The whole card is the way in. */
export function TaskCardRow({ card, deadline, isTouched, children }: { card: Card; deadline: ReturnType<typeof deadlineOf>; isTouched?: boolean; children?: React.ReactNode }) {
  return (
    <article data-task={card.id} className={cx('rounded-2xl border border-line bg-surface p-4', isTouched && 'flash')}>
      <p className="flex items-center justify-between gap-2">
        <DeadlineChip {...deadline} isLarge />
        {card.deadlineOn && <span className="text-text-3">{t.dueOn(formatDayMonth(card.deadlineOn))}</span>}
      </p>
      <h3 className="mt-2 text-lg font-semibold">
        <Link to={`/nhiem-vu/${card.id}`} className="after:absolute">
          {card.title}
        </Link>
      </h3>
      <p className="mt-0.5 text-text-3">
        {card.leadUnitName} · {card.code}
      </p>
      <p className="mt-2 flex items-center gap-3">
        <Chip>{t.state[card.state]}</Chip>
        <ProgressBar percent={card.progress} label={t.columnProgress} className="grow" />
      </p>
      {children}
    </article>
  )
}

/**
 * While a pointer rests on the list (or a finger touches it) nothing comes in; what arrived waits and is announced.
 * Otherwise new cards stand on top at once.
 */
function useHeldList(view: BoardView) {
  const [isHeld, setHeld] = useState(false)
  const [held, setHeldIds] = useState<ReadonlySet<string>>(new Set())
  const seen = useRef<ReadonlySet<string>>(new Set(view.arrived))
  useEffect(() => {
    const fresh = view.arrived.filter(id => !seen.current.has(id))
    if (fresh.length === 0) return
    if (isHeld) setHeldIds(new Set(fresh))
    else {
      seen.current = new Set(view.arrived)
      setHeldIds(new Set())
    }
  }, [view.arrived, isHeld])
  const release = () => {
    seen.current = new Set(view.arrived)
    setHeldIds(new Set())
  }
  return {
    cards: held.size === 0 ? view.cards : view.cards.filter(c => !held.has(c.id)),
    waiting: held.size,
    release,
    hold: {
      onPointerEnter: (e: React.PointerEvent) => e.pointerType === 'mouse' && setHeld(true),
      onPointerLeave: () => setHeld(false),
    },
  }
}

function Filters({ units, unitId, canAll, isFiltered }: { units: readonly Unit[]; unitId: string | null; canAll: boolean; isFiltered: boolean }) {
  const [params] = useSearchParams()
  const submit = useSubmit()
  const form = useRef<HTMLFormElement>(null)
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  useEffect(() => () => void (timer.current && clearTimeout(timer.current)), [])
  const send = () => form.current && submit(form.current, { replace: true, preventScrollReset: true })
  const later = () => {
    if (timer.current) clearTimeout(timer.current)
    timer.current = setTimeout(send, TYPING_PAUSE_MS)
  }
  const select = (name: string, label: string, options: readonly (readonly [string, string])[], any: string | null = t.any) => {
    const value = params.get(name) ?? ''
    return (
      <label className={cx('inline-flex min-h-11 items-center gap-1.5 rounded-md border px-3 md:min-h-9', value ? 'border-act-line bg-act-soft font-semibold text-act' : 'border-line-strong bg-surface')}>
        <span className="text-sm">{label}:</span>
        <select name={name} defaultValue={value} key={value} onChange={send} className="max-w-52 bg-transparent py-1 font-semibold">
          {any !== null && <option value="">{any}</option>}
          {options.map(([key, word]) => (
            <option key={key} value={key} className="bg-surface text-text">
              {word}
            </option>
          ))}
        </select>
      </label>
    )
  }
  return (
    <Form ref={form} method="get" role="search" aria-label={t.search} className="mb-3 flex flex-wrap items-center gap-2">
      <label className="relative inline-flex min-h-11 grow items-center md:min-h-9 md:max-w-64">
        <Search aria-hidden className="absolute left-3 text-text-3" />
        <span className="sr-only">{t.search}</span>
        <input
          type="search"
          name="q"
          defaultValue={params.get('q') ?? ''}
          placeholder={t.search}
          title={t.searchHint}
          onChange={later}
          className="min-h-11 w-full rounded-md border border-line-strong bg-surface pr-3 pl-9 md:min-h-9"
        />
      </label>
      {canAll && select('don-vi', t.filterUnit, units.map(u => [u.id, u.name] as const))}
      {unitId !== null && select('vai-tro', t.filterRole, [['lead', t.roleLead], ['coordinate', t.roleCoordinate]])}
      {select('han', t.filterDeadline, DEADLINES.map(d => [d, t.deadlineFilter[d]] as const))}
      {select('buoc', t.filterState, STATES.map(s => [s, t.state[s]] as const))}
      {select('nguon', t.filterSource, [['conclusion', t.sourceConclusion], ['document', t.sourceDocument], ['plan', t.sourcePlan]])}
      {isFiltered && (
        <Link to="/nhiem-vu" className="inline-flex min-h-9 items-center gap-1 px-2 font-semibold text-act hover:underline">
          <X aria-hidden />
          {t.clear}
        </Link>
      )}
      <noscript>
        <button type="submit" className="min-h-9 rounded-md border border-line-strong px-3 font-semibold">
          {t.search}
        </button>
      </noscript>
    </Form>
  )
}
