import { useState } from 'react'
import type { KeyLine } from '#app/components/keyboard-help.tsx'
import type { PaletteEntry } from '#app/components/search-palette.tsx'
import { useKeys } from '#app/components/use-keys.ts'
import { speakingCall, speakingStart, speakingStop } from '#app/contracts/meeting.ts'
import { speakingSetDoor } from '#app/contracts/speaking.ts'
import { useRoomActs } from '#app/screens/session/flow/more-acts.tsx'
import { doorOf, listsOf } from '#app/screens/session/speaking/derive.ts'
import { flowText } from '#app/text/flow.ts'
import { sessionText } from '#app/text/session.ts'
import { QuickCheckIn } from './quick-check-in.tsx'
import type { DeskRoom } from './desk.ts'

const t = flowText.keys

type More<K extends string> = { conclude: () => void; show: (tab: K) => void; displays: K; tabs: readonly { key: K; label: string }[] }

/** Focus on a named part of the page; with `isInside` on the first thing a key can act on in there. */
function focusOn(label: string, isInside: boolean): void {
  const part = document.querySelector<HTMLElement>(`[aria-label="${label}"]`)
  const inside = isInside ? part?.querySelector<HTMLElement>('button:not([disabled]):not([tabindex="-1"])') : null
  const at = inside ?? part
  at?.focus()
  at?.scrollIntoView({ block: 'nearest' })
}

/**
 * The whole session by keyboard: one letter an act, never while a field has the focus. The same acts are found by Ctrl K,
 * with the items to turn to; every question they ask is answered by Tab, Enter and Esc, and gives the focus back.
 */
export function useDeskKeys<K extends string>(room: DeskRoom, more: More<K>) {
  const { view, here, vote, control, canControl, isRunning, acts } = room
  const [isChecking, setChecking] = useState(false)
  const roomActs = useRoomActs(room)
  const meetingId = view.meeting.id
  const isVoting = vote?.status === 'open'

  /** S goes on with the queue: who speaks ends, a point of order or who is called begins, else the next is called. */
  const speak = () => {
    if (!canControl || !isRunning) return
    const { orders, front, waiting } = listsOf(view, here?.id ?? null)
    const run = (def: typeof speakingStop | typeof speakingStart | typeof speakingCall, id: string) => void acts.run(def, { meetingId, requestId: id }, id)
    const speaking = front.find(q => q.status === 'speaking')
    if (speaking) return run(speakingStop, speaking.id)
    if (isVoting) return
    const begin = orders[0] ?? front.find(q => q.status === 'called')
    if (begin) return run(speakingStart, begin.id)
    const next = waiting.speech[0] ?? waiting.question[0]
    if (next) run(speakingCall, next.id)
  }
  /** D opens or stops asking for the floor on the item in hand; ending it for good stays a question behind its button. */
  const door = () => {
    if (!canControl || !isRunning || !here) return
    const act = doorOf(view, here.id, 'speech') === 'open' ? 'stop' : 'open'
    void acts.run(speakingSetDoor, { meetingId, itemId: here.id, kind: 'speech', act }, `${speakingSetDoor.name}.speech`)
  }
  useKeys(
    {
      ...Object.fromEntries(roomActs.flatMap(act => (act.key ? [[act.key.toLowerCase(), act.run] as const] : []))),
      n: () => canControl && control.next(),
      s: speak,
      d: door,
      b: () => canControl && control.voteKey(),
      k: more.conclude,
      q: () => focusOn(sessionText.queue.title, true),
      r: () => focusOn(sessionText.voteAndSpeech, false),
      a: () => room.canRecord && setChecking(true),
      m: () => more.show(more.displays),
      ...Object.fromEntries(more.tabs.map((tab, i) => [String(i + 1), () => more.show(tab.key)])),
    },
    { isOnce: true },
  )

  const help: KeyLine[] = [
    { keys: ['N'], what: t.next },
    { keys: ['D'], what: t.door },
    { keys: ['S'], what: t.speak },
    { keys: ['Q'], what: t.queue },
    { keys: ['B'], what: t.vote },
    { keys: ['R'], what: t.result },
    { keys: ['K'], what: t.conclude },
    { keys: ['A'], what: t.checkIn },
    { keys: ['U'], what: t.urgent },
    { keys: ['X'], what: t.correct },
    { keys: ['Z'], what: t.undo },
    { keys: ['P'], what: t.pause },
    { keys: ['E'], what: t.end },
    { keys: ['M'], what: t.display },
    { keys: ['H'], what: t.history },
    { keys: [`1–${more.tabs.length}`], what: t.tabs },
  ]
  const entry = (label: string, run: () => void, aside?: string): PaletteEntry => ({ to: `#${label}`, label, run, ...(aside ? { aside } : {}) })
  const palette: PaletteEntry[] = [
    ...(canControl && control.step.kind !== 'none' ? [entry(control.label, control.next, 'N')] : []),
    ...roomActs.map(act => entry(act.label, act.run, act.key)),
    ...(room.canRecord ? [entry(flowText.checkIn.open, () => setChecking(true), 'A')] : []),
    entry(t.conclude, more.conclude, 'K'),
    ...more.tabs.map((tab, i) => entry(tab.label, () => more.show(tab.key), String(i + 1))),
    ...(canControl && isRunning && !isVoting
      ? room.items.filter(i => i.id !== here?.id).map(i => entry(sessionText.goToItem(room.items.indexOf(i) + 1, i.title), () => control.pick(i, room.items.indexOf(i) + 1)))
      : []),
  ]
  return { help, palette, dialogs: isChecking ? <QuickCheckIn room={room} onClose={() => setChecking(false)} /> : null }
}
