import type { Actor } from '#server/command/context.ts'
import { isOffice } from './meeting.ts'

/** Sổ việc Chủ tịch quyết định: the Office keeps it; the Chairman and Vice-Chairmen read it, the auditor too. Others hear of it at the session. */
export const seesDecided = (actor: Actor): boolean => isOffice(actor) || actor.roles.has('chairman') || actor.roles.has('vice_chairman') || actor.roles.has('auditor')

/** Who enters and withdraws: the Office. */
export const mayKeepDecided = (actor: Actor): boolean => isOffice(actor)
