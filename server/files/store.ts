import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { Transform, type Readable } from 'node:stream'

/** Bytes by their own hash, in a folder: the same file twice is one copy. An object store can take its place later. */
export type FileStore = ReturnType<typeof makeFileStore>

export function makeFileStore(dataDir: string) {
  const root = path.join(dataDir, 'files')
  const pathOf = (sha256: string): string => {
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Error('not a hash')
    return path.join(root, sha256.slice(0, 2), sha256)
  }
  return {
    pathOf,
    tmpDir: path.join(dataDir, 'uploads'),
    /** Takes a finished temporary file in; its content decides where it lies. */
    async take(tmp: string): Promise<{ sha256: string; size: number }> {
      const hash = createHash('sha256')
      let size = 0
      for await (const chunk of createReadStream(tmp)) {
        hash.update(chunk as Buffer)
        size += (chunk as Buffer).length
      }
      const sha256 = hash.digest('hex')
      const target = pathOf(sha256)
      await mkdir(path.dirname(target), { recursive: true })
      if (await exists(target)) await rm(tmp)
      else await rename(tmp, target)
      return { sha256, size }
    },
    /** Writes a stream to a temporary file and stops at the limit. Returns its path, or null when it was too large. */
    async receive(body: Readable, limit: number): Promise<string | null> {
      const dir = path.join(dataDir, 'uploads')
      await mkdir(dir, { recursive: true })
      const tmp = path.join(dir, randomUUID())
      let size = 0
      let isTooLarge = false
      const guard = new Transform({
        transform(chunk: Buffer, _enc, done) {
          size += chunk.length
          if (size > limit) {
            isTooLarge = true
            done(new Error('too large'))
          } else done(null, chunk)
        },
      })
      try {
        await pipeline(body, guard, createWriteStream(tmp, { mode: 0o600 }))
        return tmp
      } catch (err) {
        await rm(tmp, { force: true })
        if (isTooLarge) return null
        throw err
      }
    },
    open: (sha256: string, range?: { start: number; end: number }) => createReadStream(pathOf(sha256), range),
  }
}

async function exists(file: string): Promise<boolean> {
  try {
    await stat(file)
    return true
  } catch {
    return false
  }
}
