import type { PayloadOf } from '#app/contracts/define.ts'
import { ownPinSet, pinActed, type PinAnswer, siteConfirmBallot, siteConfirmPresence, siteResetPin, siteSetPin } from '#app/contracts/site.ts'
import { afterRightPin, afterWrongPin, checkPin, isPinLocked, triesLeft } from '#app/domain/site/pin.ts'
import { hashPassword, verifyPassword } from '#server/auth/sign-in.ts'
import { type CommandContext, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { record } from '#server/features/attendance/stay.ts'
import type { View } from '#server/features/meeting/views.ts'
import { personFor, tellSite } from './facts.ts'

/** A grant bridges the time between the PIN and the press on one of the three answers. */
const GRANT_SECONDS = 60

const tell = (ctx: CommandContext, userId: string, act: PayloadOf<typeof pinActed>['act']): void => ctx.audit(`user:${userId}`, pinActed, { userId, act })

async function store(ctx: CommandContext, userId: string, pin: string, isOwn: boolean): Promise<void> {
  const weak = checkPin(pin)
  if (!weak.ok) throw new Refusal(weak.code, {}, { pin: weak.code })
  const row = { hash: await hashPassword(pin), isOwn, setById: ctx.actor.userId, setAt: ctx.now, fails: 0, lockedUntil: null }
  await ctx.tx.personalPin.upsert({ where: { userId }, create: { userId, ...row }, update: row })
  tell(ctx, userId, 'set')
}

/** Đặt mã PIN của mình: from the own account and with its password, so that it may stand for the person's ballot: a device left open is not enough. */
export const setOwnPin = handler(ownPinSet, async (ctx, { pin, password }) => {
  const user = await ctx.tx.user.findUniqueOrThrow({ where: { id: ctx.actor.userId }, select: { passwordHash: true } })
  if (!user.passwordHash || !(await verifyPassword(user.passwordHash, password))) throw new Refusal('PASSWORD_WRONG', {}, { password: 'PASSWORD_WRONG' })
  await store(ctx, ctx.actor.userId, pin, true)
  return {}
})

/** Đặt mã PIN lần đầu tại điểm cầu: the clerk vouches for the name, so it confirms presence only. */
export const setPin = handler(siteSetPin, async (ctx, { meetingId, participantId, pin }) => {
  const { person, site } = await personFor(ctx, meetingId, participantId, 'run')
  if (await ctx.tx.personalPin.findUnique({ where: { userId: person.userId }, select: { userId: true } })) throw new Refusal('PIN_ALREADY_SET', {}, { pin: 'PIN_ALREADY_SET' })
  await store(ctx, person.userId, pin, false)
  await tellSite(ctx, meetingId, site?.id ?? '')
  return {}
})

/** Xóa mã PIN đặt tại điểm cầu; one's own PIN is changed in one's own account only. */
export const resetPin = handler(siteResetPin, async (ctx, { meetingId, participantId }) => {
  const { person, site } = await personFor(ctx, meetingId, participantId, 'manage')
  const { count } = await ctx.tx.personalPin.deleteMany({ where: { userId: person.userId, isOwn: false } })
  if (count === 0) throw new Refusal('PIN_NOT_SET')
  tell(ctx, person.userId, 'reset')
  if (site) await tellSite(ctx, meetingId, site.id)
  return {}
})

/**
 * Tries a PIN. The row is locked, so that tries from many devices count one after the other; a wrong one is committed
 * with the answer, because a refusal would roll its count back.
 */
async function tryPin(ctx: CommandContext, userId: string, pin: string, isOwnDemanded: boolean): Promise<View<typeof PinAnswer>> {
  await ctx.tx.$queryRawUnsafe(`SELECT 1 FROM "PersonalPin" WHERE "userId" = $1::uuid FOR UPDATE`, userId)
  const row = await ctx.tx.personalPin.findUnique({ where: { userId } })
  if (!row) throw new Refusal('PIN_NOT_SET', {}, { pin: 'PIN_NOT_SET' })
  if (isOwnDemanded && !row.isOwn) throw new Refusal('PIN_NOT_OWN', {}, { pin: 'PIN_NOT_OWN' })
  const now = ctx.now.getTime()
  const state = { fails: row.fails, lockedUntil: row.lockedUntil?.getTime() ?? null }
  if (isPinLocked(state, now)) return { isConfirmed: false, triesLeft: 0, lockedUntil: state.lockedUntil }
  const isRight = await verifyPassword(row.hash, pin)
  const after = isRight ? afterRightPin() : afterWrongPin(state, now)
  await ctx.tx.personalPin.update({ where: { userId }, data: { fails: after.fails, lockedUntil: after.lockedUntil === null ? null : new Date(after.lockedUntil) } })
  if (!isRight) tell(ctx, userId, after.lockedUntil === null ? 'wrong' : 'locked')
  return { isConfirmed: isRight, triesLeft: isRight || after.lockedUntil === null ? triesLeft(after) : 0, lockedUntil: after.lockedUntil }
}

/** Xác nhận có mặt, rời phiên at a commune's room. */
export const confirmPresence = handler(siteConfirmPresence, async (ctx, { meetingId, participantId, pin, act }) => {
  const { meeting, person, site } = await personFor(ctx, meetingId, participantId, 'run')
  const answer = await tryPin(ctx, person.userId, pin, false)
  if (answer.isConfirmed) await record(ctx, meeting, participantId, { act, at: ctx.now, how: 'site_pin', reason: null })
  else if (answer.lockedUntil !== null) await tellSite(ctx, meetingId, site?.id ?? '')
  return answer
})

/** Bỏ phiếu tại điểm cầu: the PIN of the person's own account grants one ballot; vote.cast spends it. */
export const confirmBallot = handler(siteConfirmBallot, async (ctx, { meetingId, participantId, voteId, pin, grantId }) => {
  const { person } = await personFor(ctx, meetingId, participantId, 'run')
  const vote = await ctx.tx.vote.findFirst({ where: { id: voteId, meetingId, status: 'open' }, select: { id: true } })
  if (!vote) throw new Refusal('VOTE_NOT_OPEN')
  const answer = await tryPin(ctx, person.userId, pin, true)
  if (answer.isConfirmed)
    await ctx.tx.ballotGrant.create({ data: { id: grantId, voteId, userId: person.userId, operatorId: ctx.actor.userId, expiresAt: new Date(ctx.now.getTime() + GRANT_SECONDS * 1000) } })
  return { ...answer, grantId: answer.isConfirmed ? grantId : null }
})
