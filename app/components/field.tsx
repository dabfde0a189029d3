import { forwardRef, useEffect, useId, useRef, useState, type InputHTMLAttributes, type ReactNode, type SelectHTMLAttributes, type TextareaHTMLAttributes } from 'react'
import { formatDate, parseDate } from '#app/text/format.ts'
import { shellText } from '#app/text/shell.ts'
import { cx } from './cx.ts'
import { CalendarDays, CircleAlert } from './icon.tsx'

type FrameProps = {
  id: string
  label: ReactNode
  /** keeps the label for readers only, where the place says it already */
  isLabelHidden?: boolean
  hint?: ReactNode
  /** what is wrong and how to mend it */
  error?: ReactNode
  className?: string
  children: ReactNode
}
export const hintId = (id: string): string => `${id}-hint`
export const errorId = (id: string): string => `${id}-error`
export const describe = (id: string, hint?: ReactNode, error?: ReactNode): string | undefined =>
  cx(hint ? hintId(id) : null, error ? errorId(id) : null) || undefined

/** Frame of a field: label above, hint under it, error under the field. */
export function Field({ id, label, isLabelHidden, hint, error, className, children }: FrameProps) {
  return (
    <div className={cx('flex flex-col gap-1', className)}>
      <label htmlFor={id} className={cx('text-sm font-semibold', isLabelHidden && 'sr-only')}>
        {label}
      </label>
      {hint && (
        <p id={hintId(id)} className="text-sm text-text-3">
          {hint}
        </p>
      )}
      {children}
      {error && (
        <p id={errorId(id)} role="alert" className="flex items-start gap-1.5 pt-0.5 text-sm text-late">
          <CircleAlert className="mt-0.5" aria-hidden />
          <span>{error}</span>
        </p>
      )}
    </div>
  )
}

export const controlClass = (isWrong: boolean, more?: string): string =>
  cx(
    'w-full min-h-11 rounded-md bg-surface px-3 py-2 text-lg text-text md:min-h-10 md:text-base pointer-coarse:min-h-11',
    'disabled:bg-surface-2 disabled:text-text-3 [&:is(input,textarea):read-only]:bg-surface-2',
    isWrong ? 'border-2 border-late' : 'border border-line-strong',
    more,
  )

type Shared = Pick<FrameProps, 'label' | 'isLabelHidden' | 'hint' | 'error'> & { frameClassName?: string }

export const TextInput = forwardRef<HTMLInputElement, Shared & InputHTMLAttributes<HTMLInputElement>>(function TextInput(
  { label, isLabelHidden, hint, error, frameClassName, id, className, ...rest },
  ref,
) {
  const own = useId()
  const key = id ?? own
  return (
    <Field id={key} label={label} isLabelHidden={isLabelHidden} hint={hint} error={error} className={frameClassName}>
      <input ref={ref} id={key} aria-invalid={error ? true : undefined} aria-describedby={describe(key, hint, error)} className={controlClass(!!error, className)} {...rest} />
    </Field>
  )
})

export const TextArea = forwardRef<HTMLTextAreaElement, Shared & TextareaHTMLAttributes<HTMLTextAreaElement>>(function TextArea(
  { label, isLabelHidden, hint, error, frameClassName, id, className, rows = 3, ...rest },
  ref,
) {
  const own = useId()
  const key = id ?? own
  return (
    <Field id={key} label={label} isLabelHidden={isLabelHidden} hint={hint} error={error} className={frameClassName}>
      <textarea ref={ref} id={key} rows={rows} aria-invalid={error ? true : undefined} aria-describedby={describe(key, hint, error)} className={controlClass(!!error, className)} {...rest} />
    </Field>
  )
})

export const Select = forwardRef<HTMLSelectElement, Shared & SelectHTMLAttributes<HTMLSelectElement>>(function Select(
  { label, isLabelHidden, hint, error, frameClassName, id, className, children, ...rest },
  ref,
) {
  const own = useId()
  const key = id ?? own
  return (
    <Field id={key} label={label} isLabelHidden={isLabelHidden} hint={hint} error={error} className={frameClassName}>
      <select ref={ref} id={key} aria-invalid={error ? true : undefined} aria-describedby={describe(key, hint, error)} className={controlClass(!!error, className)} {...rest}>
        {children}
      </select>
    </Field>
  )
})

/**
 * A day, typed as dd/mm/yyyy or picked. `value` and `onValue` speak civil dates ("2026-11-26", null = empty);
 * with `name` a plain form sends the civil date too. What was typed stays, also when it is no day.
 */
export function DateInput({
  label,
  isLabelHidden,
  hint,
  error,
  frameClassName,
  id,
  name,
  value,
  defaultValue = null,
  onValue,
  min,
  required,
  disabled,
}: Shared & { id?: string; name?: string; value?: string | null; defaultValue?: string | null; onValue?: (civil: string | null) => void; min?: string; required?: boolean; disabled?: boolean }) {
  const own = useId()
  const key = id ?? own
  const start = value ?? defaultValue
  const [typed, setTyped] = useState(start ? formatDate(start) : '')
  const [given, setGiven] = useState(value)
  const picker = useRef<HTMLInputElement>(null)
  // A value set from outside replaces what was typed; one that came from typing does not.
  if (value !== undefined && value !== given) {
    setGiven(value)
    if (value !== parseDate(typed)) setTyped(value ? formatDate(value) : '')
  }
  const civil = parseDate(typed)
  const isWrong = typed.trim() !== '' && civil === null
  const problem = error ?? (isWrong && typed.trim().length >= 8 ? shellText.field.dateWrong : undefined)
  const change = (text: string) => {
    setTyped(text)
    const next = parseDate(text)
    setGiven(value === undefined ? undefined : next)
    onValue?.(next)
  }
  return (
    <Field id={key} label={label} isLabelHidden={isLabelHidden} hint={hint} error={problem} className={frameClassName}>
      <span className="relative block">
        <input
          id={key}
          inputMode="numeric"
          placeholder="dd/mm/yyyy"
          autoComplete="off"
          value={typed}
          required={required}
          disabled={disabled}
          aria-invalid={problem ? true : undefined}
          aria-describedby={describe(key, hint, problem)}
          className={controlClass(!!problem, 'pr-11')}
          onChange={e => change(e.target.value)}
          onBlur={() => civil && setTyped(formatDate(civil))}
        />
        {name && <input type="hidden" name={name} value={civil ?? ''} />}
        <button
          type="button"
          tabIndex={-1}
          disabled={disabled}
          aria-label={shellText.field.pickDate}
          title={shellText.field.pickDate}
          className="absolute inset-y-0 right-0 flex w-11 items-center justify-center text-text-2"
          onClick={() => picker.current?.showPicker()}
        >
          <CalendarDays aria-hidden />
        </button>
        <input
          ref={picker}
          type="date"
          tabIndex={-1}
          aria-hidden
          min={min}
          value={civil ?? ''}
          onChange={e => change(e.target.value ? formatDate(e.target.value) : '')}
          className="pointer-events-none absolute right-0 bottom-0 size-0 opacity-0"
        />
      </span>
    </Field>
  )
}

/** A sentence about the whole form, above its button. In a dialog it comes into sight, however long the form is. */
export function FormError({ children }: { children: ReactNode }) {
  const ref = useRef<HTMLParagraphElement>(null)
  useEffect(() => {
    if (ref.current?.closest('dialog')) ref.current.scrollIntoView({ block: 'nearest' })
  }, [children])
  if (!children) return null
  return (
    <p ref={ref} role="alert" className="flex items-start gap-2 rounded-md border border-late-line bg-late-soft px-3 py-2.5 text-late">
      <CircleAlert className="mt-0.5" aria-hidden />
      <span>{children}</span>
    </p>
  )
}
