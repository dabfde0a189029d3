import type { Server as HttpServer } from 'node:http'
import type { Pool } from 'pg'
import type { Logger } from 'pino'
import { Server } from 'socket.io'
import { OneWriteAdapter } from './one-write.ts'
import type { SocketIdentity } from './wire.ts'

type Deps = {
  http: HttpServer
  pool: Pool
  log: Logger
  /** who is behind the cookies of the handshake, or null; `asHall` = the page is a wall screen, whoever else is signed in */
  identify: (cookieHeader: string | undefined, asHall: boolean) => Promise<SocketIdentity | null>
  isOwnOrigin: (origin: string | undefined, host: string | undefined) => boolean
  addressOf: (headers: Record<string, string | string[] | undefined>, direct: string) => string
}

/**
 * Socket.IO on the web server's own port. A foreign origin or a missing session is refused at the handshake.
 * State recovery stays off: it would restore rooms whose rights are gone; catch-up by sequence is ours.
 */
export function makeIo(deps: Deps): Server {
  const io = new Server(deps.http, {
    serveClient: false,
    adapter: OneWriteAdapter,
    maxHttpBufferSize: 512 * 1024,
    // Often enough to tell a silent device within ten seconds (presence.ts); patient enough for a weak line.
    pingInterval: 3_000,
    pingTimeout: 15_000,
    perMessageDeflate: false,
    allowRequest: (req, done) => done(null, deps.isOwnOrigin(req.headers.origin, req.headers.host)),
  })
  const authenticate = (socket: import('socket.io').Socket, next: (err?: Error) => void) => {
    deps
      .identify(socket.handshake.headers.cookie, socket.handshake.auth.as === 'hall')
      .then(identity => {
        if (!identity) return next(new Error('NOT_SIGNED_IN'))
        socket.data.identity = identity
        socket.data.ip = deps.addressOf(socket.handshake.headers, socket.handshake.address)
        next()
      })
      .catch((err: unknown) => {
        deps.log.error({ err }, 'handshake failed')
        next(new Error('SERVER_BUSY'))
      })
  }
  io.use(authenticate)
  io.of('/docs').use(authenticate)
  return io
}
