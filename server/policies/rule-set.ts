import type { Actor, Verdict } from '#server/command/context.ts'
import { verdict } from './verdict.ts'

/** Xem và thử bộ quy tắc: the Office and the administrator. */
export const canReadRules = (actor: Actor): Verdict =>
  verdict((['admin', 'office_leader', 'office_monitor', 'secretary'] as const).some(role => actor.roles.has(role)))

/** Lập, rút bản của bộ quy tắc: the Office's leaders and the administrator. */
export const canKeepRules = (actor: Actor): Verdict => verdict(actor.roles.has('office_leader') || actor.roles.has('admin'))
