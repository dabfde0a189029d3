import { cardAddPaper, cardApprove, cardRemovePaper, cardReturn, cardSave, cardSubmit } from '#app/contracts/card.ts'
import { canGiveDays } from '#app/domain/card/answer.ts'
import { fold } from '#app/domain/search/fold.ts'
import { cardNotices } from '#app/text/card-notices.ts'
import { type CommandContext, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { inForce } from '#server/db/in-force.ts'
import { ruleOf } from '#server/features/meeting/views.ts'
import { notify } from '#server/features/notification/notify.ts'
import { mayDraftCards } from '#server/policies/card.ts'
import { cardFor, lineOf, tellCard } from './facts.ts'

/** The rule set in force for a card sent on this day. */
export const rulesToday = (ctx: Pick<CommandContext, 'tx' | 'now'>) => ruleOf(ctx.tx, { frozenRule: null, kind: 'regular', startsAt: ctx.now })

export const saveCard = handler(cardSave, async (ctx, { cardId, baseVersion, ...fields }) => {
  if (!mayDraftCards(ctx.actor)) throw new Refusal('FORBIDDEN')
  const rules = await rulesToday(ctx)
  const days = canGiveDays(fields.days, rules.opinionCardDaysRange)
  if (!days.ok) throw new Refusal(days.code, days.params, { days: days.code })
  if (fields.leadUnitId && !(await ctx.tx.orgUnit.findUnique({ where: { id: fields.leadUnitId }, select: { id: true } }))) throw new Refusal('BAD_INPUT', {}, { leadUnitId: 'invalid_value' })
  const data = { ...fields, searchText: fold([fields.title, fields.question, fields.summary].join(' ')), updatedAt: ctx.now }
  if (baseVersion === undefined) {
    if (await ctx.tx.opinionCard.findUnique({ where: { id: cardId }, select: { id: true } })) throw new Refusal('CONFLICT')
    await ctx.tx.opinionCard.create({ data: { ...data, id: cardId, draftedById: ctx.actor.userId, draftedLabel: ctx.actor.displayName, draftedAt: ctx.now } })
    await tellCard(ctx, cardId, lineOf(ctx, 'draft'))
    return { version: 1 }
  }
  const { card } = await cardFor(ctx, cardId, 'edit')
  if (card.version !== baseVersion) throw new Refusal('CARD_CHANGED_MEANWHILE')
  await ctx.tx.opinionCard.update({ where: { id: cardId }, data: { ...data, version: { increment: 1 } } })
  await tellCard(ctx, cardId, null)
  return { version: baseVersion + 1 }
})

/** The same file is the same paper: a repeated upload leaves no second copy. */
export const addPaper = handler(cardAddPaper, async (ctx, { cardId, paperId, fileId, title }) => {
  const { card } = await cardFor(ctx, cardId, 'edit')
  const file = await ctx.tx.storedFile.findFirst({ where: { id: fileId, uploadedById: ctx.actor.userId } })
  if (!file) throw new Refusal('FILE_NOT_READY')
  if (card.papers.some(p => p.file.sha256 === file.sha256)) return {}
  if (await ctx.tx.opinionCardPaper.findUnique({ where: { id: paperId }, select: { id: true } })) throw new Refusal('CONFLICT')
  await ctx.tx.opinionCardPaper.create({ data: { id: paperId, cardId, fileId, title, addedAt: ctx.now } })
  await tellCard(ctx, cardId, null)
  return {}
})

export const removePaper = handler(cardRemovePaper, async (ctx, { cardId, paperId }) => {
  const { card } = await cardFor(ctx, cardId, 'edit')
  if (!card.papers.some(p => p.id === paperId)) throw new Refusal('NOT_FOUND')
  await ctx.tx.opinionCardPaper.update({ where: { id: paperId }, data: { removedAt: ctx.now } })
  await tellCard(ctx, cardId, null)
  return {}
})

export const submitCard = handler(cardSubmit, async (ctx, { cardId }) => {
  const { card, to } = await cardFor(ctx, cardId, 'submit')
  await ctx.tx.opinionCard.update({ where: { id: cardId }, data: { status: to, submittedAt: ctx.now, submittedLabel: ctx.actor.displayName, returnReason: null, updatedAt: ctx.now, version: { increment: 1 } } })
  const leaders = await ctx.tx.position.findMany({
    where: { role: 'office_leader', ...inForce(ctx.now), user: { disabledAt: null } },
    select: { userId: true },
  })
  await notify(ctx, [...new Set(leaders.map(l => l.userId))].filter(id => id !== ctx.actor.userId), {
    dedupeKey: `card:${cardId}:submitted:${card.version}`,
    kind: 'opinion_card',
    title: cardNotices.submitted,
    body: card.title,
    link: `/phieu-lay-y-kien/${cardId}/tong-hop`,
  })
  await tellCard(ctx, cardId, lineOf(ctx, 'submit'))
  return {}
})

export const returnCard = handler(cardReturn, async (ctx, { cardId, reason }) => {
  const { card, to } = await cardFor(ctx, cardId, 'return', { reason })
  await ctx.tx.opinionCard.update({ where: { id: cardId }, data: { status: to, returnReason: reason, updatedAt: ctx.now, version: { increment: 1 } } })
  await notify(ctx, [card.draftedById].filter(id => id !== ctx.actor.userId), {
    dedupeKey: `card:${cardId}:returned:${card.version}`,
    kind: 'opinion_card',
    title: cardNotices.returned(reason),
    body: card.title,
    link: `/phieu-lay-y-kien/${cardId}/tong-hop`,
  })
  await tellCard(ctx, cardId, lineOf(ctx, 'return', reason))
  return {}
})

export const approveCard = handler(cardApprove, async (ctx, { cardId }) => {
  const { card, to } = await cardFor(ctx, cardId, 'approve')
  await ctx.tx.opinionCard.update({ where: { id: cardId }, data: { status: to, approvedAt: ctx.now, approvedLabel: ctx.actor.displayName, updatedAt: ctx.now, version: { increment: 1 } } })
  await notify(ctx, [card.draftedById].filter(id => id !== ctx.actor.userId), {
    dedupeKey: `card:${cardId}:approved:${card.version}`,
    kind: 'opinion_card',
    title: cardNotices.approved,
    body: card.title,
    link: `/phieu-lay-y-kien/${cardId}/tong-hop`,
  })
  await tellCard(ctx, cardId, lineOf(ctx, 'approve'))
  return {}
})
