import type { Answer } from '#app/contracts/define.ts'
import { isPassing, laneOf, nextToBring, nextToSend, type WaitingFiles } from '#app/domain/task/waiting-acts.ts'
import { call, getSocket } from './socket.ts'
import type { LocalFile } from './away/waiting-files.ts'

/**
 * Commands on their way. Each waits in local storage with its own id until the server has answered, so a cut line,
 * a closed tab or a restarted server costs nothing: it is sent again with the same id and counted once.
 * A secret ballot waits here only as it was sealed: whoever reads the storage finds nothing of the choice.
 */
export type Pending = {
  id: string
  name: string
  input: unknown
  at: number
  user: string
  /** on this device; the command goes once the server holds them all, and names them */
  files?: LocalFile[]
  /** an act the person does not stand and wait for: shown where it was done until answered; a refusal is kept with what was typed */
  shownAs?: string
}
/** An act that came too late, with everything that was typed. */
export type RefusedAct = Pending & { code: string; params?: Record<string, string | number> }

const KEY = 'tantrao.outbox'
const REFUSED_KEY = 'tantrao.refused'
const DRAFTS = 'tantrao.draft.'
const AGAIN_MS = 1_500
const BRING_AGAIN_MS = 5_000
const waiters = new Map<string, (a: Answer) => void>()
const listeners = new Set<() => void>()
const leftoverListeners = new Set<() => void>()
/** What waits here belongs to one person; on a shared device another's is never sent in a wrong name. */
let user = ''
let isFlushing = false
let again = false
/** while storage is denied (private mode, full) memory still keeps the queue for this page */
let memory: Pending[] = []
let refusedMemory: RefusedAct[] = []
let count = 0

function readKey<T extends { id: string }>(key: string, kept: T[]): T[] {
  try {
    const stored = JSON.parse(localStorage.getItem(key) ?? '[]') as T[]
    const ids = new Set(stored.map(p => p.id))
    return [...stored, ...kept.filter(p => !ids.has(p.id))]
  } catch {
    return kept
  }
}
function writeKey(key: string, list: readonly unknown[]): void {
  try {
    localStorage.setItem(key, JSON.stringify(list))
  } catch {
    // Full or forbidden: the queue lives on in memory and the page says what waits.
    return
  }
}
const read = () => readKey(KEY, memory)
function write(list: Pending[]): void {
  memory = list
  writeKey(KEY, list)
  tell()
}
function writeRefused(list: RefusedAct[]): void {
  refusedMemory = list
  writeKey(REFUSED_KEY, list)
  tell()
}

export type OutboxView = { waiting: readonly Pending[]; refused: readonly RefusedAct[]; /** of the files on their way now, by act */ percent: Readonly<Record<string, number>> }
const nothing: OutboxView = { waiting: [], refused: [], percent: {} }
let view: OutboxView = nothing
let percent: Record<string, number> = {}

function tell(): void {
  const own = read().filter(p => p.user === user)
  count = own.length
  view = { waiting: own.filter(p => p.shownAs !== undefined), refused: readKey(REFUSED_KEY, refusedMemory).filter(p => p.user === user), percent }
  for (const l of listeners) l()
}

export const getPendingCount = (): number => count
/** What of this person's waits on this device, and what came too late. */
export const getOutbox = (): OutboxView => view
export const getNoOutbox = (): OutboxView => nothing
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
  // Another tab of the same person sent something, or has it refused.
  const onStorage = (e: StorageEvent) => {
    if (e.key !== KEY && e.key !== REFUSED_KEY) return
    memory = []
    refusedMemory = []
    tell()
  }
  socket.on('connect', onConnect)
  window.addEventListener('storage', onStorage)
  write(read())
  if (socket.connected) void flush()
  return () => {
    socket.off('connect', onConnect)
    window.removeEventListener('storage', onStorage)
  }
}

/** Queues a command and resolves with the server's answer, however long the line is away. */
export function enqueue(name: string, input: unknown, id: string, shown?: { as: string; files: readonly LocalFile[] }): Promise<Answer> {
  return new Promise(resolve => {
    waiters.set(id, resolve)
    write([...read(), { id, name, input, at: Date.now(), user, ...(shown ? { shownAs: shown.as, ...(shown.files.length > 0 ? { files: [...shown.files] } : {}) } : {}) }])
    void flush()
  })
}

/** Nobody stands and waits for this answer any more: a refusal is kept instead. */
export const stopWaiting = (id: string): void => void waiters.delete(id)

/** The person has read why, or has done it again. */
export function dropRefused(id: string, isFileKept = false): void {
  const all = readKey(REFUSED_KEY, refusedMemory)
  const gone = all.find(p => p.id === id)
  writeRefused(all.filter(p => p.id !== id))
  if (gone?.files && !isFileKept) forgetFiles(gone.files)
}

/** At a sign-out, asked before: what this person typed and did not send leaves the device. */
export async function forgetOwn(): Promise<void> {
  write(read().filter(p => p.user !== user))
  writeRefused(readKey(REFUSED_KEY, refusedMemory).filter(p => p.user !== user))
  forgetDrafts()
  await import('./away/waiting-files.ts').then(m => m.wipeFiles(user), () => undefined)
}

/** Files some act on this device still needs, whosever it is. */
export const filesInUse = (): ReadonlySet<string> => new Set([...read(), ...readKey(REFUSED_KEY, refusedMemory)].flatMap(p => p.files?.map(f => f.id) ?? []))

function forgetDrafts(): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(DRAFTS)) localStorage.removeItem(key)
  } catch {
    // Storage denied: nothing was written down either.
    return
  }
}

const forgetFiles = (files: readonly LocalFile[]): void => void import('./away/waiting-files.ts').then(m => m.dropFiles(files.map(f => f.id)), () => undefined)

const filesOf = (p: Pending): WaitingFiles => (!p.files?.length ? 'none' : p.files.every(f => f.fileId) ? 'sent' : 'here')
const rowOf = (list: readonly Pending[]) => list.map(p => ({ lane: laneOf(p.input), files: filesOf(p) }))
const own = () => read().filter(p => p.user === user)
/** What is sent: the act with the names of its files. */
const inputOf = (p: Pending): unknown => (p.files?.length ? { ...(p.input as object), fileIds: [...((p.input as { fileIds?: string[] }).fileIds ?? []), ...p.files.map(f => f.fileId)] } : p.input)

function settle(act: Pending, answer: Answer): void {
  const waiter = waiters.get(act.id)
  waiters.delete(act.id)
  write(read().filter(p => p.id !== act.id))
  memory = memory.filter(p => p.id !== act.id)
  if (answer.ok && act.files) forgetFiles(act.files)
  if (!answer.ok && act.shownAs !== undefined && !waiter) writeRefused([...readKey(REFUSED_KEY, refusedMemory), { ...act, code: answer.code, ...(answer.params ? { params: answer.params } : {}) }])
  if (waiter) waiter(answer)
  else if (!read().some(p => p.user === user && !waiters.has(p.id))) for (const l of leftoverListeners) l()
}

/** In the order they were given, each kind of work in its own row (domain/task/waiting-acts.ts); the head waits for its answer before the next goes. */
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
        const list = own()
        if (nextToBring(rowOf(list)) >= 0) void bring()
        const next = list[nextToSend(rowOf(list))]
        if (!next) break
        const answer = await call(getSocket(), 'cmd', { id: next.id, name: next.name, input: inputOf(next) })
        if (!answer.ok && isPassing(answer.code) && (answer.code !== 'NOT_SIGNED_IN' || next.shownAs !== undefined)) {
          if (getSocket().connected) setTimeout(() => void flush(), AGAIN_MS)
          break
        }
        settle(next, answer)
      }
    } while (again)
  } finally {
    isFlushing = false
  }
}

let isBringing = false
/** Brings waiting files to the server, one act at a time; what they belong to follows by itself. */
async function bring(): Promise<void> {
  if (isBringing || !getSocket().connected) return
  isBringing = true
  const later = () => setTimeout(() => void flush(), BRING_AGAIN_MS)
  try {
    const { bringFiles } = await import('./away/waiting-files.ts')
    // Two tabs of one person take turns; without locks (plain HTTP) a file may arrive twice and is named once.
    const inTurn = <T>(work: () => Promise<T>): Promise<T> => (navigator.locks ? (navigator.locks.request('tantrao.waiting-files', work) as Promise<T>) : work())
    for (;;) {
      const list = own()
      const act = list[nextToBring(rowOf(list))]
      if (!act?.files) break
      const put = (change: (p: Pending) => Pending) => write(read().map(p => (p.id === act.id ? change(p) : p)))
      const refusal = await inTurn(async () => {
        // Meanwhile another tab may have brought them, or the whole act.
        const now = own().find(p => p.id === act.id)
        if (!now?.files) return null
        return bringFiles(now.files, user, {
          progress: n => {
            percent = { ...percent, [act.id]: n }
            tell()
          },
          brought: (id, fileId) => put(p => ({ ...p, files: (p.files ?? []).map(f => (f.id === id ? { ...f, fileId } : f)) })),
        })
      })
      percent = Object.fromEntries(Object.entries(percent).filter(([id]) => id !== act.id))
      if (refusal && (isPassing(refusal.code) || refusal.code === 'INTERNAL')) {
        tell()
        if (getSocket().connected) later()
        break
      }
      if (refusal) settle(act, { ok: false, code: refusal.code, ...(refusal.params ? { params: refusal.params } : {}) })
      tell()
      void flush()
    }
  } catch {
    // The part that sends files did not come: the line, or a new version of the program that the next page brings.
    later()
  } finally {
    isBringing = false
  }
}

/** Sends at once or not at all: for acts that make no sense later (typing marks, page turns). */
export const sendOnce = (name: string, input: unknown, id: string): Promise<Answer> => call(getSocket(), 'cmd', { id, name, input })
