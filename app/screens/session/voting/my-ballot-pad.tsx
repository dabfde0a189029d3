import { Suspense } from 'react'
import { BallotPad } from '#app/components/ballot-pad.tsx'
import { useHydrated } from '#app/components/use-hydrated.ts'
import { lazyPart } from '#app/live/patience.ts'
import type { Vote } from '#app/screens/session/derive.ts'
import type { useBallot } from '#app/screens/session/use-ballot.ts'

// Loads with the first vote that has a list of options.
const OptionsPad = lazyPart(() => import('./options-pad.tsx'))

/** One's own ballot in whatever kind of vote is open: three answers, or a list. */
export function MyBallotPad({ vote, ballot, castSoFar }: { vote: Vote; ballot: ReturnType<typeof useBallot>; castSoFar?: string }) {
  const shared = { recorded: ballot.recorded, isLineLost: ballot.isLineLost, isChangeAllowed: vote.isChangeAllowed, castSoFar, error: ballot.error, isHeld: vote.held !== undefined, ...(ballot.secret ? { secret: ballot.secret } : {}) }
  const isHydrated = useHydrated()
  if (!vote.options) return <BallotPad {...shared} sending={ballot.sending} answers={vote.answers} onCast={c => void ballot.cast(c)} />
  return isHydrated ? (
    <Suspense fallback={null}>
      <OptionsPad key={vote.id} {...shared} question={vote.question} options={vote.options} sending={ballot.sending !== null} onCast={picks => void ballot.cast(picks)} />
    </Suspense>
  ) : null
}
