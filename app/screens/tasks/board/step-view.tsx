import { type Announcements, DndContext, DragOverlay, MouseSensor, pointerWithin, TouchSensor, useDraggable, useDroppable, useSensor, useSensors } from '@dnd-kit/core'
import { Link } from '@remix-run/react'
import { useRef, useState, useSyncExternalStore } from 'react'
import type { WorkCalendar } from '#app/domain/calendar/working-days.ts'
import { moved } from '#app/domain/task/choosing.ts'
import type { TaskFilter } from '#app/domain/task/filter.ts'
import type { TaskState } from '#app/domain/task/machine.ts'
import { type BoardRoles, type Move, moveTo, type MoveVerdict, movesOf, rolesOn } from '#app/domain/task/moves.ts'
import { STEPS } from '#app/domain/task/view.ts'
import { Button } from '#app/components/button.tsx'
import { CountBadge, DeadlineChip } from '#app/components/chip.tsx'
import { cx } from '#app/components/cx.ts'
import { Dialog } from '#app/components/dialog.tsx'
import { ArrowRight, Check, CircleAlert, Lock, X } from '#app/components/icon.tsx'
import { IconButton } from '#app/components/button.tsx'
import { ProgressBar } from '#app/components/progress-bar.tsx'
import { Tabs } from '#app/components/tabs.tsx'
import type { Unit } from '#app/components/unit-picker.tsx'
import { useKeys } from '#app/components/use-keys.ts'
import type { Card, TaskBoard } from '#app/live/reducers/board.ts'
import { boardText as b } from '#app/text/task-board.ts'
import { taskText as t } from '#app/text/tasks.ts'
import { deadlineOf } from '../deadline.ts'
import { ActForm } from '../task-acts.tsx'
import type { FullTask } from '#app/live/reducers/task.ts'

type Step = (typeof STEPS)[number]
type Props = {
  board: TaskBoard
  cards: readonly Card[]
  calendar: WorkCalendar
  now: number
  chosenId: string | null
  toTask: (id: string | null) => string
  /** the list of one step, whole */
  toStep: (filter: TaskFilter) => string
  filter: TaskFilter
  roles: BoardRoles
  me: string
  units: readonly Unit[]
  types: readonly NonNullable<FullTask['type']>[]
}

const PHONE = '(max-width: 47.99rem)'
const onPhone = (listener: () => void) => {
  const query = matchMedia(PHONE)
  query.addEventListener('change', listener)
  return () => query.removeEventListener('change', listener)
}
const isStep = (id: unknown): id is Step => (STEPS as readonly unknown[]).includes(id)

/**
 * Tasks by step. A card moved to another column asks for the act that leads there, with what it has to give; what the person
 * may not do, or what no act does, says why. The same by a button on the card and by key. One column at a time on a phone.
 */
export default function StepView(props: Props) {
  const { board, cards, roles, me, units, types, calendar, now } = props
  const isPhone = useSyncExternalStore(onPhone, () => matchMedia(PHONE).matches, () => false)
  const [step, setStep] = useState<Step>(() => STEPS.find(s => (board.states?.[s] ?? 0) > 0) ?? 'in_progress')
  const [dragged, setDragged] = useState<Card | null>(null)
  const [menu, setMenu] = useState<Card | null>(null)
  const [asked, setAsked] = useState<{ card: Card; act: Move } | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  const root = useRef<HTMLDivElement>(null)
  const sensors = useSensors(useSensor(MouseSensor, { activationConstraint: { distance: 6 } }), useSensor(TouchSensor, { activationConstraint: { delay: 250, tolerance: 8 } }))
  const columns = STEPS.map(s => ({ step: s, cards: cards.filter(c => c.state === s), n: board.states?.[s] ?? 0 }))
  const cardOf = (id: unknown) => board.cards.find(c => c.id === id)
  const titleOf = (id: unknown) => cardOf(id)?.title ?? ''
  const verdictOf = (card: Card, to: Step) => moveTo(card.state as TaskState, to, rolesOn(card, me, roles))

  const drop = (card: Card, to: Step) => {
    const verdict = verdictOf(card, to)
    if (verdict.ok) setAsked({ card, act: verdict.act })
    else setRefusal(whyNot(verdict, card.state, to))
  }
  const atHand = () => document.activeElement?.closest<HTMLElement>('[data-task]')?.dataset.task ?? null
  const focusOn = (id: string | null | undefined) => {
    if (id) root.current?.querySelector<HTMLElement>(`[data-task="${id}"] a`)?.focus()
  }
  const along = (by: number) => {
    const at = atHand()
    const order = columns.find(c => c.cards.some(x => x.id === at))?.cards ?? columns.find(c => c.cards.length > 0)?.cards ?? []
    focusOn(moved(order.map(c => c.id), at, by))
  }
  const across = (by: 1 | -1) => {
    const full = columns.filter(c => c.cards.length > 0)
    const at = full.findIndex(c => c.cards.some(x => x.id === atHand()))
    const next = full[at < 0 ? 0 : at + by]
    if (!next) return
    setStep(next.step)
    requestAnimationFrame(() => focusOn(next.cards[0]?.id))
  }
  useKeys({
    j: () => along(1),
    k: () => along(-1),
    l: () => across(1),
    h: () => across(-1),
    ArrowRight: () => across(1),
    ArrowLeft: () => across(-1),
    m: () => setMenu(cardOf(atHand()) ?? null),
  })

  const announcements: Announcements = {
    onDragStart: ({ active }) => b.dragStarted(titleOf(active.id)),
    onDragOver: ({ active, over }) => (over && isStep(over.id) ? b.dragOver(titleOf(active.id), t.state[over.id]) : b.dragOut(titleOf(active.id))),
    onDragEnd: ({ active, over }) => (over && isStep(over.id) ? b.dragDropped(titleOf(active.id), t.state[over.id]) : b.dragCancelled(titleOf(active.id))),
    onDragCancel: ({ active }) => b.dragCancelled(titleOf(active.id)),
  }
  const column = (c: (typeof columns)[number]) => (
    <Column key={c.step} {...props} column={c} isAlone={isPhone} verdict={dragged && dragged.state !== c.step ? verdictOf(dragged, c.step) : null} draggedId={dragged?.id ?? null} onMenu={setMenu} />
  )
  return (
    <div ref={root}>
      <p className="mb-2 text-sm text-text-3 max-md:hidden">{b.dragHint}</p>
      {refusal && (
        <div role="alert" className="mb-2 flex items-start gap-2 rounded-md border border-late-line bg-late-soft py-1 pr-1 pl-3 text-late">
          <CircleAlert className="mt-2.5" aria-hidden />
          <p className="grow py-1.5">{refusal}</p>
          <IconButton label={t.close} onClick={() => setRefusal(null)}>
            <X aria-hidden />
          </IconButton>
        </div>
      )}
      {isPhone ? (
        <>
          <Tabs label={b.steps} isTouch value={step} onChange={setStep} tabs={columns.map(c => ({ key: c.step, label: t.state[c.step], count: c.n }))}>
            {columns.filter(c => c.step === step).map(column)}
          </Tabs>
        </>
      ) : (
        <DndContext
          sensors={sensors}
          collisionDetection={pointerWithin}
          accessibility={{ announcements, screenReaderInstructions: { draggable: b.dragHow } }}
          onDragStart={({ active }) => {
            setRefusal(null)
            setDragged(cardOf(active.id) ?? null)
          }}
          onDragCancel={() => setDragged(null)}
          onDragEnd={({ active, over }) => {
            setDragged(null)
            const card = cardOf(active.id)
            if (card && over && isStep(over.id) && over.id !== card.state) drop(card, over.id)
          }}
        >
          <div role="group" aria-label={b.steps} className="flex gap-3 overflow-x-auto pb-2">
            {columns.map(column)}
          </div>
          <DragOverlay dropAnimation={null}>{dragged && <Face card={dragged} calendar={calendar} now={now} isLifted />}</DragOverlay>
        </DndContext>
      )}
      {menu && (
        <MoveMenu
          card={menu}
          moves={movesOf(menu.state as TaskState, rolesOn(menu, me, roles))}
          onMove={act => {
            setAsked({ card: menu, act })
            setMenu(null)
          }}
          onClose={() => setMenu(null)}
        />
      )}
      {asked && (
        <ActForm
          key={`${asked.card.id}.${asked.act}`}
          act={asked.act}
          card={asked.card}
          type={types.find(x => x.code === asked.card.typeCode) ?? null}
          extension={null}
          calendar={calendar}
          now={now}
          units={units}
          onClose={() => setAsked(null)}
        />
      )}
    </div>
  )
}

function whyNot(verdict: Extract<MoveVerdict, { ok: false }>, from: TaskState, to: TaskState): string | null {
  if (verdict.why === 'no_way') return b.moveNoWay(t.state[from], t.state[to], verdict.steps.map(s => `“${t.state[s]}”`).join(', '))
  if (verdict.why === 'not_yours') return b.moveNotYours(t[verdict.act], verdict.by.map(r => b.role[r]).join(', '))
  return null
}

type ColumnProps = Props & { column: { step: Step; cards: readonly Card[]; n: number }; isAlone: boolean; verdict: MoveVerdict | null; draggedId: string | null; onMenu: (card: Card) => void }

function Column({ column: { step, cards, n }, isAlone, verdict, draggedId, calendar, now, chosenId, toTask, toStep, filter, board, onMenu }: ColumnProps) {
  const { setNodeRef, isOver } = useDroppable({ id: step, disabled: isAlone })
  return (
    <section
      ref={setNodeRef}
      aria-label={b.stepOf(t.state[step], n)}
      data-step={step}
      className={cx('flex flex-col', !isAlone && 'w-72 shrink-0 grow rounded-xl border bg-surface-2', !isAlone && (verdict?.ok ? 'border-act-line' : 'border-line'), isOver && verdict?.ok && 'bg-act-soft')}
    >
      {!isAlone && (
        <h2 className="flex items-center justify-between gap-2 px-3 py-2.5 font-semibold">
          {t.state[step]}
          <CountBadge count={n} />
        </h2>
      )}
      {verdict && (
        <p className={cx('mx-3 mb-2 flex items-center gap-2 rounded-md border border-dashed px-2.5 py-1.5 text-sm font-semibold', verdict.ok ? 'border-act-line text-act' : 'border-line-strong text-text-3')}>
          {verdict.ok ? <Check aria-hidden /> : <Lock aria-hidden />}
          {verdict.ok ? b.dropHere(t[verdict.act]) : b.dropNot}
        </p>
      )}
      <ul className={cx('flex flex-col gap-2', !isAlone && 'max-h-[calc(100dvh-15rem)] min-h-24 overflow-y-auto px-2 pb-2')}>
        {cards.map(card => (
          <li key={card.id}>
            <DragCard card={card} calendar={calendar} now={now} to={isAlone ? `/nhiem-vu/${card.id}` : toTask(card.id)} isOpen={card.id === chosenId} isAlone={isAlone} isGhost={card.id === draggedId} isTouched={board.touched.includes(card.id)} onMenu={() => onMenu(card)} />
          </li>
        ))}
        {cards.length === 0 && <li className="px-2 py-3 text-sm text-text-3">{b.stepEmpty}</li>}
        {n > cards.length && cards.length > 0 && (
          <li>
            <Link to={toStep({ ...filter, state: step })} className="inline-flex min-h-11 items-center px-2 font-semibold text-act hover:underline md:min-h-9">
              {b.stepMore(n)}
            </Link>
          </li>
        )}
      </ul>
    </section>
  )
}

type FaceProps = { card: Card; calendar: WorkCalendar; now: number; to?: string; isOpen?: boolean; isLifted?: boolean; isGhost?: boolean; isTouched?: boolean; onMenu?: () => void }

function DragCard({ isAlone, ...face }: FaceProps & { isAlone: boolean }) {
  const { setNodeRef, listeners } = useDraggable({ id: face.card.id, disabled: isAlone })
  return (
    <div ref={setNodeRef} {...listeners}>
      <Face {...face} />
    </div>
  )
}

function Face({ card, calendar, now, to, isOpen, isLifted, isGhost, isTouched, onMenu }: FaceProps) {
  return (
    <article
      data-task={isLifted ? undefined : card.id}
      className={cx(
        'relative rounded-lg border bg-surface p-3 focus-within:border-act-line',
        isOpen ? 'border-act-line shadow-[inset_3px_0_0_var(--act)]' : 'border-line',
        isLifted && 'cursor-grabbing shadow-e3',
        isGhost && 'opacity-40',
        isTouched && 'flash',
      )}
    >
      <h3 className="font-semibold">
        {to ? (
          <Link to={to} preventScrollReset draggable={false} className="line-clamp-3 after:absolute after:inset-0" title={card.title}>
            {card.title}
          </Link>
        ) : (
          <span className="line-clamp-3">{card.title}</span>
        )}
      </h3>
      <p className="mt-0.5 text-sm text-text-3">
        {card.leadUnitName} · <span className="whitespace-nowrap">{card.code}</span>
      </p>
      <p className="mt-1.5">
        <DeadlineChip {...deadlineOf(card, calendar, now)} deadlineOn={card.deadlineOn} />
      </p>
      <div className="mt-1.5 flex items-center justify-between gap-2">
        <ProgressBar percent={card.progress} label={t.columnProgress} className="min-w-0 max-w-28 grow" />
        {onMenu && (
          <Button size="sm" variant="plain" className="relative z-10 -mr-2 shrink-0 !px-2 whitespace-nowrap" icon={<ArrowRight aria-hidden />} aria-label={b.moveOf(card.title)} onClick={onMenu}>
            {b.move}
          </Button>
        )}
      </div>
    </article>
  )
}

function MoveMenu({ card, moves, onMove, onClose }: { card: Card; moves: readonly { act: Move; to: TaskState }[]; onMove: (act: Move) => void; onClose: () => void }) {
  return (
    <Dialog isOpen title={b.move} onClose={onClose}>
      <p className="mb-3 font-semibold text-text">{card.title}</p>
      {moves.length === 0 ? (
        <p>{b.moveNone}</p>
      ) : (
        <ul className="flex flex-col gap-2">
          {moves.map(({ act, to }, i) => (
            <li key={act}>
              <Button data-first={i === 0 ? true : undefined} className="w-full !justify-start" icon={<ArrowRight aria-hidden />} onClick={() => onMove(act)}>
                {t[act]} <span className="font-normal text-text-3">{b.moveTo(t.state[to])}</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  )
}
