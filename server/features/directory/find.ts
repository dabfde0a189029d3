import { fold } from '#app/domain/search/fold.ts'
import type { QueryContext } from '#server/command/context.ts'
import { inForce } from '#server/db/in-force.ts'
import { reachedMembers, scopeCardDesk, scopeMyCard, seesCardDesk } from '#server/policies/card.ts'
import { realMeetings, scopeMeeting } from '#server/policies/meeting.ts'
import { scopePaper } from '#server/policies/paper.ts'
import { scopeTask, seesAllTasks } from '#server/policies/task.ts'
import { unitsOf } from '#server/policies/stream.ts'

/** One line of an answer: where it leads and what it is. */
export type Found = { kind: 'task' | 'meeting' | 'paper' | 'unit' | 'card'; to: string; label: string; aside: string }

const EACH = 6
const MAX_WORDS = 8
/** titles of papers are folded here, not in a column: the newest of the meetings the person may see */
const PAPERS_READ = 600

/**
 * Finds without marks in what the person may see: tasks, meetings, papers, units. Every word must occur; the scopes of
 * the nouns decide what exists at all for this person.
 */
export async function find(ctx: QueryContext, args: { text: string }): Promise<Found[]> {
  const { db, actor } = ctx
  const words = fold(args.text).split(/\s+/).filter(Boolean).slice(0, MAX_WORDS)
  if (words.length === 0) return []
  const contains = words.map(w => ({ searchText: { contains: w } }))
  const units = unitsOf(actor)
  const [tasks, meetings, papers, orgUnits, cards] = await Promise.all([
    db.task.findMany({
      where: { AND: [scopeTask(actor), ...words.map(w => ({ OR: [{ searchText: { contains: w } }, { code: { contains: w, mode: 'insensitive' as const } }] }))] },
      select: { id: true, code: true, title: true },
      orderBy: { updatedAt: 'desc' },
      take: EACH,
    }),
    db.meeting.findMany({ where: { AND: [scopeMeeting(actor), realMeetings, ...contains] }, select: { id: true, title: true }, orderBy: { startsAt: 'desc' }, take: EACH }),
    db.paper.findMany({
      where: { AND: [scopePaper(actor), { meeting: realMeetings }] },
      select: { title: true, meetingId: true, itemId: true, meeting: { select: { title: true } } },
      orderBy: { addedAt: 'desc' },
      take: PAPERS_READ,
    }),
    db.orgUnit.findMany({
      where: { AND: [{ ...inForce(ctx.now), kind: { not: 'province' } }, seesAllTasks(actor) ? {} : { id: { in: units } }, ...contains] },
      select: { id: true, name: true, short: true },
      orderBy: { name: 'asc' },
      take: EACH,
    }),
    db.opinionCard.findMany({
      where: { AND: [seesCardDesk(actor) ? {} : { OR: [scopeCardDesk(actor), { ...reachedMembers, members: { some: scopeMyCard(actor) } }] }, ...contains] },
      select: { id: true, title: true, code: true, members: { where: scopeMyCard(actor), select: { userId: true }, take: 1 } },
      orderBy: { updatedAt: 'desc' },
      take: EACH,
    }),
  ])
  // A name typed is mostly a unit or a session; tasks that mention it come after.
  return [
    ...orgUnits.map(u => ({ kind: 'unit' as const, to: `/nhiem-vu?don-vi=${u.id}`, label: u.name, aside: u.short ?? '' })),
    ...meetings.map(m => ({ kind: 'meeting' as const, to: `/phien-hop/${m.id}`, label: m.title, aside: '' })),
    // Whoever is asked goes to the own card; the desk to the summing-up.
    ...cards.map(c => ({ kind: 'card' as const, to: `/phieu-lay-y-kien/${c.id}${c.members.length > 0 ? '' : '/tong-hop'}`, label: c.title, aside: c.code ?? '' })),
    ...tasks.map(t => ({ kind: 'task' as const, to: `/nhiem-vu/${t.id}`, label: t.title, aside: t.code })),
    ...papers
      .filter(p => {
        const text = fold(p.title)
        return words.every(w => text.includes(w))
      })
      .slice(0, EACH)
      .map(p => ({ kind: 'paper' as const, to: `/phien-hop/${p.meetingId}#${p.itemId}`, label: p.title, aside: p.meeting.title })),
  ]
}
