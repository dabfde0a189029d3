import type { Verdict } from '#server/command/context.ts'

/** Yes, or FORBIDDEN: the answer of a policy that has no other reason to refuse. */
export const verdict = (isAllowed: boolean): Verdict => (isAllowed ? { ok: true } : { ok: false, code: 'FORBIDDEN' })
