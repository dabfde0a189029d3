import type { Pool } from 'pg'
import type { CardRole } from '#app/domain/card/machine.ts'
import { type Actor, isSystem } from '#server/command/context.ts'
import type { Prisma } from '#server/db/generated/client.ts'
import { isOffice } from './meeting.ts'
import { unitsOf } from './stream.ts'

/** Who reads every card and all its opinions: the Office and the Chairman, who work with them, and the auditor, who only reads. */
export const seesCardDesk = (actor: Actor): boolean => isOffice(actor) || actor.roles.has('chairman') || actor.roles.has('auditor')

/** Who drafts cards. */
export const mayDraftCards = (actor: Actor): boolean => isOffice(actor)

type CardFacts = {
  leadUnitId: string | null
  members: readonly { userId: string; unitId: string | null }[]
}

/** Units of which the person is staff: whose head's answer they may prepare. */
export const staffUnitsOf = (actor: Actor): string[] => [...new Set(actor.positions.filter(p => p.role === 'unit_clerk').map(p => p.unitId))]

/** Who the actor is towards this card; an empty list may do nothing. Guests and substitutes are never among them. */
export function cardRoles(actor: Actor, card: CardFacts): CardRole[] {
  if (isSystem(actor)) return ['system']
  const roles: CardRole[] = []
  if (isOffice(actor)) roles.push('office')
  if (actor.roles.has('office_leader') || actor.roles.has('chairman')) roles.push('approver')
  if (card.members.some(m => m.userId === actor.userId)) roles.push('member')
  const staffOf = new Set(staffUnitsOf(actor))
  if (card.members.some(m => m.unitId !== null && staffOf.has(m.unitId))) roles.push('staff')
  if (card.leadUnitId !== null && unitsOf(actor).includes(card.leadUnitId)) roles.push('lead')
  return roles
}

/**
 * Cards whose whole desk a person reads: the Office, the Chairman and the auditor all; the unit that asks its own once the
 * answers are in, to receive and explain them. Nobody else.
 */
export const scopeCardDesk = (actor: Actor): Prisma.OpinionCardWhereInput =>
  seesCardDesk(actor) ? {} : { leadUnitId: { in: unitsOf(actor) }, status: { in: ['closed', 'concluded'] } }

/** Statuses in which a card reached its members; what was withdrawn before being sent never did. */
export const reachedMembers: Prisma.OpinionCardWhereInput = { sentAt: { not: null } }

/** Rows a person may open as their own: the member, and the staff of the member's unit who prepare the answer. */
export const scopeMyCard = (actor: Actor): Prisma.OpinionCardMemberWhereInput => ({
  OR: [{ userId: actor.userId }, { unitId: { in: staffUnitsOf(actor) } }],
  card: reachedMembers,
})

/** Files of cards: the papers for whoever opens the card, an opinion's file for who reads the opinion. */
export const scopeCardFile = (actor: Actor): Prisma.StoredFileWhereInput => ({
  OR: [
    { cardPapers: { some: { removedAt: null, OR: [{ card: scopeCardDesk(actor) }, { card: { ...reachedMembers, members: { some: { OR: [{ userId: actor.userId }, { unitId: { in: staffUnitsOf(actor) } }] } } } }] } } },
    { cardAnswers: { some: { OR: [{ userId: actor.userId }, { card: scopeCardDesk(actor) }] } } },
  ],
})

/** Stream card:{id}: whoever reads the card's desk. */
export async function mayFollowCard(pool: Pool, actor: Actor, id: string): Promise<boolean> {
  if (seesCardDesk(actor)) return true
  const { rowCount } = await pool.query(`SELECT 1 FROM "OpinionCard" WHERE id = $1 AND "leadUnitId" = ANY($2::uuid[]) AND status IN ('closed','concluded')`, [id, unitsOf(actor)])
  return (rowCount ?? 0) > 0
}

/** Stream opinions:{id}: members on the list, where the card lets them see each other's opinions. */
export async function mayFollowOpinions(pool: Pool, actor: Actor, id: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    `SELECT 1 FROM "OpinionCard" c JOIN "OpinionCardMember" m ON m."cardId" = c.id WHERE c.id = $1 AND m."userId" = $2 AND c."isOthersShown"`,
    [id, actor.userId],
  )
  return (rowCount ?? 0) > 0
}
