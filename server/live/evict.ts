import type { Server } from 'socket.io'
import { accessChanged } from '#app/contracts/account.ts'
import type { ActorMemory } from '#server/auth/actor.ts'
import type { RelayedEvent } from '#server/outbox/relay.ts'

/**
 * Rights changed: forget what was remembered and close the sockets concerned, documents too. They come back through
 * the front door, where rights are asked anew.
 */
export const evictOn =
  (io: Server, actors: ActorMemory) =>
  (events: RelayedEvent[]): void => {
    for (const e of events) {
      if (e.name !== accessChanged.name) continue
      const { userId, sessionIds } = accessChanged.payload.parse(e.payload)
      actors.forget(null)
      const rooms = sessionIds ? sessionIds.map(id => `session:${id}`) : [`person:${userId}`]
      for (const nsp of [io.of('/'), io.of('/docs')]) {
        nsp.in(rooms).emit('stream.closed', { reason: 'rights' })
        nsp.in(rooms).disconnectSockets(true)
      }
    }
  }
