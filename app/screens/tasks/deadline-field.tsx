import type { WorkCalendar } from '#app/domain/calendar/working-days.ts'
import { TextInput } from '#app/components/field.tsx'
import { TriangleAlert } from '#app/components/icon.tsx'
import { formatDate, formatDateLong } from '#app/text/format.ts'
import { taskText as t } from '#app/text/tasks.ts'
import { readDeadline } from './deadline.ts'

/** A deadline typed as a day or as a number of working days. Warnings explain and propose; they never refuse. */
export function DeadlineField({ label = t.fieldDeadline, typed, onTyped, now, calendar, isStrict, isNeeded = false, error }: { label?: string; typed: string; onTyped: (text: string) => void; now: number; calendar: WorkCalendar; isStrict: boolean; isNeeded?: boolean; error?: string | undefined }) {
  const read = readDeadline(typed, now, calendar)
  return (
    <div className="flex flex-col gap-1.5">
      <TextInput
        label={label}
        hint={isNeeded ? undefined : t.fieldDeadlineHint}
        error={isStrict && read.kind === 'unread' ? t.deadlineUnread : isStrict && isNeeded && read.kind === 'none' ? t.newDeadlineMissing : error}
        value={typed}
        autoComplete="off"
        onChange={e => onTyped(e.target.value)}
      />
      <div aria-live="polite" className="flex flex-col gap-1.5 text-sm">
        {read.kind === 'none' && !isNeeded && <p className="text-text-3">{t.deadlineNone}</p>}
        {read.kind === 'date' && <p className="font-semibold text-text-2">{t.deadlineReads(formatDateLong(read.date), read.workingDays)}</p>}
        {read.kind === 'date' && read.explained && <p className="text-text-3">{read.explained}</p>}
        {read.kind === 'date' &&
          read.warnings.map(w => (
            <p key={w.code} className="flex flex-wrap items-center gap-x-2 gap-y-1 rounded-md border border-soon-line bg-soon-soft px-3 py-2 text-soon">
              <TriangleAlert aria-hidden />
              <span>{w.code === 'DEADLINE_IN_PAST' ? t.warnPast(formatDate(w.date), formatDate(w.proposed)) : t.warnDayOff(formatDate(w.date), w.name, formatDate(w.proposed))}</span>
              <button type="button" className="font-semibold underline underline-offset-2" onClick={() => onTyped(formatDate(w.proposed))}>
                {t.useProposed(formatDate(w.proposed))}
              </button>
            </p>
          ))}
      </div>
    </div>
  )
}
