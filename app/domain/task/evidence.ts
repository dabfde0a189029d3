import { allowed, refused, type Verdict } from '#app/domain/verdict.ts'

export type EvidenceRefusal = 'TASK_EVIDENCE_REQUIRED' | 'TASK_EVIDENCE_FILE' | 'TASK_EVIDENCE_NUMBER'

/**
 * What must lie on the table to close a task of its kind: `any` tệp sản phẩm hoặc số văn bản, `file` tệp, `number` số văn bản,
 * `none` không cần. A rule nobody knows asks for the usual: a file or a number.
 */
export const canCloseWith = (rule: string, given: { files: number; productRef: string | null }): Verdict<EvidenceRefusal> => {
  const hasNumber = (given.productRef ?? '').trim() !== ''
  if (rule === 'none') return allowed
  if (rule === 'file') return given.files > 0 ? allowed : refused('TASK_EVIDENCE_FILE')
  if (rule === 'number') return hasNumber ? allowed : refused('TASK_EVIDENCE_NUMBER')
  return given.files > 0 || hasNumber ? allowed : refused('TASK_EVIDENCE_REQUIRED')
}
