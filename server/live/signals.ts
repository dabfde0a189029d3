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

/** So many devices are written to before others get their turn: about half a millisecond. */
const AT_ONCE = 40

/**
 * A hint to a full hall is thousands of writes. They go out in turns, so that an act or a ballot that comes meanwhile
 * waits for a few of them, not for all. Resolves when the last device was written to; who left meanwhile is passed over.
 */
export async function sendSignalInTurns<S extends SignalDef>(io: Server, stream: string, def: S, payload: PayloadOf<S>): Promise<void> {
  const devices = [...(io.sockets.adapter.rooms.get(stream) ?? [])]
  for (let from = 0; from < devices.length; from += AT_ONCE) {
    if (from > 0) await new Promise(resolve => setImmediate(resolve))
    io.to(devices.slice(from, from + AT_ONCE)).volatile.emit('signal', { name: def.name, stream, payload })
  }
}

/**
 * Calls `run` for a key some time after the first call, again only after `everyMs` and when it has ended, and always once
 * more after the last call. The time to wait is asked of the key: what costs much is told a little later and less often.
 */
export function gatherByKey<K>(everyMs: number, waitMs: (key: K) => number, run: (key: K) => Promise<void>): (key: K) => void {
  const state = new Map<K, { isDirty: boolean }>()
  const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))
  const fire = async (key: K, s: { isDirty: boolean }) => {
    await pause(waitMs(key))
    do {
      s.isDirty = false
      await run(key)
      await pause(Math.max(everyMs, waitMs(key)))
    } while (s.isDirty)
    state.delete(key)
  }
  return key => {
    const s = state.get(key)
    if (s) s.isDirty = true
    else {
      const fresh = { isDirty: false }
      state.set(key, fresh)
      void fire(key, fresh)
    }
  }
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
