import { useEffect, useState, type ReactNode } from 'react'
import { IconButton } from '#app/components/button.tsx'
import { cx } from '#app/components/cx.ts'
import { CircleAlert, CircleCheck, Hourglass, Mic, Minus, Moon, Radio, Sun, TimerIcon, WifiOff, X } from '#app/components/icon.tsx'
import { Mark } from '#app/components/mark.tsx'
import { clockLook } from '#app/components/timer.tsx'
import { useNow } from '#app/components/use-now.ts'
import { restOf, VoteBar } from '#app/components/vote-bar.tsx'
import { itemClock } from '#app/domain/meeting/clock.ts'
import { nextItem } from '#app/domain/meeting/machine.ts'
import { useConnection } from '#app/live/use-connection.ts'
import { castCount, currentItem, figuresOf, type Item, numberOf, presentFor, queueOf, type Session, standing, type Vote, voteOf } from '#app/screens/session/derive.ts'
import { useSession } from '#app/screens/session/use-session.ts'
import { formatDateLong, formatTime } from '#app/text/format.ts'
import { sessionText } from '#app/text/session.ts'
import { shellText } from '#app/text/shell.ts'

const t = sessionText.hall
const WIDTH = 1920
const HEIGHT = 1080

/** One block of 1920 × 1080, scaled to the screen it hangs on. No control, no scrolling. */
export function HallFrame({ title, now: initial, children }: { title: ReactNode; now: number; children: ReactNode }) {
  const now = useNow(initial, 1000)
  const [scale, setScale] = useState(1)
  const { state } = useConnection()
  const [isDark, setDark] = useState<boolean | null>(null)
  useEffect(() => {
    const fit = () => setScale(Math.min(window.innerWidth / WIDTH, window.innerHeight / HEIGHT))
    fit()
    window.addEventListener('resize', fit)
    return () => window.removeEventListener('resize', fit)
  }, [])
  useEffect(() => {
    const chosen = document.documentElement.dataset.theme
    setDark(chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches)
  }, [])
  const flip = () => {
    const theme = isDark ? 'light' : 'dark'
    document.documentElement.dataset.theme = theme
    document.cookie = `theme=${theme}; path=/; max-age=31536000; samesite=lax`
    setDark(!isDark)
  }
  return (
    <main aria-label={t.title} className="fixed inset-0 overflow-hidden bg-bg">
      <div className="absolute top-1/2 left-1/2 flex flex-col px-20 py-14" style={{ width: WIDTH, height: HEIGHT, transform: `translate(-50%, -50%) scale(${scale})` }}>
        <header className="flex items-center gap-7">
          <Mark size={64} />
          <h1 className="flex-1 text-[36px] leading-[52px] font-semibold">{title}</h1>
          {state !== 'online' && (
            <p role="status" className="flex items-center gap-3 text-[36px] leading-[52px] text-soon">
              <WifiOff aria-hidden />
              {t.lost}
            </p>
          )}
          <time className="text-[48px] leading-[56px] font-semibold">{formatTime(now)}</time>
          <IconButton label={t.theme} className="text-[28px] opacity-25 focus-visible:opacity-100 hover:opacity-100" onClick={flip}>
            {isDark ? <Sun aria-hidden /> : <Moon aria-hidden />}
          </IconButton>
        </header>
        {children}
      </div>
    </main>
  )
}

/** Before pairing: the six digits the secretary types. */
export function HallPairing({ code, now }: { code: string; now: number }) {
  const spaced = `${code.slice(0, 3)} ${code.slice(3)}`
  return (
    <HallFrame title={t.pairTitle} now={now}>
      <div className="flex flex-1 flex-col items-center justify-center gap-8">
        <p className="text-[48px] leading-[72px] text-text-2">{t.pairLead}</p>
        <p aria-label={t.code(spaced)} className="rounded-[32px] border-2 border-line-strong bg-surface px-24 py-10 text-[200px] leading-[1.1] font-bold tracking-[0.04em]">
          {spaced}
        </p>
      </div>
    </HallFrame>
  )
}

/** The hall follows the session: waiting, item, vote, result, paused, ended. */
export function HallDisplay(data: { view: Session; seq: number; now: number }) {
  const view = useSession(data)
  const { meeting } = view
  const here = currentItem(view)
  const vote = voteOf(view, here?.id ?? null)
  return (
    <HallFrame title={meeting.title} now={data.now}>
      {meeting.status === 'ended' || meeting.status === 'cancelled' ? (
        <Center title={t.ended} lead={meeting.endedAt ? t.endedAt(formatTime(meeting.endedAt)) : ''} foot={t.concluded(standing(view).filter(i => i.status === 'concluded').length, standing(view).length)} />
      ) : meeting.status === 'paused' ? (
        <Center title={t.paused} lead={meeting.pausedAt ? t.pausedSince(formatTime(meeting.pausedAt)) : ''} foot={here ? sessionText.itemName(numberOf(view, here.id), here.title) : ''} />
      ) : !here ? (
        <Center title={t.waiting} lead={t.startsAt(`${formatTime(meeting.startsAt)}, ${formatDateLong(meeting.startsAt)}`)} foot={t.present(view.quorum.present, view.quorum.total)} />
      ) : vote ? (
        <HallVote view={view} vote={vote} item={here} now={data.now} />
      ) : (
        <HallItem view={view} item={here} now={data.now} />
      )}
    </HallFrame>
  )
}

function Center({ title, lead, foot }: { title: string; lead: string; foot: string }) {
  return (
    <div role="status" className="flex flex-1 flex-col items-center justify-center gap-6 text-center">
      <p className="text-[88px] leading-[120px] font-semibold">{title}</p>
      <p className="text-[48px] leading-[72px] text-text-2">{lead}</p>
      <p className="text-[48px] leading-[72px] font-semibold">{foot}</p>
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
  const tick = useNow(now)
  if (!front && after.length === 0) return null
  const left = front?.startedAt ? front.limitSeconds - Math.max(0, Math.floor((tick - front.startedAt) / 1000)) : null
  return (
    <div className="grid grid-cols-2 gap-16">
      {front && (
        <section>
          <h3 className="flex items-center gap-4 text-[36px] leading-[52px] text-text-2">
            <Mic aria-hidden />
            {front.status === 'speaking' ? t.speaking : t.called}
          </h3>
          <p className="text-[56px] leading-[80px] font-semibold">{front.label}</p>
          {left !== null && <p className={cx('text-[72px] leading-[88px] font-bold', left < 0 ? 'text-late' : left <= 30 && 'text-soon')}>{clockLook(Math.max(0, left), Math.max(0, -left)).words}</p>}
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
  const figures = figuresOf(view, vote)
  const rest = restOf(figures)
  const enough = vote.count.for >= vote.needed
  const passed = vote.result ? vote.result.outcome.startsWith('passed') : enough
  const Icon = passed ? CircleCheck : isOpen ? Hourglass : CircleAlert
  const verdict = vote.result ? sessionText.vote.outcome[vote.result.outcome] : enough ? t.enough : t.missing(vote.needed - vote.count.for)
  const queue = queueOf(view, view.meeting.currentItemId)
  // After the result the floor may go on: whoever speaks is shown again.
  const isTalking = !isOpen && queue.some(q => q.status === 'speaking' || q.status === 'called')
  return (
    <>
      <p className="mt-10 flex items-center gap-7 text-[36px] leading-[52px] text-text-2">
        <strong className={cx('flex items-center gap-4 rounded-[12px] px-6 py-1.5 font-bold', isOpen ? 'bg-act text-on-act' : 'bg-surface-3 text-text')}>
          {isOpen && <Radio aria-hidden />}
          {isOpen ? sessionText.voting : t.result}
        </strong>
        {sessionText.item(numberOf(view, item.id), standing(view).length)} · {t.open}
      </p>
      <h2 className="mt-5 line-clamp-3 pb-1 text-[54px] leading-[80px] font-semibold">{vote.question}</h2>
      <div className="mt-auto flex items-end justify-between gap-10">
        <p className="flex items-end gap-8">
          <strong className="text-[200px] leading-[0.86] font-bold text-vote-for">{vote.count.for}</strong>
          <span className="pb-1">
            <span className="block text-[48px] leading-[64px] font-semibold">{sessionText.vote.for}</span>
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
          <Legend count={vote.count.against} word={sessionText.vote.against} box="bg-vote-against text-surface" icon={<X aria-hidden />} />
          <Legend count={vote.count.abstain} word={sessionText.vote.abstain} box="bg-vote-none text-surface" icon={<Minus aria-hidden />} />
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
