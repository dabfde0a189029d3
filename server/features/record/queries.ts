import type { PayloadOf } from '#app/contracts/define.ts'
import { blockChanged, itemCorrected, recordSealed, stepUndone, urgentItemAdded } from '#app/contracts/flow.ts'
import { agendaIssued, itemReached, itemSetAside, meetingChanged } from '#app/contracts/meeting.ts'
import type { RecordAct, RecordExtras, TypedMark } from '#app/contracts/record.ts'
import { presidingChanged } from '#app/contracts/people.ts'
import { Refusal, type QueryContext } from '#server/command/context.ts'
import { asAgreed, lineViews, unitNamesOf, withTask } from '#server/features/conclusion/line-view.ts'
import { loadSessionView, type View } from '#server/features/meeting/views.ts'
import { countSavings, inputOf, pricePerPage } from '#server/features/savings/count.ts'
import { streamHead } from '#server/features/stream-head.ts'
import { canMeeting, meetingFacts, roleIn, scopeMeeting, seesHidden } from '#server/policies/meeting.ts'
import { recordLevel } from '#server/policies/record.ts'
import type { SessionView } from '#app/contracts/meeting.ts'

/** Names of the events a record tells as its course. */
const TOLD = [meetingChanged, itemReached, itemSetAside, agendaIssued, urgentItemAdded, blockChanged, stepUndone, itemCorrected, recordSealed, presidingChanged].map(e => e.name)

/**
 * Hồ sơ phiên họp: the session view with conclusion lines, the course of the session and the marks of what was typed in
 * from paper. A fixed number of queries, whatever the size of the session; live while it still runs.
 */
async function recordView(ctx: QueryContext, args: { meetingId: string }) {
  const { db, actor } = ctx
  const meeting = await db.meeting.findFirst({
    where: { AND: [{ id: args.meetingId }, scopeMeeting(actor)] },
    select: { id: true, status: true, presidingId: true, rehearsalOf: true, participants: { where: { userId: actor.userId }, select: { id: true, role: true } } },
  })
  if (!meeting) throw new Refusal('NOT_FOUND')
  const me = meeting.participants[0] ?? null
  const role = roleIn(meeting, me)
  const level = recordLevel(actor, role)
  if (!level) throw new Refusal('FORBIDDEN')
  const stream = `meeting:${meeting.id}`
  const deskStream = `desk:${meeting.id}`
  const [seq, deskSeq] = await Promise.all([streamHead(db, stream), streamHead(db, deskStream)])
  const [whole, lines, log, typed, saved, price] = await Promise.all([
    loadSessionView(db, meeting.id, { now: ctx.now }),
    db.conclusionLine.findMany({
      where: { meetingId: meeting.id },
      include: withTask,
    }),
    db.eventLog.findMany({ where: { stream, name: { in: TOLD } }, orderBy: { id: 'asc' }, select: { name: true, payload: true, occurredAt: true, actorId: true } }),
    db.typedEntry.findMany({ where: { meetingId: meeting.id }, orderBy: { at: 'asc' } }),
    countSavings(db, { meetingIds: [meeting.id] }),
    pricePerPage(db),
  ])
  const told = seesHidden(actor, role, meeting.status) ? lines : lines.filter(l => !l.item.isHidden)
  const shown = lineViews(told, await unitNamesOf(db, told))
  const labels = new Map(whole.participants.map(p => [p.userId, p.label]))
  const isOver = whole.meeting.status === 'ended'
  const extras: RecordExtras = {
    level,
    lines: level === 'full' || isOver ? (level === 'full' ? shown : asAgreed(shown)) : [],
    acts: level === 'full' ? actsOf(log, labels) : [],
    startedAt: firstStarts(log),
    marks: typed.map(({ kind, refId, reason, byLabel, at }) => ({ kind: kind as TypedMark['kind'], refId, reason, byLabel, at: at.getTime() })),
    savings: { input: inputOf(saved[0]), price },
  }
  return {
    view: level === 'full' ? whole : withoutReasons(whole, actor.userId),
    seq,
    deskSeq,
    extras,
    me: { participantId: me?.id ?? null, role: me?.role ?? null, mayWork: canMeeting(actor, 'desk', meetingFacts(meeting, me)).ok, mayType: canMeeting(actor, 'record', meetingFacts(meeting, me)).ok },
    isRehearsal: meeting.rehearsalOf !== null,
    now: ctx.now.getTime(),
  }
}

type LogRow = { name: string; payload: unknown; occurredAt: Date; actorId: string | null }

/** When each item was first taken up: the row itself keeps only its last turn. */
function firstStarts(log: readonly LogRow[]): Record<string, number> {
  const first: Record<string, number> = {}
  for (const row of log) {
    if (row.name !== itemReached.name) continue
    const { currentItemId } = row.payload as PayloadOf<typeof itemReached>
    first[currentItemId] ??= row.occurredAt.getTime()
  }
  return first
}

function actsOf(log: readonly LogRow[], labels: ReadonlyMap<string, string>): RecordAct[] {
  return log.flatMap((row): RecordAct[] => {
    const head = { at: row.occurredAt.getTime(), byLabel: row.actorId ? (labels.get(row.actorId) ?? null) : null }
    switch (row.name) {
      case meetingChanged.name: {
        const { act } = row.payload as PayloadOf<typeof meetingChanged>
        return act === 'opened' || act === 'paused' || act === 'resumed' || act === 'ended' ? [{ ...head, act, itemId: null, reason: null, n: null }] : []
      }
      case itemSetAside.name: {
        const p = row.payload as PayloadOf<typeof itemSetAside>
        return [{ ...head, act: p.act, itemId: p.items[0]?.id ?? null, reason: p.reason, n: null }]
      }
      case agendaIssued.name: {
        const p = row.payload as PayloadOf<typeof agendaIssued>
        return [{ ...head, act: 'issued', itemId: null, reason: p.reason, n: p.n }]
      }
      case urgentItemAdded.name: {
        const p = row.payload as PayloadOf<typeof urgentItemAdded>
        return [{ ...head, act: 'urgent', itemId: p.item.id, reason: p.reason, n: p.n }]
      }
      case blockChanged.name: {
        const p = row.payload as PayloadOf<typeof blockChanged>
        if (p.act === 'objected') return [{ ...head, act: 'objected', itemId: p.items[0]?.id ?? null, reason: p.reason, n: null }]
        return p.act === 'adopted' || p.act === 'vote_adopted' ? [{ ...head, act: 'adopted', itemId: null, reason: p.reason, n: p.items.length }] : []
      }
      case presidingChanged.name: {
        const { act, presiding } = row.payload as PayloadOf<typeof presidingChanged>
        return [{ ...head, act, itemId: null, reason: presiding && `${presiding.label}, ${presiding.document}`, n: null }]
      }
      case stepUndone.name: {
        const p = row.payload as PayloadOf<typeof stepUndone>
        return [{ ...head, act: 'undone', itemId: p.itemId, reason: p.reason, n: null }]
      }
      case itemCorrected.name: {
        const p = row.payload as PayloadOf<typeof itemCorrected>
        return [{ ...head, act: 'corrected', itemId: p.items[0]?.id ?? null, reason: p.reason, n: null }]
      }
      case recordSealed.name:
        return [{ ...head, act: 'sealed', itemId: null, reason: null, n: null }]
      default:
        return []
    }
  })
}

/** Why somebody else was away or late is for those who keep the record. */
function withoutReasons(view: View<typeof SessionView>, userId: string): View<typeof SessionView> {
  return {
    ...view,
    participants: view.participants.map(p =>
      p.userId === userId ? p : { ...p, absenceReason: null, intervals: p.intervals.map(i => ({ ...i, reason: null })) },
    ),
  }
}

export const queries = { 'record.view': recordView }
