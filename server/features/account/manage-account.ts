import { accessChanged, accountActed, passwordChange, sessionEnd, totpDisable, totpEnable, userDisable, userEnable, roleSecuritySet } from '#app/contracts/account.ts'
import { passwordProblem } from '#server/auth/password-rules.ts'
import { hashPassword, totpStep, verifyPassword } from '#server/auth/sign-in.ts'
import { type CommandContext, demand, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { canAdminister } from '#server/policies/account.ts'

const self = (ctx: CommandContext) => ctx.tx.user.findUniqueOrThrow({ where: { id: ctx.actor.userId } })

/** Ends sessions of a person; the event closes their sockets within a moment. `keep` stays open. */
async function endSessions(ctx: CommandContext, userId: string, reason: 'disabled' | 'password_changed' | 'signed_out', only?: string, keep?: string): Promise<number> {
  const open = await ctx.tx.session.findMany({ where: { userId, revokedAt: null, ...(only ? { id: only } : {}), ...(keep ? { id: { not: keep } } : {}) }, select: { id: true } })
  const ids = open.map(s => s.id)
  if (ids.length === 0) return 0
  await ctx.tx.session.updateMany({ where: { id: { in: ids } }, data: { revokedAt: ctx.now } })
  ctx.emit(`user:${userId}`, accessChanged, { userId, sessionIds: ids, reason })
  return ids.length
}

/** Đổi mật khẩu: the other devices have to sign in again. */
export const changePassword = handler(passwordChange, async (ctx, { current, next }) => {
  const user = await self(ctx)
  if (!user.passwordHash || !(await verifyPassword(user.passwordHash, current))) throw new Refusal('PASSWORD_WRONG', {}, { current: 'PASSWORD_WRONG' })
  if (current.normalize('NFC') === next.normalize('NFC')) throw new Refusal('PASSWORD_SAME', {}, { next: 'PASSWORD_SAME' })
  const problem = passwordProblem(next, user.username)
  if (problem) throw new Refusal(problem, {}, { next: problem })
  await ctx.tx.user.update({ where: { id: user.id }, data: { passwordHash: await hashPassword(next), passwordChangedAt: ctx.now, mustChangePassword: false } })
  await endSessions(ctx, user.id, 'password_changed', undefined, ctx.actor.sessionId)
  return {}
})

/** Bật xác thực hai lớp: the first code proves that the telephone holds the secret; that code is used up. */
export const enableTotp = handler(totpEnable, async (ctx, { secret, code }) => {
  if (!/^[A-Z2-7]{32}$/.test(secret)) throw new Refusal('BAD_INPUT', {}, { code: 'SECOND_FACTOR_WRONG' })
  const user = await self(ctx)
  if (user.totpEnabledAt) throw new Refusal('CONFLICT')
  const step = totpStep(secret, code, ctx.now)
  if (step === null) throw new Refusal('SECOND_FACTOR_WRONG', {}, { code: 'SECOND_FACTOR_WRONG' })
  await ctx.tx.user.update({ where: { id: user.id }, data: { totpSecret: secret, totpEnabledAt: ctx.now, totpLastStep: step } })
  await ctx.tx.session.update({ where: { id: ctx.actor.sessionId }, data: { secondFactorAt: ctx.now } })
  ctx.audit(`audit:user:${user.id}`, accountActed, { act: 'second_factor_on', subject: user.id, reason: null })
  return {}
})

/** Tắt xác thực hai lớp: asks for password and a fresh code; refused where a role of the person demands it. */
export const disableTotp = handler(totpDisable, async (ctx, { password, code }) => {
  if ((await ctx.tx.roleSecurity.count({ where: { role: { in: [...ctx.actor.roles] }, isSecondFactorDemanded: true } })) > 0) throw new Refusal('SECOND_FACTOR_DEMANDED')
  const user = await self(ctx)
  if (!user.passwordHash || !(await verifyPassword(user.passwordHash, password))) throw new Refusal('PASSWORD_WRONG', {}, { password: 'PASSWORD_WRONG' })
  const step = user.totpSecret ? totpStep(user.totpSecret, code, ctx.now) : null
  if (step === null || (user.totpLastStep !== null && step <= user.totpLastStep)) throw new Refusal('SECOND_FACTOR_WRONG', {}, { code: 'SECOND_FACTOR_WRONG' })
  await ctx.tx.user.update({ where: { id: user.id }, data: { totpSecret: null, totpEnabledAt: null, totpLastStep: null } })
  ctx.audit(`audit:user:${user.id}`, accountActed, { act: 'second_factor_off', subject: user.id, reason: null })
  return {}
})

/** Kết thúc một phiên đăng nhập của mình. */
export const endSession = handler(sessionEnd, async (ctx, { sessionId }) => {
  if ((await endSessions(ctx, ctx.actor.userId, 'signed_out', sessionId)) === 0) throw new Refusal('NOT_FOUND')
  return {}
})

/** Khóa tài khoản: every session ends, every socket closes. */
export const disableUser = handler(userDisable, async (ctx, { userId, reason }) => {
  demand(canAdminister(ctx.actor, userId))
  const { count } = await ctx.tx.user.updateMany({ where: { id: userId, disabledAt: null }, data: { disabledAt: ctx.now } })
  if (count === 0) throw new Refusal('NOT_FOUND')
  await endSessions(ctx, userId, 'disabled')
  ctx.audit(`audit:user:${userId}`, accountActed, { act: 'disabled', subject: userId, reason })
  return {}
})

export const enableUser = handler(userEnable, async (ctx, { userId }) => {
  demand(canAdminister(ctx.actor, null))
  const { count } = await ctx.tx.user.updateMany({ where: { id: userId, disabledAt: { not: null } }, data: { disabledAt: null } })
  if (count === 0) throw new Refusal('NOT_FOUND')
  ctx.audit(`audit:user:${userId}`, accountActed, { act: 'enabled', subject: userId, reason: null })
  return {}
})

/** Đòi hỏi xác thực hai lớp theo vai trò: who has none yet sets it up before any other work. */
export const setRoleSecurity = handler(roleSecuritySet, async (ctx, { role, isSecondFactorDemanded }) => {
  demand(canAdminister(ctx.actor, null))
  await ctx.tx.roleSecurity.upsert({ where: { role }, create: { role, isSecondFactorDemanded }, update: { isSecondFactorDemanded } })
  ctx.audit(`audit:role:${role}`, accountActed, { act: isSecondFactorDemanded ? 'second_factor_demanded' : 'second_factor_released', subject: role, reason: null })
  return {}
})
