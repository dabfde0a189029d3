import { memoryStore, type PieceStore } from './copy.ts'

/**
 * Papers kept on this device (IndexedDB: it also works where the house speaks plain HTTP). Everything belongs to one
 * person; another one finds it empty. A version lists the sessions it is kept for and goes with the last of them.
 */
const NAME = 'tantrao.papers'
/** All papers together; the least used make room first. */
const MOST_BYTES = 512 * 1024 * 1024
/** Where the device keeps nothing, this much stays in memory while the page is open. */
const MEMORY_BYTES = 96 * 1024 * 1024

type FileRow = { key: string; meetings: string[]; bytes: number; usedAt: number }

export type DeviceStore = PieceStore & {
  /** these versions are this session's; versions no session has any more are deleted */
  keepFor: (meetingId: string, keys: readonly string[]) => Promise<void>
  hasRoom: (bytes: number, meetingId: string) => Promise<boolean>
}

let opened: { owner: string; store: Promise<DeviceStore> } | null = null

/** The store of the person at this device. Opening it as another person empties it first. */
export function openDeviceStore(owner: string): Promise<DeviceStore> {
  if (opened?.owner !== owner) opened = { owner, store: open(owner).catch(inMemory) }
  return opened.store
}

/** Nothing of anybody's papers stays: at sign-out and wherever nobody is signed in. */
export async function wipeDevice(): Promise<void> {
  opened = null
  if (typeof indexedDB === 'undefined') return
  await new Promise<void>(resolve => {
    const request = indexedDB.deleteDatabase(NAME)
    request.onsuccess = request.onerror = request.onblocked = () => resolve()
  })
}

const NOTE_DRAFTS = 'tantrao.notes.'
/** Private notes typed here and not yet stored: gone with a sign-out; a session that merely ran out leaves them to their owner. */
export function wipeNoteDrafts(): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(NOTE_DRAFTS)) localStorage.removeItem(key)
  } catch {
    // Storage denied: nothing was written down either.
    return
  }
}

const inMemory = (): DeviceStore => ({ ...memoryStore(MEMORY_BYTES), keepFor: async () => undefined, hasRoom: async bytes => bytes < MEMORY_BYTES })

const ask = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('storage refused'))
  })
const ended = (tx: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    tx.oncomplete = () => resolve()
    tx.onabort = tx.onerror = () => reject(tx.error ?? new Error('storage refused'))
  })
const piecesOf = (key: string) => IDBKeyRange.bound([key, 0], [key, Number.MAX_SAFE_INTEGER])

async function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open(NAME, 1)
  request.onupgradeneeded = () => {
    request.result.createObjectStore('meta')
    request.result.createObjectStore('files', { keyPath: 'key' })
    request.result.createObjectStore('pieces')
  }
  const db = await ask(request)
  // A wipe from another tab must not wait for this one.
  db.onversionchange = () => db.close()
  return db
}

const remove = (tx: IDBTransaction, key: string) => {
  tx.objectStore('files').delete(key)
  tx.objectStore('pieces').delete(piecesOf(key))
}
const rows = (tx: IDBTransaction) => ask(tx.objectStore('files').getAll() as IDBRequest<FileRow[]>)

async function keepFor(db: IDBDatabase, meetingId: string, keys: readonly string[]): Promise<void> {
  const tx = db.transaction(['files', 'pieces'], 'readwrite')
  const done = ended(tx)
  const wanted = new Set(keys)
  const known = await rows(tx)
  for (const row of known) {
    const meetings = row.meetings.filter(m => m !== meetingId)
    if (wanted.has(row.key)) meetings.push(meetingId)
    if (meetings.length === 0) remove(tx, row.key)
    else if (meetings.length !== row.meetings.length) tx.objectStore('files').put({ ...row, meetings })
  }
  for (const key of wanted)
    if (!known.some(row => row.key === key)) tx.objectStore('files').put({ key, meetings: [meetingId], bytes: 0, usedAt: Date.now() } satisfies FileRow)
  await done
}

/** The right to a session ended, or it was never there: its papers leave this device, whoever they were kept for. */
export async function forgetMeeting(meetingId: string): Promise<void> {
  if (typeof indexedDB === 'undefined') return
  try {
    const db = await openDatabase()
    await keepFor(db, meetingId, [])
    db.close()
  } catch {
    // A device that keeps nothing has nothing to forget.
    return
  }
}

async function open(owner: string): Promise<DeviceStore> {
  const db = await openDatabase()
  const claim = db.transaction(['meta', 'files', 'pieces'], 'readwrite')
  if ((await ask(claim.objectStore('meta').get('owner'))) !== owner) {
    claim.objectStore('files').clear()
    claim.objectStore('pieces').clear()
    claim.objectStore('meta').put(owner, 'owner')
  }
  await ended(claim)

  return {
    listed: async key => ((await ask(db.transaction('pieces').objectStore('pieces').getAllKeys(piecesOf(key)))) as [string, number][]).map(k => k[1]),
    get: async (key, piece) => {
      const kept = (await ask(db.transaction('pieces').objectStore('pieces').get([key, piece]))) as ArrayBuffer | undefined
      return kept && new Uint8Array(kept)
    },
    put: async (key, piece, bytes) => {
      try {
        const tx = db.transaction(['files', 'pieces'], 'readwrite')
        const done = ended(tx)
        const files = tx.objectStore('files')
        const row = ((await ask(files.get(key))) as FileRow | undefined) ?? { key, meetings: [], bytes: 0, usedAt: 0 }
        files.put({ ...row, bytes: row.bytes + bytes.length, usedAt: Date.now() })
        tx.objectStore('pieces').put(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength), [key, piece])
        await done
        return true
      } catch {
        // Full, or wiped under our hands: the page is drawn from what came, nothing is kept.
        return false
      }
    },
    drop: async key => {
      const tx = db.transaction(['files', 'pieces'], 'readwrite')
      remove(tx, key)
      await ended(tx)
    },
    keepFor: (meetingId, keys) => keepFor(db, meetingId, keys),
    hasRoom: async (bytes, meetingId) => {
      const tx = db.transaction(['files', 'pieces'], 'readwrite')
      const done = ended(tx)
      const known = (await rows(tx)).sort((a, b) => a.usedAt - b.usedAt)
      let held = known.reduce((sum, row) => sum + row.bytes, 0)
      for (const row of known) {
        if (held + bytes <= MOST_BYTES) break
        if (row.meetings.includes(meetingId)) continue
        remove(tx, row.key)
        held -= row.bytes
      }
      await done
      return held + bytes <= MOST_BYTES
    },
  }
}
