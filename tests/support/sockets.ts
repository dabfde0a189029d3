// Devices without a browser: a session row and a socket, for tests and benches that need many of them.
import { randomBytes } from 'node:crypto'
import { io, type Socket } from 'socket.io-client'
import { v7 as uuid } from 'uuid'
import type { Answer, CommandDef, InputOf, OutputOf } from '#app/contracts/define.ts'
import { tokenHash } from '#server/auth/actor.ts'
import type { TestServer } from './server.ts'

export type Device = {
  socket: Socket
  cookie: string
  /** sends a command and waits for its answer */
  send: <C extends CommandDef>(def: C, input: InputOf<C>, id?: string) => Promise<Answer<OutputOf<C>>>
  close: () => void
}

/** Signs a seeded person in without a password and opens a socket, as a device of theirs would. */
export async function device(server: TestServer, username: string): Promise<Device> {
  const token = randomBytes(32).toString('base64url')
  await server.database.query(
    `INSERT INTO "Session"(id, "tokenHash", "userId", "lastSeenAt", "expiresAt") SELECT $1::uuid, $2, id, now(), now() + interval '1 day' FROM "User" WHERE username = $3`,
    [uuid(), tokenHash(token), username],
  )
  const cookie = `tantrao=${token}`
  const socket = await connect(server.url, { cookie, origin: server.url })
  return {
    socket,
    cookie,
    send: (def, input, id = uuid()) => socket.timeout(15_000).emitWithAck('cmd', { id, name: def.name, input }) as never,
    close: () => void socket.disconnect(),
  }
}

/** A bare connection with these headers; rejects with the server's refusal. */
export function connect(url: string, headers: Record<string, string>): Promise<Socket> {
  const socket = io(url, { transports: ['websocket'], extraHeaders: headers, reconnection: false, forceNew: true })
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(socket))
    socket.once('connect_error', error => {
      socket.disconnect()
      reject(error)
    })
  })
}
