/**
 * Sends the newest of a quick row of values: at once when idle, then at most one in `everyMs`, one at a time; what was
 * overtaken is never sent, the last one always is. `send` answers whether the value should be tried again (no line, busy
 * server); a newer value takes its place meanwhile.
 */
export function sendLatest<T>(everyMs: number, send: (value: T) => Promise<'done' | 'again'>, timers: { after: (ms: number, run: () => void) => void } = { after: (ms, run) => void setTimeout(run, ms) }) {
  const RETRY_MS = 1_000
  let next: { value: T } | null = null
  let isBusy = false
  const pump = (): void => {
    if (isBusy || !next) return
    const { value } = next
    next = null
    isBusy = true
    const rest = (ms: number) =>
      timers.after(ms, () => {
        isBusy = false
        pump()
      })
    void send(value).then(
      answer => {
        if (answer === 'again') next ??= { value }
        rest(answer === 'again' ? RETRY_MS : everyMs)
      },
      () => rest(everyMs),
    )
  }
  return {
    push: (value: T): void => {
      next = { value }
      pump()
    },
    /** what waits is no longer wanted */
    drop: (): void => void (next = null),
  }
}
