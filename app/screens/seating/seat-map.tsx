import type { ReactNode } from 'react'
import { cx } from '#app/components/cx.ts'
import { Check, CircleCheckBig, Hand, Hourglass, Mic, UserMinus } from '#app/components/icon.tsx'
import type { RoomPlan } from '#app/domain/seating/plan.ts'
import { type SeatState, seatStates, shortLabel } from '#app/domain/seating/state.ts'
import type { Session } from '#app/screens/session/derive.ts'
import { seatingText as t } from '#app/text/seating.ts'
import { type SeatView, seatsOf, type Seating } from './seats.ts'

/** Ground, edge and sign of a seat: the sign alone tells the state, the colour helps. */
export const seatLook: Record<SeatState, { box: string; icon: ReactNode }> = {
  present: { box: 'border-ok-line bg-ok-soft text-ok', icon: <Check aria-hidden /> },
  not_checked_in: { box: 'border-line-strong bg-surface text-text-2', icon: <Hourglass aria-hidden /> },
  absent: { box: 'border-dashed border-line-strong bg-surface-3 text-text-2', icon: <UserMinus aria-hidden /> },
  asked: { box: 'border-act-line bg-act-soft text-act', icon: <Hand aria-hidden /> },
  speaking: { box: 'border-act bg-act text-on-act', icon: <Mic aria-hidden /> },
  spoken: { box: 'border-ok-line bg-surface text-ok', icon: <CircleCheckBig aria-hidden /> },
  empty: { box: 'border-dashed border-line-strong bg-transparent text-text-3', icon: null },
}

/** One seat in percent of the plan, so that the map fits whatever it hangs in. */
export const seatPlace = (plan: RoomPlan, s: { x: number; y: number }) => ({
  left: `${(s.x / plan.width) * 100}%`,
  top: `${(s.y / plan.height) * 100}%`,
  width: `${100 / plan.width}%`,
  height: `${100 / plan.height}%`,
})

/** Tables under the seats; one unit of the plan is `--u` of the map's width. */
export function RoomGround({ plan, label, children, className, isInteractive, maxHeight }: { plan: RoomPlan; label: string; children: ReactNode; className?: string; isInteractive?: boolean; maxHeight?: number }) {
  return (
    <div
      role={isInteractive ? 'group' : 'img'}
      aria-label={label}
      className={cx('@container relative mx-auto w-full', className)}
      style={{ aspectRatio: `${plan.width} / ${plan.height}`, ...(maxHeight ? { maxWidth: (maxHeight * plan.width) / plan.height } : {}) }}
    >
      {plan.tables.map((b, i) => (
        <span
          key={i}
          aria-hidden
          className="absolute rounded-md bg-surface-3"
          style={{ left: `${(b.x / plan.width) * 100}%`, top: `${(b.y / plan.height) * 100}%`, width: `${(b.w / plan.width) * 100}%`, height: `${(b.h / plan.height) * 100}%` }}
        />
      ))}
      {children}
    </div>
  )
}

/** What is drawn in a seat. `hall`: the sign alone, large. */
export function SeatFace({ one, plan, isMine, isHall }: { one: SeatView; plan: RoomPlan; isMine?: boolean; isHall?: boolean }) {
  const look = seatLook[one.state]
  const unit = 100 / plan.width
  return (
    <span
      className={cx('flex h-full w-full flex-col items-center justify-center overflow-hidden rounded-[16%] border leading-none font-semibold', isHall && 'border-[3px]', look.box, isMine && 'ring-3 ring-act ring-offset-1 ring-offset-bg')}
      style={{ fontSize: isHall ? `${unit * 0.55}cqw` : `clamp(9px, ${unit * 0.19}cqw, 15px)` }}
    >
      <span className={isHall ? 'text-[1.25em]' : 'text-[1.25em] @max-xl:text-[1.5em]'}>{look.icon}</span>
      {/* On a phone the sign alone fits; the list below says who sits there. */}
      {!isHall && <span className="mt-[0.2em] max-w-full @max-xl:hidden px-px text-center leading-[1.1]">{one.person ? shortLabel(one.person.label) : one.seat.id}</span>}
    </span>
  )
}

/** The map as everybody sees it: live, without acts. A list says the same in words. */
export function SeatMap({ view, seating, mineId, isHall, maxHeight }: { view: Session; seating: Seating; mineId?: string | null; isHall?: boolean; maxHeight?: number }) {
  const seats = seatsOf(view, seating)
  return (
    <div>
      <RoomGround plan={seating.plan} label={t.map(seating.name)} maxHeight={maxHeight}>
        {seats.map(one => (
          <span key={one.seat.id} aria-hidden title={one.person?.label} className="absolute p-[0.3%]" style={seatPlace(seating.plan, one.seat)}>
            <SeatFace one={one} plan={seating.plan} isMine={one.person !== null && one.person.id === mineId} isHall={isHall} />
          </span>
        ))}
      </RoomGround>
      {!isHall && <SeatList seats={seats} />}
    </div>
  )
}

export function SeatList({ seats }: { seats: SeatView[] }) {
  return (
    <details className="mt-3">
      <summary className="min-h-11 py-2.5 font-semibold text-act">{t.list}</summary>
      <ul className="divide-y divide-line text-sm">
        {seats.map(({ seat, person, state }) => (
          <li key={seat.id} className="py-1.5">
            {person ? t.line(seat.id, person.label, t.state[state]) : t.emptyLine(seat.id)}
          </li>
        ))}
      </ul>
    </details>
  )
}

/** Signs with their words, and how many of each. */
export function SeatLegend({ view, seating, isHall }: { view: Session; seating: Seating; isHall?: boolean }) {
  const seats = seatsOf(view, seating)
  return (
    <ul aria-label={t.legend} className={cx('flex flex-wrap', isHall ? 'gap-x-10 gap-y-3 text-[36px] leading-[52px]' : 'gap-x-4 gap-y-1.5 text-sm')}>
      {seatStates.map(state => (
        <li key={state} className="flex items-center gap-[0.4em]">
          <span aria-hidden className={cx('flex shrink-0 items-center justify-center rounded-[20%] border', isHall ? 'size-13 text-[32px]' : 'size-6 text-[0.8rem]', seatLook[state].box)}>
            {seatLook[state].icon}
          </span>
          {t.state[state]}
          <span className="text-text-2">{seats.filter(s => s.state === state).length}</span>
        </li>
      ))}
    </ul>
  )
}
