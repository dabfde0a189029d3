import Bull from 'bull'
import Redis from 'ioredis'
import type { Logger } from 'pino'

/** The only file that knows Bull. Its memory is a messenger's: every job can be made again from a row in Postgres. */

export type Queue = {
  /** Adds a job; the same jobId is taken once while Bull remembers it. Rejects within two seconds when Redis is away. */
  add: (name: string, payload: unknown, opts: { jobId: string }) => Promise<void>
  process: (handlers: Record<string, (payload: unknown) => Promise<void>>) => void
  isReady: () => Promise<boolean>
  close: () => Promise<void>
}

const ADD_TIMEOUT_MS = 2_000
const KEEP_DONE_SECONDS = 24 * 3600
const CONCURRENCY = 4

export function makeQueue({ redisUrl, log }: { redisUrl: string; log: Logger }): Queue {
  // Commands on a dead line fail at once instead of piling up; the relay tries again from its rows.
  const make = (type: string): Redis => {
    const client = new Redis(redisUrl, {
      enableReadyCheck: false,
      maxRetriesPerRequest: type === 'client' ? 1 : null,
      retryStrategy: times => Math.min(200 * times, 2_000),
    })
    client.on('error', err => log.debug({ err: err.message, type }, 'redis'))
    return client
  }
  const shared = { client: make('client'), subscriber: make('subscriber') }
  const queue = new Bull('tan-trao', {
    prefix: 'tantrao',
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

  return {
    add: async (name, payload, { jobId }) => {
      await within(queue.add(name, payload, { jobId }), ADD_TIMEOUT_MS)
    },
    process: handlers => {
      for (const [name, handle] of Object.entries(handlers)) {
        queue.process(name, CONCURRENCY, job => handle(job.data)).catch((err: Error) => log.warn({ err: err.message, name }, 'worker waits for redis'))
      }
    },
    isReady: async () => (await within(shared.client.ping(), ADD_TIMEOUT_MS)) === 'PONG',
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
