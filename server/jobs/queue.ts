import Bull from 'bull'
import Redis from 'ioredis'
import type { Logger } from 'pino'

/** The only file that knows Bull. Its memory is a messenger's: every job can be made again from a row in Postgres. */

export type Queue = {
  /** Adds a job; the same jobId is taken once while Bull remembers it. Rejects within two seconds when Redis is away. */
  add: (name: string, payload: unknown, opts: { jobId: string }) => Promise<void>
  process: (handlers: Record<string, (payload: unknown) => Promise<void>>) => void
  isReady: () => Promise<boolean>
  /** Redis knows nothing of us: it is new, or was wiped with everything that waited in it. */
  isForgotten: () => Promise<boolean>
  /** Leaves the mark that a wipe takes away; set only after what was lost is on its way again. */
  leaveMark: () => Promise<void>
  close: () => Promise<void>
}

const ASK_TIMEOUT_MS = 2_000
const KEEP_DONE_SECONDS = 24 * 3600
const CONCURRENCY = 4
const PREFIX = 'tantrao'
const MARK = `${PREFIX}:known`

export function makeQueue({ redisUrl, log }: { redisUrl: string; log: Logger }): Queue {
  // Bull waits for Redis as long as it takes: with a limit of retries a worker that starts first would never work.
  // The ready check (Bull forbids it on blocking lines) keeps a line that was cut while opening from passing for ready.
  const make = (type: string): Redis => {
    const client = new Redis(redisUrl, {
      enableReadyCheck: type === 'client',
      maxRetriesPerRequest: null,
      retryStrategy: times => Math.min(200 * times, 2_000),
    })
    client.on('error', err => log.debug({ err: err.message, type }, 'redis'))
    return client
  }
  const shared = { client: make('client'), subscriber: make('subscriber') }
  const queue = new Bull('tan-trao', {
    prefix: PREFIX,
    createClient: type => (type === 'client' ? shared.client : type === 'subscriber' ? shared.subscriber : make(type)),
    defaultJobOptions: {
      attempts: 5,
      backoff: { type: 'exponential', delay: 1_000 },
      removeOnComplete: { age: KEEP_DONE_SECONDS },
      removeOnFail: false,
    },
  })
  queue.on('error', err => log.warn({ err: err.message }, 'queue'))
  queue.on('stalled', job => log.warn({ job: job.id }, 'job stalled, running again'))
  queue.on('failed', (job, err) => log.error({ job: job.id, name: job.name, err: err.message }, 'job failed'))

  let opening: Promise<void> | null = null
  /** One wait shared by all who ask meanwhile: an outage of hours must not gather listeners. */
  const untilReady = (): Promise<void> => {
    if (shared.client.status === 'ready') return Promise.resolve()
    opening ??= new Promise<void>(resolve => shared.client.once('ready', () => resolve())).then(() => {
      opening = null
    })
    return opening
  }
  /** On a dead line nothing is even asked, so that nothing piles up: the asker tries again from its rows. */
  const ask = async <T>(question: () => Promise<T>): Promise<T> => {
    const start = performance.now()
    await within(untilReady(), ASK_TIMEOUT_MS)
    return within(question(), ASK_TIMEOUT_MS - (performance.now() - start))
  }

  return {
    add: async (name, payload, { jobId }) => {
      await ask(() => queue.add(name, payload, { jobId }))
    },
    process: handlers => {
      for (const [name, handle] of Object.entries(handlers)) {
        queue.process(name, CONCURRENCY, job => handle(job.data)).catch((err: Error) => log.warn({ err: err.message, name }, 'worker waits for redis'))
      }
    },
    isReady: async () => (await ask(() => shared.client.ping())) === 'PONG',
    isForgotten: async () => (await ask(() => shared.client.exists(MARK))) === 0,
    leaveMark: async () => {
      await ask(() => shared.client.set(MARK, '1'))
    },
    close: async () => {
      const closed = queue.close(false)
      await within(closed, 3_000).catch((err: Error) => log.warn({ err: err.message }, 'queue closed hard'))
      shared.client.disconnect()
      shared.subscriber.disconnect()
    },
  }
}

function within<T>(promise: Promise<T>, ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('redis gave no answer in time')), ms)
    promise.then(
      value => {
        clearTimeout(timer)
        resolve(value)
      },
      (err: Error) => {
        clearTimeout(timer)
        reject(err)
      },
    )
  })
}
