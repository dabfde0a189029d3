import { useState } from 'react'
import { ActionBar } from '#app/components/action-bar.tsx'
import { ConnectionBanner, ConnectionMark } from '#app/components/banner.tsx'
import { Button, ButtonLink } from '#app/components/button.tsx'
import { Card } from '#app/components/card.tsx'
import { FormError } from '#app/components/field.tsx'
import { ArrowRight, CirclePause, Pencil, Radio } from '#app/components/icon.tsx'
import { KeyboardHelp } from '#app/components/keyboard-help.tsx'
import { QuorumChip } from '#app/components/quorum-chip.tsx'
import { Tabs } from '#app/components/tabs.tsx'
import { ItemTimer } from '#app/components/timer.tsx'
import { Toaster } from '#app/components/toast.tsx'
import type { Unit } from '#app/components/unit-picker.tsx'
import { useKeys } from '#app/components/use-keys.ts'
import type { PayloadOf, StreamEvent } from '#app/contracts/define.ts'
import { hallPaired, hallReleased, meetingPause, speakingCall } from '#app/contracts/meeting.ts'
import type { CalendarDay } from '#app/domain/calendar/working-days.ts'
import { reduceDesk } from '#app/live/reducers/desk.ts'
import { useStream } from '#app/live/use-stream.ts'
import { useControl } from '#app/screens/chair/use-control.tsx'
import { AgendaList } from '#app/screens/session/agenda-list.tsx'
import { absentMembers, currentItem, type Line, numberOf, queueOf, type Session, standing, voteOf } from '#app/screens/session/derive.ts'
import { Papers } from '#app/screens/session/papers.tsx'
import { QueuePanel } from '#app/screens/session/queue-panel.tsx'
import { TopBar } from '#app/screens/session/top-bar.tsx'
import { useActs, useOutbox, useSession } from '#app/screens/session/use-session.ts'
import { VotePanel } from '#app/screens/session/vote-panel.tsx'
import { formatDateLong } from '#app/text/format.ts'
import { sessionText } from '#app/text/session.ts'
import { AttendanceTable } from './attendance-table.tsx'
import { ConclusionLines, useAddLine } from './conclusion-lines.tsx'
import { HallPairing } from './hall-pairing.tsx'

const t = sessionText.desk

type Display = { id: string; name: string }
type DeskState = { lines: Line[]; displays: Display[] }

/** Lines, and the screens on the wall: both come over `desk:{id}`. */
function reduce(view: DeskState, e: StreamEvent): DeskState {
  if (e.name === hallPaired.name) {
    const { displayId, name } = e.payload as PayloadOf<typeof hallPaired>
    return { ...view, displays: [...view.displays.filter(d => d.id !== displayId), { id: displayId, name }] }
  }
  if (e.name === hallReleased.name) {
    const { displayId } = e.payload as PayloadOf<typeof hallReleased>
    return { ...view, displays: view.displays.filter(d => d.id !== displayId) }
  }
  const { lines } = reduceDesk({ lines: view.lines }, e)
  return lines === view.lines ? view : { ...view, lines }
}

export type DeskData = {
  view: Session
  seq: number
  now: number
  userId: string
  me: { abilities: { control: boolean; record: boolean; editAgenda: boolean } }
  desk: { view: DeskState; seq: number }
  units: readonly Unit[]
  calendar: readonly CalendarDay[]
}

/** The secretary's desk (PC): conclusion, attendance, papers and wall screens in the middle; vote and queue at the right. */
export function SecretaryDesk(data: DeskData) {
  const view = useSession(data)
  useOutbox(data.userId)
  const meetingId = view.meeting.id
  const { view: desk } = useStream<DeskState>({ stream: `desk:${meetingId}`, seq: data.desk.seq, view: data.desk.view, reduce })
  const acts = useActs()
  const control = useControl(view, acts)
  const here = currentItem(view)
  const [tab, setTab] = useState<'conclusion' | 'attendance' | 'papers' | 'hall'>('conclusion')
  const [chosen, setChosen] = useState<string | null>(null)
  const items = standing(view)
  // The desk follows the session unless the secretary looks at another item.
  const itemId = chosen ?? here?.id ?? items[0]?.id ?? null
  const n = numberOf(view, itemId)
  const line = useAddLine(meetingId, itemId, acts)
  const vote = voteOf(view, here?.id ?? null)
  const isRunning = view.meeting.status === 'running'
  const { control: canControl, record: canRecord, editAgenda } = data.me.abilities

  const conclude = () => {
    setTab('conclusion')
    line.add()
  }
  const callNext = () => {
    const first = queueOf(view, here?.id ?? null).find(q => q.status === 'waiting')
    if (canControl && first && isRunning && vote?.status !== 'open') void acts.run(speakingCall, { meetingId, requestId: first.id }, first.id)
  }
  useKeys({
    n: () => canControl && control.next(),
    s: callNext,
    b: () => canControl && control.voteKey(),
    k: conclude,
  })

  return (
    <div className="flex min-h-dvh flex-col bg-bg lg:h-dvh">
      <TopBar
        to={`/phien-hop/${meetingId}`}
        title={`${t.title} – ${view.meeting.title}`}
        lead={
          <>
            {here ? sessionText.item(numberOf(view, here.id), items.length) : sessionText.status[view.meeting.status]} · {formatDateLong(view.meeting.startsAt)}
          </>
        }
      >
        <QuorumChip quorum={view.quorum} absent={absentMembers(view)} />
        {here?.status === 'presenting' && <ItemTimer item={here} pausedAt={view.meeting.pausedAt} now={data.now} />}
        <ConnectionMark />
        <KeyboardHelp
          lines={[
            { keys: ['N'], what: t.keys.next },
            { keys: ['S'], what: t.keys.speak },
            { keys: ['B'], what: t.keys.vote },
            { keys: ['K'], what: t.keys.conclude },
          ]}
        />
      </TopBar>
      <ConnectionBanner />
      <main className="grid min-h-0 flex-1 lg:grid-cols-[240px_minmax(0,1fr)_380px]">
        <aside tabIndex={0} aria-label={sessionText.agenda} className="flex flex-col gap-3 border-line p-3 max-lg:order-last max-lg:border-t lg:overflow-y-auto lg:border-r">
          <h2 className="px-2.5 text-sm font-semibold text-text-3">{sessionText.agenda}</h2>
          <AgendaList view={view} onPick={canControl ? control.pick : undefined} canPick={isRunning && vote?.status !== 'open' && !control.isSending} onAside={canControl && (view.meeting.status === 'running' || view.meeting.status === 'paused') ? control.setAsideOrBack : undefined} />
          {editAgenda && (
            <ButtonLink to={`/phien-hop/${meetingId}/chuong-trinh`} variant="plain" className="mt-auto self-start" icon={<Pencil aria-hidden />}>
              {t.editAgenda}
            </ButtonLink>
          )}
        </aside>
        <section tabIndex={0} aria-label={sessionText.inHand} className="min-w-0 p-5 lg:overflow-y-auto">
          <Tabs
            label={t.sections}
            value={tab}
            onChange={setTab}
            tabs={[
              { key: 'conclusion', label: t.conclusion },
              { key: 'attendance', label: t.attendance, count: view.participants.filter(p => p.isPresent).length },
              { key: 'papers', label: t.papers },
              { key: 'hall', label: t.hall.title, count: desk.displays.length },
            ]}
          >
            {tab === 'conclusion' && (
              <Card
                title={n > 0 ? t.conclusionOf(n) : t.conclusion}
                aside={
                  <label className="flex items-center gap-2">
                    {t.chooseItem}
                    <select className="min-h-8 rounded-md border border-line-strong bg-surface px-2 text-text" value={itemId ?? ''} onChange={e => setChosen(e.target.value === here?.id ? null : e.target.value)}>
                      {items.map((i, at) => (
                        <option key={i.id} value={i.id}>
                          {at + 1}. {i.title.slice(0, 60)}
                        </option>
                      ))}
                    </select>
                  </label>
                }
              >
                {chosen && here && chosen !== here.id && <p className="mb-2 text-soon">{t.otherItem}</p>}
                {itemId && (
                  <ConclusionLines
                    key={itemId}
                    meetingId={meetingId}
                    lines={desk.lines.filter(l => l.itemId === itemId)}
                    units={data.units}
                    calendar={data.calendar}
                    acts={acts}
                    focusId={line.focusId}
                    onAdd={line.add}
                  />
                )}
              </Card>
            )}
            {tab === 'attendance' && (
              <Card title={t.attendance}>
                <AttendanceTable view={view} acts={acts} canRecord={canRecord} />
              </Card>
            )}
            {tab === 'papers' && (
              <Card title={here?.title ?? t.papers}>
                <Papers view={view} itemId={here?.id ?? itemId} acts={canControl ? acts : undefined} />
              </Card>
            )}
            {tab === 'hall' && (
              <Card title={t.hall.title}>
                <HallPairing meetingId={meetingId} displays={desk.displays} />
              </Card>
            )}
          </Tabs>
        </section>
        <section tabIndex={0} aria-label={sessionText.voteAndSpeech} className="flex flex-col gap-4 p-5 lg:overflow-y-auto lg:pl-0">
          <Card>
            {vote ? (
              <VotePanel view={view} vote={vote} isQuestionShown />
            ) : (
              <>
                <h2 className="text-card font-semibold">{sessionText.vote.title}</h2>
                <p className="mt-1 text-text-3">{sessionText.vote.none}</p>
              </>
            )}
            {canControl && here && isRunning && vote?.status !== 'open' && control.step.kind !== 'openVote' && (
              <Button className="mt-3" icon={<Radio aria-hidden />} onClick={control.askVote}>
                {vote ? sessionText.chair.again : sessionText.chair.step.openVote}
              </Button>
            )}
          </Card>
          <Card>
            <QueuePanel view={view} now={data.now} acts={canControl ? acts : undefined} />
          </Card>
        </section>
      </main>
      {acts.error && (
        <div className="px-5 pb-2">
          <FormError>{acts.error}</FormError>
        </div>
      )}
      {canControl && (
        <ActionBar
          secondary={
            isRunning && (
              <Button icon={<CirclePause aria-hidden />} disabled={vote?.status === 'open'} isSending={acts.isBusy(meetingPause.name)} onClick={() => void acts.run(meetingPause, { meetingId })}>
                {sessionText.chair.pause}
              </Button>
            )
          }
          title={control.step.kind === 'none' ? undefined : sessionText.chair.next}
          consequence={control.consequence}
        >
          {control.step.kind !== 'none' && (
            <Button variant="primary" size="lg" isSending={control.isSending} iconAfter={<ArrowRight aria-hidden />} onClick={control.next}>
              {control.label}
            </Button>
          )}
        </ActionBar>
      )}
      {control.dialogs}
      <Toaster />
    </div>
  )
}
