import { Suspense } from 'react'
import { useHydrated } from '#app/components/use-hydrated.ts'
import { lazyPart } from '#app/live/patience.ts'
import type { Vote } from '../derive.ts'

// Most votes have neither list nor notes: both load with the first vote that has.
const ListFigures = lazyPart(() => import('./list-figures.tsx'))
const VoteNotes = lazyPart(() => import('./vote-notes.tsx'))

/** The options of a vote with their votes. */
export function VoteList({ vote, limit }: { vote: Vote; limit?: number }) {
  const isHydrated = useHydrated()
  return vote.options && isHydrated ? (
    <Suspense fallback={null}>
      <ListFigures vote={vote} {...(limit === undefined ? {} : { limit })} />
    </Suspense>
  ) : null
}

/** What stands beside the figures, where there is something. */
export function NotesOfVote({ vote }: { vote: Vote }) {
  const isHydrated = useHydrated()
  const hasNotes = vote.held ?? vote.cancelAsk ?? vote.again ?? vote.recused ?? vote.reserved
  return hasNotes && isHydrated ? (
    <Suspense fallback={null}>
      <VoteNotes vote={vote} />
    </Suspense>
  ) : null
}
