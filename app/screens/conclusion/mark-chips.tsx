import { Suspense } from 'react'
import { Link } from '@remix-run/react'
import { Button } from '#app/components/button.tsx'
import { Chip } from '#app/components/chip.tsx'
import { CalendarClock, CircleCheck, FileText, InfinityIcon, Landmark, Pencil, TriangleAlert, Users } from '#app/components/icon.tsx'
import { useHydrated } from '#app/components/use-hydrated.ts'
import { conclusionMarkLine } from '#app/contracts/conclusion.ts'
import { lazyPart } from '#app/live/patience.ts'
import type { Line } from '#app/screens/session/derive.ts'
import type { Acts } from '#app/screens/session/use-session.ts'
import { conclusionText as t } from '#app/text/conclusion.ts'
import { formatDate } from '#app/text/format.ts'
import { sessionText } from '#app/text/session.ts'
import { isGone, lacksOf, type Marks } from './read.ts'

const LineDiff = lazyPart(() => import('./line-diff.tsx'))

/** What a line was understood to give: lead unit, partners, deadline, each with icon and word. */
export function MarkChips({ marks, isLarge }: { marks: Marks | null | undefined; isLarge?: boolean }) {
  if (!marks) return null
  const lacks = lacksOf(marks)
  return (
    <>
      {marks.lead && (
        <Chip tone="act" isLarge={isLarge} icon={<Landmark aria-hidden />}>
          {t.lead(marks.lead.name)}
        </Chip>
      )}
      {marks.coordinators.length > 0 && (
        <Chip isLarge={isLarge} icon={<Users aria-hidden />}>
          {t.coordinators(marks.coordinators.map(c => c.short ?? c.name).join(', '))}
        </Chip>
      )}
      {marks.deadlineOn && (
        <Chip isLarge={isLarge} icon={<CalendarClock aria-hidden />}>
          {t.deadline(marks.deadlineOn)}
        </Chip>
      )}
      {marks.isUndated && (
        <Chip isLarge={isLarge} icon={<InfinityIcon aria-hidden />}>
          {t.undated}
        </Chip>
      )}
      {lacks.includes('lead') && !marks.questions.some(q => q.field === 'lead') && (
        <Chip tone="soon" isLarge={isLarge} icon={<TriangleAlert aria-hidden />}>
          {t.lackLead}
        </Chip>
      )}
      {lacks.includes('deadline') && !marks.questions.some(q => q.field === 'deadline') && (
        <Chip tone="soon" isLarge={isLarge} icon={<TriangleAlert aria-hidden />}>
          {t.lackDeadline}
        </Chip>
      )}
    </>
  )
}

/** What has to be asked back, each with its possible answers: one press settles it. */
export function Questions({ meetingId, line, acts }: { meetingId: string; line: Line; acts: Acts }) {
  const { marks } = line
  if (!marks || marks.questions.length === 0 || isGone(line)) return null
  const answer = (input: { lead?: string; coordinators?: string[]; deadline?: string }) => void acts.run(conclusionMarkLine, { meetingId, lineId: line.id, ...input }, `mark.${line.id}`)
  return (
    <ul className="flex flex-col gap-1.5">
      {marks.questions.map((q, i) => (
        <li key={i} className="flex flex-wrap items-center gap-x-2 gap-y-1 rounded-md border border-soon-line bg-soon-soft px-2.5 py-1.5 text-sm text-soon">
          <TriangleAlert aria-hidden />
          <span>{t.question(q)}</span>
          {q.days.map((day, at) => (
            <Button key={day} size="sm" className="pointer-coarse:min-h-11" onClick={() => answer({ deadline: day })}>
              {t.chooseDay(q.kind, at, day)}
            </Button>
          ))}
          {q.units.map(u => (
            <Button
              key={u.id}
              size="sm"
              className="pointer-coarse:min-h-11"
              onClick={() => answer(q.field === 'lead' ? { lead: u.id } : { coordinators: [...marks.coordinators.map(c => c.id), u.id] })}
            >
              {u.name}
            </Button>
          ))}
        </li>
      ))}
    </ul>
  )
}

/** The line against the chair's agreement: agreed, edited since (with the difference), taken out; and its task. */
export function AgreedState({ line, isDeskBound }: { line: Line; isDeskBound?: boolean }) {
  const { agreed, task } = line
  const isHydrated = useHydrated()
  const was = <p className="text-sm text-text-2">{`${t.was} ${agreed?.text ?? ''}`}</p>
  return (
    <>
      {task && (
        <Link to={`/nhiem-vu/${task.id}`} className="inline-flex min-h-6 items-center gap-1.5 text-sm font-semibold text-act pointer-coarse:min-h-11">
          <FileText aria-hidden />
          {sessionText.desk.assigned(task.code, task.leadUnit, task.deadlineOn ? formatDate(task.deadlineOn) : null)}
        </Link>
      )}
      {agreed && !agreed.isChanged && (
        <span className="inline-flex items-center gap-1.5 text-sm text-ok">
          <CircleCheck aria-hidden />
          {t.agreedAt(agreed.at, agreed.byLabel)}
        </span>
      )}
      {agreed?.isChanged && (
        <div className="flex w-full flex-col gap-1 rounded-md border border-soon-line bg-surface-2 px-2.5 py-1.5">
          <span className="inline-flex items-center gap-1.5 text-sm font-semibold text-soon">
            <Pencil aria-hidden />
            {isGone(line) ? t.takenOut : t.editedAfter(agreed.at)} – {agreed.byLabel}
          </span>
          {isGone(line) ? (
            <del className="text-sm text-text-2">{agreed.text}</del>
          ) : agreed.text !== line.text ? (
            isHydrated ? (
              <Suspense fallback={was}>
                <LineDiff before={agreed.text} after={line.text} />
              </Suspense>
            ) : (
              was
            )
          ) : (
            <p className="text-sm text-text-2">{t.editedMarks}</p>
          )}
          {task && !isDeskBound && <span className="text-sm text-text-3">{t.taskStays(task.code)}</span>}
        </div>
      )}
    </>
  )
}
