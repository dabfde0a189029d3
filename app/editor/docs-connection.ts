import { io, type Socket } from 'socket.io-client'
import * as Y from 'yjs'
import { type DocStatus, type Peer, setDocsSummary, summarize } from './docs-state.ts'
import { type KeyValue, type Left, memoryStorage, PendingEdits } from './pending.ts'

/** Edits are sent in one piece up to here; the server takes 256 kB. */
const MAX_PIECE = 200 * 1024
/** Unacknowledged this long means "on this device" even while the line looks alive. */
const LOCAL_AFTER_MS = 4_000
const ANSWER_WITHIN_MS = 30_000
const AGAIN_AFTER_MS = 1_500
/** An item added a moment ago may reach the server after the first question about its document. */
const PATIENCE = 4

type Refused = { ok: false; code: string }
type Joined = {
  ok: true
  update: ArrayBuffer | Uint8Array
  sv: ArrayBuffer | Uint8Array
  n: number
  savedAt: number
  readOnly: boolean
  isSealed: boolean
  awareness: ArrayBuffer | Uint8Array | null
  peers: Peer[]
}
type Stored = { ok: true; n: number; at: number }

/** What an editor on the screen is to a session. */
export type View = {
  readonly doc: Y.Doc
  onSynced: () => void
  onConnection: (isConnected: boolean) => void
  onCursors: (frame: Uint8Array) => void
  onCursorsGone: () => void
}

const bytesOf = (data: ArrayBuffer | Uint8Array): Uint8Array => (data instanceof Uint8Array ? data : new Uint8Array(data))
const FROM_SERVER = Symbol('from the server')

/**
 * One document of the page: its content, what is not acknowledged, and the talk with the server. Editors come and go
 * (scrolling, React's double mounting); the session stays until everything is acknowledged.
 */
export class DocSession {
  readonly doc = new Y.Doc()
  private readonly views = new Set<View>()
  private readonly listeners = new Set<() => void>()
  private unsent: Uint8Array[] = []
  private sent: { id: string; update: Uint8Array; count: number; since: number } | null = null
  private collected: Left[] = []
  private isJoined = false
  private isJoining = false
  private mayTryAgain = true
  private patience = PATIENCE
  private again: ReturnType<typeof setTimeout> | null = null
  private late: ReturnType<typeof setTimeout> | null = null
  private isLate = false
  isSynced = false
  readOnly = false
  peers: Peer[] = []
  private code: string | null = null
  private savedAt: number | null = null
  private known: DocStatus = { state: 'connecting', savedAt: null, pending: 0, readOnly: false, code: null }

  constructor(
    readonly docId: string,
    private readonly connection: DocsConnection,
  ) {
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      for (const view of this.views) if (view !== origin) Y.applyUpdate(view.doc, update, this)
      if (origin === FROM_SERVER) return
      this.unsent.push(update)
      this.keep()
      void this.flush()
      this.tell()
    })
  }

  // ── editors ──

  attach(view: View): void {
    this.views.add(view)
    view.doc.on('update', this.fromView)
    view.onConnection(this.connection.isConnected)
    if (this.isSynced) this.fill(view)
    void this.join()
  }

  detach(view: View): void {
    view.doc.off('update', this.fromView)
    this.views.delete(view)
    this.leaveWhenDone()
  }

  private readonly fromView = (update: Uint8Array, origin: unknown, doc: Y.Doc): void => {
    // The editor tidies up what it shows even where nobody may write; that stays on the screen.
    if (origin === this || this.readOnly) return
    for (const view of this.views) if (view.doc === doc) Y.applyUpdate(this.doc, update, view)
  }

  private fill(view: View): void {
    Y.applyUpdate(view.doc, Y.encodeStateAsUpdate(this.doc, Y.encodeStateVector(view.doc)), this)
    view.onSynced()
  }

  get status(): DocStatus {
    return this.known
  }
  onStatus(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  get isNeeded(): boolean {
    return this.views.size > 0 || (this.pendingCount > 0 && this.code === null)
  }
  private get pendingCount(): number {
    return this.unsent.length + (this.sent?.count ?? 0)
  }

  // ── talk with the server ──

  /** Both sides tell what they know and give what the other lacks; after a cut line, a restart, a day away. */
  async join(): Promise<void> {
    if (this.isJoined || this.isJoining || !this.connection.isConnected) return
    this.isJoining = true
    const answer = await this.connection.call<Joined>('doc.join', { docId: this.docId, sv: Y.encodeStateVector(this.doc) })
    this.isJoining = false
    if (!answer.ok) return this.notJoined(answer.code)
    this.isJoined = true
    this.readOnly = answer.readOnly
    this.code = null
    this.peers = answer.peers
    this.savedAt = Math.max(this.savedAt ?? 0, answer.savedAt)
    Y.applyUpdate(this.doc, bytesOf(answer.update), FROM_SERVER)
    const isFirst = !this.isSynced
    this.isSynced = true
    if (this.readOnly) this.keepForLater(answer.isSealed)
    else this.collect(bytesOf(answer.sv))
    for (const view of this.views) {
      if (isFirst) this.fill(view)
      if (answer.awareness) view.onCursors(bytesOf(answer.awareness))
    }
    void this.flush()
    this.tell()
    this.leaveWhenDone()
  }

  private notJoined(code: string): void {
    const isNew = !this.isSynced && (code === 'DOC_NOT_FOUND' || code === 'FORBIDDEN')
    if (code === 'NO_ANSWER' || code === 'SERVER_BUSY' || code === 'TOO_MANY') this.tryAgainLater()
    else if (isNew && this.patience > 0) {
      this.patience -= 1
      this.tryAgainLater()
    } else this.code = code
    this.tell()
  }

  /** Whatever the server does not have goes (again) into the queue, also from windows that were closed. */
  private collect(theirs: Uint8Array): void {
    if (this.sent) {
      this.unsent.unshift(this.sent.update)
      this.sent = null
    }
    this.collected = this.connection.pending.left(this.docId)
    for (const { update } of this.collected) {
      // Applied as an edit of this window: it is shown, queued and kept like one.
      try {
        Y.applyUpdate(this.doc, update, this.collected)
      } catch {
        // Damaged in storage; the other windows' edits still count.
        continue
      }
    }
    // Known here and in everybody's screen, yet not to the server: it was set back to an older state.
    if (isAhead(Y.encodeStateVector(this.doc), theirs) && this.unsent.length === 0) {
      this.unsent.push(Y.encodeStateAsUpdate(this.doc, theirs))
    }
    this.keep()
    if (this.unsent.length === 0) this.settle()
  }

  private keepForLater(isSealed: boolean): void {
    if (this.pendingCount > 0 || this.connection.pending.left(this.docId).length > 0) {
      this.code = isSealed ? 'DOC_SEALED' : 'DOC_READ_ONLY'
    }
  }

  private async flush(): Promise<void> {
    if (this.sent || this.unsent.length === 0 || !this.isJoined || this.readOnly || this.code) return
    const piece = this.nextPiece()
    const sent = { id: this.connection.newId(), update: piece.update, count: piece.count, since: Date.now() }
    this.sent = sent
    this.watchLate()
    const answer = await this.connection.call<Stored>(
      'doc.update',
      { docId: this.docId, id: sent.id, update: sent.update },
      ANSWER_WITHIN_MS,
    )
    // A cut line has put it back into the queue; the answer belongs to an earlier talk.
    if (this.sent !== sent) return
    this.sent = null
    if (answer.ok) this.acknowledged(answer)
    else this.notTaken(answer.code, sent)
    this.tell()
  }

  /** As many edits as fit into one message. */
  private nextPiece(): { update: Uint8Array; count: number } {
    let size = 0
    let count = 0
    for (const u of this.unsent) {
      if (count > 0 && size + u.length > MAX_PIECE) break
      size += u.length
      count += 1
    }
    const parts = this.unsent.splice(0, count)
    return { update: parts.length === 1 && parts[0] ? parts[0] : Y.mergeUpdates(parts), count }
  }

  private acknowledged(answer: Stored): void {
    this.savedAt = answer.at
    this.mayTryAgain = true
    this.setLate(false)
    this.keep()
    if (this.unsent.length > 0) void this.flush()
    else this.settle()
  }

  /** Everything is a row on the server: nothing has to be kept here any more. */
  private settle(): void {
    this.connection.pending.forget(this.collected)
    this.collected = []
    this.leaveWhenDone()
  }

  private notTaken(code: string, sent: { update: Uint8Array }): void {
    this.unsent.unshift(sent.update)
    if (code === 'NO_ANSWER' || code === 'SERVER_BUSY' || code === 'TOO_MANY') {
      this.setLate(true)
      return this.tryAgainLater()
    }
    if (code === 'DOC_NOT_FOUND' || (this.mayTryAgain && (code === 'DOC_BAD_UPDATE' || code === 'BAD_INPUT'))) {
      // The server may have lost track of us; once, everything is compared from the beginning.
      this.mayTryAgain = code === 'DOC_NOT_FOUND' && this.mayTryAgain
      this.isJoined = false
      void this.join()
      return
    }
    this.code = code
    this.readOnly = true
    if (code === 'DOC_BAD_UPDATE' || code === 'DOC_TOO_LARGE' || code === 'BAD_INPUT') this.connection.pending.setAside(this.docId)
  }

  private tryAgainLater(): void {
    this.again ??= setTimeout(() => {
      this.again = null
      if (this.isJoined) void this.flush()
      else void this.join()
    }, AGAIN_AFTER_MS)
  }

  private watchLate(): void {
    this.late ??= setTimeout(() => {
      this.late = null
      if (this.sent && Date.now() - this.sent.since >= LOCAL_AFTER_MS) this.setLate(true)
      else if (this.sent) this.watchLate()
    }, LOCAL_AFTER_MS)
  }
  private setLate(isLate: boolean): void {
    if (this.isLate === isLate) return
    this.isLate = isLate
    this.tell()
  }

  private keep(): void {
    const all = this.sent ? [this.sent.update, ...this.unsent] : this.unsent
    this.connection.pending.write(this.docId, all.length === 0 ? null : all.length === 1 && all[0] ? all[0] : Y.mergeUpdates(all))
  }

  private leaveWhenDone(): void {
    if (this.isNeeded || !this.isJoined) return
    this.isJoined = false
    this.connection.leave(this.docId)
    this.tell()
  }

  // ── called by the connection ──

  onServerUpdate(update: Uint8Array): void {
    if (this.isSynced) Y.applyUpdate(this.doc, update, FROM_SERVER)
  }
  onCursors(frame: Uint8Array): void {
    for (const view of this.views) view.onCursors(frame)
  }
  onPeers(peers: Peer[]): void {
    this.peers = peers
    this.tell()
  }
  onClosed(reason: string): void {
    this.isJoined = false
    this.peers = []
    if (reason === 'sealed') {
      this.readOnly = true
      if (this.pendingCount > 0) this.code = 'DOC_SEALED'
    } else if (this.isNeeded) {
      // Rights changed: ask again and take what they allow now.
      void this.join()
    }
    this.tell()
  }
  onLine(isConnected: boolean): void {
    if (!isConnected) {
      this.isJoined = false
      this.peers = []
      if (this.sent) {
        this.unsent.unshift(this.sent.update)
        this.sent = null
      }
    }
    for (const view of this.views) {
      view.onConnection(isConnected)
      if (!isConnected) view.onCursorsGone()
    }
    if (isConnected && (this.isNeeded || this.connection.pending.left(this.docId).length > 0)) {
      if (this.code === 'NOT_SIGNED_IN') this.code = null
      void this.join()
    }
    this.tell()
  }
  sendCursor(frame: Uint8Array): void {
    if (this.isJoined && !this.readOnly) void this.connection.call('doc.awareness', { docId: this.docId, update: frame })
  }

  private tell(): void {
    const next: DocStatus = {
      state: this.stateNow(),
      savedAt: this.savedAt,
      pending: this.pendingCount,
      readOnly: this.readOnly,
      code: this.code,
    }
    if (JSON.stringify(next) !== JSON.stringify(this.known)) {
      this.known = next
      for (const l of this.listeners) l()
    }
    this.connection.summarize()
  }

  private stateNow(): DocStatus['state'] {
    if (this.code) return 'refused'
    if (this.pendingCount > 0) return this.isLate || !this.connection.isConnected ? 'local' : 'saving'
    return this.isSynced ? 'saved' : 'connecting'
  }
}

function isAhead(ours: Uint8Array, theirs: Uint8Array): boolean {
  const their = Y.decodeStateVector(theirs)
  for (const [client, clock] of Y.decodeStateVector(ours)) if (clock > (their.get(client) ?? 0)) return true
  return false
}

/** The one connection of a page to `/docs`, shared by all its documents. */
export class DocsConnection {
  readonly pending: PendingEdits
  private readonly sessions = new Map<string, DocSession>()
  private back: ReturnType<typeof setTimeout> | null = null

  constructor(
    private readonly socket: Socket,
    userId: string,
    storage: KeyValue,
    readonly newId: () => string = () => crypto.randomUUID(),
  ) {
    this.pending = new PendingEdits(storage, userId, this.newId().slice(-12))
    socket.on('connect', () => this.line(true))
    socket.on('disconnect', reason => {
      this.line(false)
      // The server closed the line itself (restart, changed rights): the client library would stay away.
      if (reason === 'io server disconnect') this.comeBack()
    })
    socket.on('connect_error', () => {
      this.line(false)
      if (!socket.active) this.comeBack()
    })
    type Message = { docId: string; update: ArrayBuffer | Uint8Array }
    socket.on('doc.update', (m: Message) => this.sessions.get(m.docId)?.onServerUpdate(bytesOf(m.update)))
    socket.on('doc.awareness', (m: Message) => this.sessions.get(m.docId)?.onCursors(bytesOf(m.update)))
    socket.on('doc.peers', (m: { docId: string; peers: Peer[] }) => this.sessions.get(m.docId)?.onPeers(m.peers))
    socket.on('doc.closed', (m: { docId: string; reason: string }) => this.sessions.get(m.docId)?.onClosed(m.reason))
    // Documents nobody may open again on this page still get what was left for them.
    for (const docId of this.pending.docIds()) this.session(docId)
  }

  get isConnected(): boolean {
    return this.socket.connected
  }

  /** The session of a document; made when first asked for. */
  session(docId: string): DocSession {
    const known = this.sessions.get(docId)
    if (known) return known
    const made = new DocSession(docId, this)
    this.sessions.set(docId, made)
    if (this.isConnected && this.pending.left(docId).length > 0) void made.join()
    return made
  }

  /** One call, always answered: no line or no answer in time is an answer too. */
  async call<T extends { ok: true }>(word: string, body: object, withinMs = 10_000): Promise<T | Refused> {
    if (!this.socket.connected) return { ok: false, code: 'NO_ANSWER' }
    try {
      return (await this.socket.timeout(withinMs).emitWithAck(word, body)) as T | Refused
    } catch {
      return { ok: false, code: 'NO_ANSWER' }
    }
  }

  leave(docId: string): void {
    void this.call('doc.leave', { docId })
  }

  summarize(): void {
    const all = [...this.sessions.values()].filter(s => s.isNeeded || s.status.pending > 0)
    setDocsSummary(summarize(all.map(s => s.status), all.flatMap(s => s.peers), this.isConnected))
  }

  close(): void {
    if (this.back) clearTimeout(this.back)
    this.socket.disconnect()
  }

  private line(isConnected: boolean): void {
    for (const s of this.sessions.values()) s.onLine(isConnected)
    this.summarize()
  }

  private comeBack(): void {
    this.back ??= setTimeout(
      () => {
        this.back = null
        this.socket.connect()
      },
      600 + Math.random() * 900,
    )
  }
}

let ofPage: { userId: string; connection: DocsConnection } | null = null

/** The page's connection for this person; shares the line of the page's other live parts. */
export function getDocsConnection(userId: string): DocsConnection {
  if (ofPage?.userId === userId) return ofPage.connection
  ofPage?.connection.close()
  const socket = io('/docs', {
    transports: ['websocket', 'polling'],
    reconnectionDelay: 500,
    reconnectionDelayMax: 5_000,
    randomizationFactor: 0.5,
    timeout: 8_000,
  })
  ofPage = { userId, connection: new DocsConnection(socket, userId, browserStorage()) }
  return ofPage.connection
}

function browserStorage(): KeyValue {
  try {
    const probe = 'tantrao.probe'
    localStorage.setItem(probe, '1')
    localStorage.removeItem(probe)
    return localStorage
  } catch {
    return memoryStorage()
  }
}
