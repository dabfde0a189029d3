import { useEffect, useState } from 'react'
import { hintServerNow, serverNow } from '#app/live/socket.ts'

/**
 * Server time (ms), renewed every `everyMs`. `initial` is the loader's time: the first picture in the browser is then
 * the same as the server's.
 */
export function useNow(initial: number, everyMs = 1000): number {
  const [now, setNow] = useState(initial)
  useEffect(() => {
    hintServerNow(initial)
    setNow(serverNow())
    const timer = setInterval(() => setNow(serverNow()), everyMs)
    return () => clearInterval(timer)
  }, [initial, everyMs])
  return now
}
