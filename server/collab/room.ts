import { setTimeout as pause } from 'node:timers/promises'
import * as Y from 'yjs'
import type { ErrorCode } from '#app/contracts/errors.ts'
import { readState } from './headless.ts'
import { type Projection, readProjection } from './shape.ts'
import type { DocKind } from '#app/editor/nodes.ts'
import { type CollabStore, type Entry, isLasting, kindOf, type StoredUpdate } from './store.ts'

export const MAX_UPDATE_BYTES = 256 * 1024
export const MAX_STATE_BYTES = 2 * 1024 * 1024
const FOLD_AFTER = 500
const RETRY_MS = [100, 250, 500, 1_000, 2_000]
/** Answers kept for a batch that is sent again after a cut line. */
const REMEMBERED = 200

export type Log = {
  info: (fields: object, message: string) => void
  warn: (fields: object, message: string) => void
  error: (fields: object, message: string) => void
}
export type Saved = { ok: true; n: number; at: number } | { ok: false; code: ErrorCode }
export type Phase = 'live' | 'draining' | 'gone'

type Waiting = Entry & { batchId: string; from: string; answer: (saved: Saved) => void }

export type RoomEvents = {
  /** stored edits for everybody but `except`, the one connection that sent all of them (null: several did) */
  onStored: (update: Uint8Array, n: number, except: string | null) => void
  /** the document takes no more edits */
  onSealed: () => void
  onProjected: (projection: Projection, actorIds: string[]) => void
}

/**
 * One document in memory. `doc` holds exactly what Postgres holds; `ahead` also holds the edits on their way there and
 * is the place where a new edit is tried. So a crash loses nothing anybody saw, and a broken edit harms nobody.
 */
export class Room {
  readonly docId: string
  private readonly kind: DocKind
  phase: Phase = 'live'
  n: number
  savedAt: number
  isSealed: boolean
  private readonly doc = new Y.Doc()
  private ahead: Y.Doc | null = null
  private aheadBytes = 0
  private stateN: number
  private waiting: Waiting[] = []
  private storing: Waiting[] = []
  private readonly answers = new Map<string, Promise<Saved>>()
  private whole: Uint8Array | null = null
  /** storing and taking in happen one after the other */
  private chain: Promise<void> = Promise.resolve()
  private isScheduled = false

  private constructor(
    docId: string,
    loaded: NonNullable<Awaited<ReturnType<CollabStore['load']>>>,
    private readonly store: CollabStore,
    private readonly log: Log,
    private readonly events: RoomEvents,
  ) {
    this.docId = docId
    this.kind = kindOf(docId)
    this.n = loaded.n
    this.stateN = loaded.stateN
    this.isSealed = loaded.isSealed
    this.savedAt = loaded.updatedAt.getTime()
    this.doc.transact(() => {
      if (loaded.state) Y.applyUpdate(this.doc, loaded.state)
      for (const u of loaded.updates) Y.applyUpdate(this.doc, u.bytes)
    })
  }

  /** Null when there is no such document. */
  static async open(docId: string, store: CollabStore, log: Log, events: RoomEvents): Promise<Room | null> {
    const loaded = await store.load(docId)
    return loaded ? new Room(docId, loaded, store, log, events) : null
  }

  get isDirty(): boolean {
    return this.waiting.length + this.storing.length > 0
  }

  /** What a browser that knows `theirs` still needs. The whole state is encoded once for all who need all of it. */
  missingFor(theirs: Uint8Array | null): Uint8Array {
    if (theirs && theirs.length > 1) return Y.encodeStateAsUpdate(this.doc, theirs)
    this.whole ??= Y.encodeStateAsUpdate(this.doc)
    return this.whole
  }
  get vector(): Uint8Array {
    return Y.encodeStateVector(this.doc)
  }

  /**
   * Takes an edit; answers when it is stored or refused, never before. The same `batchId` is stored once.
   * @param from the connection that sent it
   */
  submit(edit: { bytes: Uint8Array; actorId: string; batchId: string; from: string }): Promise<Saved> {
    const known = this.answers.get(edit.batchId)
    if (known) return known
    if (this.isSealed) return Promise.resolve({ ok: false, code: 'DOC_SEALED' })
    const fault = this.tryOut(edit.bytes)
    if (fault) return Promise.resolve({ ok: false, code: fault })
    const answered = new Promise<Saved>(resolve => this.waiting.push({ ...edit, answer: resolve }))
    this.answers.set(edit.batchId, answered)
    if (this.answers.size > REMEMBERED) this.answers.delete(this.answers.keys().next().value as string)
    this.schedule()
    return answered
  }

  /** Applies an edit to the copy; a broken one costs the copy, not the document. */
  private tryOut(bytes: Uint8Array): ErrorCode | null {
    const ahead = this.copy()
    try {
      Y.decodeUpdate(bytes)
      Y.applyUpdate(ahead, bytes)
      readProjection(ahead, this.kind)
      // It builds on something nobody here has seen: stored, it would wait for ever.
      if (ahead.store.pendingStructs || ahead.store.pendingDs) throw new Error('builds on unknown edits')
      this.aheadBytes += bytes.length
      if (this.aheadBytes <= MAX_STATE_BYTES) return null
      this.aheadBytes = Y.encodeStateAsUpdate(ahead).length
      if (this.aheadBytes <= MAX_STATE_BYTES) return null
      this.dropCopy()
      return 'DOC_TOO_LARGE'
    } catch (error) {
      this.dropCopy()
      this.log.warn({ docId: this.docId, err: (error as Error).message }, 'edit refused')
      return 'DOC_BAD_UPDATE'
    }
  }

  private copy(): Y.Doc {
    if (this.ahead) return this.ahead
    const ahead = new Y.Doc()
    const state = this.missingFor(null)
    Y.applyUpdate(ahead, state)
    this.aheadBytes = state.length
    for (const w of [...this.storing, ...this.waiting]) {
      Y.applyUpdate(ahead, w.bytes)
      this.aheadBytes += w.bytes.length
    }
    this.ahead = ahead
    return ahead
  }
  private dropCopy(): void {
    this.ahead?.destroy()
    this.ahead = null
  }

  /** Stores at once when idle; what arrives while Postgres writes goes together into the next statement. */
  private schedule(): void {
    if (this.isScheduled) return
    this.isScheduled = true
    void this.inTurn(async () => {
      this.isScheduled = false
      await this.storeWaiting()
    })
  }

  private inTurn(work: () => Promise<void>): Promise<void> {
    this.chain = this.chain.then(work).catch((error: unknown) => {
      this.log.error({ docId: this.docId, err: error }, 'shared document failed')
    })
    return this.chain
  }

  private async storeWaiting(): Promise<void> {
    while (this.waiting.length > 0) {
      this.storing = this.waiting.splice(0)
      const batch = this.storing
      const projection = readProjection(this.copy(), this.kind)
      const entries = mergeByAuthor(batch)
      const stored = await this.appendUntilStored(entries, projection)
      if (!stored.ok) {
        this.refuse(batch, stored.code)
        continue
      }
      const hasForeign = stored.n !== this.n + entries.length
      const update = batch.length === 1 && batch[0] ? batch[0].bytes : Y.mergeUpdates(batch.map(b => b.bytes))
      this.take([update])
      this.storing = []
      const senders = new Set(batch.map(b => b.from))
      if (!hasForeign) this.n = stored.n
      this.savedAt = stored.at
      this.events.onStored(update, stored.n, senders.size === 1 ? (batch[0]?.from ?? null) : null)
      for (const b of batch) b.answer({ ok: true, n: stored.n, at: stored.at })
      if (hasForeign) await this.takeForeign()
      this.events.onProjected(hasForeign ? readProjection(this.doc, this.kind) : projection, [...new Set(batch.map(b => b.actorId))])
      if (this.n - this.stateN >= FOLD_AFTER) await this.fold()
    }
  }

  private async appendUntilStored(entries: Entry[], projection: Projection): Promise<Saved> {
    for (let attempt = 0; ; attempt++) {
      try {
        const result = await this.store.append(this.docId, entries, projection)
        if (result.outcome === 'stored') return { ok: true, n: result.n, at: result.at.getTime() }
        return { ok: false, code: result.outcome === 'sealed' ? 'DOC_SEALED' : 'DOC_NOT_FOUND' }
      } catch (error) {
        this.log.error({ docId: this.docId, err: error, attempt }, 'shared document not stored, trying again')
        if (isLasting(error)) return { ok: false, code: 'INTERNAL' }
        await pause(RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)])
      }
    }
  }

  /** Nothing of the batch is stored; what waits behind it may build on it and is tried again on its own. */
  private refuse(batch: Waiting[], code: ErrorCode): void {
    const behind = this.waiting.splice(0)
    this.storing = []
    this.dropCopy()
    for (const b of batch) {
      this.answers.delete(b.batchId)
      b.answer({ ok: false, code })
    }
    if (code === 'DOC_SEALED') this.seal()
    for (const w of behind) {
      const fault = this.isSealed ? 'DOC_SEALED' : this.tryOut(w.bytes)
      if (!fault) this.waiting.push(w)
      else {
        this.answers.delete(w.batchId)
        w.answer({ ok: false, code: fault })
      }
    }
  }

  private take(updates: Uint8Array[]): void {
    this.doc.transact(() => {
      for (const u of updates) Y.applyUpdate(this.doc, u)
    })
    this.whole = null
  }

  /** Another process stored edits: fetch what is missing here and show it to the people of this process. */
  pull(): Promise<void> {
    return this.inTurn(async () => {
      await this.takeForeign()
    })
  }

  private async takeForeign(): Promise<void> {
    const rows: StoredUpdate[] = await this.store.since(this.docId, this.n)
    const last = rows.at(-1)
    if (!last) return
    const update = Y.mergeUpdates(rows.map(r => r.bytes))
    this.take([update])
    if (this.ahead) Y.applyUpdate(this.ahead, update)
    this.n = last.n
    this.events.onStored(update, this.n, null)
    // The other process projected without what we had; the last word is the one that has seen both.
    const projection = readProjection(this.doc, this.kind)
    await this.store.project(this.docId, this.n, projection)
    if (this.kind === 'conclusion') this.events.onProjected(projection, [])
  }

  seal(): void {
    if (this.isSealed) return
    this.isSealed = true
    this.events.onSealed()
  }

  /** Waits until nothing is on its way. */
  async flush(): Promise<void> {
    while (this.isDirty) {
      this.schedule()
      await this.chain
    }
    await this.chain
  }

  /** Folds and, when nobody came back meanwhile, ends. A room with unstored edits never ends. */
  async drain(isStillEmpty: () => boolean): Promise<boolean> {
    this.phase = 'draining'
    await this.flush()
    if (this.n > this.stateN) await this.inTurn(() => this.fold())
    if (!isStillEmpty() || this.isDirty) {
      this.phase = 'live'
      return false
    }
    this.phase = 'gone'
    this.dropCopy()
    this.doc.destroy()
    return true
  }

  private async fold(): Promise<void> {
    try {
      const state = this.missingFor(null)
      const n = this.n
      await this.store.fold(this.docId, n, state, readState(state, this.kind).json)
      this.stateN = n
    } catch (error) {
      // Only the next load is longer: every edit is a row of its own.
      this.log.warn({ docId: this.docId, err: error }, 'shared document not folded')
      this.stateN = this.n
    }
  }
}

/** Neighbouring edits of one person become one row; the order of the edits stays. */
function mergeByAuthor(batch: Waiting[]): Entry[] {
  const groups: { actorId: string; parts: Uint8Array[] }[] = []
  for (const b of batch) {
    const last = groups.at(-1)
    if (last?.actorId === b.actorId) last.parts.push(b.bytes)
    else groups.push({ actorId: b.actorId, parts: [b.bytes] })
  }
  return groups.map(g => ({ actorId: g.actorId, bytes: g.parts.length === 1 && g.parts[0] ? g.parts[0] : Y.mergeUpdates(g.parts) }))
}
