import { useNavigate } from '@remix-run/react'
import { useEffect, useId, useMemo, useRef, useState, type ReactNode } from 'react'
import { fold } from '#app/domain/search/fold.ts'
import { shellText } from '#app/text/shell.ts'
import { cx } from './cx.ts'
import { Search } from './icon.tsx'
import { Key } from './keyboard-help.tsx'

/** `to` is where it leads; with `run` it is an act instead, and `to` only its key. */
export type PaletteEntry = { to: string; label: string; aside?: string; icon?: ReactNode; run?: () => void }

const SHOWN = 30
const PAUSE_MS = 200

/**
 * Ctrl K: finds without marks. `entries` are searched here; `onSearch` may ask the server (its answers come after them).
 * The button that opens it looks like a search field; with `isKeyOnly` there is none, where a console has no room for it.
 */
export function SearchPalette({ entries, onSearch, isKeyOnly }: { entries: readonly PaletteEntry[]; onSearch?: (query: string) => Promise<PaletteEntry[]>; isKeyOnly?: boolean }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const input = useRef<HTMLInputElement>(null)
  const id = useId()
  const navigate = useNavigate()
  const [isOpen, setOpen] = useState(false)
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  const [far, setFar] = useState<PaletteEntry[]>([])
  const [asking, setAsking] = useState<'no' | 'waiting' | 'failed'>('no')

  const open = () => {
    setOpen(true)
    dialog.current?.showModal()
    input.current?.focus()
  }
  useEffect(() => {
    const onKey = (e: KeyboardEvent) => {
      if ((e.ctrlKey || e.metaKey) && !e.shiftKey && !e.altKey && e.key.toLowerCase() === 'k') {
        e.preventDefault()
        if (dialog.current && !dialog.current.open) {
          setOpen(true)
          dialog.current.showModal()
        }
      }
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
  useEffect(() => {
    if (isOpen) input.current?.focus()
  }, [isOpen])

  useEffect(() => {
    const asked = query.trim()
    if (!onSearch || asked.length < 2) {
      setFar([])
      setAsking('no')
      return
    }
    let isStale = false
    setAsking('waiting')
    const answer = (found: PaletteEntry[], next: 'no' | 'failed') => {
      if (isStale) return
      setFar(found)
      setAsking(next)
    }
    const timer = setTimeout(() => {
      onSearch(asked).then(
        found => answer(found, 'no'),
        () => answer([], 'failed'),
      )
    }, PAUSE_MS)
    return () => {
      isStale = true
      clearTimeout(timer)
    }
  }, [query, onSearch])

  const found = useMemo(() => {
    const words = fold(query).split(/\s+/).filter(Boolean)
    const phrase = words.join(' ')
    const hits = entries.flatMap(entry => {
      const text = fold(`${entry.label} ${entry.aside ?? ''}`)
      return words.every(w => text.includes(w)) ? [{ entry, isWhole: text.includes(phrase) }] : []
    })
    // What holds the words as they were typed comes first: "noi dung 7" is item 7, not the one about 2027.
    const near = [...hits.filter(h => h.isWhole), ...hits.filter(h => !h.isWhole)].map(h => h.entry)
    const known = new Set(near.map(e => e.to))
    return [...near, ...far.filter(f => !known.has(f.to))].slice(0, SHOWN)
  }, [entries, far, query])

  useEffect(() => {
    if (isOpen) document.getElementById(`${id}-${at}`)?.scrollIntoView({ block: 'nearest' })
  }, [id, at, isOpen])

  const go = (entry: PaletteEntry | undefined) => {
    if (!entry) return
    dialog.current?.close()
    // The palette is gone before an act asks its question.
    if (entry.run) queueMicrotask(entry.run)
    else navigate(entry.to)
  }
  const t = shellText.search
  return (
    <>
      <button
        type="button"
        aria-label={t.open}
        aria-keyshortcuts="Control+K"
        hidden={isKeyOnly}
        onClick={open}
        className="flex min-h-11 items-center gap-2.5 rounded-md text-text-3 max-md:px-3 md:min-h-9 pointer-coarse:min-h-11 md:w-full md:max-w-md md:border md:border-line-strong md:bg-surface md:px-3"
      >
        <Search className="max-md:text-xl" aria-hidden />
        <span className="flex-1 truncate py-0.5 text-left max-md:hidden">{t.open}</span>
        <span className="max-md:hidden" aria-hidden>
          <Key>Ctrl K</Key>
        </span>
      </button>
      <dialog
        ref={dialog}
        aria-label={t.title}
        onClose={() => {
          setOpen(false)
          setQuery('')
          setAt(0)
        }}
        onClick={e => {
          if (e.target === dialog.current) dialog.current.close()
        }}
        className="fixed mx-auto mt-[10dvh] mb-auto w-[min(40rem,calc(100vw-2rem))] rounded-xl border border-line bg-surface p-0 text-text shadow-e3"
      >
        <div className="flex items-center gap-3 border-b border-line px-4">
          <Search aria-hidden />
          <input
            ref={input}
            role="combobox"
            aria-label={t.field}
            aria-expanded
            aria-controls={`${id}-list`}
            aria-activedescendant={found[at] ? `${id}-${at}` : undefined}
            value={query}
            placeholder={t.hint}
            className="min-h-13 flex-1 bg-transparent text-lg outline-none"
            onChange={e => {
              setQuery(e.target.value)
              setAt(0)
            }}
            onKeyDown={e => {
              if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
                e.preventDefault()
                setAt(a => Math.max(0, Math.min(found.length - 1, a + (e.key === 'ArrowDown' ? 1 : -1))))
              } else if (e.key === 'Enter') {
                e.preventDefault()
                go(found[at])
              }
            }}
          />
          <Key>Esc</Key>
        </div>
        <ul id={`${id}-list`} role="listbox" aria-label={t.title} className="max-h-[50dvh] overflow-y-auto py-1.5">
          {found.map((e, i) => (
            <li
              key={e.to}
              id={`${id}-${i}`}
              role="option"
              aria-selected={i === at}
              onMouseMove={() => setAt(i)}
              onMouseDown={ev => {
                ev.preventDefault()
                go(e)
              }}
              className={cx('flex min-h-11 cursor-pointer items-center gap-3 px-4 py-1.5', i === at && 'bg-act-soft font-semibold text-act')}
            >
              {e.icon}
              <span className="line-clamp-2 flex-1 pb-0.5">{e.label}</span>
              {e.aside && <span className="max-w-[40%] truncate py-0.5 text-sm font-normal text-text-3">{e.aside}</span>}
            </li>
          ))}
        </ul>
        {/* "Không tìm thấy" only once the server has answered. */}
        <p role="status" className={cx('px-4 text-text-3', (asking !== 'no' || found.length === 0) && 'pb-3')}>
          {asking === 'waiting' ? t.waiting : asking === 'failed' ? t.failed : found.length === 0 && t.none}
        </p>
      </dialog>
    </>
  )
}
