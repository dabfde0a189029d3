import { useEffect, useRef, useState } from 'react'
import type { PDFDocumentProxy } from 'pdfjs-dist'
import { fileText } from '#app/text/files.ts'
import { Button, IconButton } from './button.tsx'
import { ChevronLeft, ChevronRight } from './icon.tsx'

type Props = {
  /** whose bytes are asked for by ranges: a page needs only its own */
  paperId: string
  title: string
  page: number
  pages: number | null
  onPage: (page: number) => void
  className?: string
}

/** Bytes asked for at a time. */
const CHUNK = 65_536

/**
 * One page of a paper, as wide as its place. The library comes only with the first paper; the file is never fetched
 * whole: page one of 300 is there after a few ranges. Use it through `lazy(() => import(...))`.
 */
export default function PdfView({ paperId, title, page, pages, onPage, className }: Props) {
  const frame = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const [doc, setDoc] = useState<PDFDocumentProxy | null>(null)
  const [state, setState] = useState<'loading' | 'shown' | 'failed'>('loading')
  const [attempt, setAttempt] = useState(0)
  const [text, setText] = useState('')
  const total = doc?.numPages ?? pages

  useEffect(() => {
    let isOver = false
    let close: (() => void) | undefined
    setState('loading')
    setDoc(null)
    const open = async () => {
      const [pdfjs, worker] = await Promise.all([import('pdfjs-dist'), import('pdfjs-dist/build/pdf.worker.min.mjs?url')])
      pdfjs.GlobalWorkerOptions.workerSrc = worker.default
      const task = pdfjs.getDocument({ url: `/tai-lieu/${paperId}`, rangeChunkSize: CHUNK, disableAutoFetch: true, disableStream: true, isEvalSupported: false })
      close = () => void task.destroy()
      const opened = await task.promise
      if (!isOver) setDoc(opened)
    }
    open().catch(() => !isOver && setState('failed'))
    return () => {
      isOver = true
      close?.()
    }
  }, [paperId, attempt])

  useEffect(() => {
    const place = frame.current
    const target = canvas.current
    if (!doc || !place || !target) return
    let isOver = false
    let cancel: (() => void) | undefined
    const draw = async () => {
      const shown = await doc.getPage(Math.min(Math.max(1, page), doc.numPages))
      if (isOver) return
      const width = place.clientWidth
      const base = shown.getViewport({ scale: 1 })
      const viewport = shown.getViewport({ scale: (width / base.width) * Math.min(window.devicePixelRatio || 1, 2) })
      target.width = viewport.width
      target.height = viewport.height
      const render = shown.render({ canvas: target, viewport })
      cancel = () => render.cancel()
      await render.promise
      if (isOver) return
      setState('shown')
      const content = await shown.getTextContent()
      if (!isOver) setText(content.items.map(i => ('str' in i ? i.str : '')).join(' '))
    }
    draw().catch((err: Error) => !isOver && err.name !== 'RenderingCancelledException' && setState('failed'))
    return () => {
      isOver = true
      cancel?.()
    }
  }, [doc, page])

  return (
    <section className={className} aria-label={title}>
      <div ref={frame} className="relative mx-auto w-full overflow-hidden rounded-lg border border-line bg-white">
        <canvas ref={canvas} className="block h-auto w-full" role="img" aria-label={`${title}. ${fileText.page(page, total)}`} data-state={state} />
        {/* The page's words for those who listen instead of looking. */}
        <p className="sr-only">{text}</p>
        {state === 'loading' && (
          <p className="p-6 text-base text-[#4e4640]" role="status">
            {fileText.loading}
          </p>
        )}
        {state === 'failed' && (
          <div className="flex flex-col items-start gap-3 p-6 text-base text-[#231c18]" role="alert">
            <p>{fileText.failed}</p>
            <Button onClick={() => setAttempt(a => a + 1)}>{fileText.retry}</Button>
          </div>
        )}
      </div>
      <div className="sticky bottom-2 mx-auto mt-2 flex w-fit items-center gap-1 rounded-xl border border-line bg-surface p-1">
        <IconButton label={fileText.previous} variant="plain" size="lg" disabled={page <= 1} onClick={() => onPage(page - 1)}>
          <ChevronLeft aria-hidden />
        </IconButton>
        <span className="min-w-28 text-center text-base font-semibold">{fileText.page(page, total)}</span>
        <IconButton label={fileText.next} variant="plain" size="lg" disabled={total !== null && page >= total} onClick={() => onPage(page + 1)}>
          <ChevronRight aria-hidden />
        </IconButton>
      </div>
    </section>
  )
}
