import { ActionBar } from '#app/components/action-bar.tsx'
import { BallotPad, type Recorded } from '#app/components/ballot-pad.tsx'
import { ConnectionBanner, ConnectionMark } from '#app/components/banner.tsx'
import { Button } from '#app/components/button.tsx'
import { Card } from '#app/components/card.tsx'
import { Chip } from '#app/components/chip.tsx'
import { FormError } from '#app/components/field.tsx'
import { ArrowRight, CirclePause, Radio } from '#app/components/icon.tsx'
import { QuorumChip } from '#app/components/quorum-chip.tsx'
import { ItemTimer } from '#app/components/timer.tsx'
import { useNow } from '#app/components/use-now.ts'
import { meetingPause } from '#app/contracts/meeting.ts'
import { predictEnd } from '#app/domain/meeting/clock.ts'
import { reduceDesk } from '#app/live/reducers/desk.ts'
import { useStream } from '#app/live/use-stream.ts'
import { AgendaList } from '#app/screens/session/agenda-list.tsx'
import { absentMembers, currentItem, type Line, noBallotReason, numberOf, type Session, standing, voteOf } from '#app/screens/session/derive.ts'
import { Papers } from '#app/screens/session/papers.tsx'
import { QueuePanel } from '#app/screens/session/queue-panel.tsx'
import { TopBar } from '#app/screens/session/top-bar.tsx'
import { useBallot } from '#app/screens/session/use-ballot.ts'
import { useActs, useOutbox, useSession } from '#app/screens/session/use-session.ts'
import { VotePanel } from '#app/screens/session/vote-panel.tsx'
import { formatDate, formatDateLong, formatTime } from '#app/text/format.ts'
import { sessionText } from '#app/text/session.ts'
import { useControl } from './use-control.tsx'

const t = sessionText.chair

export type ConsoleData = {
  view: Session
  seq: number
  now: number
  userId: string
  me: { participantId: string | null; myBallots: Record<string, Recorded> }
  desk: { view: { lines: Line[] }; seq: number }
}

/** The chair's console (tablet first): agenda, paper, vote and queue at once; the one next step at bottom right. */
export function ChairConsole(data: ConsoleData) {
  const view = useSession(data)
  useOutbox(data.userId)
  const { view: desk } = useStream({ stream: `desk:${view.meeting.id}`, seq: data.desk.seq, view: data.desk.view, reduce: reduceDesk })
  const acts = useActs()
  const control = useControl(view, acts)
  const now = useNow(data.now, 15_000)
  const here = currentItem(view)
  const n = numberOf(view, here?.id ?? null)
  const vote = voteOf(view, here?.id ?? null)
  const ballot = useBallot(vote?.status === 'open' ? vote.id : null, data.me.myBallots)
  const hasBallot = noBallotReason(view.participants.find(p => p.id === data.me.participantId) ?? null) === null
  const lines = desk.lines.filter(l => l.itemId === here?.id && l.text.trim() !== '')
  const isRunning = view.meeting.status === 'running'
  const forecast = predictEnd(view.meeting, view.items, now)

  return (
    <div className="flex min-h-dvh flex-col bg-bg lg:h-dvh">
      <TopBar
        to={`/phien-hop/${view.meeting.id}`}
        title={view.meeting.title}
        lead={
          <>
            {here ? sessionText.item(n, standing(view).length) : sessionText.status[view.meeting.status]} · {formatDateLong(view.meeting.startsAt)}
          </>
        }
      >
        <QuorumChip quorum={view.quorum} absent={absentMembers(view)} isLarge />
        {here && here.status === 'presenting' && <ItemTimer item={here} pausedAt={view.meeting.pausedAt} now={data.now} isLarge />}
        {view.meeting.status === 'paused' && (
          <Chip tone="soon" isLarge icon={<CirclePause aria-hidden />}>
            {sessionText.status.paused}
          </Chip>
        )}
        <ConnectionMark />
      </TopBar>
      <ConnectionBanner />
      <main className="grid min-h-0 flex-1 lg:grid-cols-[232px_minmax(0,1fr)_388px]">
        <aside tabIndex={0} aria-label={sessionText.agenda} className="flex flex-col gap-3 border-line p-3 max-lg:order-last max-lg:border-t lg:overflow-y-auto lg:border-r">
          <h2 className="px-2.5 text-sm font-semibold text-text-3">{sessionText.agenda}</h2>
          <AgendaList view={view} onPick={control.pick} canPick={isRunning && vote?.status !== 'open' && !control.isSending} onAside={view.meeting.status === 'running' || view.meeting.status === 'paused' ? control.setAsideOrBack : undefined} />
          <p className="mt-auto border-t border-line px-2.5 pt-3 text-sm">
            <strong className="block font-semibold">{sessionText.forecast(formatTime(forecast.endsAt))}</strong>
            <span className="text-text-3">{sessionText.planned(formatTime(view.meeting.endsAt))}</span>
          </p>
        </aside>
        <section tabIndex={0} aria-label={sessionText.inHand} className="flex min-w-0 flex-col gap-4 p-5 lg:overflow-y-auto">
          {here ? (
            <>
              <header>
                <h2 className="text-xl font-semibold">{here.title}</h2>
                <p className="text-md text-text-2">{[here.presenter && sessionText.presents(here.presenter), here.isCollective && sessionText.collective].filter(Boolean).join(' · ')}</p>
              </header>
              <Papers view={view} itemId={here.id} acts={acts} isTouch />
              {here.text && <p className="text-md whitespace-pre-line text-text-2">{here.text}</p>}
              <Card title={t.conclusion} aria-label={t.conclusion}>
                {lines.length === 0 ? (
                  <p className="text-text-3">{t.conclusionNone}</p>
                ) : (
                  <ol className="flex list-decimal flex-col gap-2 pl-5 text-md">
                    {lines.map(l => (
                      <li key={l.id}>
                        {l.text}
                        {l.task && <span className="block text-sm font-semibold text-act">{sessionText.desk.assigned(l.task.code, l.task.leadUnit, l.task.deadlineOn ? formatDate(l.task.deadlineOn) : null)}</span>}
                      </li>
                    ))}
                  </ol>
                )}
              </Card>
            </>
          ) : (
            <div className="m-auto max-w-md text-center">
              <p className="text-xl font-semibold">{view.meeting.status === 'ended' ? sessionText.member.ended : sessionText.noItem}</p>
              <p className="mt-1 text-md text-text-2">{view.meeting.status === 'ended' ? t.consequence.ended : isRunning ? sessionText.noItemHint : formatDateLong(view.meeting.startsAt)}</p>
            </div>
          )}
        </section>
        <section tabIndex={0} aria-label={sessionText.voteAndSpeech} className="flex flex-col gap-4 p-5 lg:overflow-y-auto lg:pl-0">
          <Card>
            {vote ? (
              <VotePanel view={view} vote={vote} />
            ) : (
              <>
                <h2 className="text-card font-semibold">{sessionText.vote.title}</h2>
                <p className="mt-1 text-text-3">{sessionText.vote.none}</p>
              </>
            )}
            {here && isRunning && vote?.status !== 'open' && control.step.kind !== 'openVote' && (
              <Button className="mt-3 min-h-11" icon={<Radio aria-hidden />} onClick={control.askVote}>
                {vote ? t.again : t.step.openVote}
              </Button>
            )}
          </Card>
          {vote?.status === 'open' && hasBallot && (
            <Card title={sessionText.vote.yourBallot}>
              <BallotPad recorded={ballot.recorded} sending={ballot.sending} isLineLost={ballot.isLineLost} isChangeAllowed={vote.isChangeAllowed} error={ballot.error} onCast={c => void ballot.cast(c)} />
            </Card>
          )}
          <Card>
            <QueuePanel view={view} now={data.now} acts={acts} isTouch />
          </Card>
        </section>
      </main>
      {acts.error && (
        <div className="px-5 pb-2">
          <FormError>{acts.error}</FormError>
        </div>
      )}
      <ActionBar
        secondary={
          isRunning && (
            <Button size="lg" icon={<CirclePause aria-hidden />} disabled={vote?.status === 'open'} isSending={acts.isBusy(meetingPause.name)} onClick={() => void acts.run(meetingPause, { meetingId: view.meeting.id })}>
              {t.pause}
            </Button>
          )
        }
        title={control.step.kind === 'none' ? undefined : t.next}
        consequence={control.consequence}
      >
        {control.step.kind !== 'none' && (
          <Button variant="primary" size="xl" isSending={control.isSending} iconAfter={<ArrowRight aria-hidden />} onClick={control.next}>
            {control.label}
          </Button>
        )}
      </ActionBar>
      {control.dialogs}
    </div>
  )
}

