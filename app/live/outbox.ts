import type { Answer } from '#app/contracts/define.ts'
import { call, getSocket } from './socket.ts'

/**
 * Commands on their way. Each waits in local storage with its own id until the server has answered, so a cut line,
 * a closed tab or a restarted server costs nothing: it is sent again with the same id and counted once.
 * A secret ballot waits here only as it was sealed: whoever reads the storage finds nothing of the choice.
 */
type Pending = { id: string; name: string; input: unknown; at: number; user: string }

const KEY = 'tantrao.outbox'
const waiters = new Map<string, (a: Answer) => void>()
const listeners = new Set<() => void>()
const leftoverListeners = new Set<() => void>()
/** What waits here belongs to one person; on a shared device another's is never sent in a wrong name. */
let user = ''
let isFlushing = false
let again = false
/** while storage is denied (private mode, full) memory still keeps the queue for this page */
let memory: Pending[] = []
let count = 0

function read(): Pending[] {
  try {
    const stored = JSON.parse(localStorage.getItem(KEY) ?? '[]') as Pending[]
    const ids = new Set(stored.map(p => p.id))
    return [...stored, ...memory.filter(p => !ids.has(p.id))]
  } catch {
    return memory
  }
}
function write(list: Pending[]): void {
  memory = list
  try {
    localStorage.setItem(KEY, JSON.stringify(list))
  } catch {
    // Full or forbidden: the queue lives on in memory and the page says what waits.
    memory = list
  }
  count = list.filter(p => p.user === user).length
  for (const l of listeners) l()
}

export const getPendingCount = (): number => count
export function onPending(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Called when the last of what an earlier page left here is answered: nobody of this page waits for those answers. */
export function onLeftoversSent(listener: () => void): () => void {
  leftoverListeners.add(listener)
  return () => leftoverListeners.delete(listener)
}

/** Called once the page knows who is signed in; sends what an earlier page of the same person left behind. */
export function openOutbox(userId: string): () => void {
  user = userId
  const socket = getSocket()
  const onConnect = () => void flush()
  socket.on('connect', onConnect)
  write(read())
  if (socket.connected) void flush()
  return () => void socket.off('connect', onConnect)
}

/** Queues a command and resolves with the server's answer, however long the line is away. */
export function enqueue(name: string, input: unknown, id: string): Promise<Answer> {
  return new Promise(resolve => {
    waiters.set(id, resolve)
    write([...read(), { id, name, input, at: Date.now(), user }])
    void flush()
  })
}

/** In the order they were given; the head waits for its answer before the next goes. */
async function flush(): Promise<void> {
  if (isFlushing) {
    again = true
    return
  }
  isFlushing = true
  try {
    do {
      again = false
      for (;;) {
        const next = read().find(p => p.user === user)
        if (!next) break
        const answer = await call(getSocket(), 'cmd', { id: next.id, name: next.name, input: next.input })
        if (!answer.ok && (answer.code === 'NO_ANSWER' || answer.code === 'SERVER_BUSY' || answer.code === 'TOO_MANY')) {
          if (getSocket().connected) setTimeout(() => void flush(), 1_500)
          break
        }
        write(read().filter(p => p.id !== next.id))
        memory = memory.filter(p => p.id !== next.id)
        const waiter = waiters.get(next.id)
        waiters.delete(next.id)
        if (waiter) waiter(answer)
        else if (!read().some(p => p.user === user && !waiters.has(p.id))) for (const l of leftoverListeners) l()
      }
    } while (again)
  } finally {
    isFlushing = false
  }
}

/** Sends at once or not at all: for acts that make no sense later (typing marks, page turns). */
export const sendOnce = (name: string, input: unknown, id: string): Promise<Answer> => call(getSocket(), 'cmd', { id, name, input })
