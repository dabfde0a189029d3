import type { Pool } from 'pg'
import type { Answer, CommandDef, OutputOf, ParsedOf } from '#app/contracts/define.ts'
import type { Actor, CommandContext } from './context.ts'
import type { GuessRule } from './guesses.ts'

/** One command's handler: load with locks, ask the policy, ask the rule, write, emit. */
export type Handler = {
  def: CommandDef
  handle: (ctx: CommandContext, input: never) => Promise<unknown>
  /** its input can be guessed: wrong ones are counted per person */
  guess?: GuessRule
  /** how long its transaction may take; default 5 s. Only for what the program does by itself */
  timeoutMs?: number
}

/** A request waiting in a batch. */
export type BatchRequest<I> = { commandId: string; actor: Actor; input: I; ip: string | null }

/**
 * A command hot enough to share one commit with its neighbours (group commit): everything that arrived while
 * a commit was under way goes into the next one. Each caller is still answered only after its own commit.
 * A batch appends audit-only lines, to no stream: the relay isn't woken for it. The batch writes receipts itself; order of the ladder stays: actor, input, receipt, facts, policy, rule, rows.
 */
export type BatchHandler = {
  def: CommandDef
  runBatch: (pool: Pool, requests: BatchRequest<never>[], now: Date) => Promise<Answer[]>
}

/** Binds a handler to its contract; input and output types come from there. */
export const handler = <C extends CommandDef>(
  def: C,
  handle: (ctx: CommandContext, input: ParsedOf<C>) => Promise<OutputOf<C>>,
  opts: { guess?: GuessRule; timeoutMs?: number } = {},
): Handler => ({ def, handle: handle as Handler['handle'], ...opts })

export const batchHandler = <C extends CommandDef>(
  def: C,
  runBatch: (pool: Pool, requests: BatchRequest<ParsedOf<C>>[], now: Date) => Promise<Answer<OutputOf<C>>[]>,
): BatchHandler => ({ def, runBatch: runBatch as unknown as BatchHandler['runBatch'] })
