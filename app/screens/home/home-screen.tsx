import { Link, useRevalidator } from '@remix-run/react'
import { type ReactNode, Suspense, useEffect, useMemo, useRef, useState } from 'react'
import { taskAccept } from '#app/contracts/task.ts'
import { taskAcceptPart } from '#app/contracts/task-tree.ts'
import { ButtonLink, buttonClass } from '#app/components/button.tsx'
import { Card } from '#app/components/card.tsx'
import { Chip, CountBadge } from '#app/components/chip.tsx'
import { cx } from '#app/components/cx.ts'
import { Dialog } from '#app/components/dialog.tsx'
import { Empty } from '#app/components/empty.tsx'
import { AlarmClock, ArrowRight, Gauge, Inbox, MessageSquareReply, Send, Smartphone, TriangleAlert, UserCheck } from '#app/components/icon.tsx'
import { PageTitle } from '#app/components/page-title.tsx'
import { useNow } from '#app/components/use-now.ts'
import type { CalendarDay } from '#app/domain/calendar/working-days.ts'
import type { DeadlineState } from '#app/domain/task/deadline.ts'
import { isExtensionWaiting } from '#app/domain/task/extension.ts'
import { dropRefused, type Pending, type RefusedAct } from '#app/live/outbox.ts'
import { useOwner } from '#app/live/papers/owner.ts'
import { lazyPart } from '#app/live/patience.ts'
import { boardOf, type BoardView, type Card as TaskCard, type CardLine, reduceBoard } from '#app/live/reducers/board.ts'
import type { PageToKeep } from '#app/live/away/worker.ts'
import { useConnection } from '#app/live/use-connection.ts'
import { useOutbox } from '#app/live/use-command.ts'
import { useStream } from '#app/live/use-stream.ts'
import { WaitingCards, type WaitingCardsData } from '#app/screens/card/waiting-cards.tsx'
import { deadlineOf, useCalendar } from '#app/screens/tasks/deadline.ts'
import { formatDateLong, formatDateTime, formatTime } from '#app/text/format.ts'
import { workText as w } from '#app/text/my-work.ts'
import { treeText as x } from '#app/text/task-tree.ts'
import { taskText as t } from '#app/text/tasks.ts'
import type { StreamEvent } from '#app/contracts/define.ts'
import { actOf, aheadOf, inputOf, pagesToKeep } from './derive.ts'
import { LateActs } from './late-acts.tsx'
import type { Demand, Sheet } from './report-sheet.tsx'
import { useHereAct } from './use-here-act.ts'
import { CardFacts, DeadlineHead, RowButton, WorkRow } from './work-row.tsx'

const loadSheet = () => import('./report-sheet.tsx')
const ReportSheet = lazyPart(loadSheet)
/** The sheet is fetched before it is needed, pages are kept once the list has been still for so long. */
const KEEP_AFTER_MS = 1_500

export type HomeData = {
  items: readonly { card: TaskCard }[]
  demands: readonly Demand[]
  /** what closes a task, by its kind */
  evidence: Readonly<Record<string, string>>
  /** null = a page kept on the device, which holds nothing of sessions */
  meetings: readonly { id: string; title: string; status: string; startsAt: number; place: string; role: string | null }[] | null
  calendar: readonly CalendarDay[]
  isOffice: boolean
  unitIds: readonly string[]
  unitName: string
  stream: string
  seq: number
  now: number
  cards: WaitingCardsData | null
}

const officeStates = new Set(['waiting_confirmation', 'refused'])
const unitStates = new Set(['assigned', 'in_progress'])
type Group = Exclude<keyof typeof t.homeGroup, 'answer'>
const officeOrder: Group[] = ['confirm', 'extension', 'refused']
const unitOrder: Group[] = ['sent_back', 'overdue', 'soon', 'accept', 'part', 'confirm', 'refused', 'working']

/** The list, and how often somebody asked or answered something since: demands are not on the cards. */
type View = BoardView & { asked: number }
const asks: ReadonlySet<string> = new Set<CardLine['act']>(['urge', 'explain', 'answer'])

/** Việc chờ tôi: what only this person can move on, the nearest answer first; a new piece of work appears by itself. */
export function HomeScreen({ data }: { data: HomeData }) {
  const waits = useMemo(() => {
    const units = new Set(data.unitIds)
    if (data.isOffice) return (card: TaskCard) => card.parentId === null && (officeStates.has(card.state) || isExtensionWaiting(card))
    return (card: TaskCard) => (unitStates.has(card.state) && units.has(card.leadUnitId)) || isGivenOn(card, units) || isPartAsked(card, units)
  }, [data.isOffice, data.unitIds])
  const reduce = useMemo(() => {
    const board = reduceBoard(waits)
    return (view: View, e: StreamEvent): View => {
      const act = (e.payload as { line?: { act: string } }).line?.act
      return { ...view, ...board(view, e), asked: view.asked + (act && asks.has(act) ? 1 : 0) }
    }
  }, [waits])
  const loaded = useMemo<View>(() => ({ ...boardOf(data.items.map(i => i.card)), asked: 0 }), [data.items])
  const { view } = useStream({ stream: data.stream, seq: data.seq, view: loaded, reduce })
  const revalidate = useRef(useRevalidator().revalidate)
  useEffect(() => {
    if (view.asked > 0) revalidate.current()
  }, [view.asked])
  const calendar = useCalendar(data.calendar)
  const now = useNow(data.now, 30_000)
  const outbox = useOutbox()
  const owner = useOwner()
  const { run, problem } = useHereAct()
  const [sheet, setSheet] = useState<Sheet | null>(null)
  const [menu, setMenu] = useState<TaskCard | null>(null)
  const isUnit = data.unitIds.length > 0
  // What is kept on the device follows what the list shows: one's own open tasks, each again when it has changed.
  const isOnline = useConnection().state === 'online'
  const pages = isUnit && isOnline ? JSON.stringify(pagesToKeep(view.cards.filter(waits), data.unitIds, data.demands.map(d => d.taskId))) : null
  useEffect(() => {
    if (pages === null || owner === null) return
    const timer = setTimeout(() => {
      const keep = async () => {
        await loadSheet()
        const { keepPages } = await import('#app/live/away/worker.ts')
        await keepPages(owner, JSON.parse(pages) as PageToKeep[])
      }
      // A device that keeps nothing works as before: only without the line it cannot open the page again.
      keep().catch(() => undefined)
    }, KEEP_AFTER_MS)
    return () => clearTimeout(timer)
  }, [pages, owner])

  const waiting = view.cards.filter(waits).map(card => ({ card, deadline: deadlineOf(card, calendar, now) }))
  const groups = (data.isOffice ? officeOrder : unitOrder)
    .map(key => ({ key, rows: waiting.filter(v => groupOf(v.card, v.deadline, data) === key) }))
    .filter(g => g.rows.length > 0)
  const count = (key: Group) => groups.find(g => g.key === key)?.rows.length ?? 0
  const hereOf = (taskId: string): Pending[] => outbox.waiting.filter(p => inputOf(p).taskId === taskId)
  const open = (kind: 'report' | 'submit', card: TaskCard, kept?: Sheet['kept']) => setSheet({ kind, card, evidence: data.evidence[card.typeCode] ?? 'any', ...(kept ? { kept } : {}) })
  const again = (act: RefusedAct, card: TaskCard) => {
    const input = inputOf(act)
    const kind = actOf(act) === 'submit' ? 'submit' : 'report'
    open(kind, card, { percent: kind === 'submit' ? 100 : (input.percent ?? null), words: input.note ?? '', productRef: input.productRef ?? '', files: (act.files ?? []).map(({ fileId: _sent, ...f }) => f), obstacles: [] })
    dropRefused(act.id, true)
  }

  /** The one act that lies under the thumb, by how the task will stand once what waits here is recorded. */
  const actFor = (card: TaskCard, key: Group) => {
    const isUrgent = key === 'overdue' || key === 'sent_back' || key === 'accept' || key === 'part'
    const unitId = key === 'part' ? card.parts.find(p => p.state === 'asked' && data.unitIds.includes(p.unitId))?.unitId : undefined
    const here = hereOf(card.id)
    if (unitId)
      return here.some(p => actOf(p) === 'acceptPart') ? null : (
        <RowButton isStrong icon={<UserCheck aria-hidden />} label={`${w.acceptPart}: ${card.title}`} onClick={() => void run(taskAcceptPart, { taskId: card.id, unitId }, card)}>
          {w.acceptPart}
        </RowButton>
      )
    if (!data.unitIds.includes(card.leadUnitId) || !unitStates.has(card.state))
      return (
        <ButtonLink to={`/nhiem-vu/${card.id}`} aria-label={`${t.open1}: ${card.title}`} className="max-md:min-h-12 max-md:grow">
          {t.open1}
        </ButtonLink>
      )
    const ahead = aheadOf(card, here)
    if (ahead.state === 'assigned')
      return (
        <RowButton isStrong icon={<UserCheck aria-hidden />} label={`${t.accept}: ${card.title}`} onClick={() => void run(taskAccept, { taskId: card.id }, card)}>
          {t.accept}
        </RowButton>
      )
    if (ahead.state !== 'in_progress') return null
    return (
      <RowButton isStrong={isUrgent} icon={<Gauge aria-hidden />} label={`${t.report}: ${card.title}`} onClick={() => open('report', { ...card, progress: ahead.progress })}>
        {t.report}
      </RowButton>
    )
  }

  // Under a thumb the work comes first, unless a session is running.
  const isMeetingFirst = !isUnit || (data.meetings ?? []).some(m => m.status !== 'invited')
  const facts = [
    data.demands.length > 0 && w.toAnswer(data.demands.length),
    count('overdue') > 0 && w.overdue(count('overdue')),
    count('soon') > 0 && w.soon(count('soon')),
    count('accept') > 0 && w.new(count('accept')),
  ].filter(Boolean)
  return (
    <div className="flex flex-col gap-4">
      <PageTitle title={t.homeTitle}>
        {isUnit && <span className="block md:hidden">{data.unitName}</span>}
        {formatDateLong(now)} · {facts.length > 0 ? <strong className="font-semibold text-text">{facts.join(', ')}</strong> : t.homeCount(waiting.length)}
        {outbox.waiting.length > 0 && (
          <Chip tone="soon" isLarge className="mt-2" icon={<Smartphone aria-hidden />}>
            {w.waiting(outbox.waiting.length)}
          </Chip>
        )}
      </PageTitle>
      <LateActs refused={outbox.refused} cards={view.cards} onAgain={again} />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_21rem]">
        <div className={cx('flex min-w-0 flex-col gap-5 md:gap-4', isMeetingFirst && 'max-lg:order-2')} aria-live="polite">
          {groups.length === 0 && data.demands.length === 0 && (
            <Empty icon={<Inbox aria-hidden />} title={t.homeEmptyTitle}>
              {t.homeEmptyBody}
            </Empty>
          )}
          {data.demands.length > 0 && (
            <GroupOf title={t.homeGroup.answer} count={data.demands.length}>
              {data.demands.map(d => {
                const here = outbox.waiting.filter(p => inputOf(p).demandId === d.id)
                const isLate = d.dueAt !== null && now > d.dueAt
                return (
                  <WorkRow
                    key={d.id}
                    to={`/nhiem-vu/${d.taskId}`}
                    title={d.title}
                    head={
                      <Chip tone={isLate ? 'late' : 'soon'} icon={isLate ? <TriangleAlert aria-hidden /> : <AlarmClock aria-hidden />}>
                        {isLate ? w.answerLate : d.dueAt === null ? x.demandKind[d.kind] : w.answerBy(formatDateTime(d.dueAt))}
                      </Chip>
                    }
                    facts={
                      <p className="line-clamp-3 text-text-2">
                        <strong className="font-semibold">{x.demandKind[d.kind]}:</strong> {d.text}
                      </p>
                    }
                    here={here}
                    percent={outbox.percent}
                    act={
                      here.length === 0 && (
                        <RowButton isStrong icon={<MessageSquareReply aria-hidden />} label={`${w.answer}: ${d.title}`} onClick={() => setSheet({ kind: 'answer', demand: d })}>
                          {w.answer}
                        </RowButton>
                      )
                    }
                  />
                )
              })}
            </GroupOf>
          )}
          {groups.map(g => (
            <GroupOf key={g.key} title={t.homeGroup[g.key]} count={g.rows.length}>
              {g.rows.map(({ card, deadline }) => {
                const isOwn = data.unitIds.includes(card.leadUnitId) && unitStates.has(card.state)
                return (
                  <WorkRow
                    key={card.id}
                    to={`/nhiem-vu/${card.id}`}
                    title={card.title}
                    head={<DeadlineHead card={card} deadline={deadline} />}
                    facts={<CardFacts card={card} isOffice={data.isOffice} />}
                    here={hereOf(card.id).filter(p => actOf(p) !== 'answer')}
                    percent={outbox.percent}
                    problem={problem?.taskId === card.id ? problem.text : undefined}
                    act={actFor(card, g.key)}
                    {...(isOwn ? { onMore: () => setMenu(card) } : {})}
                  />
                )
              })}
            </GroupOf>
          ))}
        </div>
        <div className={cx('flex flex-col gap-4', isMeetingFirst && 'max-lg:order-1')}>
          {data.cards && <WaitingCards data={data.cards} days={data.calendar} />}
          <Card title={t.homeMeetings}>
            {(data.meetings ?? []).length === 0 && <p className="text-text-3">{data.meetings ? t.homeNoMeetings : w.meetingsAway}</p>}
            <ul className="flex flex-col gap-4">
              {(data.meetings ?? []).map(m => (
                <li key={m.id} className="flex flex-col gap-2">
                  {m.status !== 'invited' && <Chip tone="ok">{m.status === 'paused' ? t.meetingPaused : t.meetingRunning}</Chip>}
                  <p className="font-semibold">{m.title}</p>
                  <p className="text-sm text-text-2">
                    {t.meetingAt(formatDateLong(m.startsAt), formatTime(m.startsAt))} · {m.place}
                  </p>
                  <ButtonLink to={wayIn(m.id, m.role)} iconAfter={<ArrowRight aria-hidden />}>
                    {t.enterMeeting}
                  </ButtonLink>
                </li>
              ))}
            </ul>
          </Card>
        </div>
      </div>
      {menu && (
        <Menu
          card={menu}
          ahead={aheadOf(menu, hereOf(menu.id)).state}
          onClose={() => setMenu(null)}
          onPick={kind => {
            setMenu(null)
            open(kind, { ...menu, progress: aheadOf(menu, hereOf(menu.id)).progress })
          }}
        />
      )}
      {sheet && owner && (
        <Suspense fallback={null}>
          <ReportSheet key={sheet.kind === 'answer' ? sheet.demand.id : `${sheet.card.id}.${sheet.kind}`} sheet={sheet} owner={owner} onClose={() => setSheet(null)} />
        </Suspense>
      )}
    </div>
  )
}

/** Cards under a heading on a phone, rows in a frame on a wide screen. */
function GroupOf({ title, count, children }: { title: string; count: number; children: ReactNode }) {
  return (
    <section className="md:rounded-xl md:border md:border-line md:bg-surface">
      <h2 className="flex items-center gap-2 text-lg font-semibold max-md:mb-2 md:border-b md:border-line md:px-4 md:py-3">
        {title} <CountBadge count={count} />
      </h2>
      <ul className="flex flex-col max-md:gap-3">{children}</ul>
    </section>
  )
}

/** What else may be done with a task, from below and large. */
function Menu({ card, ahead, onPick, onClose }: { card: TaskCard; ahead: TaskCard['state']; onPick: (kind: 'report' | 'submit') => void; onClose: () => void }) {
  return (
    <Dialog isOpen onClose={onClose} title={w.moreTitle}>
      <p className="font-semibold text-text">{card.title}</p>
      <div className="mt-4 flex flex-col gap-2">
        {ahead === 'in_progress' && (
          <>
            <button type="button" className={buttonClass('outline', 'lg')} onClick={() => onPick('submit')}>
              <Send aria-hidden />
              {t.submit}
            </button>
            <button type="button" className={buttonClass('outline', 'lg')} onClick={() => onPick('report')}>
              <Gauge aria-hidden />
              {t.report}
            </button>
          </>
        )}
        <Link to={`/nhiem-vu/${card.id}`} className={buttonClass('outline', 'lg')}>
          {w.see}
          <ArrowRight aria-hidden />
        </Link>
        <p className="text-sm text-text-3">{w.seeToRefuse}</p>
      </div>
    </Dialog>
  )
}

/** What a unit gave on below itself and now waits for its word. */
const isGivenOn = (card: TaskCard, units: ReadonlySet<string>): boolean => officeStates.has(card.state) && card.giverUnitId !== null && units.has(card.giverUnitId)
/** A part of somebody else's task the unit has not taken up yet. */
const isPartAsked = (card: TaskCard, units: ReadonlySet<string>): boolean => unitStates.has(card.state) && card.parts.some(p => p.state === 'asked' && units.has(p.unitId))

function groupOf(card: TaskCard, deadline: DeadlineState, { isOffice, unitIds }: Pick<HomeData, 'isOffice' | 'unitIds'>): Group {
  if (isOffice && isExtensionWaiting(card)) return 'extension'
  if (!isOffice && !unitIds.includes(card.leadUnitId) && isPartAsked(card, new Set(unitIds))) return 'part'
  if (card.state === 'waiting_confirmation') return 'confirm'
  if (card.state === 'refused') return 'refused'
  if (card.state === 'assigned') return 'accept'
  if (card.isSentBack) return 'sent_back'
  if (deadline.code === 'overdue') return 'overdue'
  return deadline.code === 'soon' ? 'soon' : 'working'
}

/** Each role enters a session through its own door. */
const wayIn = (meetingId: string, role: string | null): string =>
  `/phien-hop/${meetingId}/${role === 'chair' ? 'dieu-hanh' : role === 'secretary' ? 'thu-ky' : 'du-hop'}`
