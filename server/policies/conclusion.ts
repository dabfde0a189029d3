import type { Pool } from 'pg'
import { type ConclusionSight, conclusionSight } from '#app/domain/conclusion/sight.ts'
import type { Actor } from '#server/command/context.ts'
import { type DocAccess, initialsOf } from './agenda.ts'
import { isOffice, ROLE_IN } from './meeting.ts'
import { unitsOf } from './stream.ts'

/** What a person sees of the conclusions of a meeting; `role` as `roleIn` gives it. */
export const sightOf = (actor: Actor, role: string | null): ConclusionSight => conclusionSight({ role, isOffice: isOffice(actor), hasUnit: unitsOf(actor).length > 0 })

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Who types in the shared text of a conclusion: chair, secretaries and the Office, until the record is sealed. */
export async function conclusionAccess(pool: Pool, actor: Actor, docId: string): Promise<DocAccess> {
  const id = docId.slice('conclusion:'.length)
  const none = { read: false, write: false, name: actor.displayName, initials: initialsOf(actor.displayName), unit: actor.unitName }
  if (!UUID.test(id)) return none
  const { rows } = await pool.query<{ isOpen: boolean; role: string | null; label: string | null }>(
    `SELECT m.status <> 'cancelled' AND m."sealedAt" IS NULL AS "isOpen", ${ROLE_IN} AS role, p.label FROM "AgendaItem" i JOIN "Meeting" m ON m.id = i."meetingId"
     LEFT JOIN "MeetingParticipant" p ON p."meetingId" = m.id AND p."userId" = $2
     WHERE i.id = $1`,
    [id, actor.userId],
  )
  const row = rows[0]
  if (!row || !sightOf(actor, row.role).live) return none
  // The place in the meeting stands beside the caret: "Thư ký phiên họp", "Chủ tịch UBND tỉnh".
  const name = row.label ?? actor.displayName
  return { read: true, write: row.isOpen, name, initials: initialsOf(name), unit: actor.unitName }
}

/** Lines that name a unit, for that unit's people on the meeting's list: stream named:{meeting}/{unit}. */
export async function mayFollowNamed(pool: Pool, actor: Actor, id: string): Promise<boolean> {
  const [meetingId = '', unitId = ''] = id.split('/', 2)
  if (!UUID.test(meetingId) || !UUID.test(unitId) || !unitsOf(actor).includes(unitId)) return false
  const { rows } = await pool.query<{ role: string }>(
    `SELECT ${ROLE_IN} AS role FROM "MeetingParticipant" p JOIN "Meeting" m ON m.id = p."meetingId" WHERE p."meetingId" = $1 AND p."userId" = $2 AND m.status <> 'draft'`,
    [meetingId, actor.userId],
  )
  return rows[0] !== undefined && sightOf(actor, rows[0].role).named
}
