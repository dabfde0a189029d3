import { Suspense, useEffect, useRef, useState, type ReactNode } from 'react'
import type { z } from 'zod'
import { ConnectionBanner, ConnectionMark } from '#app/components/banner.tsx'
import { Button } from '#app/components/button.tsx'
import { Chip } from '#app/components/chip.tsx'
import { cx } from '#app/components/cx.ts'
import { Dialog } from '#app/components/dialog.tsx'
import { Empty, Skeleton } from '#app/components/empty.tsx'
import { FormError, TextInput } from '#app/components/field.tsx'
import { CircleCheck, DoorOpen, FileText, Hourglass, Info, Lock, Mic, Monitor, Newspaper, UserCheck, VoteIcon } from '#app/components/icon.tsx'
import { SpeakerTimer } from '#app/components/timer.tsx'
import { useNow } from '#app/components/use-now.ts'
import type { OwnPart, PartItem, PartView } from '#app/contracts/audience.ts'
import { attendanceCheckIn, attendanceLeave, speakingRequest, speakingWithdraw } from '#app/contracts/meeting.ts'
import { callAt, type CallWords } from '#app/domain/meeting/guest-call.ts'
import { versionOf } from '#app/live/papers/use-local-copies.ts'
import { newId } from '#app/live/new-id.ts'
import { lazyPart } from '#app/live/patience.ts'
import { hintServerNow } from '#app/live/socket.ts'
import { usePart } from '#app/live/use-part.ts'
import { NamedConclusions, type NamedData } from '#app/screens/conclusion/member-conclusions.tsx'
import { DiscussionButton } from '#app/screens/session/discussion/discussion-button.tsx'
import type { DiscussionHead } from '#app/screens/session/discussion/use-discussion.ts'
import { TopBar } from '#app/screens/session/top-bar.tsx'
import { useActs, useOutbox } from '#app/screens/session/use-session.ts'
import { VideoWay } from '#app/screens/video/video-button.tsx'
import { audienceText } from '#app/text/audience.ts'
import { formatBytes, formatDateLong, formatTime } from '#app/text/format.ts'
import { sessionText } from '#app/text/session.ts'
import { shellText } from '#app/text/shell.ts'

const t = audienceText.part
const PdfView = lazyPart(() => import('#app/components/pdf-view.tsx'))

type Part = z.output<typeof PartView>
type Own = z.output<typeof OwnPart>
type Item = z.output<typeof PartItem>
export type PartData = { shared: Part; own: Own | null; seq: number; named: NamedData; discussion: DiscussionHead; now: number; userId: string }

/** A guest's phone, and the screen of the press and observers: what they are let in for, and nothing beside it. */
export function PartScreen(data: PartData) {
  const { shared: part, own } = usePart(data)
  useEffect(() => hintServerNow(data.now), [data.now])
  useOutbox(data.userId)
  const acts = useActs()
  const now = useNow(data.now, 5_000)
  const { meeting } = part
  const isGuest = part.call !== null
  const isOver = meeting.status === 'ended' || meeting.status === 'cancelled'
  const isBefore = meeting.status === 'draft' || meeting.status === 'invited'
  return (
    <div className="flex min-h-dvh flex-col bg-bg">
      <TopBar to="/phien-hop" title={meeting.title} lead={part.chairLabel ? t.chair(part.chairLabel) : undefined}>
        <Chip icon={isGuest ? undefined : <Newspaper aria-hidden />}>{isGuest ? t.guestTitle : t.pressTitle}</Chip>
        <DiscussionButton view={{ meeting, participants: [] }} userId={data.userId} head={data.discussion} now={data.now} />
        <ConnectionMark />
      </TopBar>
      <ConnectionBanner />
      <main className="mx-auto flex w-full max-w-2xl flex-1 flex-col gap-4 px-5 py-5 pb-8">
        {isGuest && part.call ? (
          <Call words={callAt(part.call, now, meeting.pausedAt)} part={part} isPresent={own?.isPresent ?? false} />
        ) : isOver ? (
          <Big icon={<CircleCheck aria-hidden />} title={t.ended} />
        ) : part.isClosedNow ? (
          <Big icon={<Lock aria-hidden />} title={t.closedNow} lead={t.closedNowHint} />
        ) : part.items.length === 0 && !isBefore ? (
          <Big icon={<Lock aria-hidden />} title={t.nothingOpen} lead={t.nothingOpenHint} />
        ) : null}
        {!isOver && isBefore && (
          <p className="text-md text-text-2">
            {t.before(`${formatTime(meeting.startsAt)}, ${formatDateLong(meeting.startsAt)}`)}. {t.place(meeting.place)}.
          </p>
        )}
        {isGuest && own && !isOver && <Attendance own={own} meetingId={meeting.id} acts={acts} />}
        {isGuest && part.isVoting && <Line icon={<VoteIcon aria-hidden />}>{t.voting}</Line>}
        {isGuest && <NamedConclusions meetingId={meeting.id} named={data.named} titleOf={id => part.items.find(i => i.id === id)?.title ?? null} />}
        {isGuest && own && part.currentItemId && !isOver && <Speech own={own} part={part} acts={acts} now={data.now} />}
        <VideoWay meetingId={meeting.id} isOpen={part.canEnterVideo} isWordShown />
        {acts.error && <FormError>{acts.error}</FormError>}
        {/* What the card above says already is not said twice. */}
        {(part.items.length > 0 || (!isGuest && isBefore)) && (
          <section aria-labelledby="part-items" className="flex flex-col gap-3">
            <h2 id="part-items" className="text-card font-semibold">
              {isGuest ? t.mine : t.opened}
            </h2>
            {part.items.length === 0 && (
              <Empty icon={<FileText aria-hidden />} title={t.nothingOpen}>
                {t.nothingOpenHint}
              </Empty>
            )}
            {part.items.map(item => (
              <PartItemCard key={item.id} item={item} part={part} />
            ))}
          </section>
        )}
      </main>
    </div>
  )
}

/** When to come in: the one thing a guest waits for. Changes are spoken, and the phone buzzes once when it is time. */
function Call({ words, part, isPresent }: { words: CallWords; part: Part; isPresent: boolean }) {
  const isTime = words.kind === 'come' || words.kind === 'inside'
  const before = useRef(isTime)
  useEffect(() => {
    if (isTime && !before.current) navigator.vibrate?.([200, 100, 200])
    before.current = isTime
  }, [isTime])
  const isPaused = part.meeting.status === 'paused'
  switch (words.kind) {
    case 'in': {
      const { minutes } = words
      return <Big icon={<Hourglass aria-hidden />} title={minutes < 60 ? t.in(minutes) : t.inHours(Math.floor(minutes / 60), minutes % 60)} lead={isPaused ? t.paused : t.inHint} />
    }
    case 'come':
      return <Big tone="act" icon={<DoorOpen aria-hidden />} title={t.come} lead={`${t.comeHint} ${t.place(part.meeting.place)}.`} />
    case 'inside':
      return <Big tone="act" icon={<DoorOpen aria-hidden />} title={t.inside} lead={isPresent ? t.insideHere : `${t.insideHint} ${t.place(part.meeting.place)}.`} />
    case 'over':
      return <Big icon={<CircleCheck aria-hidden />} title={t.over} />
    case 'none':
      return <Big icon={<Info aria-hidden />} title={t.none} lead={t.noneHint} />
  }
}

function Big({ icon, title, lead, tone }: { icon: ReactNode; title: string; lead?: string; tone?: 'act' }) {
  return (
    <section role="status" className={cx('rounded-2xl border px-5 py-6 text-center', tone === 'act' ? 'border-2 border-act bg-act-soft' : 'border-line bg-surface')}>
      <p className={cx('mb-2 flex justify-center text-3xl', tone === 'act' ? 'text-act' : 'text-text-3')}>{icon}</p>
      <p className={cx('text-xl font-semibold text-balance', tone === 'act' && 'text-act')}>{title}</p>
      {lead && <p className="mt-1 text-md text-text-2">{lead}</p>}
    </section>
  )
}

function Line({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <p role="status" className="flex items-start gap-2.5 rounded-xl bg-surface-2 px-4 py-3 text-md text-text-2">
      <span className="mt-0.5">{icon}</span>
      <span>{children}</span>
    </p>
  )
}

type Acts = ReturnType<typeof useActs>

function Attendance({ own, meetingId, acts }: { own: Own; meetingId: string; acts: Acts }) {
  const words = sessionText.member
  if (!own.isPresent)
    return (
      <div className="flex flex-col gap-1.5">
        <Button size="xl" icon={<UserCheck aria-hidden />} isSending={acts.isBusy(attendanceCheckIn.name)} onClick={() => void acts.run(attendanceCheckIn, { meetingId })}>
          {words.checkIn}
        </Button>
        <p className="text-text-3">{t.checkInWhen}</p>
      </div>
    )
  return (
    <p className="flex flex-wrap items-center gap-x-1 gap-y-1">
      <Chip tone="ok" isLarge icon={<CircleCheck aria-hidden />}>
        {own.arrivedAt === null ? words.checkIn : words.checkedIn(formatTime(own.arrivedAt))}
      </Chip>
      <Button variant="plain" className="ml-auto min-h-11 px-2" isSending={acts.isBusy(attendanceLeave.name)} onClick={() => void acts.run(attendanceLeave, { meetingId })}>
        {words.leave}
      </Button>
    </p>
  )
}

/** A guest's own request on the item in hand: ask, wait, be called, speak. Other people's requests are not here. */
function Speech({ own, part, acts, now }: { own: Own; part: Part; acts: Acts; now: number }) {
  const [isAsking, setAsking] = useState(false)
  const [subject, setSubject] = useState('')
  const meetingId = part.meeting.id
  const words = sessionText.member
  const mine = own.request
  const stands = mine?.status === 'waiting' || mine?.status === 'called' || mine?.status === 'speaking'
  return (
    <>
      {mine && stands && (
        <div role="status" className="flex flex-wrap items-center gap-3 rounded-2xl border border-act-line bg-act-soft px-4 py-3">
          <Mic className="text-xl text-act" aria-hidden />
          <p className="min-w-0 flex-[1_1_13rem] font-semibold text-act">
            {mine.status === 'speaking' ? words.speaking : mine.status === 'called' ? words.called : t.waiting}
            {mine.subject && <span className="block text-sm font-normal text-text-2">{mine.subject}</span>}
          </p>
          {mine.status === 'speaking' && mine.startedAt !== null && <SpeakerTimer speech={mine} now={now} isLarge />}
          {mine.status !== 'speaking' && (
            <Button size="lg" isSending={acts.isBusy(speakingWithdraw.name)} onClick={() => void acts.run(speakingWithdraw, { meetingId, requestId: mine.id })}>
              {words.withdraw}
            </Button>
          )}
        </div>
      )}
      {mine?.status === 'declined' && mine.declineReason && <Line icon={<Info aria-hidden />}>{words.declined(mine.declineReason)}</Line>}
      {mine?.status === 'done' && <Line icon={<CircleCheck aria-hidden />}>{t.said}</Line>}
      {!stands && !part.canAskToSpeak && part.meeting.status === 'running' && <Line icon={<Info aria-hidden />}>{t.speechOff}</Line>}
      {!stands && part.canAskToSpeak && !own.isPresent && <Line icon={<Info aria-hidden />}>{t.checkInFirst}</Line>}
      {!stands && part.canAskToSpeak && own.isPresent && (
        <Button size="lg" icon={<Mic aria-hidden />} onClick={() => setAsking(true)}>
          {words.speak}
        </Button>
      )}
      <Dialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={words.speakTitle}
        footer={
          <>
            <Button onClick={() => setAsking(false)}>{shellText.button.cancel}</Button>
            <Button
              variant="primary"
              isSending={acts.isBusy(speakingRequest.name)}
              onClick={async () => {
                const answer = await acts.run(speakingRequest, { meetingId, requestId: newId(), subject })
                if (answer?.ok) setSubject('')
                setAsking(false)
              }}
            >
              {words.speakConfirm}
            </Button>
          </>
        }
      >
        <TextInput label={words.speakSubject} hint={words.speakHint} value={subject} maxLength={300} onChange={e => setSubject(e.target.value)} />
      </Dialog>
    </>
  )
}

function PartItemCard({ item, part }: { item: Item; part: Part }) {
  const [open, setOpen] = useState<{ paperId: string; page: number } | 'follow' | null>(null)
  const isHere = item.id === part.currentItemId && item.status === 'presenting'
  const shown = part.presenting && item.papers.find(p => p.id === part.presenting?.paperId)
  const at = open === 'follow' ? (shown && part.presenting ? part.presenting : null) : open
  const reading = at ? item.papers.find(p => p.id === at.paperId) : undefined
  return (
    <article className={cx('flex flex-col gap-3 rounded-2xl border bg-surface p-4', isHere ? 'border-2 border-act' : 'border-line')}>
      <div className="flex flex-col gap-1">
        <h3 className="text-lg font-semibold">{item.title || sessionText.untitled}</h3>
        {item.presenter && <p className="text-md text-text-2">{sessionText.presents(item.presenter)}</p>}
        <Chip tone={isHere ? 'act' : 'neutral'} className="mt-1">
          {isHere ? t.here : sessionText.itemStatus[item.status]}
        </Chip>
      </div>
      {item.text && <p className="text-md whitespace-pre-line text-text-2">{item.text}</p>}
      {item.papers.length > 0 && (
        <ul aria-label={sessionText.papers.title} className="flex flex-col gap-2">
          {item.papers.map(p => {
            const isOpen = reading?.id === p.id
            return (
              <li key={p.id}>
                <button
                  type="button"
                  aria-label={sessionText.papers.open(p.title)}
                  aria-expanded={isOpen}
                  className={cx('flex min-h-14 w-full items-center gap-3 rounded-xl border px-4 py-2 text-left', isOpen ? 'border-act-line' : 'border-line')}
                  onClick={() => setOpen(isOpen ? null : { paperId: p.id, page: 1 })}
                >
                  <FileText className="text-xl text-act" aria-hidden />
                  <span className="min-w-0 flex-1">
                    <span className="block text-md font-semibold">{p.title}</span>
                    <span className="block text-sm text-text-3">{p.pages ? sessionText.papers.pages(p.pages) : formatBytes(p.size)}</span>
                  </span>
                </button>
              </li>
            )
          })}
        </ul>
      )}
      {shown && part.presenting && (
        <div role="status" className="flex flex-wrap items-center gap-3 rounded-xl border border-act-line bg-act-soft px-4 py-2.5">
          <Monitor className="text-act" aria-hidden />
          <p className="min-w-0 flex-[1_1_12rem] font-semibold text-act">{t.showing(shown.title, part.presenting.page)}</p>
          <Button aria-pressed={open === 'follow'} className="min-h-11" onClick={() => setOpen(open === 'follow' ? null : 'follow')}>
            {open === 'follow' ? t.unfollow : t.follow}
          </Button>
        </div>
      )}
      {reading && at && (
        <Suspense fallback={<Skeleton lines={8} />}>
          <PdfView version={versionOf(reading)} title={reading.title} page={at.page} pages={reading.pages} onPage={page => setOpen({ paperId: reading.id, page })} />
        </Suspense>
      )}
    </article>
  )
}
