import { useSyncExternalStore } from 'react'

/**
 * Where an edit is: `connecting` nothing read yet · `saved` everything acknowledged · `saving` on its way ·
 * `local` kept on this device, the line or the server is away · `refused` the server does not take it (`code`).
 */
export type DocStatus = {
  state: 'connecting' | 'saved' | 'saving' | 'local' | 'refused'
  /** the server's time of the last acknowledged edit, epoch milliseconds */
  savedAt: number | null
  /** edits not acknowledged yet */
  pending: number
  readOnly: boolean
  code: string | null
}

/** Somebody who has a document of this page open and may write. */
export type Peer = { userId: string; name: string; initials: string; unit?: string }

/** All documents of the page together. */
export type DocsSummary = {
  state: DocStatus['state']
  savedAt: number | null
  /** documents with edits that only this device has */
  localCount: number
  peers: Peer[]
  isConnected: boolean
}

const nothing: DocsSummary = { state: 'connecting', savedAt: null, localCount: 0, peers: [], isConnected: false }
let summary = nothing
const listeners = new Set<() => void>()

export const getDocsSummary = (): DocsSummary => summary
export function onDocsSummary(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
export function setDocsSummary(next: DocsSummary): void {
  if (JSON.stringify(next) === JSON.stringify(summary)) return
  summary = next
  for (const l of listeners) l()
}

/** The worst state wins; a page is "saved" only when every document is. */
export function summarize(statuses: DocStatus[], peers: Peer[], isConnected: boolean): DocsSummary {
  const has = (state: DocStatus['state']) => statuses.some(s => s.state === state)
  const order: DocStatus['state'][] = ['refused', 'local', 'saving', 'connecting', 'saved']
  const savedAt = statuses.reduce<number | null>((last, s) => (s.savedAt && s.savedAt > (last ?? 0) ? s.savedAt : last), null)
  const unique = new Map(peers.map(p => [p.userId, p]))
  return {
    state: order.find(has) ?? 'connecting',
    savedAt,
    localCount: statuses.filter(s => s.state === 'local').length,
    peers: [...unique.values()].sort((a, b) => a.name.localeCompare(b.name, 'vi')),
    isConnected,
  }
}

/** What the head of the page shows: stored or not, how many items wait here, who else is writing. */
export const useDocsConnection = (): DocsSummary => useSyncExternalStore(onDocsSummary, getDocsSummary, () => nothing)
