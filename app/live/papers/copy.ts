/**
 * One paper on this device, as numbered pieces of its viewing copy. Whoever needs bytes asks here: what lies here is given at
 * once, what is missing is fetched once, however many ask, and kept. The same code runs in the browser and in the bench.
 */

/** Bytes of a piece; also what the PDF library asks for at a time. */
export const PIECE = 65_536

/** Where pieces are kept: on the device (device-store.ts), or in memory where the device keeps nothing. */
export type PieceStore = {
  /** numbers of the pieces of this version that are here */
  listed: (key: string) => Promise<number[]>
  get: (key: string, piece: number) => Promise<Uint8Array | undefined>
  /** keeps a piece; false = no room, the caller goes on without */
  put: (key: string, piece: number, bytes: Uint8Array) => Promise<boolean>
  /** this version is no longer anybody's */
  drop: (key: string) => Promise<void>
}

/** A version of a paper: `key` is the hash of the bytes, so a changed paper is another version. */
export type Version = { paperId: string; key: string; size: number }

/** Asks the server for bytes [begin, end) of a version. Throws `Gone` when the person may not have it (any more). */
export type FetchBytes = (version: Version, begin: number, end: number, opts: { isQuiet: boolean; signal?: AbortSignal }) => Promise<Uint8Array>

/** The paper was withdrawn, or the right to it. */
export class Gone extends Error {}
/** The device keeps no more. */
export class NoRoom extends Error {}

export type Copy = ReturnType<typeof openCopy>

export function openCopy(version: Version, store: PieceStore, fetchBytes: FetchBytes) {
  const { key, size } = version
  const count = Math.ceil(size / PIECE)
  const lengthOf = (piece: number): number => Math.min(PIECE, size - piece * PIECE)
  const onWay = new Map<number, Promise<Uint8Array>>()
  let here: Promise<Set<number>> | null = null
  const known = (): Promise<Set<number>> => (here ??= store.listed(key).then(list => new Set(list.filter(n => n >= 0 && n < count))))
  let asked = 0

  /** Fetches a run of neighbours with one request; each piece is kept as it is cut out. */
  function fetchRun(first: number, last: number, isQuiet: boolean): void {
    const run = fetchBytes(version, first * PIECE, Math.min(size, (last + 1) * PIECE), { isQuiet })
    for (let piece = first; piece <= last; piece++) {
      const from = (piece - first) * PIECE
      const one = run.then(async bytes => {
        const part = bytes.slice(from, from + lengthOf(piece))
        if (part.length !== lengthOf(piece)) throw new Error('short answer')
        const isKept = await store.put(key, piece, part)
        if (isKept) (await known()).add(piece)
        return part
      })
      onWay.set(piece, one)
      // Kept pieces are read from the store from now on; failed ones may be asked for again.
      const off = () => void onWay.delete(piece)
      one.then(off, off)
    }
  }

  async function piece(n: number): Promise<Uint8Array> {
    const running = onWay.get(n)
    if (running) return running
    const kept = (await known()).has(n) ? await store.get(key, n) : undefined
    if (kept && kept.length === lengthOf(n)) return kept
    const again = onWay.get(n)
    if (again) return again
    fetchRun(n, n, false)
    return onWay.get(n) as Promise<Uint8Array>
  }

  return {
    version,
    /** bytes [begin, end); missing neighbours travel in one request */
    async read(begin: number, end: number): Promise<Uint8Array> {
      const first = Math.floor(begin / PIECE)
      const last = Math.min(count - 1, Math.floor((end - 1) / PIECE))
      const got = await known()
      asked += 1
      try {
        for (let n = first; n <= last; n++) {
          if (got.has(n) || onWay.has(n)) continue
          let to = n
          while (to < last && !got.has(to + 1) && !onWay.has(to + 1)) to += 1
          fetchRun(n, to, false)
          n = to
        }
        const parts = await Promise.all(Array.from({ length: last - first + 1 }, (_, i) => piece(first + i)))
        const out = new Uint8Array(end - begin)
        parts.forEach((part, i) => {
          const at = (first + i) * PIECE
          const from = Math.max(begin, at)
          const to = Math.min(end, at + part.length)
          out.set(part.subarray(from - at, to - at), from - begin)
        })
        return out
      } finally {
        asked -= 1
      }
    },
    /** somebody looks at this paper right now and waits for bytes */
    isWanted: () => asked > 0,
    /** bytes that still have to come */
    async missing(): Promise<number> {
      const got = await known()
      let bytes = 0
      for (let n = 0; n < count; n++) if (!got.has(n)) bytes += lengthOf(n)
      return bytes
    },
    /**
     * Fetches the next missing stretch ahead of need.
     * @returns bytes that came; 0 = all is here
     * @throws NoRoom when what came could not be kept
     */
    async fetchAhead(maxBytes: number): Promise<number> {
      const got = await known()
      let first = 0
      while (first < count && (got.has(first) || onWay.has(first))) first += 1
      if (first >= count) {
        await Promise.all(onWay.values())
        return 0
      }
      let last = first
      while (last + 1 < count && (last + 2 - first) * PIECE <= maxBytes && !got.has(last + 1) && !onWay.has(last + 1)) last += 1
      fetchRun(first, last, true)
      const parts = await Promise.all(Array.from({ length: last - first + 1 }, (_, i) => onWay.get(first + i)))
      if (!got.has(last)) throw new NoRoom('not kept')
      return parts.reduce((sum, part) => sum + (part?.length ?? 0), 0)
    },
    forget: async (): Promise<void> => {
      await store.drop(key)
      here = null
    },
  }
}

/** Pieces in memory: for a device that keeps nothing (private mode), and for the bench. */
export function memoryStore(limitBytes = Number.POSITIVE_INFINITY): PieceStore {
  const files = new Map<string, Map<number, Uint8Array>>()
  let total = 0
  return {
    listed: async key => [...(files.get(key)?.keys() ?? [])],
    get: async (key, piece) => files.get(key)?.get(piece),
    put: async (key, piece, bytes) => {
      const file = files.get(key) ?? new Map<number, Uint8Array>()
      if (file.has(piece)) return true
      if (total + bytes.length > limitBytes) return false
      files.set(key, file.set(piece, bytes))
      total += bytes.length
      return true
    },
    drop: async key => {
      for (const bytes of files.get(key)?.values() ?? []) total -= bytes.length
      files.delete(key)
    },
  }
}
