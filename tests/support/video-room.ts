// Stands in for the servers of Jitsi and LiveKit: knows the secret, checks each token by hand as they do, and says who came in.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export const ROOM_SECRET = 'khoa-ky-cua-phong-hop-thu-nghiem-0123456789'
export const ROOM_APP = 'tantrao-thu'

type Claims = Record<string, unknown> & { nbf: number; exp: number; iss: string; sub: string }
/** Who stood at the door: the claims of a good token, or why it was turned away. */
export type Entry = { ok: true; room: string; claims: Claims } | { ok: false; why: string }

export type VideoRooms = { url: string; entries: Entry[]; close: () => Promise<void> }

const part = (text: string | undefined): Record<string, unknown> => JSON.parse(Buffer.from(text ?? '', 'base64url').toString('utf8')) as Record<string, unknown>

/** Signature, algorithm, times, issuer: what both servers check first. */
function readToken(token: string, now: Date): Claims | string {
  const [head, body, signature, ...rest] = token.split('.')
  if (!head || !body || !signature || rest.length > 0) return 'malformed'
  const header = part(head)
  if (header.alg !== 'HS256') return 'algorithm'
  const wanted = createHmac('sha256', ROOM_SECRET).update(`${head}.${body}`).digest()
  const given = Buffer.from(signature, 'base64url')
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return 'signature'
  const claims = part(body) as Claims
  const seconds = now.getTime() / 1000
  if (!(claims.exp > seconds)) return 'expired'
  if (!(claims.nbf <= seconds)) return 'not yet'
  return claims.iss === ROOM_APP ? claims : 'issuer'
}

/** Jitsi: /<room>?jwt=…; LiveKit Meet: /custom?liveKitUrl=…&token=…. Answers 200 with a greeting, or 401 with the reason. */
export async function startVideoRooms(opts: { now?: () => Date } = {}): Promise<VideoRooms> {
  const entries: Entry[] = []
  const enter = (url: URL): Entry => {
    const jwt = url.searchParams.get('jwt')
    const claims = readToken(jwt ?? url.searchParams.get('token') ?? '', opts.now?.() ?? new Date())
    if (typeof claims === 'string') return { ok: false, why: claims }
    if (jwt !== null) {
      const room = url.pathname.slice(1)
      if (claims.aud !== ROOM_APP) return { ok: false, why: 'audience' }
      if (claims.sub !== url.hostname) return { ok: false, why: 'domain' }
      return claims.room === room ? { ok: true, room, claims } : { ok: false, why: 'room' }
    }
    const grant = claims.video as { room?: string; roomJoin?: boolean } | undefined
    return grant?.roomJoin === true && grant.room ? { ok: true, room: grant.room, claims } : { ok: false, why: 'grant' }
  }
  const server = createServer((req, res) => {
    const url = new URL(req.url ?? '/', `http://${req.headers.host ?? 'localhost'}`)
    if (url.pathname === '/favicon.ico') return void res.writeHead(204).end()
    const entry = enter(url)
    entries.push(entry)
    const name = entry.ok ? String((entry.claims.context as { user?: { name?: string } } | undefined)?.user?.name ?? entry.claims.name ?? '') : ''
    res.writeHead(entry.ok ? 200 : 401, { 'Content-Type': 'text/html; charset=utf-8' })
    res.end(`<!doctype html><html lang="vi"><title>Phòng thử</title><main><h1>${entry.ok ? `Đã vào phòng: ${name}` : `Không vào được: ${entry.why}`}</h1></main></html>`)
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    entries,
    close: () => new Promise(done => {
      server.closeAllConnections()
      server.close(() => done())
    }),
  }
}

/** Settings of the program that lead to these rooms. */
export const videoSettings = (rooms: VideoRooms, more: Record<string, string> = {}): Record<string, string> => ({
  VIDEO_JITSI_URL: rooms.url,
  VIDEO_JITSI_APP_ID: ROOM_APP,
  VIDEO_JITSI_SECRET: ROOM_SECRET,
  VIDEO_LIVEKIT_URL: rooms.url.replace('http', 'ws'),
  VIDEO_LIVEKIT_PAGE_URL: rooms.url,
  VIDEO_LIVEKIT_KEY: ROOM_APP,
  VIDEO_LIVEKIT_SECRET: ROOM_SECRET,
  ...more,
})
