import { chacha20poly1305 } from '@noble/ciphers/chacha.js'
import { x25519 } from '@noble/curves/ed25519.js'
import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import type { Choice } from '#app/domain/voting/majority.ts'
import { fromText, packBallot, receiptOf, sealContext, toText } from '#app/domain/voting/sealed.ts'

/**
 * Seals a ballot on the voter's device for one vote's public key, also where the browser keeps its own cryptography back
 * (plain HTTP in a house network). What it was made of is gone afterwards: nobody, the voter too, can open it or show
 * what is in it. Loaded only while a secret vote is open. Read on the server by server/secret/sealing.ts.
 */
export function sealBallot(voteId: string, seal: { publicKey: string; bytes: number }, choice: Choice | readonly number[]): { sealed: string; receipt: string } {
  const votePublic = fromText(seal.publicKey)
  if (!votePublic) throw new Error('the public key of the vote cannot be read')
  const once = x25519.utils.randomSecretKey()
  const packed = packBallot(typeof choice === 'string' ? { choice } : { picks: choice }, seal.bytes)
  try {
    const ownPublic = x25519.getPublicKey(once)
    const shared = x25519.getSharedSecret(once, votePublic)
    const derived = hkdf(sha256, shared, new Uint8Array(0), sealContext(voteId, votePublic, ownPublic), 44)
    const closed = chacha20poly1305(derived.subarray(0, 32), derived.subarray(32)).encrypt(packed)
    shared.fill(0)
    derived.fill(0)
    const sealed = new Uint8Array(ownPublic.length + closed.length)
    sealed.set(ownPublic)
    sealed.set(closed, ownPublic.length)
    return { sealed: toText(sealed), receipt: receiptOf(sha256(sealed)) }
  } finally {
    once.fill(0)
    packed.fill(0)
  }
}
