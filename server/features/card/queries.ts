import { cardChanged, cardMembersChanged, type CardActLine } from '#app/contracts/card.ts'
import { availableCardActs, type CardStatus } from '#app/domain/card/machine.ts'
import { fold } from '#app/domain/search/fold.ts'
import { Refusal, type QueryContext } from '#server/command/context.ts'
import { asId } from '#server/db/ids.ts'
import { ruleOf } from '#server/features/meeting/views.ts'
import { streamHead } from '#server/features/stream-head.ts'
import { calendarDays } from '#server/features/task/calendar.ts'
import { unitChoices } from '#server/features/task/units.ts'
import { cardRoles, mayDraftCards, scopeCardDesk, scopeMyCard, seesCardDesk } from '#server/policies/card.ts'
import { isOwnApprovalBarred } from './facts.ts'
import { cardStatistics } from './statistics.ts'
import { cardRow, cardView, type Desk, memberView, myCard, unitName, type View, withCard, withMembers } from './views.ts'

const LIST_SIZE = 200
const HISTORY_SIZE = 400
const MAX_WORDS = 8

export type CardListArgs = { status?: string | undefined; q?: string | undefined; unitId?: string | undefined }

/** Phiếu lấy ý kiến của tỉnh: the Office's list, newest first; null for who does not see it. */
async function cardList(ctx: QueryContext, args: CardListArgs) {
  const isDesk = seesCardDesk(ctx.actor)
  if (!isDesk) return { desk: null, mine: await myList(ctx, args.q), calendar: await calendarDays(ctx) }
  const seq = await streamHead(ctx.db, 'cards:office')
  const words = fold(args.q ?? '').split(/\s+/).filter(Boolean).slice(0, MAX_WORDS)
  const status = args.status === 'running' ? { in: ['sent'] } : args.status === 'preparing' ? { in: ['draft', 'submitted', 'approved'] } : args.status === 'done' ? { in: ['closed', 'concluded'] } : args.status === 'off' ? { in: ['recalled', 'replaced'] } : undefined
  const rows = await ctx.db.opinionCard.findMany({
    where: { AND: [scopeCardDesk(ctx.actor), status ? { status } : {}, args.unitId ? { leadUnitId: asId(args.unitId) } : {}, ...words.map(w => ({ searchText: { contains: w } }))] },
    include: { members: { select: { choice: true } } },
    orderBy: [{ draftedAt: 'desc' }],
    take: LIST_SIZE,
  })
  const units = await ctx.db.orgUnit.findMany({ where: { id: { in: rows.flatMap(r => (r.leadUnitId ? [r.leadUnitId] : [])) } }, select: { id: true, name: true } })
  const nameOf = new Map(units.map(u => [u.id, u.name]))
  return {
    desk: { rows: rows.map(r => cardRow(r, nameOf.get(r.leadUnitId ?? '') ?? null)), seq, stream: 'cards:office', units, mayDraft: mayDraftCards(ctx.actor) },
    mine: await myList(ctx, args.q),
    calendar: await calendarDays(ctx),
  }
}

/** Phiếu chờ đồng chí, for the page of what waits: own cards under way and not answered. */
async function waitingCards(ctx: QueryContext, _args: Record<string, never>) {
  const stream = `user:${ctx.actor.userId}`
  const seq = await streamHead(ctx.db, stream)
  const rows = await ctx.db.opinionCardMember.findMany({
    where: { userId: ctx.actor.userId, card: { status: 'sent', closesAt: { gt: ctx.now } } },
    include: { file: true, card: { include: withCard } },
    orderBy: { card: { closesAt: 'asc' } },
    take: 50,
  })
  return { view: { own: rows.map(r => myCard(r.card, r, null, true)), staff: [] as ReturnType<typeof myCard>[] }, seq, stream, now: ctx.now.getTime() }
}

/** Phiếu gửi đồng chí, those waiting first; and for staff the cards of their head. */
async function myList(ctx: QueryContext, q: string | undefined) {
  const stream = `user:${ctx.actor.userId}`
  const seq = await streamHead(ctx.db, stream)
  const words = fold(q ?? '').split(/\s+/).filter(Boolean).slice(0, MAX_WORDS)
  const rows = await ctx.db.opinionCardMember.findMany({
    where: { AND: [scopeMyCard(ctx.actor), ...words.map(w => ({ card: { searchText: { contains: w } } }))] },
    include: { file: true, card: { include: withCard } },
    orderBy: { card: { sentAt: 'desc' } },
    take: LIST_SIZE,
  })
  const names = await ctx.db.orgUnit.findMany({ where: { id: { in: rows.flatMap(r => (r.card.leadUnitId ? [r.card.leadUnitId] : [])) } }, select: { id: true, name: true } })
  const nameOf = new Map(names.map(u => [u.id, u.name]))
  const view = rows.map(r => myCard(r.card, r, nameOf.get(r.card.leadUnitId ?? '') ?? null, r.userId === ctx.actor.userId))
  return { view: { own: view.filter(c => c.memberId === ctx.actor.userId), staff: view.filter(c => c.memberId !== ctx.actor.userId) }, seq, stream, now: ctx.now.getTime() }
}

/** Một phiếu trên bàn tổng hợp: text, every opinion, what was done; and what this person may do. */
async function cardDesk(ctx: QueryContext, args: { cardId: string }) {
  const id = asId(args.cardId)
  const stream = `card:${id}`
  const seq = await streamHead(ctx.db, stream)
  const card = await ctx.db.opinionCard.findFirst({ where: { AND: [{ id }, scopeCardDesk(ctx.actor)] }, include: { ...withCard, ...withMembers } })
  if (!card) throw new Refusal('NOT_FOUND')
  const roles = cardRoles(ctx.actor, card)
  const acts = availableCardActs(card.status as CardStatus, roles)
  const events = await ctx.db.eventLog.findMany({ where: { stream, seq: { not: null }, name: { in: [cardChanged.name, cardMembersChanged.name] } }, orderBy: { seq: 'desc' }, take: HISTORY_SIZE, select: { seq: true, payload: true } })
  const lines = events.flatMap(e => {
    const { line } = e.payload as unknown as { line: View<typeof CardActLine> | null }
    return line ? [{ ...line, seq: e.seq ?? 0 }] : []
  })
  const view: Desk = { card: cardView(card, await unitName(ctx.db, card.leadUnitId)), members: card.members.map(memberView), acts: lines }
  const rules = await ruleOf(ctx.db, { frozenRule: card.rule, kind: 'regular', startsAt: ctx.now })
  return {
    view,
    seq,
    stream,
    roles,
    isOwnBarred: card.status === 'submitted' && roles.includes('approver') && isOwnApprovalBarred(card, ctx.actor),
    isMine: roles.includes('member'),
    silenceNow: { isAgreement: rules.silenceIsAgreement, days: rules.opinionCardDays, range: rules.opinionCardDaysRange },
    units: acts.includes('edit') || roles.includes('office') || roles.includes('approver') ? await unitChoices(ctx) : [],
    calendar: await calendarDays(ctx),
    now: ctx.now.getTime(),
  }
}

/** Phiếu gửi đồng chí: one's own, or the head's for the staff; where the card lets it, what other members said. */
async function cardMineView(ctx: QueryContext, args: { cardId: string }) {
  const cardId = asId(args.cardId)
  const stream = `user:${ctx.actor.userId}`
  const seq = await streamHead(ctx.db, stream)
  const rows = await ctx.db.opinionCardMember.findMany({ where: { AND: [{ cardId }, scopeMyCard(ctx.actor)] }, include: { file: true, card: { include: withCard } } })
  const row = rows.find(r => r.userId === ctx.actor.userId) ?? rows[0]
  if (!row) throw new Refusal('NOT_FOUND')
  const isOwn = row.userId === ctx.actor.userId
  const shown = isOwn && row.card.isOthersShown
  const opinionsSeq = shown ? await streamHead(ctx.db, `opinions:${cardId}`) : 0
  const others = shown
    ? await ctx.db.opinionCardMember.findMany({ where: { cardId, choice: { not: null }, userId: { not: ctx.actor.userId } }, orderBy: { rank: 'asc' }, select: { userId: true, label: true, choice: true, text: true, answeredAt: true } })
    : []
  return {
    view: myCard(row.card, row, await unitName(ctx.db, row.card.leadUnitId), isOwn),
    isOwn,
    seq,
    stream,
    opinions: shown ? { stream: `opinions:${cardId}`, seq: opinionsSeq, view: others.map(o => ({ ...o, choice: o.choice as 'for', answeredAt: o.answeredAt?.getTime() ?? 0 })) } : null,
    seesDesk: seesCardDesk(ctx.actor),
    calendar: await calendarDays(ctx),
    now: ctx.now.getTime(),
  }
}

/** What the form of a new card needs. */
async function cardForm(ctx: QueryContext, _args: Record<string, never>) {
  if (!mayDraftCards(ctx.actor)) throw new Refusal('FORBIDDEN')
  const rules = await ruleOf(ctx.db, { frozenRule: null, kind: 'regular', startsAt: ctx.now })
  return { units: await unitChoices(ctx), silenceNow: { isAgreement: rules.silenceIsAgreement, days: rules.opinionCardDays, range: rules.opinionCardDaysRange }, calendar: await calendarDays(ctx), now: ctx.now.getTime() }
}

export const queries = { 'card.list': cardList, 'card.waiting': waitingCards, 'card.desk': cardDesk, 'card.mine': cardMineView, 'card.form': cardForm, 'card.statistics': cardStatistics }
