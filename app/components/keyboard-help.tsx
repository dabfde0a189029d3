import { useEffect, useState, useSyncExternalStore } from 'react'
import { shellText } from '#app/text/shell.ts'
import { IconButton } from './button.tsx'
import { cx } from './cx.ts'
import { Dialog } from './dialog.tsx'
import { Keyboard } from './icon.tsx'
import { useKeys } from './use-keys.ts'

export type KeyLine = { keys: string[]; what: string }

/** A key as it is printed on the keyboard. */
export function Key({ children }: { children: string }) {
  return <kbd className="inline-flex min-w-6 items-center justify-center rounded-sm border border-line bg-surface-2 px-1.5 font-sans text-xs leading-5 font-semibold text-text-2">{children}</kbd>
}

/** The key of a button beside its name: seen, not read – readers are told by `aria-keyshortcuts`. */
export function KeyMark({ children }: { children: string }) {
  return (
    <span aria-hidden className="pointer-coarse:hidden">
      <Key>{children}</Key>
    </span>
  )
}

/** Keys of the page inside the frame, which the frame's own "?" lists first. */
let ofPage: readonly KeyLine[] = []
const listeners = new Set<() => void>()
const tell = (lines: readonly KeyLine[]) => {
  ofPage = lines
  for (const l of listeners) l()
}
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}
const noLines: readonly KeyLine[] = []
/** A page says its keys while it is open; `lines` must be stable. */
export function usePageKeys(lines: readonly KeyLine[]): void {
  useEffect(() => {
    tell(lines)
    return () => tell(noLines)
  }, [lines])
}

/** "?" lists the keys of this screen; `lines` come first, the keys of the frame after them; `note` says when they act. */
export function KeyboardHelp({ lines, note }: { lines?: readonly KeyLine[]; note?: string }) {
  const [isOpen, setOpen] = useState(false)
  useKeys({ '?': () => setOpen(true) })
  const t = shellText.keys
  const own = useSyncExternalStore(subscribe, () => ofPage, () => noLines)
  const all: KeyLine[] = [...(lines ?? own), { keys: ['Ctrl', 'K'], what: t.search }, { keys: ['?'], what: t.help }, { keys: ['Esc'], what: t.close }]
  return (
    <>
      <IconButton label={t.open} onClick={() => setOpen(true)}>
        <Keyboard aria-hidden />
      </IconButton>
      <Dialog isOpen={isOpen} isWide={all.length > 10} onClose={() => setOpen(false)} title={t.title}>
        {note && <p className="mb-3">{note}</p>}
        <dl className={cx('grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2', all.length > 10 && 'md:grid-cols-[auto_1fr_auto_1fr]')}>
          {all.map(l => (
            <div key={l.what} className="contents">
              <dt className="flex gap-1">
                {l.keys.map(k => (
                  <Key key={k}>{k}</Key>
                ))}
              </dt>
              <dd>{l.what}</dd>
            </div>
          ))}
        </dl>
      </Dialog>
    </>
  )
}
