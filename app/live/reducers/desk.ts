import type { z } from 'zod'
import type { PayloadOf, StreamEvent } from '#app/contracts/define.ts'
import { stepChanged } from '#app/contracts/flow.ts'
import { type DeskView, lineChanged } from '#app/contracts/meeting.ts'

type View = z.output<typeof DeskView>

/** The secretary's desk after one event of `desk:{id}`. */
export function reduceDesk(view: View, e: StreamEvent): View {
  if (e.name === stepChanged.name) return { ...view, step: (e.payload as PayloadOf<typeof stepChanged>).step }
  if (e.name !== lineChanged.name) return view
  const { line, isRemoved } = e.payload as PayloadOf<typeof lineChanged>
  const others = view.lines.filter(l => l.id !== line.id)
  return { ...view, lines: isRemoved ? others : [...others, line].sort((a, b) => (a.rank < b.rank ? -1 : 1)) }
}
