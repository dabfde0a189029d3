import { sendFile, type UploadRefusal } from './upload.ts'

/**
 * Photos and files chosen without a line, in this browser's store until the server holds them. Each belongs to one person; it goes
 * with the act that names it, and is deleted with it.
 */
export type LocalFile = { id: string; name: string; size: number; /** once the server holds it */ fileId?: string }
type Row = { id: string; owner: string; name: string; type: string; lastModified: number; bytes: ArrayBuffer; at: number }

const NAME = 'tantrao.waiting-files'
const STORE = 'files'
/** Chosen and never sent: nobody comes back for it. */
const FORGOTTEN_MS = 14 * 24 * 3600_000

/** Where the browser keeps nothing (private window, full disk) a file lives as long as its page. */
const inPage = new Map<string, Row>()

const ask = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('storage refused'))
  })

async function inStore<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const opening = indexedDB.open(NAME, 1)
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: 'id' })
  const db = await ask(opening)
  db.onversionchange = () => db.close()
  try {
    const tx = db.transaction(STORE, mode)
    const ended = new Promise<void>((resolve, reject) => {
      tx.oncomplete = () => resolve()
      tx.onabort = tx.onerror = () => reject(tx.error ?? new Error('storage refused'))
    })
    const result = await ask(work(tx.objectStore(STORE)))
    await ended
    return result
  } finally {
    db.close()
  }
}

/** Keeps a file; `isLasting` false = the browser refused, it is gone with the page. */
export async function keepFile(id: string, owner: string, file: File): Promise<LocalFile & { isLasting: boolean }> {
  const row: Row = { id, owner, name: file.name, type: file.type, lastModified: file.lastModified, bytes: await file.arrayBuffer(), at: Date.now() }
  const kept = { id, name: file.name, size: file.size }
  try {
    await inStore('readwrite', s => s.put(row))
    return { ...kept, isLasting: true }
  } catch {
    inPage.set(id, row)
    return { ...kept, isLasting: false }
  }
}

export async function readFile(id: string, owner: string): Promise<File | null> {
  const row = inPage.get(id) ?? ((await inStore('readonly', s => s.get(id)).catch(() => undefined)) as Row | undefined)
  return row?.owner === owner ? new File([row.bytes], row.name, { type: row.type, lastModified: row.lastModified }) : null
}

export async function dropFiles(ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    inPage.delete(id)
    // What cannot be deleted now is swept later.
    await inStore('readwrite', s => s.delete(id)).catch(() => undefined)
  }
}

const rows = async (): Promise<Row[]> => (await inStore('readonly', s => s.getAll() as IDBRequest<Row[]>).catch(() => undefined)) ?? []

/** Deletes what was chosen long ago and belongs to no act that waits. */
export async function sweepFiles(inUse: ReadonlySet<string>): Promise<void> {
  await dropFiles((await rows()).filter(r => !inUse.has(r.id) && Date.now() - r.at > FORGOTTEN_MS).map(r => r.id))
}

/** At a sign-out: nothing of this person stays; what somebody else left here to be sent does. */
export async function wipeFiles(owner: string): Promise<void> {
  inPage.clear()
  if (typeof indexedDB === 'undefined') return
  await dropFiles((await rows()).filter(r => r.owner === owner).map(r => r.id))
}

/** Brings the files of one act to the server, one after the other; what is there already is not sent again. */
export async function bringFiles(files: readonly LocalFile[], owner: string, on: { progress: (percent: number) => void; brought: (id: string, fileId: string) => void }): Promise<UploadRefusal | null> {
  const all = files.reduce((sum, f) => sum + f.size, 0) || 1
  let before = 0
  for (const local of files) {
    if (!local.fileId) {
      const file = await readFile(local.id, owner)
      if (!file) return { code: 'FILE_LOST' }
      const refusal = await new Promise<UploadRefusal | null>((resolve, reject) => {
        sendFile(file, 'task', {
          progress: percent => on.progress(Math.round(((before + (percent / 100) * local.size) / all) * 100)),
          received: got => {
            on.brought(local.id, got.fileId)
            resolve(null)
          },
          refused: resolve,
        }).catch(reject)
      })
      if (refusal) return refusal
    }
    before += local.size
  }
  return null
}
