import { Chip } from '#app/components/chip.tsx'
import { CircleAlert, CircleCheck, Hourglass, Lock, Radio, Users } from '#app/components/icon.tsx'
import { numberOf, type Session } from '#app/screens/session/derive.ts'
import { sessionText } from '#app/text/session.ts'
import { planText as t } from '#app/text/vote-plan.ts'
import { votingText } from '#app/text/voting.ts'
import type { Planned, PlannedRow } from './derive.ts'

/** Where a prepared vote is: waiting, open, or its outcome. */
export function PlannedChip({ row }: { row: PlannedRow }) {
  const outcome = row.vote?.result?.outcome
  if (outcome) {
    const isPassed = outcome.startsWith('passed')
    return (
      <Chip tone={isPassed ? 'ok' : 'soon'} icon={isPassed ? <CircleCheck aria-hidden /> : <CircleAlert aria-hidden />}>
        {sessionText.vote.outcome[outcome]}
      </Chip>
    )
  }
  return row.state === 'open' ? (
    <Chip tone="act" icon={<Radio aria-hidden />}>
      {t.state.open}
    </Chip>
  ) : (
    <Chip icon={<Hourglass aria-hidden />}>{t.state[row.state]}</Chip>
  )
}

/** Everything the vote will be: form, answers, time, and the whole list of options on demand. */
export function PlannedDetails({ planned }: { planned: Planned }) {
  const { options } = planned
  return (
    <div className="flex flex-col gap-1 text-text-2">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="flex items-center gap-1.5">
          {planned.form === 'secret' ? <Lock aria-hidden /> : <Users aria-hidden />}
          {t.form[planned.form]}
        </span>
        <span>{t.time(planned.seconds)}</span>
      </p>
      <p>{options ? votingText.options.rules(options.list.length, options.min, options.max, options.places) : votingText.open[planned.answers]}</p>
      {options && (
        <ol className="max-h-72 list-decimal overflow-y-auto pl-8" tabIndex={0} aria-label={votingText.pad.list}>
          {options.list.map((label, i) => (
            <li key={i} className="break-words">
              {label}
            </li>
          ))}
        </ol>
      )}
    </div>
  )
}

export const ofItem = (view: Session, row: PlannedRow): string => t.ofItem(numberOf(view, row.planned.itemId), row.item?.title || sessionText.untitled)
