import type { Pool } from 'pg'
import { type Actor, isInOrder } from '#server/command/context.ts'
import { canSeeSendings } from './alert.ts'
import { mayFollowCard, mayFollowOpinions, seesCardDesk } from './card.ts'
import { seesDecided } from './decided.ts'
import { mayFollowNamed } from './conclusion.ts'

/** Who follows a session as a whole, and who a part of it (guests, the press, observers). */
export const ROOM_ROLES = ['chair', 'secretary', 'member', 'substitute'] as const
export const PART_ROLES = ['guest', 'observer'] as const

/** Who reads a stream: a signed-in person, or a paired hall display (read-only, no account). */
export type Reader = { kind: 'person'; actor: Actor } | { kind: 'hall'; displayId: string; meetingId: string | null }

const OFFICE = ['secretary', 'office_leader', 'office_monitor'] as const
const LEADERS = ['chairman', 'vice_chairman'] as const
const seesAllTasks = (a: Actor): boolean => has(a, OFFICE) || has(a, LEADERS) || a.roles.has('auditor')
const has = (a: Actor, roles: readonly string[]) => roles.some(r => a.roles.has(r as never))

type Rule = (pool: Pool, actor: Actor, id: string) => Promise<boolean> | boolean

/** Chair, secretaries and whoever presides by assignment: a participant `p` of a meeting `m`. */
const RUNS = `(p.role IN ('chair','secretary') OR p.id = m."presidingId")`
/** The clerk of a commune whose room takes part; who is on the list as a guest or observer stays one. */
const ROOM_OF_COMMUNE = `SELECT 1 FROM "Site" s JOIN "Meeting" m ON m.id = s."meetingId" WHERE s."meetingId" = $1 AND s."unitId" = ANY($3::uuid[]) AND m.status <> 'draft'
  AND NOT EXISTS (SELECT 1 FROM "MeetingParticipant" g WHERE g."meetingId" = $1 AND g."userId" = $2 AND g.role IN ('guest','observer'))`

const inRoom: Rule = (pool, actor, id) =>
  has(actor, OFFICE) ||
  exists(
    pool,
    `SELECT 1 FROM "MeetingParticipant" p JOIN "Meeting" m ON m.id = p."meetingId"
     WHERE p."meetingId" = $1 AND p."userId" = $2 AND p.role = ANY($4::text[]) AND (m.status <> 'draft' OR p.role IN ('chair','secretary'))
     UNION ALL ${ROOM_OF_COMMUNE}`,
    [id, actor.userId, unitsOf(actor), [...ROOM_ROLES]],
  )

/**
 * Every kind of stream and who follows it; a kind that is not here is followed by nobody. Keys are what stands before the
 * colon: meeting:{id}, page:{id}, desk:{id}, agenda:{id}, named:{meetingId}/{unitId}, part:{id}, task:{id}, board:{unitId},
 * board:all, user:{id}, sites:{meetingId} (rooms of communes), chat:{meetingId} (the room's chat), line:{participantId} (one
 * person and the desk), card:{id} (desk of an opinion card), cards:office (their list), opinions:{id} (members' opinions where
 * they see each other's), decided:office (what the Chairman decided for the Committee), duties:office (repeating duties), sendings:office (how alerts go out),
 * plan:{id} (a plan being taken in), hall:{displayId} (the screen itself, no person).
 */
const RULES: Record<string, Rule> = {
  user: (_pool, actor, id) => id === actor.userId,
  hall: () => false,
  meeting: inRoom,
  // What lies on the shown page (pen, pointer) is for those who are in the session.
  page: inRoom,
  named: mayFollowNamed,
  sites: (pool, actor, id) =>
    has(actor, OFFICE) ||
    exists(
      pool,
      `SELECT 1 FROM "MeetingParticipant" p JOIN "Meeting" m ON m.id = p."meetingId" WHERE p."meetingId" = $1 AND p."userId" = $2 AND ${RUNS}
       UNION ALL ${ROOM_OF_COMMUNE}`,
      [id, actor.userId, unitsOf(actor)],
    ),
  part: (pool, actor, id) =>
    exists(
      pool,
      `SELECT 1 FROM "MeetingParticipant" p JOIN "Meeting" m ON m.id = p."meetingId"
       WHERE p."meetingId" = $1 AND p."userId" = $2 AND p.role = ANY($3::text[]) AND m.status <> 'draft'`,
      [id, actor.userId, [...PART_ROLES]],
    ),
  desk: (pool, actor, id) =>
    has(actor, OFFICE) ||
    exists(pool, `SELECT 1 FROM "MeetingParticipant" p JOIN "Meeting" m ON m.id = p."meetingId" WHERE p."meetingId" = $1 AND p."userId" = $2 AND ${RUNS}`, [id, actor.userId]),
  // Not guests, not who only watches, and no wall screen; the Office unless it sits there as one of those.
  chat: (pool, actor, id) =>
    exists(
      pool,
      `SELECT 1 FROM "Meeting" m LEFT JOIN "MeetingParticipant" p ON p."meetingId" = m.id AND p."userId" = $2
       WHERE m.id = $1 AND (p.role IN ('chair','secretary') OR p.role IN ('member','substitute') AND m.status <> 'draft' OR ($3 AND p.role IS NULL))`,
      [id, actor.userId, has(actor, OFFICE)],
    ),
  line: (pool, actor, id) =>
    exists(
      pool,
      `SELECT 1 FROM "MeetingParticipant" line JOIN "Meeting" m ON m.id = line."meetingId"
       WHERE line.id = $1 AND (line."userId" = $2 AND line.role <> 'observer' AND (m.status <> 'draft' OR line.role IN ('chair','secretary')) OR $3
         OR EXISTS (SELECT 1 FROM "MeetingParticipant" p WHERE p."meetingId" = m.id AND p."userId" = $2 AND ${RUNS}))`,
      [id, actor.userId, has(actor, OFFICE)],
    ),
  agenda: (pool, actor, id) =>
    has(actor, OFFICE) ||
    exists(
      pool,
      `SELECT 1 FROM "MeetingParticipant" p JOIN "Meeting" m ON m.id = p."meetingId" WHERE p."meetingId" = $1 AND p."userId" = $2 AND ${RUNS}
       UNION ALL SELECT 1 FROM "AgendaItem" i WHERE i."meetingId" = $1 AND i."removedAt" IS NULL AND NOT i."isHidden" AND i."leadUnitId" = ANY($3::uuid[])
         AND NOT EXISTS (SELECT 1 FROM "MeetingParticipant" g WHERE g."meetingId" = $1 AND g."userId" = $2 AND g.role = ANY($4::text[]))`,
      [id, actor.userId, unitsOf(actor), [...PART_ROLES]],
    ),
  task: (pool, actor, id) =>
    seesAllTasks(actor) ||
    exists(
      pool,
      `SELECT 1 FROM "Task" t WHERE t.id = $1 AND (t."leadUnitId" = ANY($2::uuid[]) OR t."giverUnitId" = ANY($2::uuid[])
         OR EXISTS (SELECT 1 FROM "TaskCoordinator" c WHERE c."taskId" = t.id AND c."unitId" = ANY($2::uuid[]))
         OR EXISTS (SELECT 1 FROM "TaskFollower" f WHERE f."taskId" = t.id AND f."unitId" = ANY($2::uuid[]))
         OR EXISTS (SELECT 1 FROM "TaskAncestor" a JOIN "Task" above ON above.id = a."ancestorId" WHERE a."taskId" = t.id AND above."leadUnitId" = ANY($2::uuid[])))`,
      [id, unitsOf(actor)],
    ),
  card: mayFollowCard,
  cards: (_pool, actor, id) => id === 'office' && seesCardDesk(actor),
  opinions: mayFollowOpinions,
  decided: (_pool, actor, id) => id === 'office' && seesDecided(actor),
  // Who gives work follows duties and plans; units see the tasks that come of them.
  duties: (_pool, actor, id) => id === 'office' && (has(actor, OFFICE) || has(actor, LEADERS)),
  sendings: (_pool, actor, id) => id === 'office' && canSeeSendings(actor).ok,
  plan: (_pool, actor) => has(actor, OFFICE) || has(actor, LEADERS),
  board: (_pool, actor, id) => seesAllTasks(actor) || (id !== 'all' && unitsOf(actor).includes(id)),
}

/** Names of all kinds of streams. */
export const STREAM_KINDS: readonly string[] = Object.keys(RULES)

/** Kinds whose second part is no single id. */
const OWN_SHAPE = new Set(['named', 'board', 'cards', 'decided', 'duties', 'sendings'])

/** May this reader follow this stream? By default no. Asked at each join and again when rights change. */
export async function mayFollow(pool: Pool, reader: Reader, stream: string): Promise<boolean> {
  const [kind = '', id = ''] = stream.split(':', 2)
  if (reader.kind === 'hall') {
    return (kind === 'hall' && id === reader.displayId) || ((kind === 'meeting' || kind === 'page') && id !== '' && id === reader.meetingId)
  }
  const { actor } = reader
  // The own stream carries the bell and the end of sessions; everything else waits until the account is in order.
  if (!isInOrder(actor) && kind !== 'user') return false
  if (!OWN_SHAPE.has(kind) && !/^[0-9a-f-]{36}$/.test(id)) return false
  const rule = Object.hasOwn(RULES, kind) ? RULES[kind] : undefined
  return rule ? rule(pool, actor, id) : false
}

/** Units for which the person works on tasks: heads and clerks, never a mere membership of the Committee. */
export const unitsOf = (actor: Actor): string[] => [
  ...new Set(actor.positions.filter(p => p.role === 'unit_head' || p.role === 'unit_clerk').map(p => p.unitId)),
]

async function exists(pool: Pool, sql: string, values: unknown[]): Promise<boolean> {
  const { rowCount } = await pool.query(`${sql} LIMIT 1`, values)
  return (rowCount ?? 0) > 0
}
