import { useNavigate, useRevalidator } from '@remix-run/react'
import { useEffect, useState } from 'react'
import { keepTyping, readTyping } from '#app/live/kept-typing.ts'
import { getSocket, type StreamClosed } from '#app/live/socket.ts'
import { audienceText } from '#app/text/audience.ts'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'

const t = audienceText.access

/**
 * Rights in the session of this page ended or changed while it stood open: says so in plain words over the page, with
 * whatever was being typed, and leads on. One for the whole program, mounted once in the frame.
 */
export default function AccessNotice() {
  const [closed, setClosed] = useState<(Extract<StreamClosed, { reason: 'session' }> & { typed: string[] }) | null>(null)
  const [isCopied, setCopied] = useState(false)
  const navigate = useNavigate()
  const { revalidate } = useRevalidator()
  useEffect(() => {
    const socket = getSocket()
    const onClosed = (m?: StreamClosed) => {
      if (m?.reason !== 'session' || !location.pathname.includes(m.meetingId)) return
      const typed = readTyping()
      // Nothing is being written and the session is still this person's: the page simply opens again in the new role.
      if (m.act === 'role' && typed.length === 0) return revalidate()
      keepTyping(m.meetingId, typed)
      setClosed({ ...m, typed })
    }
    socket.on('stream.closed', onClosed)
    return () => void socket.off('stream.closed', onClosed)
  }, [revalidate])
  if (!closed) return null
  const isRemoved = closed.act === 'removed'
  const go = () => {
    setClosed(null)
    // The loader knows the way: another role has another screen, no role has none.
    if (isRemoved) navigate('/phien-hop')
    else revalidate()
  }
  return (
    <Dialog
      isOpen
      onClose={go}
      title={isRemoved ? t.removedTitle : t.roleTitle}
      footer={
        <Button data-first variant="primary" onClick={go}>
          {isRemoved ? t.leave : t.go}
        </Button>
      }
    >
      <p role="alert">{isRemoved ? t.removed(closed.title) : t.role(closed.title)}</p>
      {closed.typed.length > 0 && (
        <>
          <p className="mt-4 font-semibold text-text">{t.kept}</p>
          <ul className="mt-2 flex flex-col gap-2">
            {closed.typed.map(text => (
              <li key={text} className="max-h-40 overflow-y-auto rounded-lg bg-surface-2 px-3 py-2 whitespace-pre-line text-text">
                {text}
              </li>
            ))}
          </ul>
          <Button
            className="mt-3"
            onClick={() => {
              void navigator.clipboard?.writeText(closed.typed.join('\n\n')).then(() => setCopied(true), () => undefined)
            }}
          >
            {isCopied ? t.copied : t.copy}
          </Button>
        </>
      )}
    </Dialog>
  )
}
