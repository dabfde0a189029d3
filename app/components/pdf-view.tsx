import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react'
import type { PDFDocumentProxy } from 'pdfjs-dist'
import { movePlace, type Place, WHOLE_PAGE, zoomAt, ZOOM_STEP } from '#app/domain/presentation/place.ts'
import type { Version } from '#app/live/papers/copy.ts'
import { type Opening, openPaper } from '#app/live/papers/engine.ts'
import { getOwner } from '#app/live/papers/owner.ts'
import { fileText } from '#app/text/files.ts'
import { Button, IconButton } from './button.tsx'
import { ChevronLeft, ChevronRight, WifiOff, ZoomIn, ZoomOut } from './icon.tsx'

type Props = {
  /** drawn from the copy on this device; a page asks the server only for what is missing here */
  version: Version
  title: string
  page: number
  pages: number | null
  onPage?: (page: number) => void
  /** which part of the page is seen */
  place?: Place
  /** zooming and moving; without it the page stands still */
  onPlace?: (place: Place) => void
  /** lies on the page and moves with it (pen, pointer); `shape` = width / height of the page */
  overlay?: (shape: number) => ReactNode
  /** more tools in the bar under the page */
  tools?: ReactNode
  /** the page alone, as large as its box: the wall screen */
  isBare?: boolean
  className?: string
}

/** A canvas larger than this is not drawn: tablets refuse it. */
const MOST_PIXELS = 4096
const REDRAW_MS = 180
const A4 = 210 / 297

/** One page of a paper, as wide as its place. The library comes only with the first paper. Use it through `lazy(() => import(...))`. */
export default function PdfView({ version, title, page, pages, onPage, place = WHOLE_PAGE, onPlace, overlay, tools, isBare, className }: Props) {
  const frame = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const [doc, setDoc] = useState<PDFDocumentProxy | null>(null)
  const [state, setState] = useState<'loading' | 'shown' | 'failed'>('loading')
  const [isStalled, setStalled] = useState(false)
  const [attempt, setAttempt] = useState(0)
  const [text, setText] = useState('')
  const [shape, setShape] = useState(A4)
  const [sharpness, setSharpness] = useState(place.zoom)
  const [width, setWidth] = useState(0)
  const total = doc?.numPages ?? pages
  const { paperId, key, size } = version

  useEffect(() => {
    let isOver = false
    let opening: Opening | null = null
    setState('loading')
    setDoc(null)
    const open = async () => {
      const opened = await openPaper({ paperId, key, size }, getOwner(), { onStall: setStalled, onGone: () => setState('failed') })
      if (isOver) return opened.close()
      opening = opened
      const ready = await opened.task.promise
      if (!isOver) setDoc(ready)
    }
    open().catch(() => !isOver && setState('failed'))
    return () => {
      isOver = true
      opening?.close()
    }
  }, [paperId, key, size, attempt])

  useEffect(() => {
    const box = frame.current
    if (!box) return
    const watch = new ResizeObserver(() => setWidth(Math.round(box.clientWidth)))
    watch.observe(box)
    return () => watch.disconnect()
  }, [])
  // The picture is enlarged at once and drawn sharper when the zoom rests.
  useEffect(() => {
    const timer = setTimeout(() => setSharpness(place.zoom), REDRAW_MS)
    return () => clearTimeout(timer)
  }, [place.zoom])

  useEffect(() => {
    const target = canvas.current
    if (!doc || !target || width === 0) return
    let isOver = false
    let cancel: (() => void) | undefined
    const draw = async () => {
      const shown = await doc.getPage(Math.min(Math.max(1, page), doc.numPages))
      if (isOver) return
      const base = shown.getViewport({ scale: 1 })
      setShape(base.width / base.height)
      const wanted = (width / base.width) * Math.min(window.devicePixelRatio || 1, 2) * sharpness
      const viewport = shown.getViewport({ scale: Math.min(wanted, MOST_PIXELS / base.width, MOST_PIXELS / base.height) })
      // Drawn aside and put in place whole: turning a page never shows an empty one.
      const aside = document.createElement('canvas')
      aside.width = viewport.width
      aside.height = viewport.height
      const render = shown.render({ canvas: aside, viewport })
      cancel = () => render.cancel()
      await render.promise
      if (isOver) return
      target.width = aside.width
      target.height = aside.height
      target.getContext('2d')?.drawImage(aside, 0, 0)
      target.dataset.page = String(page)
      setState('shown')
      const content = await shown.getTextContent()
      if (!isOver) setText(content.items.map(i => ('str' in i ? i.str : '')).join(' '))
    }
    draw().catch((err: Error) => !isOver && err.name !== 'RenderingCancelledException' && setState('failed'))
    return () => {
      isOver = true
      cancel?.()
    }
  }, [doc, page, width, sharpness])

  const hand = useHand(place, onPlace)
  const onKey = (e: KeyboardEvent) => {
    const to = { ArrowLeft: -1, PageUp: -1, ArrowRight: 1, PageDown: 1 }[e.key]
    if (to && onPage) {
      const next = page + to
      if (next >= 1 && (total === null || next <= total)) onPage(next)
    } else if (onPlace && (e.key === '+' || e.key === '=')) onPlace(zoomAt(place, ZOOM_STEP))
    else if (onPlace && e.key === '-') onPlace(zoomAt(place, 1 / ZOOM_STEP))
    else return
    e.preventDefault()
  }

  return (
    <section className={className} aria-label={title} style={isBare ? { containerType: 'size' } : undefined}>
      <div
        ref={frame}
        // Reachable, so that pages turn by the keys of the arrows.
        tabIndex={onPage ? 0 : undefined}
        role="group"
        aria-label={fileText.pageFrame}
        onKeyDown={onKey}
        {...hand}
        style={{ aspectRatio: shape, ...(isBare ? { width: `min(100cqw, calc(100cqh * ${shape}))` } : {}), touchAction: place.zoom > 1 && onPlace ? 'none' : 'pan-x pan-y' }}
        className={isBare ? 'relative mx-auto overflow-hidden bg-white' : 'relative mx-auto w-full overflow-hidden rounded-lg border border-line bg-white'}
      >
        <div className="absolute inset-0 origin-top-left" style={{ transform: `scale(${place.zoom}) translate(${-place.x * 100}%, ${-place.y * 100}%)` }}>
          <canvas ref={canvas} className="block size-full" role="img" aria-label={`${title}. ${fileText.page(page, total)}`} data-state={state} />
          {overlay?.(shape)}
        </div>
        {/* The page's words for those who listen instead of looking. */}
        <p className="sr-only">{text}</p>
        {state === 'loading' && !isStalled && (
          <p className="absolute inset-x-0 top-0 p-6 text-base text-[#4e4640]" role="status">
            {fileText.loading}
          </p>
        )}
        {isStalled && (
          <p className="absolute inset-x-0 top-0 flex items-center gap-2 bg-[#fdeece] px-4 py-2.5 text-base text-[#7d480e]" role="status">
            <WifiOff aria-hidden />
            {fileText.stalled}
          </p>
        )}
        {state === 'failed' && (
          <div className="absolute inset-0 flex flex-col items-start gap-3 bg-white p-6 text-base text-[#231c18]" role="alert">
            <p>{fileText.failed}</p>
            <Button onClick={() => setAttempt(a => a + 1)}>{fileText.retry}</Button>
          </div>
        )}
      </div>
      {!isBare && (
        <div className="sticky bottom-2 z-10 mx-auto mt-2 flex w-fit max-w-full flex-wrap items-center justify-center gap-1 rounded-xl border border-line bg-surface p-1">
          {onPage && (
            <IconButton label={fileText.previous} disabled={page <= 1} onClick={() => onPage(page - 1)}>
              <ChevronLeft aria-hidden />
            </IconButton>
          )}
          <span className="min-w-24 text-center text-base font-semibold">{fileText.page(page, total)}</span>
          {onPage && (
            <IconButton label={fileText.next} disabled={total !== null && page >= total} onClick={() => onPage(page + 1)}>
              <ChevronRight aria-hidden />
            </IconButton>
          )}
          {onPlace && (
            <>
              <IconButton label={fileText.zoomOut} disabled={place.zoom <= 1} onClick={() => onPlace(zoomAt(place, 1 / ZOOM_STEP))}>
                <ZoomOut aria-hidden />
              </IconButton>
              <IconButton label={fileText.zoomIn} onClick={() => onPlace(zoomAt(place, ZOOM_STEP))}>
                <ZoomIn aria-hidden />
              </IconButton>
            </>
          )}
          {tools}
        </div>
      )}
    </section>
  )
}

/** Dragging an enlarged page, two fingers to enlarge it, Ctrl with the wheel. */
function useHand(place: Place, onPlace: ((place: Place) => void) | undefined) {
  const touches = useRef(new Map<number, { x: number; y: number }>())
  const at = useRef(place)
  at.current = place
  if (!onPlace) return {}
  const share = (e: PointerEvent) => {
    const box = e.currentTarget.getBoundingClientRect()
    return { x: (e.clientX - box.left) / box.width, y: (e.clientY - box.top) / box.height }
  }
  const up = (e: PointerEvent) => void touches.current.delete(e.pointerId)
  return {
    onPointerDown: (e: PointerEvent) => {
      touches.current.set(e.pointerId, share(e))
    },
    onPointerMove: (e: PointerEvent) => {
      const known = touches.current
      const before = known.get(e.pointerId)
      if (!before) return
      const now = share(e)
      const other = [...known].find(([id]) => id !== e.pointerId)?.[1]
      if (other) {
        const apart = (p: { x: number; y: number }) => Math.hypot(p.x - other.x, p.y - other.y)
        const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 }
        if (apart(before) > 0.02) onPlace(zoomAt(at.current, apart(now) / apart(before), middle))
      } else if (at.current.zoom > 1) onPlace(movePlace(at.current, before.x - now.x, before.y - now.y))
      known.set(e.pointerId, now)
    },
    onPointerUp: up,
    onPointerCancel: up,
    onPointerLeave: up,
  }
}
