import { voteOpened } from '#app/contracts/meeting.ts'
import type { MeetingRuleSet } from '#app/domain/meeting/rule-set.ts'
import { type CommandContext, Refusal } from '#server/command/context.ts'
import type { VoteKeys } from '#server/secret/vote-keys.ts'
import { checkOptions, type OptionSet } from '#app/domain/voting/options.ts'
import { outOfBase } from '#app/domain/voting/ruling.ts'
import { sizeForPicks, THREE_CHOICES_BYTES, toText } from '#app/domain/voting/sealed.ts'
import type { Prisma } from '#server/db/generated/client.ts'
import { presence, type StoredRecusal, voteView } from '#server/features/meeting/views.ts'

type Voted = { id: string; currentItemId: string | null; membersInOffice: number | null; frozenRule: unknown }

/** `again`: biểu quyết lại, checked by the caller. */
type NewVote = { voteId: string; question: string; seconds?: number; blockItemIds?: string[]; answers?: 'standard' | 'opinion'; options?: OptionSet; again?: { ofId: string; reason: string }; key?: Awaited<ReturnType<VoteKeys['create']>> }

/** The vote's row with its frozen list of voters, told to everybody. `key`: a secret vote, whose key is on the disk by now. `blockItemIds`: one vote on several undisputed items. */
export async function createVote(ctx: CommandContext, meeting: Voted, input: NewVote): Promise<void> {
  if (!meeting.currentItemId || meeting.membersInOffice === null) throw new Refusal('VOTE_ITEM_NOT_CURRENT')
  if (input.options) demandOptions(input.options)
  const { participants, presentVoters } = await presence(ctx.tx, meeting.id)
  const rule = meeting.frozenRule as unknown as MeetingRuleSet
  const recusals = await ctx.tx.recusal.findMany({ where: { itemId: { in: input.blockItemIds ?? [meeting.currentItemId] } }, orderBy: { at: 'asc' } })
  const asideIds = new Set(recusals.map(r => r.userId))
  const members = participants.filter(p => p.isVoter)
  const voters = members.filter(p => !asideIds.has(p.userId))
  if (voters.length === 0) throw new Refusal('VOTE_NO_VOTERS')
  const recused: StoredRecusal[] = members.filter(p => asideIds.has(p.userId)).map(p => ({ userId: p.userId, label: p.label, reason: recusals.find(r => r.userId === p.userId)?.reason ?? '' }))
  // Hồi tị: out of the number the majority is taken of, where the rule set says so.
  const base = meeting.membersInOffice - outOfBase(rule, recused.length)
  const vote = await ctx.tx.vote.create({
    data: {
      id: input.voteId,
      meetingId: meeting.id,
      itemId: meeting.currentItemId,
      question: input.question,
      ...(input.blockItemIds ? { blockItemIds: input.blockItemIds } : {}),
      ...(input.key ? { form: 'secret', keyId: input.key.keyId, publicKey: toText(input.key.publicKey), sealBytes: input.options ? sizeForPicks(input.options.list.length, input.options.max) : THREE_CHOICES_BYTES } : {}),
      rule: rule as unknown as Prisma.InputJsonValue,
      base,
      ...(recused.length > 0 ? { recused } : {}),
      ...(input.options ? { options: input.options as unknown as Prisma.InputJsonValue } : {}),
      ...(input.answers ? { answers: input.answers } : {}),
      ...(input.again ? { againOfId: input.again.ofId, againReason: input.again.reason } : {}),
      openedAt: ctx.now,
      openedById: ctx.actor.userId,
      closesAt: input.seconds === undefined ? null : new Date(ctx.now.getTime() + input.seconds * 1000),
      voters: { createMany: { data: voters.map(p => ({ userId: p.userId, label: p.label, rank: p.rank, isChair: p.isCommitteeChair })) } },
    },
    include: { voters: true },
  })
  ctx.emit(`meeting:${meeting.id}`, voteOpened, {
    vote: voteView({ ...vote, ballots: [] }, new Set(presentVoters.map(p => p.userId))),
  })
}

/** A list that can be voted on, else the refusal stands at its field (`options.min` …). */
export function demandOptions(options: OptionSet): void {
  const checked = checkOptions(options)
  if (!checked.ok) throw new Refusal(checked.code, checked.params, { [`options.${checked.field}`]: checked.code })
}
