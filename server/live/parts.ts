import { createHash } from 'node:crypto'
import type { Server, Socket } from 'socket.io'
import type { Pool } from 'pg'
import type { Logger } from 'pino'
import type { z } from 'zod'
import { guestItemsChanged } from '#app/contracts/audience.ts'
import type { SessionView } from '#app/contracts/meeting.ts'
import { type Audience, audienceKey, projectOwn, projectPart } from '#app/live/reducers/part.ts'
import { reduceSession } from '#app/live/reducers/session.ts'
import type { RelayedEvent } from '#server/outbox/relay.ts'

type Session = z.output<typeof SessionView>
type Deps = {
  io: Server
  pool: Pool
  log: Logger
  /** the session's view and the number of the last event it holds */
  load: (meetingId: string) => Promise<{ view: Session; seq: number }>
}

/** One participant who reads a part, on any number of devices. */
type Reader = { userId: string; participantId: string; audience: Audience; group: string; sockets: Map<string, Socket>; own: string; row: unknown; queue: unknown }
type Replica = {
  meetingId: string
  view: Session | null
  seq: number
  /** events that came while the view was being loaded */
  held: RelayedEvent[]
  loading: Promise<void> | null
  readers: Map<string, Reader>
  /** what each group of equal readers was last sent */
  groups: Map<string, string>
  /** counts changes of who is invited to what: facts read before a change are read again */
  factsVersion: number
}

export const PART = 'part:'

/**
 * `part:{meetingId}`: guests, the press and observers. They follow no session stream: for each session that has such
 * readers one copy of its view is kept here and moved on by the relay's events (no query per event), put through the
 * allow-list once per group of equal readers, and sent only when what they see has changed. The latest view wins, so
 * there is nothing to catch up with: a reader who comes back joins and has it.
 */
export function makeParts({ io, pool, log, load }: Deps) {
  const replicas = new Map<string, Replica>()
  const groupRoom = (r: Replica, group: string) => `${PART}${r.meetingId}/${group}`

  const replicaOf = (meetingId: string): Replica => {
    const known = replicas.get(meetingId)
    if (known) return known
    const fresh: Replica = { meetingId, view: null, seq: 0, held: [], loading: null, readers: new Map(), groups: new Map(), factsVersion: 0 }
    replicas.set(meetingId, fresh)
    return fresh
  }

  /** Loads the copy, then applies what was relayed meanwhile. */
  const ready = (r: Replica): Promise<void> => {
    if (r.view) return Promise.resolve()
    r.loading ??= (async () => {
      const { view, seq } = await load(r.meetingId)
      r.view = view
      r.seq = seq
      for (const e of r.held.splice(0)) move(r, e)
    })().finally(() => {
      r.loading = null
    })
    return r.loading
  }

  /** One event on; a gap (the leader changed) means the copy is loaded again. */
  function move(r: Replica, e: RelayedEvent): void {
    if (!r.view || r.loading) {
      if (!r.view) r.held.push(e)
      else if (e.seq > r.seq) apply(r, e)
      return
    }
    if (e.seq <= r.seq) return
    if (e.seq > r.seq + 1) {
      r.view = null
      r.held = [e]
      ready(r).then(
        () => tell(r),
        (err: unknown) => log.warn({ err: (err as Error).message, meetingId: r.meetingId }, 'part of a session not loaded'),
      )
      return
    }
    apply(r, e)
  }
  function apply(r: Replica, e: RelayedEvent): void {
    if (!r.view) return
    r.view = reduceSession(r.view, e)
    r.seq = e.seq
  }

  /** Sends each group and each reader what has changed for them. */
  function tell(r: Replica): void {
    const { view } = r
    if (!view) return
    const audiences = new Map<string, Audience>()
    for (const reader of r.readers.values()) audiences.set(reader.group, reader.audience)
    for (const group of r.groups.keys()) if (!audiences.has(group)) r.groups.delete(group)
    for (const [group, audience] of audiences) {
      const shared = projectPart(view, audience)
      const json = JSON.stringify(shared)
      if (r.groups.get(group) === json) continue
      r.groups.set(group, json)
      io.to(groupRoom(r, group)).emit('part', { stream: PART + r.meetingId, seq: r.seq, shared })
    }
    const rows = new Map(view.participants.map(p => [p.id, p]))
    for (const reader of r.readers.values()) {
      const row = rows.get(reader.participantId)
      // The own row and the queue are replaced by id: the same objects mean nothing changed.
      const queue = view.queue
      if (row === reader.row && queue === reader.queue && reader.own !== '') continue
      reader.row = row
      reader.queue = queue
      tellOwn(r, reader)
    }
  }
  function tellOwn(r: Replica, reader: Reader): void {
    if (!r.view) return
    const own = projectOwn(r.view, reader.participantId)
    const json = JSON.stringify(own)
    if (json === reader.own) return
    reader.own = json
    for (const socket of reader.sockets.values()) socket.emit('part', { stream: PART + r.meetingId, seq: r.seq, own })
  }

  async function factsOf(meetingId: string, userId: string): Promise<{ participantId: string; audience: Audience } | null> {
    const { rows } = await pool.query<{ id: string; role: string; itemIds: string[] }>(
      `SELECT p.id, p.role, COALESCE(array_agg(g."itemId"::text) FILTER (WHERE g."itemId" IS NOT NULL), '{}') AS "itemIds"
       FROM "MeetingParticipant" p LEFT JOIN "GuestItem" g ON g."participantId" = p.id
       WHERE p."meetingId" = $1 AND p."userId" = $2 AND p.role IN ('guest','observer') GROUP BY p.id`,
      [meetingId, userId],
    )
    const row = rows[0]
    if (!row) return null
    return { participantId: row.id, audience: row.role === 'guest' ? { kind: 'guest', itemIds: row.itemIds } : { kind: 'press' } }
  }

  const groupOf = (a: Audience): string => createHash('sha256').update(audienceKey(a)).digest('base64url').slice(0, 22)

  /** Takes a device (or all devices of a reader) out; a session nobody reads this way any more keeps no copy. */
  function forget(r: Replica, reader: Reader, socket: Socket): void {
    void socket.leave(groupRoom(r, reader.group))
    reader.sockets.delete(socket.id)
    if (reader.sockets.size > 0) return
    r.readers.delete(reader.participantId)
    if (r.readers.size === 0) replicas.delete(r.meetingId)
  }
  const leave = (socket: Socket, r: Replica): void => {
    for (const reader of [...r.readers.values()]) if (reader.sockets.has(socket.id)) forget(r, reader, socket)
  }
  const watched = new WeakSet<Socket>()

  return {
    /** The right to join was asked before. @returns what to show now, or null when the person is no guest or observer here any more */
    async join(socket: Socket, userId: string, meetingId: string) {
      const r = replicaOf(meetingId)
      let facts: Awaited<ReturnType<typeof factsOf>> = null
      for (let version = -1; version !== r.factsVersion; ) {
        version = r.factsVersion
        await ready(r)
        facts = await factsOf(meetingId, userId)
      }
      if (!facts || !r.view || !socket.connected) {
        if (r.readers.size === 0) replicas.delete(meetingId)
        return null
      }
      // Another replica may have taken this one's place while it had no reader yet.
      replicas.set(meetingId, r)
      const { participantId, audience } = facts
      const group = groupOf(audience)
      const reader: Reader = r.readers.get(participantId) ?? { userId, participantId, audience, group, sockets: new Map(), own: '', row: null, queue: null }
      r.readers.set(participantId, reader)
      reader.sockets.set(socket.id, socket)
      if (!watched.has(socket)) {
        watched.add(socket)
        socket.once('disconnect', () => {
          for (const one of [...replicas.values()]) leave(socket, one)
        })
      }
      await socket.join(groupRoom(r, reader.group))
      const shared = projectPart(r.view, reader.audience)
      r.groups.set(reader.group, JSON.stringify(shared))
      return { shared, own: projectOwn(r.view, participantId), seq: r.seq }
    },

    leave(socket: Socket, meetingId: string): void {
      const r = replicas.get(meetingId)
      if (r) leave(socket, r)
    },

    /** A person may read here no more. */
    drop(meetingId: string, userId: string): void {
      const r = replicas.get(meetingId)
      for (const reader of [...(r?.readers.values() ?? [])]) {
        if (!r || reader.userId !== userId) continue
        for (const socket of [...reader.sockets.values()]) forget(r, reader, socket)
      }
    },

    /** Everything the relay carries passes here; sessions without such readers cost one look into a map. */
    feed(events: RelayedEvent[]): void {
      if (replicas.size === 0) return
      const touched = new Set<Replica>()
      for (const e of events) {
        const at = e.stream.indexOf(':')
        const r = replicas.get(e.stream.slice(at + 1))
        if (!r) continue
        if (e.stream.startsWith('meeting:')) {
          move(r, e)
          touched.add(r)
        } else if (e.name === guestItemsChanged.name) {
          r.factsVersion++
          const { participantId, itemIds } = guestItemsChanged.payload.parse(e.payload)
          const reader = r.readers.get(participantId)
          if (!reader) continue
          const before = groupRoom(r, reader.group)
          reader.audience = { kind: 'guest', itemIds }
          reader.group = groupOf(reader.audience)
          const shared = r.view ? projectPart(r.view, reader.audience) : null
          for (const socket of reader.sockets.values()) {
            void socket.leave(before)
            void socket.join(groupRoom(r, reader.group))
            if (shared) socket.emit('part', { stream: PART + r.meetingId, seq: r.seq, shared })
          }
        }
      }
      for (const r of touched) tell(r)
    },
  }
}
export type Parts = ReturnType<typeof makeParts>
