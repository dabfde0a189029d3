/**
 * Receipts this device worked out by itself, by vote: after closing they are looked for in the list the server gives.
 * A receipt says that a ballot was sent from here, never which.
 */
const KEY = 'tantrao.receipts'
const KEEP = 50

type Kept = { voteId: string; user: string; receipt: string }

function read(): Kept[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]')
    return Array.isArray(kept) ? (kept as Kept[]) : []
  } catch {
    return []
  }
}

/** @returns whether this device could keep it; where it could not, the server's copy of the receipt is shown */
export function keepReceipt(kept: Kept): boolean {
  try {
    const others = read().filter(k => k.voteId !== kept.voteId || k.user !== kept.user)
    localStorage.setItem(KEY, JSON.stringify([...others, kept].slice(-KEEP)))
    return true
  } catch {
    return false
  }
}

export const receiptKept = (voteId: string, user: string): string | null => read().find(k => k.voteId === voteId && k.user === user)?.receipt ?? null
