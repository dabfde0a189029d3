import { fetchAhead, type Progress } from './ahead.ts'
import { type Copy, type FetchBytes, Gone, memoryStore, openCopy, type PieceStore, type Version } from './copy.ts'
import { forgetMeeting, openDeviceStore } from './device-store.ts'

/** The copies of this page: viewer and fetching ahead share them, so nothing is asked for twice. */
const copies = new Map<string, Copy>()

const fetchBytes: FetchBytes = async (version, begin, end, { isQuiet }) => {
  const response = await fetch(`/tai-lieu/${version.paperId}/xem?v=${version.key}`, {
    headers: { Range: `bytes=${begin}-${end - 1}` },
    cache: 'no-store',
    redirect: 'error',
    priority: isQuiet ? 'low' : 'high',
  } as RequestInit)
  if (response.status === 401 || response.status === 403 || response.status === 404) throw new Gone(String(response.status))
  if (response.status !== 206 && response.status !== 200) throw new Error(`answer ${response.status}`)
  const bytes = new Uint8Array(await response.arrayBuffer())
  return response.status === 200 ? bytes.slice(begin, end) : bytes
}

/** For a page that knows no owner. */
const unowned = memoryStore(32 * 1024 * 1024)

/** The copy of a paper's version on this device; `owner` is the person (or the wall screen) it is kept for. */
export async function copyOf(owner: string | null, version: Version): Promise<Copy> {
  return shared(owner ?? '', version, owner ? await openDeviceStore(owner) : unowned)
}

function shared(owner: string, version: Version, store: PieceStore): Copy {
  const id = `${owner}/${version.key}`
  const known = copies.get(id)
  if (known) return known
  const copy = openCopy(version, store, fetchBytes)
  copies.set(id, copy)
  return copy
}

/** The right to a session ended: its papers leave this device and this page. */
export async function forgetPapers(meetingId: string): Promise<void> {
  copies.clear()
  await forgetMeeting(meetingId)
}

/** Brings the papers of a session to this device. Ends with `signal`. */
export async function keepPapers(owner: string, meetingId: string, versions: readonly Version[], onProgress: (p: Progress) => void, signal: AbortSignal): Promise<void> {
  const store = await openDeviceStore(owner)
  await store.keepFor(
    meetingId,
    versions.map(v => v.key),
  )
  const run = () =>
    fetchAhead(
      {
        copies: versions.map(v => shared(owner, v, store)),
        onProgress,
        lineBack,
        hasRoom: bytes => store.hasRoom(bytes, meetingId),
        onGone: copy => {
          copies.delete(`${owner}/${copy.version.key}`)
          void copy.forget()
        },
      },
      signal,
    )
  // Two tabs of one person take turns; without locks (plain HTTP) each looks at what the other has kept.
  if (navigator.locks) await navigator.locks.request('tantrao.papers', { signal }, run).catch((error: Error) => void (error.name === 'AbortError' || Promise.reject(error)))
  else await run()
}

const SHORTEST_MS = 1_000
const LONGEST_MS = 15_000
let waits = 0
/** After a failure: at once when the browser sees the line again, otherwise with growing patience. */
function lineBack(signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const end = () => {
      clearTimeout(timer)
      window.removeEventListener('online', back)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const back = () => {
      waits = 0
      end()
    }
    const timer = setTimeout(end, Math.min(LONGEST_MS, SHORTEST_MS * 2 ** waits))
    waits = Math.min(waits + 1, 4)
    window.addEventListener('online', back)
    signal.addEventListener('abort', end)
  })
}
