import { cardChanged, cardMembersChanged, cardMine, cardRowChanged, type CardActLine } from '#app/contracts/card.ts'
import { type CardAct, type CardRole, type CardStatus, decideCardAct } from '#app/domain/card/machine.ts'
import { type Actor, type CommandContext, demand, Refusal } from '#server/command/context.ts'
import { inForce } from '#server/db/in-force.ts'
import { cardRoles, seesCardDesk } from '#server/policies/card.ts'
import { type CardRecord, cardRow, cardView, type MemberRecord, memberView, myCard, unitName, type View, withCard, withMembers } from './views.ts'

export type LockedCard = CardRecord & { members: MemberRecord[] }

/**
 * The card of an act, locked, with the policy and the machine asked. Acts of a card take its row; a member's answer only
 * shares it, so that 27 answers are not put in single file, and closing waits for those under way.
 */
export async function cardFor(ctx: CommandContext, cardId: string, act: CardAct, opts: { reason?: string; lock?: 'update' | 'share'; isStateLater?: boolean } = {}): Promise<{ card: LockedCard; roles: CardRole[]; to: CardStatus }> {
  await ctx.tx.$queryRawUnsafe(`SELECT 1 FROM "OpinionCard" WHERE id = $1::uuid FOR ${opts.lock === 'share' ? 'SHARE' : 'UPDATE'}`, cardId)
  const card = await load(ctx, cardId)
  if (!card) throw new Refusal('NOT_FOUND')
  const roles = cardRoles(ctx.actor, card)
  // Whoever may know of no card is told of none.
  if (roles.length === 0 && !seesCardDesk(ctx.actor)) throw new Refusal('NOT_FOUND')
  const status = card.status as CardStatus
  const isOwnBarred = act === 'approve' && isOwnApprovalBarred(card, ctx.actor)
  const verdict = decideCardAct({ status, act, roles, isOwnBarred, ...(opts.reason === undefined ? {} : { reason: opts.reason }) })
  if (!verdict.ok) {
    // The rule of answers says more exactly why it is too late.
    if (verdict.code === 'CARD_WRONG_STATE' && opts.isStateLater) return { card, roles, to: status }
    demand(verdict)
  }
  return { card, roles, to: verdict.ok ? verdict.to : status }
}

/** A second pair of eyes: who drafted a card does not approve it. */
export const isOwnApprovalBarred = (card: { draftedById: string }, actor: Actor): boolean => card.draftedById === actor.userId

export const load = (ctx: CommandContext, cardId: string): Promise<LockedCard | null> => ctx.tx.opinionCard.findUnique({ where: { id: cardId }, include: { ...withCard, ...withMembers } })

type Line = View<typeof CardActLine>
export const lineOf = (ctx: CommandContext, act: Line['act'], note: string | null = null): Line => ({ act, byLabel: ctx.actor.displayName, at: ctx.now.getTime(), note })

/** Tells the desk, its list, and – where it concerns them – each member on their own stream, of a card as it is now. */
export async function tellCard(ctx: CommandContext, cardId: string, line: Line | null, to: { members?: 'all' | readonly string[] } = {}): Promise<LockedCard> {
  const card = await load(ctx, cardId)
  if (!card) throw new Refusal('NOT_FOUND')
  const lead = await unitName(ctx.tx, card.leadUnitId)
  ctx.emit(`card:${cardId}`, cardChanged, { card: cardView(card, lead), line })
  ctx.emit('cards:office', cardRowChanged, { row: cardRow(card, lead) })
  tellMine(ctx, card, lead, to.members ?? [])
  return card
}

/** Tells of some members' cards: the desk all of it, each of them their own. */
export async function tellMembers(ctx: CommandContext, cardId: string, userIds: readonly string[], line: Line | null): Promise<LockedCard> {
  const card = await load(ctx, cardId)
  if (!card) throw new Refusal('NOT_FOUND')
  const lead = await unitName(ctx.tx, card.leadUnitId)
  ctx.emit(`card:${cardId}`, cardMembersChanged, { members: card.members.filter(m => userIds.includes(m.userId)).map(memberView), line })
  ctx.emit('cards:office', cardRowChanged, { row: cardRow(card, lead) })
  tellMine(ctx, card, lead, userIds)
  return card
}

function tellMine(ctx: CommandContext, card: LockedCard, lead: string | null, userIds: 'all' | readonly string[]): void {
  for (const m of card.members) if (userIds === 'all' || userIds.includes(m.userId)) ctx.emit(`user:${m.userId}`, cardMine, { card: myCard(card, m, lead, true) })
}

/** Staff of the members' units who hold the position today. */
export async function staffOf(ctx: CommandContext, members: readonly { unitId: string | null }[]): Promise<string[]> {
  const unitIds = members.flatMap(m => (m.unitId ? [m.unitId] : []))
  if (unitIds.length === 0) return []
  const rows = await ctx.tx.position.findMany({
    where: { unitId: { in: unitIds }, role: 'unit_clerk', ...inForce(ctx.now), user: { disabledAt: null } },
    select: { userId: true },
  })
  return [...new Set(rows.map(r => r.userId))]
}
