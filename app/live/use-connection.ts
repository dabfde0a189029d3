import { useEffect, useSyncExternalStore } from 'react'
import { type ConnectionState, getConnection, getSocket, onConnection } from './socket.ts'

const onServer: ConnectionState = { state: 'online', since: 0 }

/** State of the line, for the banner and the status words. Opens the socket when used. */
export function useConnection(): ConnectionState {
  useEffect(() => void getSocket(), [])
  return useSyncExternalStore(onConnection, getConnection, () => onServer)
}
