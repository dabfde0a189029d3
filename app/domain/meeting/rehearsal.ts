import { allowed, refused, type Verdict } from '#app/domain/verdict.ts'
import type { MeetingState } from './machine.ts'

export type RehearsalRefusal = 'REHEARSAL_OF_REHEARSAL' | 'REHEARSAL_TOO_LATE' | 'REHEARSAL_EXISTS' | 'REHEARSAL_NO_ITEMS'

/** A rehearsal is held before the session, once at a time, and of something that has an agenda. */
export function canRehearse(facts: { state: MeetingState | 'draft' | 'cancelled'; isRehearsal: boolean; isAnother: boolean; items: number }): Verdict<RehearsalRefusal> {
  if (facts.isRehearsal) return refused('REHEARSAL_OF_REHEARSAL')
  if (facts.state !== 'draft' && facts.state !== 'invited') return refused('REHEARSAL_TOO_LATE')
  if (facts.isAnother) return refused('REHEARSAL_EXISTS')
  return facts.items > 0 ? allowed : refused('REHEARSAL_NO_ITEMS')
}

export type SimulatedChoice = 'for' | 'against' | 'abstain' | null

/** How many of `people` choose what, by percent; rounding never makes more ballots than people. null = sends nothing. */
export function simulatedChoices(people: number, shares: { for: number; against: number; abstain: number }): SimulatedChoice[] {
  const share = (percent: number) => Math.round((people * Math.min(100, Math.max(0, percent))) / 100)
  const ballots: SimulatedChoice[] = []
  for (const choice of ['for', 'against', 'abstain'] as const) {
    const n = Math.min(share(shares[choice]), people - ballots.length)
    for (let i = 0; i < n; i++) ballots.push(choice)
  }
  while (ballots.length < people) ballots.push(null)
  return ballots
}

/** Members expected against the quorum: short of it, within `NARROW` of it, or safe. */
const NARROW = 2
export function quorumRisk(q: { total: number; needed: number; excused: number }): { expected: number; risk: 'none' | 'narrow' | 'short' } {
  const expected = Math.max(0, q.total - q.excused)
  return { expected, risk: expected < q.needed ? 'short' : expected - q.needed <= NARROW ? 'narrow' : 'none' }
}
