import { Link } from '@remix-run/react'
import type { ReactNode } from 'react'
import { Chip, type Tone } from '#app/components/chip.tsx'
import { AlarmClock, ArrowLeft, CalendarClock, Check, CircleCheck, CircleCheckBig, FileText, Hourglass, Minus, Pencil, Send, TriangleAlert, Undo2, X } from '#app/components/icon.tsx'
import { civilDateInVietnam, type WorkCalendar, workingDaysBetween } from '#app/domain/calendar/working-days.ts'
import type { CardChoice } from '#app/domain/card/answer.ts'
import type { CardStatus } from '#app/domain/card/machine.ts'
import type { Desk, Mine } from '#app/live/reducers/card.ts'
import { cardText as t } from '#app/text/cards.ts'
import { formatBytes } from '#app/text/format.ts'

const looks: Record<CardStatus, { tone: Tone; Icon: typeof Pencil }> = {
  draft: { tone: 'neutral', Icon: Pencil },
  submitted: { tone: 'act', Icon: Hourglass },
  approved: { tone: 'act', Icon: CircleCheck },
  sent: { tone: 'act', Icon: Send },
  closed: { tone: 'soon', Icon: Hourglass },
  concluded: { tone: 'ok', Icon: CircleCheckBig },
  recalled: { tone: 'neutral', Icon: Undo2 },
  replaced: { tone: 'neutral', Icon: Undo2 },
}
export function StatusChip({ status }: { status: CardStatus }) {
  const { tone, Icon } = looks[status]
  return (
    <Chip tone={tone} icon={<Icon aria-hidden />}>
      {t.status[status]}
    </Chip>
  )
}

const SOON_DAYS = 2
/** Days left of a card under way, by server time; over at the moment it ends, also while nobody has closed it yet. */
export function CardDue({ card, calendar, now }: { card: { status: CardStatus; deadlineOn: string | null; closesAt: number | null }; calendar: WorkCalendar; now: number }) {
  if (card.status !== 'sent' || !card.deadlineOn || card.closesAt === null) return null
  if (now >= card.closesAt)
    return (
      <Chip tone="soon" icon={<TriangleAlert aria-hidden />}>
        {t.dueOver}
      </Chip>
    )
  const left = workingDaysBetween(calendar, civilDateInVietnam(now), card.deadlineOn)
  return (
    <Chip tone={left <= SOON_DAYS ? 'soon' : 'neutral'} icon={left <= SOON_DAYS ? <AlarmClock aria-hidden /> : <CalendarClock aria-hidden />}>
      {t.dueLeft(left)}
    </Chip>
  )
}

export const choiceIcons = { for: Check, against: X, other: Minus } satisfies Record<CardChoice, typeof Check>
export const choices: readonly CardChoice[] = ['for', 'against', 'other']

/** Back to the list, above the title. */
export function BackToList() {
  return (
    <Link to="/phieu-lay-y-kien" className="inline-flex min-h-11 items-center gap-1.5 font-semibold text-act hover:underline md:min-h-9 print:hidden">
      <ArrowLeft aria-hidden />
      {t.mine.back}
    </Link>
  )
}

export function FileLink({ file, label }: { file: { id: string; name: string; size: number }; label?: string }) {
  return (
    <a href={`/tep/${file.id}`} target="_blank" rel="noreferrer" className="flex min-h-11 items-center gap-2.5 rounded-md border border-line px-3 py-2 font-semibold text-act hover:bg-act-soft">
      <FileText className="shrink-0" aria-hidden />
      <span className="min-w-0 flex-1">{label ?? file.name}</span>
      <span className="shrink-0 text-sm font-normal text-text-3">{formatBytes(file.size)}</span>
    </a>
  )
}

/** What is asked, with its papers: the same for member, desk and record. */
export function CardContent({ card }: { card: Mine | Desk['card'] }) {
  return (
    <div className="flex flex-col gap-4">
      <div>
        <h2 className="text-sm font-semibold text-text-3">{t.asks}</h2>
        <p className="text-lg whitespace-pre-line">{card.question}</p>
      </div>
      {card.summary && <Part title={t.summary}>{card.summary}</Part>}
      {card.basis && <Part title={t.basis}>{card.basis}</Part>}
      {(card.leadUnitName || card.isCollective) && (
        <p className="text-text-2">
          {card.leadUnitName && (
            <>
              {t.leadUnit}: <strong className="font-semibold text-text">{card.leadUnitName}</strong>
            </>
          )}
          {card.isCollective && <span className="block">{t.collective}</span>}
        </p>
      )}
      <div className="flex flex-col gap-2">
        <h2 className="text-sm font-semibold text-text-3">{t.papers}</h2>
        {card.papers.length === 0 && <p className="text-text-2">{t.noPapers}</p>}
        {card.papers.map(p => (
          <FileLink key={p.paperId} file={p} label={p.title} />
        ))}
      </div>
    </div>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <h2 className="text-sm font-semibold text-text-3">{title}</h2>
      <p className="whitespace-pre-line">{children}</p>
    </div>
  )
}

/** Figures of a result in words, silence told apart. */
export function ResultWords({ result }: { result: NonNullable<Desk['card']['result']> }) {
  const isPassed = result.outcome === 'passed' || result.outcome === 'passed_by_chair'
  const Icon = isPassed ? CircleCheck : TriangleAlert
  return (
    <div className="flex flex-col gap-2">
      <p className={`flex items-center gap-2 rounded-lg border px-3 py-2 text-md font-semibold ${isPassed ? 'border-ok-line bg-ok-soft text-ok' : 'border-soon-line bg-soon-soft text-soon'}`}>
        <Icon aria-hidden />
        {t.outcome[result.outcome]}
      </p>
      <p className="text-lg font-semibold">{result.sentence}.</p>
      <p className="text-text-2">{t.desk.resultParts(result)}.</p>
    </div>
  )
}
