import { useEffect, useRef, useState, type ReactNode } from 'react'
import { WifiOff } from '#app/components/icon.tsx'
import { Mark } from '#app/components/mark.tsx'
import { useNow } from '#app/components/use-now.ts'
import { wander } from '#app/domain/hall/stage.ts'
import { useConnection } from '#app/live/use-connection.ts'
import { formatTime } from '#app/text/format.ts'
import { sessionText } from '#app/text/session.ts'

const t = sessionText.hall
export const HALL_WIDTH = 1920
export const HALL_HEIGHT = 1080

/** The whole screen: one block of 1920 × 1080, scaled to whatever hangs there. No control, no scrolling, no pointer. */
export function HallScreen({ title, label = t.title, now: initial, theme, children }: { title: ReactNode; /** what the screen is */ label?: string; now: number; theme?: 'light' | 'dark'; children: ReactNode }) {
  const now = useNow(initial, 1000)
  const [scale, setScale] = useState(1)
  const { state } = useConnection()
  const { x, y } = wander(now)
  useEffect(() => {
    const fit = () => setScale(Math.min(window.innerWidth / HALL_WIDTH, window.innerHeight / HALL_HEIGHT))
    fit()
    window.addEventListener('resize', fit)
    return () => window.removeEventListener('resize', fit)
  }, [])
  return (
    <main aria-label={label} data-theme={theme} className="fixed inset-0 cursor-none overflow-hidden bg-bg text-text select-none">
      <div className="absolute top-1/2 left-1/2" style={{ width: HALL_WIDTH, height: HALL_HEIGHT, transform: `translate(-50%, -50%) scale(${scale}) translate(${x}px, ${y}px)` }}>
        <HallBlock title={title} now={now} isLost={state !== 'online'}>
          {children}
        </HallBlock>
      </div>
    </main>
  )
}

/** The block itself: head with name and clock, then the picture. */
export function HallBlock({ title, now, isLost, isPreview, children }: { title: ReactNode; now: number; isLost?: boolean; isPreview?: boolean; children: ReactNode }) {
  const Title = isPreview ? 'p' : 'h1'
  return (
    <div className="flex h-full w-full flex-col px-20 py-14">
      <header className="flex items-center gap-7">
        <Mark size={64} />
        <Title className="line-clamp-2 flex-1 text-[36px] leading-[52px] font-semibold">{title}</Title>
        {isLost && (
          <p role="status" className="flex items-center gap-3 text-[36px] leading-[52px] text-soon">
            <WifiOff aria-hidden />
            {t.lost}
          </p>
        )}
        <time suppressHydrationWarning className="text-[48px] leading-[56px] font-semibold">{formatTime(now)}</time>
      </header>
      {children}
    </div>
  )
}

/** The same block as a small picture at the desk: what hangs on the wall, not a drawing of it. */
export function HallPreview({ label, theme, children }: { label: string; theme: 'light' | 'dark'; children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null)
  const [scale, setScale] = useState(0)
  useEffect(() => {
    const el = box.current
    if (!el) return
    const fit = () => setScale(el.clientWidth / HALL_WIDTH)
    fit()
    const watch = new ResizeObserver(fit)
    watch.observe(el)
    return () => watch.disconnect()
  }, [])
  return (
    <div ref={box} role="img" aria-label={label} data-theme={theme} className="relative aspect-video w-full overflow-hidden rounded-lg border border-line bg-bg text-text">
      <div aria-hidden className="pointer-events-none absolute top-0 left-0 origin-top-left" style={{ width: HALL_WIDTH, height: HALL_HEIGHT, transform: `scale(${scale})`, visibility: scale === 0 ? 'hidden' : undefined }}>
        {children}
      </div>
    </div>
  )
}
