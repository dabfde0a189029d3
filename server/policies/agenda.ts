import type { Pool } from 'pg'
import { isOver, type MeetingState } from '#app/domain/meeting/machine.ts'
import type { Actor } from '#server/command/context.ts'
import { isOffice, ROLE_IN } from './meeting.ts'
import { unitsOf } from './stream.ts'

export type DocAccess = { read: boolean; write: boolean; name: string; initials: string; unit?: string }

/**
 * Who may open the shared text of an agenda item: the Office and the meeting's chair and secretaries write; the lead
 * unit of an item writes its own and reads the others of that draft. Everybody else sees the issued version only, so
 * that nobody reads an adjustment before it is issued. By default no.
 */
export async function agendaAccess(pool: Pool, actor: Actor, docId: string): Promise<DocAccess> {
  const who = { name: actor.displayName, initials: initialsOf(actor.unitName || actor.displayName), unit: actor.unitName }
  const none = { read: false, write: false, ...who }
  const [kind, id = ''] = docId.split(':', 2)
  if (kind !== 'item' || !/^[0-9a-f-]{36}$/.test(id)) return none
  const { rows } = await pool.query<{ leadUnitId: string | null; isHidden: boolean; status: string; role: string | null; isInvolved: boolean }>(
    `SELECT i."leadUnitId", i."isHidden", m.status, ${ROLE_IN} AS role,
            EXISTS (SELECT 1 FROM "AgendaItem" x WHERE x."meetingId" = m.id AND x."removedAt" IS NULL AND NOT x."isHidden" AND x."leadUnitId" = ANY($3::uuid[])) AS "isInvolved"
     FROM "AgendaItem" i JOIN "Meeting" m ON m.id = i."meetingId"
     LEFT JOIN "MeetingParticipant" p ON p."meetingId" = m.id AND p."userId" = $2
     WHERE i.id = $1 AND i."removedAt" IS NULL`,
    [id, actor.userId, unitsOf(actor)],
  )
  const row = rows[0]
  if (!row) return none
  const isOpen = !isOver(row.status as MeetingState)
  const isEditor = isOffice(actor) || row.role === 'chair' || row.role === 'secretary'
  const isLead = row.leadUnitId !== null && unitsOf(actor).includes(row.leadUnitId)
  const write = isOpen && (isEditor || isLead)
  // A hidden item is its own lead unit's and the editors'; a guest or observer of the session reads no other draft.
  const seesOthers = row.isInvolved && !row.isHidden && row.role !== 'guest' && row.role !== 'observer'
  return { read: isEditor || isLead || seesOthers, write, ...who }
}

/** "Sở Tài chính" → "TC": the last two words that carry the name. */
export const initialsOf = (name: string): string =>
  name
    .split(/\s+/)
    .slice(-2)
    .map(word => word[0]?.toUpperCase() ?? '')
    .join('')
