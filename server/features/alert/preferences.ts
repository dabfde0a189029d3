import { alertPreferenceSet, pushSubscribe, pushUnsubscribe } from '#app/contracts/alert.ts'
import { civilDateInVietnam } from '#app/domain/calendar/working-days.ts'
import { DEFAULT_CHOICE } from '#app/domain/task/alert-sending.ts'
import { isEmailAddress, phoneDigits } from '#app/domain/task/addresses.ts'
import { type QueryContext, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { inForceOn } from '#server/db/in-force.ts'
import { civilOf } from '#server/db/civil.ts'
import { canDeclareFor, mayStandIn } from '#server/policies/alert.ts'
import { v7 as uuid } from 'uuid'
import { openChannels } from './channels.ts'
import { alertRulesOf } from './stored-rules.ts'
import { postsOn } from './substitution.ts'

/** Browsers one person may have told; the oldest goes first. */
const MOST_DEVICES = 10

/** Cách nhận cảnh báo của mình. */
export const setPreference = handler(alertPreferenceSet, async (ctx, { channels, quiet, isOnDaysOffToo, email, phone }) => {
  if (quiet && quiet.from === quiet.to) throw new Refusal('ALERT_QUIET_WRONG', {}, { quiet: 'ALERT_QUIET_WRONG' })
  const [mail, digits] = [email.trim().normalize('NFC'), phone.trim() === '' ? null : phoneDigits(phone)]
  if (mail !== '' && !isEmailAddress(mail)) throw new Refusal('ALERT_EMAIL_WRONG', {}, { email: 'ALERT_EMAIL_WRONG' })
  if (phone.trim() !== '' && digits === null) throw new Refusal('ALERT_PHONE_WRONG', {}, { phone: 'ALERT_PHONE_WRONG' })
  const data = { channels: [...new Set(channels)], quietFrom: quiet?.from ?? null, quietTo: quiet?.to ?? null, isOnDaysOffToo, updatedAt: ctx.now }
  await ctx.tx.alertPreference.upsert({ where: { userId: ctx.actor.userId }, create: { userId: ctx.actor.userId, ...data }, update: data })
  await ctx.tx.user.update({ where: { id: ctx.actor.userId }, data: { email: mail === '' ? null : mail, phone: digits } })
  return {}
})

/** Bật thông báo đẩy trên máy này. Only services the operator allowed: whoever names an address makes this server call it. */
export const subscribePush = handler(pushSubscribe, async (ctx, { endpoint, p256dh, auth }) => {
  const { push } = await openChannels(ctx.tx)
  if (!push) throw new Refusal('PUSH_OFF')
  if (!push.origins.includes(new URL(endpoint).origin)) throw new Refusal('PUSH_SERVICE_UNKNOWN')
  // One browser, one person: whoever signed in last on it.
  await ctx.tx.pushDevice.deleteMany({ where: { endpoint } })
  await ctx.tx.pushDevice.create({ data: { id: uuid(), userId: ctx.actor.userId, endpoint, p256dh, auth, createdAt: ctx.now } })
  const old = await ctx.tx.pushDevice.findMany({ where: { userId: ctx.actor.userId }, orderBy: { createdAt: 'desc' }, skip: MOST_DEVICES, select: { id: true } })
  if (old.length > 0) await ctx.tx.pushDevice.deleteMany({ where: { id: { in: old.map(o => o.id) } } })
  return {}
})

/** Tắt thông báo đẩy trên máy này: only one's own. */
export const unsubscribePush = handler(pushUnsubscribe, async (ctx, { endpoint }) => {
  await ctx.tx.pushDevice.deleteMany({ where: { endpoint, userId: ctx.actor.userId } })
  return {}
})

/** Cách nhận cảnh báo, who stands in for whom, and who could. */
export async function preferenceView(ctx: QueryContext, _args: Record<string, never>) {
  const { db, actor } = ctx
  const today = civilDateInVietnam(ctx.now)
  const heads = actor.positions.filter(p => p.role === 'unit_head').map(p => p.unitId)
  const [user, own, open, { rules }, devices, substitutions, colleagues] = await Promise.all([
    db.user.findUniqueOrThrow({ where: { id: actor.userId }, select: { email: true, phone: true } }),
    db.alertPreference.findUnique({ where: { userId: actor.userId } }),
    openChannels(db),
    alertRulesOf(db),
    db.pushDevice.count({ where: { userId: actor.userId } }),
    db.$queryRaw<{ id: string; userId: string; person: string; substituteId: string; substitute: string; fromOn: Date; toOn: Date; reason: string }[]>`
      SELECT s.id, s."userId", u."displayName" AS person, s."substituteId", x."displayName" AS substitute, s."fromOn", s."toOn", s.reason
      FROM "Substitution" s JOIN "User" u ON u.id = s."userId" JOIN "User" x ON x.id = s."substituteId"
      WHERE s."endedAt" IS NULL AND s."toOn" >= ${today}::date
        AND (s."userId" = ${actor.userId}::uuid OR s."substituteId" = ${actor.userId}::uuid
          OR EXISTS (SELECT 1 FROM "Position" p WHERE p."userId" = s."userId" AND p."unitId" = ANY(${heads}::uuid[])))
      ORDER BY s."fromOn" LIMIT 50`,
    db.user.findMany({
      where: { id: { not: actor.userId }, disabledAt: null, isNamedOnly: false, simulatedIn: null, positions: { some: { unitId: { in: [...actor.unitIds] }, role: { notIn: ['guest', 'committee_member'] }, ...inForceOn(today) } } },
      select: { id: true, displayName: true },
      orderBy: { displayName: 'asc' },
      take: 200,
    }),
  ])
  const posts = await postsOn(db, [actor.userId, ...colleagues.map(c => c.id)], today)
  const mine = posts.get(actor.userId) ?? []
  return {
    channels: (own?.channels ?? DEFAULT_CHOICE) as ('email' | 'push' | 'sms')[],
    quiet: own && own.quietFrom !== null && own.quietTo !== null ? { from: own.quietFrom, to: own.quietTo } : null,
    isOnDaysOffToo: own?.isOnDaysOffToo ?? false,
    email: user.email ?? '',
    phone: user.phone ?? '',
    open: { email: open.email, sms: open.sms, pushKey: open.push?.publicKey ?? null },
    rules: { quiet: rules.quiet, isQuietOnDaysOff: rules.isQuietOnDaysOff, hour: rules.hour, minute: rules.minute, steps: rules.steps },
    devices,
    substitutions: substitutions.map(s => ({ id: s.id, person: s.person, isMine: s.userId === actor.userId, isForMe: s.substituteId === actor.userId, substitute: s.substitute, fromOn: civilOf(s.fromOn), toOn: civilOf(s.toOn), reason: s.reason, mayEnd: s.userId === actor.userId || canDeclareFor(actor, { userId: s.userId, posts: posts.get(s.userId) ?? [] }).ok })),
    people: colleagues.map(c => ({ id: c.id, name: c.displayName, mayStandIn: mayStandIn(mine, posts.get(c.id) ?? []), isMyPeople: canDeclareFor(actor, { userId: c.id, posts: posts.get(c.id) ?? [] }).ok })),
    me: { id: actor.userId, name: actor.displayName },
    today,
  }
}
