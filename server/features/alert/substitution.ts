import { substitutionActed, substitutionDeclare, substitutionEnd } from '#app/contracts/alert.ts'
import { civilDateInVietnam, isCivilDate } from '#app/domain/calendar/working-days.ts'
import { checkSubstitution, type Substitution } from '#app/domain/task/alert-sending.ts'
import { type CommandContext, type Db, demand, Refusal, type Tx } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { inForceOn } from '#server/db/in-force.ts'
import { civilOf } from '#server/db/civil.ts'
import { canDeclareFor, mayStandIn } from '#server/policies/alert.ts'

type Row = { userId: string; substituteId: string; fromOn: Date; toOn: Date }
const plain = (r: Row): Substitution => ({ userId: r.userId, substituteId: r.substituteId, fromOn: civilOf(r.fromOn), toOn: civilOf(r.toOn) })

/** Who is away on a day, and who stands in. */
export async function substitutionsOn(db: Db | Tx, day: string): Promise<Substitution[]> {
  const rows = await db.substitution.findMany({ where: { fromOn: { lte: new Date(day) }, toOn: { gte: new Date(day) }, endedAt: null }, orderBy: { createdAt: 'asc' } })
  return rows.map(plain)
}

/** Posts people hold on a day; a disabled account holds none. */
export async function postsOn(db: Db | Tx, userIds: readonly string[], day: string): Promise<Map<string, { unitId: string; role: string }[]>> {
  const rows = await db.position.findMany({
    where: { userId: { in: [...userIds] }, ...inForceOn(day), user: { disabledAt: null } },
    select: { userId: true, unitId: true, role: true },
  })
  const posts = new Map<string, { unitId: string; role: string }[]>()
  for (const r of rows) posts.set(r.userId, [...(posts.get(r.userId) ?? []), r])
  return posts
}

const acted = (ctx: CommandContext, act: 'declared' | 'ended', row: Row & { id: string; reason: string }) =>
  ctx.audit(`audit:user:${row.userId}`, substitutionActed, { act, id: row.id, ...plain(row), reason: row.reason })

/** Báo vắng mặt và người thay. Under one lock: two absences declared at once could make a circle neither sees. */
export const declareSubstitution = handler(substitutionDeclare, async (ctx, { id, userId = ctx.actor.userId, substituteId, fromOn, toOn, reason }) => {
  for (const [field, day] of Object.entries({ fromOn, toOn })) if (!isCivilDate(day)) throw new Refusal('BAD_INPUT', {}, { [field]: 'invalid_format' })
  const today = civilDateInVietnam(ctx.now)
  const posts = await postsOn(ctx.tx, [userId, substituteId], today)
  const mine = posts.get(userId) ?? []
  demand(canDeclareFor(ctx.actor, { userId, posts: mine }))
  await ctx.tx.$queryRawUnsafe(`SELECT 1 FROM pg_advisory_xact_lock(hashtext('substitutions'))`)
  const others = await ctx.tx.substitution.findMany({ where: { endedAt: null, toOn: { gte: new Date(today) } } })
  if (others.some(o => o.id === id)) throw new Refusal('CONFLICT')
  const verdict = checkSubstitution({ userId, substituteId, fromOn, toOn }, others.map(plain), today)
  if (!verdict.ok) throw new Refusal(verdict.code as 'SUBSTITUTE_SELF', verdict.params, verdict.field ? { [verdict.field]: verdict.code } : {})
  if (!mayStandIn(mine, posts.get(substituteId) ?? [])) throw new Refusal('SUBSTITUTE_NOT_ALLOWED', {}, { substituteId: 'SUBSTITUTE_NOT_ALLOWED' })
  const row = await ctx.tx.substitution.create({ data: { id, userId, substituteId, fromOn: new Date(fromOn), toOn: new Date(toOn), reason, createdAt: ctx.now, createdById: ctx.actor.userId } })
  acted(ctx, 'declared', row)
  return {}
})

/** Kết thúc việc thay: from now on alerts go to the person again. */
export const endSubstitution = handler(substitutionEnd, async (ctx, { id }) => {
  const row = await ctx.tx.substitution.findUnique({ where: { id } })
  const posts = row ? await postsOn(ctx.tx, [row.userId], civilDateInVietnam(ctx.now)) : new Map<string, never[]>()
  if (!row || !canDeclareFor(ctx.actor, { userId: row.userId, posts: posts.get(row.userId) ?? [] }).ok) throw new Refusal('NOT_FOUND')
  const { count } = await ctx.tx.substitution.updateMany({ where: { id, endedAt: null }, data: { endedAt: ctx.now } })
  if (count > 0) acted(ctx, 'ended', row)
  return {}
})
