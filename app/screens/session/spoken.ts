import { itemClock } from '#app/domain/meeting/clock.ts'
import { sessionText } from '#app/text/session.ts'
import { currentItem, numberOf, openVote, type Session, standing, voteOf } from './derive.ts'

const t = sessionText.spoken
/** The clock turns to "attention" here; the eye sees its colour, the ear is told. */
const NEAR_SECONDS = 300

/**
 * What a screen reader is told when a session moves: the vote first, then the session's state, then the item in hand.
 * One sentence that changes only when its cause does, so that nothing is read twice.
 */
export function spokenState(view: Session): string {
  const vote = openVote(view)
  if (vote) return vote.form === 'secret' ? t.secretOpen(vote.question) : t.voteOpen(vote.question)
  const { status } = view.meeting
  if (status === 'paused') return t.paused
  if (status === 'ended') return t.ended
  if (status !== 'running') return ''
  const here = currentItem(view)
  if (!here) return t.opened
  const last = voteOf(view, here.id)
  if (last?.result) return t.voteClosed(last.question, sessionText.vote.outcome[last.result.outcome], last.result.sentence)
  return t.item(numberOf(view, here.id), standing(view).length, here.title)
}

/** Told once when the item's time is nearly over, once when it is. Items shorter than the warning are told only the end. */
export function spokenClock(view: Session, now: number): string {
  const here = currentItem(view)
  if (here?.status !== 'presenting' || view.meeting.status !== 'running') return ''
  const { planned, left, over } = itemClock(here, now, view.meeting.pausedAt)
  if (over > 0) return t.itemOver(numberOf(view, here.id))
  return planned > NEAR_SECONDS && left <= NEAR_SECONDS ? t.itemNear(numberOf(view, here.id), NEAR_SECONDS / 60) : ''
}
