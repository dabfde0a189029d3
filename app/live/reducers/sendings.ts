import { sendingsMoved } from '#app/contracts/alert.ts'
import type { PayloadOf, StreamEvent } from '#app/contracts/define.ts'

type Moved = PayloadOf<typeof sendingsMoved>
type State = Omit<Moved['messages'][number], 'id'>
export type Show = keyof Moved['counts']
export type SendingsView<M extends { id: string } & State, P extends { id: string }> = {
  counts: Moved['counts']
  messages: readonly M[]
  planned: readonly P[]
  /** moved into this list since it was read; a list does not jump under who reads it */
  fresh: number
}

const listOf = (status: string): Show => (status === 'failed' || status === 'unknown' ? 'failed' : status === 'sent' || status === 'void' ? 'sent' : 'waiting')

/** Bản tin đổi: a row says at once how it goes and stays where it is; what was planned and is worked out leaves; the rest is counted. */
export function reduceSendings<M extends { id: string } & State, P extends { id: string }>(show: Show) {
  return (view: SendingsView<M, P>, e: StreamEvent): SendingsView<M, P> => {
    if (e.name !== sendingsMoved.name) return view
    const { messages, alertIds, counts } = e.payload as Moved
    const moved = new Map(messages.map(m => [m.id, m]))
    const known = new Set(view.messages.map(m => m.id))
    const gone = new Set(alertIds)
    return {
      counts,
      messages: view.messages.map(m => ({ ...m, ...moved.get(m.id) })),
      planned: view.planned.filter(p => !gone.has(p.id)),
      fresh: view.fresh + messages.filter(m => !known.has(m.id) && listOf(m.status) === show).length,
    }
  }
}
