// The real server with a world in it, and devices of everybody at its doors.
import { io, type Socket } from 'socket.io-client'
import { v7 as uuid } from 'uuid'
import type { Answer } from '#app/contracts/define.ts'
import { tokenHash } from '#server/auth/actor.ts'
import { readEnv } from '#server/boot/env.ts'
import { makeServices, type Services } from '#server/boot/services.ts'
import type { Actor } from '#server/command/context.ts'
import { startServer, type TestServer } from '../server.ts'
import { buildWorld, type World } from './world.ts'

/** Calls one sign-in makes before another takes its place: the wire allows 120 in ten seconds. */
const CALLS_A_DEVICE = 100

export type Crowd = {
  server: TestServer
  services: Services
  w: World
  /** cookie header of a sign-in of this person; null = nobody */
  cookieOf: (who: Actor | null) => Promise<string>
  /** the same, of a sign-in nobody else uses */
  signIn: (who: Actor | null) => Promise<string>
  /** one call over a socket; without a person it comes from a wall screen that waits for its session, as near as nobody gets */
  call: <T = Answer>(who: Actor | null, word: string, body: unknown, namespace?: '/' | '/docs') => Promise<T>
  socketOf: (cookie: string, namespace?: '/' | '/docs') => Promise<Socket>
  close: () => Promise<void>
}

export async function openCrowd(): Promise<Crowd> {
  const server = await startServer()
  const services = await makeServices(
    readEnv({ DATABASE_URL: server.database.url, REDIS_URL: server.redis.url, DATA_DIR: server.database.dataDir, NODE_ENV: 'test', LOG_LEVEL: 'fatal', PORT: '3000', INSECURE_HTTP: '1' }),
  )
  const w = await buildWorld({ services, clock: { get now() { return new Date() } } })
  const sockets: Socket[] = []
  const devices = new Map<string, { socket: Promise<Socket>; calls: number }>()

  const signIn = async (who: Actor): Promise<string> => {
    const token = uuid()
    await services.db.session.create({ data: { id: uuid(), tokenHash: tokenHash(token), userId: who.userId, expiresAt: new Date(Date.now() + 3_600_000) } })
    return `${services.cookies.session}=${token}`
  }
  const waitingScreen = async (): Promise<string> => `${services.cookies.hall}=${(await w.newDisplay()).token}`
  const socketOf: Crowd['socketOf'] = (cookie, namespace = '/') => {
    const socket = io(server.url + namespace, { transports: ['websocket'], forceNew: true, reconnection: false, extraHeaders: { cookie, origin: server.url } })
    sockets.push(socket)
    return new Promise((resolve, reject) => {
      socket.once('connect', () => resolve(socket))
      socket.once('connect_error', reject)
    })
  }
  const cookies = new Map<string, Promise<string>>()
  return {
    server,
    services,
    w,
    signIn: who => (who ? signIn(who) : Promise.resolve('')),
    cookieOf: who => {
      if (!who) return Promise.resolve('')
      const known = cookies.get(who.userId) ?? signIn(who)
      cookies.set(who.userId, known)
      return known
    },
    call: async (who, word, body, namespace = '/') => {
      const key = `${namespace} ${who?.userId ?? 'nobody'}`
      let device = devices.get(key)
      if (!device || device.calls >= CALLS_A_DEVICE || (await device.socket).disconnected) {
        device = { calls: 0, socket: (who ? signIn(who) : waitingScreen()).then(cookie => socketOf(cookie, namespace)) }
        devices.set(key, device)
      }
      device.calls += 1
      return (await (await device.socket).timeout(10_000).emitWithAck(word, body)) as never
    },
    socketOf,
    close: async () => {
      for (const s of sockets) s.disconnect()
      await services.stop()
      await server.close()
    },
  }
}
