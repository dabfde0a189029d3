import { randomBytes, randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, readFile, stat, unlink } from 'node:fs/promises'
import path from 'node:path'
import { makeKeyPair, type Opener, openerOf } from './sealing.ts'

/**
 * Private keys of open secret votes: one file each, in a folder outside Postgres, Redis, logs and backups, shared by all
 * processes of the house. A key is on the disk before its vote is told open, and destroyed once the count is committed.
 * Names are made here, never by a browser, so that nobody can overwrite another vote's key.
 */
export type VoteKeys = {
  create: () => Promise<{ keyId: string; publicKey: Buffer }>
  /** null = there is no such file: the sealed ballots can't be opened any more */
  opener: (keyId: string) => Promise<Opener | null>
  /** overwrites and removes; a key already gone is no error */
  destroy: (keyId: string) => Promise<void>
  list: () => Promise<{ keyId: string; ageMs: number }[]>
}

const SUFFIX = '.key'
const isId = (text: string): boolean => /^[0-9a-f-]{36}$/.test(text)
const isGone = (error: unknown): boolean => (error as { code?: string }).code === 'ENOENT'

export function makeVoteKeys(folder: string): VoteKeys {
  const fileOf = (keyId: string): string => {
    if (!isId(keyId)) throw new Error('not the id of a key')
    return path.join(folder, keyId + SUFFIX)
  }
  /** The entry of a file is durable only with its folder. */
  const syncFolder = async (): Promise<void> => {
    const dir = await open(folder, 'r')
    await dir.sync().finally(() => dir.close())
  }
  const writing = async (handle: FileHandle, bytes: Buffer): Promise<void> => {
    try {
      await handle.write(bytes, 0, bytes.length, 0)
      await handle.sync()
    } finally {
      await handle.close()
    }
  }
  return {
    async create() {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const keyId = randomUUID()
      const { privateKey, publicKey } = makeKeyPair()
      await writing(await open(fileOf(keyId), 'wx', 0o600), privateKey)
      privateKey.fill(0)
      await syncFolder()
      return { keyId, publicKey }
    },
    async opener(keyId) {
      try {
        const key = await readFile(fileOf(keyId))
        const opener = openerOf(key)
        key.fill(0)
        return opener
      } catch (error) {
        if (isGone(error)) return null
        throw error
      }
    },
    async destroy(keyId) {
      try {
        await writing(await open(fileOf(keyId), 'r+'), randomBytes(32))
        await unlink(fileOf(keyId))
        await syncFolder()
      } catch (error) {
        if (!isGone(error)) throw error
      }
    },
    async list() {
      const names = await readdir(folder).catch((error: unknown) => {
        if (isGone(error)) return []
        throw error
      })
      const found = await Promise.all(
        names.map(async name => {
          const keyId = name.slice(0, -SUFFIX.length)
          if (!name.endsWith(SUFFIX) || !isId(keyId)) return []
          const seen = await stat(path.join(folder, name)).catch(() => null)
          return seen ? [{ keyId, ageMs: Date.now() - seen.mtimeMs }] : []
        }),
      )
      return found.flat()
    },
  }
}
