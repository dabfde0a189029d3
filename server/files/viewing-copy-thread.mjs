// The thread that rewrites one paper. It starts without a loader of its own, so it registers the one the program runs by.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { register } from 'tsx/esm/api'

register()
const { checkedViewingCopy } = await import('./checked-viewing-copy.ts')
const bytes = await readFile(workerData.source)
const copy = await checkedViewingCopy(bytes).catch(() => null)
if (copy) {
  await mkdir(path.dirname(workerData.target), { recursive: true })
  await writeFile(workerData.target, copy, { mode: 0o600 })
}
parentPort?.postMessage(copy !== null)
