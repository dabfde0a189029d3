import {
  type Announcements,
  closestCenter,
  DndContext,
  type DragEndEvent,
  DragOverlay,
  KeyboardCode,
  type KeyboardCoordinateGetter,
  KeyboardSensor,
  MouseSensor,
  TouchSensor,
  useDraggable,
  useDroppable,
  useSensor,
  useSensors,
} from '@dnd-kit/core'
import { useState, type ReactNode } from 'react'
import { Button } from '#app/components/button.tsx'
import { cx } from '#app/components/cx.ts'
import { Dialog } from '#app/components/dialog.tsx'
import { Select } from '#app/components/field.tsx'
import { Armchair } from '#app/components/icon.tsx'
import { toast } from '#app/components/toast.tsx'
import { seatingArrange, seatingMove } from '#app/contracts/seating.ts'
import { type Move, swapTo, undoOf } from '#app/domain/seating/arrange.ts'
import type { Participant, Session } from '#app/screens/session/derive.ts'
import type { Acts } from '#app/screens/session/use-session.ts'
import { seatingText as t } from '#app/text/seating.ts'
import { shellText } from '#app/text/shell.ts'
import { RoomGround, SeatFace, SeatLegend, SeatList, seatPlace } from './seat-map.tsx'
import { seatsOf, type Seating, unseatedOf } from './seats.ts'

const NOWHERE = 'none'
const arrows: Record<string, readonly [number, number]> = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }

/** An arrow carries the person to the nearest seat in that direction. */
const toNextSeat: KeyboardCoordinateGetter = (event, { context: { collisionRect, droppableRects, droppableContainers } }) => {
  const way = arrows[event.code]
  if (!way || !collisionRect) return undefined
  event.preventDefault()
  const at = { x: collisionRect.left + collisionRect.width / 2, y: collisionRect.top + collisionRect.height / 2 }
  let best: { cost: number; x: number; y: number } | null = null
  for (const { id } of droppableContainers.getEnabled()) {
    const r = droppableRects.get(id)
    if (!r) continue
    const d = { x: r.left + r.width / 2 - at.x, y: r.top + r.height / 2 - at.y }
    const along = d.x * way[0] + d.y * way[1]
    if (along < 8) continue
    const cost = along + 2 * Math.abs(d.x * way[1] + d.y * way[0])
    if (!best || cost < best.cost) best = { cost, x: r.left + (r.width - collisionRect.width) / 2, y: r.top + (r.height - collisionRect.height) / 2 }
  }
  return best ? { x: best.x, y: best.y } : undefined
}

/** The map with acts: drag, keyboard, or a touch and a list. Every move is one act, seen by all, and can be taken back. */
export default function SeatEditor({ view, seating, acts }: { view: Session; seating: Seating; acts: Acts }) {
  const meetingId = view.meeting.id
  const seats = seatsOf(view, seating)
  const unseated = unseatedOf(view, seating)
  const [carried, carry] = useState<string | null>(null)
  const [asked, ask] = useState<Participant | null>(null)
  const [to, setTo] = useState('')
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 6 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 250, tolerance: 8 } }),
    // Enter opens the list of seats, as a touch does.
    useSensor(KeyboardSensor, { coordinateGetter: toNextSeat, keyboardCodes: { start: [KeyboardCode.Space], cancel: [KeyboardCode.Esc], end: [KeyboardCode.Space, KeyboardCode.Enter] } }),
  )
  const personOf = (id: string) => view.participants.find(p => p.id === id) ?? null
  const nameOf = (id: string | number) => personOf(String(id))?.label ?? ''
  const seatName = (id: string | number | undefined) => (id === undefined || id === NOWHERE ? t.none : String(id))

  const send = async (moves: Move[], done: string, isUndo = false) => {
    if (moves.length === 0) return
    const answer = await acts.run(seatingMove, { meetingId, moves })
    if (answer?.ok) toast(done, isUndo ? undefined : { label: t.undo, run: () => void send(undoOf(moves), t.undone, true) })
  }
  const put = (participantId: string, seatId: string | null) => send(swapTo(seating.places, participantId, seatId), t.moved)
  const arrange = async () => {
    const answer = await acts.run(seatingArrange, { meetingId })
    if (!answer?.ok) return
    const { moves } = answer.data
    toast(t.arranged(moves.length), moves.length === 0 ? undefined : { label: t.undo, run: () => void send(undoOf(moves), t.undone, true) })
  }
  const onEnd = ({ active, over }: DragEndEvent) => {
    carry(null)
    if (over) void put(String(active.id), over.id === NOWHERE ? null : String(over.id))
  }
  const announcements: Announcements = {
    onDragStart: ({ active }) => t.picked(nameOf(active.id)),
    onDragOver: ({ active, over }) => t.over(nameOf(active.id), seatName(over?.id)),
    onDragEnd: ({ active, over }) => t.dropped(nameOf(active.id), seatName(over?.id)),
    onDragCancel: ({ active }) => t.cancelled(nameOf(active.id)),
  }
  const open = (p: Participant) => {
    setTo(seating.places.find(x => x.participantId === p.id)?.seatId ?? NOWHERE)
    ask(p)
  }
  const carriedSeat = seats.find(s => s.person?.id === carried)

  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-2">
        <Button icon={<Armchair aria-hidden />} isSending={acts.isBusy(seatingArrange.name)} onClick={() => void arrange()}>
          {t.arrange}
        </Button>
        <p className="min-w-0 flex-[1_1_16rem] text-sm text-text-3">{t.help}</p>
      </div>
      <SeatLegend view={view} seating={seating} />
      <DndContext
        id="seats"
        sensors={sensors}
        collisionDetection={closestCenter}
        accessibility={{ announcements, screenReaderInstructions: { draggable: t.help } }}
        onDragStart={({ active }) => carry(String(active.id))}
        onDragCancel={() => carry(null)}
        onDragEnd={onEnd}
      >
        <div className="overflow-x-auto pb-1">
          <RoomGround plan={seating.plan} label={t.map(seating.name)} isInteractive className="min-w-[620px]">
            {seats.map(one => (
              <Place key={one.seat.id} id={one.seat.id} style={seatPlace(seating.plan, one.seat)} className="absolute p-[0.3%]">
                {one.person ? (
                  <Person person={one.person} label={t.line(one.seat.id, one.person.label, t.state[one.state])} onOpen={open}>
                    <SeatFace one={one} plan={seating.plan} />
                  </Person>
                ) : (
                  <SeatFace one={one} plan={seating.plan} />
                )}
              </Place>
            ))}
          </RoomGround>
        </div>
        <section aria-label={t.unseated}>
          <h3 className="font-semibold">{t.unseated}</h3>
          <Place id={NOWHERE} className="mt-1 flex min-h-14 flex-wrap items-center gap-2 rounded-lg border border-dashed border-line-strong p-2">
            {unseated.length === 0 && <p className="px-1 text-sm text-text-3">{carried ? t.dropHere : t.unseatedNone}</p>}
            {unseated.map(p => (
              <Person key={p.id} person={p} label={p.label} onOpen={open} className="min-h-9 rounded-md border border-line-strong bg-surface px-3 text-sm pointer-coarse:min-h-11">
                {p.label}
              </Person>
            ))}
          </Place>
        </section>
        <DragOverlay dropAnimation={null}>
          {carried && <span className="inline-block rounded-md border border-act bg-surface px-3 py-2 text-sm font-semibold shadow-e3">{carriedSeat ? `${carriedSeat.seat.id} · ` : ''}{nameOf(carried)}</span>}
        </DragOverlay>
      </DndContext>
      <SeatList seats={seats} />
      <Dialog
        isOpen={asked !== null}
        onClose={() => ask(null)}
        title={t.moveTitle(asked?.label ?? '')}
        footer={
          <>
            <Button onClick={() => ask(null)}>{shellText.button.cancel}</Button>
            <Button
              variant="primary"
              isSending={acts.isBusy(seatingMove.name)}
              onClick={async () => {
                if (asked) await put(asked.id, to === NOWHERE ? null : to)
                ask(null)
              }}
            >
              {t.move}
            </Button>
          </>
        }
      >
        <Select label={t.moveTo} hint={t.moveHint} value={to} onChange={e => setTo(e.target.value)}>
          <option value={NOWHERE}>{t.moveNone}</option>
          {seats.map(s => (
            <option key={s.seat.id} value={s.seat.id}>
              {t.seatOption(s.seat.id, s.person?.label ?? null)}
            </option>
          ))}
        </Select>
      </Dialog>
    </div>
  )
}

function Place({ id, style, className, children }: { id: string; style?: React.CSSProperties; className?: string; children: ReactNode }) {
  const { setNodeRef, isOver } = useDroppable({ id })
  return (
    <div ref={setNodeRef} style={style} className={cx(className, isOver && 'rounded-md outline-3 outline-act')}>
      {children}
    </div>
  )
}

function Person({ person, label, onOpen, className, children }: { person: Participant; label: string; onOpen: (p: Participant) => void; className?: string; children: ReactNode }) {
  const { attributes, listeners, setNodeRef, isDragging } = useDraggable({ id: person.id })
  return (
    <button ref={setNodeRef} type="button" {...attributes} {...listeners} aria-label={label} title={label} onClick={() => onOpen(person)} className={cx(className ?? 'h-full w-full rounded-[16%]', 'cursor-grab touch-manipulation', isDragging && 'opacity-40')}>
      {children}
    </button>
  )
}
