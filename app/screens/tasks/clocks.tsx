import type { WorkCalendar } from '#app/domain/calendar/working-days.ts'
import { confirmationClock, waitsFor } from '#app/domain/task/part.ts'
import { AlarmClock, Hourglass, TriangleAlert } from '#app/components/icon.tsx'
import { cx } from '#app/components/cx.ts'
import type { FullTask } from '#app/live/reducers/task.ts'
import { formatDate } from '#app/text/format.ts'
import { treeText as x } from '#app/text/task-tree.ts'
import { clockOf } from './parts-panel.tsx'

const USUAL_DAYS = 3

/** Đang chờ ai: whose move it is, how long the giving side has kept a result waiting, which units have said nothing. */
export function Clocks({ view, now, calendar, silentDays }: { view: FullTask; now: number; calendar: WorkCalendar; silentDays: number }) {
  const { card } = view
  const waits = waitsFor(card.state)
  const giver = card.giverUnitId ? view.giverLabel : x.office
  const due = view.type?.confirmDays ?? USUAL_DAYS
  const confirm = confirmationClock({ state: card.state, submittedAt: card.submittedAt, confirmDays: due, now, calendar })
  const silent = view.coordinators.map(part => ({ part, clock: clockOf(view, part, now, calendar, silentDays) })).filter(s => s.clock.isSilent)
  const line = confirm
    ? confirm.isOverdue
      ? x.confirmLate(giver, confirm.waitedDays, due)
      : x.waitsConfirm(giver, confirm.waitedDays, formatDate(confirm.dueOn))
    : waits === 'office'
      ? x.waitsReassign(giver)
      : waits === 'lead'
        ? card.assigneeLabel
          ? x.waitsHolder(card.assigneeLabel, card.leadUnitName)
          : x.waitsLead(card.leadUnitName)
        : null
  if (line === null && silent.length === 0) return null
  return (
    <section aria-label={x.clocks} className="flex flex-col gap-1">
      {line && (
        <p className={cx('flex items-start gap-2', confirm?.isOverdue ? 'font-semibold text-late' : 'text-text-2')}>
          {confirm?.isOverdue ? <TriangleAlert aria-hidden className="mt-1 shrink-0" /> : <Hourglass aria-hidden className="mt-1 shrink-0" />}
          {line}
        </p>
      )}
      {silent.length > 0 && (
        <p className="flex items-start gap-2 text-soon">
          <AlarmClock aria-hidden className="mt-1 shrink-0" />
          {x.silent(silent.map(s => (s.clock.isLate ? x.silentLate(s.part.unitName, formatDate(s.part.dueOn ?? card.deadlineOn ?? '')) : x.silentFor(s.part.unitName, s.clock.quietDays))).join(', '))}
        </p>
      )}
    </section>
  )
}
