import { Form } from '@remix-run/react'
import { useRef, useState } from 'react'
import { forgetOwn, getOutbox, getPendingCount } from '#app/live/outbox.ts'
import { useConnection } from '#app/live/use-connection.ts'
import { shellText } from '#app/text/shell.ts'
import { ConfirmDialog, Dialog } from './dialog.tsx'
import { LogOut } from './icon.tsx'

/**
 * Đăng xuất: takes along what this person kept on the device. Work that was not sent yet is named first; without a line the server
 * would not hear of it and the next person would sit in a session that still stands.
 */
export function SignOut() {
  const form = useRef<HTMLFormElement>(null)
  const [asked, setAsked] = useState<{ kind: 'cut' } | { kind: 'waiting'; count: number } | null>(null)
  const isCut = useConnection().state !== 'online'
  const t = shellText.signOut
  const leave = () => void forgetOwn().finally(() => form.current?.submit())
  return (
    <>
      <Form
        ref={form}
        method="post"
        action="/dang-xuat"
        reloadDocument
        onSubmit={e => {
          e.preventDefault()
          const count = getPendingCount() + getOutbox().refused.length
          if (!navigator.onLine || (isCut && count > 0)) setAsked({ kind: 'cut' })
          else if (count > 0) setAsked({ kind: 'waiting', count })
          else leave()
        }}
      >
        <button type="submit" className="flex min-h-9 pointer-coarse:min-h-11 w-full items-center gap-2 rounded-md px-3.5 font-semibold text-act hover:bg-act-soft">
          <LogOut aria-hidden />
          {shellText.user.signOut}
        </button>
      </Form>
      {asked?.kind === 'cut' && (
        <Dialog isOpen onClose={() => setAsked(null)} title={t.cutTitle}>
          {t.cutBody}
        </Dialog>
      )}
      {asked?.kind === 'waiting' && (
        <ConfirmDialog isOpen onClose={() => setAsked(null)} title={t.title} confirmLabel={t.anyway} onConfirm={leave}>
          {t.body(asked.count)}
        </ConfirmDialog>
      )}
    </>
  )
}
