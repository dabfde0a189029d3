import { Link, useFetcher, useNavigate, useNavigation, useRevalidator } from '@remix-run/react'
import { Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { type CalendarDay, civilDateInVietnam } from '#app/domain/calendar/working-days.ts'
import { chooseAll, choose, type Chosen, MOST_CHOSEN, noneChosen, stillShown } from '#app/domain/task/choosing.ts'
import { type Figures, openOf } from '#app/domain/task/figures.ts'
import { belongs, type TaskFilter } from '#app/domain/task/filter.ts'
import type { BoardRoles } from '#app/domain/task/moves.ts'
import { BOARD_KEYS, type BoardView as View, monthOf, type Sort, SORTS, totalOf, VIEWS, writeBoard } from '#app/domain/task/view.ts'
import { Button, buttonClass, ButtonLink } from '#app/components/button.tsx'
import { cx } from '#app/components/cx.ts'
import { Empty, Skeleton } from '#app/components/empty.tsx'
import { AlarmClock, Bookmark, Columns3, Download, ExternalLink, Hourglass, ListChecks, Plus, TriangleAlert, X } from '#app/components/icon.tsx'
import { type KeyLine, usePageKeys } from '#app/components/keyboard-help.tsx'
import { LinkTabs } from '#app/components/link-tabs.tsx'
import { PageTitle } from '#app/components/page-title.tsx'
import type { Unit } from '#app/components/unit-picker.tsx'
import { useHydrated } from '#app/components/use-hydrated.ts'
import { useKeys } from '#app/components/use-keys.ts'
import { useNow } from '#app/components/use-now.ts'
import { serverNow } from '#app/live/socket.ts'
import { type Card, reduceTaskBoard, type TaskBoard as Board, type TreeNode } from '#app/live/reducers/board.ts'
import { reduceSavedViews, type SavedView } from '#app/live/reducers/saved-views.ts'
import type { FullTask } from '#app/live/reducers/task.ts'
import { lazyPart } from '#app/live/patience.ts'
import { useConnection } from '#app/live/use-connection.ts'
import { useStream } from '#app/live/use-stream.ts'
import { boardText as b } from '#app/text/task-board.ts'
import { treeText as x } from '#app/text/task-tree.ts'
import { taskText as t } from '#app/text/tasks.ts'
import { useCalendar } from '../deadline.ts'
import { useWarnings, type Warnings } from '../early-warning.tsx'
import { TaskDetail, type TaskData } from '../task-detail.tsx'
import { filterCount, Filters } from './filters.tsx'
import { useHeldList } from './held-list.ts'
import { ListView } from './list-view.tsx'
import { useAddress } from './use-address.ts'
import { useColumns } from './use-columns.ts'

const ColumnsDialog = lazyPart(() => import('./columns-dialog.tsx'))
const SavedViews = lazyPart(() => import('./saved-views.tsx'))
const StepView = lazyPart(() => import('./step-view.tsx'))
const MonthView = lazyPart(() => import('./month-view.tsx'))
const TreeView = lazyPart(() => import('./tree-view.tsx'))
const BulkActs = lazyPart(async () => ({ default: (await import('../bulk-acts.tsx')).BulkActs }))

export type BoardData = {
  view: View
  sort: Sort
  month: string
  filter: TaskFilter
  items: readonly { card: Card }[]
  next: string | null
  days: readonly { day: string; n: number }[]
  nodes: readonly TreeNode[]
  types: readonly NonNullable<FullTask['type']>[]
  figures: Figures
  states: Record<string, number> | null
  units: readonly Unit[]
  fields: readonly { code: string; name: string }[]
  leaders: readonly { id: string; name: string }[]
  stream: string
  seq: number
  unitId: string | null
  isAll: boolean
  calendar: readonly CalendarDay[]
  canAssign: boolean
  roles: BoardRoles
  me: string
  now: number
}
type Saved = { views: readonly SavedView[]; stream: string; seq: number }
type Page = { list: BoardData; chosen: TaskData | null }

const KEYS: readonly KeyLine[] = [
  { keys: ['j', 'k'], what: b.keys.move },
  { keys: ['Enter'], what: b.keys.open },
  { keys: ['x'], what: b.keys.select },
  { keys: ['Shift', 'x'], what: b.keys.range },
  { keys: ['/'], what: b.keys.search },
  { keys: ['1', '2', '3', '4'], what: b.keys.views },
  { keys: ['←', '→'], what: b.keys.step },
  { keys: ['m'], what: b.keys.act },
]

/** Nhiệm vụ: one filter looked at as a list, by step, by month or as a tree; a task opens beside it. */
export function TaskBoard({ data, opened, saved, warnings: later }: { data: BoardData; opened: TaskData | null; saved: Saved; warnings?: Promise<Warnings> }) {
  const address = useAddress()
  const { filter, board, chosenId, to, go, toTask } = address
  const navigate = useNavigate()
  const navigation = useNavigation()
  const revalidator = useRevalidator()
  const isHydrated = useHydrated()
  const warnings = useWarnings(later)
  const now = useNow(data.now, 30_000)
  const calendar = useCalendar(data.calendar)
  const line = useConnection()
  const { columns, keep } = useColumns(board.columns)
  const [dialog, setDialog] = useState<'columns' | 'saved' | null>(null)
  usePageKeys(KEYS)
  const { view: views } = useStream({ stream: saved.stream, seq: saved.seq, view: saved.views, reduce: reduceSavedViews })
  // A list is kept with the columns it is seen with.
  const shown = writeBoard(filter, { ...board, ...(board.view === 'list' ? { columns } : {}) })
  const kept = views.find(v => v.address === shown)

  const units = useMemo(() => new Map(data.units.map(u => [u.id, u])), [data.units])
  const reduce = useMemo(() => {
    const clock = () => ({ now: serverNow(), calendar })
    const kindOf = (unitId: string) => units.get(unitId)?.kind ?? undefined
    const isFor = (card: Card, f: TaskFilter) => belongs({ ...card, leadUnitKind: kindOf(card.leadUnitId) }, f, clock())
    return reduceTaskBoard({
      filter: data.filter,
      clock,
      kindOf,
      shows: card =>
        data.view === 'steps'
          ? isFor(card, { ...data.filter, state: 'all' })
          : data.view === 'month'
            ? card.deadlineOn !== null && monthOf(card.deadlineOn) === data.month && isFor(card, data.filter)
            : isFor(card, data.filter),
      stillOurs: card => data.unitId === null || card.leadUnitId === data.unitId || card.coordinatorIds.includes(data.unitId),
    })
  }, [data.filter, data.view, data.month, data.unitId, calendar, units])

  // Pages that were asked for stay when the first one comes anew; another address begins again.
  const key = JSON.stringify([data.filter, data.view, data.sort, data.month])
  const more = useRef<{ key: string; ids: Set<string>; nodeIds: Set<string>; next: string | null }>({ key, ids: new Set(), nodeIds: new Set(), next: null })
  const live = useRef<Board | null>(null)
  const loaded = useMemo<Board>(() => {
    if (more.current.key !== key) more.current = { key, ids: new Set(), nodeIds: new Set(), next: null }
    const first = data.items.map(i => i.card)
    const isFirst = new Set([...first, ...data.nodes].map(c => c.id))
    return {
      cards: [...first, ...(live.current?.cards ?? []).filter(c => more.current.ids.has(c.id) && !isFirst.has(c.id))],
      nodes: [...data.nodes, ...(live.current?.nodes ?? []).filter(n => more.current.nodeIds.has(n.id) && !isFirst.has(n.id))],
      arrived: [],
      touched: [],
      figures: data.figures,
      states: data.states,
      days: Object.fromEntries(data.days.map(d => [d.day, d.n])),
      planned: null,
    }
  }, [data, key])
  const onReload = useCallback(() => {
    more.current = { ...more.current, ids: new Set(), nodeIds: new Set(), next: null }
    revalidator.revalidate()
  }, [revalidator])
  const { view, patch } = useStream<Board>({ stream: data.stream, seq: data.seq, view: loaded, reduce, onReload })
  live.current = view

  const pages = useFetcher<Page>({ key: 'task-pages' })
  const taken = useRef<unknown>(null)
  useEffect(() => {
    const page = pages.data?.list
    if (!page || taken.current === pages.data) return
    taken.current = pages.data
    if (JSON.stringify([page.filter, page.view, page.sort, page.month]) !== more.current.key) return
    const cards = page.items.map(i => i.card)
    for (const c of cards) more.current.ids.add(c.id)
    for (const n of page.nodes) more.current.nodeIds.add(n.id)
    more.current.next = page.next ?? ''
    patch(v => ({ ...v, cards: [...v.cards, ...cards.filter(c => !v.cards.some(k => k.id === c.id))], nodes: joined(v.nodes, page.nodes) }))
  }, [pages.data, patch])
  const next = more.current.next === null ? data.next : more.current.next || null
  const loadMore = () => {
    if (!next || pages.state !== 'idle') return
    pages.load(`/nhiem-vu?index&${to({}).slice(1)}&${BOARD_KEYS.after}=${encodeURIComponent(next)}`)
  }

  // "Sắp đến hạn" and "quá hạn" change at midnight without anybody's act.
  const today = civilDateInVietnam(now)
  const day = useRef(today)
  useEffect(() => {
    if (day.current === today) return
    day.current = today
    revalidator.revalidate()
  }, [today, revalidator])

  const list = useHeldList(view)
  const order = useMemo(() => list.cards.map(c => c.id), [list.cards])
  const [picked, setPicked] = useState<Chosen>(noneChosen)
  const chosen = stillShown(picked, order)
  const canChoose = data.canAssign && data.view === 'list'
  const take = (next: Chosen) => setPicked({ ...next, ids: next.ids.slice(0, MOST_CHOSEN) })

  const openTask = (id: string | null) => navigate(toTask(id), { replace: true, preventScrollReset: true })
  useKeys({
    ...Object.fromEntries(VIEWS.map((v, i) => [String(i + 1), () => void go({ board: { view: v } })])),
    Escape: () => (chosenId ? openTask(null) : setPicked(noneChosen)),
  })

  const unitName = data.unitId ? units.get(data.unitId)?.name : undefined
  const figures = view.figures
  const total = totalOf(data.filter, figures, view.states)
  const isFiltered = filterCount(filter) > 0
  const isLoading = navigation.state === 'loading' && navigation.location.pathname === '/nhiem-vu'
  const isEmpty = data.view === 'tree' ? view.nodes.length === 0 : data.view === 'list' && list.cards.length === 0
  const fieldName = (code: string | null | undefined) => data.fields.find(f => f.code === code)?.name ?? ''
  const common = { board: view, calendar, now, toTask, chosenId }
  return (
    <div className={cx('grid gap-5', chosenId && 'xl:grid-cols-[minmax(0,1fr)_26rem]')}>
      <section className="min-w-0" {...list.hold}>
        <PageTitle
          title={unitName ? t.listTitleOf(unitName) : t.listTitleAll}
          actions={
            <>
              <a className={buttonClass('outline', 'md', 'max-md:hidden print:hidden')} href={`/nhiem-vu/xuat.xlsx?${writeBoard(filter, { sort: board.sort })}`} download>
                <Download aria-hidden />
                {t.exportSheet}
              </a>
              {data.canAssign && (
                <ButtonLink to="/nhiem-vu/giao" variant="primary" icon={<Plus aria-hidden />}>
                  {t.giveTask}
                </ButtonLink>
              )}
            </>
          }
        >
          <p className="flex flex-wrap items-center gap-x-4 gap-y-1">
            <span>{t.open(openOf(figures) + figures.routine)}</span>
            {figures.overdue > 0 && (
              <Link to={to({ filter: { ...rest(filter), place: 'overdue' } })} preventScrollReset className="inline-flex min-h-6 items-center gap-1.5 font-semibold text-late hover:underline">
                <TriangleAlert aria-hidden /> {t.overdueCount(figures.overdue)}
              </Link>
            )}
            {figures.soon > 0 && (
              <Link to={to({ filter: { ...rest(filter), place: 'soon' } })} preventScrollReset className="inline-flex min-h-6 items-center gap-1.5 font-semibold text-soon hover:underline">
                <AlarmClock aria-hidden /> {t.soonCount(figures.soon)}
              </Link>
            )}
            {figures.waiting > 0 && (
              <Link to={to({ filter: { ...rest(filter), place: 'waiting' } })} preventScrollReset className="inline-flex min-h-6 items-center gap-1.5 hover:underline">
                <Hourglass aria-hidden /> {t.waitingCount(figures.waiting)}
              </Link>
            )}
            <span className={cx('text-sm', line.state === 'online' ? 'text-ok' : 'text-soon')}>● {line.state === 'online' ? t.live : t.notLive}</span>
          </p>
        </PageTitle>
        <div className="mb-3 flex flex-wrap items-center gap-2">
          <LinkTabs label={b.views} items={VIEWS.map(v => ({ key: v, to: to({ board: { view: v } }), label: b.view[v], isCurrent: v === data.view }))} />
          <span className="grow max-md:hidden" />
          {(data.view === 'list' || data.view === 'tree') && (
            <label className="inline-flex min-h-11 items-center gap-1.5 text-text-2 md:min-h-9 md:px-2">
              <span className="text-sm max-md:sr-only">{b.sort}:</span>
              <select value={board.sort} onChange={e => void go({ board: { sort: e.target.value as Sort } })} className="field-sizing-content bg-transparent py-1 font-semibold text-text">
                {SORTS.map(s => (
                  <option key={s} value={s} className="bg-surface text-text">
                    {b.sorts[s]}
                  </option>
                ))}
              </select>
            </label>
          )}
          <Button variant="plain" className="max-md:px-2" aria-label={kept ? `${b.saved}: ${kept.name}` : undefined} icon={<Bookmark aria-hidden className={kept && 'fill-current'} />} onClick={() => setDialog('saved')}>
            <span className="max-w-40 truncate">{kept?.name ?? b.saved}</span>
          </Button>
          {data.view === 'list' && (
            <Button variant="plain" className="max-md:hidden" icon={<Columns3 aria-hidden />} onClick={() => setDialog('columns')}>
              {b.columns}
            </Button>
          )}
        </div>
        <Filters address={address} choices={data} isAll={data.isAll} hasUnit={data.unitId !== null} />
        <p role="status" className="sr-only">
          {view.arrived.length > 0 && t.newCards(view.arrived.length)}
        </p>
        {view.planned !== null && (
          <NewLine label={b.planned(view.planned)} act={b.showPlanned} onClick={() => revalidator.revalidate()} />
        )}
        {list.waiting > 0 && (data.view === 'list' || data.view === 'steps') && <NewLine label={t.newCards(list.waiting)} act={t.showNew} onClick={list.release} />}
        <div aria-busy={isLoading} className={cx('transition-opacity delay-300', isLoading && 'opacity-60')}>
          {isEmpty ? (
            <Empty icon={<ListChecks aria-hidden />} title={isFiltered ? t.emptyFiltered : t.emptyTitle} action={isFiltered ? <ButtonLink to={to({ filter: {} })}>{t.clear}</ButtonLink> : undefined}>
              {isFiltered ? undefined : t.emptyBody}
            </Empty>
          ) : (
            data.view === 'list' && (
              <ListView
                {...common}
                cards={list.cards}
                touched={view.touched}
                columns={columns}
                fieldName={fieldName}
                warnings={warnings}
                selection={canChoose ? { chosen, onChoose: (id, isRange) => take(choose(chosen, id, { isRange, order })), onAll: () => take(chooseAll(chosen, order)) } : null}
                onMoveOpen={openTask}
              />
            )
          )}
          {data.view !== 'list' && !isEmpty && (!isHydrated ? (
            // No boundary in the server's picture: the page coming to life would change what waits in it.
            <Skeleton lines={6} />
          ) : (
            <Suspense fallback={<Skeleton lines={6} />}>
              {data.view === 'steps' && (
                <StepView {...common} cards={list.cards} roles={data.roles} me={data.me} units={data.units} types={data.types} filter={rest(filter)} toStep={f => to({ filter: f, board: { view: 'list' } })} />
              )}
              {data.view === 'month' && (
                <MonthView {...common} month={data.month} toMonth={month => to({ board: { month } })} toDay={d => to({ filter: { ...filter, dueFrom: d, dueTo: d }, board: { view: 'list' } })} />
              )}
              {data.view === 'tree' && <TreeView {...common} />}
            </Suspense>
          ))}
        </div>
        {(data.view === 'list' || data.view === 'tree') && !isEmpty && (
          <div className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-2">
            {next && (
              <Button isSending={pages.state !== 'idle'} onClick={loadMore}>
                {b.more}
              </Button>
            )}
            {data.view === 'list' && total !== null && <p className="text-sm text-text-3">{b.shownOf(list.cards.length, Math.max(total, list.cards.length))}</p>}
            <p className="ml-auto text-sm text-text-3 max-md:hidden">{b.keys.hint}</p>
          </div>
        )}
        {canChoose && chosen.ids.length > 0 && (
          <section aria-label={b.selection} className="sticky bottom-4 z-10 mt-3 flex flex-wrap items-center gap-2 rounded-xl border border-act-line bg-surface px-4 py-2.5 shadow-e3 max-md:bottom-20">
            <strong className="mr-2 font-semibold" role="status">
              {x.chosen(chosen.ids.length)}
            </strong>
            {isHydrated && (
              <Suspense fallback={<Skeleton lines={1} />}>
                <BulkActs taskIds={chosen.ids} onDone={() => setPicked(noneChosen)} />
              </Suspense>
            )}
            <Button size="sm" variant="plain" icon={<X aria-hidden />} onClick={() => setPicked(noneChosen)}>
              {x.unchoose}
            </Button>
            {chosen.ids.length === MOST_CHOSEN && <p className="text-sm text-text-3">{b.tooMany(MOST_CHOSEN)}</p>}
          </section>
        )}
        {dialog === 'saved' && (
          <Suspense fallback={null}>
            <SavedViews views={views} address={shown} onClose={() => setDialog(null)} />
          </Suspense>
        )}
        {dialog === 'columns' && (
          <Suspense fallback={null}>
            <ColumnsDialog
              columns={columns}
              onChange={c => {
                keep(c)
                // What was chosen by hand now outranks what an address brought.
                if (board.columns) void go({ board: { columns: [] } })
              }}
              onClose={() => setDialog(null)}
            />
          </Suspense>
        )}
      </section>
      {chosenId && <OpenTask id={chosenId} given={opened} toList={toTask(null)} />}
    </div>
  )
}

/** The filter without what its step, place or figure says. */
function rest({ place: _place, state: _state, group: _group, ...others }: TaskFilter): TaskFilter {
  return others
}
/** A node may come again as another page's own: then it is one of the filter. */
function joined(nodes: readonly TreeNode[], fresh: readonly TreeNode[]): TreeNode[] {
  const of = new Map(nodes.map(n => [n.id, n]))
  for (const n of fresh) of.set(n.id, { ...n, isMatch: n.isMatch || (of.get(n.id)?.isMatch ?? false), mayOpen: n.mayOpen || (of.get(n.id)?.mayOpen ?? false) })
  return [...of.values()]
}

function NewLine({ label, act, onClick }: { label: string; act: string; onClick: () => void }) {
  return (
    <button type="button" onClick={onClick} className="mb-2 flex min-h-11 w-full items-center justify-center gap-2 rounded-md border border-act-line bg-act-soft px-3 font-semibold text-act md:min-h-10">
      {label} · {act}
    </button>
  )
}

/** The task that is open beside the list: the page's own when it was opened with it, else asked for alone, so that the list stays. */
function OpenTask({ id, given, toList }: { id: string; given: TaskData | null; toList: string }) {
  const fetcher = useFetcher<TaskData>({ key: 'task-beside' })
  const isGiven = given?.view.card.id === id
  const { load } = fetcher
  useEffect(() => {
    if (!isGiven) load(`/nhiem-vu/${id}`)
  }, [id, isGiven, load])
  const data = isGiven ? given : fetcher.data?.view.card.id === id ? fetcher.data : null
  const link = 'inline-flex size-11 items-center justify-center rounded-md text-text-2 hover:bg-surface-3 md:size-9'
  const close = (
    <Link to={toList} preventScrollReset aria-label={t.close} title={t.close} className={link}>
      <X aria-hidden />
    </Link>
  )
  return (
    <aside aria-label={t.columnTask} className="rounded-xl border border-line bg-surface p-5 max-xl:fixed max-xl:inset-x-0 max-xl:top-0 max-xl:bottom-0 max-xl:z-40 max-xl:overflow-y-auto max-xl:rounded-none xl:sticky xl:top-20 xl:max-h-[calc(100dvh-6rem)] xl:overflow-y-auto">
      {!data && (
        <div aria-busy aria-label={b.loadingTask}>
          <div className="flex justify-end">{close}</div>
          <Skeleton lines={8} />
        </div>
      )}
      {data && (
        <TaskDetail
          key={id}
          data={data}
          isPanel
          heading={(title, code) => (
            <>
              <div className="flex items-start justify-between gap-2">
                {code}
                <span className="flex">
                  <Link to={`/nhiem-vu/${id}`} aria-label={t.openFull} title={t.openFull} className={link}>
                    <ExternalLink aria-hidden />
                  </Link>
                  {close}
                </span>
              </div>
              <h2 className="mt-1 text-card font-semibold text-balance">{title}</h2>
            </>
          )}
        />
      )}
    </aside>
  )
}
