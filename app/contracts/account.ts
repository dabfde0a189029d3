import { z } from 'zod'
import { command, event, Id, Text } from './define.ts'

/** Đổi mật khẩu. */
export const passwordChange = command('account.changePassword', {
  input: z.object({ current: z.string().max(200), next: z.string().max(1000) }),
})
/** Bật xác thực hai lớp: the secret was shown, the first code proves it. */
export const totpEnable = command('account.enableTotp', { input: z.object({ secret: z.string().max(200), code: z.string().regex(/^\d{6}$/) }) })
/** Tắt xác thực hai lớp – asks for password and code. */
export const totpDisable = command('account.disableTotp', { input: z.object({ password: z.string().max(1000), code: z.string().regex(/^\d{6}$/) }) })
/** Kết thúc một phiên đăng nhập của mình. */
export const sessionEnd = command('account.endSession', { input: z.object({ sessionId: Id }) })
/** Khóa, mở tài khoản (quản trị). */
export const userDisable = command('user.disable', { input: z.object({ userId: Id, reason: Text(500, 1) }) })
export const userEnable = command('user.enable', { input: z.object({ userId: Id }) })
/** Đòi hỏi xác thực hai lớp theo vai trò (quản trị). */
export const roleSecuritySet = command('role.setSecurity', { input: z.object({ role: z.string().max(50), isSecondFactorDemanded: z.boolean() }) })

/** Quyền, phiên đăng nhập thay đổi – user:{id}; the server evicts sockets on it. */
export const accessChanged = event('access.changed', {
  payload: z.object({ userId: Id, sessionIds: z.array(Id).nullable(), reason: z.enum(['signed_out', 'disabled', 'password_changed', 'rights']) }),
})

/** Việc quản trị tài khoản – audit only: who is its actor, on whom or which role, and the reason given. */
export const accountActed = event('account.acted', {
  payload: z.object({
    act: z.enum(['disabled', 'enabled', 'second_factor_demanded', 'second_factor_released', 'second_factor_on', 'second_factor_off']),
    subject: z.string(),
    reason: z.string().nullable(),
  }),
})
