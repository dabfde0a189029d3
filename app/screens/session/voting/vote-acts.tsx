import { Suspense, useState } from 'react'
import { Button } from '#app/components/button.tsx'
import { CirclePause, Radio } from '#app/components/icon.tsx'
import { voteExtend, voteHold, voteKeep, voteTakeOn } from '#app/contracts/vote-acts.ts'
import { lazyPart } from '#app/live/patience.ts'
import type { Vote } from '#app/screens/session/derive.ts'
import type { Room } from '#app/screens/session/room.ts'
import { formatTime } from '#app/text/format.ts'
import { secretText } from '#app/text/secret.ts'
import { votingText as t } from '#app/text/voting.ts'
import { Recusals } from './recusals.tsx'

const CancelVote = lazyPart(() => import('#app/screens/session/secret/cancel-vote.tsx'))

/** For chair and secretaries: acts on the open vote, or who steps aside before one is opened. */
export default function VoteActs({ room }: { room: Room }) {
  const { vote, here } = room
  if (vote?.status === 'open') return <OpenActs vote={vote} room={room} />
  return here && room.isRunning ? <Recusals view={room.view} itemId={here.id} /> : null
}

function OpenActs({ vote, room }: { vote: Vote; room: Room }) {
  const { acts } = room
  const side = room.isSecretary ? 'secretary' : 'presiding'
  const [isCancelling, setCancelling] = useState(false)
  const voteId = vote.id
  const ask = vote.cancelAsk
  return (
    <section aria-label={t.acts} className="mt-4 flex flex-col gap-3 border-t border-line pt-4">
      {vote.closesAt !== null && <p className="text-md text-text-2">{t.endsAt(formatTime(vote.closesAt))}</p>}
      {ask?.side === side && <p className="text-text-2">{secretText.cancel.askedMine}</p>}
      <div className="flex flex-wrap gap-2">
        {vote.held ? (
          <Button icon={<Radio aria-hidden />} isSending={acts.isBusy(voteTakeOn.name)} onClick={() => void acts.run(voteTakeOn, { voteId })}>
            {t.takeOn}
          </Button>
        ) : (
          <Button icon={<CirclePause aria-hidden />} isSending={acts.isBusy(voteHold.name)} onClick={() => void acts.run(voteHold, { voteId })}>
            {t.hold}
          </Button>
        )}
        {vote.closesAt !== null &&
          [1, 5].map(minutes => (
            <Button key={minutes} isSending={acts.isBusy(`${voteExtend.name}/${minutes}`)} onClick={() => void acts.run(voteExtend, { voteId, seconds: minutes * 60 }, `${voteExtend.name}/${minutes}`)}>
              {t.extend(minutes)}
            </Button>
          ))}
        {ask && (
          <Button isSending={acts.isBusy(voteKeep.name)} onClick={() => void acts.run(voteKeep, { voteId })}>
            {t.keep}
          </Button>
        )}
        {ask?.side !== side && (
          <Button variant="plain" onClick={() => setCancelling(true)}>
            {secretText.cancel.open}
          </Button>
        )}
      </div>
      {isCancelling && (
        <Suspense fallback={null}>
          <CancelVote vote={vote} side={side} acts={acts} onClose={() => setCancelling(false)} />
        </Suspense>
      )}
    </section>
  )
}
