import { useEffect, useRef, useState, type ReactNode } from 'react'
import { useKeptAt } from '#app/live/kept-page.ts'
import { usePendingCount } from '#app/live/use-command.ts'
import { useConnection } from '#app/live/use-connection.ts'
import { serverNow } from '#app/live/socket.ts'
import { formatTime } from '#app/text/format.ts'
import { shellText } from '#app/text/shell.ts'
import { toneClass, type Tone } from './chip.tsx'
import { cx } from './cx.ts'
import { CloudCheck, RefreshCw, Wifi, WifiOff } from './icon.tsx'

/** A strip across the page with one fact and what it means. */
export function Banner({ tone, icon, title, children, role = 'status' }: { tone: Tone; icon: ReactNode; title: ReactNode; children?: ReactNode; role?: 'status' | 'alert' }) {
  return (
    <div role={role} className={cx('flex items-start gap-3 border-y px-5 py-2.5', toneClass[tone])}>
      <span className="mt-0.5 text-card">{icon}</span>
      <div>
        <p className="font-semibold">{title}</p>
        {children && <p className="text-text-2">{children}</p>}
      </div>
    </div>
  )
}

/** A line that drops for a breath is not news; from then on the page says so. */
const PATIENCE_MS = 1_500
const SENT_SHOWN_MS = 6_000

/** Tells the truth about the line: lost since when, what waits here, that it is being sent, that all of it arrived. */
export function ConnectionBanner({ extra }: { extra?: ReactNode }) {
  const line = useConnection()
  const pending = usePendingCount()
  const kept = useKeptAt()
  const [isLost, setLost] = useState(false)
  const [sentAt, setSentAt] = useState<number | null>(null)
  const [isSlow, setSlow] = useState(false)
  const hadWaiting = useRef(false)
  const isDown = line.state !== 'online' && line.since > 0

  useEffect(() => {
    if (!isDown) {
      setLost(false)
      return
    }
    const timer = setTimeout(() => setLost(true), PATIENCE_MS)
    return () => clearTimeout(timer)
  }, [isDown])

  // Without a line another page cannot come, and asking for it would take this one away with what it holds.
  const [isHeld, setHeld] = useState(false)
  useEffect(() => {
    if (!isDown) return setHeld(false)
    const hold = (e: MouseEvent) => {
      const link = (e.target as Element).closest?.('a[href]')
      if (!(link instanceof HTMLAnchorElement) || link.target === '_blank' || link.download !== '' || link.origin !== location.origin) return
      if (link.pathname === location.pathname && link.search === location.search) return
      e.preventDefault()
      e.stopPropagation()
      setLost(true)
      // One's own tasks may lie on this device: those open.
      void import('#app/live/away/worker.ts')
        .then(m => link.search === '' && m.isPageKept(link.pathname))
        .catch(() => false)
        .then(is => (is ? location.assign(link.href) : setHeld(true)))
    }
    document.addEventListener('click', hold, true)
    return () => document.removeEventListener('click', hold, true)
  }, [isDown])

  useEffect(() => {
    if (pending > 0 && isLost) hadWaiting.current = true
    if (pending === 0 && hadWaiting.current && !isDown) {
      hadWaiting.current = false
      setSentAt(serverNow())
    }
  }, [pending, isDown, isLost])

  useEffect(() => {
    if (sentAt === null) return
    const timer = setTimeout(() => setSentAt(null), SENT_SHOWN_MS)
    return () => clearTimeout(timer)
  }, [sentAt])

  useEffect(() => {
    if (pending === 0) {
      setSlow(false)
      return
    }
    const timer = setTimeout(() => setSlow(true), PATIENCE_MS)
    return () => clearTimeout(timer)
  }, [pending])

  const t = shellText.line
  if (isLost)
    return (
      <Banner tone="soon" role="alert" icon={<WifiOff aria-hidden />} title={kept === null ? t.lostSince(formatTime(line.since)) : t.keptSince(formatTime(kept))}>
        {isHeld ? t.held : t.stillWorks} {pending > 0 && t.waiting(pending)} {extra}
      </Banner>
    )
  if (pending > 0 && isSlow)
    return (
      <Banner tone="act" icon={<RefreshCw className="turning" aria-hidden />} title={t.sending(pending)}>
        {t.sendingHint}
      </Banner>
    )
  if (sentAt !== null)
    return (
      <Banner tone="ok" icon={<CloudCheck aria-hidden />} title={t.allSent(formatTime(sentAt))}>
        {t.allSentHint}
      </Banner>
    )
  return null
}

/** "Trực tuyến" with its icon, for a corner of the page. */
export function ConnectionMark({ className }: { className?: string }) {
  const { state, since } = useConnection()
  const isOn = state === 'online'
  // The first seconds of a page are no loss of the line.
  const isFirst = state === 'trying' && since === 0
  return (
    <span className={cx('inline-flex items-center gap-1.5 text-sm font-semibold', isOn ? 'text-ok' : isFirst ? 'text-text-3' : 'text-soon', className)}>
      {isOn || isFirst ? <Wifi aria-hidden /> : <WifiOff aria-hidden />}
      {isOn ? shellText.line.online : isFirst ? shellText.line.connecting : state === 'trying' ? shellText.line.trying : shellText.line.offline}
    </span>
  )
}
