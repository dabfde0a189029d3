import type { Recorded } from '#app/components/ballot-pad.tsx'
import { Card } from '#app/components/card.tsx'
import { isRecusedIn, noBallotReason } from '#app/screens/session/derive.ts'
import type { Room } from '#app/screens/session/room.ts'
import { MyBallotPad } from '#app/screens/session/voting/my-ballot-pad.tsx'
import { useBallot } from '#app/screens/session/use-ballot.ts'
import { sessionText } from '#app/text/session.ts'

/** The chair's own ballot while a vote is open. */
export function OwnBallotCard({ room, me, userId }: { room: Room; userId: string; me: { participantId: string | null; myBallots: Record<string, Recorded> } }) {
  const { vote, view } = room
  const ballot = useBallot(vote?.status === 'open' ? vote : null, me.myBallots, userId)
  const hasBallot = noBallotReason(view.participants.find(p => p.id === me.participantId) ?? null) === null && !isRecusedIn(view, vote, me.participantId)
  if (vote?.status !== 'open' || !hasBallot) return null
  return (
    <Card title={sessionText.vote.yourBallot}>
      <MyBallotPad vote={vote} ballot={ballot} />
    </Card>
  )
}
