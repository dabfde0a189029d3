import type { z } from 'zod'
import type { PayloadOf, StreamEvent } from '#app/contracts/define.ts'
import { dutyChanged, type DutyView } from '#app/contracts/duty.ts'
import { planChanged, type PlanHead } from '#app/contracts/plan.ts'

export type Plan = z.output<typeof PlanHead>
export type Duty = z.output<typeof DutyView>

/** A plan after one event of `plan:{id}`: how far it is. */
export const reducePlan = (view: Plan, e: StreamEvent): Plan => (e.name === planChanged.name ? (e.payload as PayloadOf<typeof planChanged>).plan : view)

/** The list of duties after one event of `duties:office`; a new one stands on top, the others stay where they are. */
export function reduceDuties(view: readonly Duty[], e: StreamEvent): readonly Duty[] {
  if (e.name !== dutyChanged.name) return view
  const { duty } = e.payload as PayloadOf<typeof dutyChanged>
  return view.some(d => d.id === duty.id) ? view.map(d => (d.id === duty.id ? duty : d)) : [duty, ...view]
}
