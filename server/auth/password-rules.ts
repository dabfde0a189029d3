import type { ErrorCode } from '#app/contracts/errors.ts'

/** Eight characters at least; nothing is cut off, any letter of any script counts, pasting is welcome. */
export const MIN_LENGTH = 8
export const MAX_LENGTH = 256

/**
 * The commonest passwords, folded to lower case. Short on purpose: families of them are caught by the patterns below,
 * so a list of thousands adds little.
 */
const COMMON = new Set(
  `password password1 password12 password123 passw0rd p@ssw0rd p@ssword pass1234 12345678 123456789 1234567890 0123456789
  87654321 987654321 11111111 00000000 88888888 66666666 99999999 12341234 11223344 11112222 12344321 1q2w3e4r 1q2w3e4r5t
  1qaz2wsx qwertyui qwertyuiop qwerty123 qwerty12 asdfghjk asdfghjkl zxcvbnm1 zxcvbnm, abcd1234 abc12345 abcdefgh abcdefg1
  a1234567 a12345678 aa123456 aa12345678 iloveyou iloveyou1 sunshine football baseball superman batman123 princess welcome1
  welcome123 letmein1 letmein123 monkey12 dragon12 master12 michael1 jennifer trustno1 whatever starwars computer internet
  samsung1 samsung123 admin123 admin1234 administrator root1234 test1234 testtest changeme default1 secret123 matkhau1
  matkhau123 matkhau12 matkhau1234 vietnam1 vietnam123 vietnam2026 hanoi123 tuyenquang tuyenquang1 tuyenquang123 tantrao123
  anhyeuem emyeuanh yeuanh123 yeuem123 khongbiet khongco1 ubndtinh ubndtinh1 ubnd1234 ubnd12345 tinh1234 vanphong vanphong1
  congchuc chutich1 nguyenvan hochiminh hochiminh1 saigon123 danang123 doimatkhau doimatkhau1 motconvit`.split(/\s+/),
)

/** Why a password may not be used, or null. Source: checks 3–4 (ASVS 6.2.1, 6.2.4, 6.2.7–9, 6.2.12). */
export function passwordProblem(password: string, username: string): ErrorCode | null {
  const text = password.normalize('NFC')
  const length = [...text].length
  if (length < MIN_LENGTH) return 'PASSWORD_TOO_SHORT'
  if (length > MAX_LENGTH) return 'PASSWORD_TOO_LONG'
  const folded = text.toLowerCase()
  const bare = folded.replace(/[^\p{L}\p{N}]+$/u, '')
  if (COMMON.has(folded) || COMMON.has(bare) || /^(.)\1+$/u.test(folded) || isRun(folded)) return 'PASSWORD_COMMON'
  if (username.length >= 3 && folded.includes(username.toLowerCase())) return 'PASSWORD_LIKE_NAME'
  return null
}

/** "23456789", "hgfedcba": every step is one up, or every step one down. */
function isRun(text: string): boolean {
  const codes = [...text].map(c => c.codePointAt(0) ?? 0)
  const steps = codes.slice(1).map((c, i) => c - (codes[i] ?? 0))
  return steps.every(s => s === 1) || steps.every(s => s === -1)
}
