import type { PDFDocumentLoadingTask, PDFWorker } from 'pdfjs-dist'
import { Gone, PIECE, type Version } from './copy.ts'
import { copyOf } from './keep.ts'

let ready: Promise<{ pdfjs: typeof import('pdfjs-dist'); worker: PDFWorker }> | null = null

/** Loads the PDF library and starts its one worker, so that a paper opens at once, also after the line was cut. */
export function engine() {
  ready ??= Promise.all([import('pdfjs-dist'), import('pdfjs-dist/build/pdf.worker.min.mjs?url')]).then(([pdfjs, script]) => {
    pdfjs.GlobalWorkerOptions.workerSrc = script.default
    return { pdfjs, worker: new pdfjs.PDFWorker() }
  })
  // A library that did not come is asked for again next time.
  ready.catch(() => (ready = null))
  return ready
}

const RETRY_MS = 2_000

export type Opening = { task: PDFDocumentLoadingTask; close: () => void }

/**
 * Opens a paper over its copy on this device; what is missing comes piece by piece.
 * @param onStall true while a piece can't be had (no line), false when it came after all
 * @param onGone the paper was withdrawn, or the right to it
 */
export async function openPaper(version: Version, owner: string | null, on: { onStall: (isStalled: boolean) => void; onGone: () => void }): Promise<Opening> {
  const { pdfjs, worker } = await engine()
  const copy = await copyOf(owner, version)
  let isOver = false
  const transport = new pdfjs.PDFDataRangeTransport(version.size, null)
  transport.requestDataRange = (begin: number, end: number) => {
    const tryOnce = (): void => {
      copy.read(begin, end).then(
        bytes => {
          if (isOver) return
          on.onStall(false)
          transport.onDataRange(begin, bytes)
        },
        (error: Error) => {
          if (isOver) return
          if (error instanceof Gone) return on.onGone()
          on.onStall(true)
          const again = () => {
            clearTimeout(timer)
            window.removeEventListener('online', again)
            if (!isOver) tryOnce()
          }
          const timer = setTimeout(again, RETRY_MS)
          window.addEventListener('online', again)
        },
      )
    }
    tryOnce()
  }
  const task = pdfjs.getDocument({ range: transport, worker, rangeChunkSize: PIECE, disableAutoFetch: true, disableStream: true, isEvalSupported: false })
  return {
    task,
    close: () => {
      isOver = true
      void task.destroy()
    },
  }
}
