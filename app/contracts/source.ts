import { z } from 'zod'
import { CivilDate, command, Id, Moment, Text } from './define.ts'

/** Độ khẩn. */
export const Urgency = z.enum(['normal', 'urgent', 'very_urgent', 'flash'])

/** Văn bản giao việc hoặc bút phê, as the task page and the Office's desk show it. */
export const SourceView = z.object({
  id: Id,
  kind: z.enum(['document', 'note']),
  /** số, ký hiệu; empty for a note that stands on no document */
  number: z.string(),
  issuedOn: CivilDate.nullable(),
  docType: z.string(),
  signer: z.string(),
  /** trích yếu; of a note, its words */
  extract: z.string(),
  urgency: Urgency,
  /** when the leader wrote the note */
  notedAt: Moment.nullable(),
  file: z.object({ id: Id, name: z.string(), size: z.number().int() }).nullable(),
  version: z.number().int(),
})

/** Một nhiệm vụ khác của cùng văn bản, as far as the reader may see it. */
export const SiblingView = z.object({ id: Id, code: z.string(), title: z.string(), leadUnitName: z.string(), state: z.string(), deadlineOn: CivilDate.nullable(), quote: z.string().nullable(), place: z.string() })

/**
 * Ghi nhận văn bản, bút phê – by the Office; the same id again mends it. `secrecy` other than none is refused with the reason:
 * it is asked so that nobody has to guess why. Errors: SOURCE_SECRET, SOURCE_FIELD_MISSING, SOURCE_DATE_FUTURE, SOURCE_EXISTS.
 */
export const sourceRecord = command('source.record', {
  input: z.object({
    documentId: Id,
    kind: z.enum(['document', 'note']),
    number: Text(100).default(''),
    issuedOn: CivilDate.nullable().default(null),
    docType: Text(100).default(''),
    signer: Text(200).default(''),
    extract: Text(2000, 1),
    urgency: Urgency.default('normal'),
    secrecy: z.enum(['none', 'mat', 'toi_mat', 'tuyet_mat']).default('none'),
    notedAt: Moment.nullable().default(null),
    fileId: Id.nullable().default(null),
    baseVersion: z.number().int().optional(),
  }),
  output: z.object({ documentId: Id, label: z.string(), version: z.number().int() }),
})
