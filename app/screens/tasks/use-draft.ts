import { useCallback, useEffect, useState } from 'react'

/** One person's at a time: on a shared device nobody finds another's words. */
const keyOf = (key: string): string => `tantrao.draft.${document.documentElement.dataset.who ?? ''}.${key}`

/** What was typed stays on this device until the server has it: closing the tab, a cut line or an ended session lose nothing. */
export function useDraft<T extends Record<string, unknown>>(key: string, empty: T) {
  const [value, setValue] = useState<T>(empty)
  const [isRead, setRead] = useState(false)
  useEffect(() => {
    const kept = read(key)
    if (kept) setValue(v => ({ ...v, ...(kept as Partial<T>) }))
    setRead(true)
  }, [key])
  const set = useCallback(
    (change: Partial<T>) =>
      setValue(v => {
        const next = { ...v, ...change }
        write(key, next)
        return next
      }),
    [key],
  )
  const clear = useCallback(() => write(key, null), [key])
  return { value, set, clear, isRead }
}

function read(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(keyOf(key)) ?? 'null') as unknown
  } catch {
    // Storage denied or holding something else: the form simply starts empty.
    return null
  }
}

function write(key: string, value: unknown): boolean {
  try {
    if (value === null) localStorage.removeItem(keyOf(key))
    else localStorage.setItem(keyOf(key), JSON.stringify(value))
    return true
  } catch {
    // Storage denied or full: the text stays in the open form.
    return false
  }
}
