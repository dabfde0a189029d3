import { useSyncExternalStore } from 'react'

const never = () => () => undefined

/**
 * False on the server and in the first picture, true once the page lives. What loads on demand waits for it: a part
 * still loading when news arrives would make React throw the server's picture away.
 */
export const useHydrated = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
