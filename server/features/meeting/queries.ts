import { streamHead } from '#server/features/stream-head.ts'
import { noBallotReason } from '#server/policies/voting.ts'
import { Refusal, type QueryContext } from '#server/command/context.ts'
import { canMeeting, isOffice, meetingFacts, readsAs, rehearsalsShown, scopeMeeting } from '#server/policies/meeting.ts'
import { loadSessionView } from './views.ts'

/** The session for one person: the shared view, and what this person may do in it. */
async function sessionView(ctx: QueryContext, args: { meetingId: string }) {
  const { db, actor } = ctx
  const meeting = await db.meeting.findFirst({
    where: { id: args.meetingId, ...scopeMeeting(actor) },
    select: { id: true, presidingId: true, participants: { where: { userId: actor.userId }, select: { role: true } } },
  })
  if (!meeting) throw new Refusal('NOT_FOUND')
  if (readsAs(actor, meeting.participants[0]?.role ?? null) === 'part') throw new Refusal('MEETING_PART_ONLY')
  const seq = await streamHead(ctx.db, `meeting:${meeting.id}`)
  const mine = { userId: actor.userId, vote: { meetingId: meeting.id } }
  const [view, ballots, sealed, turnout] = await Promise.all([
    loadSessionView(db, meeting.id, { now: ctx.now }),
    db.ballot.findMany({ where: mine }),
    db.sealedBallot.findMany({ where: mine, select: { voteId: true, receipt: true, castAt: true } }),
    db.voteTurnout.findMany({ where: mine, select: { voteId: true, receipt: true, vote: { select: { closedAt: true } } } }),
  ])
  const me = view.participants.find(p => p.userId === actor.userId) ?? null
  const facts = meetingFacts(meeting, me)
  return {
    view,
    seq,
    me: {
      participantId: me?.id ?? null,
      role: me?.role ?? null,
      label: me?.label ?? actor.displayName,
      isVoter: me?.isVoter ?? false,
      noBallotReason: noBallotReason(me),
      // Of a secret ballot there is nothing but its receipt, and after the count not even its time.
      myBallots: Object.fromEntries([
        ...ballots.map(b => [b.voteId, { choice: b.choice, castAt: b.castAt.getTime(), receipt: b.receipt, ...(b.picks.length > 0 ? { picks: b.picks } : {}) }] as const),
        ...sealed.map(b => [b.voteId, { choice: null, castAt: b.castAt.getTime(), receipt: b.receipt }] as const),
        ...turnout.map(b => [b.voteId, { choice: null, castAt: b.vote.closedAt?.getTime() ?? 0, receipt: b.receipt }] as const),
      ]) as Record<string, { choice: 'for' | 'against' | 'abstain' | null; castAt: number; receipt: string; picks?: number[] }>,
      abilities: {
        control: canMeeting(actor, 'control', facts).ok,
        record: canMeeting(actor, 'record', facts).ok,
        desk: canMeeting(actor, 'desk', facts).ok,
        editAgenda: canMeeting(actor, 'edit_agenda', facts).ok,
        hide: canMeeting(actor, 'hide', facts).ok,
        openToPress: canMeeting(actor, 'open_to_press', facts).ok,
        adopt: canMeeting(actor, 'adopt', facts).ok,
      },
    },
    now: ctx.now.getTime(),
  }
}

/** Meetings the person may see, the nearest first. */
async function meetingList(ctx: QueryContext, _args: Record<string, never>) {
  const rows = await ctx.db.meeting.findMany({
    where: { AND: [scopeMeeting(ctx.actor), rehearsalsShown(ctx.actor)] },
    orderBy: { startsAt: 'desc' },
    take: 200,
    include: {
      participants: { where: { userId: ctx.actor.userId }, select: { role: true } },
      _count: { select: { items: { where: { removedAt: null, isHidden: false } }, papers: { where: { removedAt: null, item: { isHidden: false } } } } },
    },
  })
  const canCreate = canMeeting(ctx.actor, 'create', { role: null }).ok
  return {
    canCreate,
    /** days off and make-up days, for whoever chooses a date */
    calendar: canCreate ? [...(await ctx.calendar()).days.values()] : [],
    isOffice: isOffice(ctx.actor),
    meetings: rows.map(m => ({
      id: m.id,
      title: m.title,
      kind: m.kind,
      status: m.status,
      startsAt: m.startsAt.getTime(),
      endsAt: m.endsAt.getTime(),
      place: m.place,
      myRole: m.participants[0]?.role ?? null,
      isRehearsal: m.rehearsalOf !== null,
      // How long the agenda is says something too: a guest is not told.
      itemCount: readsAs(ctx.actor, m.participants[0]?.role ?? null) === 'part' ? null : m._count.items,
      paperCount: readsAs(ctx.actor, m.participants[0]?.role ?? null) === 'part' ? null : m._count.papers,
    })),
  }
}

export const queries = { 'session.view': sessionView, 'meeting.list': meetingList }
