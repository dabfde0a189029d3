import { useEffect, useSyncExternalStore } from 'react'
import { type ConnectionState, getConnection, getSocket, onConnection } from './socket.ts'

// The page as the server wrote it has no line yet: saying so is the truth, and whoever waits for "Trực tuyến" waits for the line itself.
const onServer: ConnectionState = { state: 'trying', since: 0 }

/** State of the line, for the banner and the status words. Opens the socket when used. */
export function useConnection(): ConnectionState {
  useEffect(() => void getSocket(), [])
  return useSyncExternalStore(onConnection, getConnection, () => onServer)
}
