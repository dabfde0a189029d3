import type { z } from 'zod'
import {
  CHAT_WITHDRAW_MS,
  type ChatMessageView,
  chatRead,
  chatSaid,
  chatSend,
  chatSetup,
  chatSetupChanged,
  chatWithdraw,
  chatWithdrawn,
} from '#app/contracts/discussion.ts'
import type { EventDef, PayloadOf } from '#app/contracts/define.ts'
import { canSay, canWithdraw, CHAT_RATE } from '#app/domain/meeting/discussion.ts'
import { type MeetingState, mustNotBeOver } from '#app/domain/meeting/machine.ts'
import { type CommandContext, demand, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { canChat } from '#server/policies/chat.ts'
import { meetingFacts } from '#server/policies/meeting.ts'
import { chatSetupOf } from './setup.ts'

type Row = {
  id: string
  lineId: string | null
  authorId: string
  authorLabel: string
  isFromDesk: boolean
  text: string
  at: Date
  withdrawnAt: Date | null
  isInRecord: boolean
}

/** A message as its readers see it; of a withdrawn one only that there was one. */
export const messageView = (m: Row): z.output<typeof ChatMessageView> => ({
  id: m.id,
  lineId: m.lineId,
  authorId: m.authorId,
  authorLabel: m.authorLabel,
  isFromDesk: m.isFromDesk,
  text: m.withdrawnAt ? '' : m.text,
  at: m.at.getTime(),
  withdrawnAt: m.withdrawnAt?.getTime() ?? null,
  isInRecord: m.isInRecord,
})

/** Meeting and the actor's place in it; shared, so that talking never waits for the session's own acts. */
async function talkOf(ctx: CommandContext, meetingId: string) {
  const [meeting, me] = await Promise.all([
    ctx.tx.meeting.findUnique({ where: { id: meetingId }, select: { id: true, status: true, presidingId: true } }),
    ctx.tx.meetingParticipant.findUnique({ where: { meetingId_userId: { meetingId, userId: ctx.actor.userId } } }),
  ])
  if (!meeting) throw new Refusal('NOT_FOUND')
  return { meeting, me, facts: meetingFacts(meeting, me) }
}

/** Whether the actor speaks on this line as the desk; whoever is neither desk nor owner may not know of it. */
async function asDesk(ctx: CommandContext, talk: Awaited<ReturnType<typeof talkOf>>, lineId: string): Promise<boolean> {
  if (talk.me?.id === lineId) {
    demand(canChat(ctx.actor, 'ownLine', talk.facts))
    return false
  }
  demand(canChat(ctx.actor, 'desk', talk.facts))
  const owner = await ctx.tx.meetingParticipant.findFirst({ where: { id: lineId, meetingId: talk.meeting.id }, select: { id: true } })
  if (!owner) throw new Refusal('NOT_FOUND')
  return true
}

/** The room's chat has one stream; a private line two readers: the person, and the desk that follows all of them. */
function tell<E extends EventDef>(ctx: CommandContext, meetingId: string, lineId: string | null, def: E, payload: PayloadOf<E>): void {
  if (lineId === null) return ctx.emit(`chat:${meetingId}`, def, payload)
  ctx.emit(`line:${lineId}`, def, payload)
  ctx.emit(`desk:${meetingId}`, def, payload)
}

/** Gửi tin. */
export const say = handler(chatSend, async (ctx, { meetingId, messageId, lineId, text }) => {
  const talk = await talkOf(ctx, meetingId)
  const isDesk = lineId === null ? false : await asDesk(ctx, talk, lineId)
  if (lineId === null) demand(canChat(ctx.actor, 'room', talk.facts))
  if (await ctx.tx.chatMessage.findUnique({ where: { id: messageId }, select: { id: true } })) throw new Refusal('CONFLICT')
  // One person's messages are counted one after another, whichever of their devices sends.
  await ctx.tx.$queryRawUnsafe(`SELECT 1 FROM "User" WHERE id = $1::uuid FOR NO KEY UPDATE`, ctx.actor.userId)
  const [setup, recent] = await Promise.all([
    chatSetupOf(ctx.tx, meetingId),
    ctx.tx.chatMessage.findMany({
      where: { authorId: ctx.actor.userId, at: { gt: new Date(ctx.now.getTime() - CHAT_RATE.windowMs) } },
      select: { at: true },
      orderBy: { at: 'desc' },
      take: CHAT_RATE.messages,
    }),
  ])
  demand(
    canSay({
      meeting: talk.meeting.status as MeetingState,
      channel: lineId === null ? 'room' : 'line',
      setup,
      isDesk,
      recent: recent.map(r => r.at.getTime()).reverse(),
      now: ctx.now.getTime(),
    }),
  )
  const row = await ctx.tx.chatMessage.create({
    data: {
      id: messageId,
      meetingId,
      lineId,
      authorId: ctx.actor.userId,
      authorLabel: talk.me?.label ?? ctx.actor.displayName,
      isFromDesk: isDesk,
      text,
      at: ctx.now,
      isInRecord: setup.isInRecord,
    },
  })
  tell(ctx, meetingId, lineId, chatSaid, { message: messageView(row) })
  return { at: ctx.now.getTime() }
})

/** Thu hồi: gone from every screen, kept in the record as one that was taken back. */
export const withdraw = handler(chatWithdraw, async (ctx, { meetingId, messageId }) => {
  await ctx.tx.$queryRawUnsafe(`SELECT 1 FROM "ChatMessage" WHERE id = $1::uuid FOR UPDATE`, messageId)
  const row = await ctx.tx.chatMessage.findFirst({ where: { id: messageId, meetingId } })
  const talk = await talkOf(ctx, meetingId)
  if (!row) throw new Refusal('NOT_FOUND')
  if (row.lineId === null) demand(canChat(ctx.actor, 'room', talk.facts))
  else await asDesk(ctx, talk, row.lineId)
  demand(
    canWithdraw({ isOwn: row.authorId === ctx.actor.userId, isWithdrawn: row.withdrawnAt !== null, at: row.at.getTime(), now: ctx.now.getTime(), withinMs: CHAT_WITHDRAW_MS }),
  )
  await ctx.tx.chatMessage.update({ where: { id: messageId }, data: { withdrawnAt: ctx.now } })
  tell(ctx, meetingId, row.lineId, chatWithdrawn, { messageId, lineId: row.lineId, withdrawnAt: ctx.now.getTime() })
  return {}
})

/** Bật, tắt trao đổi; what was written before keeps the promise it was written under. */
export const setUp = handler(chatSetup, async (ctx, { meetingId, ...setup }) => {
  const talk = await talkOf(ctx, meetingId)
  demand(canChat(ctx.actor, 'setup', talk.facts))
  demand(mustNotBeOver(talk.meeting.status as MeetingState))
  await ctx.tx.chatSetting.upsert({ where: { meetingId }, create: { meetingId, ...setup }, update: setup })
  ctx.emit(`meeting:${meetingId}`, chatSetupChanged, setup)
  return {}
})

/** Đã đọc: the mark only moves forward. */
export const markRead = handler(chatRead, async (ctx, { meetingId, lineId, upTo }) => {
  const talk = await talkOf(ctx, meetingId)
  if (lineId === null) demand(canChat(ctx.actor, 'room', talk.facts))
  else await asDesk(ctx, talk, lineId)
  await ctx.tx.$executeRawUnsafe(
    `INSERT INTO "ChatReadMark"("userId", "meetingId", channel, "readAt") VALUES ($1::uuid, $2::uuid, $3, $4)
     ON CONFLICT ("userId", "meetingId", channel) DO UPDATE SET "readAt" = GREATEST("ChatReadMark"."readAt", EXCLUDED."readAt")`,
    ctx.actor.userId,
    meetingId,
    lineId ?? 'room',
    new Date(Math.min(upTo, ctx.now.getTime())),
  )
  return {}
})
