import { useEffect, useState } from 'react'
import { shellText } from '#app/text/shell.ts'
import { Button } from './button.tsx'
import { Moon, Sun } from './icon.tsx'

type Theme = 'light' | 'dark'
const YEAR_SECONDS = 365 * 24 * 3600

const shown = (): Theme => {
  const chosen = document.documentElement.dataset.theme
  if (chosen === 'light' || chosen === 'dark') return chosen
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
}

/** Light or dark, kept on this device for a year; before any choice the page follows the device. */
export function ThemeToggle() {
  const [theme, setTheme] = useState<Theme | null>(null)
  useEffect(() => setTheme(shown()), [])
  const other: Theme = theme === 'dark' ? 'light' : 'dark'
  return (
    <Button
      variant="plain"
      className="w-full justify-start"
      icon={other === 'dark' ? <Moon aria-hidden /> : <Sun aria-hidden />}
      onClick={() => {
        document.documentElement.dataset.theme = other
        document.cookie = `theme=${other}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`
        setTheme(other)
      }}
    >
      {other === 'dark' ? shellText.theme.toDark : shellText.theme.toLight}
    </Button>
  )
}
