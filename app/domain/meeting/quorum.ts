/**
 * Túc số. The law of 2015 asked for two thirds of all members (Điều 114); the law of 2025 gives no number and leaves
 * it to the working rules, so fraction and effect come from the rule set of the day.
 */
export type QuorumRule = {
  fraction: { num: number; den: number }
  /** `warning`: the session may open and says so; `required`: it may not */
  mode: 'warning' | 'required'
  source: { law: string; article: string; isVerified: boolean }
}

export type QuorumResult = { needed: number; present: number; N: number; isMet: boolean; missing: number }

/**
 * `present` counts members in office only, never substitutes or guests. `rule` null = no quorum is asked for.
 * Fractions are "at least": two thirds of 25 is 17.
 */
export const quorum = ({ N, present, rule }: { N: number; present: number; rule: QuorumRule | null }): QuorumResult => {
  const needed = rule ? Math.floor((N * rule.fraction.num + rule.fraction.den - 1) / rule.fraction.den) : 0
  const missing = Math.max(0, needed - present)
  return { needed, present, N, isMet: missing === 0, missing }
}
