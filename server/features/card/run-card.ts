import { v7 as uuid } from 'uuid'
import { cardClose, cardExtend, cardRecall, cardRemind, cardRemindDue, cardReplace } from '#app/contracts/card.ts'
import { canClose, extendBy, remindAt } from '#app/domain/card/answer.ts'
import { concludeCard } from '#app/domain/card/result.ts'
import { legalSentence } from '#app/domain/voting/sentence.ts'
import { cardNotices } from '#app/text/card-notices.ts'
import { type CommandContext, demand, isSystem, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { civil } from '#server/db/civil.ts'
import { notify } from '#server/features/notification/notify.ts'
import { cardFor, lineOf, type LockedCard, tellCard, tellMembers } from './facts.ts'
import { frozenRules, inOffice, type View } from './views.ts'
import type { CardResultView } from '#app/contracts/card.ts'

const waiting = (card: LockedCard) => card.members.filter(m => m.choice === null)

/** One reminder to each who has not answered. `key` makes a repeat silent. */
async function remind(ctx: CommandContext, card: LockedCard, key: string): Promise<number> {
  const to = waiting(card).map(m => m.userId)
  if (to.length === 0) return 0
  await ctx.tx.opinionCardMember.updateMany({ where: { cardId: card.id, userId: { in: to } }, data: { remindedAt: ctx.now } })
  await notify(ctx, to, { dedupeKey: `card:${card.id}:remind:${key}`, kind: 'opinion_card', title: cardNotices.remind(civil(card.deadlineOn) ?? ''), body: card.title, link: `/phieu-lay-y-kien/${card.id}` })
  await tellMembers(ctx, card.id, to, lineOf(ctx, 'remind', cardNotices.remindLine(to.length)))
  return to.length
}

/** Nhắc: everybody who has not answered. */
export const remindCard = handler(cardRemind, async (ctx, { cardId }) => {
  const { card } = await cardFor(ctx, cardId, 'remind')
  const reminded = await remind(ctx, card, ctx.commandId)
  if (reminded === 0) throw new Refusal('CARD_NOBODY_TO_REMIND')
  return { reminded }
})

/** Nhắc trước hạn, by the program: looks again whether it still applies. */
export const remindDue = handler(cardRemindDue, async (ctx, { cardId }) => {
  const { card } = await cardFor(ctx, cardId, 'remind', { isStateLater: true })
  if (card.status !== 'sent' || card.remindAt === null || card.remindAt > ctx.now) return {}
  await ctx.tx.opinionCard.update({ where: { id: cardId }, data: { remindAt: null } })
  await remind(ctx, card, civil(card.deadlineOn) ?? '')
  return {}
})

/** Gia hạn: before the end only; answered or not, every member is told. */
export const extendCard = handler(cardExtend, async (ctx, { cardId, days, reason }) => {
  const { card } = await cardFor(ctx, cardId, 'extend', { reason, isStateLater: true })
  // After its end the answer is the same whether the clock or the job got there first.
  if (card.status === 'closed' || card.status === 'concluded') throw new Refusal('CARD_EXTEND_ENDED')
  const from = civil(card.deadlineOn)
  if (card.status !== 'sent' || !from || !card.closesAt) throw new Refusal('CARD_WRONG_STATE')
  const calendar = await ctx.calendar()
  const next = extendBy({ calendar, deadlineOn: from, closesAt: card.closesAt.getTime(), now: ctx.now.getTime(), days })
  if (!next.ok) throw new Refusal(next.code)
  const due = remindAt(calendar, next.deadlineOn, ctx.now.getTime())
  await ctx.tx.opinionCardExtension.create({
    data: { id: uuid(), cardId, n: card.extensions.length + 1, fromOn: new Date(from), toOn: new Date(next.deadlineOn), reason, byLabel: ctx.actor.displayName, at: ctx.now },
  })
  await ctx.tx.opinionCard.update({
    where: { id: cardId },
    data: { deadlineOn: new Date(next.deadlineOn), closesAt: new Date(next.closesAt), remindAt: due === null ? null : new Date(due), updatedAt: ctx.now, version: { increment: 1 } },
  })
  await notify(ctx, waiting(card).map(m => m.userId), { dedupeKey: `card:${cardId}:extend:${card.extensions.length + 1}`, kind: 'opinion_card', title: cardNotices.extended(next.deadlineOn), body: card.title, link: `/phieu-lay-y-kien/${cardId}` })
  await tellCard(ctx, cardId, lineOf(ctx, 'extend', cardNotices.extendLine(from, next.deadlineOn, reason)), { members: 'all' })
  return { deadlineOn: next.deadlineOn }
})

/** Thu hồi: answers given so far stay in the record and decide nothing. */
export const recallCard = handler(cardRecall, async (ctx, { cardId, reason }) => {
  const { card, to } = await cardFor(ctx, cardId, 'recall', { reason })
  await ctx.tx.opinionCard.update({ where: { id: cardId }, data: { status: to, recalledAt: ctx.now, recalledLabel: ctx.actor.displayName, recallReason: reason, remindAt: null, updatedAt: ctx.now, version: { increment: 1 } } })
  await notify(ctx, card.members.map(m => m.userId), { dedupeKey: `card:${cardId}:recalled`, kind: 'opinion_card', title: cardNotices.recalled, body: `${card.title}. ${reason}`, link: `/phieu-lay-y-kien/${cardId}` })
  await tellCard(ctx, cardId, lineOf(ctx, 'recall', reason), { members: 'all' })
  return {}
})

/** Thay bằng phiếu khác: the first keeps its text, list and answers; the new one begins as a draft of the same text and papers. */
export const replaceCard = handler(cardReplace, async (ctx, { cardId, newCardId, reason }) => {
  const { card, to } = await cardFor(ctx, cardId, 'replace', { reason })
  if (await ctx.tx.opinionCard.findUnique({ where: { id: newCardId }, select: { id: true } })) throw new Refusal('CONFLICT')
  const wasRecalled = card.status === 'recalled'
  await ctx.tx.opinionCard.update({ where: { id: cardId }, data: { status: to, ...(wasRecalled ? {} : { recalledAt: ctx.now, recalledLabel: ctx.actor.displayName, recallReason: reason }), remindAt: null, updatedAt: ctx.now, version: { increment: 1 } } })
  await ctx.tx.opinionCard.create({
    data: {
      id: newCardId,
      title: card.title,
      question: card.question,
      summary: card.summary,
      basis: card.basis,
      leadUnitId: card.leadUnitId,
      isCollective: card.isCollective,
      days: card.days,
      isOthersShown: card.isOthersShown,
      draftedById: ctx.actor.userId,
      draftedLabel: ctx.actor.displayName,
      draftedAt: ctx.now,
      updatedAt: ctx.now,
      replacesId: cardId,
      searchText: card.searchText,
      papers: { createMany: { data: card.papers.map(p => ({ id: uuid(), fileId: p.fileId, title: p.title, addedAt: ctx.now })) } },
    },
  })
  await notify(ctx, card.members.map(m => m.userId), { dedupeKey: `card:${cardId}:replaced`, kind: 'opinion_card', title: cardNotices.replaced, body: `${card.title}. ${reason}`, link: `/phieu-lay-y-kien/${cardId}` })
  await tellCard(ctx, cardId, lineOf(ctx, 'replace', reason), { members: 'all' })
  await tellCard(ctx, newCardId, lineOf(ctx, 'draft', cardNotices.replacesLine(card.code)))
  return {}
})

/**
 * Kết thúc lấy ý kiến: by the program at the end of the last day, by the desk once nobody is left to answer. The count is made
 * here, by the rules frozen at sending; whoever's term ended meanwhile and was silent has agreed to nothing.
 */
export const closeCard = handler(cardClose, async (ctx, { cardId }) => {
  const { card, to } = await cardFor(ctx, cardId, 'close')
  const silent = waiting(card)
  const still = await inOffice(ctx.tx, silent.map(m => m.userId), new Date(Math.min(ctx.now.getTime(), (card.closesAt?.getTime() ?? Infinity) - 1)))
  const lapsed = silent.filter(m => !still.has(m.userId))
  demand(canClose({ closesAt: card.closesAt?.getTime() ?? null, now: ctx.now.getTime(), waiting: silent.length - lapsed.length, isSystem: isSystem(ctx.actor) }))
  const rules = frozenRules(card)
  if (!rules || card.base === null) throw new Refusal('CARD_NO_RULES')
  if (lapsed.length > 0) await ctx.tx.opinionCardMember.updateMany({ where: { cardId, userId: { in: lapsed.map(m => m.userId) } }, data: { isLapsed: true } })
  const gone = new Set(lapsed.map(m => m.userId))
  const d = concludeCard({ members: card.members.map(m => ({ choice: m.choice as 'for' | null, isChair: m.isChair, isLapsed: gone.has(m.userId) })), base: card.base, rules })
  const result: View<typeof CardResultView> = {
    outcome: d.outcome,
    for: d.sum.for,
    against: d.sum.against,
    other: d.sum.other,
    silent: d.sum.silent + d.sum.lapsed,
    countedAsAgreed: d.countedAsAgreed ?? 0,
    lapsed: d.sum.lapsed,
    base: d.base,
    needed: d.needed,
    missing: d.missing,
    sentence: legalSentence(d, d.rule),
    needsLegalConfirmation: d.needsLegalConfirmation,
  }
  await ctx.tx.opinionCard.update({
    where: { id: cardId },
    data: { status: to, closedAt: ctx.now, closedHow: isSystem(ctx.actor) ? 'deadline' : 'desk', closedLabel: ctx.actor.displayName, remindAt: null, result, updatedAt: ctx.now, version: { increment: 1 } },
  })
  await notify(ctx, [card.draftedById], { dedupeKey: `card:${cardId}:closed`, kind: 'opinion_card', title: cardNotices.closed(d.sum.answered, card.members.length), body: card.title, link: `/phieu-lay-y-kien/${cardId}/tong-hop` })
  await tellCard(ctx, cardId, lineOf(ctx, 'close', cardNotices.closeLine(d.sum.answered, card.members.length)), { members: 'all' })
  if (lapsed.length > 0) await tellMembers(ctx, cardId, [...gone], null)
  return {}
})
