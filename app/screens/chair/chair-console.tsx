import { useEffect, useState } from 'react'
import { ActionBar } from '#app/components/action-bar.tsx'
import type { Recorded } from '#app/components/ballot-pad.tsx'
import { ConnectionBanner, ConnectionMark } from '#app/components/banner.tsx'
import { Button } from '#app/components/button.tsx'
import { Chip } from '#app/components/chip.tsx'
import { cx } from '#app/components/cx.ts'
import { FormError } from '#app/components/field.tsx'
import { ArrowRight, CirclePause } from '#app/components/icon.tsx'
import { QuorumChip } from '#app/components/quorum-chip.tsx'
import { Tabs } from '#app/components/tabs.tsx'
import { ItemTimer } from '#app/components/timer.tsx'
import { Toaster } from '#app/components/toast.tsx'
import type { Unit } from '#app/components/unit-picker.tsx'
import { meetingPause } from '#app/contracts/meeting.ts'
import { reduceDesk } from '#app/live/reducers/desk.ts'
import { withHidden } from '#app/live/reducers/hidden.ts'
import { useStream } from '#app/live/use-stream.ts'
import { SessionAnnouncer } from '#app/screens/session/announcer.tsx'
import { absentMembers, currentItem, type Desk, numberOf, queueOf, type Session, standing, voteOf } from '#app/screens/session/derive.ts'
import { AbsenceChip } from '#app/screens/people/absence-requests.tsx'
import { PresidingBanner } from '#app/screens/people/presiding-banner.tsx'
import { type PeopleData, usePeopleDesk } from '#app/screens/people/use-people.ts'
import { AfterEnd, hasEnded, RecordLink } from '#app/screens/session/panels/after-end.tsx'
import { AgendaPanel } from '#app/screens/session/panels/agenda-panel.tsx'
import { QueueCard } from '#app/screens/session/panels/queue-card.tsx'
import { VoteCard } from '#app/screens/session/panels/vote-card.tsx'
import { DiscussionButton } from '#app/screens/session/discussion/discussion-button.tsx'
import type { DiscussionHead } from '#app/screens/session/discussion/use-discussion.ts'
import { ForecastBar } from '#app/screens/session/flow/forecast-bar.tsx'
import { MoreActs } from '#app/screens/session/flow/more-acts.tsx'
import type { Room } from '#app/screens/session/room.ts'
import { SeatsButton } from '#app/screens/seating/seats-panel.tsx'
import { TopBar } from '#app/screens/session/top-bar.tsx'
import { useActs, useOutbox, useSession } from '#app/screens/session/use-session.ts'
import { VideoButton } from '#app/screens/video/video-button.tsx'
import { formatDateLong } from '#app/text/format.ts'
import { sessionText } from '#app/text/session.ts'
import { ConclusionPanel } from './panels/conclusion-panel.tsx'
import { ItemPanel } from './panels/item-panel.tsx'
import { OwnBallotCard } from './panels/own-ballot-card.tsx'
import { useControl } from './use-control.tsx'

const t = sessionText.chair

export type ConsoleData = {
  view: Session
  seq: number
  now: number
  userId: string
  discussion: DiscussionHead
  me: { participantId: string | null; role: string | null; myBallots: Record<string, Recorded>; abilities: { adopt: boolean } }
  desk: { view: Desk; seq: number }
  units: readonly Unit[]
  people: PeopleData
  canAgree: boolean
}

/** Parts of the console; a phone and an upright tablet show one at a time, a lying tablet all of them. */
type Part = 'item' | 'vote' | 'queue' | 'conclusion' | 'agenda'

/** The chair's console (tablet first): agenda, paper, vote and queue at once; the one next step at bottom right. */
export function ChairConsole(data: ConsoleData) {
  const session = useSession(data)
  useOutbox(data.userId)
  const { view: desk } = useStream<Desk>({ stream: `desk:${session.meeting.id}`, seq: data.desk.seq, view: data.desk.view, reduce: reduceDesk })
  const view = withHidden(session, desk.hidden)
  const people = usePeopleDesk(session.meeting.id, data.people)
  const acts = useActs()
  const control = useControl(view, acts, people.presence, { step: desk.step ?? null, units: data.units, canAdopt: data.me.abilities.adopt })
  const here = currentItem(view)
  const vote = voteOf(view, here?.id ?? null)
  const room: Room = { view, now: data.now, here, n: numberOf(view, here?.id ?? null), vote, isRunning: view.meeting.status === 'running', lines: desk.lines, acts, control, canControl: true, isTouch: true, isSecretary: data.me.role === 'secretary', presence: people.presence }
  const [part, setPart] = useState<Part>('item')
  // What the session turned to is shown without searching: the vote that opens, the item that is reached.
  const isVoting = vote?.status === 'open'
  useEffect(() => setPart('item'), [here?.id, view.meeting.status])
  // Closing the vote leaves its part open: the result stands there.
  useEffect(() => {
    if (isVoting) setPart('vote')
  }, [isVoting])
  const only = (...parts: Part[]) => (parts.includes(part) ? undefined : 'max-lg:hidden')

  return (
    <div className="flex min-h-dvh flex-col bg-bg lg:h-dvh">
      <TopBar
        to={`/phien-hop/${view.meeting.id}`}
        title={view.meeting.title}
        lead={
          <>
            {here ? sessionText.item(room.n, standing(view).length) : sessionText.status[view.meeting.status]} · {formatDateLong(view.meeting.startsAt)}
          </>
        }
      >
        {!hasEnded(view) && <QuorumChip quorum={view.quorum} absent={absentMembers(view)} isLarge />}
        <SeatsButton view={view} acts={acts} />
        {here && here.status === 'presenting' && <ItemTimer item={here} pausedAt={view.meeting.pausedAt} now={data.now} isLarge />}
        {view.meeting.status === 'paused' && (
          <Chip tone="soon" isLarge icon={<CirclePause aria-hidden />}>
            {sessionText.status.paused}
          </Chip>
        )}
        <AbsenceChip meetingId={view.meeting.id} desk={people} mayDecide={data.people.may.absence} isLarge />
        <VideoButton view={view} />
        <DiscussionButton view={view} userId={data.userId} head={data.discussion} now={data.now} canSetup />
        <ConnectionMark />
      </TopBar>
      <ConnectionBanner />
      <SessionAnnouncer view={view} now={data.now} />
      <PresidingBanner view={view} selfId={data.me.participantId} desk={people} />
      <section aria-label={t.parts} className="border-b border-line bg-surface px-3 py-2 lg:hidden">
        <Tabs
          label={t.parts}
          value={part}
          onChange={setPart}
          isTouch
          className="w-full"
          tabs={[
            { key: 'item', label: hasEnded(view) ? t.part.after : t.part.item },
            ...(hasEnded(view)
              ? []
              : [
                  { key: 'vote' as const, label: t.part.vote },
                  { key: 'queue' as const, label: t.part.queue, count: queueOf(view, here?.id ?? null).length },
                ]),
            { key: 'conclusion', label: t.part.conclusion },
            { key: 'agenda', label: t.part.agenda },
          ]}
        />
      </section>
      <main className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)] content-start lg:grid-cols-[232px_minmax(0,1fr)_388px] lg:content-stretch">
        <aside tabIndex={0} aria-label={sessionText.agenda} className={cx('flex flex-col gap-3 border-line p-3 lg:scroll-pb-32 lg:overflow-y-auto lg:border-r', only('agenda'))}>
          <AgendaPanel room={room}>
            <ForecastBar room={room} />
          </AgendaPanel>
        </aside>
        {/* The item in hand: its papers, then the conclusion. */}
        <section tabIndex={0} aria-label={sessionText.inHand} className={cx('flex min-w-0 flex-col gap-4 p-5 lg:overflow-y-auto', only('item', 'conclusion'))}>
          <div className={cx('flex flex-col gap-4', !here && 'm-auto', only('item'))}>
            <ItemPanel room={room} />
          </div>
          {(here || part === 'conclusion') && (
            <div className={only('conclusion')}>
              <ConclusionPanel room={room} userId={data.userId} comments={desk.comments ?? []} files={desk.conclusionFiles ?? []} canAgree={data.canAgree} />
            </div>
          )}
        </section>
        {/* Vote and speakers. */}
        <section tabIndex={0} aria-label={hasEnded(view) ? sessionText.afterEnd.title : sessionText.voteAndSpeech} className={cx('flex flex-col gap-4 p-5 lg:overflow-y-auto lg:pl-0', hasEnded(view) && 'max-lg:order-first', only(...(hasEnded(view) ? (['item'] as const) : (['vote', 'queue'] as const))))}>
          {hasEnded(view) ? (
            <AfterEnd room={room} />
          ) : (
            <>
              <div className={cx('flex flex-col gap-4', only('vote'))}>
                <VoteCard room={room} />
                <OwnBallotCard room={room} me={data.me} userId={data.userId} />
              </div>
              <div className={cx('flex flex-col gap-4', only('queue'))}>
                <QueueCard room={room} />
              </div>
            </>
          )}
        </section>
      </main>
      {acts.error && (
        <div className="px-5 pb-2">
          <FormError>{acts.error}</FormError>
        </div>
      )}
      <ActionBar
        secondary={
          <>
            {room.isRunning && (
              <Button size="lg" className="max-md:hidden" icon={<CirclePause aria-hidden />} disabled={isVoting} isSending={acts.isBusy(meetingPause.name)} onClick={() => void acts.run(meetingPause, { meetingId: view.meeting.id })}>
                {t.pause}
              </Button>
            )}
            <MoreActs room={room} />
          </>
        }
        title={control.step.kind === 'none' ? undefined : t.next}
        consequence={control.consequence}
      >
        {hasEnded(view) && <RecordLink room={room} />}
        {control.step.kind !== 'none' && (
          <Button variant="primary" size="xl" isSending={control.isSending} iconAfter={<ArrowRight aria-hidden />} onClick={control.next}>
            {control.label}
          </Button>
        )}
      </ActionBar>
      {control.dialogs}
      <Toaster />
    </div>
  )
}
