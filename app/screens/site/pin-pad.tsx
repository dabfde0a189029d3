import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { Button } from '#app/components/button.tsx'
import { Dialog } from '#app/components/dialog.tsx'
import { FormError } from '#app/components/field.tsx'
import { Delete } from '#app/components/icon.tsx'
import { useConnection } from '#app/live/use-connection.ts'
import { shellText } from '#app/text/shell.ts'
import { siteText } from '#app/text/site.ts'

const t = siteText.pin
const LENGTH = 6

/** What became of six digits: null = all is well and the dialog may go; else the sentence to show. */
export type PinResult = { error: string } | { next: 'again' } | null

/**
 * Six digits on a shared device, by large keys or by the keyboard. They are shown as dots, sent now or not at all, and
 * never kept: closing the dialog forgets them.
 */
export function PinPad({ title, lead, hint, isSending, onDone, onClose }: { title: string; lead: string; hint?: string; isSending: boolean; onDone: (pin: string) => Promise<PinResult>; onClose: () => void }) {
  const [pin, setPin] = useState('')
  const [error, setError] = useState<string | null>(null)
  const { state } = useConnection()
  const keys = useRef<HTMLDivElement>(null)
  const isBusy = useRef(false)
  // The same dialog asks the second time with other words: what was typed belongs to the first.
  useEffect(() => setPin(''), [lead])

  const send = async (digits: string) => {
    if (isBusy.current) return
    isBusy.current = true
    const result = await onDone(digits)
    isBusy.current = false
    setPin('')
    setError(result !== null && 'error' in result ? result.error : null)
    // The button that was pressed is closed again: the keys keep listening.
    if (result !== null) keys.current?.querySelector<HTMLElement>('[data-first]')?.focus()
  }
  const press = (digit: string) => {
    if (isBusy.current || pin.length >= LENGTH) return
    setError(null)
    setPin(pin + digit)
  }
  const onKey = (e: KeyboardEvent) => {
    if (/^\d$/.test(e.key)) press(e.key)
    else if (e.key === 'Backspace') setPin(pin.slice(0, -1))
    else if (e.key === 'Enter' && pin.length === LENGTH && (e.target as HTMLElement).dataset.send === undefined) void send(pin)
    else return
    e.preventDefault()
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title}
      footer={
        <>
          <Button size="lg" onClick={onClose}>
            {shellText.button.cancel}
          </Button>
          <Button data-send size="lg" variant="primary" disabled={pin.length < LENGTH} isSending={isSending} onClick={() => void send(pin)}>
            {t.send}
          </Button>
        </>
      }
    >
      <div ref={keys} onKeyDown={onKey} className="flex flex-col items-center gap-4">
        <p className="text-center text-xl font-semibold">{lead}</p>
        {hint && <p className="max-w-md text-center text-lg text-text-2">{hint}</p>}
        <p role="status" aria-label={t.typed(pin.length)} className="flex gap-3 py-2">
          {Array.from({ length: LENGTH }, (_, i) => (
            <span key={i} aria-hidden className={`size-5 rounded-full border-2 ${i < pin.length ? 'border-act bg-act' : 'border-line-strong'}`} />
          ))}
        </p>
        {state !== 'online' && <FormError>{t.offline}</FormError>}
        {error && <FormError>{error}</FormError>}
        <div role="group" aria-label={t.field} className="grid grid-cols-3 gap-2.5">
          {['1', '2', '3', '4', '5', '6', '7', '8', '9'].map((d, i) => (
            <Key key={d} isFirst={i === 0} label={t.digit(d)} onPress={() => press(d)}>
              {d}
            </Key>
          ))}
          <span />
          <Key label={t.digit('0')} onPress={() => press('0')}>
            0
          </Key>
          <Key label={t.erase} onPress={() => setPin(pin.slice(0, -1))}>
            <Delete aria-hidden />
          </Key>
        </div>
      </div>
    </Dialog>
  )
}

function Key({ label, isFirst, onPress, children }: { label: string; isFirst?: boolean; onPress: () => void; children: React.ReactNode }) {
  return (
    <button
      type="button"
      aria-label={label}
      data-first={isFirst || undefined}
      onClick={onPress}
      className="flex h-16 w-24 items-center justify-center rounded-xl border border-line-strong bg-surface text-2xl font-semibold hover:bg-surface-2 active:bg-surface-3"
    >
      {children}
    </button>
  )
}
