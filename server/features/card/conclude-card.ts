import { cardAssign, cardConclude, cardExplain } from '#app/contracts/card.ts'
import { canConclude, wantsExplanation } from '#app/domain/card/result.ts'
import { cardNotices } from '#app/text/card-notices.ts'
import { demand, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { notify } from '#server/features/notification/notify.ts'
import { createTask } from '#server/features/task/new-task.ts'
import { cardFor, lineOf, tellCard, tellMembers } from './facts.ts'
import type { View } from './views.ts'
import type { CardResultView } from '#app/contracts/card.ts'

/** Tiếp thu, giải trình: once more replaces what was written; the member reads it on the own card. */
export const explainOpinion = handler(cardExplain, async (ctx, { cardId, memberId, kind, text }) => {
  const { card } = await cardFor(ctx, cardId, 'explain')
  const member = card.members.find(m => m.userId === memberId)
  if (!member) throw new Refusal('NOT_FOUND')
  if (!wantsExplanation({ choice: member.choice as 'for' | null, text: member.text, fileId: member.fileId })) throw new Refusal('CARD_NOTHING_TO_EXPLAIN')
  await ctx.tx.opinionCardMember.update({ where: { cardId_userId: { cardId, userId: memberId } }, data: { explanation: { kind, text, byLabel: ctx.actor.displayName, at: ctx.now.getTime() } } })
  await tellMembers(ctx, cardId, [memberId], lineOf(ctx, 'explain', cardNotices.explainLine(member.label)))
  return {}
})

/** Kết luận: the sentence of law stands as it was counted; now it is told to the members and work may be given. */
export const concludeCardAct = handler(cardConclude, async (ctx, { cardId, conclusion }) => {
  const { card, to } = await cardFor(ctx, cardId, 'conclude')
  demand(canConclude(card.members.map(m => ({ choice: m.choice as 'for' | null, text: m.text, fileId: m.fileId, isExplained: m.explanation !== null }))))
  const { sentence } = card.result as View<typeof CardResultView>
  await ctx.tx.opinionCard.update({ where: { id: cardId }, data: { status: to, concludedAt: ctx.now, concludedLabel: ctx.actor.displayName, conclusion: conclusion || null, updatedAt: ctx.now, version: { increment: 1 } } })
  await notify(ctx, card.members.map(m => m.userId), { dedupeKey: `card:${cardId}:concluded`, kind: 'opinion_card', title: cardNotices.concluded, body: `${card.title}. ${sentence}.`, link: `/phieu-lay-y-kien/${cardId}` })
  await tellCard(ctx, cardId, lineOf(ctx, 'conclude', sentence), { members: 'all' })
  return { sentence }
})

/** Giao nhiệm vụ từ kết quả phiếu: given by the Chairman's side of the Committee, with the sentence of the result as its source. */
export const assignFromCard = handler(cardAssign, async (ctx, input) => {
  const { card } = await cardFor(ctx, input.cardId, 'assign')
  const { sentence } = card.result as View<typeof CardResultView>
  const chair = card.members.find(m => m.isChair)
  const task = await createTask(ctx, {
    id: input.taskId,
    title: input.content,
    content: input.content,
    leadUnitId: input.leadUnitId,
    coordinatorIds: input.coordinatorIds,
    deadlineOn: input.deadlineOn,
    sourceKind: 'conclusion',
    sourceLabel: cardNotices.sourceLabel(card.code, card.title).slice(0, 300),
    sourceQuote: card.conclusion ?? sentence,
    cardId: card.id,
    ...(chair ? { giver: { id: chair.userId, label: chair.label } } : {}),
  })
  await tellCard(ctx, input.cardId, lineOf(ctx, 'assign', task.code))
  return { taskId: task.id, code: task.code }
})
