import type { z } from 'zod'
import type { PayloadOf, StreamEvent } from '#app/contracts/define.ts'
import { strokeDrawn, strokesRemoved, type StrokeView } from '#app/contracts/presentation.ts'

export type Stroke = z.output<typeof StrokeView>

/** Strokes after one event of `page:{id}`; applying it twice changes nothing. */
export function reduceInk(strokes: readonly Stroke[], e: StreamEvent): readonly Stroke[] {
  switch (e.name) {
    case strokeDrawn.name: {
      const { stroke } = e.payload as PayloadOf<typeof strokeDrawn>
      return strokes.some(s => s.id === stroke.id) ? strokes : [...strokes, stroke]
    }
    case strokesRemoved.name: {
      const gone = new Set((e.payload as PayloadOf<typeof strokesRemoved>).strokeIds)
      return strokes.filter(s => !gone.has(s.id))
    }
    default:
      return strokes
  }
}
