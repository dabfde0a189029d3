import type { OptionsRuling } from '#app/domain/voting/options.ts'
import type { Ruling } from '#app/domain/voting/ruling.ts'
import { legalSentence, sourceText } from '#app/domain/voting/sentence.ts'
import { type CommandContext, Refusal } from '#server/command/context.ts'
import { presence, voteView } from '#server/features/meeting/views.ts'

/** What acts on one vote have in common. The session's row is locked first, then the vote's: always in this order. */
export async function meetingIdOf(ctx: CommandContext, voteId: string): Promise<string> {
  const found = await ctx.tx.vote.findUnique({ where: { id: voteId }, select: { meetingId: true } })
  if (!found) throw new Refusal('NOT_FOUND')
  return found.meetingId
}

/** Waits for ballots under way; a later one meets what this act leaves. */
export async function lockVote(ctx: CommandContext, voteId: string): Promise<void> {
  await ctx.tx.$queryRawUnsafe(`SELECT 1 FROM "Vote" WHERE id = $1::uuid FOR UPDATE`, voteId)
}

/** What the view of a vote reads beside its row. */
export const withBallots = { voters: true, ballots: true, _count: { select: { sealed: true } } } as const

/** The vote as screens show it, with the room as it is now. */
export async function viewNow(ctx: CommandContext, vote: Parameters<typeof voteView>[0]): Promise<ReturnType<typeof voteView>> {
  const { presentVoters } = await presence(ctx.tx, vote.meetingId)
  return voteView(vote, new Set(presentVoters.map(p => p.userId)))
}

/** A ruling on a list of options as it is kept with the vote. */
export const listResultOf = (d: OptionsRuling, optionVotes: number[]) => ({ outcome: d.outcome, base: d.base, needed: d.needed, notCast: d.notCast, missing: d.missing, sentence: d.sentence, source: sourceText(d.source), chosen: d.chosen, tied: d.tied, optionVotes })
/** A ruling on the three answers as it is kept with the vote. */
export const resultOf = (d: Ruling) => ({ outcome: d.outcome, base: d.base, needed: d.needed, notCast: d.notCast, missing: d.missing, sentence: legalSentence(d, d.rule), source: sourceText(d.source) })
