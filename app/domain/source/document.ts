import { fold } from '#app/domain/search/fold.ts'
import { type SecretLevel, secretMarking } from '#app/domain/secret/marking.ts'
import { refused, type Refused } from '#app/domain/verdict.ts'

/**
 * Nguồn giao việc: a document of the register (số, ký hiệu, ngày, người ký, trích yếu) or a leader's note (bút phê: ai, lúc
 * nào, viết gì). One source gives several tasks, each with the sentence it rests on.
 */
export type SourceKind = 'document' | 'note'

export type SourceFacts = {
  kind: SourceKind
  number: string
  issuedOn: string | null
  docType: string
  signer: string
  extract: string
  /** what the person says of its secrecy; a mark found in the words counts as well */
  secrecy: SecretLevel | 'none'
  /** when the note was written, ms; null for a document */
  notedAt: number | null
  /** today in Viet Nam, and now */
  today: string
  now: number
}

export type SourceField = 'number' | 'issuedOn' | 'docType' | 'signer' | 'extract' | 'notedAt' | 'secrecy'
type Code = 'SOURCE_SECRET' | 'SOURCE_FIELD_MISSING' | 'SOURCE_DATE_FUTURE'

/** What is written down as "Mật" in one of the fields, or said to be; null = may be recorded. */
export const secrecyOf = (f: Pick<SourceFacts, 'secrecy' | 'number' | 'docType' | 'extract'>): SecretLevel | null =>
  f.secrecy !== 'none' ? f.secrecy : (secretMarking(f.docType) ?? secretMarking(f.extract) ?? secretMarking(f.number.replace(/[()]/g, '\n')))

const needed: Record<SourceKind, readonly SourceField[]> = {
  document: ['number', 'issuedOn', 'docType', 'extract'],
  note: ['signer', 'notedAt', 'extract'],
}
/** A clock of the desk may be a little ahead of the server's. */
const CLOCK_SLACK_MS = 5 * 60_000

/**
 * May this source be recorded? State secrets never (Luật 117/2025/QH15: a network that is not approved for them does not
 * carry them); then what it can't be found again without; then days that have not come.
 */
export function checkSource(f: SourceFacts): { ok: true } | (Refused<Code> & { level?: SecretLevel; fields?: SourceField[] }) {
  const level = secrecyOf(f)
  if (level) return { ...refused('SOURCE_SECRET'), level, fields: ['secrecy'] }
  const missing = needed[f.kind].filter(name => {
    const value = f[name as keyof SourceFacts]
    return value === null || (typeof value === 'string' && value.trim() === '')
  })
  if (missing.length > 0) return { ...refused('SOURCE_FIELD_MISSING'), fields: missing }
  if (f.issuedOn !== null && f.issuedOn > f.today) return { ...refused('SOURCE_DATE_FUTURE'), fields: ['issuedOn'] }
  if (f.notedAt !== null && f.notedAt > f.now + CLOCK_SLACK_MS) return { ...refused('SOURCE_DATE_FUTURE'), fields: ['notedAt'] }
  return { ok: true }
}

/** "1234 / UBND-NC" and "1234/ubnd-nc" are one number. */
export const numberKey = (number: string): string => fold(number).replace(/\s+/g, '')
