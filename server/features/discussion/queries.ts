import { type QueryContext, Refusal } from '#server/command/context.ts'
import { streamHead } from '#server/features/stream-head.ts'
import { canChat } from '#server/policies/chat.ts'
import { meetingFacts, scopeMeeting } from '#server/policies/meeting.ts'
import { chatSetupOf } from './setup.ts'
import { messageView } from './talk.ts'

/** Newest messages a panel is given when it opens. */
const PAGE = 200

async function placeOf(ctx: QueryContext, meetingId: string) {
  const [meeting, me] = await Promise.all([
    ctx.db.meeting.findFirst({ where: { id: meetingId, ...scopeMeeting(ctx.actor) }, select: { presidingId: true } }),
    ctx.db.meetingParticipant.findUnique({ where: { meetingId_userId: { meetingId, userId: ctx.actor.userId } }, select: { id: true, role: true } }),
  ])
  if (!meeting) throw new Refusal('NOT_FOUND')
  const facts = meetingFacts(meeting, me)
  const may = (verb: 'room' | 'ownLine' | 'desk') => canChat(ctx.actor, verb, facts).ok
  return { me, isRoom: may('room'), isDesk: may('desk'), ownLineId: me && may('ownLine') ? me.id : null }
}

/**
 * What a screen needs to show its unread counts: which channels this person has, their stream heads, how many messages of
 * others are unread in each. A few queries; the messages themselves come when the panel is opened.
 */
async function chatHead(ctx: QueryContext, { meetingId }: { meetingId: string }) {
  const place = await placeOf(ctx, meetingId)
  const roomStream = `chat:${meetingId}`
  const lineStream = place.ownLineId ? `line:${place.ownLineId}` : null
  const [roomSeq, lineSeq, setup] = await Promise.all([streamHead(ctx.db, roomStream), lineStream ? streamHead(ctx.db, lineStream) : 0, chatSetupOf(ctx.db, meetingId)])
  const unread = await ctx.db.$queryRawUnsafe<{ channel: string; n: number }[]>(
    `SELECT coalesce(m."lineId"::text, 'room') AS channel, count(*)::int AS n
     FROM "ChatMessage" m LEFT JOIN "ChatReadMark" r
       ON r."userId" = $2::uuid AND r."meetingId" = m."meetingId" AND r.channel = coalesce(m."lineId"::text, 'room')
     WHERE m."meetingId" = $1::uuid AND m."authorId" <> $2::uuid AND m."withdrawnAt" IS NULL AND m.at > coalesce(r."readAt", 'epoch')
       AND (m."lineId" IS NULL AND $3::boolean OR m."lineId" IS NOT NULL AND ($4::boolean OR m."lineId" = $5::uuid))
       -- the answers of colleagues are no news to the desk
       AND NOT (m."isFromDesk" AND m."lineId" IS DISTINCT FROM $5::uuid)
     GROUP BY 1`,
    meetingId,
    ctx.actor.userId,
    place.isRoom,
    place.isDesk,
    place.ownLineId,
  )
  return {
    room: place.isRoom ? { stream: roomStream, seq: roomSeq } : null,
    line: lineStream ? { stream: lineStream, seq: lineSeq, participantId: place.ownLineId as string } : null,
    isDesk: place.isDesk,
    setup: place.isRoom || lineStream ? setup : null,
    unread: Object.fromEntries(unread.map(u => [u.channel, u.n])) as Record<string, number>,
  }
}

/** Tin của một kênh, the newest 200, oldest first. `lineId` null = the room; the desk may read every line. */
async function chatMessages(ctx: QueryContext, { meetingId, lineId }: { meetingId: string; lineId: string | null }) {
  const place = await placeOf(ctx, meetingId)
  const isAllowed = lineId === null ? place.isRoom : place.isDesk || lineId === place.ownLineId
  if (!isAllowed) throw new Refusal('FORBIDDEN')
  const rows = await ctx.db.chatMessage.findMany({ where: { meetingId, lineId }, orderBy: [{ at: 'desc' }, { id: 'desc' }], take: PAGE })
  return { messages: rows.reverse().map(messageView) }
}

/** Các đường riêng của bàn thư ký: who wrote, the last message, in one query; newest first. */
async function chatLines(ctx: QueryContext, { meetingId }: { meetingId: string }) {
  const place = await placeOf(ctx, meetingId)
  if (!place.isDesk) throw new Refusal('FORBIDDEN')
  const rows = await ctx.db.$queryRawUnsafe<Parameters<typeof messageView>[0][]>(
    `SELECT DISTINCT ON ("lineId") * FROM "ChatMessage" WHERE "meetingId" = $1::uuid AND "lineId" IS NOT NULL ORDER BY "lineId", at DESC, id DESC`,
    meetingId,
  )
  return { last: rows.map(messageView).sort((a, b) => b.at - a.at) }
}

/** Trao đổi được ghi vào hồ sơ: what the record of the session shows, withdrawn messages as such. */
async function chatRecord(ctx: QueryContext, { meetingId }: { meetingId: string }) {
  const place = await placeOf(ctx, meetingId)
  if (!place.isDesk) throw new Refusal('FORBIDDEN')
  const rows = await ctx.db.chatMessage.findMany({ where: { meetingId, isInRecord: true, lineId: null }, orderBy: [{ at: 'asc' }, { id: 'asc' }] })
  return { messages: rows.map(messageView) }
}

export const queries = { 'chat.head': chatHead, 'chat.messages': chatMessages, 'chat.lines': chatLines, 'chat.record': chatRecord }
