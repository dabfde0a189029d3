import { Link } from '@remix-run/react'
import { useRef } from 'react'
import type { WorkCalendar } from '#app/domain/calendar/working-days.ts'
import { type Chosen, moved } from '#app/domain/task/choosing.ts'
import type { BoardColumn } from '#app/domain/task/view.ts'
import { Chip, DeadlineChip } from '#app/components/chip.tsx'
import { cx } from '#app/components/cx.ts'
import { ProgressBar } from '#app/components/progress-bar.tsx'
import { useKeys } from '#app/components/use-keys.ts'
import type { Card } from '#app/live/reducers/board.ts'
import { formatDate, formatDateLong, formatDayMonth } from '#app/text/format.ts'
import { boardText as b } from '#app/text/task-board.ts'
import { treeText as x } from '#app/text/task-tree.ts'
import { taskText as t } from '#app/text/tasks.ts'
import { deadlineOf } from '../deadline.ts'
import { EarlyWarningChip, type Warnings } from '../early-warning.tsx'

type Props = {
  cards: readonly Card[]
  touched: readonly string[]
  columns: readonly BoardColumn[]
  fieldName: (code: string | null | undefined) => string
  warnings: Warnings
  calendar: WorkCalendar
  now: number
  chosenId: string | null
  toTask: (id: string | null) => string
  /** tasks chosen for an act on all of them; null = nothing can be done with a selection */
  selection: { chosen: Chosen; onChoose: (id: string, isRange: boolean) => void; onAll: () => void } | null
  /** the task at hand was moved on by key while one is open beside the list */
  onMoveOpen: (id: string) => void
}

const widths: Record<BoardColumn, string> = { unit: 'w-[18%]', deadline: 'w-60', progress: 'w-32', source: 'w-[15%]', giver: 'w-36', field: 'w-40', urgency: 'w-28', given: 'w-28', changed: 'w-28', note: 'w-[20%]' }
/** On a tablet only the first of these have room. */
const isNarrowToo = (column: BoardColumn): boolean => column === 'deadline'

/** The list: a table on a wide screen, cards on a phone. Moved through by key, opened by Enter, chosen by x. */
export function ListView({ cards, touched, columns, fieldName, warnings, calendar, now, chosenId, toTask, selection, onMoveOpen }: Props) {
  const body = useRef<HTMLTableSectionElement>(null)
  const order = cards.map(c => c.id)
  const shown = chosenId ? columns.filter(c => c === 'deadline' || c === 'progress') : columns
  const atHand = (): string | null => document.activeElement?.closest<HTMLElement>('[data-task]')?.dataset.task ?? chosenId
  const move = (step: number, isRange = false) => {
    const at = atHand()
    const next = moved(order, at, step)
    if (!next) return
    if (isRange && at) selection?.onChoose(next, true)
    body.current?.querySelector<HTMLElement>(`[data-task="${next}"] a`)?.focus()
    if (chosenId) onMoveOpen(next)
  }
  const select = (isRange: boolean) => {
    const at = atHand()
    if (at) selection?.onChoose(at, isRange)
  }
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    ...(selection ? { x: () => select(false), X: () => select(true), J: () => move(1, true), K: () => move(-1, true) } : {}),
  })
  const areAll = selection !== null && order.length > 0 && order.every(id => selection.chosen.ids.includes(id))
  return (
    <>
      <div className="overflow-hidden rounded-xl border border-line bg-surface max-md:hidden">
        <table className="w-full table-fixed border-separate border-spacing-0">
          <colgroup>
            {selection && <col className="w-11" />}
            <col />
            {shown.map(c => (
              <col key={c} className={cx(widths[c], !isNarrowToo(c) && 'max-lg:hidden')} />
            ))}
          </colgroup>
          <thead>
            <tr className="bg-surface-2 text-left text-sm text-text-2">
              {selection && (
                <th scope="col" className="pl-3">
                  <Tick label={x.chooseAll} isOn={areAll} onChange={selection.onAll} />
                </th>
              )}
              <Head>{t.columnTask}</Head>
              {shown.map(c => (
                <Head key={c} className={isNarrowToo(c) ? undefined : 'max-lg:hidden'}>
                  {b.column[c]}
                </Head>
              ))}
            </tr>
          </thead>
          <tbody ref={body}>
            {cards.map(card => {
              const isOpen = card.id === chosenId
              const isChosen = selection?.chosen.ids.includes(card.id) ?? false
              return (
                <tr
                  key={card.id}
                  data-task={card.id}
                  className={cx(
                    'focus-within:bg-surface-2 [&>td]:border-t [&>td]:border-line [&>td]:px-4 [&>td]:py-2.5',
                    isOpen ? 'bg-act-soft shadow-[inset_3px_0_0_var(--act)]' : isChosen ? 'bg-act-soft' : 'hover:bg-surface-2',
                    touched.includes(card.id) && 'flash',
                  )}
                >
                  {selection && (
                    <td className="!pr-0 !pl-3 align-top">
                      <Tick label={x.choose(card.title)} isOn={isChosen} onChange={isRange => selection.onChoose(card.id, isRange)} />
                    </td>
                  )}
                  <td className="relative">
                    <Link to={toTask(card.id)} preventScrollReset aria-current={isOpen ? 'true' : undefined} className="line-clamp-2 font-semibold after:absolute after:inset-0" title={card.title}>
                      {card.title}
                    </Link>
                    <span className="block text-sm text-text-3">
                      {card.code} · {t.state[card.state]}
                      {!shown.includes('unit') && ` · ${card.leadUnitName}`}
                      {card.urgency !== 'normal' && !shown.includes('urgency') && <span className="font-semibold text-late"> · {t.urgency[card.urgency]}</span>}
                    </span>
                  </td>
                  {shown.map(c => (
                    <td key={c} className={cx('text-text-2', !isNarrowToo(c) && 'max-lg:hidden')}>
                      {c === 'deadline' ? (
                        <>
                          <DeadlineChip {...deadlineOf(card, calendar, now)} deadlineOn={card.deadlineOn} />
                          <span className="mt-0.5 block text-sm text-text-3">{dayLine(card)}</span>
                          <EarlyWarningChip reasons={warnings[card.id]} />
                        </>
                      ) : c === 'progress' ? (
                        <ProgressBar percent={card.progress} label={t.columnProgress} />
                      ) : (
                        <span className="line-clamp-2 text-sm" title={wordOf(c, card, fieldName)}>
                          {wordOf(c, card, fieldName)}
                        </span>
                      )}
                    </td>
                  ))}
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
      <ul className="flex flex-col gap-3 md:hidden">
        {cards.map(card => (
          <li key={card.id} className="relative">
            <TaskCardRow card={card} deadline={deadlineOf(card, calendar, now)} isTouched={touched.includes(card.id)} isChosen={selection?.chosen.ids.includes(card.id) ?? false}>
              <EarlyWarningChip reasons={warnings[card.id]} />
              {selection && (
                <p className="mt-2 border-t border-line pt-1">
                  <label className="relative z-10 inline-flex min-h-11 items-center gap-2.5 text-text-2">
                    <input type="checkbox" className="size-5 accent-act" checked={selection.chosen.ids.includes(card.id)} onChange={() => selection.onChoose(card.id, false)} />
                    {b.chooseThis}
                    <span className="sr-only">: {card.title}</span>
                  </label>
                </p>
              )}
            </TaskCardRow>
          </li>
        ))}
      </ul>
    </>
  )
}

function wordOf(column: Exclude<BoardColumn, 'deadline' | 'progress'>, card: Card, fieldName: Props['fieldName']): string {
  switch (column) {
    case 'unit':
      return card.leadUnitName
    case 'source':
      return card.sourceLabel
    case 'giver':
      return card.giverLabel ?? ''
    case 'field':
      return fieldName(card.fieldCode)
    case 'urgency':
      return t.urgency[card.urgency]
    case 'given':
      return card.assignedAt === null ? '' : formatDate(card.assignedAt)
    case 'changed':
      return formatDate(card.updatedAt)
    case 'note':
      return card.latestNote ?? ''
  }
}

function Head({ children, className }: { children: string; className?: string | undefined }) {
  return (
    <th scope="col" className={cx('px-4 py-2.5 font-semibold', className)}>
      {children}
    </th>
  )
}

/** A box of 44 px under a finger; Shift takes the whole row of them from the last one. */
function Tick({ label, isOn, onChange }: { label: string; isOn: boolean; onChange: (isRange: boolean) => void }) {
  return (
    <label className="relative z-10 -my-1 inline-flex size-9 items-center justify-center pointer-coarse:size-11" title={label}>
      <input type="checkbox" aria-label={label} className="size-4.5 accent-act" checked={isOn} onClick={e => onChange(e.shiftKey)} onChange={() => undefined} />
    </label>
  )
}

const dayLine = (card: Card): string =>
  card.state === 'waiting_confirmation' && card.submittedAt !== null ? t.submittedOn(formatDayMonth(card.submittedAt)) : card.deadlineOn ? formatDateLong(card.deadlineOn) : ''

/** One task on a phone: state first, then what it is, then who gave it. The whole card is the way in. */
export function TaskCardRow({ card, deadline, isTouched, isChosen, children }: { card: Card; deadline: ReturnType<typeof deadlineOf>; isTouched?: boolean; isChosen?: boolean; children?: React.ReactNode }) {
  return (
    <article data-task={card.id} className={cx('relative rounded-2xl border bg-surface p-4', isChosen ? 'border-act-line bg-act-soft' : 'border-line', isTouched && 'flash')}>
      <p className="flex items-center justify-between gap-2">
        <DeadlineChip {...deadline} isLarge />
        {card.deadlineOn && <span className="text-text-3">{t.dueOn(formatDayMonth(card.deadlineOn))}</span>}
      </p>
      <h3 className="mt-2 text-lg font-semibold">
        <Link to={`/nhiem-vu/${card.id}`} className="after:absolute after:inset-0">
          {card.title}
        </Link>
      </h3>
      <p className="mt-0.5 text-text-3">
        {card.leadUnitName} · {card.code}
      </p>
      <p className="mt-2 flex items-center gap-3">
        <Chip>{t.state[card.state]}</Chip>
        <ProgressBar percent={card.progress} label={t.columnProgress} className="grow" />
      </p>
      {children}
    </article>
  )
}
