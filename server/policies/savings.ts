import type { Actor, Verdict } from '#server/command/context.ts'
import { verdict } from './verdict.ts'

/** Đơn giá in: the Office's leaders and the administrator. Everybody else: no. */
export const canSetPrice = (actor: Actor): Verdict => verdict(actor.roles.has('office_leader') || actor.roles.has('admin'))
