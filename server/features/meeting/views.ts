import type { z } from 'zod'
import type {
  HiddenView,
  ItemView,
  MeetingView,
  PaperView,
  ParticipantView,
  PresentingView,
  PresidingView,
  QuorumView,
  SessionView,
  SpeakingView,
  VoteResult,
  VoteView,
} from '#app/contracts/meeting.ts'
import { besideIssued } from '#app/domain/agenda/hidden.ts'
import { byRank, ranks } from '#app/domain/agenda/order.ts'
import type { OptionsView, RecusalView } from '#app/contracts/vote-parts.ts'
import type { AgendaSnapshot } from '#app/domain/agenda/version.ts'
import { civilDateInVietnam } from '#app/domain/calendar/working-days.ts'
import { quorum } from '#app/domain/meeting/quorum.ts'
import { defaultRuleSets } from '#app/domain/meeting/default-rule-sets.ts'
import { type MeetingRuleSet, pickRuleSet } from '#app/domain/meeting/rule-set.ts'
import { queueOrder } from '#app/domain/meeting/speaking.ts'
import { tallyOptions } from '#app/domain/voting/options.ts'
import { needed } from '#app/domain/voting/majority.ts'
import { ruleSentence, sourceText } from '#app/domain/voting/sentence.ts'
import { loadSeating } from '#server/features/seating/views.ts'
import { Refusal, type Db, type Tx } from '#server/command/context.ts'
import { inForceOn } from '#server/db/in-force.ts'
import { agreedConclusions } from '#server/features/conclusion/conclusions.ts'
import { chatSetupOf } from '#server/features/discussion/setup.ts'
import { videoSetupOf } from '#server/features/video/setup.ts'
import { plannedOf } from '#server/features/voting/planned.ts'
import { storedRuleSet } from '#server/features/rule-set/stored.ts'
import { speakingSetup } from '#server/features/speaking/setup.ts'

/** Rows → views. Every event and every loader of a session speaks through these, so a screen sees one shape. */

export type View<T extends z.ZodType> = z.output<T>
type Reader = Tx | Db
type Rows<K extends keyof Pick<Db, 'meeting' | 'agendaItem' | 'meetingParticipant' | 'attendanceInterval' | 'speakingRequest' | 'vote' | 'paper'>> =
  NonNullable<Awaited<ReturnType<Db[K]['findFirst']>>>

const ms = (d: Date | null): number | null => (d ? d.getTime() : null)

/** The rule set a session is held by: the frozen one once it opened, else the one of its day. */
export async function ruleOf(db: Reader, meeting: Pick<Rows<'meeting'>, 'frozenRule' | 'kind' | 'startsAt'>): Promise<MeetingRuleSet> {
  if (meeting.frozenRule) return meeting.frozenRule as unknown as MeetingRuleSet
  const rows = await db.ruleSet.findMany()
  const sets = rows.length > 0 ? rows.map(storedRuleSet) : defaultRuleSets
  const picked = pickRuleSet([...sets], meeting.kind as 'regular', civilDateInVietnam(meeting.startsAt))
  return picked ?? (defaultRuleSets[0] as MeetingRuleSet)
}

/** Members in office on a date: N of every majority of that day. */
export async function membersInOffice(db: Reader, date: string) {
  return db.committeeMembership.findMany({
    where: inForceOn(date),
    include: { user: { include: { positions: { where: inForceOn(date), include: { unit: true }, orderBy: [{ validFrom: 'asc' }, { id: 'asc' }] } } } },
    orderBy: { rank: 'asc' },
  })
}

/** Đơn vị of a person by the posts at hand: the seat on the Committee names the province, the other post the unit. */
export const unitNameOf = (positions: readonly { role: string; unit: { name: string } }[]): string | null => (positions.find(p => p.role !== 'committee_member') ?? positions[0])?.unit.name ?? null

/**
 * The members of one session: those in office that day. A rehearsal has its own, the simulated ones; they are voters from
 * the start.
 */
export async function membersFor(db: Reader, meeting: Pick<Rows<'meeting'>, 'id' | 'rehearsalOf'>, now: Date) {
  if (meeting.rehearsalOf === null) return membersInOffice(db, civilDateInVietnam(now))
  const seats = await db.meetingParticipant.findMany({ where: { meetingId: meeting.id, isVoter: true }, orderBy: { rank: 'asc' } })
  return seats.map(p => ({ userId: p.userId, rank: p.rank, isChair: p.isCommitteeChair, user: { displayName: p.label, positions: [{ role: 'member', unit: { name: p.unitName ?? '' } }] } }))
}

export const meetingView = (m: Rows<'meeting'>, inOffice: number): View<typeof MeetingView> => ({
  id: m.id,
  title: m.title,
  kind: m.kind as 'regular',
  status: m.status as 'running',
  startsAt: m.startsAt.getTime(),
  endsAt: m.endsAt.getTime(),
  place: m.place,
  openedAt: ms(m.openedAt),
  pausedAt: ms(m.pausedAt),
  endedAt: ms(m.endedAt),
  sealedAt: ms(m.sealedAt),
  currentItemId: m.currentItemId,
  membersInOffice: m.membersInOffice ?? inOffice,
  agendaVersion: m.agendaVersion,
  ...(m.rehearsalOf === null ? {} : { isRehearsal: true }),
  isGuestSpeechAllowed: m.isGuestSpeechAllowed,
})

export const itemView = (i: Rows<'agendaItem'>, unitNames: ReadonlyMap<string, string>): View<typeof ItemView> => ({
  id: i.id,
  rank: i.rank,
  title: i.title,
  text: i.text,
  presenter: i.presenter,
  minutes: i.minutes,
  leadUnitId: i.leadUnitId,
  leadUnitName: i.leadUnitId ? (unitNames.get(i.leadUnitId) ?? null) : null,
  isCollective: i.isCollective,
  status: i.status as 'pending',
  startedAt: ms(i.startedAt),
  endedAt: ms(i.endedAt),
  spentSeconds: i.spentSeconds,
  asideReason: i.asideReason,
  ...(i.beganAt ? { beganAt: i.beganAt.getTime() } : {}),
  ...(i.isUndisputed ? { isUndisputed: true } : {}),
  ...(i.objection ? { objection: i.objection as NonNullable<View<typeof ItemView>['objection']> } : {}),
  ...(i.adoptedAt ? { adoption: { how: i.adoptedHow as 'block', at: i.adoptedAt.getTime() } } : {}),
  ...(i.urgentReason ? { urgentReason: i.urgentReason } : {}),
  ...(i.isHidden ? { isHidden: true } : {}),
  ...(i.isOpenToPress ? { isOpenToPress: true } : {}),
})

export const participantView = (
  p: Rows<'meetingParticipant'> & { intervals: Rows<'attendanceInterval'>[] },
): View<typeof ParticipantView> => ({
  id: p.id,
  userId: p.userId,
  role: p.role as 'member',
  label: p.label,
  unitName: p.unitName,
  rank: p.rank,
  isVoter: p.isVoter,
  isCommitteeChair: p.isCommitteeChair,
  substituteForId: p.substituteForId,
  siteId: p.siteId,
  absenceReason: p.absenceReason,
  isPresent: p.intervals.some(i => i.leftAt === null),
  intervals: [...p.intervals]
    .sort((a, b) => a.arrivedAt.getTime() - b.arrivedAt.getTime())
    .map(i => ({
      arrivedAt: i.arrivedAt.getTime(),
      leftAt: ms(i.leftAt),
      isLate: i.isLate,
      how: i.how as 'own_device',
      reason: i.reason,
      id: i.id,
      ...(i.recordedById === p.userId ? {} : { byId: i.recordedById }),
    })),
})

/** Túc số with the rule behind it. `present` counts members in office only. */
export function quorumView(rule: MeetingRuleSet, N: number, present: number): View<typeof QuorumView> {
  const q = quorum({ N, present, rule: rule.quorum })
  return {
    present,
    total: N,
    needed: q.needed,
    isMet: q.isMet,
    missing: q.missing,
    isWarningOnly: rule.quorum?.mode !== 'required',
    source: rule.quorum ? sourceText(rule.quorum.source) : '',
  }
}

export const speakingView = (s: Rows<'speakingRequest'>, label: string): View<typeof SpeakingView> => ({
  id: s.id,
  itemId: s.itemId,
  participantId: s.participantId,
  label,
  subject: s.subject,
  status: s.status as 'waiting',
  requestedAt: s.requestedAt.getTime(),
  calledAt: ms(s.calledAt),
  startedAt: ms(s.startedAt),
  endedAt: ms(s.endedAt),
  limitSeconds: s.limitSeconds,
  declineReason: s.declineReason,
  kind: s.kind as 'speech',
  toParticipantId: s.toParticipantId,
  toLabel: s.toLabel,
  questionId: s.questionId,
  isDesignated: s.isDesignated,
  position: s.position,
  pausedAt: ms(s.pausedAt),
  pausedMs: s.pausedMs,
})

type VoteRows = Rows<'vote'> & {
  voters: { userId: string; label: string; rank: number; isChair: boolean }[]
  ballots: { userId: string; choice: string; source?: string; picks: number[] }[]
  /** ballots of a secret vote under seal */
  _count?: { sealed: number }
}

/** What is stored with a decided vote: the result, and how many members with a ballot were in the room at that moment. */
export type StoredResult = View<typeof VoteResult> & { presentVoters?: number; /** totals of a secret vote, which has no ballots by name */ count?: { for: number; against: number; abstain: number }; invalid?: number; receipts?: string[]; optionVotes?: number[]; /** what the ruling asked of the room, for a recount */ facts?: { present: number; chair: 'present' | 'absent' | 'recused' } }

type OptionSet = View<typeof OptionsView>
export type StoredHold = { at: number; leftMs: number | null }
export type StoredRecusal = { userId: string; label: string; reason: string }
export type StoredOpinion = { userId: string; label: string; text: string; at: number }

/** What a vote carries beside its figures. */
function voteMore(v: Rows<'vote'>) {
  const recused = v.recused as StoredRecusal[] | null
  const opinions = v.opinions as StoredOpinion[] | null
  return {
    ...(v.options ? { options: v.options as OptionSet } : {}),
    ...(v.answers === 'opinion' ? { answers: 'opinion' as const } : {}),
    ...(v.againOfId ? { again: { ofId: v.againOfId, reason: v.againReason ?? '' } } : {}),
    ...(v.held ? { held: v.held as StoredHold } : {}),
    ...(recused ? { recused: recused.map(({ label, reason }) => ({ label, reason })) } : {}),
    // Who voted how is told at closing; an opinion for the record would tell it before.
    ...(opinions && v.status === 'closed' ? { reserved: opinions.map(({ userId, label, text }) => ({ userId, label, text })) } : {}),
  }
}

export const recusalView = (r: { itemId: string; participantId: string; label: string; reason: string; enteredByLabel: string }): View<typeof RecusalView> => ({
  itemId: r.itemId,
  participantId: r.participantId,
  label: r.label,
  reason: r.reason,
  byLabel: r.enteredByLabel,
})

const withoutPresence = ({ presentVoters: _presentVoters, count: _count, invalid: _invalid, receipts: _receipts, optionVotes: _optionVotes, facts: _facts, ...result }: StoredResult): View<typeof VoteResult> => result

/** An open vote shows its count; its ballots by name only once it is closed, with the room as it was at closing. */
export function voteView(v: VoteRows, presentUserIds: ReadonlySet<string>): View<typeof VoteView> {
  const rule = v.rule as unknown as MeetingRuleSet
  const count = { for: 0, against: 0, abstain: 0 }
  for (const b of v.ballots) count[b.choice as 'for']++
  const ballotOf = new Map(v.ballots.map(b => [b.userId, b]))
  const voters = [...v.voters].sort((a, b) => a.rank - b.rank)
  const stored = v.result as StoredResult | null
  return {
    id: v.id,
    itemId: v.itemId,
    question: v.question,
    form: v.form as 'open',
    ...(v.source === 'paper' ? { source: 'paper' as const } : {}),
    status: v.status as 'open',
    base: v.base,
    needed: needed(v.base, rule.voteRule.threshold),
    ruleText: ruleSentence(rule.voteRule, v.base),
    isChangeAllowed: rule.changeBallotAllowed,
    openedAt: v.openedAt.getTime(),
    closesAt: ms(v.closesAt),
    closedAt: ms(v.closedAt),
    presentVoters: stored?.presentVoters ?? voters.filter(x => presentUserIds.has(x.userId)).length,
    count: stored?.count ?? count,
    ...(v.keyId ? secretPart(v, stored) : {}),
    ...(v.status === 'open' && v.cancelAsk ? { cancelAsk: v.cancelAsk as NonNullable<View<typeof VoteView>['cancelAsk']> } : {}),
    ...(v.cancelReason ? { cancelReason: v.cancelReason } : {}),
    ...(v.status === 'open' && v.uncounted ? { uncounted: v.uncounted as 'VOTE_KEY_LOST' } : {}),
    result: stored ? withoutPresence(stored) : null,
    ...(v.blockItemIds.length > 0 ? { blockItemIds: v.blockItemIds } : {}),
    ...voteMore(v),
    ...optionVotesOf(v, stored),
    ballots:
      v.status === 'closed' && v.form !== 'secret' && !isByTotals(v, stored)
        ? voters.map(x => {
            const ballot = ballotOf.get(x.userId)
            return { label: x.label, choice: (ballot?.choice as 'for' | undefined) ?? null, ...(ballot?.source === 'paper' ? { isPaper: true as const } : {}), ...(ballot && ballot.picks.length > 0 ? { picks: ballot.picks } : {}) }
          })
        : null,
  }
}

/** An open vote on paper of which only totals are known. */
export const isByTotals = (v: { source: string; form: string }, stored: StoredResult | null): boolean => v.source === 'paper' && v.form === 'open' && stored?.count !== undefined

/** Votes of each option: counted while an open vote runs, of a secret one what was found at the count. */
function optionVotesOf(v: VoteRows, stored: StoredResult | null): Pick<View<typeof VoteView>, 'optionVotes'> {
  const set = v.options as OptionSet | null
  if (!set || (v.form === 'secret' && !stored)) return {}
  return { optionVotes: stored?.optionVotes ?? tallyOptions(v.ballots.map(b => b.picks), set.list.length) }
}

/** Of a secret vote on the devices: while it is open how many have voted and what to seal for; closed, what a voter can check. */
function secretPart(v: VoteRows, stored: StoredResult | null): Pick<View<typeof VoteView>, 'cast' | 'invalid' | 'receipts' | 'seal'> {
  if (stored) return { cast: stored.receipts?.length ?? 0, invalid: stored.invalid ?? 0, receipts: stored.receipts ?? [] }
  return { cast: v._count?.sealed ?? 0, ...(v.status === 'open' && v.publicKey && v.sealBytes ? { seal: { publicKey: v.publicKey, bytes: v.sealBytes } } : {}) }
}

type PaperRow = Rows<'paper'> & { file: { name: string; pages: number | null; size: bigint; sha256: string; viewSha256: string | null; viewSize: bigint | null } }
export const paperView = (p: PaperRow): View<typeof PaperView> => ({
  id: p.id,
  itemId: p.itemId,
  fileId: p.fileId,
  title: p.title,
  kind: p.kind as 'main',
  name: p.file.name,
  pages: p.file.pages,
  size: Number(p.file.size),
  copy: { key: p.file.viewSha256 ?? p.file.sha256, size: Number(p.file.viewSize ?? p.file.size) },
  addedAt: p.addedAt.getTime(),
})

/** Names of the units some rows point to, in one query. */
export async function unitNames(db: Reader, ids: (string | null)[]): Promise<Map<string, string>> {
  const wanted = [...new Set(ids.filter((id): id is string => id !== null))]
  if (wanted.length === 0) return new Map()
  const rows = await db.orgUnit.findMany({ where: { id: { in: wanted } }, select: { id: true, name: true } })
  return new Map(rows.map(r => [r.id, r.name]))
}

type ListedJson = Rows<'meetingParticipant'> & { intervals: (Omit<Rows<'attendanceInterval'>, 'arrivedAt' | 'leftAt'> & { arrivedAt: string; leftAt: string | null })[] }

/** The list with its stays, and the present members with a ballot. One value of JSON: five hundred rows of a conference cost a tenth of what they do one by one. */
export async function presence(db: Reader, meetingId: string) {
  const [{ list = [] } = {}] = await db.$queryRawUnsafe<{ list?: ListedJson[] }[]>(
    `SELECT coalesce(jsonb_agg(to_jsonb(p) || jsonb_build_object('intervals', coalesce(a.intervals, '[]')) ORDER BY p.rank, p.id), '[]') AS list
     FROM "MeetingParticipant" p
     LEFT JOIN (SELECT "participantId", jsonb_agg(to_jsonb(i)) AS intervals FROM "AttendanceInterval" i WHERE "meetingId" = $1::uuid GROUP BY 1) a ON a."participantId" = p.id
     WHERE p."meetingId" = $1::uuid`,
    meetingId,
  )
  const views = list.map(p =>
    participantView({ ...p, intervals: p.intervals.map(i => ({ ...i, arrivedAt: new Date(i.arrivedAt), leftAt: i.leftAt === null ? null : new Date(i.leftAt) })) }),
  )
  return { participants: views, presentVoters: views.filter(p => p.isVoter && p.isPresent) }
}

/** N of this session: frozen once it opened; before that the members in office of the day. */
const membersOf = async (db: Reader, meeting: Rows<'meeting'>, now: Date): Promise<number> =>
  meeting.membersInOffice ?? (await membersFor(db, meeting, now)).length

/** Who presides by written assignment now; null = the chair. */
export async function presidingOf(db: Reader, meeting: Pick<Rows<'meeting'>, 'id' | 'presidingId'>): Promise<View<typeof PresidingView> | null> {
  if (!meeting.presidingId) return null
  const turn = await db.presidingInterval.findFirst({ where: { meetingId: meeting.id, participantId: meeting.presidingId }, orderBy: { from: 'desc' } })
  return turn && { participantId: turn.participantId, label: turn.label, since: turn.from.getTime(), document: turn.document }
}

/** The quorum chip of a session for an event, counted as the loader counts it. */
export async function quorumOf(db: Reader, meeting: Rows<'meeting'>, now: Date): Promise<View<typeof QuorumView>> {
  const [{ presentVoters }, N, rule] = await Promise.all([presence(db, meeting.id), membersOf(db, meeting, now), ruleOf(db, meeting)])
  return quorumView(rule, N, presentVoters.length)
}

/** Who stayed to the end: everybody's stay is closed with the session, the quorum of its end remains. */
const stayedTo = (participants: View<typeof ParticipantView>[], endedAt: Date): View<typeof ParticipantView>[] =>
  participants.filter(p => p.isVoter && p.intervals.some(i => i.leftAt === null || i.leftAt >= endedAt.getTime()))

/** Items of a session as the whole room sees them, by place: hidden ones are not among them. */
export const sessionItems = async (db: Reader, meetingId: string): Promise<Rows<'agendaItem'>[]> =>
  (await allItems(db, meetingId)).filter(i => !i.isHidden)

/** The same with what is hidden: for acts of chair and secretaries, and for the desk. Never for `meeting:{id}`. */
export async function allItems(db: Reader, meetingId: string): Promise<Rows<'agendaItem'>[]> {
  const [rows, issued] = await Promise.all([
    db.agendaItem.findMany({ where: { meetingId } }),
    db.agendaVersion.findFirst({ where: { meetingId }, orderBy: { n: 'desc' }, select: { content: true } }),
  ])
  return asIssued(rows, issued?.content as unknown as AgendaSnapshot | undefined).sort(byRank)
}

/** Some items after a change, in the words of the issued agenda: the draft may have moved on. */
export async function itemsAfter(db: Reader, meetingId: string, ids: string[]): Promise<View<typeof ItemView>[]> {
  const changed = (await sessionItems(db, meetingId)).filter(i => ids.includes(i.id))
  const names = await unitNames(db, changed.map(i => i.leadUnitId))
  return changed.map(i => itemView(i, names))
}

/**
 * The agenda people in the session see: the issued version, however the draft has moved on since. Before the first
 * issue only its editors come here, and they see the draft. What is hidden, or was shown after the issue, stands beside
 * the issued item it follows in the draft, in the words of the draft.
 */
function asIssued(rows: Rows<'agendaItem'>[], issued: AgendaSnapshot | undefined): Rows<'agendaItem'>[] {
  if (!issued) return rows.filter(r => r.removedAt === null)
  const byId = new Map(rows.map(r => [r.id, r]))
  const order = ranks(issued.items.length)
  const places = new Map(issued.items.map((item, i) => [item.id, item.rank ?? order[i] ?? '']))
  const draft = rows.filter(r => r.removedAt === null).sort(byRank)
  const beside = besideIssued(draft, places)
  return [
    ...issued.items.flatMap(item => {
      const row = byId.get(item.id)
      if (!row) return []
      const { title, text, presenter, minutes, leadUnitId } = item
      return [{ ...row, title, text, presenter, minutes, leadUnitId, rank: places.get(item.id) ?? row.rank }]
    }),
    ...draft.filter(r => !places.has(r.id) && (r.isHidden || r.shownAt !== null)).map(r => ({ ...r, rank: beside.get(r.id) ?? r.rank })),
  ]
}

/** Nội dung đang ẩn with its papers, for the desk. */
export async function loadHidden(db: Reader, meetingId: string): Promise<View<typeof HiddenView>> {
  const items = (await allItems(db, meetingId)).filter(i => i.isHidden)
  if (items.length === 0) return { items: [], papers: [] }
  const [names, papers] = await Promise.all([unitNames(db, items.map(i => i.leadUnitId)), papersOf(db, items.map(i => i.id))])
  return { items: items.map(i => itemView(i, names)), papers }
}

/** Papers of some items, in their order. */
export async function papersOf(db: Reader, itemIds: string[]): Promise<View<typeof PaperView>[]> {
  const rows = await db.paper.findMany({ where: { itemId: { in: itemIds }, removedAt: null }, include: { file: true }, orderBy: [{ position: 'asc' }, { addedAt: 'asc' }] })
  return rows.map(paperView)
}

/**
 * The whole session as its audience may see it. A fixed number of queries, whatever the size of the meeting.
 * Before opening, the members in office of today stand in for the frozen list.
 */
export async function loadSessionView(db: Reader, meetingId: string, at: { now: Date }): Promise<View<typeof SessionView>> {
  const meeting = await db.meeting.findUnique({ where: { id: meetingId }, include: { grants: { where: { revokedAt: null } } } })
  if (!meeting) throw new Refusal('NOT_FOUND')
  const shown = { item: { isHidden: false } }
  const ruling = ruleOf(db, meeting)
  const [conclusions, items, { participants, presentVoters }, requests, votes, papers, N, rule, removed, presiding, speaking, chat, seating, video, recusals, planned] = await Promise.all([
    agreedConclusions(db, { meetingId }),
    sessionItems(db, meetingId),
    presence(db, meetingId),
    db.speakingRequest.findMany({ where: { meetingId, ...shown } }),
    db.vote.findMany({ where: { meetingId, ...shown }, include: { voters: true, ballots: { select: { userId: true, choice: true, source: true, picks: true } }, _count: { select: { sealed: true } } }, orderBy: { openedAt: 'asc' } }),
    db.paper.findMany({ where: { meetingId, removedAt: null, ...shown }, include: { file: true }, orderBy: [{ position: 'asc' }, { addedAt: 'asc' }] }),
    membersOf(db, meeting, at.now),
    ruling,
    db.participantRemoval.findMany({ where: { meetingId }, select: { participantId: true, label: true } }),
    presidingOf(db, meeting),
    speakingSetup(db, meetingId, ruling),
    chatSetupOf(db, meetingId),
    loadSeating(db, meetingId),
    videoSetupOf(db, meetingId),
    db.recusal.findMany({ where: { meetingId, item: { isHidden: false } }, orderBy: { at: 'asc' } }),
    plannedOf(db, meetingId),
  ])
  const names = await unitNames(db, items.map(i => i.leadUnitId))
  // Who was taken off the list keeps a name under what they said.
  const label = new Map([...removed.map(r => [r.participantId, r.label] as const), ...participants.map(p => [p.id, p.label] as const)])
  const present = new Set(presentVoters.map(p => p.userId))
  return {
    meeting: meetingView(meeting, N),
    items: items.map(i => itemView(i, names)),
    participants,
    quorum: quorumView(rule, N, (meeting.endedAt ? stayedTo(participants, meeting.endedAt) : presentVoters).length),
    queue: queueOrder(requests.map(r => speakingView(r, label.get(r.participantId) ?? ''))),
    votes: votes.map(v => voteView(v, present)),
    papers: papers.map(paperView),
    presenting: meeting.presenting as View<typeof PresentingView> | null,
    presiding,
    speaking,
    chat,
    seating,
    video,
    recusals: recusals.map(recusalView),
    planned,
    voteRunAt: ms(meeting.voteRunAt),
    presenterIds: meeting.grants.filter(g => g.itemId === meeting.currentItemId).map(g => g.participantId),
    conclusions: conclusions.filter(one => items.some(i => i.id === one.itemId)),
  }
}
