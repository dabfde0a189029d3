import { wasPresentAt } from './attendance.ts'
import { refused, type Refused } from '#app/domain/verdict.ts'

/**
 * Ghi từ giấy: what was done on paper while the power or the line was gone, typed in afterwards. Paper never overrules
 * what a device has recorded, and nothing may stand in the record that contradicts itself. Instants in ms.
 */
export type TypedRefusal =
  | 'TYPED_NOT_BEGUN'
  | 'TYPED_TIME_FUTURE'
  | 'TYPED_BEFORE_SESSION'
  | 'TYPED_AFTER_SESSION'
  | 'TYPED_TIME_ORDER'
  | 'TYPED_STAY_ON_DEVICE'
  | 'TYPED_STAY_TWICE'
  | 'TYPED_NOT_PRESENT'
  | 'TYPED_SPEECH_OVERLAP'
  | 'TYPED_VOTE_CLOSED'
  | 'TYPED_VOTE_ON_DEVICE'
  | 'TYPED_NO_BALLOTS'
  | 'TYPED_BALLOTS_TOO_MANY'
  | 'TYPED_BALLOT_TWICE'
  | 'TYPED_NOT_A_VOTER'
  | 'TYPED_VOTER_ABSENT'
  | 'TYPED_SECRET_BY_NAME'

export type Span = { startsAt: number; openedAt: number | null; endedAt: number | null }
export type Stay = { id: string; arrivedAt: number; leftAt: number | null; isPaper: boolean }
type Result<T> = ({ ok: true } & T) | Refused<TypedRefusal>

/** How long before the session somebody may have signed the list at the door. */
const EARLY_MS = 12 * 3_600_000

/**
 * One line of the sign-in list. `arrivedAt` null = only the departure was noted: it ends the stay that is still open,
 * whoever opened it. A whole stay may not touch one that is recorded: the device's stands, paper twice is a slip.
 */
export function decideTypedStay(s: Span, stays: readonly Stay[], typed: { arrivedAt: number | null; leftAt: number | null }, now: number): Result<{ close: string | null; arrivedAt: number; leftAt: number | null }> {
  if (s.openedAt === null) return refused('TYPED_NOT_BEGUN')
  const { arrivedAt, leftAt } = typed
  if ((arrivedAt ?? 0) > now || (leftAt ?? 0) > now) return refused('TYPED_TIME_FUTURE')
  if (s.endedAt !== null && ((arrivedAt ?? 0) >= s.endedAt || (leftAt ?? 0) > s.endedAt)) return refused('TYPED_AFTER_SESSION')
  if (arrivedAt === null) {
    if (leftAt === null) return refused('TYPED_TIME_ORDER')
    const open = stays.find(x => x.leftAt === null || (s.endedAt !== null && x.leftAt === s.endedAt))
    if (!open) return refused('TYPED_NOT_PRESENT')
    return leftAt <= open.arrivedAt ? refused('TYPED_TIME_ORDER') : { ok: true, close: open.id, arrivedAt: open.arrivedAt, leftAt }
  }
  if (arrivedAt < Math.min(s.startsAt, s.openedAt) - EARLY_MS) return refused('TYPED_BEFORE_SESSION')
  // A session that is over let everybody go at its end.
  const until = leftAt ?? s.endedAt
  if (until !== null && until <= arrivedAt) return refused('TYPED_TIME_ORDER')
  const touched = stays.find(x => x.arrivedAt < (until ?? Number.POSITIVE_INFINITY) && arrivedAt < (x.leftAt ?? Number.POSITIVE_INFINITY))
  if (touched) return refused(touched.isPaper ? 'TYPED_STAY_TWICE' : 'TYPED_STAY_ON_DEVICE')
  return { ok: true, close: null, arrivedAt, leftAt: until }
}

/** A moment of the session itself: after its opening, before its end or now. */
const inSession = (s: Span, at: number, now: number): Result<object> => {
  if (s.openedAt === null) return refused('TYPED_NOT_BEGUN')
  if (at > now) return refused('TYPED_TIME_FUTURE')
  if (at < s.openedAt) return refused('TYPED_BEFORE_SESSION')
  return s.endedAt !== null && at > s.endedAt ? refused('TYPED_AFTER_SESSION') : { ok: true }
}

/** A speech noted on paper: inside the session, by somebody who was in the room, while nobody else had the floor. */
export function decideTypedSpeech(s: Span, typed: { startedAt: number; endedAt: number }, speaker: readonly Stay[], others: readonly { startedAt: number; endedAt: number | null }[], now: number): Result<object> {
  for (const at of [typed.startedAt, typed.endedAt]) {
    const verdict = inSession(s, at, now)
    if (!verdict.ok) return verdict
  }
  if (typed.endedAt <= typed.startedAt) return refused('TYPED_TIME_ORDER')
  if (!wasPresentAt(speaker, typed.startedAt)) return refused('TYPED_NOT_PRESENT')
  const isTaken = others.some(o => o.startedAt < typed.endedAt && typed.startedAt < (o.endedAt ?? now))
  return isTaken ? refused('TYPED_SPEECH_OVERLAP') : { ok: true }
}

export type PaperChoice = 'for' | 'against' | 'abstain'
export type PaperVoter = { userId: string; label: string; stays: readonly Stay[]; onDevice: PaperChoice | null }

/**
 * Ballots counted on paper. Open: by name, each from a member in office who was in the room; a ballot the same member sent
 * from a device stands and is named in `kept`. Secret: totals only, never more than members in the room. `existing` = the
 * vote was opened on the devices: its paper ballots join it while it is open, a published result is not touched.
 */
export function decideTypedVote(facts: {
  session: Span
  at: number
  now: number
  form: 'open' | 'secret'
  existing: 'open' | 'closed' | null
  isOpenOnDevice: boolean
  voters: readonly PaperVoter[]
  ballots: readonly { userId: string; choice: PaperChoice }[]
  count: Record<PaperChoice, number> | null
}): Result<{ taken: { userId: string; choice: PaperChoice }[]; kept: { userId: string; label: string; choice: PaperChoice }[]; count: Record<PaperChoice, number> }> {
  const { voters, ballots, count, form, at } = facts
  const when = inSession(facts.session, at, facts.now)
  if (!when.ok) return when
  if (facts.existing === 'closed') return refused('TYPED_VOTE_CLOSED')
  if (facts.existing === null && facts.isOpenOnDevice) return refused('TYPED_VOTE_ON_DEVICE')
  if (form === 'secret') {
    if (ballots.length > 0 || facts.existing !== null) return refused('TYPED_SECRET_BY_NAME')
    const sum = count ? count.for + count.against + count.abstain : 0
    if (!count || sum === 0) return refused('TYPED_NO_BALLOTS')
    if (sum > voters.filter(v => wasPresentAt(v.stays, at)).length) return refused('TYPED_BALLOTS_TOO_MANY')
    return { ok: true, taken: [], kept: [], count }
  }
  if (ballots.length === 0) return refused('TYPED_NO_BALLOTS')
  if (new Set(ballots.map(b => b.userId)).size < ballots.length) return refused('TYPED_BALLOT_TWICE')
  const byId = new Map(voters.map(v => [v.userId, v]))
  const total = { for: 0, against: 0, abstain: 0 }
  const taken: { userId: string; choice: PaperChoice }[] = []
  const kept: { userId: string; label: string; choice: PaperChoice }[] = []
  for (const ballot of ballots) {
    const voter = byId.get(ballot.userId)
    if (!voter) return refused('TYPED_NOT_A_VOTER')
    if (voter.onDevice) {
      kept.push({ userId: voter.userId, label: voter.label, choice: voter.onDevice })
      continue
    }
    if (!wasPresentAt(voter.stays, at)) return refused('TYPED_VOTER_ABSENT', { who: voter.label })
    taken.push(ballot)
    total[ballot.choice]++
  }
  return { ok: true, taken, kept, count: total }
}
