import { civilDateInVietnam } from '#app/domain/calendar/working-days.ts'
import {
  participantAdd,
  participantAddMembers,
  participantRemove,
  participantRemoved,
  participantSetAbsence,
  participantSetSubstitute,
  participantUpdate,
} from '#app/contracts/people.ts'
import { speakingChanged } from '#app/contracts/meeting.ts'
import type { MeetingState } from '#app/domain/meeting/machine.ts'
import { canAdd, canChangePeople, canChangeRole, canRemove, canSetAbsence, canSubstitute, type InviteGrade } from '#app/domain/meeting/people.ts'
import type { Prisma } from '#server/db/generated/client.ts'
import { type CommandContext, demand, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { isInForceOn } from '#server/db/in-force.ts'
import { meetingFor } from '#server/features/meeting/facts.ts'
import { membersInOffice, participantView, quorumOf, speakingView, unitNameOf } from '#server/features/meeting/views.ts'
import { meetingFacts } from '#server/policies/meeting.ts'
import { v7 as uuid } from 'uuid'
import { inOfficeOf, mustFind, personOf, seatOf, tellChanged, tellRights } from './facts.ts'

/** Where a role stands on the list when nobody says otherwise. */
const RANK: Record<string, number> = { chair: 1, member: 100, substitute: 500, guest: 910, observer: 950, secretary: 900 }

/** The person behind an account, as a line of the list names them. */
async function accountOf(ctx: CommandContext, userId: string) {
  const user = await ctx.tx.user.findUnique({ where: { id: userId }, include: { positions: { include: { unit: true }, orderBy: { validFrom: 'asc' } } } })
  if (!user) throw new Refusal('NOT_FOUND')
  if (user.disabledAt) throw new Refusal('PARTICIPANT_DISABLED')
  const today = civilDateInVietnam(ctx.now)
  const held = user.positions.filter(p => isInForceOn(p, today))
  const main = held.find(p => p.role !== 'committee_member') ?? held[0]
  return { userId, label: user.displayName, unitName: main?.unit.name ?? null }
}

/** Thêm người dự họp. */
export const addParticipant = handler(participantAdd, async (ctx, input) => {
  const { meeting } = await meetingFor(ctx, input.meetingId, 'people')
  const { meetingId, participantId, userId, role } = input
  if (await ctx.tx.meetingParticipant.findUnique({ where: { id: participantId }, select: { id: true } })) throw new Refusal('CONFLICT')
  const [account, listed, chair, inOffice] = await Promise.all([
    accountOf(ctx, userId),
    ctx.tx.meetingParticipant.findUnique({ where: { meetingId_userId: { meetingId, userId } }, select: { id: true } }),
    ctx.tx.meetingParticipant.findFirst({ where: { meetingId, role: 'chair' } }),
    inOfficeOf(ctx.tx, meeting),
  ])
  demand(canAdd({ state: meeting.status as MeetingState, isListed: listed !== null, role, hasChair: chair !== null }))
  if (inOffice.has(userId) && (role === 'guest' || role === 'observer')) throw new Refusal('PARTICIPANT_IN_OFFICE')
  // One chair: the one before sits on as a member.
  const changed = [participantId]
  if (role === 'chair' && chair) {
    await ctx.tx.meetingParticipant.update({ where: { id: chair.id }, data: { role: 'member' } })
    changed.push(chair.id)
    tellRights(ctx, meeting, chair.userId)
  }
  await ctx.tx.meetingParticipant.create({
    data: {
      id: participantId,
      meetingId,
      userId,
      role,
      label: input.label || account.label,
      unitName: input.unitName || account.unitName,
      rank: input.rank ?? RANK[role] ?? 100,
      inviteGrade: input.inviteGrade ?? null,
      // Before the opening this only foretells who will hold a ballot; the opening decides.
      isVoter: meeting.openedAt === null && inOffice.has(userId),
    },
  })
  await tellChanged(ctx, meeting, changed)
  return {}
})

/** Đưa các thành viên đương nhiệm còn thiếu vào: proposed by the law, entered in one act. */
export const addMembers = handler(participantAddMembers, async (ctx, { meetingId }) => {
  const { meeting } = await meetingFor(ctx, meetingId, 'people')
  demand(canChangePeople(meeting.status as MeetingState))
  if (meeting.openedAt) throw new Refusal('PARTICIPANT_FROZEN')
  const [members, listed] = await Promise.all([
    membersInOffice(ctx.tx, civilDateInVietnam(meeting.startsAt)),
    ctx.tx.meetingParticipant.findMany({ where: { meetingId }, select: { userId: true } }),
  ])
  const known = new Set(listed.map(p => p.userId))
  const rows = members
    .filter(m => !known.has(m.userId))
    .map(m => ({ id: uuid(), meetingId, userId: m.userId, role: 'member', label: m.user.displayName, unitName: unitNameOf(m.user.positions), rank: m.rank, isVoter: true, isCommitteeChair: m.isChair }))
  if (rows.length === 0) return { added: 0 }
  await ctx.tx.meetingParticipant.createMany({ data: rows })
  await tellChanged(ctx, meeting, rows.map(r => r.id))
  return { added: rows.length }
})

/** Sửa tư cách, chức danh, đơn vị, thứ tự, cấp mời. */
export const updateParticipant = handler(participantUpdate, async (ctx, input) => {
  const { meeting } = await meetingFor(ctx, input.meetingId, 'people')
  const person = await mustFind(ctx, input.meetingId, input.participantId)
  const state = meeting.status as MeetingState
  const role = input.role ?? (person.role as 'member')
  demand(canChangePeople(state))
  demand(canChangeRole({ state, seat: seatOf(person, await inOfficeOf(ctx.tx, meeting)), to: role }))
  const changed = [person.id]
  if (role !== person.role) {
    if (role === 'chair') {
      const before = await ctx.tx.meetingParticipant.findFirst({ where: { meetingId: meeting.id, role: 'chair' } })
      if (before) {
        await ctx.tx.meetingParticipant.update({ where: { id: before.id }, data: { role: 'member' } })
        changed.push(before.id)
        tellRights(ctx, meeting, before.userId)
      }
    }
    tellRights(ctx, meeting, person.userId)
  }
  await ctx.tx.meetingParticipant.update({
    where: { id: person.id },
    data: {
      role,
      ...(person.role === 'substitute' && role !== 'substitute' ? { substituteForId: null, mandateDocument: null } : {}),
      ...(input.label === undefined ? {} : { label: input.label }),
      ...(input.unitName === undefined ? {} : { unitName: input.unitName || null }),
      ...(input.rank === undefined ? {} : { rank: input.rank }),
      ...(input.inviteGrade === undefined ? {} : { inviteGrade: input.inviteGrade }),
    },
  })
  await tellChanged(ctx, meeting, changed)
  return {}
})

/** Cử người dự thay: they attend without a ballot, for one named person, by one named document. */
export const setSubstitute = handler(participantSetSubstitute, async (ctx, input) => {
  const { meeting, me } = await meetingFor(ctx, input.meetingId, 'people')
  await substitute(ctx, meeting, { ...input, isConsented: input.isConsented || meetingFacts(meeting, me).presides === true })
  return {}
})

export type SubstituteInput = { participantId: string; userId: string; forId: string; mandateDocument: string; level: 'deputy' | 'lower'; isConsented: boolean }

/** Enters the substitute, or moves the one already listed as a substitute to this person. */
export async function substitute(ctx: CommandContext, meeting: Awaited<ReturnType<typeof meetingFor>>['meeting'], input: SubstituteInput): Promise<void> {
  const target = await mustFind(ctx, meeting.id, input.forId)
  const [account, listed, other, inOffice] = await Promise.all([
    accountOf(ctx, input.userId),
    ctx.tx.meetingParticipant.findUnique({ where: { meetingId_userId: { meetingId: meeting.id, userId: input.userId } }, include: { intervals: true } }),
    ctx.tx.meetingParticipant.findFirst({ where: { meetingId: meeting.id, substituteForId: target.id, userId: { not: input.userId } }, select: { id: true } }),
    inOfficeOf(ctx.tx, meeting),
  ])
  demand(
    canSubstitute({
      state: meeting.status as MeetingState,
      target: seatOf(target, inOffice),
      hasOtherSubstitute: other !== null,
      own: listed && seatOf(listed, inOffice),
      isOwnInOffice: inOffice.has(input.userId),
      grade: target.inviteGrade as InviteGrade | null,
      level: input.level,
      isConsented: input.isConsented,
    }),
  )
  const data = { role: 'substitute', substituteForId: target.id, mandateDocument: input.mandateDocument, rank: target.rank }
  if (listed) await ctx.tx.meetingParticipant.update({ where: { id: listed.id }, data })
  else {
    if (await ctx.tx.meetingParticipant.findUnique({ where: { id: input.participantId }, select: { id: true } })) throw new Refusal('CONFLICT')
    await ctx.tx.meetingParticipant.create({ data: { id: input.participantId, meetingId: meeting.id, ...account, ...data } })
  }
  await tellChanged(ctx, meeting, [listed?.id ?? input.participantId])
}

/** Ghi vắng có lý do. */
export const setAbsence = handler(participantSetAbsence, async (ctx, { meetingId, participantId, reason }) => {
  const { meeting } = await meetingFor(ctx, meetingId, 'people')
  const person = await mustFind(ctx, meetingId, participantId)
  demand(canSetAbsence({ state: meeting.status as MeetingState, seat: seatOf(person, await inOfficeOf(ctx.tx, meeting)) }))
  await ctx.tx.meetingParticipant.update({ where: { id: person.id }, data: { absenceReason: reason } })
  await tellChanged(ctx, meeting, [person.id])
  return {}
})

/** Đưa ra khỏi thành phần: the row leaves the list and stays in the record; requests to speak are taken back. */
export const removeParticipant = handler(participantRemove, async (ctx, { meetingId, participantId, reason }) => {
  const { meeting } = await meetingFor(ctx, meetingId, 'people')
  const person = await personOf(ctx.tx, meetingId, participantId)
  if (!person) throw new Refusal('NOT_FOUND')
  const standing = await ctx.tx.speakingRequest.findMany({ where: { meetingId, participantId, status: { in: ['waiting', 'called', 'speaking'] } } })
  demand(canRemove({ state: meeting.status as MeetingState, seat: seatOf(person, await inOfficeOf(ctx.tx, meeting)), isSpeaking: standing.some(s => s.status === 'speaking') }))
  for (const s of standing) {
    const withdrawn = await ctx.tx.speakingRequest.update({ where: { id: s.id }, data: { status: 'withdrawn', endedAt: ctx.now } })
    ctx.emit(`meeting:${meetingId}`, speakingChanged, { request: speakingView(withdrawn, person.label) })
  }
  await ctx.tx.participantRemoval.create({
    data: {
      id: uuid(),
      meetingId,
      participantId,
      userId: person.userId,
      label: person.label,
      snapshot: participantView({ ...person, intervals: person.intervals.map(i => (i.leftAt === null ? { ...i, leftAt: ctx.now } : i)) }) as unknown as Prisma.InputJsonValue,
      reason,
      removedById: ctx.actor.userId,
      removedAt: ctx.now,
    },
  })
  const orphans = await ctx.tx.meetingParticipant.findMany({ where: { meetingId, substituteForId: participantId }, select: { id: true, userId: true } })
  await ctx.tx.meetingParticipant.updateMany({ where: { meetingId, substituteForId: participantId }, data: { substituteForId: null, role: 'guest' } })
  await ctx.tx.absenceRequest.updateMany({ where: { meetingId, participantId, status: 'pending' }, data: { status: 'withdrawn', decidedAt: ctx.now } })
  await ctx.tx.meetingParticipant.delete({ where: { id: participantId } })
  ctx.emit(`meeting:${meetingId}`, participantRemoved, { participantId, quorum: await quorumOf(ctx.tx, meeting, ctx.now) })
  if (orphans.length > 0) await tellChanged(ctx, meeting, orphans.map(o => o.id))
  // A guest follows a part of the session only.
  for (const orphan of orphans) tellRights(ctx, meeting, orphan.userId)
  tellRights(ctx, meeting, person.userId, 'removed')
  return {}
})
