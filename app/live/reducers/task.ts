import type { z } from 'zod'
import type { PayloadOf, StreamEvent } from '#app/contracts/define.ts'
import { taskActed, taskSourceChanged, type TaskView } from '#app/contracts/task.ts'

export type FullTask = z.output<typeof TaskView>

/** One task after one event of `task:{id}`: the card as a whole, the line on top of the timeline, once. */
export function reduceTask(view: FullTask, e: StreamEvent): FullTask {
  if (e.name === taskSourceChanged.name) return { ...view, sourceChangedAt: (e.payload as PayloadOf<typeof taskSourceChanged>).at }
  if (e.name !== taskActed.name) return view
  const { card, line, extension } = e.payload as PayloadOf<typeof taskActed>
  if (card.id !== view.card.id) return view
  const extensions = extension ? [extension, ...view.extensions.filter(x => x.id !== extension.id)] : view.extensions
  return { ...view, card, extensions, timeline: [{ ...line, seq: e.seq }, ...view.timeline.filter(l => l.seq !== e.seq)] }
}
