import { useRef, useState, type PointerEvent } from 'react'
import { MOST_POINTS } from '#app/contracts/presentation.ts'
import type { Stroke } from '#app/live/reducers/ink.ts'

/** The paper is white in both themes, so its colours are those of the light one: ink, seal, and a marker one reads through. */
export const PEN: Record<Stroke['colour'], { stroke: string; opacity: number; width: number }> = {
  ink: { stroke: '#214385', opacity: 1, width: 4 },
  seal: { stroke: '#AC2120', opacity: 1, width: 4 },
  mark: { stroke: '#F2B73A', opacity: 0.45, width: 22 },
}
/** Units across the page; a stroke's width is given in them. */
const ACROSS = 1000
/** A point nearer than this to the last one is left out. */
const NEAR = 0.002

type Point = { x: number; y: number }

/** Strokes and pointer on the page; with `pen` a hand may draw, with `onPoint` it points. */
export function InkLayer({
  strokes,
  pointer,
  shape,
  pen,
  onStroke,
  onPoint,
}: {
  strokes: readonly Stroke[]
  pointer: Point | null
  shape: number
  pen?: Stroke['colour'] | null
  onStroke?: (points: number[]) => void
  onPoint?: ((at: Point | null) => void) | undefined
}) {
  const tall = ACROSS / shape
  const [drawing, setDrawing] = useState<number[]>([])
  const points = useRef<number[]>([])
  const line = (p: readonly number[]): string => {
    const out: string[] = []
    for (let i = 0; i + 1 < p.length; i += 2) out.push(`${((p[i] ?? 0) * ACROSS).toFixed(1)},${((p[i + 1] ?? 0) * tall).toFixed(1)}`)
    // A dot is a line of no length: round ends make it visible.
    if (out.length === 1) out.push(out[0] ?? '')
    return out.join(' ')
  }
  const at = (e: PointerEvent): Point => {
    const box = e.currentTarget.getBoundingClientRect()
    const within = (n: number) => Math.min(1, Math.max(0, n))
    return { x: within((e.clientX - box.left) / box.width), y: within((e.clientY - box.top) / box.height) }
  }
  const isActive = Boolean(pen || onPoint)
  const down = (e: PointerEvent) => {
    e.stopPropagation()
    if (!pen) return onPoint?.(at(e))
    e.currentTarget.setPointerCapture(e.pointerId)
    const p = at(e)
    points.current = [p.x, p.y]
    setDrawing(points.current)
  }
  const move = (e: PointerEvent) => {
    e.stopPropagation()
    if (!pen) return onPoint?.(at(e))
    const known = points.current
    if (known.length === 0) return
    const p = at(e)
    if (Math.hypot(p.x - (known.at(-2) ?? 0), p.y - (known.at(-1) ?? 0)) < NEAR) return
    points.current = [...known, p.x, p.y]
    setDrawing(points.current)
  }
  const up = (e: PointerEvent) => {
    e.stopPropagation()
    if (!pen) return onPoint?.(null)
    if (points.current.length > 0) onStroke?.(thinOut(points.current))
    points.current = []
    setDrawing([])
  }
  const hands = isActive ? { onPointerDown: down, onPointerMove: move, onPointerUp: up, onPointerCancel: up, onPointerLeave: (e: PointerEvent) => (pen ? undefined : up(e)) } : {}
  return (
    <svg
      aria-hidden
      data-ink
      viewBox={`0 0 ${ACROSS} ${tall}`}
      preserveAspectRatio="none"
      className="absolute inset-0 size-full"
      style={isActive ? { touchAction: 'none', cursor: 'crosshair' } : { pointerEvents: 'none' }}
      {...hands}
    >
      {strokes.map(s => (
        <polyline key={s.id} points={line(s.points)} fill="none" stroke={PEN[s.colour].stroke} strokeOpacity={PEN[s.colour].opacity} strokeWidth={s.width} strokeLinecap="round" strokeLinejoin="round" />
      ))}
      {pen && drawing.length > 0 && (
        <polyline points={line(drawing)} fill="none" stroke={PEN[pen].stroke} strokeOpacity={PEN[pen].opacity} strokeWidth={PEN[pen].width} strokeLinecap="round" strokeLinejoin="round" />
      )}
      {pointer && (
        <g data-pointer transform={`translate(${pointer.x * ACROSS} ${pointer.y * tall})`}>
          <circle r={15} fill="#AC2120" fillOpacity={0.28} stroke="#FEFEFC" strokeWidth={7} />
          <circle r={15} fill="none" stroke="#AC2120" strokeWidth={4} />
          <circle r={5} fill="#AC2120" />
        </g>
      )}
    </svg>
  )
}

/** At most MOST_POINTS points, first and last kept, rounded to a ten-thousandth of the page. */
export function thinOut(points: readonly number[]): number[] {
  const count = points.length / 2
  const take = Math.min(count, MOST_POINTS)
  const out: number[] = []
  for (let i = 0; i < take; i++) {
    const from = take === 1 ? 0 : Math.round((i * (count - 1)) / (take - 1))
    out.push(round(points[from * 2] ?? 0), round(points[from * 2 + 1] ?? 0))
  }
  return out
}
const round = (n: number): number => Math.round(n * 10_000) / 10_000
