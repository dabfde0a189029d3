import { open, stat } from 'node:fs/promises'
import { Worker } from 'node:worker_threads'
import type { Sheet } from '#app/domain/plan/rows.ts'

/** Largest workbook taken in as a plan, rows and columns read of it. */
export const PLAN_MAX_BYTES = 10 * 1024 * 1024
export const PLAN_MAX_ROWS = 20_000
const MAX_COLUMNS = 40
/** What the archive may hold once opened: a small file that unfolds into gigabytes is no plan. */
const MAX_OPENED = 300 * 1024 * 1024
const PATIENCE_MS = 60_000
const MEMORY_MB = 1_024

export type Workbook = { ok: true; json: string } | { ok: false; code: 'PLAN_NOT_XLSX' | 'PLAN_TOO_LARGE' | 'PLAN_SHEET_EMPTY' | 'PLAN_TOO_MANY_ROWS' }

/**
 * Opens a workbook in a thread of its own and gives its sheets as text (`readSheets`). What does not open, unfolds without
 * measure or takes too long is refused; nothing of it reaches the program.
 */
export async function readWorkbook(file: string): Promise<Workbook> {
  const { size } = await stat(file)
  if (size > PLAN_MAX_BYTES) return { ok: false, code: 'PLAN_TOO_LARGE' }
  const opened = await openedSize(file, size)
  if (opened === null) return { ok: false, code: 'PLAN_NOT_XLSX' }
  if (opened > MAX_OPENED) return { ok: false, code: 'PLAN_TOO_LARGE' }
  const answer = await inThread(file)
  if (!answer) return { ok: false, code: 'PLAN_NOT_XLSX' }
  const sheets = readSheets(answer)
  if (sheets.length === 0) return { ok: false, code: 'PLAN_SHEET_EMPTY' }
  if (sheets.some(s => s.rows.length > PLAN_MAX_ROWS)) return { ok: false, code: 'PLAN_TOO_MANY_ROWS' }
  return { ok: true, json: answer }
}

export const readSheets = (json: string): Sheet[] => JSON.parse(json) as Sheet[]

function inThread(source: string): Promise<string | null> {
  return new Promise(resolve => {
    const worker = new Worker(new URL('./sheet-thread.mjs', import.meta.url), {
      workerData: { source, maxRows: PLAN_MAX_ROWS, maxColumns: MAX_COLUMNS },
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
      stdout: true,
      stderr: true,
    })
    const end = (json: string | null) => {
      clearTimeout(limit)
      resolve(json)
      void worker.terminate()
    }
    const limit = setTimeout(() => end(null), PATIENCE_MS)
    worker.once('message', (m: { ok: boolean; json?: string }) => end(m.ok ? (m.json ?? null) : null))
    worker.once('error', () => end(null))
    worker.once('exit', () => end(null))
  })
}

/** Bytes the archive says it holds, from its directory at the end of the file; null = no archive. */
async function openedSize(file: string, size: number): Promise<number | null> {
  const handle = await open(file)
  try {
    const tail = Buffer.alloc(Math.min(size, 65_557))
    await handle.read(tail, 0, tail.length, size - tail.length)
    const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]))
    if (end < 0 || end + 22 > tail.length) return null
    const [length, from] = [tail.readUInt32LE(end + 12), tail.readUInt32LE(end + 16)]
    if (from + length > size) return null
    const directory = Buffer.alloc(length)
    await handle.read(directory, 0, length, from)
    let total = 0
    for (let at = 0; at + 46 <= length && directory.readUInt32LE(at) === 0x02014b50; ) {
      total += directory.readUInt32LE(at + 24)
      at += 46 + directory.readUInt16LE(at + 28) + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
    }
    return total
  } finally {
    await handle.close()
  }
}
