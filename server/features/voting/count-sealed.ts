import { randomInt, randomUUID } from 'node:crypto'
import type { VoteCount } from '#app/domain/voting/majority.ts'
import { checkPicks, type OptionSet } from '#app/domain/voting/options.ts'
import { type Opened, shuffled, unpackBallot, unpackPicks } from '#app/domain/voting/sealed.ts'
import { type CommandContext, Refusal } from '#server/command/context.ts'

export type SecretCount = { count: VoteCount; invalid: number; receipts: string[]; /** of a vote with options: what each ballot chose, in no order */ picks: number[][] | null }

/**
 * Kiểm phiếu kín, inside the transaction that closes the vote and under its lock: opens every ballot, writes the choices
 * without person, time or order, keeps who has voted with the receipt, deletes what was sealed. The key goes after the
 * commit: rolled back, the ballots can still be counted.
 * @throws Refusal VOTE_KEY_LOST when the key's file is gone, VOTE_SECRET_ONE_BALLOT when a total would be one person's choice
 */
export async function countSealed(ctx: CommandContext, vote: { id: string; keyId: string | null; options: unknown }): Promise<SecretCount> {
  const sealed = await ctx.tx.sealedBallot.findMany({ where: { voteId: vote.id }, select: { sealed: true, receipt: true } })
  if (sealed.length === 1) throw new Refusal('VOTE_SECRET_ONE_BALLOT')
  const opener = vote.keyId ? await ctx.voteKeys.opener(vote.keyId) : null
  if (!opener && sealed.length > 0) throw new Refusal('VOTE_KEY_LOST')
  const seen = new Set<string>()
  const set = vote.options as OptionSet | null
  const picks: number[][] = []
  const opened = sealed.map((b): Opened => {
    const bytes = Buffer.from(b.sealed).toString('base64')
    // A copy of somebody else's sealed ballot counts for nobody: many copies would make a total tell what the one says.
    if (seen.has(bytes)) return 'invalid'
    seen.add(bytes)
    const packed = opener?.(vote.id, b.sealed)
    if (!packed) return 'invalid'
    if (!set) return unpackBallot(packed) ?? 'invalid'
    const chosen = unpackPicks(packed)
    if (!chosen) return unpackBallot(packed) === 'abstain' ? 'abstain' : 'invalid'
    if (!checkPicks(chosen, { ...set, count: set.list.length }).ok) return 'invalid'
    picks.push(chosen)
    return 'for'
  })
  // Of a list every option chosen is a row of its own: which ones stood together on a ballot would be a signature.
  const rows: string[] = set ? [...opened.filter(c => c !== 'for'), ...picks.flat().map(p => `#${p}`)] : opened
  if (opened.length > 0) {
    // One statement, in random order, with ids that carry no time: neither place nor row version says whose a choice is.
    await ctx.tx.$executeRawUnsafe(
      `INSERT INTO "AnonymousBallot"(id, "voteId", choice)
       SELECT x.id, $2::uuid, x.choice FROM jsonb_to_recordset($1::jsonb) AS x(id uuid, choice text)`,
      JSON.stringify(shuffled(rows, randomInt).map(choice => ({ id: randomUUID(), choice }))),
      vote.id,
    )
    await ctx.tx.$executeRawUnsafe(
      `INSERT INTO "VoteTurnout"("voteId", "userId", receipt)
       SELECT "voteId", "userId", receipt FROM "SealedBallot" WHERE "voteId" = $1::uuid ORDER BY "userId"`,
      vote.id,
    )
    await ctx.tx.sealedBallot.deleteMany({ where: { voteId: vote.id } })
  }
  const { keyId } = vote
  if (keyId) ctx.afterCommit(() => ctx.voteKeys.destroy(keyId))
  const count: VoteCount = { for: 0, against: 0, abstain: 0 }
  for (const choice of opened) if (choice !== 'invalid') count[choice] += 1
  return { count, invalid: opened.filter(c => c === 'invalid').length, receipts: sealed.map(b => b.receipt).sort(), picks: set ? picks : null }
}
