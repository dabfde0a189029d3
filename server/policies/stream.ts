import type { Pool } from 'pg'
import { type Actor, isInOrder } from '#server/command/context.ts'
import { mayFollowNamed } from './conclusion.ts'

/** Who follows a session as a whole, and who a part of it (guests, the press, observers). */
export const ROOM_ROLES = ['chair', 'secretary', 'member', 'substitute'] as const
export const PART_ROLES = ['guest', 'observer'] as const

/** Who reads a stream: a signed-in person, or a paired hall display (read-only, no account). */
export type Reader = { kind: 'person'; actor: Actor } | { kind: 'hall'; displayId: string; meetingId: string | null }

const OFFICE = ['secretary', 'office_leader', 'office_monitor'] as const
const LEADERS = ['chairman', 'vice_chairman'] as const
const has = (a: Actor, roles: readonly string[]) => roles.some(r => a.roles.has(r as never))

/**
 * May this reader follow this stream? By default no. Asked at each join and again when rights change.
 * Streams: meeting:{id}, page:{id}, desk:{id}, agenda:{id}, named:{meetingId}/{unitId}, task:{id}, board:{unitId}, board:all, user:{id}, hall:{displayId},
 * sites:{meetingId} (rooms of communes), chat:{meetingId} (the room's chat), line:{participantId} (one person and the desk).
 */
export async function mayFollow(pool: Pool, reader: Reader, stream: string): Promise<boolean> {
  const [kind = '', id = ''] = stream.split(':', 2)
  if (reader.kind === 'hall') {
    return (kind === 'hall' && id === reader.displayId) || ((kind === 'meeting' || kind === 'page') && id !== '' && id === reader.meetingId)
  }
  const { actor } = reader
  // The own stream carries the bell and the end of sessions; everything else waits until the account is in order.
  if (!isInOrder(actor)) return kind === 'user' && id === actor.userId
  if (kind === 'named') return mayFollowNamed(pool, actor, id)
  if (kind !== 'board' && !/^[0-9a-f-]{36}$/.test(id)) return false
  switch (kind) {
    case 'user':
      return id === actor.userId
    // What lies on the shown page (pen, pointer) is for those who are in the session.
    case 'page':
    case 'meeting':
      if (has(actor, OFFICE)) return true
      return exists(pool, `SELECT 1 FROM "MeetingParticipant" p JOIN "Meeting" m ON m.id = p."meetingId"
        WHERE p."meetingId" = $1 AND p."userId" = $2 AND p.role = ANY($3::text[]) AND (m.status <> 'draft' OR p.role IN ('chair','secretary'))
        UNION ALL SELECT 1 FROM "Site" s JOIN "Meeting" m ON m.id = s."meetingId" WHERE s."meetingId" = $1 AND s."unitId" = ANY($4::uuid[]) AND m.status <> 'draft'`, [id, actor.userId, [...ROOM_ROLES], unitsOf(actor)])
    case 'sites':
      if (has(actor, OFFICE)) return true
      return exists(pool, `SELECT 1 FROM "MeetingParticipant" p WHERE p."meetingId" = $1 AND p."userId" = $2 AND p.role IN ('chair','secretary')
        UNION ALL SELECT 1 FROM "Site" s JOIN "Meeting" m ON m.id = s."meetingId" WHERE s."meetingId" = $1 AND s."unitId" = ANY($3::uuid[]) AND m.status <> 'draft'`, [id, actor.userId, unitsOf(actor)])
    case 'part':
      return exists(pool, `SELECT 1 FROM "MeetingParticipant" p JOIN "Meeting" m ON m.id = p."meetingId"
        WHERE p."meetingId" = $1 AND p."userId" = $2 AND p.role = ANY($3::text[]) AND m.status <> 'draft'`, [id, actor.userId, [...PART_ROLES]])
    case 'desk':
      if (has(actor, OFFICE)) return true
      return exists(pool, `SELECT 1 FROM "MeetingParticipant" p JOIN "Meeting" m ON m.id = p."meetingId"
        WHERE p."meetingId" = $1 AND p."userId" = $2 AND (p.role IN ('chair','secretary') OR p.id = m."presidingId")`, [id, actor.userId])
    case 'chat':
      // Not guests, not who only watches, and no wall screen; the Office unless it sits there as one of those.
      return exists(
        pool,
        `SELECT 1 FROM "Meeting" m LEFT JOIN "MeetingParticipant" p ON p."meetingId" = m.id AND p."userId" = $2
         WHERE m.id = $1 AND (p.role IN ('chair','secretary') OR (p.role IN ('member','substitute') AND m.status <> 'draft') OR ($3 AND p.role IS NULL))`,
        [id, actor.userId, has(actor, OFFICE)],
      )
    case 'line':
      return exists(
        pool,
        `SELECT 1 FROM "MeetingParticipant" line JOIN "Meeting" m ON m.id = line."meetingId"
         WHERE line.id = $1 AND (line."userId" = $2 AND line.role <> 'observer' AND (m.status <> 'draft' OR line.role IN ('chair','secretary')) OR $3
           OR EXISTS (SELECT 1 FROM "MeetingParticipant" d WHERE d."meetingId" = m.id AND d."userId" = $2 AND (d.role IN ('chair','secretary') OR d.id = m."presidingId")))`,
        [id, actor.userId, has(actor, OFFICE)],
      )
    case 'agenda':
      if (has(actor, OFFICE)) return true
      return exists(
        pool,
        `SELECT 1 FROM "MeetingParticipant" WHERE "meetingId" = $1 AND "userId" = $2 AND role IN ('chair','secretary')
         UNION ALL SELECT 1 FROM "AgendaItem" i WHERE i."meetingId" = $1 AND i."removedAt" IS NULL AND NOT i."isHidden" AND i."leadUnitId" = ANY($3::uuid[])
           AND NOT EXISTS (SELECT 1 FROM "MeetingParticipant" g WHERE g."meetingId" = $1 AND g."userId" = $2 AND g.role = ANY($4::text[]))`,
        [id, actor.userId, unitsOf(actor), [...PART_ROLES]],
      )
    case 'task':
      if (has(actor, OFFICE) || has(actor, LEADERS) || actor.roles.has('auditor')) return true
      return exists(
        pool,
        `SELECT 1 FROM "Task" t WHERE t.id = $1 AND (t."leadUnitId" = ANY($2::uuid[])
           OR EXISTS (SELECT 1 FROM "TaskCoordinator" c WHERE c."taskId" = t.id AND c."unitId" = ANY($2::uuid[])))`,
        [id, unitsOf(actor)],
      )
    case 'board':
      if (has(actor, OFFICE) || has(actor, LEADERS) || actor.roles.has('auditor')) return true
      return id !== 'all' && unitsOf(actor).includes(id)
    default:
      return false
  }
}

/** Units for which the person works on tasks: heads and clerks, never a mere membership of the Committee. */
export const unitsOf = (actor: Actor): string[] => [
  ...new Set(actor.positions.filter(p => p.role === 'unit_head' || p.role === 'unit_clerk').map(p => p.unitId)),
]

async function exists(pool: Pool, sql: string, values: unknown[]): Promise<boolean> {
  const { rowCount } = await pool.query(`${sql} LIMIT 1`, values)
  return (rowCount ?? 0) > 0
}
