import { createCipheriv, createDecipheriv, createHash, createPrivateKey, createPublicKey, diffieHellman, generateKeyPairSync, hkdfSync, type KeyObject } from 'node:crypto'
import { packBallot, PUBLIC_KEY_BYTES, receiptOf, sealContext, sealedBytes, TAG_BYTES } from '#app/domain/voting/sealed.ts'
import type { Choice } from '#app/domain/voting/majority.ts'

/** The same sealing as app/live/secret/seal.ts, with what Node brings: opening at the count, and ballots of simulated members. */

// A raw X25519 key in the wrapping Node asks for (RFC 8410).
const PRIVATE_HEAD = Buffer.from('302e020100300506032b656e04220420', 'hex')
const PUBLIC_HEAD = Buffer.from('302a300506032b656e032100', 'hex')
const KEY_AND_NONCE = 44

const publicKeyOf = (raw: Uint8Array): KeyObject => createPublicKey({ key: Buffer.concat([PUBLIC_HEAD, raw]), format: 'der', type: 'spki' })
const rawPublic = (key: KeyObject): Buffer => key.export({ format: 'der', type: 'spki' }).subarray(PUBLIC_HEAD.length)

/** A new key pair of one vote, raw. */
export function makeKeyPair(): { privateKey: Buffer; publicKey: Buffer } {
  const pair = generateKeyPairSync('x25519')
  return { privateKey: pair.privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(PRIVATE_HEAD.length), publicKey: rawPublic(pair.publicKey) }
}

const derive = (shared: Buffer, context: Uint8Array): { key: Buffer; nonce: Buffer } => {
  // One key a ballot, used once: the nonce may come from the same derivation.
  const bytes = Buffer.from(hkdfSync('sha256', shared, new Uint8Array(0), context, KEY_AND_NONCE))
  return { key: bytes.subarray(0, 32), nonce: bytes.subarray(32) }
}

export type Opener = (voteId: string, sealed: Uint8Array) => Uint8Array | null

/** Opens ballots with a vote's private key; null = it does not open (altered, meant for another vote, no ballot at all). */
export function openerOf(privateKey: Uint8Array): Opener {
  const own = createPrivateKey({ key: Buffer.concat([PRIVATE_HEAD, privateKey]), format: 'der', type: 'pkcs8' })
  const ownPublic = rawPublic(createPublicKey(own))
  return (voteId, sealed) => {
    if (sealed.length < sealedBytes(0)) return null
    const theirs = sealed.subarray(0, PUBLIC_KEY_BYTES)
    try {
      const { key, nonce } = derive(diffieHellman({ privateKey: own, publicKey: publicKeyOf(theirs) }), sealContext(voteId, ownPublic, theirs))
      const open = createDecipheriv('chacha20-poly1305', key, nonce, { authTagLength: TAG_BYTES })
      open.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES))
      return Buffer.concat([open.update(sealed.subarray(PUBLIC_KEY_BYTES, sealed.length - TAG_BYTES)), open.final()])
    } catch {
      return null
    }
  }
}

/** Seals as a device does: for simulated members of a rehearsal, who have none. */
export function sealBallot(voteId: string, votePublicKey: Uint8Array, choice: Choice | readonly number[], size: number): Buffer {
  const once = generateKeyPairSync('x25519')
  const ownPublic = rawPublic(once.publicKey)
  const shared = diffieHellman({ privateKey: once.privateKey, publicKey: publicKeyOf(votePublicKey) })
  const { key, nonce } = derive(shared, sealContext(voteId, votePublicKey, ownPublic))
  const close = createCipheriv('chacha20-poly1305', key, nonce, { authTagLength: TAG_BYTES })
  return Buffer.concat([ownPublic, close.update(packBallot(typeof choice === 'string' ? { choice } : { picks: choice }, size)), close.final(), close.getAuthTag()])
}

export const receiptOfSealed = (sealed: Uint8Array): string => receiptOf(createHash('sha256').update(sealed).digest())
