import type { Answer } from '#app/contracts/define.ts'
import type { Actor, Db } from '#server/command/context.ts'
import type { RelayedEvent } from '#server/outbox/relay.ts'

export type ReactionDeps = {
  db: Db
  /** Runs an ordinary command as the program itself; derive commandId from the event id, so a repeat changes nothing. */
  runAsSystem: (name: string, input: unknown, commandId: string) => Promise<Answer>
  /** the folder of the files of this house */
  dataDir: string
  /** The same as a simulated member of a rehearsal; never as a real person. */
  runAs: (actor: Actor, name: string, input: unknown, commandId: string) => Promise<Answer>
}

/** What follows from an event, carried by the queue: at least once, so it must be safe to repeat. */
export type Reaction = {
  name: string
  /** names of the events it answers */
  on: string[]
  /** which of them; left out = all */
  wants?: (event: RelayedEvent) => boolean
  run: (deps: ReactionDeps, event: RelayedEvent) => Promise<void>
}
