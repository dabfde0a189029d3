import { Link } from '@remix-run/react'
import { useEffect, useRef, useState } from 'react'
import { cardAnswer, cardKeepDraft } from '#app/contracts/card.ts'
import { Button, ButtonLink } from '#app/components/button.tsx'
import { Card } from '#app/components/card.tsx'
import { Chip } from '#app/components/chip.tsx'
import { cx } from '#app/components/cx.ts'
import { TextArea } from '#app/components/field.tsx'
import { FilePicker } from '#app/components/file-picker.tsx'
import { ArrowRight, CircleAlert, CircleCheck, CloudCheck, History, Info, RefreshCw, Scale, Send, Smartphone, X } from '#app/components/icon.tsx'
import { IconButton } from '#app/components/button.tsx'
import { useNow } from '#app/components/use-now.ts'
import type { CalendarDay } from '#app/domain/calendar/working-days.ts'
import type { CardChoice } from '#app/domain/card/answer.ts'
import { type Mine, type Opinion, reduceMyCard, reduceOpinions } from '#app/live/reducers/card.ts'
import { useAct, useCommand } from '#app/live/use-command.ts'
import { useConnection } from '#app/live/use-connection.ts'
import { useStream } from '#app/live/use-stream.ts'
import { useCalendar } from '#app/screens/tasks/deadline.ts'
import { useDraft } from '#app/screens/tasks/use-draft.ts'
import { cardText as t } from '#app/text/cards.ts'
import { errorText } from '#app/text/errors.ts'
import { formatDateTime } from '#app/text/format.ts'
import { BackToList, CardContent, CardDue, choiceIcons, choices, FileLink, ResultWords, StatusChip } from './parts.tsx'
import { Propose } from './propose.tsx'

export type MyCardData = {
  view: Mine
  isOwn: boolean
  seq: number
  stream: string
  opinions: { stream: string; seq: number; view: readonly Opinion[] } | null
  seesDesk: boolean
  calendar: readonly CalendarDay[]
  now: number
}

/** Phiếu của một thành viên: what is asked, its papers, and the answer under the thumb. Staff see it to prepare the answer. */
export function MyCardScreen({ data }: { data: MyCardData }) {
  const { view: card } = useStream({ stream: data.stream, seq: data.seq, view: data.view, reduce: reduceMyCard })
  const now = useNow(data.now, 1_000)
  const calendar = useCalendar(data.calendar)
  const isOpen = card.status === 'sent' && (card.closesAt === null || now < card.closesAt)
  // An answer that came too late: what was written stays before its writer, with the reason.
  const [late, setLate] = useState<Late>(null)
  return (
    <article className="mx-auto flex max-w-2xl flex-col gap-4">
      <header className="flex flex-col gap-2">
        <div className="flex flex-wrap items-center justify-between gap-2">
          <BackToList />
          {data.seesDesk && (
            <ButtonLink to={`/phieu-lay-y-kien/${card.id}/tong-hop`} iconAfter={<ArrowRight aria-hidden />}>
              {t.mine.toDesk}
            </ButtonLink>
          )}
        </div>
        <p className="flex flex-wrap items-center gap-2 text-sm text-text-3">
          {card.code}
          {isOpen ? <CardDue card={card} calendar={calendar} now={now} /> : card.status === 'sent' ? <CardDue card={card} calendar={calendar} now={now} /> : <StatusChip status={card.status} />}
        </p>
        <h1 className="text-xl font-semibold text-balance md:text-2xl">{card.title}</h1>
        <p className="text-text-2">{[card.deadlineOn && t.due(card.deadlineOn), card.sentAt && t.sentOn(card.sentAt)].filter(Boolean).join(' · ')}</p>
      </header>
      <Notices card={card} />
      <Card>
        <CardContent card={card} />
      </Card>
      {card.ruleText && (
        <p className="flex items-start gap-2 text-sm text-text-2">
          <Scale className="mt-0.5 shrink-0" aria-hidden />
          <span>{card.ruleText}.</span>
        </p>
      )}
      {isOpen && !card.choice && card.silence && (
        <p className="flex items-start gap-2 rounded-lg border border-soon-line bg-soon-soft px-3 py-2.5 text-soon">
          <Info className="mt-0.5 shrink-0" aria-hidden />
          <span>{t.silence(card.silence.isAgreement, card.silence.source)}</span>
        </p>
      )}
      {data.isOwn ? isOpen ? <Answer key={card.id} card={card} onRefused={setLate} /> : <Ended card={card} late={late} /> : <Propose card={card} isOpen={isOpen} />}
      {card.explanation && (
        <Card title={`${t.mine.explained}: ${t.explanation[card.explanation.kind]}`}>
          <p className="whitespace-pre-line">{card.explanation.text}</p>
          <p className="mt-1 text-sm text-text-3">
            {card.explanation.byLabel}, {formatDateTime(card.explanation.at)}
          </p>
        </Card>
      )}
      {card.result && (
        <Card title={t.mine.result}>
          <ResultWords result={card.result} />
          {card.conclusion && <p className="mt-3 whitespace-pre-line">{card.conclusion}</p>}
        </Card>
      )}
      {data.opinions && <Others opinions={data.opinions} />}
    </article>
  )
}

/** What happened to the card: extended, recalled, replaced. */
function Notices({ card }: { card: Mine }) {
  return (
    <div aria-live="polite" className="contents">
      {card.status === 'recalled' && <Notice icon={<CircleAlert aria-hidden />}>{t.mine.recalled(card.recallReason ?? '')}</Notice>}
      {card.status === 'replaced' && (
        <Notice icon={<CircleAlert aria-hidden />}>
          {t.mine.replaced} {card.recallReason}{' '}
          {card.replacedBy?.code && (
            <Link to={`/phieu-lay-y-kien/${card.replacedBy.id}`} className="font-semibold underline underline-offset-2">
              {t.mine.toNew}
            </Link>
          )}
        </Notice>
      )}
      {card.status === 'sent' && card.extensions.map(e => <Notice key={e.n} icon={<History aria-hidden />}>{t.mine.extended(e.fromOn, e.toOn, e.reason)}</Notice>)}
    </div>
  )
}
const Notice = ({ icon, children }: { icon: React.ReactNode; children: React.ReactNode }) => (
  <p className="flex items-start gap-2 rounded-lg border border-act-line bg-act-soft px-3 py-2.5 text-act">
    <span className="mt-0.5 shrink-0">{icon}</span>
    <span>{children}</span>
  </p>
)

type Late = { code: string; params?: Record<string, string | number> | undefined; text: string } | null

function Ended({ card, late }: { card: Mine; late: Late }) {
  return (
    <Card title={t.mine.page}>
      {late && (
        <div role="alert" className="mb-3 flex flex-col gap-1.5 rounded-lg border border-late-line bg-late-soft px-3 py-2.5 text-late">
          <p className="flex items-start gap-2 font-semibold">
            <CircleAlert className="mt-1 shrink-0" aria-hidden />
            {errorText(late.code, late.params)}
          </p>
          {late.text && <p className="whitespace-pre-line text-text">{t.mine.lateText(late.text)}</p>}
        </div>
      )}
      {card.choice && card.answeredAt ? (
        <Recorded card={card} />
      ) : card.status === 'closed' || card.status === 'concluded' || card.status === 'sent' ? (
        <p>{card.silence?.isAgreement ? t.mine.silentAgreed : t.mine.silent}</p>
      ) : null}
      {!card.result && (card.status === 'closed' || card.status === 'sent') && <p className="mt-2 text-text-2">{t.mine.waitingResult}</p>}
    </Card>
  )
}

function Recorded({ card }: { card: Mine }) {
  if (!card.choice || !card.answeredAt) return null
  return (
    <div className="flex flex-col gap-2">
      <p className="flex items-start gap-3 rounded-lg border border-ok-line bg-ok-soft px-4 py-3">
        <CircleCheck className="mt-0.5 shrink-0 text-xl text-ok" aria-hidden />
        <span>
          <strong className="block text-lg font-semibold text-ok">{t.choice[card.choice]}</strong>
          <strong className="block font-semibold text-ok">{t.mine.recorded(card.answeredAt)}</strong>
          {card.receipt && <span className="text-text-2">{t.mine.receipt(card.receipt)}</span>}
        </span>
      </p>
      {card.text && <p className="whitespace-pre-line">{card.text}</p>}
      {card.file && <FileLink file={card.file} />}
    </div>
  )
}

type Draft = { choice: CardChoice | null; text: string; file: { id: string; name: string; size: number } | null; at: number }
const KEEP_AFTER_MS = 900
const textLabels = { for: t.mine.textFor, against: t.mine.textAgainst, other: t.mine.textOther }

/** The answer: three equal choices, words, a file, one button. What is typed is on this device at once and on the server a moment later. */
function Answer({ card, onRefused }: { card: Mine; onRefused: (late: Late) => void }) {
  const start: Draft = card.draft ? { choice: card.draft.choice, text: card.draft.text, file: card.file, at: card.draft.at } : { choice: card.choice, text: card.text, file: card.file, at: 0 }
  const { value, set, clear } = useDraft<Draft>(`card.${card.id}`, start)
  const [isEditing, setEditing] = useState(card.choice === null || card.draft !== null)
  const [isAsked, setAsked] = useState(false)
  const { run, isSending, refusal, clear: clearRefusal } = useAct(cardAnswer)
  const isCut = useConnection().state !== 'online'
  const kept = useKeptDraft(card, value, isEditing)
  const form = useRef<HTMLElement>(null)
  const change = (part: Partial<Draft>) => {
    set({ ...part, at: Date.now() })
    clearRefusal()
  }
  const missing = isAsked && value.choice === 'other' && value.text.trim() === '' ? errorText('CARD_TEXT_REQUIRED') : undefined
  const submit = async () => {
    setAsked(true)
    if (!value.choice || (value.choice === 'other' && value.text.trim() === '')) {
      form.current?.querySelector<HTMLElement>(value.choice ? 'textarea' : '[aria-pressed]')?.focus()
      return
    }
    const answer = await run({ cardId: card.id, choice: value.choice, text: value.text, fileId: value.file?.id ?? null })
    if (answer && !answer.ok) onRefused({ code: answer.code, params: answer.params, text: value.text })
    if (!answer?.ok) return
    clear()
    setAsked(false)
    setEditing(false)
  }
  if (!isEditing && card.choice)
    return (
      <Card title={t.mine.page}>
        <Recorded card={card} />
        <div className="mt-3 flex flex-wrap items-center gap-3">
          {card.isChangeAllowed && (
            <Button size="lg" className="max-sm:w-full" onClick={() => setEditing(true)}>
              {t.mine.change}
            </Button>
          )}
        </div>
      </Card>
    )
  return (
    <section ref={form} aria-label={t.mine.page} className="flex flex-col gap-3 rounded-2xl border border-line bg-surface p-4">
      {card.proposal && (
        <div className="flex flex-col gap-2 rounded-lg border border-act-line bg-act-soft p-3">
          <p className="text-sm font-semibold text-act">{t.mine.proposal(card.proposal.byLabel, card.proposal.at)}</p>
          <p className="font-semibold">{t.choice[card.proposal.choice]}</p>
          {card.proposal.text && <p className="whitespace-pre-line">{card.proposal.text}</p>}
          <p className="text-sm text-text-2">{t.mine.proposalHint}</p>
          <Button className="w-fit max-sm:w-full" onClick={() => card.proposal && change({ choice: card.proposal.choice, text: card.proposal.text })}>
            {t.mine.useProposal}
          </Button>
        </div>
      )}
      <h2 className="text-card font-semibold">{t.mine.choose}</h2>
      <div role="group" aria-label={t.mine.choose} className="flex flex-col gap-2.5">
        {choices.map(choice => {
          const Icon = choiceIcons[choice]
          const isMine = value.choice === choice
          return (
            <button
              key={choice}
              type="button"
              aria-pressed={isMine}
              onClick={() => change({ choice })}
              className={cx(
                'flex min-h-[68px] items-center gap-4 rounded-2xl px-5 text-left text-card font-semibold transition-colors',
                isMine ? 'border-2 border-act bg-act-soft text-act' : 'border border-line-strong bg-surface text-text active:bg-surface-2',
              )}
            >
              <span className={cx('flex size-9 shrink-0 items-center justify-center rounded-full border', isMine ? 'border-act bg-act text-on-act' : 'border-line-strong')}>
                <Icon aria-hidden />
              </span>
              <span className="flex-1">{t.choice[choice]}</span>
            </button>
          )
        })}
      </div>
      {isAsked && !value.choice && (
        <p role="alert" className="flex items-start gap-2 text-late">
          <CircleAlert className="mt-1 shrink-0" aria-hidden />
          {t.mine.chooseFirst}
        </p>
      )}
      <TextArea label={value.choice ? textLabels[value.choice] : t.mine.text} rows={4} maxLength={10_000} value={value.text} error={missing} onChange={e => change({ text: e.target.value })} />
      {value.file ? (
        <div className="flex items-center gap-2">
          <div className="min-w-0 flex-1">
            <FileLink file={value.file} />
          </div>
          <IconButton label={t.form.removePaper(value.file.name)} onClick={() => change({ file: null })}>
            <X aria-hidden />
          </IconButton>
        </div>
      ) : (
        <FilePicker label={t.mine.attach} purpose="task" isTransient onReceived={f => change({ file: { id: f.fileId, name: f.name, size: f.size } })} />
      )}
      <p role="status" className="flex items-center gap-1.5 text-sm text-text-3">
        {kept.state === 'stored' ? <CloudCheck className="text-ok" aria-hidden /> : kept.state === 'here' ? <Smartphone aria-hidden /> : null}
        {kept.state === 'stored' ? t.mine.draftStored(kept.at) : kept.state === 'here' ? t.mine.draftHere : ''}
      </p>
      {refusal && (
        <p role="alert" className="flex items-start gap-2 rounded-lg border border-late-line bg-late-soft px-3 py-2.5 text-late">
          <CircleAlert className="mt-0.5 shrink-0" aria-hidden />
          <span>{errorText(refusal.code, refusal.params)}</span>
        </p>
      )}
      {isSending && isCut && (
        <p role="status" className="flex items-center gap-2 rounded-lg border border-soon-line bg-soon-soft px-3 py-2.5 text-soon">
          <RefreshCw className="turning" aria-hidden />
          {t.mine.notRecorded}
        </p>
      )}
      <Button size="xl" variant="primary" icon={<Send aria-hidden />} isSending={isSending} onClick={() => void submit()}>
        {card.choice ? t.mine.sendAgain : t.mine.send}
      </Button>
      <p className="text-center text-sm text-text-3">{card.isChangeAllowed ? t.mine.sendHint : t.mine.sendHintOnce}</p>
      {card.choice && (
        <Button
          variant="plain"
          size="lg"
          onClick={() => {
            set({ choice: card.choice, text: card.text, file: card.file, at: 0 })
            clear()
            setEditing(false)
          }}
        >
          {t.mine.keep}
        </Button>
      )}
    </section>
  )
}

/** Keeps what is typed on the server once the hand rests; says where it is. */
function useKeptDraft(card: Mine, value: Draft, isEditing: boolean): { state: 'none' | 'here' | 'stored'; at: number } {
  const send = useCommand()
  const [kept, setKept] = useState<{ state: 'none' | 'here' | 'stored'; at: number }>(card.draft ? { state: 'stored', at: card.draft.at } : { state: 'none', at: 0 })
  const typedAt = value.at
  useEffect(() => {
    if (!isEditing || typedAt === 0 || typedAt === card.draft?.at) return
    setKept({ state: 'here', at: 0 })
    const timer = setTimeout(() => {
      void send(cardKeepDraft, { cardId: card.id, choice: value.choice, text: value.text }, { isOnlyNow: true }).then(answer => {
        if (answer.ok) setKept({ state: 'stored', at: answer.data.at })
      })
    }, KEEP_AFTER_MS)
    return () => clearTimeout(timer)
  }, [typedAt, isEditing, card.id, card.draft?.at, value.choice, value.text, send])
  return kept
}

/** What other members said, where the card lets them see each other. */
function Others({ opinions }: { opinions: NonNullable<MyCardData['opinions']> }) {
  const { view } = useStream({ stream: opinions.stream, seq: opinions.seq, view: opinions.view, reduce: reduceOpinions })
  return (
    <Card title={t.mine.others}>
      {view.length === 0 && <p className="text-text-2">{t.mine.noOthers}</p>}
      <ul aria-live="polite" className="divide-y divide-line">
        {view.map(o => (
          <li key={o.userId} className="py-2.5">
            <p className="flex flex-wrap items-center justify-between gap-2">
              <span className="font-semibold">{o.label}</span>
              <Chip>{t.choice[o.choice]}</Chip>
            </p>
            {o.text && <p className="mt-1 whitespace-pre-line">{o.text}</p>}
          </li>
        ))}
      </ul>
    </Card>
  )
}
