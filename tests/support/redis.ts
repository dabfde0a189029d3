import { Redis } from 'ioredis'
import { requireEnv } from './services.ts'

const CLAIM_KEY = 'tan-trao:test:claimed'
const CLAIM_SECONDS = 900

export type FreshRedis = {
  url: string
  /** empties it, as an operator's FLUSHDB or a lost machine would */
  wipe: () => Promise<void>
  release: () => Promise<void>
}

/** A numbered Redis database nobody else uses now: claimed by a key in it, given back empty. */
export async function freshRedis(): Promise<FreshRedis> {
  const base = new URL(requireEnv('TEST_REDIS_URL'))
  const admin = new Redis(base.href)
  const config = (await admin.config('GET', 'databases')) as string[]
  const count = Number(config[1] ?? 16)
  // Claims live in database 0, so that wiping a database does not give it away.
  for (let index = 1; index < count; index += 1) {
    const claim = `${CLAIM_KEY}:${index}`
    if ((await admin.set(claim, process.pid, 'EX', CLAIM_SECONDS, 'NX')) !== 'OK') continue
    const url = new URL(base.href)
    url.pathname = `/${index}`
    const own = new Redis(url.href)
    await own.flushdb()
    return {
      url: url.href,
      wipe: async () => {
        await own.flushdb()
      },
      release: async () => {
        await own.flushdb()
        await admin.del(claim)
        await Promise.all([own.quit(), admin.quit()])
      },
    }
  }
  await admin.quit()
  throw new Error(`All ${count} Redis databases are taken by running tests`)
}
