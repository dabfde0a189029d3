import { Link } from '@remix-run/react'
import { useState } from 'react'
import type { Recorded } from '#app/components/ballot-pad.tsx'
import { Chip } from '#app/components/chip.tsx'
import { TextInput } from '#app/components/field.tsx'
import { Check, CircleAlert, CircleCheck, CirclePause, ClipboardList, History, Hourglass, Minus, Play, Radio, TimerIcon } from '#app/components/icon.tsx'
import { ProgressBar } from '#app/components/progress-bar.tsx'
import { Tabs } from '#app/components/tabs.tsx'
import { useNow } from '#app/components/use-now.ts'
import { forecastEnd, itemClock } from '#app/domain/meeting/clock.ts'
import { sessionClock } from '#app/domain/meeting/session-clock.ts'
import { isBeforeOpening, optionNames, type Item, type Participant, type Session, standing } from '#app/screens/session/derive.ts'
import { courseText as t } from '#app/text/course.ts'
import { formatDuration, formatTime } from '#app/text/format.ts'
import { sessionText } from '#app/text/session.ts'
import { shellText } from '#app/text/shell.ts'
import { answerWords } from '#app/text/vote-words.ts'
import { votingText } from '#app/text/voting.ts'
import { findPeople, mattersOf, unitsOf } from './derive.ts'

type Part = 'progress' | 'votes' | 'people' | 'units'
type Props = { view: Session; now: number; ballots: Readonly<Record<string, Recorded>> }

/** The session beside the item in hand: progress and time left, matters voted on, people and units. All from the view that is followed anyway. */
export default function CoursePanel(props: Props) {
  const [part, setPart] = useState<Part>('progress')
  const { view } = props
  return (
    <div className="mt-2">
      <Tabs
        label={t.tabs.label}
        value={part}
        onChange={setPart}
        isTouch
        className="max-md:[&_button]:px-2 max-md:[&_button]:text-base"
        tabs={[
          { key: 'progress', label: t.tabs.progress },
          { key: 'votes', label: t.tabs.votes },
          { key: 'people', label: t.tabs.people },
          { key: 'units', label: t.tabs.units },
        ]}
      >
        {part === 'progress' && <Progress view={view} now={props.now} />}
        {part === 'votes' && <Votes {...props} />}
        {part === 'people' && <People view={view} />}
        {part === 'units' && <Units view={view} />}
      </Tabs>
    </div>
  )
}

function Progress({ view, now: loaded }: { view: Session; now: number }) {
  const now = useNow(loaded, 1000)
  const { meeting } = view
  const items = standing(view)
  const done = items.filter(i => i.status === 'concluded').length
  const clock = sessionClock(meeting, now)
  const end = formatTime(meeting.endsAt)
  const isLive = meeting.status === 'running' || meeting.status === 'paused'
  const p = t.progress
  const words = meeting.endedAt
    ? p.ended(formatTime(meeting.endedAt), formatDuration(clock.elapsed))
    : meeting.openedAt === null
      ? p.before(formatDuration(clock.left))
      : clock.over > 0
        ? p.over(formatDuration(clock.over), end)
        : p.left(formatDuration(clock.left), end)
  return (
    <div className="flex flex-col gap-3">
      <p className="flex items-start gap-2 text-md font-semibold">
        <TimerIcon className="mt-1 shrink-0" aria-hidden />
        <span className="tabular-nums">{words}</span>
      </p>
      {isLive && (
        <p className="text-sm text-text-3 tabular-nums">
          {p.elapsed(formatDuration(clock.elapsed))}. {p.forecast(formatTime(forecastEnd(meeting, view.items, now).endsAt))}.
        </p>
      )}
      {!isBeforeOpening(view) && (
        <div>
          <p className="mb-1 text-sm">{p.done(done, items.length)}</p>
          <ProgressBar percent={items.length === 0 ? 0 : (done / items.length) * 100} label={p.done(done, items.length)} />
        </div>
      )}
      <ol aria-label={t.tabs.progress} className="divide-y divide-line">
        {items.map((item, i) => (
          <li key={item.id} aria-current={item.id === meeting.currentItemId ? 'step' : undefined} className="flex flex-wrap items-start justify-between gap-x-3 gap-y-1.5 py-2.5">
            <span className="min-w-0 flex-[1_1_14rem]">
              <span className="block font-semibold">
                {i + 1}. {item.title || sessionText.untitled}
              </span>
              <span className="block text-sm text-text-3 tabular-nums">{times(item, meeting.pausedAt, now)}</span>
              {item.asideReason && <span className="block text-sm text-text-3">{sessionText.aside.because(item.asideReason)}</span>}
            </span>
            <ItemChip item={item} isVoting={view.votes.some(v => v.status === 'open' && v.itemId === item.id)} />
          </li>
        ))}
      </ol>
      <p className="flex flex-wrap gap-x-5">
        <Link to={`/phien-hop/${meeting.id}`} className="inline-flex min-h-11 items-center gap-2 font-semibold text-act">
          <ClipboardList aria-hidden />
          {p.agenda}
        </Link>
        {!isBeforeOpening(view) && (
          <Link to={`/phien-hop/${meeting.id}/dien-bien`} className="inline-flex min-h-11 items-center gap-2 font-semibold text-act">
            <History aria-hidden />
            {p.history}
          </Link>
        )}
      </p>
    </div>
  )
}

function times(item: Item, pausedAt: number | null, now: number): string {
  const { elapsed } = itemClock(item, now, pausedAt)
  const p = t.progress
  return [item.beganAt && p.beganAt(formatTime(item.beganAt)), p.planned(item.minutes), elapsed > 0 && p.spent(formatDuration(elapsed))].filter(Boolean).join(' · ')
}

const itemLook = {
  pending: { tone: 'neutral', Icon: Hourglass },
  presenting: { tone: 'act', Icon: Play },
  concluded: { tone: 'ok', Icon: Check },
  held_over: { tone: 'soon', Icon: CirclePause },
  withdrawn: { tone: 'neutral', Icon: Minus },
} as const
function ItemChip({ item, isVoting }: { item: Item; isVoting: boolean }) {
  const { tone, Icon } = itemLook[item.status]
  return isVoting ? (
    <Chip tone="act" icon={<Radio aria-hidden />}>
      {sessionText.voting}
    </Chip>
  ) : (
    <Chip tone={tone} icon={<Icon aria-hidden />}>
      {sessionText.itemStatus[item.status]}
    </Chip>
  )
}

function Votes({ view, ballots }: Props) {
  const matters = mattersOf(view)
  if (matters.length === 0) return <p className="text-text-3">{t.votes.none}</p>
  return (
    <ul aria-label={t.tabs.votes} className="divide-y divide-line">
      {matters.map(({ key, item, vote, question }) => {
        const mine = vote && ballots[vote.id]
        const isPassed = vote?.result?.outcome.startsWith('passed')
        return (
          <li key={key} className="flex flex-col gap-1.5 py-3">
            <span className="flex flex-wrap items-start justify-between gap-2">
              <span className="min-w-0 flex-[1_1_14rem] font-semibold">{vote?.question ?? question ?? item?.title ?? sessionText.untitled}</span>
              {!vote ? (
                <Chip icon={<Hourglass aria-hidden />}>{t.votes.waiting}</Chip>
              ) : vote.result ? (
                <Chip tone={isPassed ? 'ok' : 'soon'} icon={isPassed ? <CircleCheck aria-hidden /> : <CircleAlert aria-hidden />}>
                  {sessionText.vote.outcome[vote.result.outcome]}
                </Chip>
              ) : (
                <Chip tone="act" icon={<Radio aria-hidden />}>
                  {t.votes.open}
                </Chip>
              )}
            </span>
            {vote || question ? item && <span className="text-sm text-text-3">{item.title}</span> : <span className="text-sm text-text-3">{t.votes.waitingHint}</span>}
            {vote?.result && (
              <>
                <span className="text-sm">{vote.result.sentence}.</span>
                {!vote.options && <span className="text-sm text-text-3">{t.votes.count(vote.count.for, vote.count.against, vote.count.abstain)}</span>}
              </>
            )}
            {mine && <span className="text-sm font-semibold">{mine.picks ? votingText.pad.mine(optionNames(vote, mine.picks)) : mine.choice ? t.votes.mine(answerWords(vote.answers)[mine.choice]) : shellText.vote.receipt(mine.receipt)}</span>}
          </li>
        )
      })}
    </ul>
  )
}

function People({ view }: { view: Session }) {
  const [typed, setTyped] = useState('')
  const shown = findPeople(view.participants, typed, p => sessionText.role[p.role])
  const labels = new Map(view.participants.map(p => [p.id, p.label]))
  return (
    <div className="flex flex-col gap-3">
      <TextInput label={t.people.find} placeholder={t.people.findHint} type="search" maxLength={100} value={typed} onChange={e => setTyped(e.target.value)} />
      <p role="status" className="text-sm text-text-3">
        {shown.length === 0 ? t.people.nobody : t.people.count(shown.filter(p => p.isPresent).length, shown.length)}
      </p>
      <ul aria-label={t.tabs.people} className="divide-y divide-line">
        {shown.map(p => (
          <li key={p.id} className="flex flex-wrap items-start justify-between gap-x-3 gap-y-1 py-2.5">
            <span className="min-w-0 flex-[1_1_14rem]">
              <span className="block font-semibold">{p.label}</span>
              <span className="block text-sm text-text-3">
                {[sessionText.role[p.role], p.unitName, p.substituteForId && t.people.substitute(labels.get(p.substituteForId) ?? '')].filter(Boolean).join(' · ')}
              </span>
            </span>
            <PresentChip p={p} />
          </li>
        ))}
      </ul>
    </div>
  )
}

function PresentChip({ p }: { p: Participant }) {
  if (p.isPresent)
    return (
      <Chip tone="ok" icon={<CircleCheck aria-hidden />}>
        {t.people.present}
      </Chip>
    )
  return <Chip icon={<Minus aria-hidden />}>{p.intervals.length > 0 ? t.people.left : t.people.absent}</Chip>
}

function Units({ view }: { view: Session }) {
  const units = unitsOf(view.participants)
  return (
    <>
      <p className="text-sm text-text-3">{t.people.units(units.filter(u => u.name !== null).length)}</p>
      <ul aria-label={t.tabs.units} className="divide-y divide-line">
        {units.map(u => (
          <li key={u.name ?? ''} className="py-2.5">
            <span className="flex flex-wrap justify-between gap-x-3">
              <span className="font-semibold">{u.name ?? t.people.noUnit}</span>
              <span className="text-sm text-text-2">{t.people.unitCount(u.present, u.people.length)}</span>
            </span>
            <span className="block text-sm text-text-3">{u.people.map(p => p.label).join(', ')}</span>
          </li>
        ))}
      </ul>
    </>
  )
}
