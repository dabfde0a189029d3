import { Link } from '@remix-run/react'
import { civilDateInVietnam, type CivilDate, dayOff, type WorkCalendar } from '#app/domain/calendar/working-days.ts'
import type { DeadlineCode } from '#app/domain/task/deadline.ts'
import { monthOf, shiftMonth, weeksOf } from '#app/domain/task/view.ts'
import { buttonClass } from '#app/components/button.tsx'
import { DeadlineChip, deadlineLabel } from '#app/components/chip.tsx'
import { cx } from '#app/components/cx.ts'
import { Empty } from '#app/components/empty.tsx'
import { AlarmClock, CalendarDays, ChevronLeft, ChevronRight, CircleCheck, Hourglass, TriangleAlert } from '#app/components/icon.tsx'
import type { Card, TaskBoard } from '#app/live/reducers/board.ts'
import { formatDateLong } from '#app/text/format.ts'
import { boardText as b } from '#app/text/task-board.ts'
import { deadlineOf } from '../deadline.ts'

type Props = {
  board: TaskBoard
  month: string
  calendar: WorkCalendar
  now: number
  chosenId: string | null
  toTask: (id: string | null) => string
  toMonth: (month: string | undefined) => string
  /** the list of one day, whole */
  toDay: (day: CivilDate) => string
}

/** Tasks by the day they are due: a month on a wide screen, the days that have any on a phone. */
export default function MonthView({ board, month, calendar, now, chosenId, toTask, toMonth, toDay }: Props) {
  const today = civilDateInVietnam(now)
  const weeks = weeksOf(month)
  const cardsOn = (day: CivilDate) => board.cards.filter(c => c.deadlineOn === day)
  const countOn = (day: CivilDate) => board.days[day] ?? 0
  const due = weeks.flat().filter(d => monthOf(d) === month && countOn(d) > 0)
  const step = 'max-md:min-h-11'
  return (
    <div>
      <div className="mb-3 flex flex-wrap items-center gap-2">
        <Link to={toMonth(shiftMonth(month, -1))} preventScrollReset aria-label={b.monthBefore} title={b.monthBefore} className={buttonClass('outline', 'md', step)}>
          <ChevronLeft aria-hidden />
        </Link>
        <h2 aria-live="polite" className="min-w-36 text-center text-card font-semibold">
          {b.monthOf(Number(month.slice(5)), Number(month.slice(0, 4)))}
        </h2>
        <Link to={toMonth(shiftMonth(month, 1))} preventScrollReset aria-label={b.monthAfter} title={b.monthAfter} className={buttonClass('outline', 'md', step)}>
          <ChevronRight aria-hidden />
        </Link>
        {month !== monthOf(today) && (
          <Link to={toMonth(undefined)} preventScrollReset className={buttonClass('plain', 'md', step)}>
            {b.thisMonth}
          </Link>
        )}
        <p className="ml-auto text-sm text-text-3 max-md:hidden">{b.monthNote}</p>
      </div>
      {due.length === 0 && (
        <Empty icon={<CalendarDays aria-hidden />} title={b.monthEmpty} className="md:mb-3">
          {b.monthNote}
        </Empty>
      )}
      <table className="w-full table-fixed border-separate border-spacing-0 overflow-hidden rounded-xl border border-line bg-surface max-md:hidden">
        <thead>
          <tr className="bg-surface-2 text-left text-sm text-text-2">
            {b.weekdays.map(d => (
              <th key={d} scope="col" className="px-2 py-2 font-semibold">
                {d}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map(week => (
            <tr key={week[0]}>
              {week.map(day => {
                const isOut = monthOf(day) !== month
                const off = dayOff(calendar, day)
                const n = isOut ? 0 : countOn(day)
                const cards = isOut ? [] : cardsOn(day).slice(0, 3)
                return (
                  <td key={day} data-day={day} className={cx('h-28 border-t border-line px-1.5 py-1 align-top not-first:border-l', (isOut || off) && 'bg-surface-2')}>
                    <p className="flex items-center justify-between gap-1 text-sm">
                      <span className={cx('inline-flex min-w-6 justify-center rounded-full px-1 leading-6', day === today ? 'bg-act font-semibold text-on-act' : 'text-text-3')}>
                        {Number(day.slice(8))}
                        {day === today && <span className="sr-only"> {b.today}</span>}
                      </span>
                      {off && off.reason !== 'weekend' && !isOut && (
                        <span className="truncate text-xs text-text-3" title={off.name}>
                          {off.name}
                        </span>
                      )}
                      {n > 0 && (
                        <Link to={toDay(day)} aria-label={`${formatDateLong(day)}: ${b.dueOnDay(n)}`} title={b.dueOnDay(n)} className="min-w-6 rounded-sm px-1 text-center leading-6 font-semibold text-act hover:underline">
                          {n}
                        </Link>
                      )}
                    </p>
                    <ul className="mt-0.5 flex flex-col gap-0.5">
                      {cards.map(card => (
                        <li key={card.id}>
                          <DayLine card={card} calendar={calendar} now={now} to={toTask(card.id)} isOpen={card.id === chosenId} isTouched={board.touched.includes(card.id)} />
                        </li>
                      ))}
                    </ul>
                    {n > cards.length && cards.length > 0 && (
                      <Link to={toDay(day)} className="inline-flex min-h-6 items-center px-1 text-xs font-semibold text-act hover:underline">
                        {b.dayMore(n - cards.length)}
                      </Link>
                    )}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <ol className="flex flex-col gap-4 md:hidden">
        {due.map(day => (
          <li key={day} data-day={day}>
            <h3 className="flex items-baseline justify-between gap-2 font-semibold">
              <span>
                {formatDateLong(day)}
                {day === today && <span className="ml-2 text-sm text-act">{b.today}</span>}
              </span>
              <span className="text-sm font-normal text-text-3">{b.dueOnDay(countOn(day))}</span>
            </h3>
            <ul className="mt-1.5 flex flex-col divide-y divide-line rounded-xl border border-line bg-surface">
              {cardsOn(day).map(card => (
                <li key={card.id} className="relative px-4 py-3">
                  <Link to={`/nhiem-vu/${card.id}`} className="line-clamp-2 font-semibold after:absolute after:inset-0">
                    {card.title}
                  </Link>
                  <p className="mt-0.5 text-sm text-text-3">
                    {card.leadUnitName} · {card.code}
                  </p>
                  <p className="mt-1">
                    <DeadlineChip {...deadlineOf(card, calendar, now)} deadlineOn={card.deadlineOn} />
                  </p>
                </li>
              ))}
              {countOn(day) > cardsOn(day).length && (
                <li>
                  <Link to={toDay(day)} className="flex min-h-11 items-center px-4 font-semibold text-act">
                    {b.dayMore(countOn(day) - cardsOn(day).length)}
                  </Link>
                </li>
              )}
            </ul>
          </li>
        ))}
      </ol>
    </div>
  )
}

const look: Partial<Record<DeadlineCode, { Icon: typeof AlarmClock; className: string }>> = {
  overdue: { Icon: TriangleAlert, className: 'text-late' },
  soon: { Icon: AlarmClock, className: 'text-soon' },
  waiting: { Icon: Hourglass, className: 'text-act' },
  done_on_time: { Icon: CircleCheck, className: 'text-ok' },
  done_late: { Icon: CircleCheck, className: 'text-soon' },
}

/** One line in the field of a day: the state as an icon with its words for readers, and the name. */
function DayLine({ card, calendar, now, to, isOpen, isTouched }: { card: Card; calendar: WorkCalendar; now: number; to: string; isOpen: boolean; isTouched: boolean }) {
  const state = deadlineOf(card, calendar, now)
  const { Icon, className } = look[state.code] ?? { Icon: CalendarDays, className: 'text-text-3' }
  return (
    <Link to={to} preventScrollReset data-task={card.id} title={`${card.title}\n${card.leadUnitName} · ${deadlineLabel(state)}`} className={cx('flex min-h-6 items-center gap-1 rounded-sm px-1 text-sm hover:bg-surface-3', isOpen && 'bg-act-soft', isTouched && 'flash')}>
      <Icon aria-hidden className={cx('shrink-0', className)} />
      <span className="truncate">{card.title}</span>
      <span className="sr-only">, {deadlineLabel(state)}</span>
    </Link>
  )
}
