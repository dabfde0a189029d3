import { fold } from '#app/domain/search/fold.ts'

export type PlanUnit = { id: string; name: string; short: string | null; isOpen: boolean }
export type Successor = { oldUnitId: string; newUnitId: string }

/** `renamed`: an older name that lives on in this unit. */
export type UnitFound = { id: string; name: string; renamed: string | null }
export type UnitFault = { fault: 'UNIT_MISSING' | 'UNIT_UNKNOWN' | 'UNIT_AMBIGUOUS' | 'UNIT_GONE'; proposal: string | null }

/** Small words that carry nothing in a name; "và" falls in abbreviations too. */
const LONG: [RegExp, string][] = [
  [/\buy ban nhan dan\b/g, 'ubnd'],
  [/\bvan phong\b/g, 'vp'],
  [/\bubnd tinh tuyen quang\b/g, 'ubnd tinh'],
  [/\btinh tuyen quang\b/g, ''],
  [/\bso\b/g, 's'],
  [/\bva\b/g, ''],
]

/** One spelling of a unit's name: no marks, no punctuation, common long forms cut short. */
export function unitKey(text: string): string {
  let key = fold(text).replace(/[^a-z0-9]+/g, ' ').trim()
  for (const [long, short] of LONG) key = key.replace(long, short)
  return key.replace(/\s+/g, ' ').trim()
}

/** All the ways a unit is written: its name, its own short name, without what kind it is. */
function keysOf(u: PlanUnit): string[] {
  const key = unitKey(u.name)
  const words = key.split(' ')
  const keys = [key, key.replace(/ /g, '')]
  const short = u.short ? unitKey(u.short).replace(/ /g, '') : ''
  if (short !== '') keys.push(short)
  const [head = '', ...rest] = words
  if (head === 's') keys.push(rest.join(' '))
  // "Sở NV" is who is called SNV, not everybody with these letters.
  if (head === 's' && short.startsWith('s')) keys.push(`s ${short.slice(1)}`)
  const commune = /^ubnd (xa|phuong|thi tran|huyen|thanh pho) (.+)$/.exec(key)
  if (commune) keys.push(`${commune[1]} ${commune[2]}`, `ubnd ${commune[2]}`, `${commune[1] === 'phuong' ? 'p' : commune[1] === 'thanh pho' ? 'tp' : 'x'} ${commune[2]}`, commune[2] ?? '')
  return [...new Set(keys.filter(k => k.length > 1))]
}

/** Ways that only the first letters of its words give: they count where no unit is called so. */
function letterKeysOf(u: PlanUnit): string[] {
  const [head = '', ...rest] = unitKey(u.name).split(' ')
  const letters = rest.map(w => w[0] ?? '').join('')
  return letters.length > 1 ? [`${head} ${letters}`, `${/^(?:ubnd|vp|s)$/.test(head) ? head : (head[0] ?? '')}${letters}`] : []
}

function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 4) return 9
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) next[j] = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1))
    row = next
  }
  return row[b.length] ?? 9
}
/** Letters that may be wrong in a name for it still to be proposed. */
const NEAR = 3

/**
 * Reads units as plans write them: in full, by short name, by the name they had before a merger, without marks. One name that
 * fits two units is asked, not guessed. Made once for a sheet: every spelling is looked up, not searched.
 */
export function makeUnitReader(units: readonly PlanUnit[], successions: readonly Successor[]) {
  const byId = new Map(units.map(u => [u.id, u]))
  const heirs = new Map<string, string[]>()
  for (const s of successions) heirs.set(s.oldUnitId, [...(heirs.get(s.oldUnitId) ?? []), s.newUnitId])
  /** Units of today a unit lives on in. */
  const livesOn = (id: string, seen = new Set<string>()): string[] => {
    if (seen.has(id)) return []
    seen.add(id)
    if (byId.get(id)?.isOpen) return [id]
    return [...new Set((heirs.get(id) ?? []).flatMap(h => livesOn(h, seen)))]
  }
  const indexOf = (isOpen: boolean, ways: (u: PlanUnit) => string[]) => {
    const index = new Map<string, Set<string>>()
    for (const u of units) if (u.isOpen === isOpen) for (const key of ways(u)) index.set(key, (index.get(key) ?? new Set()).add(u.id))
    return index
  }
  // What units are called goes before what letters suggest, today's before former ones.
  const tiers = [
    { open: indexOf(true, keysOf), closed: indexOf(false, keysOf) },
    { open: indexOf(true, letterKeysOf), closed: indexOf(false, letterKeysOf) },
  ]
  const full = units.filter(u => u.isOpen).map(u => ({ u, key: unitKey(u.name) }))
  const remembered = new Map<string, UnitFound | UnitFault>()

  const one = (text: string): UnitFound | UnitFault => {
    const key = unitKey(text)
    if (key === '') return { fault: 'UNIT_MISSING', proposal: null }
    const known = remembered.get(key)
    if (known) return known
    const found = look(key)
    remembered.set(key, found)
    return found
  }
  const look = (key: string): UnitFound | UnitFault => {
    const tight = key.replace(/ /g, '')
    const nameOf = (id: string | undefined): string => byId.get(id ?? '')?.name ?? ''
    // The whole name is one unit's even where it is also the beginning of another's way of writing.
    const exact = full.filter(f => f.key === key)
    if (exact.length === 1 && exact[0]) return { id: exact[0].u.id, name: exact[0].u.name, renamed: null }
    for (const { open, closed } of tiers) {
      const now = [...(open.get(key) ?? open.get(tight) ?? [])]
      if (now.length === 1) return { id: now[0] ?? '', name: nameOf(now[0]), renamed: null }
      if (now.length > 1) return { fault: 'UNIT_AMBIGUOUS', proposal: nameOf(now[0]) }
      const before = [...(closed.get(key) ?? closed.get(tight) ?? [])]
      const today = [...new Set(before.flatMap(id => livesOn(id)))]
      if (today.length === 1) return { id: today[0] ?? '', name: nameOf(today[0]), renamed: nameOf(before[0]) }
      if (before.length > 0) return { fault: 'UNIT_GONE', proposal: today.length > 0 ? nameOf(today[0]) : null }
    }
    let best: { name: string; d: number } | null = null
    for (const f of full) {
      const d = distance(key, f.key)
      if (d <= NEAR && d < (best?.d ?? 9)) best = { name: f.u.name, d }
    }
    return { fault: 'UNIT_UNKNOWN', proposal: best?.name ?? null }
  }

  /** Several units in one cell, by ; or new lines or commas; a comma inside a name ("Sở Văn hóa, Thể thao và Du lịch") is no border. */
  const several = (text: string): { found: UnitFound[]; fault: (UnitFault & { text: string }) | null } => {
    const found: UnitFound[] = []
    for (const part of text.split(/[;\n\r]+/)) {
      const pieces = part.split(',').map(p => p.trim())
      for (let from = 0; from < pieces.length; ) {
        if (pieces[from] === '') {
          from += 1
          continue
        }
        let taken = 0
        for (let to = pieces.length; to > from && taken === 0; to--) {
          const read = one(pieces.slice(from, to).join(', '))
          if (!('id' in read)) continue
          found.push(read)
          taken = to - from
        }
        if (taken === 0) {
          const whole = pieces[from] ?? ''
          return { found, fault: { ...(one(whole) as UnitFault), text: whole } }
        }
        from += taken
      }
    }
    return { found, fault: null }
  }
  return { one, several }
}
export type UnitReader = ReturnType<typeof makeUnitReader>
