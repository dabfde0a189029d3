import type { z } from 'zod'
import type { Unit } from '#app/components/unit-picker.tsx'
import type { PayloadOf, StreamEvent } from '#app/contracts/define.ts'
import { type DeskView, hallPaired, hallReleased } from '#app/contracts/meeting.ts'
import type { SpeakingDeskView } from '#app/contracts/speaking.ts'
import type { CalendarDay } from '#app/domain/calendar/working-days.ts'
import { reduceDesk } from '#app/live/reducers/desk.ts'
import { reduceSpeakingDesk } from '#app/live/reducers/speaking.ts'
import type { Item } from '#app/screens/session/derive.ts'
import type { Room } from '#app/screens/session/room.ts'

type Display = { id: string; name: string }
export type SpeakingDesk = z.output<typeof SpeakingDeskView>
export type DeskState = z.output<typeof DeskView> & { displays: Display[]; speaking: SpeakingDesk }

/** Lines, and the screens on the wall: both come over `desk:{id}`. */
export function reduceDeskState(view: DeskState, e: StreamEvent): DeskState {
  if (e.name === hallPaired.name) {
    const { displayId, name } = e.payload as PayloadOf<typeof hallPaired>
    return { ...view, displays: [...view.displays.filter(d => d.id !== displayId), { id: displayId, name }] }
  }
  if (e.name === hallReleased.name) {
    const { displayId } = e.payload as PayloadOf<typeof hallReleased>
    return { ...view, displays: view.displays.filter(d => d.id !== displayId) }
  }
  const speaking = reduceSpeakingDesk(view.speaking, e)
  if (speaking !== view.speaking) return { ...view, speaking }
  const next = reduceDesk(view, e)
  return next === view ? view : { ...view, ...next }
}

/** What a panel of the desk is given beside the room. */
export type DeskRoom = Room & {
  displays: readonly Display[]
  /** notes and corrections of the speech log */
  speaking: SpeakingDesk
  units: readonly Unit[]
  calendar: readonly CalendarDay[]
  canRecord: boolean
  /** items with a number, and the one whose conclusion is open (not always the one in hand) */
  items: readonly Item[]
  itemId: string | null
  /** null = follow the session */
  chosenId: string | null
  choose: (itemId: string | null) => void
  /** adds a conclusion line and puts the caret into it */
  addLine: () => void
  focusLineId: string | null
}
