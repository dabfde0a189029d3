import { useEffect, useId, useRef, type KeyboardEvent, type ReactNode } from 'react'
import { CountBadge } from './chip.tsx'
import { cx } from './cx.ts'

export type Tab<K extends string> = { key: K; label: ReactNode; count?: number }

/** Segments that change what is shown below. Arrow keys move; the panel is given by `children`. */
export function Tabs<K extends string>({
  label,
  tabs,
  value,
  onChange,
  children,
  isTouch,
  className,
}: {
  label: string
  tabs: readonly Tab<K>[]
  value: K
  onChange: (key: K) => void
  children?: ReactNode
  isTouch?: boolean
  className?: string
}) {
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  // Where the row is longer than its place, the chosen tab is the one in sight.
  useEffect(() => {
    const row = list.current
    const chosen = row?.querySelector<HTMLElement>(`[data-key="${value}"]`)
    if (!row || !chosen) return
    const from = chosen.offsetLeft - row.offsetLeft
    if (from < row.scrollLeft) row.scrollLeft = from - 8
    else if (from + chosen.offsetWidth > row.scrollLeft + row.clientWidth) row.scrollLeft = from + chosen.offsetWidth - row.clientWidth + 8
  }, [value])
  const onKey = (e: KeyboardEvent) => {
    const step = e.key === 'ArrowRight' ? 1 : e.key === 'ArrowLeft' ? -1 : 0
    if (step === 0) return
    e.preventDefault()
    const at = tabs.findIndex(t => t.key === value)
    const next = tabs[(at + step + tabs.length) % tabs.length]
    if (!next) return
    onChange(next.key)
    list.current?.querySelector<HTMLButtonElement>(`[data-key="${next.key}"]`)?.focus()
  }
  return (
    <>
      <div ref={list} role="tablist" aria-label={label} onKeyDown={onKey} className={cx('flex w-fit max-w-full gap-1 overflow-x-auto rounded-lg border border-line bg-surface-2 p-1', className)}>
        {tabs.map(t => (
          <button
            key={t.key}
            type="button"
            role="tab"
            data-key={t.key}
            id={`${id}-${t.key}`}
            aria-selected={t.key === value}
            aria-controls={children ? `${id}-panel` : undefined}
            tabIndex={t.key === value ? 0 : -1}
            onClick={() => onChange(t.key)}
            className={cx(
              'inline-flex items-center gap-2 rounded-md whitespace-nowrap',
              isTouch ? 'min-h-11 px-3 text-md' : 'min-h-8 px-2.5 2xl:px-3 pointer-coarse:min-h-11 pointer-coarse:px-3',
              t.key === value ? 'border border-line bg-surface font-semibold shadow-e1' : 'border border-transparent text-text-2 hover:bg-surface-3',
            )}
          >
            {t.label}
            {t.count !== undefined && <CountBadge count={t.count} />}
          </button>
        ))}
      </div>
      {children && (
        <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${value}`} className="pt-4">
          {children}
        </div>
      )}
    </>
  )
}
