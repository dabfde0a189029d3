import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import type { StreamEvent } from '#app/contracts/define.ts'
import {
  attendanceChanged,
  itemReached,
  meetingChanged,
  paperAdded,
  paperRemoved,
  type ParticipantView,
  presentationChanged,
  type SessionView,
  speakingChanged,
  voteClosed,
  voteOpened,
  type VoteView,
} from '#app/contracts/meeting.ts'
import { reduceSession, withProgress } from '#app/live/reducers/session.ts'

type View = z.output<typeof SessionView>
type Participant = z.output<typeof ParticipantView>
type Vote = z.output<typeof VoteView>

const AT = 1_795_000_000_000
const event = (name: string, payload: unknown, seq = 1): StreamEvent => ({ stream: 'meeting:m', seq, name, v: 1, at: AT, actorId: 'u', payload })

const person = (id: string, over: Partial<Participant> = {}): Participant => ({
  id, userId: `u-${id}`, role: 'member', label: `Ủy viên ${id}`, unitName: null, rank: 1, isVoter: true, isCommitteeChair: false,
  substituteForId: null, absenceReason: null, isPresent: false, intervals: [], ...over,
})
const item = (id: string, status: 'pending' | 'presenting' = 'pending'): View['items'][number] => ({
  id, rank: id, title: id, text: '', presenter: '', minutes: 10, leadUnitId: null, leadUnitName: null, isCollective: true,
  status, startedAt: status === 'presenting' ? AT - 60_000 : null, endedAt: null, spentSeconds: 0, asideReason: null,
})
const vote = (id: string, over: Partial<Vote> = {}): Vote => ({
  id, itemId: 'a', question: 'Thông qua?', form: 'open', status: 'open', base: 3, needed: 2, ruleText: '', isChangeAllowed: true, openedAt: AT,
  closesAt: null, closedAt: null, presentVoters: 1, count: { for: 0, against: 0, abstain: 0 }, result: null, ballots: null, ...over,
})
const quorum = { present: 0, total: 3, needed: 2, isMet: false, missing: 2, isWarningOnly: true, source: '' }
const request = (id: string, status: View['queue'][number]['status'], requestedAt: number): View['queue'][number] => ({
  id, itemId: 'a', participantId: 'p1', label: '', subject: '', status, requestedAt, calledAt: null, startedAt: null, endedAt: null,
  limitSeconds: 300, declineReason: null,
})
const base: View = {
  meeting: {
    id: 'm', title: 'Phiên họp', kind: 'regular', status: 'running', startsAt: AT, endsAt: AT, place: '', openedAt: AT, pausedAt: null, endedAt: null,
    currentItemId: 'a', membersInOffice: 3, agendaVersion: 1,
  },
  items: [item('a', 'presenting'), item('b')],
  participants: [person('p1'), person('p2'), person('g', { role: 'guest', isVoter: false })],
  quorum,
  queue: [],
  votes: [],
  papers: [],
  presenting: { paperId: 'f', page: 1, byLabel: '' },
  presiding: null,
}

describe('phiên họp trên màn hình', () => {
  test('an event of a newer server leaves the view as it is', () => {
    expect(reduceSession(base, event('meeting.somethingNew', { x: 1 }))).toBe(base)
  })

  test('presence is counted from the people, not from a quorum sent before the neighbour was seen', () => {
    const arrive = (id: string, over: Partial<Participant> = {}) =>
      event(attendanceChanged.name, { participant: person(id, { isPresent: true, ...over }), quorum: { ...quorum, present: 1, missing: 1 } })
    const open = { ...base, votes: [vote('v', { presentVoters: 0 }), vote('w', { status: 'closed', presentVoters: 3 })] }
    const view = [arrive('p1'), arrive('p2'), arrive('g', { role: 'guest', isVoter: false })].reduce(reduceSession, open)
    expect(view.quorum).toMatchObject({ present: 2, isMet: true, missing: 0, total: 3 })
    // a closed vote keeps the room it was decided in
    expect(view.votes.map(v => v.presentVoters)).toEqual([2, 3])
  })

  test('reaching an item turns the page off and changes only the items named', () => {
    const view = reduceSession(base, event(itemReached.name, { currentItemId: 'b', items: [{ ...item('b'), status: 'presenting' }], presenting: null }))
    expect(view.meeting.currentItemId).toBe('b')
    expect(view.presenting).toBeNull()
    expect(view.items[0]).toBe(base.items[0])
  })

  test('only opening changes the number of members in office', () => {
    const head = { ...base.meeting, membersInOffice: 0 }
    expect(reduceSession(base, event(meetingChanged.name, { act: 'paused', meeting: head })).meeting.membersInOffice).toBe(3)
    expect(reduceSession(base, event(meetingChanged.name, { act: 'opened', meeting: { ...head, membersInOffice: 27 } })).meeting.membersInOffice).toBe(27)
  })

  test('the end takes the shown page away and leaves no item running', () => {
    const view = reduceSession(base, event(meetingChanged.name, { act: 'ended', meeting: { ...base.meeting, status: 'ended' } }))
    expect(view.presenting).toBeNull()
    expect(view.items.map(i => i.status)).toEqual(['concluded', 'pending'])
  })

  test('the queue stays in order: who speaks, who is called, who waits', () => {
    const events = [request('1', 'waiting', 3), request('2', 'waiting', 2), request('3', 'waiting', 1), request('1', 'speaking', 3), request('2', 'called', 2)]
    const view = events.map(r => event(speakingChanged.name, { request: r })).reduce(reduceSession, base)
    expect(view.queue.map(q => q.id)).toEqual(['1', '2', '3'])
  })

  test('a late count of a closed vote changes nothing; of an open one only the count', () => {
    const count = { for: 2, against: 0, abstain: 1 }
    const open = reduceSession(base, event(voteOpened.name, { vote: vote('v') }))
    expect(withProgress(open, { voteId: 'v', count }).votes[0]).toEqual({ ...vote('v'), count })
    const closed = reduceSession(open, event(voteClosed.name, { vote: vote('v', { status: 'closed' }) }))
    expect(withProgress(closed, { voteId: 'v', count })).toEqual(closed)
  })

  test('any events in any order: each applied twice gives what once gives, and the view given is never written to', () => {
    const anyEvent = fc.oneof(
      fc.record({ id: fc.constantFrom('p1', 'p2', 'g', 'new'), isPresent: fc.boolean() }).map(p => event(attendanceChanged.name, { participant: person(p.id, { isPresent: p.isPresent }), quorum })),
      fc.constantFrom('a', 'b').map(id => event(itemReached.name, { currentItemId: id, items: [{ ...item(id), status: 'presenting' }], presenting: null })),
      fc.record({ id: fc.constantFrom('1', '2', '3'), at: fc.nat(9), status: fc.constantFrom('waiting' as const, 'called' as const, 'speaking' as const, 'done' as const) })
        .map(r => event(speakingChanged.name, { request: request(r.id, r.status, r.at) })),
      fc.constantFrom('v', 'w').map(id => event(voteOpened.name, { vote: vote(id) })),
      fc.constantFrom('v', 'w').map(id => event(voteClosed.name, { vote: vote(id, { status: 'closed' }) })),
      fc.nat(9).map(page => event(presentationChanged.name, { presenting: page ? { paperId: 'f', page, byLabel: '' } : null })),
      fc.constantFrom('x', 'y').map(id => event(paperAdded.name, { paper: { id, itemId: 'a', fileId: id, title: '', kind: 'main', name: '', pages: 1, size: 1, addedAt: AT } })),
      fc.constantFrom('x', 'y').map(paperId => event(paperRemoved.name, { paperId })),
      fc.constantFrom('paused' as const, 'ended' as const).map(act => event(meetingChanged.name, { act, meeting: { ...base.meeting, status: act } })),
    )
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 30 }), events => {
        let view = base
        for (const e of events) {
          const before = structuredClone(view)
          const once = reduceSession(view, e)
          expect(view).toEqual(before)
          expect(reduceSession(once, e)).toEqual(once)
          const ids = [once.items, once.participants, once.queue, once.votes, once.papers].map(rows => rows.map(r => r.id))
          for (const list of ids) expect(new Set(list).size).toBe(list.length)
          view = once
        }
        expect(view.quorum.present).toBeLessThanOrEqual(view.participants.length)
      }),
    )
  })
})
