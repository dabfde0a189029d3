import type { Server } from 'socket.io'
import type { Pool } from 'pg'
import type { Logger } from 'pino'
import { chairContact, presenceChanged } from '#app/contracts/people.ts'
import type { RunCommand } from '#server/command/run.ts'
import { systemActor } from '#server/command/context.ts'
import { sendState, throttleByKey } from './signals.ts'
import type { LiveSocket } from './wire.ts'
import { v7 as uuid } from 'uuid'

type Deps = { io: Server; pool: Pool; log: Logger; clock: () => Date; runCommand: RunCommand }

/** At most two a second go out for one session. */
const EVERY_MS = 500
/** A reload or a short gap is not a lost line. */
const GRACE_MS = 2_000
/** A device that has not answered for this long is lost, also while its connection still pretends to stand. */
const SILENT_MS = 6_000
const SWEEP_MS = 1_000
/** Whoever was away so long is simply not there any more. */
const FORGET_MS = 12 * 3600_000

const MEETING = 'meeting:'
type Line = { since: number; isLost: boolean; isTold: boolean }

/**
 * Who of a session's people has a device on the line. A lost line is never an absence: nothing here writes attendance.
 * The desk is told by a signal on each change; only the chair's own line is also kept as a row (meeting.noteChairContact),
 * because a takeover is judged by it.
 */
export function attachPresence({ io, pool, log, clock, runCommand }: Deps) {
  /** meeting → person → state of the line, for everyone who was on it since this process started */
  const lines = new Map<string, Map<string, Line>>()
  const chairs = new Map<string, string | null>()

  const now = (): number => clock().getTime()
  const userOf = (socket: LiveSocket): string | null => (socket.data.identity.kind === 'person' ? socket.data.identity.userId : null)

  /** People with a device that answers, by the room itself: nothing is counted twice, nothing is forgotten. */
  const online = (meetingId: string): Set<string> => {
    const here = new Set<string>()
    const at = now()
    for (const id of io.sockets.adapter.rooms.get(MEETING + meetingId) ?? []) {
      const socket = io.sockets.sockets.get(id) as unknown as LiveSocket | undefined
      const userId = socket && userOf(socket)
      if (userId && at - (beats.get(id) ?? at) < SILENT_MS) here.add(userId)
    }
    return here
  }
  const beats = new Map<string, number>()

  const tell = throttleByKey<string>(EVERY_MS, meetingId => {
    const people = lines.get(meetingId)
    if (!people) return
    const lost = [...people].filter(([, l]) => l.isTold).map(([userId, l]) => ({ userId, since: l.since }))
    sendState(io, `desk:${meetingId}`, presenceChanged, { online: [...people].filter(([, l]) => !l.isLost).map(([userId]) => userId), lost })
  })

  /** Compares what stood with what stands; only a difference is told. */
  const look = (meetingId: string): void => {
    const here = online(meetingId)
    const known = lines.get(meetingId)
    const people = known ?? new Map<string, Line>()
    lines.set(meetingId, people)
    if (!known) void recall(meetingId, people)
    const at = now()
    let isChanged = false
    for (const userId of here) {
      const line = people.get(userId)
      if (line && !line.isLost) continue
      people.set(userId, { since: at, isLost: false, isTold: false })
      isChanged = true
      void noteChair(meetingId, userId, false)
    }
    for (const [userId, line] of people) {
      if (here.has(userId)) continue
      if (!line.isLost) Object.assign(line, { since: at, isLost: true, isTold: false })
      if (!line.isTold && at - line.since >= GRACE_MS) {
        line.isTold = true
        isChanged = true
        void noteChair(meetingId, userId, true)
      }
      if (at - line.since > FORGET_MS) {
        people.delete(userId)
        isChanged = true
      }
    }
    if (people.size === 0) lines.delete(meetingId)
    if (isChanged) tell(meetingId)
  }

  /** Once a turn of the loop however many come and go in it: a whole hall that joins is looked through once, not once a device. */
  const dirty = new Set<string>()
  const lookSoon = (meetingId: string): void => {
    if (dirty.size === 0)
      setImmediate(() => {
        const seen = [...dirty]
        dirty.clear()
        seen.forEach(look)
      })
    dirty.add(meetingId)
  }

  /** After a restart: a chair who was on the line before and has not come back is lost, not unknown. */
  async function recall(meetingId: string, people: Map<string, Line>): Promise<void> {
    try {
      const { rows } = await pool.query<{ userId: string }>(
        `SELECT p."userId" FROM "Meeting" m JOIN "MeetingParticipant" p ON p."meetingId" = m.id AND p.role = 'chair'
         WHERE m.id = $1 AND m."chairSeenAt" IS NOT NULL AND m.status IN ('invited', 'running', 'paused') LIMIT 1`,
        [meetingId],
      )
      const userId = rows[0]?.userId
      if (userId && !people.has(userId)) people.set(userId, { since: now(), isLost: true, isTold: false })
    } catch (err) {
      log.warn({ err: (err as Error).message }, 'presence not recalled')
    }
  }

  const chairOf = async (meetingId: string): Promise<string | null> => {
    const known = chairs.get(meetingId)
    if (known !== undefined) return known
    const { rows } = await pool.query<{ userId: string }>(`SELECT "userId" FROM "MeetingParticipant" WHERE "meetingId" = $1 AND role = 'chair' LIMIT 1`, [meetingId])
    const userId = rows[0]?.userId ?? null
    chairs.set(meetingId, userId)
    return userId
  }
  async function noteChair(meetingId: string, userId: string, isLost: boolean): Promise<void> {
    try {
      if ((await chairOf(meetingId)) !== userId) return
      await runCommand(chairContact.name, { meetingId, userId, isLost }, uuid(), { actor: systemActor, ip: null })
    } catch (err) {
      log.warn({ err: (err as Error).message }, 'contact of the chair not noted')
    }
  }

  const meetingsOf = (socket: LiveSocket): string[] => [...socket.rooms].filter(r => r.startsWith(MEETING)).map(r => r.slice(MEETING.length))
  const onConnection = (socket: LiveSocket) => {
    beats.set(socket.id, now())
    socket.conn.on('heartbeat', () => beats.set(socket.id, now()))
    socket.onAny(() => beats.set(socket.id, now()))
    socket.on('disconnecting', () => {
      const left = meetingsOf(socket)
      beats.delete(socket.id)
      left.forEach(lookSoon)
    })
  }
  io.on('connection', onConnection)
  const onJoin = (room: string) => {
    if (room.startsWith(MEETING)) lookSoon(room.slice(MEETING.length))
    // A desk that opens is told once how things stand.
    if (room.startsWith('desk:')) setImmediate(() => tell(room.slice('desk:'.length)))
  }
  const onLeave = (room: string) => {
    if (room.startsWith(MEETING)) lookSoon(room.slice(MEETING.length))
  }
  io.sockets.adapter.on('join-room', onJoin)
  io.sockets.adapter.on('leave-room', onLeave)
  const sweep = setInterval(() => {
    for (const meetingId of [...lines.keys()]) look(meetingId)
    chairs.clear()
  }, SWEEP_MS)
  sweep.unref()
  return {
    stop: () => {
      clearInterval(sweep)
      io.off('connection', onConnection)
      io.sockets.adapter.off('join-room', onJoin)
      io.sockets.adapter.off('leave-room', onLeave)
    },
  }
}
