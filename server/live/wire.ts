import type { Server, Socket } from 'socket.io'
import type { Pool } from 'pg'
import type { Logger } from 'pino'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import { z } from 'zod'
import type { Answer } from '#app/contracts/define.ts'
import type { ActorMemory } from '#server/auth/actor.ts'
import type { RunCommand } from '#server/command/run.ts'
import { catchUp } from '#server/outbox/catch-up.ts'
import type { RelayedEvent } from '#server/outbox/relay.ts'
import { mayFollow, type Reader } from '#server/policies/stream.ts'
import type { Pointers } from './pointers.ts'
import { PART, type Parts } from './parts.ts'

export type SocketIdentity = { kind: 'person'; sessionId: string; userId: string } | { kind: 'hall'; displayId: string }
type Data = { identity: SocketIdentity; ip: string | null }
export type LiveSocket = Socket<Record<string, never>, Record<string, never>, Record<string, never>, Data>

type Deps = {
  io: Server
  pool: Pool
  log: Logger
  clock: () => Date
  actors: ActorMemory
  runCommand: RunCommand
  hallMeeting: (displayId: string) => Promise<{ meetingId: string | null } | null>
  pointers: Pointers
  /** of the screens this server gives out, null in development: a page of another one may load itself anew */
  version: string | null
  parts: Parts
}

const Cmd = z.object({ id: z.string(), name: z.string().max(100), input: z.unknown() })
const Join = z.object({ stream: z.string().max(100), after: z.number().int().min(0) })
const Leave = z.object({ stream: z.string().max(100) })

/** Every word the server hears. */
export const WORDS = ['cmd', 'stream.join', 'stream.leave', 'point', 'clock'] as const

/** Streams one socket may follow at a time: far above what any screen needs. */
const MAX_STREAMS = 60

/**
 * The wire has few words: `cmd`, `stream.join`, `stream.leave`, `point` in; `event`, `signal`, `part`, `stream.closed` out.
 * Every call is answered; an unknown word is answered with a refusal, never with silence.
 */
export function attachWire(deps: Deps): void {
  const { io, log } = deps
  // Per session, never per address: a hall of 300 devices stands behind one.
  const calls = new RateLimiterMemory({ points: 120, duration: 10 })

  io.on('connection', (socket: LiveSocket) => {
    const { identity } = socket.data
    const limitKey = identity.kind === 'person' ? identity.sessionId : identity.displayId
    if (identity.kind === 'person') void socket.join([`person:${identity.userId}`, `session:${identity.sessionId}`])
    else void socket.join(`display:${identity.displayId}`)

    const reader = async (): Promise<Reader | null> => {
      if (identity.kind === 'hall') {
        const display = await deps.hallMeeting(identity.displayId)
        return display ? { kind: 'hall', displayId: identity.displayId, meetingId: display.meetingId } : null
      }
      const actor = await deps.actors.bySession(identity.sessionId)
      return actor ? { kind: 'person', actor } : null
    }

    const words: Record<(typeof WORDS)[number], (body: unknown) => Promise<Answer>> = {
      cmd: async body => {
        const parsed = Cmd.safeParse(body)
        if (!parsed.success) return { ok: false, code: 'BAD_INPUT' }
        const actor = identity.kind === 'person' ? await deps.actors.bySession(identity.sessionId) : null
        return deps.runCommand(parsed.data.name, parsed.data.input, parsed.data.id, { actor, ip: socket.data.ip })
      },
      'stream.join': async body => {
        const parsed = Join.safeParse(body)
        if (!parsed.success) return { ok: false, code: 'BAD_INPUT' }
        const { stream, after } = parsed.data
        const who = await reader()
        if (!who) return { ok: false, code: 'NOT_SIGNED_IN' }
        if (socket.rooms.size > MAX_STREAMS) return { ok: false, code: 'TOO_MANY' }
        if (!(await mayFollow(deps.pool, who, stream))) return { ok: false, code: 'FORBIDDEN' }
        if (stream.startsWith(PART)) {
          const part = identity.kind === 'person' ? await deps.parts.join(socket, identity.userId, stream.slice(PART.length)) : null
          return part ? { ok: true, data: { ...part, now: deps.clock().getTime() } } : { ok: false, code: 'FORBIDDEN' }
        }
        // Join first, then read: an event in between arrives twice and is dropped by its number, never missed.
        await socket.join(stream)
        const missed = await catchUp(deps.pool, stream, after)
        return { ok: true, data: { ...missed, now: deps.clock().getTime() } }
      },
      'stream.leave': async body => {
        const parsed = Leave.safeParse(body)
        if (!parsed.success) return { ok: false, code: 'BAD_INPUT' }
        if (parsed.data.stream.startsWith(PART)) deps.parts.leave(socket, parsed.data.stream.slice(PART.length))
        else await socket.leave(parsed.data.stream)
        return { ok: true, data: {} }
      },
      point: async body => deps.pointers.point(identity.kind === 'person' ? identity : null, body),
      clock: async () => ({ ok: true, data: { now: deps.clock().getTime(), version: deps.version } }),
    }

    socket.use(([word, body, reply], next) => {
      // One place answers every call, known or not.
      void (async () => {
        const answer = typeof reply === 'function' ? (reply as (a: Answer) => void) : () => undefined
        try {
          // A moving pointer has a limit of its own (pointers.ts): it must not use up what acts need.
          if (word !== 'point') await calls.consume(limitKey)
        } catch {
          answer({ ok: false, code: 'TOO_MANY' })
          return
        }
        const act = Object.hasOwn(words, word) ? words[word as keyof typeof words] : undefined
        if (!act) {
          log.warn({ word: String(word).slice(0, 100) }, 'unknown word on the wire')
          answer({ ok: false, code: 'UNKNOWN_COMMAND' })
          return
        }
        try {
          answer(await act(body))
        } catch (err) {
          log.error({ err, word }, 'wire call failed')
          answer({ ok: false, code: 'SERVER_BUSY' })
        }
      })()
      next()
    })
  })
}

/** The relay's way to screens: one emit per event, whoever joined the stream's room gets it. */
export const toScreens =
  (io: Server) =>
  (events: RelayedEvent[]): void => {
    for (const { id: _id, ...event } of events) io.to(event.stream).emit('event', event)
  }
