/**
 * While one group is at work the next one gathers, so that what comes in the same moment shares one trip to the database.
 * `work` answers each of its group and throws nothing; `atMost` of them at a time.
 */
export function gathering<T>(work: (group: T[]) => Promise<void>, atMost = Number.POSITIVE_INFINITY): (one: T) => void {
  let waiting: T[] = []
  let isRunning = false
  const pump = async () => {
    if (isRunning) return
    isRunning = true
    while (waiting.length > 0) {
      const group = waiting.slice(0, atMost)
      waiting = waiting.slice(atMost)
      await work(group)
    }
    isRunning = false
  }
  return one => {
    waiting.push(one)
    // Let everything that is already on the wire in this turn of the loop join the same group.
    setImmediate(() => void pump())
  }
}
