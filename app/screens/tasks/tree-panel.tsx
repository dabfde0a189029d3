import { Link } from '@remix-run/react'
import type { WorkCalendar } from '#app/domain/calendar/working-days.ts'
import { deadlineState } from '#app/domain/task/deadline.ts'
import { rollUp } from '#app/domain/task/tree.ts'
import { Button } from '#app/components/button.tsx'
import { Chip, DeadlineChip } from '#app/components/chip.tsx'
import { cx } from '#app/components/cx.ts'
import { Plus, TriangleAlert } from '#app/components/icon.tsx'
import { ProgressBar } from '#app/components/progress-bar.tsx'
import type { FullTask } from '#app/live/reducers/task.ts'
import { formatDate } from '#app/text/format.ts'
import { taskText as t } from '#app/text/tasks.ts'
import { treeText as x } from '#app/text/task-tree.ts'
import type { OpenForm } from './more-form.tsx'
import { Section } from './section.tsx'

/** Bắt nguồn từ: from the sentence it all began with down to this task. */
export function PathUp({ view }: { view: FullTask }) {
  const [first] = view.path
  if (!first) return null
  return (
    <Section id="bat-nguon" title={x.path}>
      <div className="rounded-xl border border-line bg-surface-2 px-4 py-3">
        <p className="text-sm text-text-3">
          {first.giverLabel} · {first.sourceLabel}
        </p>
        {first.sourceQuote && <q className="block">{first.sourceQuote}</q>}
        <ol className="mt-2 flex flex-col gap-1">
          {view.path.map((step, i) => (
            <li key={step.id} style={{ paddingLeft: `${i * 1.25}rem` }}>
              <span className="flex flex-wrap items-center gap-x-2 text-sm text-text-3">
                {step.mayOpen ? (
                  <Link to={`/nhiem-vu/${step.id}`} className="inline-flex min-h-9 items-center text-base font-semibold text-act underline-offset-2 hover:underline">
                    {step.code}
                  </Link>
                ) : (
                  <span className="text-base font-semibold text-text">{step.code}</span>
                )}
                {step.leadUnitName}
                {step.deadlineOn ? `, ${t.dueOn(formatDate(step.deadlineOn))}` : ''}
              </span>
              {(i > 0 || step.sourceQuote === null) && <span className="block">{step.title}</span>}
            </li>
          ))}
          <li style={{ paddingLeft: `${view.path.length * 1.25}rem` }} aria-current="true" className="font-semibold">
            {view.card.code} <span className="font-normal text-text-3">{x.here}</span>
          </li>
        </ol>
      </div>
    </Section>
  )
}

type Child = FullTask['children'][number]
type Level = { view: FullTask; now: number; calendar: WorkCalendar; opensBelow: boolean }

/** Việc con: the whole tree below, who has it, until when, how far; what it comes to stands beside the unit's own figure. */
export function ChildrenPanel({ view, now, calendar, opensBelow, mayAdd, onForm }: Level & { mayAdd: boolean; onForm: (form: OpenForm) => void }) {
  const direct = view.children.filter(c => c.parentId === view.card.id)
  if (direct.length === 0 && !mayAdd) return null
  const sum = rollUp(direct)
  return (
    <Section
      id="viec-con"
      title={x.children}
      aside={sum.total > 0 ? x.childrenCount(sum.done, sum.total) : undefined}
      action={
        mayAdd && (
          <Button size="sm" icon={<Plus aria-hidden />} onClick={() => onForm({ name: 'addChild' })}>
            {x.addChild}
          </Button>
        )
      }
    >
      {direct.length === 0 ? (
        <p className="text-text-3">{x.childrenNone}</p>
      ) : (
        <div className="rounded-xl border border-line bg-surface px-4 py-2">
          {sum.percent !== null && (
            <p className="flex flex-wrap items-center gap-x-3 py-1" title={x.rollUpHint}>
              <span className="font-semibold">{x.rollUp(sum.percent)}</span>
              <ProgressBar percent={sum.percent} label={x.rollUpHint} isFigureHidden className="w-40 max-sm:w-full" />
            </p>
          )}
          <Children of={view.card.id} parentDeadlineOn={view.card.deadlineOn} level={{ view, now, calendar, opensBelow }} />
        </div>
      )}
    </Section>
  )
}

function Children({ of, parentDeadlineOn, level, isInner }: { of: string; parentDeadlineOn: string | null; level: Level; isInner?: boolean }) {
  const rows = level.view.children.filter(c => c.parentId === of)
  if (rows.length === 0) return null
  return (
    <ul className={cx('flex flex-col', isInner ? 'ml-1 border-l border-line pl-4' : 'divide-y divide-line')}>
      {rows.map(child => (
        <li key={child.id} className="py-2">
          <ChildRow child={child} isBeyond={isBeyond(child, parentDeadlineOn)} level={level} />
          <Children of={child.id} parentDeadlineOn={child.deadlineOn} level={level} isInner />
        </li>
      ))}
    </ul>
  )
}

const isOver = (child: Child): boolean => child.state === 'done' || child.state === 'recalled'
/** The parent's day was moved forward after this one was given. */
const isBeyond = (child: Child, parentDeadlineOn: string | null): boolean => !isOver(child) && parentDeadlineOn !== null && (child.deadlineOn ?? '9') > parentDeadlineOn

function ChildRow({ child, isBeyond: beyond, level }: { child: Child; isBeyond: boolean; level: Level }) {
  const deadline = deadlineState({ ...child, now: level.now, calendar: level.calendar })
  return (
    <div className="flex flex-col gap-1">
      <p className="flex flex-wrap items-baseline gap-x-2">
        {level.opensBelow ? (
          <Link to={`/nhiem-vu/${child.id}`} className="inline-flex min-h-6 items-center font-semibold text-act underline-offset-2 hover:underline">
            {child.title}
          </Link>
        ) : (
          <span className="font-semibold">{child.title}</span>
        )}
        <span className="text-sm text-text-3">
          {child.code} · {child.assigneeLabel ? `${child.assigneeLabel}, ${child.leadUnitName}` : child.leadUnitName}
        </span>
      </p>
      <p className="flex flex-wrap items-center gap-2">
        <Chip tone={child.state === 'waiting_confirmation' ? 'act' : child.state === 'done' ? 'ok' : 'neutral'}>{t.state[child.state]}</Chip>
        {!isOver(child) && <DeadlineChip {...deadline} deadlineOn={child.deadlineOn} />}
        {child.deadlineOn && !isOver(child) && <span className="text-sm text-text-3">{t.dueOn(formatDate(child.deadlineOn))}</span>}
        {beyond && (
          <Chip tone="late" icon={<TriangleAlert aria-hidden />} title={x.beyondLegend}>
            {x.beyondParent}
          </Chip>
        )}
        {!isOver(child) && <ProgressBar percent={child.progress} label={t.columnProgress} className="w-32" />}
      </p>
    </div>
  )
}
