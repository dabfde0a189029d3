import type { Server } from 'socket.io'
import type { PayloadOf, SignalDef } from '#app/contracts/define.ts'

/** Sends a volatile hint to a stream's room; whoever is away simply misses it. */
export function sendSignal<S extends SignalDef>(io: Server, stream: string, def: S, payload: PayloadOf<S>): void {
  io.to(stream).volatile.emit('signal', { name: def.name, stream, payload })
}

/** The same for a state that is told on change only: a busy line gets it late, not never. Whoever comes back is told anew. */
export function sendState<S extends SignalDef>(io: Server, stream: string, def: S, payload: PayloadOf<S>): void {
  io.to(stream).emit('signal', { name: def.name, stream, payload })
}

/** Calls `run` for a key at once when idle, then at most every `everyMs`, always once more after the last call. */
export function throttleByKey<K>(everyMs: number, run: (key: K) => void | Promise<void>): (key: K) => void {
  const state = new Map<K, { timer: NodeJS.Timeout; isDirty: boolean }>()
  const fire = (key: K) => {
    const timer = setTimeout(() => {
      const s = state.get(key)
      state.delete(key)
      if (s?.isDirty) fire(key)
    }, everyMs)
    state.set(key, { timer, isDirty: false })
    void run(key)
  }
  return key => {
    const s = state.get(key)
    if (s) s.isDirty = true
    else fire(key)
  }
}
