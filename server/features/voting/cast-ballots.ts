import type { Pool } from 'pg'
import { v7 as uuid } from 'uuid'
import { voteCast } from '#app/contracts/meeting.ts'
import type { Answer, OutputOf, ParsedOf } from '#app/contracts/define.ts'
import type { MeetingRuleSet } from '#app/domain/meeting/rule-set.ts'
import { canCast, fitsForm, type VoteState } from '#app/domain/voting/machine.ts'
import { checkPicks } from '#app/domain/voting/options.ts'
import { fromText, sealedBytes } from '#app/domain/voting/sealed.ts'
import { receiptOfSealed } from '#server/secret/sealing.ts'
import { type BatchRequest, batchHandler } from '#server/command/handler.ts'
import { receiptCode } from '#server/features/receipt-code.ts'

type Request = BatchRequest<ParsedOf<typeof voteCast>>
type Out = OutputOf<typeof voteCast>
type Answers = Map<Request, Answer<Out>>
type Client = { query: Pool['query'] }
/** A request, and whose ballot it is: one's own, or that of the member whose PIN granted it on a shared device. */
type Sent = { request: Request; voterId: string; voterUnitId: string | null }
type VoteRow = { id: string; meetingId: string; status: VoteState; closesAt: Date | null; openedAt: Date; rule: MeetingRuleSet; form: string; sealBytes: number | null; isHeld: boolean; options: PickRules | null }
/** Of a vote with options what a ballot is checked by, without the words. */
type PickRules = { min: number; max: number; count: number }
/**
 * What is known of one request: the command seen before and its answer; whether the voter is on the frozen list, the role
 * in the session, and changes of a ballot already cast.
 */
type Known = { seenName: string | null; seenActorId: string | null; seenAnswer: Out | null; isVoter: boolean; role: string | null; changes: number | null }

/** Called after each committed batch with the votes it touched: the wire tells the new count. */
export const ballotHooks = new Set<(voteIds: string[]) => void>()

/** The same command came in through another process meanwhile: the batch begins again and meets the answer it had. */
class Overtaken extends Error {}
const MAX_ATTEMPTS = 3

/**
 * Bỏ phiếu, in group commit: one transaction for all ballots that arrived while the last commit was under way, each
 * answered only after it. Two trips to the database whatever the number of ballots, one to learn and one to store: the hall
 * votes in the same second, and every trip is felt by all of it (server/db/batch-pool.ts). A share lock on the vote keeps closing out until the batch is in; one row a member
 * (unique key), the last choice counts; every ballot leaves an audit-only line without a sequence or a stream. A ballot of a
 * secret vote comes sealed: nothing here, in the log or in the receipt knows the choice.
 */
export const castBallots = batchHandler(voteCast, async (pool, requests, now): Promise<Answer<Out>[]> => {
  const first = new Map<string, Request>()
  for (const r of requests) if (!first.has(r.commandId)) first.set(r.commandId, r)
  const unique = [...first.values()]
  let done: { answers: Answers; touched: Set<string> } | null = null
  for (let attempt = 1; !done; attempt++)
    try {
      done = await castOnce(pool, unique, now)
    } catch (err) {
      if (!(err instanceof Overtaken) || attempt >= MAX_ATTEMPTS) throw err
    }
  if (done.touched.size > 0) for (const hook of ballotHooks) hook([...done.touched])
  // A command id sent twice within one batch was run once; its twin gets the same answer.
  const byCommand = new Map([...done.answers].map(([r, a]) => [`${r.commandId}/${r.actor.userId}`, a]))
  return requests.map(r => byCommand.get(`${r.commandId}/${r.actor.userId}`) ?? { ok: false, code: 'CONFLICT' })
})

async function castOnce(pool: Pool, requests: Request[], now: Date): Promise<{ answers: Answers; touched: Set<string> }> {
  const client = await pool.connect()
  try {
    const done = await castIn(client, requests, now)
    client.release()
    return done
  } catch (err) {
    // The connection may be what broke: then it goes, and what it had begun with it. The cause is told, not that ROLLBACK failed.
    await client.query('ROLLBACK').then(
      () => client.release(),
      (lost: Error) => client.release(lost),
    )
    throw isOvertaken(err) ? new Overtaken() : err
  }
}

const isOvertaken = (err: unknown): boolean => (err as { constraint?: string }).constraint === 'CommandReceipt_pkey'

/** The transaction, from BEGIN to COMMIT. What it throws leaves nothing behind. */
async function castIn(client: Client, requests: Request[], now: Date): Promise<{ answers: Answers; touched: Set<string> }> {
  const answers: Answers = new Map()
  const touched = new Set<string>()
  const own = requests.filter(r => !r.input.grantId).map((request): Sent => ({ request, voterId: request.actor.userId, voterUnitId: request.actor.unitId }))
  const [, votes, known] = await Promise.all([
    client.query('BEGIN'),
    lockVotes(client, [...new Set(requests.map(r => r.input.voteId))].sort()),
    knownOf(client, requests.map(request => ({ request, voterId: request.actor.userId, voterUnitId: null }))),
  ])
  const fresh = requests.filter(r => {
    const k = known.get(r)
    if (!k?.seenName) return true
    const isSame = k.seenName === voteCast.name && k.seenActorId === r.actor.userId && k.seenAnswer
    answers.set(r, isSame ? { ok: true, data: k.seenAnswer as Out, replayed: true } : { ok: false, code: 'CONFLICT' })
    return false
  })
  const lent = await lentBallots(client, fresh.filter(r => r.input.grantId), answers, now)
  if (lent.length > 0) for (const [r, k] of await knownOf(client, lent)) known.set(r, k)

  const key = (voteId: string, userId: string) => `${voteId}/${userId}`
  const changesOf = new Map<string, number>()
  // Two ballots of one member in one batch: both answered, the later in order of arrival stands.
  const standing = new Map<string, string>()
  const rows: Row[] = []
  const sentBy = new Map([...own, ...lent].map(s => [s.request, s]))
  for (const r of fresh) {
    const sent = sentBy.get(r)
    if (!sent) continue
    const k = key(r.input.voteId, sent.voterId)
    const vote = votes.get(r.input.voteId)
    const person = known.get(r)
    if (!changesOf.has(k) && typeof person?.changes === 'number') changesOf.set(k, person.changes)
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
    const { picks } = r.input
    // On a list `for` says that something was chosen; what, stands beside it.
    const choice = picks ? 'for' : r.input.choice
    const sealed = r.input.sealed === undefined ? null : fromText(r.input.sealed)
    const isSecret = vote.form === 'secret'
    const fits = fitsForm({ isSecret, hasChoice: choice !== undefined, sealedLength: sealed?.length ?? (r.input.sealed === undefined ? null : -1), wanted: sealedBytes(vote.sealBytes ?? 0) })
    if (!fits.ok) {
      answers.set(r, { ok: false, code: fits.code })
      continue
    }
    const wrong = isSecret ? null : picksFault(vote.options, r.input)
    if (wrong) {
      answers.set(r, { ok: false, ...wrong })
      continue
    }
    const changes = changesOf.has(k) ? (changesOf.get(k) ?? 0) + 1 : 0
    changesOf.set(k, changes)
    const receipt = sealed ? receiptOfSealed(sealed) : receiptCode()
    const operatorId = sent.voterId === r.actor.userId ? null : r.actor.userId
    rows.push({ commandId: r.commandId, senderId: r.actor.userId, id: uuid(), voteId: vote.id, userId: sent.voterId, unitId: sent.voterUnitId, operatorId, ip: r.ip, choice: choice ?? null, picks: picks ?? null, sealed: sealed ? Buffer.from(sealed).toString('hex') : null, changes, receipt, stands: true })
    standing.set(k, r.commandId)
    answers.set(r, { ok: true, data: { ...(choice ? { choice } : {}), ...(picks ? { picks } : {}), castAt: now.getTime(), receipt, changes } })
    touched.add(vote.id)
  }
  for (const row of rows) row.stands = standing.get(key(row.voteId, row.userId)) === row.commandId
  await Promise.all([
    rows.length > 0 && store(client, rows, now),
    giveBack(client, lent.filter(s => answers.get(s.request)?.ok !== true)),
    client.query('COMMIT'),
  ])
  return { answers, touched }
}

/** The votes, shared-locked: no closing, cancelling or holding until the batch is in. */
async function lockVotes(client: Client, voteIds: readonly string[]): Promise<Map<string, VoteRow>> {
  const { rows } = await client.query<VoteRow>({
    name: 'ballots.votes',
    text: `SELECT id, "meetingId", status, "closesAt", "openedAt", rule, form, "sealBytes", held IS NOT NULL AS "isHeld",
       CASE WHEN options IS NOT NULL THEN jsonb_build_object('min', options->'min', 'max', options->'max', 'count', jsonb_array_length(options->'list')) END AS options FROM "Vote" WHERE id = ANY($1::uuid[]) ORDER BY id FOR SHARE`,
    values: [voteIds],
  })
  return new Map(rows.map(v => [v.id, v]))
}

/** What is wrong with an open ballot on this vote's list, at its field; a vote without a list takes the three answers only. */
function picksFault(rules: PickRules | null, { picks, choice }: ParsedOf<typeof voteCast>): Omit<Answer<never> & { ok: false }, 'ok'> | null {
  if (!rules) return picks ? { code: 'VOTE_SECRET_UNSEALED' } : null
  if (!picks) return choice === 'abstain' ? null : { code: 'VOTE_PICKS_ASKED', fields: { picks: 'VOTE_PICKS_ASKED' } }
  const checked = checkPicks(picks, rules)
  return checked.ok ? null : { code: checked.code, params: checked.params, fields: { picks: checked.code } }
}

type Row = { commandId: string; senderId: string; id: string; voteId: string; userId: string; unitId: string | null; operatorId: string | null; ip: string | null; choice: string | null; picks: readonly number[] | null; sealed: string | null; changes: number; receipt: string; stands: boolean }

/**
 * Ballots, their lines in the log and the receipts of their commands, in one statement. Rows go in one order, so that two
 * processes writing the same members' ballots wait for each other instead of locking up. Refusals keep no receipt: after
 * the cause is gone the same command may be tried again.
 */
async function store(client: Client, rows: Row[], now: Date): Promise<void> {
  await client.query({
    name: 'ballots.store',
    text: `WITH x AS MATERIALIZED (
         SELECT * FROM jsonb_to_recordset($1::jsonb) AS x("commandId" uuid, "senderId" uuid, id uuid, "voteId" uuid, "userId" uuid, "unitId" uuid, "operatorId" uuid, ip text, choice text, picks int[], sealed text, changes int, receipt text, stands boolean)),
       receipts AS (
         INSERT INTO "CommandReceipt"("commandId", name, "actorId", answer)
         SELECT "commandId", $3, "senderId", jsonb_strip_nulls(jsonb_build_object('choice', choice, 'picks', picks, 'castAt', $4::bigint, 'receipt', receipt, 'changes', changes)) FROM x ORDER BY "commandId"),
       opened AS (
         INSERT INTO "Ballot"(id, "voteId", "userId", choice, picks, changes, receipt, "castAt")
         SELECT id, "voteId", "userId", choice, COALESCE(picks, '{}'), changes, receipt, $2 FROM x WHERE stands AND choice IS NOT NULL ORDER BY "voteId", "userId"
         ON CONFLICT ("voteId", "userId") DO UPDATE
           SET choice = EXCLUDED.choice, picks = EXCLUDED.picks, changes = EXCLUDED.changes, receipt = EXCLUDED.receipt, "castAt" = EXCLUDED."castAt", source = 'screen'),
       sealed AS (
         INSERT INTO "SealedBallot"("voteId", "userId", sealed, changes, receipt, "castAt")
         SELECT "voteId", "userId", decode(sealed, 'hex'), changes, receipt, $2 FROM x WHERE stands AND sealed IS NOT NULL ORDER BY "voteId", "userId"
         ON CONFLICT ("voteId", "userId") DO UPDATE
           SET sealed = EXCLUDED.sealed, changes = EXCLUDED.changes, receipt = EXCLUDED.receipt, "castAt" = EXCLUDED."castAt"),
       logged AS (
         INSERT INTO "EventLog"(stream, seq, name, v, payload, meta, "actorId", "unitId", "commandId", "occurredAt")
         SELECT 'audit:vote:' || "voteId", NULL, CASE WHEN choice IS NULL THEN 'vote.sealedBallotRecorded' ELSE 'vote.ballotRecorded' END, 1,
                jsonb_strip_nulls(jsonb_build_object('voteId', "voteId", 'choice', choice, 'picks', picks, 'changes', changes)),
                jsonb_strip_nulls(jsonb_build_object('ip', ip, 'operatorId', "operatorId")), "userId", "unitId", "commandId", $2 FROM x)
       SELECT`,
    values: [JSON.stringify(rows), now, voteCast.name, now.getTime()],
  })
}

/**
 * What is known of the requests, as the ballots of those voters: one query for all. Each row is looked up by its key and
 * nothing is joined, so that what one ballot costs does not grow with the votes held before.
 */
async function knownOf(client: Client, sent: readonly Sent[]): Promise<Map<Request, Known>> {
  const { rows } = await client.query<Known & { at: number }>({
    name: 'ballots.known',
    text: `SELECT x.at, c.name AS "seenName", c."actorId" AS "seenActorId", c.answer AS "seenAnswer",
              (SELECT true FROM "VoteVoter" w WHERE w."voteId" = x."voteId" AND w."userId" = x."userId") IS NOT NULL AS "isVoter",
              (SELECT p.role FROM "MeetingParticipant" p WHERE p."userId" = x."userId" AND p."meetingId" = (SELECT v."meetingId" FROM "Vote" v WHERE v.id = x."voteId")) AS role,
              COALESCE((SELECT b.changes FROM "Ballot" b WHERE b."voteId" = x."voteId" AND b."userId" = x."userId"),
                       (SELECT s.changes FROM "SealedBallot" s WHERE s."voteId" = x."voteId" AND s."userId" = x."userId")) AS changes
         FROM unnest($1::int[], $2::uuid[], $3::uuid[], $4::uuid[]) AS x(at, "commandId", "voteId", "userId")
         LEFT JOIN LATERAL (SELECT name, "actorId", answer FROM "CommandReceipt" r WHERE r."commandId" = x."commandId" LIMIT 1) c ON true`,
    values: [sent.map((_, at) => at), sent.map(s => s.request.commandId), sent.map(s => s.request.input.voteId), sent.map(s => s.voterId)],
  })
  return new Map(rows.flatMap(({ at, ...known }) => (sent[at] ? [[sent[at].request, known] as const] : [])))
}

/**
 * Ballots on a shared device. A grant is good for one ballot of one person in one vote, on the device that asked for
 * it, for a minute; it is spent in the transaction of the ballot. Requests with a wrong one are answered here.
 */
async function lentBallots(client: Client, requests: Request[], answers: Answers, now: Date): Promise<Sent[]> {
  if (requests.length === 0) return []
  const { rows } = await client.query<{ id: string; userId: string }>(
    `UPDATE "BallotGrant" g SET "usedAt" = $2
     FROM jsonb_to_recordset($1::jsonb) AS x(id uuid, "voteId" uuid, "operatorId" uuid)
     WHERE g.id = x.id AND g."voteId" = x."voteId" AND g."operatorId" = x."operatorId" AND g."usedAt" IS NULL AND g."expiresAt" > $2
     RETURNING g.id, g."userId"`,
    [JSON.stringify(requests.map(r => ({ id: r.input.grantId, voteId: r.input.voteId, operatorId: r.actor.userId }))), now],
  )
  const granted = new Map(rows.map(r => [r.id, r.userId]))
  return requests.flatMap((request): Sent[] => {
    const voterId = granted.get(request.input.grantId ?? '')
    // Spent by the first request that names it, also within one batch.
    granted.delete(request.input.grantId ?? '')
    if (voterId) return [{ request, voterId, voterUnitId: null }]
    answers.set(request, { ok: false, code: 'PIN_GRANT_WRONG' })
    return []
  })
}

/** A ballot that was refused has spent nothing: when its cause is gone the person need not type the PIN again. */
async function giveBack(client: Client, refused: readonly Sent[]): Promise<void> {
  if (refused.length > 0) await client.query(`UPDATE "BallotGrant" SET "usedAt" = NULL WHERE id = ANY($1::uuid[])`, [refused.map(s => s.request.input.grantId)])
}
