import type { z } from 'zod'
import { conclusionAgreed } from '#app/contracts/conclusion.ts'
import type { PayloadOf, StreamEvent } from '#app/contracts/define.ts'
import {
  agendaIssued,
  attendanceChanged,
  itemReached,
  itemSetAside,
  meetingChanged,
  paperAdded,
  paperRemoved,
  presentationChanged,
  type SessionView,
  speakingChanged,
  voteClosed,
  voteOpened,
  type voteProgress,
} from '#app/contracts/meeting.ts'
import { voteCancelAsked, voteUncounted, voteCancelled } from '#app/contracts/secret.ts'
import { reducePeople } from './people.ts'
import { reduceFlow } from './flow.ts'
import { chatSetupChanged } from '#app/contracts/discussion.ts'
import { speakingDoorChanged, speakingLimitsChanged, speakingMoved } from '#app/contracts/speaking.ts'
import { presentersChanged } from '#app/contracts/presentation.ts'
import { voteTyped } from '#app/contracts/typed.ts'
import { recusalsChanged, voteChanged } from '#app/contracts/vote-acts.ts'
import { votePlanChanged } from '#app/contracts/vote-plan.ts'
import { rehearsalRemoved } from '#app/contracts/rehearsal.ts'
import { videoChanged } from '#app/contracts/video.ts'
import { byRank } from '#app/domain/agenda/order.ts'
import { queueOrder } from '#app/domain/meeting/speaking.ts'
import { reduceSeating } from './seating.ts'
import { reduceSpeaking } from './speaking.ts'
import { putItems, putPapers, reduceAudience } from './hidden.ts'

type View = z.output<typeof SessionView>

/** Replaces the row of the same id, or adds it. */
const put = <T extends { id: string }>(rows: readonly T[], row: T): T[] =>
  rows.some(r => r.id === row.id) ? rows.map(r => (r.id === row.id ? row : r)) : [...rows, row]

/**
 * The session after one event of `meeting:{id}`. Events carry whole parts, so applying one twice changes nothing.
 * An unknown event is a newer server's: it leaves the view as it is.
 */
export function reduceSession(view: View, e: StreamEvent): View {
  switch (e.name) {
    case meetingChanged.name: {
      const p = e.payload as PayloadOf<typeof meetingChanged>
      // Only opening changes the number of members; other acts send the head without it.
      const meeting = { ...p.meeting, membersInOffice: p.act === 'opened' ? p.meeting.membersInOffice : view.meeting.membersInOffice }
      const items = p.act === 'ended' ? view.items.map(i => (i.status === 'presenting' ? { ...i, status: 'concluded' as const, endedAt: e.at } : i)) : view.items
      return {
        ...view,
        meeting,
        items,
        quorum: p.quorum ?? view.quorum,
        participants: p.participants ?? view.participants,
        presenting: p.act === 'ended' ? null : view.presenting,
      }
    }
    case itemReached.name:
    case itemSetAside.name: {
      const p = e.payload as PayloadOf<typeof itemReached> | PayloadOf<typeof itemSetAside>
      // Who was let present was let so for one item.
      const presenterIds = p.currentItemId === view.meeting.currentItemId ? view.presenterIds : []
      const papers = 'papers' in p && p.papers ? putPapers(view.papers, p.papers) : view.papers
      return { ...view, meeting: { ...view.meeting, currentItemId: p.currentItemId }, items: putItems(view.items, p.items), papers, presenting: p.presenting, presenterIds }
    }
    case attendanceChanged.name: {
      const p = e.payload as PayloadOf<typeof attendanceChanged>
      const participants = put(view.participants, p.participant)
      // Two people checking in at the same moment don't see each other's row yet: who is present is counted here.
      const present = participants.filter(one => one.isVoter && one.isPresent).length
      const quorum = { ...p.quorum, present, isMet: present >= p.quorum.needed, missing: Math.max(0, p.quorum.needed - present) }
      const votes = view.votes.map(v => (v.status === 'open' ? { ...v, presentVoters: present } : v))
      return { ...view, participants, quorum, votes }
    }
    case speakingChanged.name: {
      const p = e.payload as PayloadOf<typeof speakingChanged>
      return { ...view, queue: queueOrder(put(view.queue, p.request)) }
    }
    case speakingDoorChanged.name:
    case speakingMoved.name:
    case speakingLimitsChanged.name:
      return reduceSpeaking(view, e)
    case chatSetupChanged.name:
      return { ...view, chat: e.payload as PayloadOf<typeof chatSetupChanged> }
    case videoChanged.name:
      return { ...view, video: e.payload as PayloadOf<typeof videoChanged> }
    case presentationChanged.name:
      return { ...view, presenting: (e.payload as PayloadOf<typeof presentationChanged>).presenting }
    case presentersChanged.name:
      return { ...view, presenterIds: (e.payload as PayloadOf<typeof presentersChanged>).presenterIds }
    case voteOpened.name:
    case voteTyped.name:
    case voteChanged.name:
    case voteClosed.name:
    case voteCancelled.name:
    case voteCancelAsked.name:
    case voteUncounted.name:
      return { ...view, votes: put(view.votes, (e.payload as PayloadOf<typeof voteOpened>).vote) }
    case recusalsChanged.name: {
      const p = e.payload as PayloadOf<typeof recusalsChanged>
      return { ...view, recusals: [...(view.recusals ?? []).filter(r => r.itemId !== p.itemId), ...p.recusals] }
    }
    case votePlanChanged.name: {
      const p = e.payload as PayloadOf<typeof votePlanChanged>
      return { ...view, planned: p.planned, voteRunAt: p.runAt }
    }
    case paperAdded.name:
      return { ...view, papers: put(view.papers, (e.payload as PayloadOf<typeof paperAdded>).paper) }
    case paperRemoved.name: {
      const { paperId } = e.payload as PayloadOf<typeof paperRemoved>
      return { ...view, papers: view.papers.filter(p => p.id !== paperId) }
    }
    case agendaIssued.name: {
      const p = e.payload as PayloadOf<typeof agendaIssued>
      return { ...view, items: [...p.items].sort(byRank), meeting: { ...view.meeting, agendaVersion: p.n } }
    }
    case conclusionAgreed.name: {
      const { itemId, conclusion } = e.payload as PayloadOf<typeof conclusionAgreed>
      return { ...view, conclusions: [...(view.conclusions ?? []).filter(c => c.itemId !== itemId), ...(conclusion ? [conclusion] : [])] }
    }
    case rehearsalRemoved.name:
      return { ...view, meeting: { ...view.meeting, status: 'cancelled' } }
    default:
      return reducePeople(view, e) ?? reduceAudience(view, e) ?? reduceFlow(reduceSeating(view, e), e)
  }
}

/** The live count of an open vote; a late signal of a closed one is ignored. */
export const withProgress = (view: View, s: PayloadOf<typeof voteProgress>): View => ({
  ...view,
  votes: view.votes.map(v => (v.id === s.voteId && v.status === 'open' ? { ...v, count: s.count, ...(s.cast === undefined ? {} : { cast: s.cast }), ...(s.optionVotes ? { optionVotes: s.optionVotes } : {}) } : v)),
})
