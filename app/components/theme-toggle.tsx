import { useEffect, useId, useState } from 'react'
import { shellText } from '#app/text/shell.ts'
import { cx } from './cx.ts'
import { Monitor, Moon, Sun } from './icon.tsx'

type Theme = 'light' | 'dark' | 'device'
const YEAR_SECONDS = 365 * 24 * 3600

const choices: { theme: Theme; Icon: typeof Sun }[] = [
  { theme: 'light', Icon: Sun },
  { theme: 'dark', Icon: Moon },
  { theme: 'device', Icon: Monitor },
]

const chosen = (): Theme => {
  const { theme } = document.documentElement.dataset
  return theme === 'light' || theme === 'dark' ? theme : 'device'
}

/** Light, dark, or as the device has it (before any choice). The choice stays on this device for a year. */
export function ThemeToggle() {
  const name = useId()
  const [theme, setTheme] = useState<Theme | null>(null)
  useEffect(() => setTheme(chosen()), [])
  const choose = (next: Theme) => {
    if (next === 'device') delete document.documentElement.dataset.theme
    else document.documentElement.dataset.theme = next
    document.cookie = `theme=${next === 'device' ? '' : next}; path=/; max-age=${next === 'device' ? 0 : YEAR_SECONDS}; samesite=lax`
    setTheme(next)
  }
  return (
    <fieldset className="border-y border-line py-1.5">
      <legend className="sr-only">{shellText.theme.label}</legend>
      {choices.map(({ theme: own, Icon }) => (
        <label
          key={own}
          className={cx(
            'flex min-h-9 cursor-pointer items-center gap-2 rounded-md px-3.5 font-semibold has-focus-visible:outline-3 has-focus-visible:outline-act pointer-coarse:min-h-11',
            theme === own ? 'bg-act-soft text-act' : 'text-text-2 hover:bg-surface-2',
          )}
        >
          <input type="radio" name={name} className="size-4 shrink-0 accent-act outline-none" checked={theme === own} onChange={() => choose(own)} />
          <Icon aria-hidden />
          {shellText.theme[own]}
        </label>
      ))}
    </fieldset>
  )
}
