import { createHash } from 'node:crypto'
import { v7 as uuid } from 'uuid'
import { hiddenChanged } from '#app/contracts/audience.ts'
import { agendaIssue, agendaIssued } from '#app/contracts/meeting.ts'
import { byRank } from '#app/domain/agenda/order.ts'
import { agendaDiff, type AgendaSnapshot } from '#app/domain/agenda/version.ts'
import type { Prisma } from '#server/db/generated/client.ts'
import { Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { itemView, loadHidden, sessionItems, unitNames } from '#server/features/meeting/views.ts'
import { agendaFor } from './facts.ts'

/**
 * Ban hành chương trình: freezes a numbered version with its hash. The first is the official one; a later one is
 * "điều chỉnh lần n", needs a reason, and shows what it changed.
 */
export const issueAgenda = handler(agendaIssue, async (ctx, { meetingId, reason }) => {
  const { meeting, items, isEditor } = await agendaFor(ctx, meetingId)
  if (!isEditor) throw new Refusal('FORBIDDEN')
  // What is hidden is not part of what is issued: it comes into the session when its turn comes.
  const sorted = items.filter(i => !i.isHidden).sort(byRank)
  if (sorted.length === 0) throw new Refusal('AGENDA_EMPTY')
  const untitled = sorted.findIndex(i => i.title.trim() === '')
  if (untitled >= 0) throw new Refusal('AGENDA_TITLE_MISSING', { number: untitled + 1 })
  const names = await unitNames(ctx.tx, sorted.map(i => i.leadUnitId))
  const content = {
    items: sorted.map(i => ({
      id: i.id,
      title: i.title,
      presenter: i.presenter,
      minutes: i.minutes,
      leadUnitId: i.leadUnitId,
      leadUnitName: i.leadUnitId ? (names.get(i.leadUnitId) ?? null) : null,
      text: i.text,
    })),
  }
  const last = await ctx.tx.agendaVersion.findFirst({ where: { meetingId }, orderBy: { n: 'desc' } })
  const changes = last ? agendaDiff(last.content as unknown as AgendaSnapshot, content) : []
  if (last && changes.length === 0) throw new Refusal('AGENDA_NOTHING_CHANGED')
  if (last && !reason) throw new Refusal('AGENDA_REASON_REQUIRED', {}, { reason: 'AGENDA_REASON_REQUIRED' })
  const n = (last?.n ?? 0) + 1
  await ctx.tx.agendaVersion.create({
    data: {
      id: uuid(),
      meetingId,
      n,
      content: content as unknown as Prisma.InputJsonValue,
      changes: changes as unknown as Prisma.InputJsonValue,
      reason: reason || null,
      sha256: createHash('sha256').update(JSON.stringify(content)).digest('hex'),
      issuedAt: ctx.now,
      issuedById: ctx.actor.userId,
    },
  })
  await ctx.tx.meeting.update({ where: { id: meetingId }, data: { agendaVersion: n, ...(meeting.status === 'draft' ? { status: 'invited' } : {}) } })
  ctx.emit(`meeting:${meetingId}`, agendaIssued, {
    n,
    reason: reason || null,
    issuedAt: ctx.now.getTime(),
    items: (await sessionItems(ctx.tx, meetingId)).map(i => itemView(i, names)),
    changes,
  })
  // The places of hidden items are told by the issued ones beside them.
  if (sorted.length < items.length) ctx.emit(`desk:${meetingId}`, hiddenChanged, await loadHidden(ctx.tx, meetingId))
  return { n }
})
