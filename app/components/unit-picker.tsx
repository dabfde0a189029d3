import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { fold } from '#app/domain/search/fold.ts'
import { shellText } from '#app/text/shell.ts'
import { cx } from './cx.ts'
import { controlClass, describe, Field } from './field.tsx'
import { Check, X } from './icon.tsx'

export type Unit = { id: string; name: string; short?: string | null; kind?: string | null }

const SHOWN = 40

type Common = { label: ReactNode; units: readonly Unit[]; hint?: ReactNode; error?: ReactNode; name?: string; frameClassName?: string; disabled?: boolean; excludeIds?: readonly string[] }
type Single = Common & { isMulti?: false; value: string | null; onChange: (id: string | null) => void }
type Multi = Common & { isMulti: true; value: readonly string[]; onChange: (ids: string[]) => void }

/**
 * Picks one or several units by typing a part of the name or the short name, without marks.
 * With `name` the choice also travels in a plain form (one hidden field per unit).
 */
export function UnitPicker(props: Single | Multi) {
  const { label, units, hint, error, name, frameClassName, disabled, excludeIds } = props
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const chosen = useMemo(() => (props.isMulti ? [...props.value] : props.value ? [props.value] : []), [props.isMulti, props.value])
  const byId = useMemo(() => new Map(units.map(u => [u.id, u])), [units])
  const folded = useMemo(() => units.map(u => ({ unit: u, text: fold(`${u.name} ${u.short ?? ''}`) })), [units])
  const [typed, setTyped] = useState<string | null>(null)
  const [isOpen, setOpen] = useState(false)
  const [at, setAt] = useState(0)

  const query = fold(typed ?? '').trim()
  const found = useMemo(() => {
    const words = query.split(/\s+/).filter(Boolean)
    const hidden = new Set(excludeIds ?? [])
    return folded.filter(f => !hidden.has(f.unit.id) && words.every(w => f.text.includes(w))).slice(0, SHOWN)
  }, [folded, query, excludeIds])

  const active = isOpen ? found[at]?.unit.id : undefined
  useEffect(() => {
    if (active) document.getElementById(`${id}-${active}`)?.scrollIntoView({ block: 'nearest' })
  }, [id, active])

  const pick = (unit: Unit) => {
    if (props.isMulti) {
      props.onChange(chosen.includes(unit.id) ? chosen.filter(c => c !== unit.id) : [...chosen, unit.id])
      setTyped('')
    } else {
      props.onChange(unit.id)
      setTyped(null)
      setOpen(false)
    }
  }
  const onKey = (e: KeyboardEvent) => {
    if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
      e.preventDefault()
      if (!isOpen) setOpen(true)
      else setAt(a => Math.max(0, Math.min(found.length - 1, a + (e.key === 'ArrowDown' ? 1 : -1))))
    } else if (e.key === 'Enter' && isOpen) {
      e.preventDefault()
      const hit = found[at]
      if (hit) pick(hit.unit)
    } else if (e.key === 'Escape' && isOpen) {
      e.preventDefault()
      e.stopPropagation()
      setOpen(false)
      setTyped(null)
    } else if (e.key === 'Backspace' && props.isMulti && !typed) {
      props.onChange(chosen.slice(0, -1))
    }
  }
  const single = props.isMulti ? null : (byId.get(chosen[0] ?? '')?.name ?? '')
  const list = `${id}-list`
  return (
    <Field id={id} label={label} hint={hint} error={error} className={frameClassName}>
      {props.isMulti && chosen.length > 0 && (
        <ul aria-label={shellText.units.chosen} className="flex flex-wrap gap-1.5">
          {chosen.map(c => {
            const unitName = byId.get(c)?.name ?? c
            return (
              <li key={c} className="inline-flex items-center gap-1 rounded-sm border border-act-line bg-act-soft pl-2 text-sm font-semibold text-act">
                {unitName}
                <button type="button" aria-label={shellText.units.remove(unitName)} className="p-1.5" onClick={() => props.onChange(chosen.filter(x => x !== c))}>
                  <X aria-hidden />
                </button>
              </li>
            )
          })}
        </ul>
      )}
      <span className="relative block">
        <input
          ref={input}
          id={id}
          role="combobox"
          aria-expanded={isOpen && found.length > 0}
          aria-controls={isOpen && found.length > 0 ? list : undefined}
          aria-autocomplete="list"
          aria-activedescendant={active && `${id}-${active}`}
          aria-invalid={error ? true : undefined}
          aria-describedby={describe(id, hint, error)}
          autoComplete="off"
          disabled={disabled}
          placeholder={shellText.units.placeholder}
          value={typed ?? single ?? ''}
          className={controlClass(!!error, 'pr-10')}
          onFocus={e => e.target.select()}
          onChange={e => {
            setTyped(e.target.value)
            setAt(0)
            setOpen(true)
            if (!props.isMulti && e.target.value === '') props.onChange(null)
          }}
          onClick={() => setOpen(true)}
          onBlur={() => {
            setOpen(false)
            setTyped(null)
          }}
          onKeyDown={onKey}
        />
        {isOpen && found.length === 0 && (
          <p role="status" className="absolute inset-x-0 top-full z-30 mt-1 rounded-lg border border-line bg-surface px-3 py-2 text-text-3 shadow-e3">
            {shellText.units.none}
          </p>
        )}
        {isOpen && found.length > 0 && (
          <ul id={list} role="listbox" aria-multiselectable={props.isMulti || undefined} className="absolute inset-x-0 top-full z-30 mt-1 max-h-72 overflow-y-auto rounded-lg border border-line bg-surface py-1 shadow-e3">
            {found.map(({ unit }, i) => {
              const isChosen = chosen.includes(unit.id)
              return (
                // Keys are answered by the input, which keeps the focus (pattern of a combobox).
                <li
                  key={unit.id}
                  id={`${id}-${unit.id}`}
                  role="option"
                  aria-selected={isChosen}
                  className={cx('flex min-h-10 pointer-coarse:min-h-11 cursor-pointer items-center gap-2 px-3 py-1.5', i === at && 'bg-act-soft', isChosen && 'font-semibold text-act')}
                  onMouseDown={e => {
                    e.preventDefault()
                    pick(unit)
                  }}
                  onMouseMove={() => setAt(i)}
                >
                  <span className="flex-1">{unit.name}</span>
                  {isChosen && <Check aria-hidden />}
                </li>
              )
            })}
          </ul>
        )}
      </span>
      {name && chosen.map(c => <input key={c} type="hidden" name={name} value={c} />)}
    </Field>
  )
}
