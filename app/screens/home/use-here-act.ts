import { useEffect, useRef, useState } from 'react'
import type { CommandDef, InputOf } from '#app/contracts/define.ts'
import { toast } from '#app/components/toast.tsx'
import { newId } from '#app/live/new-id.ts'
import { enqueue, stopWaiting } from '#app/live/outbox.ts'
import { useConnection } from '#app/live/use-connection.ts'
import { errorText } from '#app/text/errors.ts'
import { workText as w } from '#app/text/my-work.ts'
import { taskText as t } from '#app/text/tasks.ts'

/** Acts of one touch on a row of the list. With a line the row waits for the answer; without one the act waits on this device and the row says so. */
export function useHereAct() {
  const isCut = useConnection().state !== 'online'
  const [problem, setProblem] = useState<{ taskId: string; text: string } | null>(null)
  const stoodFor = useRef(new Set<string>())
  const leaveAll = () => {
    for (const id of stoodFor.current) stopWaiting(id)
    stoodFor.current.clear()
  }
  useEffect(() => {
    if (isCut) leaveAll()
  }, [isCut])
  useEffect(() => leaveAll, [])

  const run = async <C extends CommandDef>(def: C, input: InputOf<C>, card: { id: string; code: string; title: string }) => {
    setProblem(null)
    const id = newId()
    const answered = enqueue(def.name, input, id, { as: card.title, files: [] })
    if (isCut) {
      stopWaiting(id)
      toast(w.keptHere)
      return
    }
    stoodFor.current.add(id)
    const answer = await answered
    stoodFor.current.delete(id)
    if (answer.ok) toast(`${t.recorded}: ${card.code}`)
    else setProblem({ taskId: card.id, text: errorText(answer.code, answer.params) })
  }
  return { run, problem }
}
