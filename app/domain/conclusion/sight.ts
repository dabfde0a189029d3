/**
 * Who sees a conclusion while it is written and after the chair agreed to it. By default nobody.
 * `live` all lines as they are written · `agreed` what the chair agreed to. A named unit (lead or coordinating unit of a
 * line) sees that line, and no other, before the agreement too.
 */
export type ConclusionSight = { live: boolean; agreed: boolean; named: boolean }
export type SightFacts = {
  /** role on the meeting's list; null = not on it */
  role: string | null
  isOffice: boolean
  /** the person works for a unit (head or clerk) */
  hasUnit: boolean
}

export function conclusionSight({ role, isOffice, hasUnit }: SightFacts): ConclusionSight {
  const live = isOffice || role === 'chair' || role === 'secretary'
  return {
    live,
    agreed: live || role === 'member' || role === 'substitute',
    // Press and observers see nothing, whatever unit they come from.
    named: live || (hasUnit && (role === 'member' || role === 'substitute' || role === 'guest')),
  }
}
