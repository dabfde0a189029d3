import type { z } from 'zod'
import { decidedChanged, type DecidedView } from '#app/contracts/decided.ts'
import type { PayloadOf, StreamEvent } from '#app/contracts/define.ts'

export type Decided = z.output<typeof DecidedView>

/** The register after one event: known rows in their place, new ones on top. */
export function reduceDecided(rows: readonly Decided[], e: StreamEvent): readonly Decided[] {
  if (e.name !== decidedChanged.name) return rows
  const changed = new Map((e.payload as PayloadOf<typeof decidedChanged>).rows.map(r => [r.id, r]))
  const known = new Set(rows.map(r => r.id))
  return [...[...changed.values()].filter(r => !known.has(r.id)), ...rows.map(r => changed.get(r.id) ?? r)]
}
