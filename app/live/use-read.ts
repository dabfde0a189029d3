import { useCallback, useEffect, useState } from 'react'

/**
 * Reads one address of ours when a panel opens, beside the page's own data. A line that is cut or an answer that says no
 * leaves the page as it stands: `isFailed`, and `again` to ask once more. (A loader that fails would take the page away.)
 */
export function useRead<T>(path: string): { data: T | null; isFailed: boolean; again: () => void } {
  const [state, setState] = useState<{ path: string; data: T | null; isFailed: boolean }>({ path, data: null, isFailed: false })
  const [round, setRound] = useState(0)
  useEffect(() => {
    const end = new AbortController()
    const done = (data: T | null) => {
      if (!end.signal.aborted) setState({ path, data, isFailed: data === null })
    }
    setState(s => ({ path, data: s.path === path ? s.data : null, isFailed: false }))
    fetch(path, { signal: end.signal, headers: { Accept: 'application/json' } })
      .then(async response => done(response.ok ? ((await response.json()) as T) : null))
      .catch(() => done(null))
    // Back on the line: what could not be read is asked for again without a touch.
    const online = () => setRound(n => n + 1)
    window.addEventListener('online', online)
    return () => {
      end.abort()
      window.removeEventListener('online', online)
    }
  }, [path, round])
  return { data: state.path === path ? state.data : null, isFailed: state.isFailed, again: useCallback(() => setRound(n => n + 1), []) }
}
