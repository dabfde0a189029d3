import { createHash } from 'node:crypto'
import { formatDateLong, formatTime } from '#app/text/format.ts'
import { itemName } from '#app/text/record-rows.ts'
import { sessionText } from '#app/text/session.ts'
import type { Db, Tx } from '#server/command/context.ts'
import { loadSessionView } from '#server/features/meeting/views.ts'
import type { PackPlan } from '#server/print/plan.ts'

/** Raised when the print itself changes: packs made before are then made anew. */
const FORM = 1
const NAMED = new Set(['chair', 'secretary', 'member', 'substitute', 'guest'])

/** The pack of a session as it stands now, and the hash that names its file. Papers are those of the agenda, in its order. */
export async function packPlan(db: Db | Tx, meetingId: string, now: Date): Promise<{ plan: PackPlan; contentHash: string }> {
  const view = await loadSessionView(db, meetingId, { now })
  const files = new Map((await db.paper.findMany({ where: { meetingId, removedAt: null }, select: { id: true, file: { select: { sha256: true, mime: true } } } })).map(p => [p.id, p.file]))
  const { meeting } = view
  const items = view.items.filter(i => i.status !== 'withdrawn')
  const plan: PackPlan = {
    form: FORM,
    title: meeting.title,
    when: `${formatTime(meeting.startsAt)}–${formatTime(meeting.endsAt)}, ${formatDateLong(meeting.startsAt)}`,
    place: meeting.place,
    host: '',
    agenda: items.map((i, at) => ({ n: at + 1, title: i.title, presenter: i.presenter, minutes: i.minutes, lead: i.leadUnitName ?? '', isVote: i.isCollective })),
    people: view.participants.filter(p => NAMED.has(p.role)).map(p => ({ label: p.label, role: sessionText.role[p.role], unit: p.unitName ?? '', isVoter: p.isVoter })),
    voters: meeting.membersInOffice,
    papers: items.flatMap(i =>
      view.papers
        .filter(p => p.itemId === i.id && files.get(p.id)?.mime === 'application/pdf')
        .map(p => ({ title: p.title, item: itemName(view, i.id), sha256: files.get(p.id)?.sha256 ?? '' })),
    ),
  }
  return { plan, contentHash: createHash('sha256').update(JSON.stringify(plan)).digest('hex') }
}
