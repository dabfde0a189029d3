import type { z } from 'zod'
import type { DeskView, ItemView, LineView, PaperView, ParticipantView, SessionView, SpeakingView, VoteView } from '#app/contracts/meeting.ts'

/** What screens read out of the session view. Pure; the same on the server and in the browser. */

export type Session = z.output<typeof SessionView>
export type Item = z.output<typeof ItemView>
export type Participant = z.output<typeof ParticipantView>
export type Vote = z.output<typeof VoteView>
export type Speaking = z.output<typeof SpeakingView>
export type Paper = z.output<typeof PaperView>
export type Line = z.output<typeof LineView>
export type Desk = z.output<typeof DeskView>

/** Items that count in the numbering: what was withdrawn has no number. */
export const standing = (view: Session): Item[] => view.items.filter(i => i.status !== 'withdrawn')
/** What was taken off the agenda during the session. */
export const withdrawn = (view: Session): Item[] => view.items.filter(i => i.status === 'withdrawn')
export const numberOf = (view: Session, itemId: string | null): number => standing(view).findIndex(i => i.id === itemId) + 1
export const currentItem = (view: Session): Item | null => view.items.find(i => i.id === view.meeting.currentItemId) ?? null
export const openVote = (view: Session): Vote | null => view.votes.find(v => v.status === 'open') ?? null
/** The block of undisputed items still to be adopted. */
export const inBlock = (view: Session): Item[] => view.items.filter(i => i.isUndisputed && i.status === 'pending')
/** The vote to show for an item: the open one, else the last that was closed. */
export const voteOf = (view: Session, itemId: string | null): Vote | null =>
  view.votes.filter(v => v.itemId === itemId && v.status !== 'cancelled').sort((a, b) => b.openedAt - a.openedAt)[0] ?? null
export const papersOf = (view: Session, itemId: string | null): Paper[] => view.papers.filter(p => p.itemId === itemId)

/** How many have voted; of a secret vote nothing else is known until it is closed. */
export const castCount = (vote: Vote): number => vote.cast ?? vote.count.for + vote.count.against + vote.count.abstain
/**
 * Members with a ballot who can be counted now: live while the vote is open, as counted once it is closed. Whoever has
 * voted is here, even if nobody recorded the arrival.
 */
export const presentFor = (view: Session, vote: Vote): number => Math.max(castCount(vote), vote.status === 'open' ? view.quorum.present : vote.presentVoters)
/** An open secret vote shows its turnout only, to everybody. */
export const isUnderSeal = (vote: Vote): boolean => vote.form === 'secret' && vote.status === 'open'
export const figuresOf = (view: Session, vote: Vote) => ({ ...vote.count, needed: vote.needed, base: vote.base, presentVoters: presentFor(view, vote) })

const standsInQueue = (s: Speaking): boolean => s.status === 'waiting' || s.status === 'called' || s.status === 'speaking'
/** Why a person has no ballot, from the list as it stands now: opening the session decides who is a voter. */
export const noBallotReason = (self: Participant | null): 'guest' | 'substitute' | 'not_member' | null => {
  if (self?.role === 'substitute') return 'substitute'
  if (self?.role === 'guest') return 'guest'
  return self?.isVoter ? null : 'not_member'
}

/** Names behind places of a vote's list, for one ballot or one result. */
export const optionNames = (vote: Pick<Vote, 'options'>, picks: readonly number[]): string => picks.map(i => vote.options?.list[i] ?? '').join('; ')

/** Hồi tị: not on the list of this vote. Recusals stand still while a vote is open. */
export const isRecusedIn = (view: Session, vote: Vote | null, participantId: string | null): boolean =>
  vote !== null && (view.recusals ?? []).some(r => r.participantId === participantId && (vote.blockItemIds ?? [vote.itemId]).includes(r.itemId))

/** Who speaks, is called or waits on this item, in order. */
export const queueOf = (view: Session, itemId: string | null): Speaking[] => view.queue.filter(s => s.itemId === itemId && standsInQueue(s))

/** Members in office who are away, with the reason they gave and who sits in. */
export const absentMembers = (view: Session): { id: string; label: string; reason: string | null; substitute: string | null }[] =>
  view.participants
    .filter(p => p.isVoter && !p.isPresent)
    .map(p => ({
      id: p.id,
      label: p.label,
      reason: p.absenceReason ?? p.intervals.at(-1)?.reason ?? null,
      substitute: view.participants.find(s => s.substituteForId === p.id)?.label ?? null,
    }))

export const isBeforeOpening = (view: Session): boolean => view.meeting.status === 'draft' || view.meeting.status === 'invited'
