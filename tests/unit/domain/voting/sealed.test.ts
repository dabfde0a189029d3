import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decideCancel, canOpenSecret, fitsForm } from '#app/domain/voting/machine.ts'
import { checkReceipt, fromText, packBallot, receiptOf, SEAL_SIZES, sealedBytes, shuffled, toText, unpackBallot } from '#app/domain/voting/sealed.ts'
import type { Choice } from '#app/domain/voting/majority.ts'
import { sealBallot } from '#app/live/secret/seal.ts'
import { makeKeyPair, openerOf, receiptOfSealed, sealBallot as sealOnServer } from '#server/secret/sealing.ts'

const choices: Choice[] = ['for', 'against', 'abstain']
const VOTE = '3f2504e0-4f89-41d3-9a0c-0305e82c3301'
const OTHER = '3f2504e0-4f89-41d3-9a0c-0305e82c3302'
const seal = (choice: Choice, publicKey: Uint8Array, voteId = VOTE) => {
  const { sealed, receipt } = sealBallot(voteId, { publicKey: toText(publicKey), bytes: 64 }, choice)
  const bytes = fromText(sealed)
  if (!bytes) throw new Error('not base64url')
  return { bytes, receipt }
}

describe('phiếu kín niêm phong trên máy', () => {
  test('mọi lựa chọn dài như nhau, mở ra đúng lựa chọn, hai lần niêm phong không giống nhau', () => {
    for (const size of SEAL_SIZES) for (const choice of choices) expect(unpackBallot(packBallot({ choice }, size))).toBe(choice)
    const { privateKey, publicKey } = makeKeyPair()
    const open = openerOf(privateKey)
    for (const choice of choices) {
      const [a, b] = [seal(choice, publicKey), seal(choice, publicKey)]
      expect([a.bytes.length, b.bytes.length]).toEqual([sealedBytes(64), sealedBytes(64)])
      expect(toText(a.bytes)).not.toBe(toText(b.bytes))
      expect([a, b].map(s => unpackBallot(open(VOTE, s.bytes) ?? new Uint8Array()))).toEqual([choice, choice])
      // The receipt is worked out on the device and on the server, each by itself.
      expect(a.receipt).toBe(receiptOfSealed(a.bytes))
      const fromServer = sealOnServer(VOTE, publicKey, choice, 64)
      expect(unpackBallot(open(VOTE, fromServer) ?? new Uint8Array())).toBe(choice)
    }
  })

  test('phiếu bị sửa một bit, chuyển sang biểu quyết khác, cho khóa khác, hay viết khóa kiểu khác: không mở được', () => {
    const { privateKey, publicKey } = makeKeyPair()
    const open = openerOf(privateKey)
    const { bytes } = seal('for', publicKey)
    expect(open(VOTE, bytes)).not.toBeNull()
    expect(open(OTHER, bytes)).toBeNull()
    expect(openerOf(makeKeyPair().privateKey)(VOTE, bytes)).toBeNull()
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(7), (at, bit) => {
        const altered = Uint8Array.from(bytes)
        altered[at] = (altered[at] ?? 0) ^ (1 << bit)
        return open(VOTE, altered) === null
      }),
    )
    // The top bit of an X25519 key says nothing: the same key written another way is still another ballot here.
    const twin = Uint8Array.from(bytes)
    twin[31] = (twin[31] ?? 0) ^ 0x80
    expect(open(VOTE, twin)).toBeNull()
    // A key of small order gives everybody the same secret.
    expect(open(VOTE, Uint8Array.from({ length: sealedBytes(64) }, () => 0))).toBeNull()
    expect(open(VOTE, new Uint8Array(3))).toBeNull()
  })

  test('phiếu mở ra mà không đúng mẫu là không hợp lệ, không bao giờ thành một lựa chọn', () => {
    const good = packBallot({ choice: 'for' }, 64)
    expect(unpackBallot(Uint8Array.from(good).fill(2, 0, 1))).toBeNull()
    expect(unpackBallot(Uint8Array.from(good).fill(1, 63, 64))).toBeNull()
    expect(unpackBallot(new Uint8Array(0))).toBeNull()
    fc.assert(fc.property(fc.uint8Array({ minLength: 64, maxLength: 64 }), bytes => [null, ...choices].includes(unpackBallot(bytes))))
    expect(() => packBallot({ choice: 'abstain' }, 16)).toThrow(RangeError)
    expect(fromText('a b')).toBeNull()
  })

  test('xáo phiếu: không mất, không thêm, mọi thứ tự đều có thể', () => {
    fc.assert(fc.property(fc.array(fc.integer()), fc.infiniteStream(fc.nat()), (list, random) => {
      const mixed = shuffled(list, n => (random.next().value as number) % n)
      return [...mixed].sort((a, b) => a - b).join() === [...list].sort((a, b) => a - b).join()
    }))
    const seen = new Set<string>()
    for (let a = 0; a < 3; a++) for (let b = 0; b < 2; b++) {
      const next = [a, b]
      seen.add(shuffled([1, 2, 3], () => next.shift() ?? 0).join())
    }
    expect(seen.size).toBe(6)
  })

  test.each([
    ['có trong danh sách, đủ số', 'AAAA-AAAA', ['AAAA-AAAA', 'BBBB-BBBB'], 2, 'counted'],
    ['không có trong danh sách', 'CCCC-CCCC', ['AAAA-AAAA', 'BBBB-BBBB'], 2, 'missing'],
    ['danh sách ngắn hơn số phiếu', 'AAAA-AAAA', ['AAAA-AAAA'], 2, 'list_wrong'],
    ['danh sách dài hơn số phiếu', 'AAAA-AAAA', ['AAAA-AAAA', 'BBBB-BBBB', 'CCCC-CCCC'], 2, 'list_wrong'],
  ] as const)('biên nhận %s', (_name, own, list, ballots, verdict) => {
    expect(checkReceipt(own, list, ballots)).toBe(verdict)
  })

  test('mã biên nhận tám chữ, không chữ nào đọc nhầm', () => {
    expect(receiptOf(Uint8Array.from({ length: 32 }, (_, i) => i * 9))).toMatch(/^[A-HJKMNP-Z2-9]{4}-[A-HJKMNP-Z2-9]{4}$/)
  })

  test.each([
    [0, 'VOTE_SECRET_TOO_FEW'],
    [1, 'VOTE_SECRET_TOO_FEW'],
    [2, 'ok'],
  ])('mở phiếu kín khi có %i người có phiếu đang có mặt', (presentVoters, code) => {
    const verdict = canOpenSecret({ presentVoters })
    expect(verdict.ok ? 'ok' : verdict.code).toBe(code)
  })

  test.each([
    ['kín, niêm phong đúng cỡ', true, false, 112, true],
    ['kín, gửi lựa chọn trần', true, true, null, false],
    ['kín, niêm phong sai cỡ', true, false, 111, false],
    ['công khai, gửi lựa chọn', false, true, null, true],
    ['công khai, gửi phiếu niêm phong', false, false, 112, false],
  ] as const)('hình thức phiếu: %s', (_name, isSecret, hasChoice, sealedLength, ok) => {
    expect(fitsForm({ isSecret, hasChoice, sealedLength, wanted: 112 }).ok).toBe(ok)
  })

  test.each([
    ['chưa có phiếu', 0, null, 'presiding', 'a', true],
    ['đã có phiếu, chưa ai đề nghị', 3, null, 'presiding', 'a', false],
    ['cùng người xác nhận lại', 3, { side: 'presiding', byId: 'a' }, 'presiding', 'a', false],
    ['cùng bên, người khác', 3, { side: 'secretary', byId: 'b' }, 'secretary', 'c', false],
    ['bên kia xác nhận', 3, { side: 'secretary', byId: 'b' }, 'presiding', 'a', true],
    ['một người đổi bên', 3, { side: 'secretary', byId: 'b' }, 'presiding', 'b', false],
  ] as const)('hủy biểu quyết: %s', (_name, ballots, ask, side, byId, isCancelled) => {
    expect(decideCancel({ ballots, ask, side, byId })).toEqual({ isCancelled })
  })
})
