import { Suspense, useEffect, useState, type ReactNode } from 'react'
import type { Recorded } from '#app/components/ballot-pad.tsx'
import { ConnectionBanner, ConnectionMark } from '#app/components/banner.tsx'
import { Button } from '#app/components/button.tsx'
import { Chip } from '#app/components/chip.tsx'
import { Dialog } from '#app/components/dialog.tsx'
import { FormError, TextInput } from '#app/components/field.tsx'
import { CircleCheck, CirclePause, Info, Scale, UserCheck, VoteIcon } from '#app/components/icon.tsx'
import { ItemTimer } from '#app/components/timer.tsx'
import { useHydrated } from '#app/components/use-hydrated.ts'
import { attendanceCheckIn, attendanceLeave } from '#app/contracts/meeting.ts'
import { lazyPart } from '#app/live/patience.ts'
import { MyAbsence } from '#app/screens/people/my-absence.tsx'
import { PresidingBanner, TakeOverCard } from '#app/screens/people/presiding-banner.tsx'
import { type MineData, useMyPart } from '#app/screens/people/use-people.ts'
import { MySeat } from '#app/screens/seating/my-seat.tsx'
import { MemberConclusions, type NamedData } from '#app/screens/conclusion/member-conclusions.tsx'
import { SessionAnnouncer } from '#app/screens/session/announcer.tsx'
import { AgendaList } from '#app/screens/session/agenda-list.tsx'
import { castCount, currentItem, inBlock, isBeforeOpening, isRecusedIn, noBallotReason, numberOf, optionNames, presentFor, type Session, standing, voteOf } from '#app/screens/session/derive.ts'
import { DiscussionButton } from '#app/screens/session/discussion/discussion-button.tsx'
import type { DiscussionHead } from '#app/screens/session/discussion/use-discussion.ts'
import { NotesSection } from '#app/screens/session/notes/notes-section.tsx'
import { Papers } from '#app/screens/session/papers.tsx'
import { TopBar } from '#app/screens/session/top-bar.tsx'
import { useBallot } from '#app/screens/session/use-ballot.ts'
import { useActs, useOutbox, useSession } from '#app/screens/session/use-session.ts'
import { VideoButton } from '#app/screens/video/video-button.tsx'
import { MyBallotPad } from '#app/screens/session/voting/my-ballot-pad.tsx'
import { VotePanel } from '#app/screens/session/vote-panel.tsx'
import { formatDateLong, formatTime } from '#app/text/format.ts'
import { sessionText } from '#app/text/session.ts'
import { shellText } from '#app/text/shell.ts'
import { answerWords, voteWords } from '#app/text/vote-words.ts'
import { CourseSection } from './course/course-section.tsx'
import { SpeakingPanel } from './speaking-panel.tsx'

const t = sessionText.member
// Loads with the first item that stands in the block.
const MyVote = lazyPart(() => import('#app/screens/session/voting/my-vote.tsx'))
const BlockSection = lazyPart(() => import('./block-section.tsx'))
// Loads with the first secret vote that was counted.
const OwnReceipt = lazyPart(() => import('#app/screens/session/secret/secret-result.tsx'))

export type MemberData = {
  view: Session
  seq: number
  now: number
  userId: string
  discussion: DiscussionHead
  me: { participantId: string | null; myBallots: Record<string, Recorded> }
  mine: MineData
  named: NamedData
}

/** The member's device: one screen, one next thing. The ballot lies under the thumb while a vote is open. */
export function MemberScreen(data: MemberData) {
  const view = useSession(data)
  useOutbox(data.userId)
  const part = useMyPart(data.userId, view.meeting.id, data.mine)
  const acts = useActs()
  const { meeting } = view
  const meetingId = meeting.id
  const here = currentItem(view)
  const n = numberOf(view, here?.id ?? null)
  const self = view.participants.find(p => p.id === data.me.participantId) ?? null
  const vote = voteOf(view, here?.id ?? null)
  const isRecused = isRecusedIn(view, vote, self?.id ?? null)
  const whyNoBallot = noBallotReason(self)
  const isVoting = vote?.status === 'open'
  const ballot = useBallot(vote, data.me.myBallots, data.userId)
  const [asking, setAsking] = useState<'leave' | null>(null)
  const [typed, setTyped] = useState('')

  const isHydrated = useHydrated()
  const blockSize = inBlock(view).length
  // Once there, it stays until the page goes: a reason being typed is not taken away when the block is adopted.
  const [hasBlock, setHasBlock] = useState(false)
  useEffect(() => {
    if (isHydrated && blockSize > 0) setHasBlock(true)
  }, [isHydrated, blockSize])

  const stay = self?.intervals.at(-1)
  const isRunning = meeting.status === 'running'
  const isOver = meeting.status === 'ended' || meeting.status === 'cancelled'

  // A vote that opens must be seen without searching: the reader is told, the page comes to its top.
  useEffect(() => {
    if (isVoting) window.scrollTo({ top: 0 })
  }, [isVoting])

  const ask = (what: 'leave') => {
    setTyped('')
    setAsking(what)
  }

  return (
    <div className="flex min-h-dvh flex-col bg-bg">
      <TopBar to={`/phien-hop/${meetingId}`} title={meeting.title} lead={view.items.length > 0 && here ? sessionText.item(n, standing(view).length) : undefined}>
        {here?.status === 'presenting' && <ItemTimer item={here} pausedAt={meeting.pausedAt} now={data.now} />}
        <VideoButton view={view} />
        <DiscussionButton view={view} userId={data.userId} head={data.discussion} now={data.now} />
        <ConnectionMark />
      </TopBar>
      <ConnectionBanner extra={isVoting ? t.inVoteLost : undefined} />
      <SessionAnnouncer view={view} now={data.now} />
      <PresidingBanner view={view} selfId={data.me.participantId} />
      <main className="mx-auto flex w-full max-w-2xl flex-1 flex-col gap-4 px-5 py-5 pb-8">
        {!self && <Notice icon={<Info aria-hidden />}>{t.noBallot.not_member}</Notice>}
        {self && !isOver && (
          <Attendance
            isPresent={self.isPresent}
            words={stay && self.isPresent ? `${t.checkedIn(formatTime(stay.arrivedAt))}${stay.isLate ? `, ${t.late}` : ''}` : null}
            isSending={acts.isBusy(attendanceCheckIn.name)}
            isSmall={isVoting}
            onCheckIn={() => void acts.run(attendanceCheckIn, { meetingId })}
            onLeave={() => ask('leave')}
          />
        )}
        {self && <TakeOverCard view={view} part={part} selfId={self.id} now={data.now} />}
        {self && <MyAbsence view={view} self={self} part={part} colleagues={data.mine.colleagues} />}
        {isBeforeOpening(view) && <Big title={t.waiting} lead={t.startsAt(`${formatTime(meeting.startsAt)}, ${formatDateLong(meeting.startsAt)}`)} />}
        {meeting.status === 'paused' && <Big icon={<CirclePause aria-hidden />} title={t.paused} lead={t.pausedHint} />}
        {isOver && <Big title={t.ended} lead={t.endedHint} />}

        {here && !isOver && (
          <>
            {isVoting && vote ? (
              <>
                <div className="flex flex-wrap items-center gap-3">
                  <Chip tone="act" isLarge icon={<VoteIcon aria-hidden />}>
                    {t.voteOpen}
                  </Chip>
                </div>
                <h2 className="text-xl font-semibold">{vote.question}</h2>
              </>
            ) : (
              <header>
                <h2 className="text-xl font-semibold">{here.title}</h2>
                {here.presenter && <p className="text-md text-text-2">{sessionText.presents(here.presenter)}</p>}
              </header>
            )}
            <Papers view={view} itemId={here.id} isTouch />
            {isVoting && vote && (
              <p className="flex items-start gap-2 text-md text-text-2">
                <Scale className="mt-0.5" aria-hidden />
                <span>{vote.ruleText}</span>
              </p>
            )}
            {!isVoting && here.text && <p className="text-lg whitespace-pre-line text-text-2">{here.text}</p>}
          </>
        )}
        {isRunning && !here && <Big title={sessionText.noItem} />}

        {vote && !isVoting && !isOver && (
          <section className="rounded-2xl border border-line bg-surface p-4">
            {ballot.recorded?.choice && <p className="mb-3 font-semibold">{ballot.recorded.picks ? voteWords.picked(optionNames(vote, ballot.recorded.picks)) : t.mine(answerWords(vote.answers)[ballot.recorded.choice])}</p>}
            {isHydrated && ballot.recorded && vote.receipts && (
              <Suspense fallback={null}>
                <OwnReceipt vote={vote} userId={data.userId} recorded={ballot.recorded.receipt} />
              </Suspense>
            )}
            <VotePanel view={view} vote={vote} isQuestionShown />
          </section>
        )}

        {here && self?.isVoter && isHydrated && (
          <Suspense fallback={null}>
            <MyVote view={view} here={here} self={self} vote={vote} choice={ballot.recorded?.choice ?? null} />
          </Suspense>
        )}

        {!isVoting && <MemberConclusions view={view} itemId={isOver ? null : (here?.id ?? null)} named={data.named} />}

        {here && !isOver && !isVoting && <SpeakingPanel view={view} here={here} self={self} acts={acts} now={data.now} />}

        {self && whyNoBallot && !isVoting && !(isBeforeOpening(view) && whyNoBallot === 'not_member') && <Notice icon={<Info aria-hidden />}>{t.noBallot[whyNoBallot]}</Notice>}

        {hasBlock && !isVoting && (
          <Suspense fallback={null}>
            <BlockSection view={view} canObject={self?.role === 'chair' || self?.role === 'member'} />
          </Suspense>
        )}
        <MySeat view={view} self={self} />
        <NotesSection view={view} itemId={here?.id ?? null} />

        <details className="rounded-2xl border border-line bg-surface px-4 py-3" open={isBeforeOpening(view) || undefined}>
          <summary className="font-semibold">{sessionText.agenda}</summary>
          <div className="mt-2">
            <AgendaList view={view} />
          </div>
        </details>
        <CourseSection view={view} now={data.now} ballots={vote && ballot.recorded ? { ...data.me.myBallots, [vote.id]: ballot.recorded } : data.me.myBallots} />
      </main>

      {acts.error && (
        <div className="sticky bottom-0 z-20 mx-auto w-full max-w-2xl px-5 pb-4">
          <FormError>{acts.error}</FormError>
        </div>
      )}

      {isVoting && vote && self && (
        <section aria-label={t.voteOpen} className="rise sticky bottom-0 z-20 rounded-t-3xl border-t border-line bg-surface px-5 pt-5 pb-[max(1rem,env(safe-area-inset-bottom))] shadow-[0_-8px_24px_rgb(40_30_20/0.08)]">
          <div className="mx-auto max-w-2xl">
            {whyNoBallot || isRecused ? (
              <p className="flex items-start gap-3 py-2 text-md text-text-2">
                <Info className="mt-0.5 text-lg" aria-hidden />
                <span>{whyNoBallot ? t.noBallot[whyNoBallot] : voteWords.isRecused}</span>
              </p>
            ) : (
              <MyBallotPad vote={vote} ballot={ballot} castSoFar={sessionText.vote.castShort(castCount(vote), presentFor(view, vote))} />
            )}
          </div>
        </section>
      )}
      {!isVoting && ballot.error && (
        <div className="sticky bottom-0 z-20 mx-auto w-full max-w-2xl px-5 pb-4">
          <FormError>{ballot.error}</FormError>
        </div>
      )}

      <Dialog
        isOpen={asking === 'leave'}
        onClose={() => setAsking(null)}
        title={t.leaveTitle}
        footer={
          <>
            <Button data-first onClick={() => setAsking(null)}>
              {shellText.button.cancel}
            </Button>
            <Button
              variant="primary"
              isSending={acts.isBusy(attendanceLeave.name)}
              onClick={async () => {
                await acts.run(attendanceLeave, { meetingId, ...(typed.trim() ? { reason: typed } : {}) })
                setAsking(null)
              }}
            >
              {t.leaveConfirm}
            </Button>
          </>
        }
      >
        <p className="mb-3">{t.leaveBody}</p>
        <TextInput label={t.leaveReason} value={typed} maxLength={300} onChange={e => setTyped(e.target.value)} />
      </Dialog>
    </div>
  )
}

function Attendance(p: { isPresent: boolean; words: string | null; isSending: boolean; isSmall: boolean; onCheckIn: () => void; onLeave: () => void }) {
  if (!p.isPresent)
    return (
      <section className="flex flex-col gap-2 rounded-2xl border border-line bg-surface p-4">
        <p className="text-md text-text-2">{t.checkInHint}</p>
        <Button variant="primary" size="xl" icon={<UserCheck aria-hidden />} isSending={p.isSending} onClick={p.onCheckIn}>
          {t.checkIn}
        </Button>
      </section>
    )
  if (p.isSmall) return null
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <Chip tone="ok" isLarge icon={<CircleCheck aria-hidden />}>
        {p.words}
      </Chip>
      <Button variant="plain" className="ml-auto min-h-11" onClick={p.onLeave}>
        {t.leave}
      </Button>
    </p>
  )
}

function Big({ icon, title, lead }: { icon?: ReactNode; title: string; lead?: string }) {
  return (
    <section role="status" className="rounded-2xl border border-line bg-surface px-5 py-6 text-center">
      {icon && <p className="mb-1 flex justify-center text-2xl text-text-3">{icon}</p>}
      <p className="text-xl font-semibold">{title}</p>
      {lead && <p className="mt-1 text-md text-text-2">{lead}</p>}
    </section>
  )
}

function Notice({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <p className="flex items-start gap-2.5 rounded-xl bg-surface-2 px-4 py-3 text-md text-text-2">
      <span className="mt-0.5">{icon}</span>
      <span>{children}</span>
    </p>
  )
}
