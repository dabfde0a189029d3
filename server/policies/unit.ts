import type { Actor, Verdict } from '#server/command/context.ts'
import { verdict } from './verdict.ts'

/** Sắp xếp đơn vị: the administrator and the Office's leaders. */
export const canRearrange = (actor: Actor): Verdict => verdict(actor.roles.has('admin') || actor.roles.has('office_leader'))

/** Xem cơ cấu đơn vị qua các thời kỳ: the Office and the administrator. */
export const canReadUnits = (actor: Actor): Verdict =>
  verdict((['admin', 'office_leader', 'office_monitor', 'secretary', 'auditor'] as const).some(role => actor.roles.has(role)))
