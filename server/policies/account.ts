import type { Actor, Verdict } from '#server/command/context.ts'

/** Khóa, mở tài khoản, đòi xác thực hai lớp: the administrator's alone, and never on the own account. */
export function canAdminister(actor: Actor, subjectId: string | null): Verdict {
  if (!actor.roles.has('admin')) return { ok: false, code: 'FORBIDDEN' }
  return subjectId === actor.userId ? { ok: false, code: 'CONFLICT' } : { ok: true }
}
