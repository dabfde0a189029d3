import { useCallback, useState, type ReactNode } from 'react'
import { ActionBar } from '#app/components/action-bar.tsx'
import { ConnectionBanner, ConnectionMark } from '#app/components/banner.tsx'
import { Button, ButtonLink } from '#app/components/button.tsx'
import { FormError } from '#app/components/field.tsx'
import { ArrowRight, CirclePause, FileText, History, Pencil, Users } from '#app/components/icon.tsx'
import { KeyboardHelp, KeyMark } from '#app/components/keyboard-help.tsx'
import { SearchPalette } from '#app/components/search-palette.tsx'
import { QuorumChip } from '#app/components/quorum-chip.tsx'
import { Tabs } from '#app/components/tabs.tsx'
import { ItemTimer } from '#app/components/timer.tsx'
import { Toaster } from '#app/components/toast.tsx'
import type { Unit } from '#app/components/unit-picker.tsx'
import { hallAlive } from '#app/contracts/hall.ts'
import { meetingPause } from '#app/contracts/meeting.ts'
import type { CalendarDay } from '#app/domain/calendar/working-days.ts'
import { withSeen } from '#app/live/reducers/hall.ts'
import { withHidden } from '#app/live/reducers/hidden.ts'
import { useSignal, useStream } from '#app/live/use-stream.ts'
import { useControl } from '#app/screens/chair/use-control.tsx'
import { SessionAnnouncer } from '#app/screens/session/announcer.tsx'
import { absentMembers, currentItem, numberOf, type Session, standing, voteOf } from '#app/screens/session/derive.ts'
import { AbsenceChip } from '#app/screens/people/absence-requests.tsx'
import { PresidingBanner } from '#app/screens/people/presiding-banner.tsx'
import { type PeopleData, usePeopleDesk } from '#app/screens/people/use-people.ts'
import { ForecastBar } from '#app/screens/session/flow/forecast-bar.tsx'
import { MoreActs } from '#app/screens/session/flow/more-acts.tsx'
import { AfterEnd, hasEnded, RecordLink } from '#app/screens/session/panels/after-end.tsx'
import { AgendaPanel } from '#app/screens/session/panels/agenda-panel.tsx'
import { QueueCard } from '#app/screens/session/panels/queue-card.tsx'
import { VoteCard } from '#app/screens/session/panels/vote-card.tsx'
import { TopBar } from '#app/screens/session/top-bar.tsx'
import { type DiscussionHead, useDiscussion } from '#app/screens/session/discussion/use-discussion.ts'
import { useActs, useOutbox, useSession } from '#app/screens/session/use-session.ts'
import { VideoDesk } from '#app/screens/video/video-desk.tsx'
import { flowText } from '#app/text/flow.ts'
import { formatDateLong } from '#app/text/format.ts'
import { historyText } from '#app/text/history.ts'
import { seatingText } from '#app/text/seating.ts'
import { sessionText } from '#app/text/session.ts'
import { discussionText } from '#app/text/discussion.ts'
import { peopleText } from '#app/text/people.ts'
import { siteText } from '#app/text/site.ts'
import { speakingText } from '#app/text/speaking.ts'
import { typedText } from '#app/text/typed.ts'
import { type DeskRoom, type DeskState, reduceDeskState } from './desk.ts'
import { useDeskKeys } from './desk-keys.tsx'
import { AttendanceTab } from './panels/attendance-tab.tsx'
import { ConclusionTab } from './panels/conclusion-tab.tsx'
import { HallTab } from './panels/hall-tab.tsx'
import { SeatsTab } from './panels/seats-tab.tsx'
import { PapersTab } from './panels/papers-tab.tsx'
import { SitesTab } from './panels/sites-tab.tsx'
import { DiscussionTab } from './panels/discussion-tab.tsx'
import { SpeechTab } from './panels/speech-tab.tsx'

const t = sessionText.desk

export type DeskData = {
  view: Session
  seq: number
  now: number
  userId: string
  me: { role: string | null; abilities: { control: boolean; record: boolean; editAgenda: boolean; adopt: boolean } }
  desk: { view: DeskState; seq: number }
  idleDisplays: readonly { id: string; name: string; meeting: string }[]
  canAgree: boolean
  discussion: DiscussionHead
  units: readonly Unit[]
  calendar: readonly CalendarDay[]
  people: PeopleData
}

/** All parts stand in one row on a PC: there only the first words of a long name are seen; all of it is read. */
const short = (label: string, seen: number) => {
  const words = label.split(' ')
  return (
    <>
      {words.slice(0, seen).join(' ')}
      <span className="max-2xl:sr-only">{` ${words.slice(seen).join(' ')}`}</span>
    </>
  )
}

/** Parts of the secretary's work, one at a time in the middle of the desk; one more part = one more entry here. */
const tabs = {
  conclusion: { label: t.conclusion, Panel: ConclusionTab },
  attendance: { label: t.attendance, Panel: AttendanceTab, count: room => room.view.participants.filter(p => p.isPresent).length },
  speech: { label: speakingText.log.tab, Panel: SpeechTab },
  discussion: { label: discussionText.title, Panel: DiscussionTab, count: room => room.discussion.unread },
  papers: { label: t.papers, Panel: PapersTab },
  seats: { label: seatingText.title, seen: short(seatingText.title, 2), Panel: SeatsTab },
  sites: { label: siteText.desk.title, Panel: SitesTab },
  hall: { label: t.hall.title, seen: short(t.hall.title, 2), Panel: HallTab, count: room => room.displays.length },
} satisfies Record<string, { label: string; seen?: ReactNode; Panel: (p: { room: DeskRoom }) => ReactNode; count?: (room: DeskRoom) => number }>
export type DeskTab = keyof typeof tabs

/** The secretary's desk (PC): conclusion, attendance, papers and wall screens in the middle; vote and queue at the right. */
export function SecretaryDesk(data: DeskData) {
  const session = useSession(data)
  useOutbox(data.userId)
  const meetingId = session.meeting.id
  const { view: desk, patch } = useStream<DeskState>({ stream: `desk:${meetingId}`, seq: data.desk.seq, view: data.desk.view, reduce: reduceDeskState })
  useSignal(hallAlive, `desk:${meetingId}`, s => patch(d => ({ ...d, displays: withSeen(d.displays, s) })))
  const people = usePeopleDesk(meetingId, data.people)
  const discussion = useDiscussion(meetingId, data.userId, data.discussion, desk.talk)
  const view = withHidden(session, desk.hidden)
  const acts = useActs()
  const control = useControl(view, acts, people.presence, { step: desk.step ?? null, units: data.units, canAdopt: data.me.abilities.adopt })
  const here = currentItem(view)
  const [tab, setTab] = useState<DeskTab>('conclusion')
  const [chosenId, choose] = useState<string | null>(null)
  const items = standing(view)
  // The desk follows the session unless the secretary looks at another item.
  const itemId = chosenId ?? here?.id ?? items[0]?.id ?? null
  const [addWanted, setAddWanted] = useState(false)
  const onAdded = useCallback(() => setAddWanted(false), [])
  const vote = voteOf(view, here?.id ?? null)
  const isRunning = view.meeting.status === 'running'
  const { control: canControl, record: canRecord, editAgenda } = data.me.abilities

  const conclude = () => {
    setTab('conclusion')
    setAddWanted(true)
  }
  const room: DeskRoom = {
    view,
    now: data.now,
    here,
    n: numberOf(view, here?.id ?? null),
    vote,
    isRunning,
    lines: desk.lines,
    acts,
    control,
    canControl,
    isTouch: false,
    isSecretary: data.me.role === 'secretary',
    presence: people.presence,
    displays: desk.displays,
    speaking: desk.speaking,
    idleDisplays: data.idleDisplays,
    people,
    discussion,
    units: data.units,
    calendar: data.calendar,
    canRecord,
    items,
    itemId,
    chosenId,
    choose,
    userId: data.userId,
    comments: desk.comments ?? [],
    conclusionFiles: desk.conclusionFiles ?? [],
    canAgree: data.canAgree,
    addLine: () => setAddWanted(true),
    addWanted,
    onAdded,
  }
  const { Panel } = tabs[tab]
  const tabKeys = Object.keys(tabs) as DeskTab[]
  const keys = useDeskKeys(room, {
    conclude,
    show: setTab,
    displays: 'hall',
    tabs: tabKeys.map(key => ({ key, label: tabs[key].label })),
  })

  return (
    <div className="flex min-h-dvh flex-col bg-bg lg:h-dvh">
      <TopBar
        to={`/phien-hop/${meetingId}`}
        title={`${t.title} – ${view.meeting.title}`}
        lead={
          <>
            {here ? sessionText.item(room.n, items.length) : sessionText.status[view.meeting.status]} · {formatDateLong(view.meeting.startsAt)}
          </>
        }
      >
        {!hasEnded(view) && <QuorumChip quorum={view.quorum} absent={absentMembers(view)} />}
        {here?.status === 'presenting' && <ItemTimer item={here} pausedAt={view.meeting.pausedAt} now={data.now} />}
        <AbsenceChip meetingId={meetingId} desk={people} mayDecide={data.people.may.absence} />
        {canRecord && <VideoDesk view={view} />}
        <ConnectionMark />
        <KeyboardHelp lines={keys.help} note={flowText.keys.hint} />
        <SearchPalette entries={keys.palette} isKeyOnly />
      </TopBar>
      <ConnectionBanner />
      <SessionAnnouncer view={view} now={data.now} />
      <PresidingBanner view={view} selfId={null} />
      <main className="grid min-h-0 flex-1 lg:grid-cols-[240px_minmax(0,1fr)_380px]">
        <aside tabIndex={0} aria-label={sessionText.agenda} className="flex flex-col gap-3 border-line p-3 max-lg:order-last max-lg:border-t lg:scroll-pb-32 lg:overflow-y-auto lg:border-r">
          <AgendaPanel room={room}>
            {editAgenda && (
              <ButtonLink to={`/phien-hop/${meetingId}/chuong-trinh`} variant="plain" className="mt-auto self-start" icon={<Pencil aria-hidden />}>
                {t.editAgenda}
              </ButtonLink>
            )}
            <ButtonLink to={`/phien-hop/${meetingId}/thanh-phan`} variant="plain" className={editAgenda ? 'self-start' : 'mt-auto self-start'} icon={<Users aria-hidden />}>
              {peopleText.open}
            </ButtonLink>
            <ButtonLink to={`/phien-hop/${meetingId}/dien-bien`} variant="plain" className="self-start" icon={<History aria-hidden />}>
              {historyText.open}
            </ButtonLink>
            {canRecord && (
              <ButtonLink to={`/phien-hop/${meetingId}/nhap-tu-giay`} variant="plain" className="self-start" icon={<FileText aria-hidden />}>
                {typedText.open}
              </ButtonLink>
            )}
            <ForecastBar room={room} />
          </AgendaPanel>
        </aside>
        <section tabIndex={0} aria-label={sessionText.inHand} className="min-w-0 p-5 lg:overflow-y-auto">
          <Tabs
            label={t.sections}
            value={tab}
            onChange={setTab}
            tabs={tabKeys.map(key => {
              const one = tabs[key]
              const count = 'count' in one ? one.count(room) : 0
              return { key, label: 'seen' in one ? one.seen : one.label, ...(count > 0 ? { count } : {}) }
            })}
          >
            <Panel room={room} />
          </Tabs>
        </section>
        <section tabIndex={0} aria-label={hasEnded(view) ? sessionText.afterEnd.title : sessionText.voteAndSpeech} className="flex flex-col gap-4 p-5 lg:overflow-y-auto lg:pl-0">
          {hasEnded(view) ? (
            <AfterEnd room={room} />
          ) : (
            <>
              <VoteCard room={room} isQuestionShown />
              <QueueCard room={room} />
            </>
          )}
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
            <>
              {isRunning && (
                <Button size="lg" className="max-md:hidden" aria-keyshortcuts="P" icon={<CirclePause aria-hidden />} iconAfter={<KeyMark>P</KeyMark>} disabled={vote?.status === 'open'} isSending={acts.isBusy(meetingPause.name)} onClick={() => void acts.run(meetingPause, { meetingId })}>
                  {sessionText.chair.pause}
                </Button>
              )}
              <MoreActs room={room} hasKeys />
            </>
          }
          title={control.step.kind === 'none' ? undefined : sessionText.chair.next}
          consequence={control.consequence}
        >
          {hasEnded(view) && <RecordLink room={room} />}
          {control.step.kind !== 'none' && (
            <Button
              variant="primary"
              size="lg"
              aria-keyshortcuts="N"
              isSending={control.isSending}
              iconAfter={
                <>
                  <ArrowRight aria-hidden />
                  <KeyMark>N</KeyMark>
                </>
              }
              onClick={control.next}
            >
              {control.label}
            </Button>
          )}
        </ActionBar>
      )}
      {control.dialogs}
      {keys.dialogs}
      <Toaster />
    </div>
  )
}
