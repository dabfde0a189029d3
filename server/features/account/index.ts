import { newTotpSecret, totpFor } from '#server/auth/sign-in.ts'
import type { QueryContext } from '#server/command/context.ts'
import type { Handler } from '#server/command/handler.ts'
import QRCode from 'qrcode'
import * as account from './manage-account.ts'
import { roleSecurity, users } from './people.ts'

/** Tài khoản: own sessions, and a fresh secret to set up a second factor with (stored only once a code has proved it). */
async function accountView(ctx: QueryContext, _args: Record<string, never>) {
  const [user, sessions, pin] = await Promise.all([
    ctx.db.user.findUniqueOrThrow({ where: { id: ctx.actor.userId }, select: { username: true, displayName: true, totpEnabledAt: true, passwordChangedAt: true, mustChangePassword: true } }),
    ctx.db.session.findMany({ where: { userId: ctx.actor.userId, revokedAt: null, expiresAt: { gt: ctx.now } }, orderBy: { lastSeenAt: 'desc' }, take: 20 }),
    ctx.db.personalPin.findUnique({ where: { userId: ctx.actor.userId }, select: { isOwn: true, setAt: true } }),
  ])
  const secret = user.totpEnabledAt ? null : newTotpSecret()
  return {
    username: user.username,
    displayName: user.displayName,
    mustChangePassword: user.mustChangePassword,
    mustSetUpSecondFactor: ctx.actor.mustSetUpSecondFactor,
    hasSecondFactor: user.totpEnabledAt !== null,
    /** only a PIN set here, by the person, confirms a ballot */
    pin: pin && { isOwn: pin.isOwn, setAt: pin.setAt.getTime() },
    setup: secret ? { secret, picture: await QRCode.toDataURL(totpFor(secret, user.username).toString(), { margin: 1, width: 220 }) } : null,
    sessions: sessions.map(s => ({ id: s.id, isThis: s.id === ctx.actor.sessionId, lastSeenAt: s.lastSeenAt.getTime(), createdAt: s.createdAt.getTime(), device: s.userAgent ?? '' })),
  }
}

export const handlers: Handler[] = Object.values(account)
export const queries = { 'account.view': accountView, 'account.users': users, 'account.roles': roleSecurity }
