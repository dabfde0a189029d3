// A sitting on the real server process, and people at its sockets.
import { io, type Socket } from 'socket.io-client'
import { v7 as uuid } from 'uuid'
import type { Answer, CommandDef, InputOf, OutputOf } from '#app/contracts/define.ts'
import { tokenHash } from '#server/auth/actor.ts'
import { readEnv } from '#server/boot/env.ts'
import { makeServices } from '#server/boot/services.ts'
import type { Actor } from '#server/command/context.ts'
import { addPerson, buildCommittee, buildSitting, type Committee, type Sitting } from '#tests/support/build.ts'
import { startServer, type TestServer } from '#tests/support/server.ts'

export type Hall = {
  server: TestServer
  committee: Committee
  admin: Actor
  sitting: Sitting
  /** a cookie header of a new sign-in of this person */
  signIn: (actor: Actor) => Promise<string>
  /** a connected socket; rejects with the handshake's error */
  connect: (cookie: string, origin?: string, namespace?: '/' | '/docs') => Promise<Socket>
  close: () => Promise<void>
}

/** The server, a committee of N and an invited session of today. */
export async function openHall(N = 5): Promise<Hall> {
  const server = await startServer()
  const services = await makeServices(
    readEnv({ DATABASE_URL: server.database.url, REDIS_URL: server.redis.url, DATA_DIR: server.database.dataDir, NODE_ENV: 'test', LOG_LEVEL: 'fatal', PORT: '3000', INSECURE_HTTP: '1' }),
  )
  const ground = { services, clock: { now: new Date() } }
  const committee = await buildCommittee(ground, N)
  const sitting = await buildSitting(ground, committee)
  const admin = await addPerson(ground, 'Quản trị', [{ role: 'admin', unitId: committee.office }])
  const cookieName = services.cookies.session
  await services.stop()
  const sockets: Socket[] = []
  return {
    server,
    committee,
    admin,
    sitting,
    signIn: async actor => {
      const token = uuid()
      await server.database.query(
        `INSERT INTO "Session"(id, "tokenHash", "userId", "expiresAt") VALUES ($1, $2, $3, now() + interval '1 hour')`,
        [uuid(), tokenHash(token), actor.userId],
      )
      return `${cookieName}=${token}`
    },
    connect: async (cookie, origin = server.url, namespace = '/') => {
      const socket = io(server.url + namespace, { transports: ['websocket'], forceNew: true, reconnection: false, extraHeaders: { cookie, origin } })
      sockets.push(socket)
      await new Promise<void>((resolve, reject) => {
        socket.once('connect', resolve)
        socket.once('connect_error', reject)
      })
      return socket
    },
    close: async () => {
      for (const s of sockets) s.disconnect()
      await server.close()
    },
  }
}

/** One command over the wire; an answer that never comes is an error. */
export async function cmd<C extends CommandDef>(socket: Socket, def: C, input: InputOf<C>, id: string = uuid()): Promise<Answer<OutputOf<C>>> {
  return (await socket.timeout(10_000).emitWithAck('cmd', { id, name: def.name, input })) as Answer<OutputOf<C>>
}
