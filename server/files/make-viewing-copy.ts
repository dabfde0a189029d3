import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import type { FileStore } from './store.ts'

/** A file larger than this is served as it came: rewriting would hold all of it in memory several times. */
const MAX_BYTES = 80 * 1024 * 1024
const PATIENCE_MS = 60_000
const MEMORY_MB = 1024

export type ViewingCopy = { viewSha256: string; viewSize: number }

/**
 * Makes the copy screens draw from, beside the stored original, in a thread of its own: a session goes on while a long
 * paper arrives. Null when there is none to make (too large, encrypted, not readable by the writer, not smaller to read).
 */
export async function makeViewingCopy(files: FileStore, sha256: string, size: number): Promise<ViewingCopy | null> {
  if (size > MAX_BYTES) return null
  const target = path.join(files.tmpDir, `${randomUUID()}.xem`)
  const isMade = await rewriteInThread(files.pathOf(sha256), target)
  if (!isMade) {
    await rm(target, { force: true })
    return null
  }
  const taken = await files.take(target)
  return { viewSha256: taken.sha256, viewSize: taken.size }
}

function rewriteInThread(source: string, target: string): Promise<boolean> {
  return new Promise(resolve => {
    const worker = new Worker(new URL('./viewing-copy-thread.mjs', import.meta.url), {
      workerData: { source, target },
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
      stdout: true,
      stderr: true,
    })
    const end = (isMade: boolean) => {
      clearTimeout(limit)
      resolve(isMade)
      void worker.terminate()
    }
    const limit = setTimeout(() => end(false), PATIENCE_MS)
    worker.once('message', (isMade: boolean) => end(isMade))
    worker.once('error', () => end(false))
    worker.once('exit', () => end(false))
  })
}
