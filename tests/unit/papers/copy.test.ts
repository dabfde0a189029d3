import { describe, expect, test } from 'vitest'
import { fetchAhead, type Progress } from '#app/live/papers/ahead.ts'
import { type FetchBytes, Gone, memoryStore, openCopy, PIECE, type PieceStore } from '#app/live/papers/copy.ts'

/** A paper of numbered bytes and a server that counts what it is asked for. */
function paper(pieces: number, tail = 1000) {
  const size = (pieces - 1) * PIECE + tail
  const bytes = Uint8Array.from({ length: size }, (_, i) => (i * 31 + (i >> 8)) % 251)
  const asked: [number, number][] = []
  let isLineCut = false
  let refusal: Error | null = null
  const fetchBytes: FetchBytes = async (_v, begin, end) => {
    asked.push([begin, end])
    await Promise.resolve()
    if (refusal) throw refusal
    if (isLineCut) throw new Error('no line')
    return bytes.slice(begin, end)
  }
  return {
    bytes,
    size,
    asked,
    version: { paperId: 'p', key: `k${pieces}`, size },
    fetchBytes,
    sent: () => asked.reduce((sum, [b, e]) => sum + e - b, 0),
    cut: (is: boolean) => void (isLineCut = is),
    refuse: (error: Error | null) => void (refusal = error),
  }
}
/** Compared as bytes: element by element takes seconds. */
const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0
const noWait = { lineBack: async () => undefined, hasRoom: async () => true, onGone: () => undefined }

describe('bản tài liệu ở máy', () => {
  test('mỗi khúc chỉ tải một lần, dù nhiều nơi cùng cần', async () => {
    const p = paper(6)
    const copy = openCopy(p.version, memoryStore(), p.fetchBytes)
    const [a, b, c] = await Promise.all([copy.read(10, PIECE * 2 + 5), copy.read(PIECE, PIECE * 3), copy.read(0, 100)])
    expect(same(a, p.bytes.slice(10, PIECE * 2 + 5))).toBe(true)
    expect(same(b, p.bytes.slice(PIECE, PIECE * 3))).toBe(true)
    expect(same(c, p.bytes.slice(0, 100))).toBe(true)
    await copy.read(p.size - 7, p.size)
    await copy.read(0, PIECE * 3)
    // three pieces asked at once in one request, the last piece in another, nothing twice
    expect(p.asked).toEqual([
      [0, PIECE * 3],
      [PIECE * 5, p.size],
    ])
  })

  test('tải trước đủ rồi thì lật trang không tải gì nữa, kể cả khi mở lại máy', async () => {
    const p = paper(9)
    const store = memoryStore()
    const copy = openCopy(p.version, store, p.fetchBytes)
    await copy.read(0, 10)
    const seen: Progress[] = []
    await fetchAhead({ copies: [copy], onProgress: s => seen.push(s), ...noWait }, new AbortController().signal)
    expect(seen.at(-1)).toEqual({ done: 1, total: 1, state: 'done' })
    expect(p.sent()).toBe(p.size)
    p.cut(true)
    const again = openCopy(p.version, store, p.fetchBytes)
    expect(same(await again.read(0, p.size), p.bytes)).toBe(true)
    expect(p.sent()).toBe(p.size)
  })

  test('mất mạng giữa chừng: phần đã có giữ nguyên, có mạng thì tải tiếp phần còn lại', async () => {
    const p = paper(20)
    const copy = openCopy(p.version, memoryStore(), p.fetchBytes)
    await copy.read(0, PIECE * 4)
    p.cut(true)
    await expect(copy.read(PIECE * 4, PIECE * 5)).rejects.toThrow('no line')
    const states: string[] = []
    const lineBack = async () => p.cut(false)
    await fetchAhead({ copies: [copy], onProgress: s => states.push(s.state), ...noWait, lineBack }, new AbortController().signal)
    expect(states).toContain('waiting')
    expect(states.at(-1)).toBe('done')
    expect(same(await copy.read(0, p.size), p.bytes)).toBe(true)
    const twice = p.asked.filter(([b]) => b === 0)
    expect(twice).toHaveLength(1)
  })

  test('tài liệu bị rút hoặc mất quyền: bỏ bản ở máy, các tài liệu khác tải tiếp', async () => {
    const [gone, other] = [paper(3), paper(4)]
    gone.refuse(new Gone('404'))
    const store = memoryStore()
    const copies = [gone, other].map(p => openCopy(p.version, store, p.fetchBytes))
    const left: string[] = []
    const seen: Progress[] = []
    await fetchAhead({ copies, onProgress: s => seen.push(s), ...noWait, onGone: c => left.push(c.version.key) }, new AbortController().signal)
    expect(left).toEqual([gone.version.key])
    expect(seen.at(-1)).toEqual({ done: 1, total: 2, state: 'done' })
  })

  test('máy hết chỗ: nói rõ, không tải đi tải lại', async () => {
    const p = paper(8)
    const full: PieceStore = memoryStore(PIECE * 2)
    const copy = openCopy(p.version, full, p.fetchBytes)
    const seen: Progress[] = []
    await fetchAhead({ copies: [copy], onProgress: s => seen.push(s), ...noWait }, new AbortController().signal)
    expect(seen.at(-1)).toEqual({ done: 0, total: 1, state: 'full' })
    expect(p.sent()).toBeLessThanOrEqual(p.size)
    // the page is still drawn from what comes
    expect(same(await copy.read(PIECE * 6, p.size), p.bytes.slice(PIECE * 6))).toBe(true)
  })

  test('câu trả lời ngắn hơn yêu cầu không bị coi là đã có', async () => {
    const p = paper(2)
    let isShort = true
    const copy = openCopy(p.version, memoryStore(), async (v, b, e, o) => {
      const bytes = await p.fetchBytes(v, b, e, o)
      return isShort ? bytes.slice(0, 10) : bytes
    })
    await expect(copy.read(0, PIECE)).rejects.toThrow('short answer')
    isShort = false
    expect(same(await copy.read(0, PIECE), p.bytes.slice(0, PIECE))).toBe(true)
  })
})
