import { voteOpened } from '#app/contracts/meeting.ts'
import type { MeetingRuleSet } from '#app/domain/meeting/rule-set.ts'
import { type CommandContext, Refusal } from '#server/command/context.ts'
import type { VoteKeys } from '#server/secret/vote-keys.ts'
import { THREE_CHOICES_BYTES, toText } from '#app/domain/voting/sealed.ts'
import type { Prisma } from '#server/db/generated/client.ts'
import { presence, voteView } from '#server/features/meeting/views.ts'

type Voted = { id: string; currentItemId: string | null; membersInOffice: number | null; frozenRule: unknown }

/** The vote's row with its frozen list of voters, told to everybody. `key`: a secret vote, whose key is on the disk by now. `blockItemIds`: one vote on several undisputed items. */
export async function createVote(ctx: CommandContext, meeting: Voted, input: { voteId: string; question: string; seconds?: number; blockItemIds?: string[]; key?: Awaited<ReturnType<VoteKeys['create']>> }): Promise<void> {
  if (!meeting.currentItemId || meeting.membersInOffice === null) throw new Refusal('VOTE_ITEM_NOT_CURRENT')
  const { participants, presentVoters } = await presence(ctx.tx, meeting.id)
  const rule = meeting.frozenRule as unknown as MeetingRuleSet
  const voters = participants.filter(p => p.isVoter)
  const vote = await ctx.tx.vote.create({
    data: {
      id: input.voteId,
      meetingId: meeting.id,
      itemId: meeting.currentItemId,
      question: input.question,
      ...(input.blockItemIds ? { blockItemIds: input.blockItemIds } : {}),
      ...(input.key ? { form: 'secret', keyId: input.key.keyId, publicKey: toText(input.key.publicKey), sealBytes: THREE_CHOICES_BYTES } : {}),
      rule: rule as unknown as Prisma.InputJsonValue,
      base: meeting.membersInOffice,
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
