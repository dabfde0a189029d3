import { fold } from '#app/domain/search/fold.ts'
import { accountActed } from '#app/contracts/account.ts'
import type { PayloadOf } from '#app/contracts/define.ts'
import { demand, type QueryContext, type Role } from '#server/command/context.ts'
import { inForce } from '#server/db/in-force.ts'
import type { Prisma } from '#server/db/generated/client.ts'
import { canAdminister } from '#server/policies/account.ts'

const PAGE = 50
export type UserFilter = { q?: string; role?: string; state?: string; page?: number }

/**
 * Người dùng – the administrator's list, 50 a page, by name. Every word of `q` must stand in name, user name or unit,
 * with or without diacritics.
 */
export async function users(ctx: QueryContext, { q = '', role = '', state = '', page = 1 }: UserFilter) {
  demand(canAdminister(ctx.actor, null))
  const held = inForce(ctx.now)
  const where: Prisma.UserWhereInput = {
    // Simulated members of a rehearsal are no accounts.
    simulatedIn: null,
    // Names on a commune room's list are no accounts.
    isNamedOnly: false,
    AND: [
      ...fold(q)
        .split(/\s+/)
        .filter(Boolean)
        .slice(0, 8)
        .map((word): Prisma.UserWhereInput => ({
          OR: [{ searchText: { contains: word } }, { username: { contains: word, mode: 'insensitive' } }, { positions: { some: { ...held, unit: { searchText: { contains: word } } } } }],
        })),
      ...(role ? [{ positions: { some: { ...held, role } } }] : []),
      ...(state === 'disabled' ? [{ disabledAt: { not: null } }] : state === 'active' ? [{ disabledAt: null }] : []),
    ],
  }
  const [total, rows] = await Promise.all([
    ctx.db.user.count({ where }),
    ctx.db.user.findMany({
      where,
      orderBy: [{ displayName: 'asc' }, { id: 'asc' }],
      skip: (page - 1) * PAGE,
      take: PAGE,
      select: { id: true, username: true, displayName: true, disabledAt: true, totpEnabledAt: true, positions: { where: held, select: { role: true, title: true, unit: { select: { name: true } } } } },
    }),
  ])
  const [seen, acts] = await Promise.all([
    ctx.db.session.groupBy({ by: ['userId'], where: { userId: { in: rows.map(r => r.id) } }, _max: { lastSeenAt: true } }),
    ctx.db.eventLog.findMany({
      where: { stream: { in: rows.filter(r => r.disabledAt).map(r => `audit:user:${r.id}`) }, name: accountActed.name },
      orderBy: { id: 'asc' },
      select: { payload: true },
    }),
  ])
  const lastSeen = new Map(seen.map(s => [s.userId, s._max.lastSeenAt?.getTime() ?? null]))
  // In the order they happened: the last disabling of a person is the one that stays.
  const reasons = new Map(acts.map(a => a.payload as PayloadOf<typeof accountActed>).filter(p => p.act === 'disabled').map(p => [p.subject, p.reason]))
  return {
    ownId: ctx.actor.userId,
    total,
    page,
    pages: Math.max(1, Math.ceil(total / PAGE)),
    users: rows.map(r => ({
      id: r.id,
      username: r.username,
      name: r.displayName,
      units: [...new Set(r.positions.map(p => p.unit.name))],
      titles: [...new Set(r.positions.map(p => p.title))],
      roles: [...new Set(r.positions.map(p => p.role as Role))],
      hasSecondFactor: r.totpEnabledAt !== null,
      disabledAt: r.disabledAt?.getTime() ?? null,
      disabledReason: r.disabledAt ? (reasons.get(r.id) ?? null) : null,
      lastSeenAt: lastSeen.get(r.id) ?? null,
    })),
  }
}

/** Bảo mật theo vai trò: how many people hold each role, how many have a second factor, whether it is demanded. */
export async function roleSecurity(ctx: QueryContext, _args: Record<string, never>) {
  demand(canAdminister(ctx.actor, null))
  const [held, demands] = await Promise.all([
    ctx.db.position.findMany({
      where: { ...inForce(ctx.now), user: { disabledAt: null } },
      distinct: ['userId', 'role'],
      select: { role: true, user: { select: { totpEnabledAt: true } } },
    }),
    ctx.db.roleSecurity.findMany(),
  ])
  const roles = new Map<string, { people: number; withSecond: number }>()
  for (const p of held) {
    const count = roles.get(p.role) ?? { people: 0, withSecond: 0 }
    roles.set(p.role, { people: count.people + 1, withSecond: count.withSecond + (p.user.totpEnabledAt ? 1 : 0) })
  }
  const demanded = new Set(demands.filter(d => d.isSecondFactorDemanded).map(d => d.role))
  return { roles: [...roles].map(([role, count]) => ({ role: role as Role, ...count, isDemanded: demanded.has(role) })) }
}
