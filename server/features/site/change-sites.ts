import { v7 as uuid } from 'uuid'
import type { MeetingState } from '#app/domain/meeting/machine.ts'
import { canChangePeople } from '#app/domain/meeting/people.ts'
import { siteAdd, siteAddCommunes, siteAddPerson, sitePlace, siteRemove, siteRemovePerson } from '#app/contracts/site.ts'
import { participantChanged, participantRemoved } from '#app/contracts/people.ts'
import { fold } from '#app/domain/search/fold.ts'
import { type CommandContext, demand, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { inForce } from '#server/db/in-force.ts'
import { participantView, quorumOf } from '#server/features/meeting/views.ts'
import { loadSites, personFor, siteFor, tellSite } from './facts.ts'
import { siteChanged } from '#app/contracts/site.ts'

/** People of a commune's room stand after everybody in the hall. */
const SITE_RANK = 2000

/** Điểm cầu của một đơn vị is called after it. */
const nameOf = (unit: { name: string }): string => `Điểm cầu ${unit.name.replace(/^UBND\s+/i, '')}`

/** Mở điểm cầu cho các xã, phường còn thiếu, in one act: 124 rooms need no 124 presses. */
export const addCommunes = handler(siteAddCommunes, async (ctx, { meetingId }) => {
  const { meeting } = await siteFor(ctx, meetingId, null, 'manage')
  demand(canChangePeople(meeting.status as MeetingState))
  const [units, known] = await Promise.all([
    ctx.tx.orgUnit.findMany({ where: { kind: { in: ['commune', 'ward'] }, ...inForce(ctx.now) }, select: { id: true, name: true } }),
    ctx.tx.site.findMany({ where: { meetingId }, select: { unitId: true } }),
  ])
  const has = new Set(known.map(s => s.unitId))
  const rows = units.filter(u => !has.has(u.id)).map(u => ({ id: uuid(), meetingId, unitId: u.id, name: nameOf(u), createdAt: ctx.now }))
  if (rows.length > 0) await ctx.tx.site.createMany({ data: rows, skipDuplicates: true })
  for (const site of await loadSites(ctx.tx, meetingId, rows.map(r => r.id))) ctx.emit(`sites:${meetingId}`, siteChanged, { siteId: site.id, site })
  return { added: rows.length }
})

/** Mở một điểm cầu. */
export const addSite = handler(siteAdd, async (ctx, { meetingId, siteId, unitId }) => {
  const { meeting } = await siteFor(ctx, meetingId, null, 'manage')
  demand(canChangePeople(meeting.status as MeetingState))
  const unit = await ctx.tx.orgUnit.findFirst({ where: { id: unitId, ...inForce(ctx.now) } })
  if (!unit) throw new Refusal('SITE_UNIT_WRONG', {}, { unitId: 'SITE_UNIT_WRONG' })
  const { count } = await ctx.tx.site.createMany({ data: [{ id: siteId, meetingId, unitId, name: nameOf(unit), createdAt: ctx.now }], skipDuplicates: true })
  if (count === 0) throw new Refusal('SITE_EXISTS', {}, { unitId: 'SITE_EXISTS' })
  await tellSite(ctx, meetingId, siteId)
  return {}
})

/** Bỏ điểm cầu. */
export const removeSite = handler(siteRemove, async (ctx, { meetingId, siteId }) => {
  await siteFor(ctx, meetingId, siteId, 'manage')
  if ((await ctx.tx.meetingParticipant.count({ where: { meetingId, siteId } })) > 0) throw new Refusal('SITE_HAS_PEOPLE')
  await ctx.tx.site.delete({ where: { id: siteId } })
  await tellSite(ctx, meetingId, siteId)
  return {}
})

/**
 * Thêm người dự tại điểm cầu: a name on the list like any other, so that presence, queue and record know one kind of
 * person. Behind it stands a row without password: it never signs in.
 */
export const addPerson = handler(siteAddPerson, async (ctx, { meetingId, siteId, participantId, name, position }) => {
  const { meeting, site } = await siteFor(ctx, meetingId, siteId, 'run')
  demand(canChangePeople(meeting.status as MeetingState))
  if (await ctx.tx.meetingParticipant.findUnique({ where: { id: participantId }, select: { id: true } })) throw new Refusal('CONFLICT')
  const unit = await ctx.tx.orgUnit.findUniqueOrThrow({ where: { id: site?.unitId ?? '' }, select: { name: true } })
  const userId = uuid()
  await ctx.tx.user.create({ data: { id: userId, username: `diem-cau.${userId}`, displayName: `${position} ${name}`, searchText: fold(`${name} ${position}`), isNamedOnly: true } })
  await ctx.tx.meetingParticipant.create({
    // Attends and speaks; no ballot ever comes from here.
    data: { id: participantId, meetingId, userId, role: 'guest', label: `${name}, ${position}`, unitName: unit.name, rank: SITE_RANK, siteId },
  })
  await tellPeople(ctx, meetingId, participantId)
  await tellSite(ctx, meetingId, siteId)
  return {}
})

/** Bỏ người dự khỏi điểm cầu. */
export const removePerson = handler(siteRemovePerson, async (ctx, { meetingId, participantId }) => {
  const { meeting, person, site } = await personFor(ctx, meetingId, participantId, 'run')
  if (person.intervals.some(i => i.leftAt === null)) throw new Refusal('SITE_PERSON_PRESENT')
  if (person.user.isNamedOnly && person.intervals.length === 0) {
    await ctx.tx.meetingParticipant.delete({ where: { id: participantId } })
    ctx.emit(`meeting:${meetingId}`, participantRemoved, { participantId, quorum: await quorumOf(ctx.tx, meeting, ctx.now) })
  } else {
    // Who was here stays in the record; only the place at the shared device goes.
    await ctx.tx.meetingParticipant.update({ where: { id: participantId }, data: { siteId: null } })
    await tellPeople(ctx, meetingId, participantId)
  }
  await tellSite(ctx, meetingId, site?.id ?? '')
  return {}
})

/** Xếp người đã có trong thành phần vào điểm cầu, hay đưa về phòng họp chính. */
export const placePerson = handler(sitePlace, async (ctx, { meetingId, participantId, siteId }) => {
  const { person } = await personFor(ctx, meetingId, participantId, 'manage')
  if (siteId !== null) await siteFor(ctx, meetingId, siteId, 'manage')
  await ctx.tx.meetingParticipant.update({ where: { id: participantId }, data: { siteId } })
  await tellPeople(ctx, meetingId, participantId)
  for (const id of new Set([person.siteId, siteId])) if (id) await tellSite(ctx, meetingId, id)
  return {}
})

async function tellPeople(ctx: CommandContext, meetingId: string, participantId: string): Promise<void> {
  const [row, meeting] = await Promise.all([
    ctx.tx.meetingParticipant.findUniqueOrThrow({ where: { id: participantId }, include: { intervals: true } }),
    ctx.tx.meeting.findUniqueOrThrow({ where: { id: meetingId } }),
  ])
  ctx.emit(`meeting:${meetingId}`, participantChanged, { participants: [participantView(row)], quorum: await quorumOf(ctx.tx, meeting, ctx.now) })
}
