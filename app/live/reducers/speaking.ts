import type { z } from 'zod'
import type { PayloadOf, StreamEvent } from '#app/contracts/define.ts'
import type { SessionView } from '#app/contracts/meeting.ts'
import { speakingCorrected, speakingDoorChanged, type SpeakingDeskView, speakingLimitsChanged, speakingMoved, speakingNoted } from '#app/contracts/speaking.ts'
import { defaultSpeakingRules, queueOrder } from '#app/domain/meeting/speaking.ts'

type View = z.output<typeof SessionView>
type Desk = z.output<typeof SpeakingDeskView>

/** Doors, order and limits of speaking after one event of `meeting:{id}`. */
export function reduceSpeaking(view: View, e: StreamEvent): View {
  const setup = view.speaking ?? { rules: defaultSpeakingRules, doors: [] }
  switch (e.name) {
    case speakingDoorChanged.name: {
      const { door } = e.payload as PayloadOf<typeof speakingDoorChanged>
      return { ...view, speaking: { ...setup, doors: [...setup.doors.filter(d => d.itemId !== door.itemId || d.kind !== door.kind), door] } }
    }
    case speakingMoved.name: {
      const { positions } = e.payload as PayloadOf<typeof speakingMoved>
      return { ...view, queue: queueOrder(view.queue.map(q => (positions[q.id] === undefined ? q : { ...q, position: positions[q.id] }))) }
    }
    case speakingLimitsChanged.name: {
      const { minutes } = e.payload as PayloadOf<typeof speakingLimitsChanged>
      return { ...view, speaking: { ...setup, rules: { ...setup.rules, minutes } } }
    }
    default:
      return view
  }
}

/** Notes and corrections after one event of `desk:{id}`; the same object when it was about something else. */
export function reduceSpeakingDesk(view: Desk, e: StreamEvent): Desk {
  if (e.name === speakingNoted.name) {
    const { note } = e.payload as PayloadOf<typeof speakingNoted>
    return { ...view, notes: [...view.notes.filter(n => n.requestId !== note.requestId), note] }
  }
  if (e.name === speakingCorrected.name) {
    const { correction } = e.payload as PayloadOf<typeof speakingCorrected>
    return { ...view, corrections: [...view.corrections.filter(c => c.id !== correction.id), correction] }
  }
  return view
}
