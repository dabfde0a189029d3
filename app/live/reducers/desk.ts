import type { z } from 'zod'
import { conclusionCommented, conclusionFilesChanged } from '#app/contracts/conclusion.ts'
import type { PayloadOf, StreamEvent } from '#app/contracts/define.ts'
import { stepChanged } from '#app/contracts/flow.ts'
import { type DeskView, lineChanged } from '#app/contracts/meeting.ts'
import { reduceDeskAudience } from './hidden.ts'

type View = z.output<typeof DeskView>

/** Lines after one of them changed or went; the same for the desk and for a named unit. */
export function reduceLines(lines: View['lines'], e: StreamEvent): View['lines'] {
  if (e.name !== lineChanged.name) return lines
  const { line, isRemoved } = e.payload as PayloadOf<typeof lineChanged>
  const others = lines.filter(l => l.id !== line.id)
  return isRemoved ? others : [...others, line].sort((a, b) => (a.rank < b.rank ? -1 : 1))
}

/** The secretary's desk after one event of `desk:{id}`; what a screen holds beside it stays as it is. */
export function reduceDesk<V extends View>(view: V, e: StreamEvent): V {
  switch (e.name) {
    case stepChanged.name:
      return { ...view, step: (e.payload as PayloadOf<typeof stepChanged>).step }
    case lineChanged.name:
      return { ...view, lines: reduceLines(view.lines, e) }
    case conclusionCommented.name: {
      const { comment } = e.payload as PayloadOf<typeof conclusionCommented>
      return { ...view, comments: [...(view.comments ?? []).filter(c => c.id !== comment.id), comment].sort((a, b) => a.at - b.at) }
    }
    case conclusionFilesChanged.name: {
      const { itemId, files } = e.payload as PayloadOf<typeof conclusionFilesChanged>
      return { ...view, conclusionFiles: [...(view.conclusionFiles ?? []).filter(f => f.itemId !== itemId), ...files] }
    }
    default:
      return reduceDeskAudience(view, e)
  }
}
