import type { Verdict } from '../verdict.ts'

/**
 * Who may show pages. `runs`: the chair, and the secretaries on the chair's behalf; `granted`: a participant the chair let
 * present during the item in hand; `none`: everybody else.
 */
export type Standing = 'runs' | 'granted' | 'none'

/**
 * Trình chiếu, lật trang, dừng. The chair and the secretaries take over whoever presents; who was let present shows the
 * papers of the item in hand while nobody else presents.
 */
export function canShow(f: { standing: Standing; isAnotherPresenting: boolean; isPaperOfItem: boolean }): Verdict {
  if (f.standing === 'none') return { ok: false, code: 'PRESENTING_NOT_GRANTED' }
  if (f.standing === 'runs') return { ok: true }
  if (f.isAnotherPresenting) return { ok: false, code: 'PRESENTING_TAKEN' }
  return f.isPaperOfItem ? { ok: true } : { ok: false, code: 'PRESENTING_OTHER_ITEM' }
}

/** Bút, con trỏ, xóa nét: on the paper that is shown, by whoever shows it; the chair and the secretaries too. */
export function canDraw(f: { standing: Standing; isMine: boolean; isShown: boolean }): Verdict {
  if (f.standing === 'none') return { ok: false, code: 'PRESENTING_NOT_GRANTED' }
  if (!f.isShown) return { ok: false, code: 'PRESENTING_NOTHING' }
  return f.standing === 'runs' || f.isMine ? { ok: true } : { ok: false, code: 'PRESENTING_TAKEN' }
}
