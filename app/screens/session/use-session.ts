import { useRevalidator } from '@remix-run/react'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Answer, CommandDef, InputOf, OutputOf } from '#app/contracts/define.ts'
import { voteProgress } from '#app/contracts/meeting.ts'
import { onLeftoversSent, openOutbox } from '#app/live/outbox.ts'
import { useLocalCopies } from '#app/live/papers/use-local-copies.ts'
import { reduceSession, withProgress } from '#app/live/reducers/session.ts'
import { showRehearsal } from '#app/live/rehearsal.ts'
import { hintServerNow } from '#app/live/socket.ts'
import { useCommand } from '#app/live/use-command.ts'
import { useSignal, useStream } from '#app/live/use-stream.ts'
import { errorText } from '#app/text/errors.ts'
import type { Session } from './derive.ts'

/** The session as every screen of it follows it: the loader's view, later events, the live count of the vote. */
export function useSession(data: { view: Session; seq: number; now: number; userId?: string }): Session {
  const stream = `meeting:${data.view.meeting.id}`
  const { view, patch } = useStream({ stream, seq: data.seq, view: data.view, reduce: reduceSession })
  useSignal(voteProgress, stream, s => patch(v => withProgress(v, s)))
  useEffect(() => hintServerNow(data.now), [data.now])
  const itemIds = useMemo(() => view.items.map(i => i.id), [view.items])
  useLocalCopies(view.meeting.id, view.meeting.currentItemId, itemIds, view.papers, data.userId)
  const rehearsalId = view.meeting.isRehearsal ? view.meeting.id : null
  useEffect(() => {
    showRehearsal(rehearsalId)
    return () => showRehearsal(null)
  }, [rehearsalId])
  return view
}

/** Sends what an earlier page of this person left here; once all of it is answered the page is asked for anew. */
export function useOutbox(userId: string): void {
  useEffect(() => openOutbox(userId), [userId])
  const { revalidate } = useRevalidator()
  useEffect(() => onLeftoversSent(revalidate), [revalidate])
}

/** Acts of a console: which one is on its way, and the refusal to show. A second press of the same act is ignored. */
export function useActs() {
  const send = useCommand()
  const [busy, setBusy] = useState<ReadonlySet<string>>(new Set())
  const [error, setError] = useState<string | null>(null)
  const onWay = useRef(new Set<string>())
  const run = useCallback(
    async <C extends CommandDef>(def: C, input: InputOf<C>, key: string = def.name): Promise<Answer<OutputOf<C>> | null> => {
      if (onWay.current.has(key)) return null
      onWay.current.add(key)
      setBusy(new Set(onWay.current))
      setError(null)
      const answer = await send(def, input)
      onWay.current.delete(key)
      setBusy(new Set(onWay.current))
      if (!answer.ok) setError(errorText(answer.code, answer.params))
      return answer
    },
    [send],
  )
  return { run, isBusy: (key: string) => busy.has(key), error, clearError: () => setError(null) }
}
export type Acts = ReturnType<typeof useActs>
