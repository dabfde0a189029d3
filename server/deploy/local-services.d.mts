export class LocalServiceError extends Error {}
export type LocalService = { url: string; pid?: number; stop: () => Promise<void> }
type Log = (line: string) => void
export function claimDataDir(dataDir: string): () => void
export function startPostgres(options: {
  dataDir: string
  port?: number
  durable?: boolean
  database?: string
  log?: Log
}): Promise<LocalService & { port: number; pid: number }>
export function startRedis(options: {
  dataDir: string
  url?: string
  durable?: boolean
  log?: Log
}): Promise<LocalService>
export function endLeftovers(dataDir: string): Promise<void>
export function freePort(): Promise<number>
export function isPortFree(port: number, host?: string): Promise<boolean>
