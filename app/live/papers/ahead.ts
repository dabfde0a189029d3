import { type Copy, Gone, NoRoom } from './copy.ts'

/** What has come of the papers of a session. */
export type Progress = { done: number; total: number; state: 'working' | 'waiting' | 'done' | 'full' }

type Options = {
  /** in the order they are wanted */
  copies: readonly Copy[]
  onProgress: (progress: Progress) => void
  /** resolves when the line may be back */
  lineBack: (signal: AbortSignal) => Promise<void>
  /** is there room for so many bytes more */
  hasRoom: (bytes: number) => Promise<boolean>
  onGone: (copy: Copy) => void
  now?: () => number
}

const LONGEST_RUN = 512 * 1024
const SHORTEST_RUN = 64 * 1024
/** A stretch should not hold a thin line longer than this. */
const RUN_MS = 1_000
/** Below this the line counts as thin, and every second breath is left to others. */
const THIN_BYTES_PER_MS = 100
const LONGEST_WAIT_MS = 5_000

/**
 * Brings the papers of a session ahead of need, politely: one request at a time, in short stretches, giving way to whoever
 * looks at a page right now, and on a thin line as long a pause as the stretch took. Ends by itself; `signal` ends it sooner.
 */
export async function fetchAhead(o: Options, signal: AbortSignal): Promise<void> {
  const now = o.now ?? (() => performance.now())
  const total = o.copies.length
  let done = 0
  let run = LONGEST_RUN / 2
  let isFull = false
  const tell = (state: Progress['state']) => o.onProgress({ done, total, state })
  tell('working')
  for (const copy of o.copies) {
    const missing = await copy.missing()
    if (missing > 0 && !(await o.hasRoom(missing))) {
      isFull = true
      continue
    }
    let isLeft = false
    while (!signal.aborted) {
      if (o.copies.some(c => c.isWanted())) {
        await pause(200, signal)
        continue
      }
      const from = now()
      try {
        const bytes = await copy.fetchAhead(run)
        if (bytes === 0) break
        const took = now() - from
        const pace = bytes / Math.max(1, took)
        run = Math.min(LONGEST_RUN, Math.max(SHORTEST_RUN, pace * RUN_MS))
        if (pace < THIN_BYTES_PER_MS) await pause(Math.min(took, LONGEST_WAIT_MS), signal)
      } catch (error) {
        if (error instanceof Gone || error instanceof NoRoom) {
          isLeft = true
          if (error instanceof NoRoom) isFull = true
          else o.onGone(copy)
          break
        }
        tell('waiting')
        await o.lineBack(signal)
        if (!signal.aborted) tell('working')
      }
    }
    if (signal.aborted) return
    if (!isLeft) done += 1
    tell('working')
  }
  tell(isFull ? 'full' : 'done')
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal.addEventListener('abort', end)
  })
}
