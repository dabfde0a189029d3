import type { Actor } from '#server/command/context.ts'
import type { Prisma } from '#server/db/generated/client.ts'

/** A private note exists for its owner and for nobody else: no office, no administrator, no auditor widens this. */
export const scopeNote = (actor: Actor): Prisma.PersonalNoteWhereInput => ({ userId: actor.userId })
