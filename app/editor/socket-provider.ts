import type { Provider, ProviderAwareness } from '@lexical/yjs'
import { applyAwarenessUpdate, Awareness, encodeAwarenessUpdate, removeAwarenessStates } from 'y-protocols/awareness'
import type * as Y from 'yjs'
import type { DocSession, View } from './docs-connection.ts'

type Word = 'sync' | 'status' | 'update' | 'reload'
type Listener = (value: never) => void

const CURSOR_EVERY_MS = 50
const GIVE_UP_AFTER_MS = 2_000

/**
 * What the editor's collaboration plugin talks to: one per mounted editor, on top of the document's session. The plugin
 * connects and disconnects at will (React mounts twice in development); edits are the session's business.
 */
export class SocketProvider implements Provider, View {
  readonly awareness: ProviderAwareness
  private readonly cursors: Awareness
  private readonly listeners = new Map<Word, Set<Listener>>()
  private isAttached = false
  private isShown = false
  private cursorTimer: ReturnType<typeof setTimeout> | null = null
  private endTimer: ReturnType<typeof setTimeout> | null = null

  constructor(
    readonly doc: Y.Doc,
    private readonly session: DocSession,
    private readonly hasCursor: boolean,
  ) {
    this.cursors = new Awareness(doc)
    this.awareness = this.cursors as unknown as ProviderAwareness
    this.cursors.on('update', (_change: unknown, origin: unknown) => {
      if (origin === 'local' && this.hasCursor) this.cursorMoved()
    })
  }

  connect(): void {
    if (this.endTimer) clearTimeout(this.endTimer)
    this.endTimer = null
    if (this.isAttached) return
    this.isAttached = true
    this.session.attach(this)
  }

  disconnect(): void {
    if (!this.isAttached) return
    this.isAttached = false
    this.hideCursor()
    this.session.detach(this)
    // Mounted twice, the plugin connects again at once; else nobody needs the clock of the cursors any more.
    this.endTimer = setTimeout(() => this.cursors.destroy(), GIVE_UP_AFTER_MS)
  }

  on(word: Word, listener: (...args: never[]) => void): void {
    const all = this.listeners.get(word) ?? new Set<Listener>()
    all.add(listener as Listener)
    this.listeners.set(word, all)
  }
  off(word: Word, listener: (...args: never[]) => void): void {
    this.listeners.get(word)?.delete(listener as Listener)
  }
  private emit(word: Word, value: unknown): void {
    for (const l of this.listeners.get(word) ?? []) l(value as never)
  }

  // ── from the session ──

  onSynced(): void {
    this.emit('sync', true)
  }
  onConnection(isConnected: boolean): void {
    this.emit('status', { status: isConnected ? 'connected' : 'disconnected' })
    if (isConnected && this.isShown) this.cursorMoved()
  }
  onCursors(frame: Uint8Array): void {
    applyAwarenessUpdate(this.cursors, frame, 'server')
  }
  onCursorsGone(): void {
    const others = [...this.cursors.getStates().keys()].filter(id => id !== this.cursors.clientID)
    removeAwarenessStates(this.cursors, others, 'server')
  }

  // ── own cursor ──

  /** Only somebody who stands in the text has a place worth telling. */
  private cursorMoved(): void {
    this.cursorTimer ??= setTimeout(() => {
      this.cursorTimer = null
      const state = this.awareness.getLocalState()
      if (state?.focusing) {
        this.isShown = true
        this.session.sendCursor(encodeAwarenessUpdate(this.cursors, [this.cursors.clientID]))
      } else this.hideCursor()
    }, CURSOR_EVERY_MS)
  }
  private hideCursor(): void {
    if (this.cursorTimer) clearTimeout(this.cursorTimer)
    this.cursorTimer = null
    if (!this.isShown) return
    this.isShown = false
    this.session.sendCursor(encodeAwarenessUpdate(this.cursors, [this.cursors.clientID], new Map()))
  }
}
