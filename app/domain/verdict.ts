/**
 * The answer of a rule that allows or refuses. A refusal carries a code of `app/contracts/errors.ts`;
 * the sentence people read stands in `app/text/errors.ts`.
 */
export type Refused<C extends string = string> = { ok: false; code: C; params?: Record<string, string | number> }
export type Verdict<C extends string = string> = { ok: true } | Refused<C>

export const allowed = { ok: true } as const

/** A refusal with its code and the figures its sentence needs. */
export const refused = <C extends string>(code: C, params?: Record<string, string | number>): Refused<C> =>
  params ? { ok: false, code, params } : { ok: false, code }
