import { useCallback, useEffect, useState } from 'react'
import type { BallotChoice, Recorded } from '#app/components/ballot-pad.tsx'
import { voteCast } from '#app/contracts/meeting.ts'
import { patientImport } from '#app/live/patience.ts'
import { useConnection } from '#app/live/use-connection.ts'
import { useCommand } from '#app/live/use-command.ts'
import { errorText } from '#app/text/errors.ts'
import { secretText } from '#app/text/secret.ts'
import type { Vote } from './derive.ts'

/**
 * One person's ballot in one vote. `recorded` is only what the server answered (now or in an earlier page); while the
 * line is cut the ballot waits on this device and is sent with the same command id. A secret one is sealed before it goes
 * anywhere: what waits and what is kept is the sealed ballot and its receipt, never the choice.
 */
export function useBallot(vote: Vote | null, earlier: Record<string, Recorded>, userId: string) {
  const send = useCommand()
  const { state } = useConnection()
  const [mine, setMine] = useState<Record<string, Recorded>>({})
  const [sending, setSending] = useState<{ voteId: string; choice: BallotChoice | 'sealed' } | null>(null)
  const [error, setError] = useState<{ voteId: string; text: string } | null>(null)
  const voteId = vote?.id ?? null
  const seal = vote?.seal ?? null
  const isSecret = vote?.form === 'secret'

  useEffect(() => {
    if (seal) void loadSealing()
  }, [seal])

  const cast = useCallback(
    async (choice: BallotChoice | number[]) => {
      if (!voteId || (isSecret && !seal)) return
      setSending({ voteId, choice: isSecret ? 'sealed' : Array.isArray(choice) ? 'for' : choice })
      setError(null)
      const sealed = seal ? await sealOn(voteId, seal, choice) : null
      const answer = await send(voteCast, sealed ? { voteId, sealed: sealed.sealed } : { voteId, ...(Array.isArray(choice) ? { picks: choice } : { choice }) })
      setSending(null)
      if (!answer.ok) return setError({ voteId, text: isSecret ? secretText.notRecorded(errorText(answer.code, answer.params)) : errorText(answer.code, answer.params) })
      if (sealed) (await import('#app/live/secret/receipts.ts')).keepReceipt({ voteId, user: userId, receipt: sealed.receipt })
      setMine(m => ({ ...m, [voteId]: { choice: answer.data.choice ?? null, castAt: answer.data.castAt, receipt: answer.data.receipt, ...(answer.data.picks ? { picks: answer.data.picks } : {}) } }))
    },
    [send, voteId, seal, isSecret, userId],
  )

  const [a, b] = voteId ? [mine[voteId], earlier[voteId]] : []
  const recorded = a && b ? (a.castAt >= b.castAt ? a : b) : (a ?? b ?? null)
  return {
    recorded,
    sending: sending && sending.voteId === voteId ? sending.choice : null,
    isLineLost: state !== 'online',
    error: error && error.voteId === voteId ? error.text : null,
    cast,
    /** words of the pad for a secret vote */
    ...(isSecret ? { secret: padWords } : {}),
  }
}

const loadSealing = () => patientImport(() => import('#app/live/secret/seal.ts'))
/** The cryptography comes with the first secret vote that opens; by the time of the ballot it is here. */
export const sealOn = async (voteId: string, seal: NonNullable<Vote['seal']>, choice: BallotChoice | readonly number[]) => (await loadSealing()).sealBallot(voteId, seal, choice)

export const padWords = { recorded: secretText.recorded, recordedHint: secretText.recordedHint, hint: secretText.sealedHint, again: secretText.again, againHint: secretText.againHint, keep: secretText.keep }
