import { isRank, rankBetween } from '#app/domain/agenda/order.ts'

/**
 * Ranks for lines in the order of their document, keeping as many as possible of those they have: only a line that
 * moved or is new gets another one, so typing in one line touches no other row.
 */
export function ranksFor(ids: readonly string[], before: ReadonlyMap<string, string>): Map<string, string> {
  const known = new Map([...before].filter(([, rank]) => isRank(rank)))
  const kept = longestRising(ids.map(id => known.get(id) ?? null))
  const ranks = new Map<string, string>()
  let last: string | null = null
  for (const [i, id] of ids.entries()) {
    const own = known.get(id)
    if (own !== undefined && kept.has(i)) last = own
    else {
      const next: string | null = nextKept(ids, known, kept, i)
      last = rankBetween(last, next)
    }
    ranks.set(id, last)
  }
  return ranks
}

function nextKept(ids: readonly string[], known: ReadonlyMap<string, string>, kept: ReadonlySet<number>, from: number): string | null {
  for (let i = from + 1; i < ids.length; i += 1) if (kept.has(i)) return known.get(ids[i] ?? '') ?? null
  return null
}

/** Places of the longest strictly rising run of keys, nulls left out. */
function longestRising(keys: readonly (string | null)[]): Set<number> {
  const tails: number[] = []
  const before = new Array<number>(keys.length).fill(-1)
  for (const [i, key] of keys.entries()) {
    if (key === null) continue
    let [lo, hi] = [0, tails.length]
    while (lo < hi) {
      const mid = (lo + hi) >> 1
      if ((keys[tails[mid] ?? 0] ?? '') < key) lo = mid + 1
      else hi = mid
    }
    before[i] = lo > 0 ? (tails[lo - 1] ?? -1) : -1
    tails[lo] = i
  }
  const found = new Set<number>()
  for (let at = tails.at(-1) ?? -1; at >= 0; at = before[at] ?? -1) found.add(at)
  return found
}
