import { CalendarDays } from '#app/components/icon.tsx'
import { DeadlineChip, toneClass, type Tone } from '#app/components/chip.tsx'
import { cx } from '#app/components/cx.ts'
import type { StripDay } from '#app/domain/calendar/working-days.ts'
import type { DeadlineState } from '#app/domain/task/deadline.ts'
import type { Card } from '#app/live/reducers/board.ts'
import { civilToday, formatDate, formatDateLong, formatWeekdayShort } from '#app/text/format.ts'
import { taskText as t } from '#app/text/tasks.ts'

const tones: Partial<Record<DeadlineState['code'], Tone>> = { soon: 'soon', sent_back: 'soon', overdue: 'late', waiting: 'act', done_on_time: 'ok', done_late: 'soon' }
const WEEKEND = new Set(['T7', 'CN'])

/** Date, days left, the rule in one sentence, and the days as they were counted. */
export function DeadlineBox({ card, deadline, strip, span, now }: { card: Card; deadline: DeadlineState; strip: readonly StripDay[]; span: number; now: number }) {
  if (card.deadlineOn === null) {
    return (
      <section className={cx('rounded-xl border p-4', toneClass.neutral)}>
        <DeadlineChip {...deadline} />
        <p className="mt-2">{t.noDeadline}</p>
      </section>
    )
  }
  const today = civilToday(now)
  const todayCount = strip.find(d => d.date === today)?.counted
  const holidays = [...new Set(strip.filter(d => d.off).map(d => (WEEKEND.has(formatWeekdayShort(d.date)) ? d.off : `${d.off} ${formatDate(d.date).slice(0, 5)}`)))].filter(x => x !== null)
  return (
    <section aria-label={t.fieldDeadline} className={cx('rounded-xl border p-4', toneClass[tones[deadline.code] ?? 'neutral'])}>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="flex items-center gap-2 text-lg font-semibold">
          <CalendarDays aria-hidden />
          {t.deadlineTitle(formatDateLong(card.deadlineOn))}
        </p>
        <DeadlineChip {...deadline} deadlineOn={card.deadlineOn} />
      </div>
      {span > 0 && card.assignedAt !== null && (
        <p className="mt-1.5 text-text-2">
          {t.rule(span, formatDate(card.assignedAt), holidays)}
          {todayCount ? ` ${t.dayOf(todayCount, span)}.` : ''}
        </p>
      )}
      {card.originalDeadlineOn !== null && card.originalDeadlineOn !== card.deadlineOn && <p className="mt-1 text-text-2">{t.originalDeadline(formatDate(card.originalDeadlineOn))}</p>}
      {strip.length > 0 && (
        <ol aria-label={t.stripLabel} tabIndex={0} className="mt-3 flex gap-1.5 overflow-x-auto pb-0.5">
          {strip.map((d, i) => {
            const isLast = d.date === card.deadlineOn
            const weekday = formatWeekdayShort(d.date)
            const word = d.counted !== null ? String(d.counted) : d.off === null ? t.stripFrom : WEEKEND.has(weekday) ? t.stripOff : t.stripHoliday
            return (
              <li
                key={d.date}
                aria-current={d.date === today ? 'date' : undefined}
                title={d.off ?? undefined}
                className={cx(
                  'flex min-w-9 flex-col items-center rounded-md border px-1 py-1 text-xs leading-4',
                  isLast ? 'border-transparent bg-text-2 text-surface' : d.counted === null ? 'border-dashed border-current text-text-2' : 'border-line bg-surface text-text',
                  d.date === today && !isLast && 'border-2 border-solid border-current',
                )}
              >
                <span>{weekday}</span>
                <span className="text-base font-semibold">{d.date.slice(8)}</span>
                <span className={i === 0 && d.counted === null ? undefined : 'font-semibold'}>{word}</span>
              </li>
            )
          })}
        </ol>
      )}
    </section>
  )
}
