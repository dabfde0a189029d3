import type { Pool } from 'pg'
import type { Logger } from 'pino'
import { commands } from '#app/contracts/index.ts'
import { type Answer, Id } from '#app/contracts/define.ts'
import { type ErrorCode, errorCodes } from '#app/contracts/errors.ts'
import type { WorkCalendar } from '#app/domain/calendar/working-days.ts'
import { appendEvents } from '#server/outbox/append.ts'
import type { VoteKeys } from '#server/secret/vote-keys.ts'
import { type Actor, type CommandContext, type Db, type EmittedEvent, isSystem, Refusal } from './context.ts'
import { gathering } from './gather.ts'
import { giveGuessBack, takeGuess } from './guesses.ts'
import type { BatchHandler, BatchRequest, Handler } from './handler.ts'

/** Inputs larger than this are refused before they are parsed. */
const MAX_INPUT_BYTES = 64 * 1024
const MAX_ATTEMPTS = 3

export type Caller = { actor: Actor | null; ip: string | null }
export type RunCommand = (name: string, rawInput: unknown, commandId: string, caller: Caller) => Promise<Answer>

type Deps = {
  db: Db
  pool: Pool
  /** for batches: several statements in one trip (server/db/batch-pool.ts) */
  batchPool: Pool
  log: Logger
  clock: () => Date
  calendar: () => Promise<WorkCalendar>
  voteKeys: VoteKeys
  handlers: ReadonlyMap<string, Handler>
  batchHandlers: ReadonlyMap<string, BatchHandler>
  /** wakes the relay of this process at once; NOTIFY wakes the others */
  afterCommit: () => void
}

/** Commands a person may run before the account is in order (new password, second factor). */
const BEFORE_ACCOUNT_IN_ORDER = new Set(['account.changePassword', 'account.enableTotp', 'account.endSession'])

/**
 * The one way to change anything. Order is always the same: actor, size and shape of input, transaction, receipt
 * (a repeated command id gets the stored answer), facts with locks, policy, rule, rows, events, commit, answer.
 * Returns an answer in every case; internal detail goes to the log only.
 */
export function makeRunCommand(deps: Deps): RunCommand {
  const batches = new Map([...deps.batchHandlers].map(([name, h]) => [name, makeBatcher(h, deps)]))

  return async (name, rawInput, commandId, caller) => {
    const def = commands.get(name)
    const refuse = (code: ErrorCode, extra: Partial<Extract<Answer, { ok: false }>> = {}): Answer => {
      if (errorCodes[code].level !== 'info') logRefusal(deps, name, code, caller)
      return { ok: false, code, ...extra }
    }
    if (!def) return refuse('UNKNOWN_COMMAND')
    const { actor } = caller
    if (!actor) return refuse('NOT_SIGNED_IN')
    if (def.door === 'system' && !isSystem(actor)) return refuse('FORBIDDEN')
    if (!BEFORE_ACCOUNT_IN_ORDER.has(name)) {
      if (actor.mustChangePassword) return refuse('FORBIDDEN')
      if (actor.mustSetUpSecondFactor) return refuse('SECOND_FACTOR_SETUP_REQUIRED')
    }
    if (!Id.safeParse(commandId).success) return refuse('BAD_INPUT', { fields: { commandId: 'BAD_INPUT' } })
    if (sizeOf(rawInput) > MAX_INPUT_BYTES) return refuse('INPUT_TOO_LARGE')
    const parsed = def.input.safeParse(rawInput)
    if (!parsed.success) {
      const fields: Record<string, string> = {}
      for (const issue of parsed.error.issues) fields[issue.path.join('.') || '_'] ??= issue.code
      return refuse('BAD_INPUT', { fields })
    }

    const batch = batches.get(name)
    if (batch) return batch({ commandId, actor, input: parsed.data as never, ip: caller.ip })
    const found = deps.handlers.get(name)
    if (!found) return refuse('UNKNOWN_COMMAND')

    const { guess } = found
    const key = `${name}:${actor.userId}`
    let answer: Answer | null = null
    for (let attempt = 1; !answer; attempt++) {
      try {
        if (guess && attempt === 1 && !(await takeGuess(deps.pool, key, guess, deps.clock()))) {
          return refuse(guess.tooMany, { params: { points: guess.points, minutes: guess.minutes } })
        }
        answer = await runOnce(deps, found, parsed.data, commandId, caller, actor)
        if (answer.ok && !answer.replayed) deps.afterCommit()
      } catch (error) {
        if (error instanceof Refusal) answer = refuse(error.code, { params: error.params, fields: error.fields })
        else if (!isTransient(error) || attempt >= MAX_ATTEMPTS) {
          deps.log.error({ err: error, command: name, commandId }, 'command failed')
          answer = refuse(isTransient(error) || isUnreachable(error) ? 'SERVER_BUSY' : 'INTERNAL')
        }
      }
    }
    if (guess && (answer.ok || !guess.costly.includes(answer.code as ErrorCode))) {
      await giveGuessBack(deps.pool, key).catch((err: unknown) => deps.log.warn({ err, command: name }, 'guess not given back'))
    }
    return answer
  }
}

async function runOnce(deps: Deps, found: Handler, input: unknown, commandId: string, caller: Caller, actor: Actor): Promise<Answer> {
  const now = deps.clock()
  const after: (() => Promise<void>)[] = []
  const answer = await deps.db.$transaction(
    async (tx): Promise<Answer> => {
      const fresh = await tx.$executeRawUnsafe(
        `INSERT INTO "CommandReceipt"("commandId", name, "actorId") VALUES ($1::uuid, $2, $3::uuid) ON CONFLICT DO NOTHING`,
        commandId,
        found.def.name,
        actor.userId,
      )
      if (fresh === 0) {
        const seen = await tx.commandReceipt.findUnique({ where: { commandId } })
        // Somebody else's id, or the same id for another act, is not a repetition.
        if (!seen || seen.actorId !== actor.userId || seen.name !== found.def.name) throw new Refusal('CONFLICT')
        return { ok: true, data: seen.answer, replayed: true }
      }
      const emitted: EmittedEvent[] = []
      const ctx: CommandContext = {
        tx,
        actor,
        now,
        commandId,
        calendar: deps.calendar,
        voteKeys: deps.voteKeys,
        afterCommit: work => void after.push(work),
        emit: (stream, def, payload, meta = {}) => void emitted.push({ stream, def, payload, meta }),
        audit: (about, def, payload, meta = {}) => void emitted.push({ stream: null, def, payload, meta: { ...meta, about } }),
      }
      const data = found.def.output.parse((await found.handle(ctx, input as never)) ?? {})
      const receipt = { commandId, answer: JSON.stringify(data) }
      await appendEvents(tx, emitted, { actorId: actor.userId, unitId: actor.unitId, commandId, now, ip: caller.ip }, receipt)
      return { ok: true, data }
    },
    { timeout: found.timeoutMs ?? 5_000, maxWait: 5_000 },
  )
  for (const work of after) await work().catch((err: unknown) => deps.log.warn({ err, command: found.def.name }, 'work after commit failed'))
  return answer
}

/** Group commit: while one batch commits, the next one gathers. */
function makeBatcher(batch: BatchHandler, deps: Deps) {
  const MAX_BATCH = 500
  // A connection that died without a word must not hold back everybody's ballots: whoever waits is told to send again, and the
  // command id makes that safe whether or not the batch was committed in the end.
  const BATCH_LIMIT_MS = 20_000

  const take = gathering<{ request: BatchRequest<never>; answer: (a: Answer) => void }>(async group => {
    try {
      const answers = await within(BATCH_LIMIT_MS, batch.runBatch(deps.batchPool, group.map(g => g.request), deps.clock()))
      group.forEach((g, i) => g.answer(answers[i] ?? { ok: false, code: 'INTERNAL' }))
    } catch (error) {
      deps.log.error({ err: error, command: batch.def.name, size: group.length }, 'batch failed')
      for (const g of group) g.answer({ ok: false, code: isUnreachable(error) ? 'SERVER_BUSY' : 'INTERNAL' })
    }
  }, MAX_BATCH)
  return (request: BatchRequest<never>): Promise<Answer> => new Promise(answer => take({ request, answer }))
}

/** Rejects when the work takes longer; the work itself goes on and is nobody's any more. */
function within<T>(ms: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`timeout: no answer within ${ms} ms`)), ms)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

function sizeOf(input: unknown): number {
  try {
    return Buffer.byteLength(JSON.stringify(input) ?? '')
  } catch {
    return Number.POSITIVE_INFINITY
  }
}

/** Serialization failure and deadlock: safe to run again from the start. */
function isTransient(error: unknown): boolean {
  const text = String((error as { code?: string }).code ?? '') + String((error as Error).message ?? '')
  return /40001|40P01|P2034|write conflict|deadlock/i.test(text)
}

function isUnreachable(error: unknown): boolean {
  const text = String((error as { code?: string }).code ?? '') + String((error as Error).message ?? '')
  return /ECONNREFUSED|ECONNRESET|EPIPE|not queryable|57P0[123]|P1001|P1017|P2024|P2028|Connection terminated|timeout/i.test(text)
}

/** Refusals that matter for security are kept; a failing log must not change the answer. */
function logRefusal(deps: Deps, what: string, code: ErrorCode, caller: Caller): void {
  deps.log[errorCodes[code].level]({ command: what, code, actorId: caller.actor?.userId, ip: caller.ip }, 'command refused')
  deps.db.accessLog
    .create({ data: { actorId: caller.actor?.userId ?? null, ip: caller.ip, what: what.slice(0, 200), code } })
    .catch((err: unknown) => deps.log.error({ err }, 'access log not written'))
}
