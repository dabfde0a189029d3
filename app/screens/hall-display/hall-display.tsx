import type { ReactNode } from 'react'
import { cx } from '#app/components/cx.ts'
import { CircleAlert, CircleCheck, CirclePause, Hourglass, Lock, Mic, Minus, Radio, TimerIcon, UserMinus, X } from '#app/components/icon.tsx'
import { clockLook, speechLook } from '#app/components/timer.tsx'
import { useNow } from '#app/components/use-now.ts'
import { restOf, VoteBar } from '#app/components/vote-bar.tsx'
import { type HallMode, mayShowCount, stageOf } from '#app/domain/hall/stage.ts'
import { byVotes } from '#app/domain/voting/options.ts'
import { itemClock } from '#app/domain/meeting/clock.ts'
import { nextItem } from '#app/domain/meeting/machine.ts'
import { doorSrc, useDoor } from '#app/screens/people/door-card.tsx'
import { absentMembers, castCount, currentItem, figuresOf, isBeforeOpening, type Item, numberOf, presentFor, queueOf, type Session, type Speaking, standing, type Vote, voteOf } from '#app/screens/session/derive.ts'
import { rulesIn } from '#app/screens/session/speaking/derive.ts'
import { formatDateLong, formatTime } from '#app/text/format.ts'
import { SeatLegend, SeatMap } from '#app/screens/seating/seat-map.tsx'
import type { Seating } from '#app/screens/seating/seats.ts'
import { hallText } from '#app/text/hall.ts'
import { sessionText } from '#app/text/session.ts'
import { speakingText } from '#app/text/speaking.ts'
import { shellText } from '#app/text/shell.ts'
import { answerWords } from '#app/text/vote-words.ts'
import { votingText } from '#app/text/voting.ts'

const t = sessionText.hall

export type HallSettings = { mode: HallMode; message: string }
type Stage = { view: Session; now: number }

/** The picture for the mode this screen is set to. Pure of streams, so the desk draws its small copy with it. */
export function HallStages({ view, settings, now, doorPath }: Stage & { settings: HallSettings; doorPath?: string }) {
  const { meeting } = view
  const here = currentItem(view)
  const vote = voteOf(view, here?.id ?? null)
  const hasSpeaker = queueOf(view, meeting.currentItemId).length > 0
  const stage = stageOf(settings.mode, { status: meeting.status, hasItem: here !== null, hasVote: vote !== null, hasSpeaker, hasSeats: !!view.seating })
  switch (stage) {
    case 'waiting':
      return <Waiting view={view} doorPath={doorPath ?? null} />
    case 'paused':
      return <Center title={t.paused} lead={meeting.pausedAt ? t.pausedSince(formatTime(meeting.pausedAt)) : ''} foot={here ? sessionText.itemName(numberOf(view, here.id), here.title) : ''} />
    case 'item':
      return here && <HallItem view={view} item={here} now={now} />
    case 'speaking':
      return <HallSpeaking view={view} now={now} />
    case 'vote':
      return here && vote && <HallVote view={view} vote={vote} item={here} now={now} />
    case 'absent':
      return <Absent view={view} />
    case 'message':
      return (
        <div role="status" className="flex flex-1 items-center justify-center text-center">
          <p className={cx('font-semibold text-balance whitespace-pre-line', settings.message.length > 120 ? 'text-[60px] leading-[88px]' : 'text-[96px] leading-[132px]')}>{settings.message}</p>
        </div>
      )
    case 'thanks':
      return meeting.endedAt ? (
        <Center title={t.ended} lead={t.endedAt(formatTime(meeting.endedAt))} foot={`${t.concluded(standing(view).filter(i => i.status === 'concluded').length, standing(view).length)}. ${hallText.thanks}.`} />
      ) : (
        <Center title={hallText.thanks} lead={hallText.thanksSoon} foot="" />
      )
    case 'no_item':
      return <Center title={hallText.noItem} lead="" foot={t.present(view.quorum.present, view.quorum.total)} />
    case 'no_speaker':
      return <Center title={hallText.noSpeaker} lead={here ? sessionText.itemName(numberOf(view, here.id), here.title) : ''} foot="" />
    case 'no_vote':
      return <Center title={hallText.noVote} lead={here ? sessionText.itemName(numberOf(view, here.id), here.title) : ''} foot="" />
    case 'seats':
      return view.seating && <HallSeats view={view} seating={view.seating} />
    case 'no_seats':
      return <Center title={hallText.noSeats} lead="" foot={t.present(view.quorum.present, view.quorum.total)} />
  }
}

function Center({ title, lead, foot }: { title: string; lead: string; foot: string }) {
  return (
    <div role="status" className="flex flex-1 flex-col items-center justify-center gap-6 text-center">
      <p className="text-[88px] leading-[120px] font-semibold text-balance">{title}</p>
      {lead && <p className="line-clamp-3 pb-1 text-[48px] leading-[72px] text-text-2">{lead}</p>}
      {foot && <p className="line-clamp-2 pb-1 text-[48px] leading-[72px] font-semibold">{foot}</p>}
    </div>
  )
}

/** Before the session: its name, where and when, who is here; the door's code when there is one. */
function Waiting({ view, doorPath }: { view: Session; doorPath: string | null }) {
  const { meeting } = view
  // The code turns every minute, so that a photograph of it is soon worthless.
  const { door } = useDoor(doorPath)
  const qr = door && doorSrc(door)
  return (
    <div className={cx('grid flex-1 items-center gap-20', qr && 'grid-cols-[minmax(0,1fr)_520px]')}>
      <div role="status" className={cx('flex flex-col gap-6', !qr && 'items-center text-center')}>
        <p className="text-[88px] leading-[120px] font-semibold text-balance">{t.waiting}</p>
        <p className="text-[48px] leading-[72px] text-text-2">{t.startsAt(`${formatTime(meeting.startsAt)}, ${formatDateLong(meeting.startsAt)}`)}</p>
        <p className="text-[48px] leading-[72px] text-text-2">{hallText.place(meeting.place)}</p>
        <p className="text-[56px] leading-[80px] font-semibold">{t.present(view.quorum.present, view.quorum.total)}</p>
      </div>
      {qr && (
        <figure className="flex flex-col items-center gap-6">
          {/* White ground in both themes: a camera reads dark on light. */}
          <img src={qr} alt={hallText.scan} className="size-[480px] rounded-[24px] bg-paper p-6" />
          <figcaption className="text-[40px] leading-[60px] font-semibold">{hallText.scan}</figcaption>
        </figure>
      )}
    </div>
  )
}

/** The room as it sits: signs large enough to be told apart, their words and numbers beside. */
function HallSeats({ view, seating }: { view: Session; seating: Seating }) {
  return (
    <div className="mt-8 flex min-h-0 flex-1 flex-col justify-between gap-6">
      <SeatMap view={view} seating={seating} isHall maxHeight={720} />
      <SeatLegend view={view} seating={seating} isHall />
    </div>
  )
}

const MAX_ABSENT = 10

/**
 * Who is away and why, and who sits in: as it was shown at the Government's first electronic session. Before the session
 * opens only who said so: the others are still on their way.
 */
function Absent({ view }: { view: Session }) {
  const isKnown = (p: { reason: string | null; substitute: string | null }) => p.reason !== null || p.substitute !== null
  const away = absentMembers(view)
    .filter(p => !isBeforeOpening(view) || isKnown(p))
    .sort((a, b) => Number(isKnown(b)) - Number(isKnown(a)))
  const present = t.present(view.quorum.present, view.quorum.total)
  if (away.length === 0) return <Center title={isBeforeOpening(view) ? hallText.absentNobodySaid : hallText.absentNone} lead="" foot={present} />
  const shown = away.slice(0, MAX_ABSENT)
  return (
    <>
      <h2 className="mt-8 flex items-center gap-6 text-[54px] leading-[80px] font-semibold">
        <UserMinus aria-hidden />
        {hallText.absentTitle}
        <span className="ml-auto text-[48px] text-text-2">{present}</span>
      </h2>
      <ul className={cx('mt-6 grid content-start gap-x-16 gap-y-5', shown.length > 4 ? 'grid-cols-2' : 'grid-cols-1')}>
        {shown.map(p => (
          <li key={p.id} className="min-w-0">
            <p className="line-clamp-1 pb-0.5 text-[42px] leading-[60px] font-semibold">{p.label}</p>
            <p className="line-clamp-1 text-[36px] leading-[50px] text-text-2">{p.reason ?? hallText.noReason}</p>
            {p.substitute && <p className="line-clamp-1 text-[36px] leading-[50px]">{`${hallText.substitutes}: ${p.substitute}`}</p>}
          </li>
        ))}
      </ul>
      {away.length > MAX_ABSENT && <p className="mt-auto text-[40px] leading-[60px] text-text-2">{hallText.more(away.length - MAX_ABSENT)}</p>}
    </>
  )
}

/** Who has the floor, and who comes next: names on the wall save the walk to the microphone. */
function HallSpeaking({ view, now }: Stage) {
  const queue = queueOf(view, view.meeting.currentItemId)
  const front = queue.find(q => q.status === 'speaking') ?? queue.find(q => q.status === 'called')
  const next = queue.find(q => q.id !== front?.id)
  const here = currentItem(view)
  return (
    <>
      <p className="mt-10 line-clamp-1 pb-1 text-[36px] leading-[52px] text-text-2">{here && sessionText.itemName(numberOf(view, here.id), here.title)}</p>
      <section role="status" className="mt-10 flex flex-1 flex-col gap-4">
        <h2 className="flex items-center gap-4 text-[48px] leading-[68px] text-act">
          <Mic aria-hidden />
          {front?.status === 'speaking' ? hallText.now : hallText.invited}
        </h2>
        <p className="line-clamp-2 pb-2 text-[104px] leading-[136px] font-semibold text-balance">{(front ?? next)?.label}</p>
        {front?.subject && <p className="line-clamp-1 pb-1 text-[44px] leading-[64px] text-text-2">{front.subject}</p>}
        {front?.status === 'speaking' && <SpeakerClock request={front} view={view} now={now} className="text-[160px] leading-[176px]" />}
      </section>
      <footer className="flex items-baseline gap-8 border-t-2 border-line pt-6 text-[56px] leading-[80px]">
        <span className="shrink-0 text-text-2">{hallText.nextOne}</span>
        <strong className="line-clamp-1 pb-1 font-semibold">{front && next ? next.label : hallText.noNext}</strong>
      </footer>
    </>
  )
}

/** Clock of a speech by the server's time; a paused one stands, and says so. */
function SpeakerClock({ request, view, now, className }: { request: Speaking; view: Session; now: number; className: string }) {
  const { tone, words, isPaused } = speechLook(request, rulesIn(view).warnSeconds, useNow(now))
  if (request.startedAt === null) return null
  return (
    <div className="flex flex-wrap items-center gap-x-10 gap-y-2">
      <p role="timer" className={cx('font-bold', className, tone === 'late' ? 'text-late' : tone === 'soon' && 'text-soon')}>
        {words}
      </p>
      {isPaused && (
        <p className="flex items-center gap-4 text-[40px] leading-[60px] text-soon">
          <CirclePause aria-hidden />
          {speakingText.clock.paused}
        </p>
      )}
    </div>
  )
}

function Foot({ view, left }: { view: Session; left: ReactNode }) {
  const next = nextItem(
    view.items.map(i => ({ id: i.id, state: i.status })),
    view.meeting.currentItemId,
  )
  return (
    <footer className="mt-auto flex items-baseline justify-between gap-16 border-t-2 border-line pt-6 text-[36px] leading-[52px] text-text-2">
      <span>{left}</span>
      <span className="shrink-0">{next ? t.next(numberOf(view, next.id)) : t.last}</span>
    </footer>
  )
}

function Speaker({ view, now }: { view: Session; now: number }) {
  const queue = queueOf(view, view.meeting.currentItemId)
  const front = queue.find(q => q.status === 'speaking') ?? queue.find(q => q.status === 'called')
  const after = queue.filter(q => q.id !== front?.id).slice(0, 3)
  if (!front && after.length === 0) return null
  return (
    <div className="grid grid-cols-2 gap-16">
      {front && (
        <section>
          <h3 className="flex items-center gap-4 text-[36px] leading-[52px] text-text-2">
            <Mic aria-hidden />
            {front.status === 'speaking' ? t.speaking : t.called}
          </h3>
          <p className="text-[56px] leading-[80px] font-semibold">{front.label}</p>
          {front.status === 'speaking' && <SpeakerClock request={front} view={view} now={now} className="text-[72px] leading-[88px]" />}
        </section>
      )}
      {after.length > 0 && (
        <section>
          <h3 className="text-[36px] leading-[52px] text-text-2">{t.nextSpeakers}</h3>
          <ol className="text-[40px] leading-[60px]">
            {after.map((q, i) => (
              <li key={q.id}>
                {i + 1}. {q.label}
              </li>
            ))}
          </ol>
        </section>
      )}
    </div>
  )
}

function HallItem({ view, item, now }: { view: Session; item: Item; now: number }) {
  const tick = useNow(now)
  const clock = itemClock(item, tick, view.meeting.pausedAt)
  const { tone, words } = clockLook(clock.left, clock.over)
  return (
    <>
      <p className="mt-10 flex items-center gap-7 text-[36px] leading-[52px] text-text-2">
        {sessionText.item(numberOf(view, item.id), standing(view).length)}
        <span role="timer" className={cx('flex items-center gap-3 font-semibold', tone === 'late' ? 'text-late' : tone === 'soon' ? 'text-soon' : 'text-text')}>
          <TimerIcon aria-hidden />
          {words}
        </span>
      </p>
      <h2 className="mt-4 line-clamp-4 pb-1 text-[64px] leading-[92px] font-semibold">{item.title}</h2>
      {item.presenter && <p className="mt-4 text-[40px] leading-[60px] text-text-2">{sessionText.presents(item.presenter)}</p>}
      <div className="mt-auto mb-10">
        <Speaker view={view} now={now} />
      </div>
      <Foot view={view} left={t.present(view.quorum.present, view.quorum.total)} />
    </>
  )
}

function HallVote({ view, vote, item, now }: { view: Session; vote: Vote; item: Item; now: number }) {
  const isOpen = vote.status === 'open'
  if (!mayShowCount(vote.form, vote.status)) return <Turnout view={view} vote={vote} item={item} />
  if (vote.options) return <HallOptions view={view} vote={vote} item={item} />
  const figures = figuresOf(view, vote)
  const rest = restOf(figures)
  const enough = vote.count.for >= vote.needed
  const passed = vote.result ? vote.result.outcome.startsWith('passed') : enough
  const Icon = passed ? CircleCheck : isOpen ? Hourglass : CircleAlert
  const verdict = vote.result ? sessionText.vote.outcome[vote.result.outcome] : enough ? t.enough : t.missing(vote.needed - vote.count.for)
  const words = answerWords(vote.answers)
  const queue = queueOf(view, view.meeting.currentItemId)
  // After the result the floor may go on: whoever speaks is shown again.
  const isTalking = !isOpen && queue.some(q => q.status === 'speaking' || q.status === 'called')
  return (
    <>
      <VoteHead view={view} vote={vote} item={item} />
      <h2 className="mt-5 line-clamp-3 pb-1 text-[54px] leading-[80px] font-semibold">{vote.question}</h2>
      <div className="mt-auto flex items-end justify-between gap-10">
        <p className="flex items-end gap-8">
          <strong className="text-[200px] leading-[0.86] font-bold text-vote-for">{vote.count.for}</strong>
          <span className="pb-1">
            <span className="block text-[48px] leading-[64px] font-semibold">{words.for.toLowerCase()}</span>
            <span className="block text-[36px] leading-[52px] text-text-2">{t.onTotal(vote.base)}</span>
          </span>
        </p>
        <p role="status" className={cx('flex items-center gap-6 rounded-[18px] border-[3px] px-8 py-4 text-[48px] leading-[64px] font-bold', passed ? 'border-ok-line bg-ok-soft text-ok' : 'border-soon-line bg-soon-soft text-soon')}>
          <Icon aria-hidden />
          {verdict}
        </p>
      </div>
      <div className="mt-16 mb-7">
        <div className="relative">
          <span className="absolute -top-[74px] text-[36px] leading-[52px] font-semibold whitespace-nowrap" style={{ left: `${(vote.needed / vote.base) * 100}%`, transform: 'translateX(-50%)' }}>
            {shellText.vote.needed(vote.needed)}
          </span>
          <VoteBar figures={figures} size="hall" />
        </div>
      </div>
      {isTalking ? (
        <div className="mb-8">
          <Speaker view={view} now={now} />
        </div>
      ) : (
        <p className="mb-8 flex items-center gap-x-11 text-[36px] leading-[52px]">
          <Legend count={vote.count.against} word={words.against.toLowerCase()} box="bg-vote-against text-surface" icon={<X aria-hidden />} />
          <Legend count={vote.count.abstain} word={words.abstain.toLowerCase()} box="bg-vote-none text-surface" icon={<Minus aria-hidden />} />
          {(vote.invalid ?? 0) > 0 && <Legend count={vote.invalid ?? 0} word={hallText.invalid} box="border-[3px] border-line-strong" />}
          <Legend count={rest.absent} word={t.absent} box="border-[3px] border-dashed border-line-strong" />
          <span className="ml-auto flex items-baseline gap-4">
            <strong className="text-[72px] leading-[72px] font-bold">
              {castCount(vote)}/{presentFor(view, vote)}
            </strong>
            {t.cast}
          </span>
        </p>
      )}
      <Foot view={view} left={vote.result ? vote.result.sentence : vote.ruleText} />
    </>
  )
}

/** Where the vote is, and on which item; `children` at the other end. */
function VoteHead({ view, vote, item, children }: { view: Session; vote: Vote; item: Item; children?: ReactNode }) {
  const isOpen = vote.status === 'open'
  return (
    <p className="mt-10 flex items-center gap-7 text-[36px] leading-[52px] text-text-2">
      <strong className={cx('flex items-center gap-4 rounded-[12px] px-6 py-1.5 font-bold', vote.held ? 'bg-soon-soft text-soon' : isOpen ? 'bg-act text-on-act' : 'bg-surface-3 text-text')}>
        {vote.held ? <CirclePause aria-hidden /> : isOpen && <Radio aria-hidden />}
        {vote.held ? votingText.held : isOpen ? sessionText.voting : t.result}
      </strong>
      {sessionText.item(numberOf(view, item.id), standing(view).length)} · {vote.form === 'secret' ? hallText.secret : t.open}
      {children}
    </p>
  )
}

const HALL_OPTIONS = 4
/** Nhiều phương án, danh sách: the leading ones in large type, with what was chosen said in words. */
function HallOptions({ view, vote, item }: { view: Session; vote: Vote; item: Item }) {
  const votes = vote.optionVotes ?? []
  const order = byVotes(votes).slice(0, HALL_OPTIONS)
  const more = votes.length - order.length
  const isPassed = vote.result?.outcome.startsWith('passed') ?? false
  const Verdict = isPassed ? CircleCheck : CircleAlert
  return (
    <>
      <VoteHead view={view} vote={vote} item={item}>
        <span role="status" className="ml-auto font-semibold text-text">
          {castCount(vote)}/{presentFor(view, vote)} {t.cast}
        </span>
      </VoteHead>
      <h2 className="mt-5 line-clamp-2 shrink-0 pb-1 text-[48px] leading-[70px] font-semibold">{vote.question}</h2>
      {vote.result && (
        <p className={cx('mt-3 flex items-center gap-4 text-[48px] leading-[64px] font-bold', isPassed ? 'text-ok' : 'text-soon')}>
          <Verdict className="shrink-0" aria-hidden />
          {sessionText.vote.outcome[vote.result.outcome]}
        </p>
      )}
      <ol className="my-auto flex flex-col gap-5">
        {order.map(i => {
          const isChosen = vote.result?.chosen?.includes(i) ?? false
          return (
            <li key={i} className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-10">
              <span className={cx('flex items-center gap-4 text-[40px] leading-[58px]', isChosen && 'font-bold')}>
                {isChosen && <CircleCheck className="shrink-0 text-ok" aria-hidden />}
                <span className="line-clamp-1">{vote.options?.list[i]}</span>
                {isChosen && <span className="shrink-0 text-ok">{votingText.options.isChosen}</span>}
              </span>
              <strong className="text-[48px] leading-[58px] tabular-nums">{votes[i] ?? 0}</strong>
              <span className="col-span-2 h-4 rounded-full bg-surface-3" aria-hidden>
                <span className={cx('block h-4 rounded-full', isChosen ? 'bg-vote-for' : 'bg-vote-none')} style={{ width: `${Math.min(100, ((votes[i] ?? 0) / Math.max(1, vote.base)) * 100)}%` }} />
              </span>
            </li>
          )
        })}
        {more > 0 && <li className="text-[36px] leading-[52px] text-text-2">{votingText.options.hallMore(more)}</li>}
      </ol>
      <Foot view={view} left={vote.result ? vote.result.sentence : vote.ruleText} />
    </>
  )
}

/** A secret vote until it is closed: how many have voted, nothing else. */
function Turnout({ view, vote, item }: { view: Session; vote: Vote; item: Item }) {
  return (
    <>
      <p className="mt-10 flex items-center gap-7 text-[36px] leading-[52px] text-text-2">
        <strong className={cx('flex items-center gap-4 rounded-[12px] px-6 py-1.5 font-bold', vote.held ? 'bg-soon-soft text-soon' : 'bg-act text-on-act')}>
          {vote.held ? <CirclePause aria-hidden /> : <Lock aria-hidden />}
          {vote.held ? votingText.held : sessionText.voting}
        </strong>
        {sessionText.item(numberOf(view, item.id), standing(view).length)} · {hallText.secret}
      </p>
      <h2 className="mt-5 line-clamp-3 pb-1 text-[54px] leading-[80px] font-semibold">{vote.question}</h2>
      <p role="status" className="my-auto flex items-end gap-8">
        <strong className="text-[200px] leading-[0.86] font-bold">{castCount(vote)}</strong>
        <span className="pb-1">
          <span className="block text-[48px] leading-[64px] font-semibold">{hallText.turnout}</span>
          <span className="block text-[36px] leading-[52px] text-text-2">{hallText.ofPresent(presentFor(view, vote))}</span>
        </span>
      </p>
      <Foot view={view} left={hallText.secretHint} />
    </>
  )
}

function Legend({ count, word, box, icon }: { count: number; word: string; box: string; icon?: ReactNode }) {
  return (
    <span className="flex items-center gap-4">
      <span aria-hidden className={cx('flex size-16 items-center justify-center rounded-[12px] text-[34px]', box)}>
        {icon}
      </span>
      <strong className="text-[72px] leading-[72px] font-bold">{count}</strong>
      {word}
    </span>
  )
}
