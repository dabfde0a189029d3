import { cardMembersChanged, cardSend } from '#app/contracts/card.ts'
import { canGiveDays, deadlineAfter, remindAt } from '#app/domain/card/answer.ts'
import { civilDateInVietnam } from '#app/domain/calendar/working-days.ts'
import { fold } from '#app/domain/search/fold.ts'
import { cardNotices } from '#app/text/card-notices.ts'
import { type CommandContext, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { isInForceOn } from '#server/db/in-force.ts'
import type { Prisma } from '#server/db/generated/client.ts'
import { membersInOffice } from '#server/features/meeting/views.ts'
import { notify } from '#server/features/notification/notify.ts'
import { rulesToday } from './draft-card.ts'
import { cardFor, lineOf, staffOf, tellCard } from './facts.ts'
import { memberView } from './views.ts'

/**
 * Gửi phiếu: the members in office of this day, the rule set of this day and the last day are frozen together. Who joins or
 * leaves the Committee later changes neither the list nor the base.
 */
export const sendCard = handler(cardSend, async (ctx, { cardId }) => {
  const { card, to } = await cardFor(ctx, cardId, 'send')
  const today = civilDateInVietnam(ctx.now)
  const [rules, seats, calendar] = [await rulesToday(ctx), await membersInOffice(ctx.tx, today), await ctx.calendar()]
  if (rules.voteRule.isConsultative) throw new Refusal('CARD_NO_RULES')
  if (seats.length === 0) throw new Refusal('CARD_NO_MEMBERS')
  const days = canGiveDays(card.days, rules.opinionCardDaysRange)
  if (!days.ok) throw new Refusal(days.code, days.params, { days: days.code })
  const { deadlineOn, closesAt } = deadlineAfter(calendar, ctx.now.getTime(), card.days)
  const remind = remindAt(calendar, deadlineOn, ctx.now.getTime())
  const members = seats.map(s => {
    const held = s.user.positions.filter(p => isInForceOn(p, today))
    const head = held.find(p => p.role === 'unit_head')
    const shown = head ?? held.find(p => p.role !== 'committee_member') ?? held[0]
    return { cardId, userId: s.userId, label: s.user.displayName, unitName: shown?.unit.name ?? '', unitId: head?.unitId ?? null, rank: s.rank, isChair: s.isChair }
  })
  await ctx.tx.opinionCardMember.createMany({ data: members })
  const code = await nextCode(ctx)
  await ctx.tx.opinionCard.update({
    where: { id: cardId },
    data: {
      status: to,
      code,
      sentAt: ctx.now,
      sentLabel: ctx.actor.displayName,
      rule: rules as unknown as Prisma.InputJsonValue,
      base: seats.length,
      deadlineOn: new Date(deadlineOn),
      closesAt: new Date(closesAt),
      remindAt: remind === null ? null : new Date(remind),
      searchText: `${card.searchText} ${fold(code)}`,
      updatedAt: ctx.now,
      version: { increment: 1 },
    },
  })
  const notice = { kind: 'opinion_card' as const, body: card.title, link: `/phieu-lay-y-kien/${cardId}` }
  await notify(ctx, members.map(m => m.userId), { ...notice, dedupeKey: `card:${cardId}:sent`, title: cardNotices.sent(deadlineOn) })
  await notify(ctx, await staffOf(ctx, members), { ...notice, dedupeKey: `card:${cardId}:staff`, title: cardNotices.sentToStaff(deadlineOn) })
  const sent = await tellCard(ctx, cardId, lineOf(ctx, 'send', cardNotices.sentLine(members.length, deadlineOn)), { members: 'all' })
  ctx.emit(`card:${cardId}`, cardMembersChanged, { members: sent.members.map(memberView), line: null })
  return { code, members: members.length, deadlineOn }
})

/** Numbers run per year without a hole and are never reused: the row of the year is locked until the commit. */
async function nextCode(ctx: CommandContext): Promise<string> {
  const year = civilDateInVietnam(ctx.now).slice(0, 4)
  const rows = await ctx.tx.$queryRawUnsafe<{ n: number }[]>(
    `INSERT INTO "Setting"(key, value) VALUES ($1, '1'::jsonb)
     ON CONFLICT (key) DO UPDATE SET value = to_jsonb(("Setting".value)::int + 1), "updatedAt" = now() RETURNING (value)::int AS n`,
    `card.number.${year}`,
  )
  return `PLYK-${year}-${String(rows[0]?.n ?? 1).padStart(4, '0')}`
}
