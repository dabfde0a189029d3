import { fromBase64, toBase64 } from 'lib0/buffer'

/** The part of the browser's storage that is used. */
export type KeyValue = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

export const PENDING_PREFIX = 'tantrao.docs.'
const ASIDE_PREFIX = 'tantrao.docs-refused.'

export type Left = { key: string; text: string; update: Uint8Array }

/**
 * Edits the server has not acknowledged, per person and document. Written before they are sent and synchronously, so that
 * closing the window at any moment loses nothing. Every window has a key of its own; the next one to open the
 * document collects them all.
 */
export class PendingEdits {
  private readonly prefix: string

  constructor(
    private readonly storage: KeyValue,
    userId: string,
    private readonly windowId: string,
  ) {
    this.prefix = `${PENDING_PREFIX}${userId}.`
  }

  /** Null forgets: everything is acknowledged. False when the browser refuses to keep it (full, private window). */
  write(docId: string, update: Uint8Array | null): boolean {
    const key = `${this.prefix}${docId}.${this.windowId}`
    try {
      if (update) this.storage.setItem(key, toBase64(update))
      else this.storage.removeItem(key)
      return true
    } catch {
      return false
    }
  }

  /** What other windows and earlier visits left for this document. */
  left(docId: string): Left[] {
    const own = `${this.prefix}${docId}.${this.windowId}`
    const found: Left[] = []
    for (const key of this.keys(`${this.prefix}${docId}.`)) {
      const text = key === own ? null : this.storage.getItem(key)
      if (!text) continue
      try {
        const update = fromBase64(text)
        if (update.length === 0) throw new Error('damaged')
        found.push({ key, text, update })
      } catch {
        this.storage.removeItem(key)
      }
    }
    return found
  }

  /** Forgets what was collected and is acknowledged now, unless its window has written more meanwhile. */
  forget(collected: Left[]): void {
    for (const { key, text } of collected) if (this.storage.getItem(key) === text) this.storage.removeItem(key)
  }

  /** The server refused these edits for good: out of the way of the next visit, yet not destroyed. */
  setAside(docId: string): void {
    for (const key of this.keys(`${this.prefix}${docId}.`)) {
      const text = this.storage.getItem(key)
      this.storage.removeItem(key)
      try {
        if (text) this.storage.setItem(`${ASIDE_PREFIX}${key.slice(PENDING_PREFIX.length)}`, text)
      } catch {
        // The browser is full; the text is still on the screen.
        return
      }
    }
  }

  /** Documents with something left, of this person. */
  docIds(): string[] {
    const ids = this.keys(this.prefix).map(key => key.slice(this.prefix.length, key.lastIndexOf('.')))
    return [...new Set(ids)]
  }

  private keys(prefix: string): string[] {
    const found: string[] = []
    for (let i = 0; i < this.storage.length; i++) {
      const key = this.storage.key(i)
      if (key?.startsWith(prefix)) found.push(key)
    }
    return found
  }
}

/** For browsers that deny storage: the page itself still keeps everything while it is open. */
export function memoryStorage(): KeyValue {
  const map = new Map<string, string>()
  return {
    getItem: key => map.get(key) ?? null,
    setItem: (key, value) => void map.set(key, value),
    removeItem: key => void map.delete(key),
    key: index => [...map.keys()][index] ?? null,
    get length() {
      return map.size
    },
  }
}
