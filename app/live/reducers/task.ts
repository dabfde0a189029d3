import type { z } from 'zod'
import type { PayloadOf, StreamEvent } from '#app/contracts/define.ts'
import { taskActed, taskChildChanged, taskSourceChanged, type TaskView } from '#app/contracts/task.ts'
import { taskCommented, taskSeen } from '#app/contracts/task-tree.ts'

export type FullTask = z.output<typeof TaskView>

/** One task after one event of `task:{id}`. What an event does not speak of stays the object it was, so nothing else is drawn again. */
export function reduceTask(view: FullTask, e: StreamEvent): FullTask {
  switch (e.name) {
    case taskSourceChanged.name:
      return { ...view, sourceChangedAt: (e.payload as PayloadOf<typeof taskSourceChanged>).at }
    case taskActed.name:
      return acted(view, e)
    case taskChildChanged.name:
      return childChanged(view, e.payload as PayloadOf<typeof taskChildChanged>)
    case taskCommented.name: {
      const { comment } = e.payload as PayloadOf<typeof taskCommented>
      return view.comments.some(c => c.id === comment.id) ? view : { ...view, comments: [...view.comments, comment] }
    }
    case taskSeen.name: {
      const { seen } = e.payload as PayloadOf<typeof taskSeen>
      const isKnown = view.seen.some(s => s.unitId === seen.unitId && (s.unitId !== null || s.byLabel === seen.byLabel))
      return isKnown ? view : { ...view, seen: [...view.seen, seen] }
    }
    default:
      return view
  }
}

/** The card as a whole, the line on top of the timeline, once; parts, demands and people as the event tells them. */
function acted(view: FullTask, e: StreamEvent): FullTask {
  const { card, line, extension, demand, parts, followers, assigneeId, monitorLabel, content } = e.payload as PayloadOf<typeof taskActed>
  if (card.id !== view.card.id) return view
  const extensions = extension ? [extension, ...view.extensions.filter(x => x.id !== extension.id)] : view.extensions
  const demands = demand ? withOne(view.demands, demand) : view.demands
  return {
    ...view,
    card,
    extensions,
    demands,
    ...(parts ? { coordinators: parts } : {}),
    ...(followers ? { followers } : {}),
    ...(assigneeId === undefined ? {} : { assigneeId }),
    ...(monitorLabel === undefined ? {} : { monitorLabel }),
    ...(content === undefined ? {} : { content, sourceQuote: content }),
    // Agreed to again, or taken back: no edit waits any more.
    ...(line.act === 'amend' || line.act === 'recall' ? { sourceChangedAt: null } : {}),
    timeline: [{ ...line, seq: e.seq }, ...view.timeline.filter(l => l.seq !== e.seq)],
  }
}

/** Replaced where it stands; a new one on top. */
const withOne = <T extends { id: string }>(all: readonly T[], one: T): T[] => (all.some(x => x.id === one.id) ? all.map(x => (x.id === one.id ? one : x)) : [one, ...all])

function childChanged(view: FullTask, { taskId, child }: PayloadOf<typeof taskChildChanged>): FullTask {
  if (taskId !== view.card.id) return view
  if (view.children.some(c => c.id === child.id)) return { ...view, children: view.children.map(c => (c.id === child.id ? child : c)) }
  return { ...view, children: [...view.children, child].sort((a, b) => a.code.localeCompare(b.code, 'vi', { numeric: true })) }
}
