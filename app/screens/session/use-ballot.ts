import { useCallback, useState } from 'react'
import type { BallotChoice, Recorded } from '#app/components/ballot-pad.tsx'
import { voteCast } from '#app/contracts/meeting.ts'
import { useConnection } from '#app/live/use-connection.ts'
import { useCommand } from '#app/live/use-command.ts'
import { errorText } from '#app/text/errors.ts'

/**
 * One person's ballot in one vote. `recorded` is only what the server answered (now or in an earlier page); while the
 * line is cut the choice waits on this device and is sent with the same command id.
 */
export function useBallot(voteId: string | null, earlier: Record<string, Recorded>) {
  const send = useCommand()
  const { state } = useConnection()
  const [mine, setMine] = useState<Record<string, Recorded>>({})
  const [sending, setSending] = useState<{ voteId: string; choice: BallotChoice } | null>(null)
  const [error, setError] = useState<{ voteId: string; text: string } | null>(null)

  const cast = useCallback(
    async (choice: BallotChoice) => {
      if (!voteId) return
      setSending({ voteId, choice })
      setError(null)
      const answer = await send(voteCast, { voteId, choice })
      setSending(null)
      if (answer.ok) setMine(m => ({ ...m, [voteId]: { choice: answer.data.choice, castAt: answer.data.castAt, receipt: answer.data.receipt } }))
      else setError({ voteId, text: errorText(answer.code, answer.params) })
    },
    [send, voteId],
  )

  const [a, b] = voteId ? [mine[voteId], earlier[voteId]] : []
  const recorded = a && b ? (a.castAt >= b.castAt ? a : b) : (a ?? b ?? null)
  return {
    recorded,
    sending: sending && sending.voteId === voteId ? sending.choice : null,
    isLineLost: state !== 'online',
    error: error && error.voteId === voteId ? error.text : null,
    cast,
  }
}
