import type { Pool } from 'pg'
import { v7 as uuid } from 'uuid'
import { voteCast } from '#app/contracts/meeting.ts'
import type { Answer, OutputOf, ParsedOf } from '#app/contracts/define.ts'
import type { MeetingRuleSet } from '#app/domain/meeting/rule-set.ts'
import { canCast, fitsForm, type VoteState } from '#app/domain/voting/machine.ts'
import { fromText, sealedBytes } from '#app/domain/voting/sealed.ts'
import { receiptOfSealed } from '#server/secret/sealing.ts'
import { type BatchRequest, batchHandler } from '#server/command/handler.ts'
import { receiptCode } from '#server/features/receipt-code.ts'

type Request = BatchRequest<ParsedOf<typeof voteCast>>
type Out = OutputOf<typeof voteCast>
/** A request, and whose ballot it is: one's own, or that of the member whose PIN granted it on a shared device. */
type Sent = Request & { voterId: string; voterUnitId: string | null }
type VoteRow = { id: string; status: VoteState; closesAt: Date | null; openedAt: Date; rule: MeetingRuleSet; form: string; sealBytes: number | null; isHeld: boolean }
/** What is known of somebody who sends a ballot: on the frozen list or not, role in the session, changes of the ballot cast. */
type PersonRow = { voteId: string; userId: string; isVoter: boolean; role: string | null; changes: number | null }

/** Called after each committed batch with the votes it touched: the wire tells the new count. */
export const ballotHooks = new Set<(voteIds: string[]) => void>()

/**
 * Bỏ phiếu, in group commit: one transaction for all ballots that arrived while the last commit was under way, each
 * answered only after it. A share lock on the vote keeps closing out until the batch is in; one row a member
 * (unique key), the last choice counts; every ballot leaves an audit-only line without a sequence or a stream. A ballot of a
 * secret vote comes sealed: nothing here, in the log or in the receipt knows the choice.
 */
export const castBallots = batchHandler(voteCast, async (pool, requests, now): Promise<Answer<Out>[]> => {
  const answers = new Map<Request, Answer<Out>>()
  const touched = new Set<string>()
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    const unseen = await fresh(client, requests, answers)
    const open = await withVoters(client, unseen, answers, now)
    const voteIds = [...new Set(open.map(r => r.input.voteId))].sort()
    const votes = new Map(
      (
        await client.query<VoteRow>(`SELECT id, status, "closesAt", "openedAt", rule, form, "sealBytes", held IS NOT NULL AS "isHeld" FROM "Vote" WHERE id = ANY($1::uuid[]) ORDER BY id FOR SHARE`, [voteIds])
      ).rows.map(v => [v.id, v]),
    )
    const key = (voteId: string, userId: string) => `${voteId}/${userId}`
    const { rows: people } = await client.query<PersonRow>(
      `SELECT x."voteId", x."userId", w."userId" IS NOT NULL AS "isVoter", p.role, COALESCE(b.changes, s.changes) AS changes
       FROM jsonb_to_recordset($1::jsonb) AS x("voteId" uuid, "userId" uuid)
       JOIN "Vote" v ON v.id = x."voteId"
       LEFT JOIN "VoteVoter" w ON w."voteId" = x."voteId" AND w."userId" = x."userId"
       LEFT JOIN "MeetingParticipant" p ON p."meetingId" = v."meetingId" AND p."userId" = x."userId"
       LEFT JOIN "Ballot" b ON b."voteId" = x."voteId" AND b."userId" = x."userId"
       LEFT JOIN "SealedBallot" s ON s."voteId" = x."voteId" AND s."userId" = x."userId"`,
      [JSON.stringify(open.map(r => ({ voteId: r.input.voteId, userId: r.voterId })))],
    )
    const personOf = new Map(people.map(p => [key(p.voteId, p.userId), p]))
    const changesOf = new Map(people.flatMap(p => (p.changes === null ? [] : [[key(p.voteId, p.userId), p.changes] as const])))

    // Two ballots of one member in one batch: both answered, the later in order of arrival stands.
    const rows = new Map<string, { id: string; voteId: string; userId: string; choice: string; changes: number; receipt: string }>()
    const sealedRows = new Map<string, { voteId: string; userId: string; sealed: string; changes: number; receipt: string }>()
    const audit: { voteId: string; choice: string | null; changes: number; operatorId: string | null; actorId: string; unitId: string | null; commandId: string; ip: string | null }[] = []
    for (const r of open) {
      const k = key(r.input.voteId, r.voterId)
      const vote = votes.get(r.input.voteId)
      const person = personOf.get(k)
      const role = person?.role ?? undefined
      const isVoter = person?.isVoter ?? false
      if (!vote || (role === undefined && !isVoter)) {
        answers.set(r, { ok: false, code: vote ? 'VOTE_NOT_A_VOTER' : 'NOT_FOUND' })
        continue
      }
      const verdict = canCast({
        voteState: vote.status,
        closesAt: vote.closesAt?.getTime() ?? null,
        now: now.getTime(),
        isFrozenVoter: isVoter,
        isHeld: vote.isHeld,
        hasCast: changesOf.has(k),
        changeAllowed: vote.rule.changeBallotAllowed,
        ...(role === undefined ? {} : { role }),
      })
      if (!verdict.ok) {
        answers.set(r, { ok: false, code: verdict.code })
        continue
      }
      const { choice } = r.input
      const sealed = r.input.sealed === undefined ? null : fromText(r.input.sealed)
      const isSecret = vote.form === 'secret'
      const fits = fitsForm({ isSecret, hasChoice: choice !== undefined, sealedLength: sealed?.length ?? (r.input.sealed === undefined ? null : -1), wanted: sealedBytes(vote.sealBytes ?? 0) })
      if (!fits.ok) {
        answers.set(r, { ok: false, code: fits.code })
        continue
      }
      const changes = changesOf.has(k) ? (changesOf.get(k) ?? 0) + 1 : 0
      changesOf.set(k, changes)
      const receipt = sealed ? receiptOfSealed(sealed) : receiptCode()
      if (sealed) sealedRows.set(k, { voteId: vote.id, userId: r.voterId, sealed: Buffer.from(sealed).toString('hex'), changes, receipt })
      else if (choice) rows.set(k, { id: uuid(), voteId: vote.id, userId: r.voterId, choice, changes, receipt })
      audit.push({ voteId: vote.id, choice: choice ?? null, changes, actorId: r.voterId, unitId: r.voterUnitId, operatorId: r.voterId === r.actor.userId ? null : r.actor.userId, commandId: r.commandId, ip: r.ip })
      answers.set(r, { ok: true, data: { ...(choice ? { choice } : {}), castAt: now.getTime(), receipt, changes } })
      touched.add(vote.id)
    }
    // Always in one order: two processes writing the same members' ballots wait for each other instead of locking up.
    const inOrder = <T extends { voteId: string; userId: string }>(list: Map<string, T>): T[] => [...list.values()].sort((x, y) => (key(x.voteId, x.userId) < key(y.voteId, y.userId) ? -1 : 1))
    if (rows.size > 0)
      await client.query(
        `INSERT INTO "Ballot"(id, "voteId", "userId", choice, changes, receipt, "castAt")
         SELECT x.id, x."voteId", x."userId", x.choice, x.changes, x.receipt, $2
         FROM jsonb_to_recordset($1::jsonb) AS x(id uuid, "voteId" uuid, "userId" uuid, choice text, changes int, receipt text)
         ON CONFLICT ("voteId", "userId") DO UPDATE
           SET choice = EXCLUDED.choice, changes = EXCLUDED.changes, receipt = EXCLUDED.receipt, "castAt" = EXCLUDED."castAt", source = 'screen'`,
        [JSON.stringify(inOrder(rows)), now],
      )
    if (sealedRows.size > 0)
      await client.query(
        `INSERT INTO "SealedBallot"("voteId", "userId", sealed, changes, receipt, "castAt")
         SELECT x."voteId", x."userId", decode(x.sealed, 'hex'), x.changes, x.receipt, $2
         FROM jsonb_to_recordset($1::jsonb) AS x("voteId" uuid, "userId" uuid, sealed text, changes int, receipt text)
         ON CONFLICT ("voteId", "userId") DO UPDATE
           SET sealed = EXCLUDED.sealed, changes = EXCLUDED.changes, receipt = EXCLUDED.receipt, "castAt" = EXCLUDED."castAt"`,
        [JSON.stringify(inOrder(sealedRows)), now],
      )
    if (audit.length > 0)
      await client.query(
        `INSERT INTO "EventLog"(stream, seq, name, v, payload, meta, "actorId", "unitId", "commandId", "occurredAt")
         SELECT 'audit:vote:' || x."voteId", NULL, CASE WHEN x.choice IS NULL THEN 'vote.sealedBallotRecorded' ELSE 'vote.ballotRecorded' END, 1,
                jsonb_strip_nulls(jsonb_build_object('voteId', x."voteId", 'choice', x.choice, 'changes', x.changes)),
                jsonb_strip_nulls(jsonb_build_object('ip', x.ip, 'operatorId', x."operatorId")), x."actorId", x."unitId", x."commandId", $2
         FROM jsonb_to_recordset($1::jsonb) AS x("voteId" uuid, choice text, changes int, "operatorId" uuid, "actorId" uuid, "unitId" uuid, "commandId" uuid, ip text)`,
        [JSON.stringify(audit), now],
      )
    // Refusals keep no receipt: after the cause is gone the same command may be tried again.
    const kept = open.flatMap(r => {
      const a = answers.get(r)
      return a?.ok ? [{ id: r.commandId, answer: a.data }] : []
    })
    const refused = unseen.filter(r => !answers.get(r)?.ok).map(r => r.commandId)
    if (kept.length > 0) {
      await client.query(
        `UPDATE "CommandReceipt" c SET answer = x.answer FROM jsonb_to_recordset($1::jsonb) AS x(id uuid, answer jsonb) WHERE c."commandId" = x.id`,
        [JSON.stringify(kept)],
      )
    }
    if (refused.length > 0) await client.query(`DELETE FROM "CommandReceipt" WHERE "commandId" = ANY($1::uuid[])`, [refused])
    await client.query('COMMIT')
    client.release()
  } catch (err) {
    // The connection may be what broke: then it goes, and what it had begun with it. The cause is told, not that ROLLBACK failed.
    await client.query('ROLLBACK').then(
      () => client.release(),
      (lost: Error) => client.release(lost),
    )
    throw err
  }
  if (touched.size > 0) for (const hook of ballotHooks) hook([...touched])
  // A command id sent twice within one batch was run once; its twin gets the same answer.
  const byCommand = new Map([...answers].map(([r, a]) => [`${r.commandId}/${r.actor.userId}`, a]))
  return requests.map(r => answers.get(r) ?? byCommand.get(`${r.commandId}/${r.actor.userId}`) ?? { ok: false, code: 'CONFLICT' })
})

/**
 * Whose ballot each request is. A grant is good for one ballot of one person in one vote, on the device that asked for
 * it, for a minute; it is spent in the transaction of the ballot. Requests with a wrong one are answered here.
 */
async function withVoters(client: { query: Pool['query'] }, requests: Request[], answers: Map<Request, Answer<Out>>, now: Date): Promise<Sent[]> {
  const wanted = requests.flatMap(r => (r.input.grantId ? [{ id: r.input.grantId, voteId: r.input.voteId, operatorId: r.actor.userId }] : []))
  const { rows } =
    wanted.length === 0
      ? { rows: [] }
      : await client.query<{ id: string; userId: string }>(
          `UPDATE "BallotGrant" g SET "usedAt" = $2
           FROM jsonb_to_recordset($1::jsonb) AS x(id uuid, "voteId" uuid, "operatorId" uuid)
           WHERE g.id = x.id AND g."voteId" = x."voteId" AND g."operatorId" = x."operatorId" AND g."usedAt" IS NULL AND g."expiresAt" > $2
           RETURNING g.id, g."userId"`,
          [JSON.stringify(wanted), now],
        )
  const granted = new Map(rows.map(r => [r.id, r.userId]))
  return requests.flatMap(r => {
    if (!r.input.grantId) return [Object.assign(r, { voterId: r.actor.userId, voterUnitId: r.actor.unitId })]
    const voterId = granted.get(r.input.grantId)
    // Spent by the first request that names it, also within one batch.
    granted.delete(r.input.grantId)
    if (voterId) return [Object.assign(r, { voterId, voterUnitId: null })]
    answers.set(r, { ok: false, code: 'PIN_GRANT_WRONG' })
    return []
  })
}

/** Writes receipts; a command id seen before (here or earlier) gets the answer it had. Returns those that are new. */
async function fresh(client: { query: Pool['query'] }, requests: Request[], answers: Map<Request, Answer<Out>>): Promise<Request[]> {
  const first = new Map<string, Request>()
  for (const r of requests) if (!first.has(r.commandId)) first.set(r.commandId, r)
  const unique = [...first.values()]
  const { rows: inserted } = await client.query<{ commandId: string }>(
    `INSERT INTO "CommandReceipt"("commandId", name, "actorId")
     SELECT x.id, 'vote.cast', x.actor FROM jsonb_to_recordset($1::jsonb) AS x(id uuid, actor uuid) ORDER BY x.id
     ON CONFLICT DO NOTHING RETURNING "commandId"`,
    [JSON.stringify(unique.map(r => ({ id: r.commandId, actor: r.actor.userId })))],
  )
  const isNew = new Set(inserted.map(r => r.commandId))
  const known = unique.filter(r => !isNew.has(r.commandId))
  if (known.length > 0) {
    const { rows: seen } = await client.query<{ commandId: string; name: string; actorId: string; answer: Out }>(
      `SELECT "commandId", name, "actorId", answer FROM "CommandReceipt" WHERE "commandId" = ANY($1::uuid[])`,
      [known.map(r => r.commandId)],
    )
    const answerOf = new Map(seen.map(s => [s.commandId, s]))
    for (const r of known) {
      const s = answerOf.get(r.commandId)
      const isSame = s && s.name === 'vote.cast' && s.actorId === r.actor.userId && s.answer
      answers.set(r, isSame ? { ok: true, data: s.answer, replayed: true } : { ok: false, code: 'CONFLICT' })
    }
  }
  return unique.filter(r => isNew.has(r.commandId))
}
