import { Link } from '@remix-run/react'
import { useMemo } from 'react'
import { ButtonLink } from '#app/components/button.tsx'
import { Card } from '#app/components/card.tsx'
import { Chip, CountBadge, DeadlineChip } from '#app/components/chip.tsx'
import { Empty } from '#app/components/empty.tsx'
import { ArrowRight, Inbox } from '#app/components/icon.tsx'
import { PageTitle } from '#app/components/page-title.tsx'
import { useNow } from '#app/components/use-now.ts'
import type { CalendarDay } from '#app/domain/calendar/working-days.ts'
import type { DeadlineState } from '#app/domain/task/deadline.ts'
import { isExtensionWaiting } from '#app/domain/task/extension.ts'
import { boardOf, type Card as TaskCard, reduceBoard } from '#app/live/reducers/board.ts'
import { useStream } from '#app/live/use-stream.ts'
import { WaitingCards, type WaitingCardsData } from '#app/screens/card/waiting-cards.tsx'
import { deadlineOf, useCalendar } from '#app/screens/tasks/deadline.ts'
import { formatDateLong, formatTime } from '#app/text/format.ts'
import { taskText as t } from '#app/text/tasks.ts'

export type HomeData = {
  items: readonly { card: TaskCard }[]
  meetings: readonly { id: string; title: string; status: string; startsAt: number; place: string; role: string | null }[]
  calendar: readonly CalendarDay[]
  isOffice: boolean
  unitIds: readonly string[]
  stream: string
  seq: number
  now: number
  cards: WaitingCardsData
}

const officeStates = new Set(['waiting_confirmation', 'refused'])
const unitStates = new Set(['assigned', 'in_progress'])
type Group = keyof typeof t.homeGroup
const officeOrder: Group[] = ['confirm', 'extension', 'refused']
const unitOrder: Group[] = ['confirm', 'refused', 'part', 'accept', 'sent_back', 'overdue', 'soon', 'working']

/** Việc chờ tôi: what only this person can move on, the nearest answer first; a new piece of work appears by itself. */
export function HomeScreen({ data }: { data: HomeData }) {
  const waits = useMemo(() => {
    const units = new Set(data.unitIds)
    if (data.isOffice) return (card: TaskCard) => card.parentId === null && (officeStates.has(card.state) || isExtensionWaiting(card))
    return (card: TaskCard) => (unitStates.has(card.state) && units.has(card.leadUnitId)) || isGivenOn(card, units) || isPartAsked(card, units)
  }, [data.isOffice, data.unitIds])
  const reduce = useMemo(() => reduceBoard(waits), [waits])
  const loaded = useMemo(() => boardOf(data.items.map(i => i.card)), [data.items])
  const { view } = useStream({ stream: data.stream, seq: data.seq, view: loaded, reduce })
  const calendar = useCalendar(data.calendar)
  const now = useNow(data.now, 30_000)
  const waiting = view.cards.filter(waits).map(card => ({ card, deadline: deadlineOf(card, calendar, now) }))
  const groups = (data.isOffice ? officeOrder : unitOrder)
    .map(key => ({ key, rows: waiting.filter(w => groupOf(w.card, w.deadline, data) === key) }))
    .filter(g => g.rows.length > 0)
  return (
    <div className="flex flex-col gap-4">
      <PageTitle title={t.homeTitle}>
        {formatDateLong(now)} · {t.homeCount(waiting.length)}
      </PageTitle>
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_21rem]">
        <div className="flex min-w-0 flex-col gap-4 max-lg:order-2" aria-live="polite">
          {groups.length === 0 && (
            <Empty icon={<Inbox aria-hidden />} title={t.homeEmptyTitle}>
              {t.homeEmptyBody}
            </Empty>
          )}
          {groups.map(g => (
            <Card
              key={g.key}
              isFlush
              title={
                <span className="flex items-center gap-2">
                  {t.homeGroup[g.key]} <CountBadge count={g.rows.length} />
                </span>
              }
            >
              <ul className="divide-y divide-line">
                {g.rows.map(({ card, deadline }) => (
                  <li key={card.id} className="flex flex-col gap-2 px-4 py-3 sm:flex-row sm:items-center sm:justify-between">
                    <div className="min-w-0">
                      <Link to={`/nhiem-vu/${card.id}`} className="line-clamp-2 text-md font-semibold hover:text-act hover:underline">
                        {card.title}
                      </Link>
                      <p className="text-sm text-text-3">
                        {card.leadUnitName} · {card.code} · {card.sourceLabel}
                      </p>
                    </div>
                    <div className="flex shrink-0 items-center gap-3">
                      <DeadlineChip code={deadline.code} workingDaysLeft={deadline.workingDaysLeft} workingDaysLate={deadline.workingDaysLate} deadlineOn={card.deadlineOn} />
                      <ButtonLink to={`/nhiem-vu/${card.id}`} aria-label={`${t.open1}: ${card.title}`}>
                        {t.open1}
                      </ButtonLink>
                    </div>
                  </li>
                ))}
              </ul>
            </Card>
          ))}
        </div>
        <div className="flex flex-col gap-4 max-lg:order-1">
        <WaitingCards data={data.cards} days={data.calendar} />
        <Card title={t.homeMeetings}>
          {data.meetings.length === 0 && <p className="text-text-3">{t.homeNoMeetings}</p>}
          <ul className="flex flex-col gap-4">
            {data.meetings.map(m => (
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
    </div>
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
  if (deadline.code === 'overdue') return 'overdue'
  if (card.isSentBack) return 'sent_back'
  return deadline.code === 'soon' ? 'soon' : 'working'
}

/** Each role enters a session through its own door. */
const wayIn = (meetingId: string, role: string | null): string =>
  `/phien-hop/${meetingId}/${role === 'chair' ? 'dieu-hanh' : role === 'secretary' ? 'thu-ky' : 'du-hop'}`
