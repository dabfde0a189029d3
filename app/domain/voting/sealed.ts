import type { Choice } from './majority.ts'

/**
 * The form of a secret ballot, the same on the voter's device and where it is opened. What is sealed has one length for
 * every choice of a vote, so that neither a row nor a frame tells by its size. The sealing itself (X25519, HKDF-SHA256,
 * ChaCha20-Poly1305) is done by app/live/secret/seal.ts and server/secret/sealing.ts.
 */

/** Lengths a ballot is filled up to, bytes; the kind of vote decides which. Lists of options will need the larger ones. */
export const SEAL_SIZES = [64, 256, 1024, 2048] as const
/** What a ballot says: an answer, or places in the list of options. */
export type BallotContent = { choice: Choice } | { picks: readonly number[] }
/** Three answers fit the smallest. */
export const THREE_CHOICES_BYTES = SEAL_SIZES[0]
export const PUBLIC_KEY_BYTES = 32
export const TAG_BYTES = 16
const HEAD_BYTES = 3
/** The size for ballots of up to `max` places in a list of `count` options. */
export const sizeForPicks = (count: number, max: number): number =>
  SEAL_SIZES.find(size => size >= HEAD_BYTES + '{"picks":[]}'.length + max * (String(Math.max(0, count - 1)).length + 1)) ?? SEAL_SIZES[SEAL_SIZES.length - 1] ?? 0
const VERSION = 1
const LABEL = 'tan-trao secret ballot 1'

/** Bytes of a sealed ballot: the device's one-time public key, what is sealed, the tag. */
export const sealedBytes = (size: number): number => PUBLIC_KEY_BYTES + size + TAG_BYTES

const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)
const join = (...parts: Uint8Array[]): Uint8Array<ArrayBuffer> => {
  const all = new Uint8Array(parts.reduce((n, p) => n + p.length, 0))
  let at = 0
  for (const p of parts) {
    all.set(p, at)
    at += p.length
  }
  return all
}

/**
 * What the key of one ballot is bound to: this vote and both public keys, byte for byte; never the voter. A ballot moved to
 * another vote, or whose key was written another way, does not open.
 */
export const sealContext = (voteId: string, votePublicKey: Uint8Array, ownPublicKey: Uint8Array): Uint8Array<ArrayBuffer> =>
  join(utf8(`${LABEL}\n${voteId}\n`), votePublicKey, ownPublicKey)

/** Format version, length, JSON, zeros. Throws RangeError when it does not fit: a size that grew with the choice would tell it. */
export function packBallot(ballot: BallotContent, size: number): Uint8Array<ArrayBuffer> {
  const json = utf8(JSON.stringify('picks' in ballot ? { picks: [...ballot.picks].sort((a, b) => a - b) } : { choice: ballot.choice }))
  if (json.length + HEAD_BYTES > size) throw new RangeError(`a ballot of ${json.length} bytes does not fit ${size}`)
  const packed = new Uint8Array(size)
  packed.set([VERSION, json.length >> 8, json.length & 0xff])
  packed.set(json, HEAD_BYTES)
  return packed
}

/** What stands in an opened ballot; undefined = nothing that can be read. */
function contentOf(packed: Uint8Array): { choice?: unknown; picks?: unknown } | undefined {
  const [version, high = 0, low = 0] = packed
  const length = (high << 8) | low
  if (version !== VERSION || length + HEAD_BYTES > packed.length) return undefined
  if (packed.subarray(HEAD_BYTES + length).some(b => b !== 0)) return undefined
  try {
    const read: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(packed.subarray(HEAD_BYTES, HEAD_BYTES + length)))
    return typeof read === 'object' && read !== null ? read : undefined
  } catch {
    return undefined
  }
}
/** The choice in an opened ballot; null = none that can be counted (phiếu không hợp lệ). */
export function unpackBallot(packed: Uint8Array): Choice | null {
  const choice = contentOf(packed)?.choice
  return choice === 'for' || choice === 'against' || choice === 'abstain' ? choice : null
}
/** Places in the list of options in an opened ballot, as they are: whether the vote takes them is asked of its rules. */
export function unpackPicks(packed: Uint8Array): number[] | null {
  const picks = contentOf(packed)?.picks
  return Array.isArray(picks) && picks.every(p => Number.isInteger(p)) ? (picks as number[]) : null
}

/** Bytes as they travel in JSON (base64url, no filling). */
export const toText = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
/** The other way; null = not such a text. */
export function fromText(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) return null
  try {
    return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), c => c.charCodeAt(0))
  } catch {
    return null
  }
}

const LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'
/**
 * Biên nhận: eight characters a person can read out (no 0/O, 1/I/L), made of the SHA-256 of the sealed ballot. The device
 * works it out by itself, so a server can't give two voters the same one. It says nothing about the choice.
 */
export function receiptOf(hash: Uint8Array): string {
  const code = [...hash.subarray(0, 8)].map(b => LETTERS[b % LETTERS.length]).join('')
  return `${code.slice(0, 4)}-${code.slice(4)}`
}

export type Opened = Choice | 'invalid'

/** Fisher–Yates with the randomness handed in: `below(n)` gives a whole number from 0 to n - 1. */
export function shuffled<T>(list: readonly T[], below: (n: number) => number): T[] {
  const mixed = [...list]
  for (let i = mixed.length - 1; i > 0; i--) {
    const j = below(i + 1)
    ;[mixed[i], mixed[j]] = [mixed[j] as T, mixed[i] as T]
  }
  return mixed
}

/**
 * What a voter's screen checks after closing: the own receipt stands in the list of counted ones, and the list is as long
 * as the ballots counted.
 */
export function checkReceipt(own: string, counted: readonly string[], ballots: number): 'counted' | 'missing' | 'list_wrong' {
  if (counted.length !== ballots) return 'list_wrong'
  return counted.includes(own) ? 'counted' : 'missing'
}
