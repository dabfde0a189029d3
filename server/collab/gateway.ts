import { randomUUID } from 'node:crypto'
import pg, { type Pool } from 'pg'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import type { Namespace, Server, Socket } from 'socket.io'
import { z } from 'zod'
import type { ErrorCode } from '#app/contracts/errors.ts'
import type { Actor } from '#server/command/context.ts'
import { Cursors, type Identity } from './cursors.ts'
import { type Log, MAX_UPDATE_BYTES, Room } from './room.ts'
import { type Sealed, sealDoc } from './seal.ts'
import type { Projection } from './shape.ts'
import { CHANNEL, docOf, makeStore } from './store.ts'

export type Access = { read: boolean; write: boolean; name: string; initials: string; unit?: string }
export type ClosedReason = 'rights' | 'sealed'

export type CollabDeps = {
  pool: Pool
  log: Log
  /** for the line on which Postgres tells of edits of other processes; default: that of the pool */
  connectionString?: string
  /** who is behind the connection now; null when the session ended */
  authenticate: (socket: Socket) => Promise<Actor | null>
  /** what the person may do with the document, and under which name others see the cursor */
  access: (actor: Actor, docId: string) => Promise<Access>
  /** after edits were stored: the new title and text, and who wrote */
  onProjected?: (docId: string, projection: Projection, actorIds: string[]) => void
  /** how long an empty document stays in memory, milliseconds */
  idleMs?: number
}

export type Collab = {
  /** stores everything on its way; new joins and edits are answered SERVER_BUSY. Resolves with the number of documents */
  drainAll: (withinMs?: number) => Promise<number>
  /** closes a document for good, see seal.ts */
  seal: (docId: string, now: Date) => Promise<Sealed | null>
}

const MAX_DOCS = 200
const RIGHTS_FRESH_MS = 3_000
const IDLE_MS = 20_000
const PEERS_EVERY_MS = 100

const DocId = z.string().max(64)
const Bytes = z.custom<Uint8Array>(value => value instanceof Uint8Array)
const Join = z.object({ docId: DocId, sv: Bytes.nullish() })
const Update = z.object({ docId: DocId, id: z.string().min(8).max(64), update: Bytes })
const Awareness = z.object({ docId: DocId, update: Bytes })
const Leave = z.object({ docId: DocId })

type Refused = { ok: false; code: ErrorCode }
type Answer = ({ ok: true } & Record<string, unknown>) | Refused

type Member = Identity & { docId: string; canWrite: boolean; checkedAt: number; turn: Promise<unknown> }
type Held = {
  room: Room
  cursors: Cursors
  members: Map<string, Member>
  idle: NodeJS.Timeout | null
  peersTimer: NodeJS.Timeout | null
}

const refused = (code: ErrorCode): Refused => ({ ok: false, code })
/** How `evictFromDocs` reaches the connections of a person. */
const LEAVE_ALL = 'collabLeaveAll'
const personRoom = (userId: string) => `docs-person:${userId}`

/**
 * The `/docs` namespace. In: `doc.join`, `doc.update`, `doc.awareness`, `doc.leave`, each answered. Out: `doc.update`,
 * `doc.awareness`, `doc.peers`, `doc.closed`. An edit is answered `{ok: true, n, at}` only when it is a row.
 */
export function attachCollab(io: Server, deps: CollabDeps): Collab {
  const { pool, log } = deps
  const nsp: Namespace = io.of('/docs')
  const processId = randomUUID()
  const store = makeStore(pool, processId)
  const held = new Map<string, Held>()
  const opening = new Map<string, Promise<Held | null>>()
  // Per session, never per address; far above the fastest typist with thirty documents open.
  const calls = new RateLimiterMemory({ points: 900, duration: 10 })
  let isStopping = false

  // ── rooms ──

  /** One shared load, however many join at once. */
  function hold(docId: string): Promise<Held | null> {
    const known = held.get(docId)
    if (known && known.room.phase !== 'gone') return Promise.resolve(known)
    const running = opening.get(docId)
    if (running) return running
    const opened = open(docId).finally(() => opening.delete(docId))
    opening.set(docId, opened)
    return opened
  }

  async function open(docId: string): Promise<Held | null> {
    const room = await Room.open(docId, store, log, {
      onStored: (update, n, except) => {
        const to = except ? nsp.to(docId).except(except) : nsp.to(docId)
        to.emit('doc.update', { docId, update: Buffer.from(update), n })
      },
      onSealed: () => nsp.to(docId).emit('doc.closed', { docId, reason: 'sealed' satisfies ClosedReason }),
      onProjected: (projection, actorIds) => deps.onProjected?.(docId, projection, actorIds),
    })
    if (!room) return null
    const cursors = new Cursors(frame => nsp.to(docId).emit('doc.awareness', { docId, update: Buffer.from(frame) }))
    const one: Held = { room, cursors, members: new Map(), idle: null, peersTimer: null }
    held.set(docId, one)
    return one
  }

  function rest(docId: string, one: Held): void {
    if (one.members.size > 0 || isStopping) return
    if (one.idle) clearTimeout(one.idle)
    one.idle = setTimeout(() => {
      one.idle = null
      void one.room
        .drain(() => one.members.size === 0)
        .then(isGone => {
          if (!isGone) return
          one.cursors.close()
          if (held.get(docId) === one) held.delete(docId)
        })
        .catch((error: unknown) => log.error({ docId, err: error }, 'shared document not closed'))
    }, deps.idleMs ?? IDLE_MS)
    one.idle.unref()
  }

  function tellPeers(docId: string, one: Held): void {
    one.peersTimer ??= setTimeout(() => {
      one.peersTimer = null
      nsp.to(docId).emit('doc.peers', { docId, peers: peersOf(one) })
    }, PEERS_EVERY_MS)
  }

  // ── one connection ──

  nsp.on('connection', socket => {
    const joined = new Map<string, Held>()
    const limitKey = socket.id

    const leave = (docId: string): void => {
      const one = joined.get(docId)
      if (!one) return
      joined.delete(docId)
      void socket.leave(docId)
      const wasPeer = one.members.get(socket.id)?.canWrite ?? false
      one.members.delete(socket.id)
      one.cursors.remove(socket.id)
      if (wasPeer) tellPeers(docId, one)
      rest(docId, one)
    }
    const close = (docId: string, reason: ClosedReason): void => {
      leave(docId)
      socket.emit('doc.closed', { docId, reason })
    }
    ;(socket.data as Record<string, unknown>)[LEAVE_ALL] = (reason: ClosedReason) => {
      for (const docId of [...joined.keys()]) close(docId, reason)
    }
    socket.on('disconnect', () => {
      for (const docId of [...joined.keys()]) leave(docId)
    })

    const rights = async (docId: string): Promise<{ actor: Actor; access: Access } | Refused> => {
      const actor = await deps.authenticate(socket)
      if (!actor) return refused('NOT_SIGNED_IN')
      const access = await deps.access(actor, docId)
      return access.read ? { actor, access } : refused('FORBIDDEN')
    }

    const words: Record<string, (body: unknown) => Promise<Answer>> = {
      'doc.join': async body => {
        const parsed = Join.safeParse(body)
        if (!parsed.success) return refused('BAD_INPUT')
        const { docId, sv } = parsed.data
        if (!docOf(docId)) return refused('DOC_NOT_FOUND')
        if (!joined.has(docId) && joined.size >= MAX_DOCS) return refused('TOO_MANY')
        const found = await rights(docId)
        if ('ok' in found) return found
        const one = await hold(docId)
        if (!one) return refused('DOC_NOT_FOUND')
        if (isStopping || !socket.connected) return refused('SERVER_BUSY')
        let update: Uint8Array
        try {
          update = one.room.missingFor(sv ?? null)
        } catch {
          return refused('DOC_BAD_UPDATE')
        }
        const { actor, access } = found
        if (one.idle) clearTimeout(one.idle)
        one.idle = null
        const canWrite = access.write && !one.room.isSealed
        one.members.set(socket.id, {
          docId,
          userId: actor.userId,
          name: access.name,
          initials: access.initials,
          ...(access.unit ? { unit: access.unit } : {}),
          canWrite,
          checkedAt: Date.now(),
          turn: Promise.resolve(),
        })
        joined.set(docId, one)
        // In the same turn as the state was read: what is stored from here on arrives by itself.
        void socket.join([docId, personRoom(actor.userId)])
        if (canWrite) tellPeers(docId, one)
        const awareness = one.cursors.all()
        return {
          ok: true,
          update: Buffer.from(update),
          sv: Buffer.from(one.room.vector),
          n: one.room.n,
          savedAt: one.room.savedAt,
          readOnly: !canWrite,
          isSealed: one.room.isSealed,
          awareness: awareness ? Buffer.from(awareness) : null,
          peers: peersOf(one),
        }
      },

      'doc.update': async body => {
        const parsed = Update.safeParse(body)
        if (!parsed.success) return refused('BAD_INPUT')
        const { docId, id, update } = parsed.data
        if (update.length > MAX_UPDATE_BYTES) return refused('DOC_TOO_LARGE')
        const one = joined.get(docId)
        const member = one?.members.get(socket.id)
        if (!one || !member) return refused('DOC_NOT_FOUND')
        // In the order they came, also while rights are being asked again.
        const mine = member.turn.then(async (): Promise<{ saved: Promise<Answer> }> => {
          const fault = await stillMayWrite(docId, one, member)
          if (fault) return { saved: Promise.resolve(fault) }
          if (isStopping) return { saved: Promise.resolve(refused('SERVER_BUSY')) }
          return { saved: one.room.submit({ bytes: update, actorId: member.userId, batchId: `${member.userId}:${id}`, from: socket.id }) }
        })
        member.turn = mine.catch((error: unknown) => log.warn({ docId, err: error }, 'edit not taken'))
        return (await mine).saved
      },

      'doc.awareness': async body => {
        const parsed = Awareness.safeParse(body)
        if (!parsed.success) return refused('BAD_INPUT')
        const one = joined.get(parsed.data.docId)
        const member = one?.members.get(socket.id)
        if (!one || !member) return refused('DOC_NOT_FOUND')
        if (!member.canWrite) return refused('DOC_READ_ONLY')
        return one.cursors.take(socket.id, parsed.data.update, member) ? { ok: true } : refused('BAD_INPUT')
      },

      'doc.leave': async body => {
        const parsed = Leave.safeParse(body)
        if (!parsed.success) return refused('BAD_INPUT')
        leave(parsed.data.docId)
        return { ok: true }
      },
    }

    /** Rights are asked again every few seconds: who lost them in the middle of typing stops within that time. */
    async function stillMayWrite(docId: string, one: Held, member: Member): Promise<Refused | null> {
      if (Date.now() - member.checkedAt > RIGHTS_FRESH_MS) {
        const found = await rights(docId)
        if ('ok' in found) {
          close(docId, 'rights')
          return found
        }
        member.checkedAt = Date.now()
        member.canWrite = found.access.write
      }
      if (one.room.isSealed) return refused('DOC_SEALED')
      return member.canWrite ? null : refused('DOC_READ_ONLY')
    }

    socket.use(([word, body, reply]) => {
      void (async () => {
        const answer = typeof reply === 'function' ? (reply as (a: Answer) => void) : () => undefined
        try {
          await calls.consume(limitKey)
        } catch {
          return answer(refused('TOO_MANY'))
        }
        const act = Object.hasOwn(words, word) ? words[word] : undefined
        if (!act) {
          log.warn({ word: String(word).slice(0, 100) }, 'unknown word on the wire')
          return answer(refused('UNKNOWN_COMMAND'))
        }
        if (isStopping && word !== 'doc.leave') return answer(refused('SERVER_BUSY'))
        try {
          answer(await act(body))
        } catch (error) {
          log.error({ err: error, word }, 'shared document call failed')
          answer(refused('SERVER_BUSY'))
        }
      })()
    })
  })

  // ── other processes ──

  const ear = listen(deps.connectionString ?? pool.options.connectionString, log, {
    onWord: (from, docId, n) => {
      const one = held.get(docId)
      if (!one) return
      if (n === 'sealed') return one.room.seal()
      if (from !== processId && Number(n) > one.room.n) void one.room.pull()
    },
    // While nobody listened anything may have been said.
    onBack: () => {
      for (const one of held.values()) void one.room.pull()
    },
  })

  return {
    async drainAll(withinMs = 10_000) {
      isStopping = true
      const rooms = [...held.values()]
      const dirty = rooms.filter(one => one.room.isDirty).length
      const flushed = Promise.all(rooms.map(one => one.room.flush())).then(() => true)
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<boolean>(resolve => (timer = setTimeout(() => resolve(false), withinMs)))
      const isDone = await Promise.race([flushed, late])
      clearTimeout(timer)
      for (const one of rooms) {
        if (one.idle) clearTimeout(one.idle)
        if (one.peersTimer) clearTimeout(one.peersTimer)
        one.cursors.close()
      }
      await ear.stop()
      if (isDone) log.info({ documents: rooms.length, wereBusy: dirty }, 'shared documents stored')
      else log.error({ documents: rooms.length, wereBusy: dirty }, 'shared documents not stored in time; browsers keep their edits')
      return rooms.length
    },
    async seal(docId, now) {
      const one = held.get(docId)
      if (one) await one.room.flush()
      const sealed = await sealDoc(pool, docId, now)
      if (sealed) held.get(docId)?.room.seal()
      return sealed
    },
  }
}

/** Closes every document of a person on this process; the browser asks again and gets what the rights of now allow. */
export async function evictFromDocs(io: Server, userId: string): Promise<void> {
  for (const socket of await io.of('/docs').in(personRoom(userId)).fetchSockets()) {
    const leaveAll = (socket.data as Record<string, unknown>)[LEAVE_ALL]
    if (typeof leaveAll === 'function') (leaveAll as (reason: ClosedReason) => void)('rights')
  }
}

/** People who may write in the document and have it open, each once. */
function peersOf(one: Held): Identity[] {
  const found = new Map<string, Identity>()
  for (const m of one.members.values()) {
    if (m.canWrite) found.set(m.userId, { userId: m.userId, name: m.name, initials: m.initials, ...(m.unit ? { unit: m.unit } : {}) })
  }
  return [...found.values()]
}

/** A connection of its own that hears what other processes stored, and comes back by itself. */
function listen(
  connectionString: string | undefined,
  log: Log,
  on: { onWord: (from: string, docId: string, n: string) => void; onBack: () => void },
): { stop: () => Promise<void> } {
  let client: pg.Client | null = null
  let timer: NodeJS.Timeout | null = null
  let isStopped = false
  let starting: Promise<void> = Promise.resolve()

  const again = () => {
    client = null
    if (isStopped || timer) return
    timer = setTimeout(() => {
      timer = null
      starting = start(true)
    }, 1_000)
    timer.unref()
  }
  const start = async (isBack: boolean): Promise<void> => {
    const one = new pg.Client({ connectionString, application_name: 'tantrao-collab' })
    one.on('error', error => {
      log.warn({ err: error.message }, 'line for shared documents lost')
      again()
    })
    one.on('end', again)
    one.on('notification', message => {
      const [from = '', docId = '', n = ''] = (message.payload ?? '').split(' ')
      on.onWord(from, docId, n)
    })
    try {
      await one.connect()
      await one.query(`LISTEN ${CHANNEL}`)
      client = one
      if (isBack) on.onBack()
    } catch (error) {
      log.warn({ err: (error as Error).message }, 'line for shared documents not open')
      again()
    }
  }
  starting = start(false)
  return {
    async stop() {
      isStopped = true
      if (timer) clearTimeout(timer)
      await starting
      await client?.end()
    },
  }
}
