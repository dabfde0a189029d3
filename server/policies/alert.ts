import type { Actor, Verdict } from '#server/command/context.ts'
import { isOffice } from './meeting.ts'
import { verdict } from './verdict.ts'


/** Xem quy tắc cảnh báo: the Office, who answers for reminders, and the administrator. */
export const canReadAlertRules = (actor: Actor): Verdict => verdict(isOffice(actor) || actor.roles.has('admin'))
/** Sửa quy tắc cảnh báo: the administrator, and the Office's leaders. */
export const canKeepAlertRules = (actor: Actor): Verdict => verdict(actor.roles.has('admin') || actor.roles.has('office_leader'))
/** Xem và gửi lại bản tin: the Office and the administrator. */
export const canSeeSendings = canReadAlertRules
/** Which tasks a message speaks of: the Office only. An administrator keeps the ways open and reads no content. */
export const seesWhatIsSent = (actor: Actor): boolean => isOffice(actor)
/** Tỷ lệ đúng của cảnh báo sớm: whoever answers for the province's tasks. */
export const canSeeHitRate = (actor: Actor): Verdict => verdict(isOffice(actor) || (['admin', 'chairman', 'vice_chairman', 'auditor'] as const).some(r => actor.roles.has(r)))

type Post = { unitId: string; role: string }
/** Báo vắng cho ai: oneself; a head for the people of the own unit; an administrator for anybody. */
export const canDeclareFor = (actor: Actor, person: { userId: string; posts: readonly Post[] }): Verdict =>
  verdict(
    person.userId === actor.userId ||
      actor.roles.has('admin') ||
      actor.positions.some(mine => mine.role === 'unit_head' && person.posts.some(p => p.unitId === mine.unitId && p.role !== 'guest')),
  )

/** Roles by which a person works in a unit; being a member of the Committee or a guest shares no desk. */
const WORKS = new Set(['chairman', 'vice_chairman', 'office_leader', 'office_monitor', 'secretary', 'unit_head', 'unit_clerk'])
const SEES_ALL = new Set(['chairman', 'vice_chairman', 'office_leader', 'office_monitor', 'secretary'])
/**
 * Whether somebody may read in another's place: they work in the same unit, or see every task anyway. Asked when the absence is
 * declared and again whenever something is sent, because people change their posts.
 */
export const mayStandIn = (absent: readonly Post[], substitute: readonly Post[]): boolean => {
  const theirs = substitute.filter(p => WORKS.has(p.role))
  if (theirs.some(p => SEES_ALL.has(p.role))) return true
  const mine = absent.filter(p => WORKS.has(p.role))
  if (mine.some(p => SEES_ALL.has(p.role))) return false
  return mine.some(m => theirs.some(t => t.unitId === m.unitId))
}
