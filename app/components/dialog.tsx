import { useEffect, useId, useRef, type ReactNode } from 'react'
import { shellText } from '#app/text/shell.ts'
import { Button, IconButton } from './button.tsx'
import { cx } from './cx.ts'
import { X } from './icon.tsx'

/**
 * A native modal dialog: Esc closes, focus is held and goes back. On phones it comes from below.
 * Mount it only while open, or pass `isOpen`.
 */
export function Dialog({
  isOpen,
  onClose,
  title,
  children,
  footer,
  isWide,
  className,
}: {
  isOpen: boolean
  onClose: () => void
  title: ReactNode
  children: ReactNode
  footer?: ReactNode
  isWide?: boolean
  className?: string
}) {
  const ref = useRef<HTMLDialogElement>(null)
  const heading = useId()
  const isPressOutside = useRef(false)
  const opener = useRef<Element | null>(null)
  useEffect(() => {
    const dialog = ref.current
    if (!dialog) return
    if (!isOpen) {
      if (dialog.open) dialog.close()
      return
    }
    if (!dialog.open) {
      opener.current = document.activeElement
      dialog.showModal()
      // The safe answer, or the first field: never the cross in the corner.
      ;(dialog.querySelector<HTMLElement>('[data-first]') ?? dialog.querySelector<HTMLElement>('input:not([type=hidden]), textarea, select'))?.focus()
    }
    // Closing gives the focus back by itself; a dialog that is taken off the page while open does not.
    return () => {
      const from = opener.current
      const isLost = document.activeElement === null || document.activeElement === document.body
      if (!dialog.isConnected && isLost && from instanceof HTMLElement && from.isConnected) from.focus()
    }
  }, [isOpen])
  return (
    <dialog
      ref={ref}
      aria-labelledby={heading}
      onClose={onClose}
      // A selection dragged out of a field ends outside too: only a press that began there closes.
      onPointerDown={e => {
        isPressOutside.current = e.target === ref.current
      }}
      onClick={e => {
        if (e.target === ref.current && isPressOutside.current) ref.current.close()
      }}
      className={cx(
        // What it opens from may be bold: a dialog speaks in its own voice.
        'fixed m-0 w-full max-w-none border border-line bg-surface p-0 font-normal text-text shadow-e3 max-md:inset-x-0 max-md:top-auto max-md:bottom-0 max-md:rounded-t-3xl md:m-auto md:rounded-xl',
        isWide ? 'md:max-w-3xl' : 'md:max-w-lg',
        'max-h-[90dvh] open:flex open:flex-col',
        className,
      )}
    >
      {isOpen && (
        <>
          <div className="flex items-start justify-between gap-3 px-5 pt-5">
            <h2 id={heading} className="text-card font-semibold">
              {title}
            </h2>
            <IconButton label={shellText.button.close} onClick={() => ref.current?.close()} className="-mt-1.5 -mr-2">
              <X aria-hidden />
            </IconButton>
          </div>
          {/* A long text is scrolled by the keyboard too. */}
          <div tabIndex={0} role="group" aria-labelledby={heading} className="overflow-y-auto px-5 pt-2 pb-5 text-md text-text-2">{children}</div>
          {footer && <div className="flex flex-wrap justify-end gap-2 border-t border-line px-5 pt-4 pb-[max(1rem,env(safe-area-inset-bottom))] max-md:flex-col-reverse max-md:[&>*]:min-h-12">{footer}</div>}
        </>
      )}
    </dialog>
  )
}

/** A dialog that is a form: the way back, then the answer that sends, which Enter gives too. Mount it only while open. */
export function FormDialog({
  title,
  children,
  submitLabel,
  cancelLabel = shellText.button.cancel,
  isSending,
  disabled,
  isWide,
  onSubmit,
  onClose,
}: {
  title: ReactNode
  children: ReactNode
  submitLabel: ReactNode
  cancelLabel?: string
  isSending?: boolean
  disabled?: boolean
  isWide?: boolean
  onSubmit: () => void
  onClose: () => void
}) {
  const id = useId()
  return (
    <Dialog
      isOpen
      isWide={isWide}
      onClose={onClose}
      title={title}
      footer={
        <>
          <Button onClick={onClose}>{cancelLabel}</Button>
          <Button type="submit" form={id} variant="primary" isSending={isSending} disabled={disabled}>
            {submitLabel}
          </Button>
        </>
      }
    >
      <form
        id={id}
        className="flex flex-col gap-4"
        onSubmit={e => {
          e.preventDefault()
          onSubmit()
        }}
      >
        {children}
      </form>
    </Dialog>
  )
}

/** Asks before an act that cannot be taken back; names the consequence. The safe answer has the first focus. */
export function ConfirmDialog({
  isOpen,
  title,
  children,
  confirmLabel,
  cancelLabel = shellText.button.cancel,
  isSending,
  error,
  onConfirm,
  onClose,
}: {
  isOpen: boolean
  title: ReactNode
  children: ReactNode
  confirmLabel: string
  cancelLabel?: string
  isSending?: boolean
  error?: ReactNode
  onConfirm: () => void
  onClose: () => void
}) {
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={title}
      footer={
        <>
          <Button data-first onClick={onClose}>
            {cancelLabel}
          </Button>
          <Button variant="primary" isSending={isSending} onClick={onConfirm}>
            {confirmLabel}
          </Button>
        </>
      }
    >
      {children}
      {error && (
        <p role="alert" className="mt-3 text-late">
          {error}
        </p>
      )}
    </Dialog>
  )
}
