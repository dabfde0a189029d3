import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'

/** Who types: taken from the rights of the connection, never from what a browser says about itself. */
export type Identity = { userId: string; name: string; initials: string; unit?: string }

const MAX_BYTES = 8 * 1024
const COLOR = /^(#[0-9a-fA-F]{3,8}|var\(--[a-z0-9-]{1,40}\))$/

type Place = { clock: number; state: object | null; owner: string; userId: string }

/**
 * Cursors of one document. Each connection may speak for one editor only; what it says is passed on under the name
 * that the server knows. Changes of `everyMs` go out as one frame: a frame per keystroke and person stalls a full hall.
 */
export class Cursors {
  private readonly places = new Map<number, Place>()
  private readonly changed = new Set<number>()
  private timer: NodeJS.Timeout | null = null

  constructor(
    private readonly send: (frame: Uint8Array) => void,
    private readonly everyMs = 60,
  ) {}

  /** False when the message is broken, too large, or speaks for somebody else's editor. */
  take(owner: string, bytes: Uint8Array, identity: Identity): boolean {
    if (bytes.length > MAX_BYTES) return false
    let found: { id: number; clock: number; state: unknown }[]
    try {
      found = decode(bytes)
    } catch {
      return false
    }
    for (const { id, clock, state } of found) {
      const known = this.places.get(id)
      // After a cut line the same editor speaks through a new connection, often before the old one is known dead.
      if (known && known.owner !== owner && known.userId !== identity.userId) return false
      if (!known && this.isSpeaking(owner)) return false
      if (known && clock < known.clock) continue
      this.places.set(id, { clock, state: named(state, identity), owner, userId: identity.userId })
      this.mark(id)
    }
    return true
  }

  /** The connection is gone, its cursor with it. */
  remove(owner: string): void {
    for (const [id, place] of this.places) {
      if (place.owner !== owner || place.state === null) continue
      place.state = null
      this.mark(id)
    }
  }

  /** Everything a newcomer has to see; null when nobody types. */
  all(): Uint8Array | null {
    const living = [...this.places.keys()].filter(id => this.places.get(id)?.state)
    return living.length > 0 ? this.encode(living) : null
  }

  close(): void {
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
  }

  private isSpeaking(owner: string): boolean {
    for (const place of this.places.values()) if (place.owner === owner && place.state !== null) return true
    return false
  }

  private mark(id: number): void {
    this.changed.add(id)
    this.timer ??= setTimeout(() => {
      this.timer = null
      const ids = [...this.changed]
      this.changed.clear()
      this.send(this.encode(ids))
      for (const one of ids) if (this.places.get(one)?.state === null) this.places.delete(one)
    }, this.everyMs)
  }

  private encode(ids: number[]): Uint8Array {
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, ids.length)
    for (const id of ids) {
      const place = this.places.get(id)
      encoding.writeVarUint(encoder, id)
      encoding.writeVarUint(encoder, place?.clock ?? 0)
      encoding.writeVarString(encoder, JSON.stringify(place?.state ?? null))
    }
    return encoding.toUint8Array(encoder)
  }
}

function decode(bytes: Uint8Array): { id: number; clock: number; state: unknown }[] {
  const decoder = decoding.createDecoder(bytes)
  const count = decoding.readVarUint(decoder)
  // A browser speaks for itself: one editor at a time, at most its former one beside it.
  if (count > 2) throw new Error('too many cursors')
  const found: { id: number; clock: number; state: unknown }[] = []
  for (let i = 0; i < count; i++) {
    const id = decoding.readVarUint(decoder)
    const clock = decoding.readVarUint(decoder)
    found.push({ id, clock, state: JSON.parse(decoding.readVarString(decoder)) as unknown })
  }
  return found
}

function named(state: unknown, identity: Identity): object | null {
  if (state === null || typeof state !== 'object') return null
  const given = state as Record<string, unknown>
  const color = typeof given.color === 'string' && COLOR.test(given.color) ? given.color : '#007677'
  return {
    anchorPos: given.anchorPos ?? null,
    focusPos: given.focusPos ?? null,
    focusing: given.focusing === true,
    color,
    name: identity.name,
    awarenessData: { userId: identity.userId, initials: identity.initials, unit: identity.unit ?? '' },
  }
}
