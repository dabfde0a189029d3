import { Link } from '@remix-run/react'
import { useEffect, useRef, useState } from 'react'
import { notificationRead } from '#app/contracts/task.ts'
import { type Bell as BellView, reduceBell } from '#app/live/reducers/notifications.ts'
import { useAct } from '#app/live/use-command.ts'
import { useStream } from '#app/live/use-stream.ts'
import { formatDayMonth, formatTime } from '#app/text/format.ts'
import { taskText as t } from '#app/text/tasks.ts'
import { Button, IconButton } from './button.tsx'
import { Bell as BellIcon } from './icon.tsx'

/** Thông báo: live, newest first; each opens the place it speaks of. Told politely to those who listen. */
export function NotificationBell({ data }: { data: { view: BellView; seq: number; stream: string } }) {
  const { view } = useStream({ stream: data.stream, seq: data.seq, view: data.view, reduce: reduceBell })
  const read = useAct(notificationRead)
  const [isOpen, setOpen] = useState(false)
  const frame = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!isOpen) return
    const away = (e: MouseEvent) => frame.current && !frame.current.contains(e.target as Node) && setOpen(false)
    const escape = (e: KeyboardEvent) => e.key === 'Escape' && setOpen(false)
    document.addEventListener('mousedown', away)
    document.addEventListener('keydown', escape)
    return () => {
      document.removeEventListener('mousedown', away)
      document.removeEventListener('keydown', escape)
    }
  }, [isOpen])
  const unread = view.items.filter(n => n.readAt === null)
  const seen = (ids: string[]) => ids.length > 0 && void read.run({ ids })
  return (
    <div ref={frame} className="relative">
      <IconButton label={view.unread > 0 ? t.bellUnread(view.unread) : t.bell} variant="plain" aria-expanded={isOpen} onClick={() => setOpen(o => !o)}>
        <BellIcon aria-hidden />
        {view.unread > 0 && (
          <span aria-hidden className="absolute top-0 right-0 min-w-5 rounded-full bg-act px-1 text-center text-xs font-semibold text-on-act">
            {view.unread > 99 ? '99+' : view.unread}
          </span>
        )}
      </IconButton>
      <p className="sr-only" aria-live="polite">
        {unread[0]?.title}
      </p>
      {isOpen && (
        <section aria-label={t.bell} className="absolute right-0 z-40 mt-2 flex max-h-[70dvh] w-[min(24rem,calc(100vw-2rem))] flex-col rounded-xl border border-line bg-surface shadow-e3">
          <header className="flex items-center justify-between gap-2 border-b border-line px-4 py-2">
            <h2 className="text-lg font-semibold">{t.bell}</h2>
            {unread.length > 0 && (
              <Button variant="plain" size="sm" isSending={read.isSending} onClick={() => seen(unread.map(n => n.id))}>
                {t.readAll}
              </Button>
            )}
          </header>
          {view.items.length === 0 && <p className="p-4 text-text-3">{t.bellEmpty}</p>}
          <ul className="divide-y divide-line overflow-y-auto">
            {view.items.map(n => (
              <li key={n.id}>
                <Link
                  to={n.link}
                  className="block px-4 py-3 hover:bg-surface-2"
                  onClick={() => {
                    setOpen(false)
                    if (n.readAt === null) seen([n.id])
                  }}
                >
                  <span className={n.readAt === null ? 'font-semibold' : ''}>{n.title}</span>
                  {n.readAt === null && <span className="sr-only"> ({t.unread})</span>}
                  <span className="line-clamp-2 block text-text-2">{n.body}</span>
                  <span className="block text-sm text-text-3">{t.momentAt(formatDayMonth(n.createdAt), formatTime(n.createdAt))}</span>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}
