import type { SitePersonView, SiteView } from '#app/contracts/site.ts'
import { siteChanged } from '#app/contracts/site.ts'
import { type CommandContext, demand, Refusal, type Db, type Tx } from '#server/command/context.ts'
import type { View } from '#server/features/meeting/views.ts'
import { meetingFacts } from '#server/policies/meeting.ts'
import { canSite } from '#server/policies/site.ts'

type Reader = Tx | Db

/** Rooms with their people, in a fixed number of queries however many rooms there are. */
export async function loadSites(db: Reader, meetingId: string, siteIds?: string[]): Promise<View<typeof SiteView>[]> {
  const sites = await db.site.findMany({ where: { meetingId, ...(siteIds ? { id: { in: siteIds } } : {}) }, orderBy: [{ name: 'asc' }, { id: 'asc' }] })
  const people = await db.meetingParticipant.findMany({ where: { meetingId, siteId: { in: sites.map(s => s.id) } }, orderBy: [{ rank: 'asc' }, { id: 'asc' }] })
  const pins = new Map((await db.personalPin.findMany({ where: { userId: { in: people.map(p => p.userId) } } })).map(p => [p.userId, p]))
  const bySite = new Map<string, View<typeof SitePersonView>[]>()
  for (const p of people) {
    const pin = pins.get(p.userId)
    const row = { participantId: p.id, hasPin: pin !== undefined, isOwnPin: pin?.isOwn ?? false, lockedUntil: pin?.lockedUntil?.getTime() ?? null }
    bySite.set(p.siteId ?? '', [...(bySite.get(p.siteId ?? '') ?? []), row])
  }
  return sites.map(s => ({ id: s.id, unitId: s.unitId, name: s.name, people: bySite.get(s.id) ?? [] }))
}

/** Tells the desk and the rooms how one of them stands now; null when it was closed. */
export async function tellSite(ctx: CommandContext, meetingId: string, siteId: string): Promise<void> {
  const [site] = await loadSites(ctx.tx, meetingId, [siteId])
  ctx.emit(`sites:${meetingId}`, siteChanged, { siteId, site: site ?? null })
}

/** The meeting under a share lock, the room, and whether the actor may do this with it. */
export async function siteFor(ctx: CommandContext, meetingId: string, siteId: string | null, verb: 'run' | 'manage') {
  await ctx.tx.$queryRawUnsafe(`SELECT 1 FROM "Meeting" WHERE id = $1::uuid FOR SHARE`, meetingId)
  const [meeting, me, site] = await Promise.all([
    ctx.tx.meeting.findUnique({ where: { id: meetingId } }),
    ctx.tx.meetingParticipant.findUnique({ where: { meetingId_userId: { meetingId, userId: ctx.actor.userId } } }),
    siteId === null ? null : ctx.tx.site.findFirst({ where: { id: siteId, meetingId } }),
  ])
  if (!meeting) throw new Refusal('NOT_FOUND')
  demand(canSite(ctx.actor, verb, { ...meetingFacts(meeting, me), unitId: site?.unitId ?? null }))
  if (siteId !== null && !site) throw new Refusal('NOT_FOUND')
  return { meeting, site }
}

/** A person of a room, locked: three devices asking at once are put in a row. */
export async function personFor(ctx: CommandContext, meetingId: string, participantId: string, verb: 'run' | 'manage') {
  await ctx.tx.$queryRawUnsafe(`SELECT 1 FROM "MeetingParticipant" WHERE id = $1::uuid FOR UPDATE`, participantId)
  const person = await ctx.tx.meetingParticipant.findFirst({ where: { id: participantId, meetingId }, include: { intervals: true, user: { select: { isNamedOnly: true } } } })
  const { meeting, site } = await siteFor(ctx, meetingId, person?.siteId ?? null, verb)
  if (!person) throw new Refusal('NOT_FOUND')
  if (verb === 'run' && !site) throw new Refusal('SITE_PERSON_ELSEWHERE')
  return { meeting, site, person }
}
