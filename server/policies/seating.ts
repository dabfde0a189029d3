import type { Actor, Verdict } from '#server/command/context.ts'
import { verdict } from './verdict.ts'

/** Danh mục sơ đồ phòng họp: the Office's secretaries and leaders, and the administrator. */
export const canRooms = (actor: Actor): Verdict => verdict(actor.roles.has('admin') || actor.roles.has('secretary') || actor.roles.has('office_leader'))
