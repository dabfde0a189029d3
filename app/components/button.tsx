import { Link, type LinkProps } from '@remix-run/react'
import { forwardRef, type ButtonHTMLAttributes, type ReactNode } from 'react'
import { shellText } from '#app/text/shell.ts'
import { cx } from './cx.ts'
import { RefreshCw } from './icon.tsx'

export type ButtonVariant = 'primary' | 'outline' | 'plain'
export type ButtonSize = 'sm' | 'md' | 'lg' | 'xl'

/** 32 / 36 / 48 / 60 px high; under a finger never less than 44. */
const sizes: Record<ButtonSize, string> = {
  sm: 'min-h-8 pointer-coarse:min-h-11 px-3 text-sm rounded-md gap-1.5',
  md: 'min-h-9 pointer-coarse:min-h-11 px-3.5 text-base rounded-md gap-2',
  lg: 'min-h-12 px-5 text-lg rounded-lg gap-2',
  xl: 'min-h-15 px-7 text-card rounded-xl gap-3',
}
const variants: Record<ButtonVariant, string> = {
  primary: 'bg-act text-on-act hover:bg-act-strong active:bg-act-strong border border-transparent disabled:bg-surface-3 disabled:text-text-3',
  outline: 'bg-surface text-text border border-line-strong hover:bg-surface-2 active:bg-surface-3 disabled:bg-surface-2 disabled:text-text-3 disabled:border-line',
  plain: 'text-act border border-transparent hover:bg-act-soft active:bg-act-soft disabled:text-text-3 disabled:bg-transparent',
}
export const buttonClass = (variant: ButtonVariant = 'outline', size: ButtonSize = 'md', more?: string): string =>
  cx('inline-flex items-center justify-center font-semibold text-center transition-colors select-none', sizes[size], variants[variant], more)

type Props = ButtonHTMLAttributes<HTMLButtonElement> & {
  variant?: ButtonVariant
  size?: ButtonSize
  /** on its way: the icon turns, a second press does nothing, the width stays */
  isSending?: boolean
  sendingLabel?: string
  icon?: ReactNode
  iconAfter?: ReactNode
}

/** A button says what it does. `isSending` keeps it focusable, so the reader hears the change. */
export const Button = forwardRef<HTMLButtonElement, Props>(function Button(
  { variant = 'outline', size = 'md', isSending = false, sendingLabel, icon, iconAfter, className, children, onClick, type = 'button', ...rest },
  ref,
) {
  return (
    <button
      ref={ref}
      type={type}
      className={buttonClass(variant, size, cx(isSending && 'cursor-progress', className))}
      aria-busy={isSending || undefined}
      aria-disabled={isSending || undefined}
      onClick={e => {
        if (isSending) {
          e.preventDefault()
          return
        }
        onClick?.(e)
      }}
      {...rest}
    >
      {isSending ? <RefreshCw className="turning" aria-hidden /> : icon}
      {isSending ? (sendingLabel ?? shellText.button.sending) : children}
      {!isSending && iconAfter}
    </button>
  )
})

/** A link that looks like a button: goes somewhere, changes nothing. */
export function ButtonLink({ variant = 'outline', size = 'md', icon, iconAfter, className, children, ...rest }: LinkProps & Pick<Props, 'variant' | 'size' | 'icon' | 'iconAfter'>) {
  return (
    <Link className={buttonClass(variant, size, className)} {...rest}>
      {icon}
      {children}
      {iconAfter}
    </Link>
  )
}

/** Icon only: `label` is its name and its tooltip. 44 px under a finger, 36 under a pointer. */
export const IconButton = forwardRef<HTMLButtonElement, Omit<Props, 'icon' | 'children'> & { label: string; children: ReactNode }>(function IconButton(
  { label, className, children, variant: _variant, size: _size, isSending: _isSending, sendingLabel: _sendingLabel, iconAfter: _iconAfter, type = 'button', ...rest },
  ref,
) {
  return (
    <button
      ref={ref}
      type={type}
      aria-label={label}
      title={label}
      className={cx('inline-flex size-11 shrink-0 items-center justify-center rounded-md text-[1.05rem] text-text-2 hover:bg-surface-3 hover:text-text disabled:text-text-3 md:size-9 pointer-coarse:size-11', className)}
      {...rest}
    >
      {children}
    </button>
  )
})
