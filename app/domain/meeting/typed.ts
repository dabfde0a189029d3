import { checkPicks, type OptionSet, tallyOptions } from '#app/domain/voting/options.ts'
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
  | 'TYPED_TOTALS_BY_NAME'
  | 'TYPED_TOTALS_WRONG'
  | 'TYPED_PICKS_WRONG'

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
/** `picks`: of a list, what the ballot chose; `choice` is then `for`. */
export type PaperBallot = { userId: string; choice: PaperChoice; picks?: readonly number[] | undefined }
type Decided = { taken: PaperBallot[]; kept: { userId: string; label: string; choice: PaperChoice }[]; count: Record<PaperChoice, number>; /** of a list */ optionVotes: number[] | null }

/**
 * Ballots counted on paper. Open: by name, each from a member in office who was in the room; a ballot the same member sent
 * from a device stands and is named in `kept`. Secret: totals only, never more than members in the room. An open vote on a
 * list may be counted by totals too, a show of hands for each option; only the Chairman's ballot is named then, because
 * equal votes follow it. `existing` = the vote was opened on the devices: its paper ballots join it while it is open, a
 * published result is not touched.
 */
export function decideTypedVote(facts: {
  session: Span
  at: number
  now: number
  form: 'open' | 'secret'
  existing: 'open' | 'closed' | null
  isOpenOnDevice: boolean
  voters: readonly PaperVoter[]
  ballots: readonly PaperBallot[]
  count: Record<PaperChoice, number> | null
  /** the list voted on; null = the three answers */
  options: OptionSet | null
  /** of a list counted by totals: votes of each option, `count.for` = ballots that chose something */
  optionVotes: readonly number[] | null
  chairId: string | null
}): Result<Decided> {
  const { ballots, count, form, at, options } = facts
  const when = inSession(facts.session, at, facts.now)
  if (!when.ok) return when
  if (facts.existing === 'closed') return refused('TYPED_VOTE_CLOSED')
  if (facts.existing === null && facts.isOpenOnDevice) return refused('TYPED_VOTE_ON_DEVICE')
  if (form === 'secret' && (ballots.length > 0 || facts.existing !== null)) return refused('TYPED_SECRET_BY_NAME')
  if (form === 'secret' || (count !== null && options !== null && facts.existing === null)) {
    const total = checkTotals(facts)
    if (!total.ok) return total
    if (ballots.some(b => b.userId !== facts.chairId)) return refused('TYPED_TOTALS_BY_NAME')
    const named = takeNamed(facts)
    if (!named.ok) return named
    // The Chairman's ballot is one of those counted, and says nothing the totals do not.
    const isWithin = named.count.for <= total.count.for && named.count.abstain <= total.count.abstain && (named.optionVotes ?? []).every((n, i) => n <= (total.optionVotes?.[i] ?? 0))
    return isWithin ? { ...total, taken: named.taken, kept: [] } : refused('TYPED_TOTALS_WRONG')
  }
  return ballots.length === 0 ? refused('TYPED_NO_BALLOTS') : takeNamed(facts)
}

type Facts = Parameters<typeof decideTypedVote>[0]

/** Totals that can be: no more ballots than members in the room, and of a list as many choices as so many ballots can hold. */
function checkTotals({ voters, count, at, options, optionVotes }: Facts): Result<Pick<Decided, 'count' | 'optionVotes'>> {
  const sum = count ? count.for + count.against + count.abstain : 0
  if (!count || sum === 0) return refused('TYPED_NO_BALLOTS')
  if (sum > voters.filter(v => wasPresentAt(v.stays, at)).length) return refused('TYPED_BALLOTS_TOO_MANY')
  if (!options) return { ok: true, count, optionVotes: null }
  const chosen = (optionVotes ?? []).reduce((all, n) => all + n, 0)
  const isPossible =
    optionVotes?.length === options.list.length && count.against === 0 && optionVotes.every(n => n <= count.for) && chosen >= count.for * options.min && chosen <= count.for * options.max
  return isPossible ? { ok: true, count, optionVotes: [...optionVotes] } : refused('TYPED_TOTALS_WRONG')
}

function takeNamed({ voters, ballots, at, options }: Facts): Result<Decided> {
  if (new Set(ballots.map(b => b.userId)).size < ballots.length) return refused('TYPED_BALLOT_TWICE')
  const byId = new Map(voters.map(v => [v.userId, v]))
  const count = { for: 0, against: 0, abstain: 0 }
  const taken: PaperBallot[] = []
  const kept: Decided['kept'] = []
  for (const ballot of ballots) {
    const voter = byId.get(ballot.userId)
    if (!voter) return refused('TYPED_NOT_A_VOTER')
    const fits = fitsList(ballot, options)
    if (!fits) return refused('TYPED_PICKS_WRONG', { who: voter.label, ...(options ? { min: options.min, max: options.max, count: options.list.length } : {}) })
    if (voter.onDevice) {
      kept.push({ userId: voter.userId, label: voter.label, choice: voter.onDevice })
      continue
    }
    if (!wasPresentAt(voter.stays, at)) return refused('TYPED_VOTER_ABSENT', { who: voter.label })
    taken.push(ballot)
    count[ballot.choice]++
  }
  return { ok: true, taken, kept, count, optionVotes: options ? tallyOptions(taken.map(b => b.picks ?? []), options.list.length) : null }
}

/** A ballot on a list chooses within its bounds or says "không biểu quyết"; one on the three answers has no choices of a list. */
const fitsList = ({ choice, picks }: PaperBallot, options: OptionSet | null): boolean => {
  if (!options) return picks === undefined
  if (choice === 'abstain') return picks === undefined
  return choice === 'for' && picks !== undefined && checkPicks(picks, { ...options, count: options.list.length }).ok
}
