import { useCallback, useState, useSyncExternalStore } from 'react'
import type { Answer, CommandDef, InputOf, OutputOf } from '#app/contracts/define.ts'
import { enqueue, getNoOutbox, getOutbox, getPendingCount, onPending, type OutboxView, sendOnce } from './outbox.ts'
import { newId } from './new-id.ts'

export type Refused = Extract<Answer, { ok: false }>

type Options = {
  /** keep it until the line is back (default), or give up when there is no line now */
  isOnlyNow?: boolean
  /** chosen by the caller when the same act may be asked twice (a double touch) */
  commandId?: string
}

/** `send(def, input)` → the server's answer. Acknowledged means stored; nothing is shown as done before. */
export function useCommand() {
  return useCallback(async function send<C extends CommandDef>(def: C, input: InputOf<C>, opts: Options = {}): Promise<Answer<OutputOf<C>>> {
    const id = opts.commandId ?? newId()
    const answer = await (opts.isOnlyNow ? sendOnce(def.name, input, id) : enqueue(def.name, input, id))
    return answer as Answer<OutputOf<C>>
  }, [])
}

/** One button's act: `run(input)`, whether it is on its way, and the refusal to show. A second press while sending is ignored. */
export function useAct<C extends CommandDef>(def: C, opts: Options = {}) {
  const send = useCommand()
  const [isSending, setSending] = useState(false)
  const [refusal, setRefusal] = useState<Refused | null>(null)
  const isOnlyNow = opts.isOnlyNow ?? false
  const run = useCallback(
    async (input: InputOf<C>): Promise<Answer<OutputOf<C>> | null> => {
      if (isSending) return null
      setSending(true)
      setRefusal(null)
      try {
        const answer = await send(def, input, { isOnlyNow })
        if (!answer.ok) setRefusal(answer)
        return answer
      } finally {
        setSending(false)
      }
    },
    [def, send, isSending, isOnlyNow],
  )
  return { run, isSending, refusal, clear: () => setRefusal(null) }
}

/** How many acts wait on this device. */
export const usePendingCount = (): number => useSyncExternalStore(onPending, getPendingCount, () => 0)

/** What of this person's waits on this device, and what came too late. */
export const useOutbox = (): OutboxView => useSyncExternalStore(onPending, getOutbox, getNoOutbox)
