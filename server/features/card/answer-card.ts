import { cardAnswer, cardKeepDraft, cardMine, cardOpinionGiven, cardPropose } from '#app/contracts/card.ts'
import { canAnswer, canPropose } from '#app/domain/card/answer.ts'
import type { CardStatus } from '#app/domain/card/machine.ts'
import { cardNotices } from '#app/text/card-notices.ts'
import { type CommandContext, demand, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { Prisma } from '#server/db/generated/client.ts'
import { notify } from '#server/features/notification/notify.ts'
import { receiptCode } from '#server/features/receipt-code.ts'
import { staffUnitsOf } from '#server/policies/card.ts'
import { cardFor, lineOf, type LockedCard, tellMembers } from './facts.ts'
import { frozenRules, inOffice, myCard, unitName } from './views.ts'

/** The member's own row, locked; somebody not on the list of this card has none. */
async function ownRow(ctx: CommandContext, card: LockedCard) {
  await ctx.tx.$queryRawUnsafe(`SELECT 1 FROM "OpinionCardMember" WHERE "cardId" = $1::uuid AND "userId" = $2::uuid FOR UPDATE`, card.id, ctx.actor.userId)
  return ctx.tx.opinionCardMember.findUnique({ where: { cardId_userId: { cardId: card.id, userId: ctx.actor.userId } } })
}
const openFacts = (ctx: CommandContext, card: LockedCard) => ({ status: card.status as CardStatus, closesAt: card.closesAt?.getTime() ?? null, now: ctx.now.getTime() })

/** Trả lời phiếu: the head's own act. The border is server time; the last answer before the end counts. */
export const answerCard = handler(cardAnswer, async (ctx, { cardId, choice, text, fileId }) => {
  const { card } = await cardFor(ctx, cardId, 'answer', { lock: 'share', isStateLater: true })
  const row = await ownRow(ctx, card)
  const now = openFacts(ctx, card)
  demand(
    canAnswer({
      ...now,
      isOnList: row !== null,
      isInOffice: (await inOffice(ctx.tx, [ctx.actor.userId], ctx.now)).size > 0,
      hasAnswered: row?.choice != null,
      isChangeAllowed: frozenRules(card)?.changeBallotAllowed ?? true,
      choice,
      text,
      hasFile: fileId !== null,
    }),
  )
  if (!row) throw new Refusal('CARD_NOT_A_MEMBER')
  if (fileId && fileId !== row.fileId && !(await ctx.tx.storedFile.findFirst({ where: { id: fileId, uploadedById: ctx.actor.userId }, select: { id: true } }))) throw new Refusal('FILE_NOT_READY', {}, { fileId: 'FILE_NOT_READY' })
  const receipt = receiptCode()
  await ctx.tx.opinionCardMember.update({
    where: { cardId_userId: { cardId, userId: ctx.actor.userId } },
    data: { choice, text, fileId, answeredAt: ctx.now, receipt, changes: row.choice === null ? 0 : row.changes + 1, draft: Prisma.DbNull },
  })
  await tellMembers(ctx, cardId, [ctx.actor.userId], lineOf(ctx, 'answer', cardNotices.answerLine(choice, row.choice !== null)))
  if (card.isOthersShown) ctx.emit(`opinions:${cardId}`, cardOpinionGiven, { opinion: { userId: row.userId, label: row.label, choice, text, answeredAt: ctx.now.getTime() } })
  return { answeredAt: ctx.now.getTime(), receipt }
})

/** Giữ chữ đang soạn: on the server, so that it is there on the other device; told to nobody. */
export const keepDraft = handler(cardKeepDraft, async (ctx, { cardId, choice, text }) => {
  const { card } = await cardFor(ctx, cardId, 'answer', { lock: 'share', isStateLater: true })
  demand(canPropose(openFacts(ctx, card)))
  await ctx.tx.opinionCardMember.update({ where: { cardId_userId: { cardId, userId: ctx.actor.userId } }, data: { draft: { choice, text, at: ctx.now.getTime() } } })
  return { at: ctx.now.getTime() }
})

/** Đề xuất ý kiến: from the staff to their head alone. */
export const proposeAnswer = handler(cardPropose, async (ctx, { cardId, memberId, choice, text }) => {
  const { card } = await cardFor(ctx, cardId, 'propose', { lock: 'share', isStateLater: true })
  const member = card.members.find(m => m.userId === memberId)
  if (!member || member.unitId === null || !staffUnitsOf(ctx.actor).includes(member.unitId)) throw new Refusal('FORBIDDEN')
  demand(canPropose(openFacts(ctx, card)))
  const proposal = { choice, text, byLabel: ctx.actor.displayName, at: ctx.now.getTime() }
  await ctx.tx.opinionCardMember.update({ where: { cardId_userId: { cardId, userId: memberId } }, data: { proposal } })
  ctx.emit(`user:${memberId}`, cardMine, { card: { ...myCard(card, member, await unitName(ctx.tx, card.leadUnitId), true), proposal } })
  await notify(ctx, [memberId], { dedupeKey: `card:${cardId}:proposed:${ctx.commandId}`, kind: 'opinion_card', title: cardNotices.proposed(ctx.actor.displayName), body: card.title, link: `/phieu-lay-y-kien/${cardId}` })
  return {}
})
