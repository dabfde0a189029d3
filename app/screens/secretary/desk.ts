import type { z } from 'zod'
import type { Unit } from '#app/components/unit-picker.tsx'
import type { StreamEvent } from '#app/contracts/define.ts'
import type { SpeakingDeskView } from '#app/contracts/speaking.ts'
import type { CalendarDay } from '#app/domain/calendar/working-days.ts'
import { reduceDesk } from '#app/live/reducers/desk.ts'
import { type Display, reduceDisplays } from '#app/live/reducers/hall.ts'
import { type ChatFeed, reduceChat } from '#app/live/reducers/discussion.ts'
import type { PeopleDesk } from '#app/live/reducers/people.ts'
import { reduceSpeakingDesk } from '#app/live/reducers/speaking.ts'
import type { Comment, File } from '#app/screens/conclusion/read.ts'
import type { Desk, Item } from '#app/screens/session/derive.ts'
import type { Discussion } from '#app/screens/session/discussion/use-discussion.ts'
import type { Room } from '#app/screens/session/room.ts'

export type SpeakingDesk = z.output<typeof SpeakingDeskView>
export type DeskState = Desk & { displays: Display[]; speaking: SpeakingDesk; talk: ChatFeed }

/** Lines, hidden items, and the screens on the wall: all come over `desk:{id}`. */
export function reduceDeskState(view: DeskState, e: StreamEvent): DeskState {
  const displays = reduceDisplays(view.displays, e)
  if (displays !== view.displays) return { ...view, displays }
  const speaking = reduceSpeakingDesk(view.speaking, e)
  if (speaking !== view.speaking) return { ...view, speaking }
  const talk = reduceChat(view.talk, e)
  if (talk !== view.talk) return { ...view, talk }
  return reduceDesk(view, e)
}

/** What a panel of the desk is given beside the room. */
export type DeskRoom = Room & {
  displays: readonly Display[]
  /** screens still paired to sessions that are over */
  idleDisplays: readonly { id: string; name: string; meeting: string }[]
  /** notes and corrections of the speech log */
  speaking: SpeakingDesk
  /** requests for leave, corrections, who is on the line */
  people: PeopleDesk
  /** the room's chat and all private lines */
  discussion: Discussion
  units: readonly Unit[]
  calendar: readonly CalendarDay[]
  canRecord: boolean
  /** items with a number, and the one whose conclusion is open (not always the one in hand) */
  items: readonly Item[]
  itemId: string | null
  /** null = follow the session */
  chosenId: string | null
  choose: (itemId: string | null) => void
  userId: string
  comments: readonly Comment[]
  conclusionFiles: readonly File[]
  canAgree: boolean
  /** asks for a new conclusion line with the caret in it, and whether one is still asked for */
  addLine: () => void
  addWanted: boolean
  onAdded: () => void
}
