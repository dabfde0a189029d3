import { useEffect, useRef, useState } from 'react'
import type { Chart } from 'chart.js'

/** More bars than this say nothing any more; the table has them all. */
const MOST_BARS = 40
const ROW_PX = 30
const FRAME_PX = 90
/** Below it the legend, which takes several lines on a phone, leaves no room for the bars. */
const LEAST_PX = 220

export type Bar<R> = { label: string; token: string; value: (row: R) => number }
type Words = { axis: string; loading: string; summary: string; first: (n: number) => string }

/**
 * Rows as stacked bars. The drawing is loaded only here and only in the browser; whoever can't see it has its summary and
 * the table beside it. Colours are the tokens of the theme and follow its change.
 */
export function StackedBars<R extends { name: string }>({ rows, bars, words: t }: { rows: readonly R[]; bars: readonly Bar<R>[]; words: Words }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [isDrawn, setDrawn] = useState(false)
  const shown = rows.slice(0, MOST_BARS)
  const height = Math.max(LEAST_PX, shown.length * ROW_PX + FRAME_PX)
  useEffect(() => {
    let chart: Chart | null = null
    let isOver = false
    const own = rows.slice(0, MOST_BARS)
    const draw = async () => {
      const { BarController, BarElement, CategoryScale, Chart: Drawing, Legend, LinearScale, Tooltip } = await import('chart.js')
      if (isOver || !canvas.current) return
      Drawing.register(BarController, BarElement, CategoryScale, LinearScale, Legend, Tooltip)
      const style = getComputedStyle(document.documentElement)
      const colour = (token: string) => style.getPropertyValue(token).trim()
      const font = { family: style.getPropertyValue('font-family') || 'sans-serif', size: 13 }
      chart?.destroy()
      chart = new Drawing(canvas.current, {
        type: 'bar',
        data: {
          labels: own.map(r => r.name),
          datasets: bars.map(b => ({ label: b.label, data: own.map(b.value), backgroundColor: colour(b.token), borderColor: colour('--surface'), borderWidth: 1, barThickness: 18 })),
        },
        options: {
          indexAxis: 'y',
          animation: false,
          responsive: true,
          maintainAspectRatio: false,
          plugins: { legend: { position: 'bottom', labels: { color: colour('--text'), font, boxWidth: 14 } }, tooltip: { bodyFont: font, titleFont: font } },
          scales: {
            x: { stacked: true, beginAtZero: true, ticks: { precision: 0, color: colour('--text-2'), font }, grid: { color: colour('--line') }, title: { display: true, text: t.axis, color: colour('--text-2'), font } },
            y: {
              stacked: true,
              ticks: {
                color: colour('--text'),
                font,
                autoSkip: false,
                // A long title keeps its beginning; the table beside has all of it.
                callback: (_, i) => {
                  const name = own[i]?.name ?? ''
                  const most = (canvas.current?.clientWidth ?? 0) < 480 ? 16 : 34
                  return name.length > most ? `${name.slice(0, most - 1)}…` : name
                },
              },
              grid: { display: false },
            },
          },
        },
      })
      setDrawn(true)
    }
    void draw()
    // Another theme, chosen here or by the device: the drawing takes its colours anew.
    const themes = new MutationObserver(() => void draw())
    themes.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
    const device = matchMedia('(prefers-color-scheme: dark)')
    const onDevice = () => void draw()
    device.addEventListener('change', onDevice)
    return () => {
      isOver = true
      themes.disconnect()
      device.removeEventListener('change', onDevice)
      chart?.destroy()
    }
  }, [rows, bars, t.axis])
  return (
    <figure className="m-0">
      <div className="relative" style={{ height }}>
        <canvas ref={canvas} role="img" aria-label={t.summary} data-drawn={isDrawn || undefined} />
        {!isDrawn && (
          <p className="appear-late absolute inset-0 flex items-center justify-center text-text-3" role="status">
            {t.loading}
          </p>
        )}
      </div>
      <figcaption className="mt-2 text-sm text-text-2">
        {t.summary} {rows.length > MOST_BARS && t.first(MOST_BARS)}
      </figcaption>
    </figure>
  )
}
