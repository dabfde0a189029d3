import { io, type Socket } from 'socket.io-client'
import type { Answer } from '#app/contracts/define.ts'

/**
 * The one socket of a page. It is opened by the first hook that needs it and shared by all of them.
 * Reconnects for ever with growing, jittered pauses; the server is asked again for everything after each connect.
 */

/** Why the server took this device out of streams: of everything, or of one session (removed from its list, another role). */
export type StreamClosed = { reason: 'rights' } | { reason: 'session'; meetingId: string; act: 'removed' | 'role'; title: string }

export type ConnectionState = { state: 'online' | 'trying' | 'offline'; since: number }
type Listener = () => void

let socket: Socket | null = null
let connection: ConnectionState = { state: 'trying', since: 0 }
const listeners = new Set<Listener>()

/** server clock minus this device's clock, milliseconds; a tablet three hours wrong still counts right */
let clockOffset: number | null = null

export const serverNow = (): number => Date.now() + (clockOffset ?? 0)

/** The loader's time is good enough until the socket has measured better; that of a page kept on this device has passed. */
export function hintServerNow(now: number): void {
  if (document.documentElement.dataset.keptAt) return
  clockOffset ??= now - Date.now()
}

function setState(state: ConnectionState['state']): void {
  if (connection.state === state) return
  connection = { state, since: serverNow() }
  for (const l of listeners) l()
}

/** of the server's screens, as it last said; null before, and in development */
let serverVersion: string | null = null
export const getServerVersion = (): string | null => serverVersion

export const getConnection = (): ConnectionState => connection
export function onConnection(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function getSocket(): Socket {
  if (socket) return socket
  const s = io({
    transports: ['websocket', 'polling'],
    reconnectionDelay: 500,
    reconnectionDelayMax: 5_000,
    randomizationFactor: 0.5,
    timeout: 8_000,
    // A wall screen is itself, also in a browser where somebody is signed in; a rehearsal cuts the line of its own pages only.
    auth: cb => cb({ as: isHall() ? 'hall' : 'person', at: location.pathname }),
  })
  socket = s
  s.on('connect', () => {
    setState('online')
    void measureClock(s)
  })
  s.on('disconnect', () => {
    setState('trying')
    // Told to go by the server itself (it stops for an upgrade): the library takes that for an end, here it is a break.
    if (!s.active) setTimeout(() => s.connect(), 300 + Math.random() * 700)
  })
  s.on('connect_error', (err: Error) => {
    setState('offline')
    // The session ended while the page was open: what was typed stays here, the person signs in again and comes back.
    if (err.message === 'NOT_SIGNED_IN') {
      s.disconnect()
      const onSignIn = document.documentElement.dataset.public === 'true'
      if (!onSignIn && !isHall()) location.assign(`/dang-nhap?ve=${encodeURIComponent(location.pathname + location.search)}&ly-do=het-phien`)
      return
    }
    // Refused at the handshake (a server that can't reach its database yet): nobody else would try again.
    if (!s.active) setTimeout(() => s.connect(), 2_000 + Math.random() * 2_000)
  })
  s.on('stream.closed', (closed?: StreamClosed) => {
    // Rights changed: the server closes the line; we come back through the front door. In one session only, the line stays.
    if (closed?.reason !== 'session') setTimeout(() => s.connect(), 300)
  })
  if (typeof window !== 'undefined') {
    window.addEventListener('online', () => s.connect())
    // A tablet that slept for an hour must not look alive while its line is dead.
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible' && !s.connected) s.connect()
    })
  }
  return s
}

const isHall = (): boolean => location.pathname === '/man-hinh'

/** Asks the server for its time and version again: for a page that stands open for days. */
export async function askServer(): Promise<void> {
  if (socket?.connected) await measureClock(socket)
}

async function measureClock(s: Socket): Promise<void> {
  const sent = Date.now()
  const answer = await call<{ now: number; version?: string | null }>(s, 'clock', {}, 5_000)
  if (!answer.ok) return
  const back = Date.now()
  clockOffset = answer.data.now + (back - sent) / 2 - back
  serverVersion = answer.data.version ?? null
}

/** One call, always answered: no line or no answer in time is an answer too (code NO_ANSWER, only on this side of the wire). */
export async function call<T>(s: Socket, word: string, body: unknown, timeoutMs = 8_000): Promise<Answer<T>> {
  if (!s.connected) return { ok: false, code: 'NO_ANSWER' }
  try {
    return (await s.timeout(timeoutMs).emitWithAck(word, body)) as Answer<T>
  } catch {
    return { ok: false, code: 'NO_ANSWER' }
  }
}
