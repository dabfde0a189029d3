import { describe, expect, it } from 'vitest'
import { nextStep } from '#app/screens/chair/next-step.ts'
import { absentMembers, castCount, noBallotReason, presentFor, type Item, type Participant, type Session, type Vote } from '#app/screens/session/derive.ts'
import { spokenClock, spokenState } from '#app/screens/session/spoken.ts'
import { sessionText } from '#app/text/session.ts'
import { restOf } from '#app/components/vote-bar.tsx'

const { spoken } = sessionText

const item = (n: number, more: Partial<Item> = {}): Item => ({
  id: `item-${n}`, rank: `a${n}`, title: `Nội dung ${n}`, text: '', presenter: '', minutes: 20, leadUnitId: null, leadUnitName: null,
  isCollective: false, status: 'pending', startedAt: null, endedAt: null, spentSeconds: 0, asideReason: null, ...more,
})
const vote = (more: Partial<Vote> = {}): Vote => ({
  id: 'vote', itemId: 'item-1', question: 'Thông qua', form: 'open', status: 'open', base: 27, needed: 14, ruleText: '', isChangeAllowed: true,
  openedAt: 1, closesAt: null, closedAt: null, presentVoters: 20, count: { for: 0, against: 0, abstain: 0 }, result: null, ballots: null, ...more,
})
const person = (n: number, more: Partial<Participant> = {}): Participant => ({
  id: `p${n}`, userId: `u${n}`, role: 'member', label: `Người ${n}`, unitName: null, rank: n, isVoter: true, isCommitteeChair: false,
  substituteForId: null, absenceReason: null, isPresent: false, intervals: [], ...more,
})
const session = (more: { meeting?: Partial<Session['meeting']> } & Partial<Omit<Session, 'meeting'>> = {}): Session => ({
  items: [item(1), item(2), item(3)], participants: [], queue: [], votes: [], papers: [], presenting: null, presiding: null,
  quorum: { present: 24, total: 27, needed: 18, isMet: true, missing: 0, isWarningOnly: true, source: '' },
  ...more,
  meeting: {
    id: 'm', title: 'Phiên họp', kind: 'regular', status: 'running', startsAt: 0, endsAt: 1, place: '', openedAt: 0, pausedAt: null,
    endedAt: null, currentItemId: null, membersInOffice: 27, agendaVersion: 1, ...more.meeting,
  },
})
const at = (current: Item, ...rest: Item[]) => ({ meeting: { currentItemId: current.id }, items: [current, ...rest] })

describe('what a screen reader is told', () => {
  const now = 1_000_000_000
  const here = (secondsOfTurn: number, more: Partial<Item> = {}) => session(at(item(1, { status: 'presenting', minutes: 20, startedAt: now - secondsOfTurn * 1000, ...more }), item(2)))
  it.each([
    ['a session that waits says nothing', session({ meeting: { status: 'invited' } }), ''],
    ['opened', session(), spoken.opened],
    ['the item in hand', here(0), spoken.item(1, 2, 'Nội dung 1')],
    ['an open vote before the item', { ...here(0), votes: [vote()] }, spoken.voteOpen('Thông qua')],
    ['a pause', session({ meeting: { status: 'paused', currentItemId: 'item-1' } }), spoken.paused],
    ['the end', session({ meeting: { status: 'ended' } }), spoken.ended],
  ])('%s', (_, view, words) => expect(spokenState(view)).toBe(words))
  it.each([
    ['long before the end: nothing', here(60), ''],
    ['five minutes before the end', here(900), spoken.itemNear(1, 5)],
    ['past the end', here(1201), spoken.itemOver(1)],
    ['an item of three minutes is told only its end', here(30, { minutes: 3 }), ''],
    ['nothing while the session is paused', { ...here(1201), meeting: { ...here(0).meeting, status: 'paused' as const } }, ''],
  ])('%s', (_, view, words) => expect(spokenClock(view, now)).toBe(words))
})

describe('the one next step of a session', () => {
  it('opens a session that has not begun', () => {
    expect(nextStep(session({ meeting: { status: 'invited' } })).kind).toBe('open')
    expect(nextStep(session({ meeting: { status: 'draft' } })).kind).toBe('open')
  })
  it('turns to the first item, then to the next one, by its number', () => {
    expect(nextStep(session())).toMatchObject({ kind: 'goTo', number: 1, item: { id: 'item-1' } })
    expect(nextStep(session(at(item(1, { status: 'presenting' }), item(2))))).toMatchObject({ kind: 'goTo', number: 2 })
  })
  it('skips withdrawn items, which have no number', () => {
    const view = session(at(item(1, { status: 'presenting' }), item(2, { status: 'withdrawn' }), item(3)))
    expect(nextStep(view)).toMatchObject({ kind: 'goTo', number: 2, item: { id: 'item-3' } })
  })
  it('asks for a vote on what the collective decides, once', () => {
    const here = at(item(1, { status: 'presenting', isCollective: true }), item(2))
    expect(nextStep(session(here))).toMatchObject({ kind: 'openVote', item: { id: 'item-1' } })
    expect(nextStep(session({ ...here, votes: [vote({ status: 'closed' })] }))).toMatchObject({ kind: 'goTo', number: 2 })
    expect(nextStep(session({ ...here, votes: [vote({ status: 'cancelled' })] })).kind).toBe('openVote')
  })
  it('closes an open vote before anything else', () => {
    expect(nextStep(session({ ...at(item(1, { status: 'presenting' }), item(2)), votes: [vote()] })).kind).toBe('closeVote')
  })
  it('resumes a paused session first', () => {
    expect(nextStep(session({ meeting: { status: 'paused', currentItemId: 'item-1' } })).kind).toBe('resume')
  })
  it('adopts the block first, then turns to what is discussed; a block made later goes when nothing else is left', () => {
    const block = [item(2, { isUndisputed: true }), item(3, { isUndisputed: true })]
    expect(nextStep(session({ items: [item(1), ...block] }))).toMatchObject({ kind: 'adoptBlock', count: 2 })
    const begun = item(1, { status: 'presenting', beganAt: 1 })
    expect(nextStep(session({ meeting: { currentItemId: 'item-1' }, items: [begun, ...block, item(4)] }))).toMatchObject({ kind: 'goTo', number: 4 })
    expect(nextStep(session({ meeting: { currentItemId: 'item-1' }, items: [begun, ...block] }))).toMatchObject({ kind: 'adoptBlock', count: 2 })
    const adopted = block.map(i => ({ ...i, status: 'concluded' as const }))
    expect(nextStep(session({ items: [item(1), ...adopted] }))).toMatchObject({ kind: 'goTo', number: 1 })
  })
  it('leaves the block to the chair when a secretary runs the session', () => {
    const view = session({ items: [item(1, { isUndisputed: true }), item(2)] })
    expect(nextStep(view, false)).toMatchObject({ kind: 'goTo', number: 2 })
    expect(nextStep(session({ meeting: { currentItemId: 'item-2' }, items: [item(1, { isUndisputed: true }), item(2, { status: 'presenting', beganAt: 1 })] }), false).kind).toBe('adoptBlock')
  })
  it('ends after the last item, and then has nothing more to do', () => {
    expect(nextStep(session(at(item(1, { status: 'presenting' })))).kind).toBe('end')
    expect(nextStep(session({ meeting: { status: 'ended' } })).kind).toBe('none')
    expect(nextStep(session({ meeting: { status: 'cancelled' } })).kind).toBe('none')
  })
})

describe('what a vote shows', () => {
  it('counts whoever has voted as present, even when nobody recorded the arrival', () => {
    const open = vote({ count: { for: 15, against: 2, abstain: 1 } })
    expect(castCount(open)).toBe(18)
    expect(presentFor(session({ quorum: { ...session().quorum, present: 2 } }), open)).toBe(18)
    expect(presentFor(session(), open)).toBe(24)
    expect(presentFor(session(), vote({ status: 'closed', presentVoters: 20 }))).toBe(20)
  })
  it('fills exactly one cell per member in office', () => {
    const figures = { for: 18, against: 2, abstain: 1, needed: 14, base: 27, presentVoters: 24 }
    expect(restOf(figures)).toEqual({ cast: 21, notYet: 3, absent: 3 })
    for (let present = 0; present <= 27; present++) {
      const rest = restOf({ ...figures, presentVoters: present })
      expect(rest.cast + rest.notYet + rest.absent).toBe(27)
      expect(Math.min(rest.notYet, rest.absent)).toBeGreaterThanOrEqual(0)
    }
  })
})

describe('people', () => {
  it('says why somebody has no ballot', () => {
    expect(noBallotReason(person(1))).toBeNull()
    expect(noBallotReason(person(1, { isVoter: false }))).toBe('not_member')
    // never, whatever the list says
    expect(noBallotReason(person(1, { role: 'substitute' }))).toBe('substitute')
    expect(noBallotReason(person(1, { role: 'guest' }))).toBe('guest')
    expect(noBallotReason(null)).toBe('not_member')
  })
  it('names absent members with their reason and who sits in', () => {
    const view = session({
      participants: [person(1, { isPresent: true }), person(2, { absenceReason: 'đi công tác' }), person(3, { role: 'substitute', isVoter: false, substituteForId: 'p2', isPresent: true })],
    })
    expect(absentMembers(view)).toEqual([{ id: 'p2', label: 'Người 2', reason: 'đi công tác', substitute: 'Người 3' }])
  })
})
