import { useEffect } from 'react'
import { paperMarkOpened } from '#app/contracts/record.ts'
import { useCommand } from '#app/live/use-command.ts'

/** Papers this page has told of: opening one again says nothing new. */
const told = new Set<string>()

/** Tells the server that a person opened this paper; a device that only keeps a copy tells nothing. */
export function useOpenings(paperId: string | null): void {
  const send = useCommand()
  useEffect(() => {
    if (!paperId || told.has(paperId)) return
    told.add(paperId)
    void send(paperMarkOpened, { paperId })
  }, [paperId, send])
}
