import { Link } from '@remix-run/react'
import { useMemo, useRef, useState } from 'react'
import type { WorkCalendar } from '#app/domain/calendar/working-days.ts'
import { moved } from '#app/domain/task/choosing.ts'
import { deadlineState } from '#app/domain/task/deadline.ts'
import { Button } from '#app/components/button.tsx'
import { Chip, DeadlineChip } from '#app/components/chip.tsx'
import { cx } from '#app/components/cx.ts'
import { ChevronDown, ChevronRight } from '#app/components/icon.tsx'
import { ProgressBar } from '#app/components/progress-bar.tsx'
import { useKeys } from '#app/components/use-keys.ts'
import type { TaskBoard } from '#app/live/reducers/board.ts'
import { boardText as b } from '#app/text/task-board.ts'
import { taskText as t } from '#app/text/tasks.ts'
import { rowsInSight, treesOf, type TreeRow } from './tree-rows.ts'

type Props = { board: TaskBoard; calendar: WorkCalendar; now: number; chosenId: string | null; toTask: (id: string | null) => string }

/** From the Committee's sentence down to the commune's act, and from there up: each task with who has it and how it stands. */
export default function TreeView({ board, calendar, now, chosenId, toTask }: Props) {
  const trees = useMemo(() => treesOf(board.nodes), [board.nodes])
  // Open unless somebody closed it: what arrives below is in sight.
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set())
  const root = useRef<HTMLDivElement>(null)
  const isOpen = (id: string) => !closed.has(id)
  const set = (id: string, open: boolean) => setClosed(now => new Set(open ? [...now].filter(c => c !== id) : [...now, id]))
  const parents = board.nodes.filter(n => board.nodes.some(c => c.parentId === n.id)).map(n => n.id)
  const atHand = () => document.activeElement?.closest<HTMLElement>('[data-task]')?.dataset.task ?? null
  const move = (by: number) => {
    const next = moved(rowsInSight(trees, isOpen).map(r => r.id), atHand(), by)
    root.current?.querySelector<HTMLElement>(`[data-task="${next ?? ''}"] :is(a, [tabindex])`)?.focus()
  }
  const turn = (open: boolean) => {
    const id = atHand()
    if (id && parents.includes(id)) set(id, open)
  }
  useKeys({ j: () => move(1), k: () => move(-1), ArrowRight: () => turn(true), ArrowLeft: () => turn(false) })
  return (
    <div ref={root}>
      {parents.length > 0 && (
        <p className="mb-2 flex gap-2">
          <Button size="sm" onClick={() => setClosed(new Set())}>
            {b.treeOpenAll}
          </Button>
          <Button size="sm" onClick={() => setClosed(new Set(parents))}>
            {b.treeCloseAll}
          </Button>
        </p>
      )}
      <ul className="flex flex-col divide-y divide-line rounded-xl border border-line bg-surface">
        {trees.map(row => (
          <Branch key={row.id} row={row} level={0} {...{ isOpen, set, calendar, now, chosenId, toTask }} touched={board.touched} />
        ))}
      </ul>
    </div>
  )
}

type BranchProps = Omit<Props, 'board'> & { row: TreeRow; level: number; isOpen: (id: string) => boolean; set: (id: string, open: boolean) => void; touched: readonly string[] }

function Branch(props: BranchProps) {
  const { row, level, isOpen, set, calendar, now, chosenId, toTask, touched } = props
  const isOver = row.state === 'done' || row.state === 'recalled'
  const open = isOpen(row.id)
  const deadline = deadlineState({ ...row, now, calendar })
  return (
    <li className={cx(level > 0 && 'ml-4 border-l border-line md:ml-7')}>
      <div data-task={row.id} className={cx('flex items-start gap-1 py-2 pr-3 pl-1', row.id === chosenId && 'bg-act-soft', touched.includes(row.id) && 'flash')}>
        {row.children.length > 0 ? (
          <button
            type="button"
            aria-expanded={open}
            aria-label={open ? b.treeClose(row.title) : b.treeOpen(row.title)}
            onClick={() => set(row.id, !open)}
            className="inline-flex size-11 shrink-0 items-center justify-center rounded-md text-text-2 hover:bg-surface-3 md:size-8"
          >
            {open ? <ChevronDown aria-hidden /> : <ChevronRight aria-hidden />}
          </button>
        ) : (
          <span className="w-11 shrink-0 md:w-8" />
        )}
        <div className="grid min-w-0 grow gap-x-4 gap-y-1 py-0.5 md:grid-cols-[minmax(0,1fr)_auto_7rem] md:items-center">
          <div className="min-w-0">
            {row.mayOpen ? (
              <Link to={toTask(row.id)} preventScrollReset title={row.title} className={cx('line-clamp-2 hover:underline', row.isMatch ? 'font-semibold' : 'text-text-2')}>
                {row.title}
              </Link>
            ) : (
              <span tabIndex={-1} className="line-clamp-2 text-text-2" title={row.title}>
                {row.title}
              </span>
            )}
            <p className="line-clamp-2 text-sm text-text-3">
              {row.code} · {row.assigneeLabel ? `${row.assigneeLabel}, ${row.leadUnitName}` : row.leadUnitName}
              {row.parentId === null && ` · ${row.giverLabel}, ${row.sourceLabel}`}
              {!row.mayOpen && ` · ${b.treeAbove}`}
              {row.sum.total > 0 && ` · ${b.treeSum(row.sum.done, row.sum.total)}`}
            </p>
          </div>
          <p className="flex flex-wrap items-center gap-2">
            <Chip tone={row.state === 'waiting_confirmation' ? 'act' : row.state === 'done' ? 'ok' : 'neutral'}>{t.state[row.state]}</Chip>
            {!isOver && row.state !== 'waiting_confirmation' && row.state !== 'paused' && <DeadlineChip {...deadline} deadlineOn={row.deadlineOn} />}
          </p>
          <ProgressBar percent={row.progress} label={t.columnProgress} className="max-md:max-w-48" />
        </div>
      </div>
      {open && row.children.length > 0 && (
        <ul className="flex flex-col">
          {row.children.map(child => (
            <Branch key={child.id} {...props} row={child} level={level + 1} />
          ))}
        </ul>
      )}
    </li>
  )
}
