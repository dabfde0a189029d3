/**
 * Order of agenda items by fractional keys: an item moves by getting one new key between its neighbours, so two people
 * who move different items never write over each other's work. Keys are compared as plain text (byte order).
 */

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const BASE = DIGITS.length
const valueAt = (key: string, position: number): number => DIGITS.indexOf(key.charAt(position))

/** A key is a fraction written after the point; it never ends in 0, so there is always room below it. */
export const isRank = (key: string): boolean => /^[0-9A-Za-z]*[1-9A-Za-z]$/.test(key)

/**
 * A key strictly between `a` and `b`; null stands for the beginning or the end of the list.
 * Throws RangeError when `a` is not before `b` or a key is malformed.
 */
export const rankBetween = (a: string | null, b: string | null): string => {
  if ((a !== null && !isRank(a)) || (b !== null && !isRank(b)) || (a !== null && b !== null && a >= b))
    throw new RangeError(`no rank between ${a} and ${b}`)
  const low = a ?? ''
  let prefix = ''
  // once the prefix is below the upper key, that key no longer binds
  let isBound = b !== null
  for (let i = 0; ; i += 1) {
    const from = i < low.length ? valueAt(low, i) : 0
    const to = isBound && b !== null && i < b.length ? valueAt(b, i) : BASE
    if (to - from > 1) {
      // appending takes small steps, so that keys stay short after many additions at the end
      const isAppending = b === null && i < low.length
      return prefix + DIGITS.charAt(isAppending ? from + 1 : Math.floor((from + to) / 2))
    }
    prefix += DIGITS.charAt(from)
    if (to - from === 1) isBound = false
  }
}

/** `count` keys in order between two keys, for loading a whole list. */
export const ranks = (count: number, after: string | null = null): string[] => {
  const keys: string[] = []
  let last = after
  for (let i = 0; i < count; i += 1) {
    last = rankBetween(last, null)
    keys.push(last)
  }
  return keys
}

type Ranked = { id: string; rank: string }

/** Order of the list; equal keys (two people added at the same place at once) are told apart by id. */
export const byRank = (a: Ranked, b: Ranked): number => {
  if (a.rank !== b.rank) return a.rank < b.rank ? -1 : 1
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}

export type MoveResult<T extends Ranked> = {
  items: T[]
  /** items whose key changed: none when dropped on itself or left in place; several only to part equal keys */
  changed: { id: string; rank: string }[]
}

/**
 * Moves one item before another, or to the end with `beforeId` null. Dropped on itself or where it already stands:
 * nothing changes. Throws RangeError for an unknown id.
 */
export const moveItem = <T extends Ranked>(items: readonly T[], id: string, beforeId: string | null): MoveResult<T> => {
  const sorted = [...items].sort(byRank)
  const from = sorted.findIndex(item => item.id === id)
  const target = beforeId === null ? sorted.length : sorted.findIndex(item => item.id === beforeId)
  const moving = sorted[from]
  if (!moving || target < 0) throw new RangeError(`not in the agenda: ${from < 0 ? id : beforeId}`)
  if (target === from || target === from + 1) return { items: sorted, changed: [] }
  const others = sorted.filter(item => item.id !== id)
  const place = target > from ? target - 1 : target
  const rank = keyFor(others, place)
  if (rank !== null) {
    const moved = { ...moving, rank }
    return { items: [...others.slice(0, place), moved, ...others.slice(place)], changed: [{ id, rank }] }
  }
  // neighbours share a key: the only way in is to give the list fresh keys
  const order = [...others.slice(0, place), moving, ...others.slice(place)]
  const fresh = ranks(order.length)
  const renewed = order.map((item, i) => ({ ...item, rank: fresh[i] ?? item.rank }))
  return {
    items: renewed,
    changed: renewed.filter((item, i) => item.rank !== order[i]?.rank).map(item => ({ id: item.id, rank: item.rank })),
  }
}

/** A key for inserting at `place` of a sorted list; null when the neighbours share one key. */
const keyFor = (sorted: readonly Ranked[], place: number): string | null => {
  const before = place > 0 ? sorted[place - 1]?.rank ?? null : null
  const after = sorted[place]?.rank ?? null
  return before !== null && after !== null && before >= after ? null : rankBetween(before, after)
}

/** Key for a new item before another, or at the end. Between two equal keys the new item joins them. */
export const rankForInsert = (items: readonly Ranked[], beforeId: string | null): string => {
  const sorted = [...items].sort(byRank)
  const found = beforeId === null ? -1 : sorted.findIndex(item => item.id === beforeId)
  const place = found < 0 ? sorted.length : found
  return keyFor(sorted, place) ?? sorted[place]?.rank ?? rankBetween(null, null)
}

/** Number of each item as people read it: 1, 2, 3… in order; a withdrawn item keeps its place without a number. */
export const numbering = (items: readonly (Ranked & { status?: string })[]): Map<string, number | null> => {
  const numbers = new Map<string, number | null>()
  let n = 0
  for (const item of [...items].sort(byRank)) {
    if (item.status === 'withdrawn') numbers.set(item.id, null)
    else numbers.set(item.id, (n += 1))
  }
  return numbers
}
