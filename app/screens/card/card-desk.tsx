import { useNavigate } from '@remix-run/react'
import { useMemo, useState } from 'react'
import { cardApprove, cardAssign, cardClose, cardConclude, cardExplain, cardExtend, cardRecall, cardRemind, cardReplace, cardReturn, cardSend, cardSubmit } from '#app/contracts/card.ts'
import { Button, ButtonLink } from '#app/components/button.tsx'
import { Card } from '#app/components/card.tsx'
import { CountBadge } from '#app/components/chip.tsx'
import { ConfirmDialog, Dialog } from '#app/components/dialog.tsx'
import { FormError, Select, TextArea, TextInput } from '#app/components/field.tsx'
import { CalendarClock, Check, ClipboardList, FileText, Flag, Gavel, Hourglass, type LucideIcon, Megaphone, MessageSquareReply, RefreshCw, Scale, Send, Undo2, User } from '#app/components/icon.tsx'
import { toast } from '#app/components/toast.tsx'
import { type Unit, UnitPicker } from '#app/components/unit-picker.tsx'
import { useNow } from '#app/components/use-now.ts'
import { VoteBar } from '#app/components/vote-bar.tsx'
import { addWorkingDays, type CalendarDay, civilDateInVietnam, type WorkCalendar } from '#app/domain/calendar/working-days.ts'
import { availableCardActs, type CardAct, type CardRole } from '#app/domain/card/machine.ts'
import { sumUp, wantsExplanation } from '#app/domain/card/result.ts'
import { type Desk, type DeskMember, reduceCardDesk } from '#app/live/reducers/card.ts'
import { newId } from '#app/live/new-id.ts'
import { useAct } from '#app/live/use-command.ts'
import { useStream } from '#app/live/use-stream.ts'
import { DeadlineField } from '#app/screens/tasks/deadline-field.tsx'
import { readDeadline, useCalendar } from '#app/screens/tasks/deadline.ts'
import { useDraft } from '#app/screens/tasks/use-draft.ts'
import { cardText } from '#app/text/cards.ts'
import { errorText } from '#app/text/errors.ts'
import { formatDateTime } from '#app/text/format.ts'
import { taskText } from '#app/text/tasks.ts'
import { CardForm, CardPapers, type RulesNow } from './card-form.tsx'
import { OpinionStatistics } from './opinion-statistics.tsx'
import { BackToList, CardContent, CardDue, choiceIcons, FileLink, ResultWords, StatusChip } from './parts.tsx'
import { CardHistory, CardTasks } from './record.tsx'

const t = cardText.desk

export type CardDeskData = {
  view: Desk
  seq: number
  stream: string
  roles: readonly CardRole[]
  isMine: boolean
  /** the own draft, which somebody else approves */
  isOwnBarred: boolean
  silenceNow: RulesNow
  units: readonly Unit[]
  calendar: readonly CalendarDay[]
  now: number
}

/** Bàn tổng hợp của một phiếu: the draft, the count while it comes in, each opinion with its answer, the result, the work it gives. */
export function CardDeskScreen({ data }: { data: CardDeskData }) {
  const { view } = useStream({ stream: data.stream, seq: data.seq, view: data.view, reduce: reduceCardDesk })
  const now = useNow(data.now, 1_000)
  const calendar = useCalendar(data.calendar)
  const { card } = view
  const isOwnBarred = data.isOwnBarred && card.status === 'submitted'
  const acts = availableCardActs(card.status, data.roles).filter(a => !(isOwnBarred && a === 'approve'))
  return (
    <article className="mx-auto flex max-w-6xl flex-col gap-4">
      <header className="flex flex-col gap-2">
        <div className="flex flex-wrap items-center justify-between gap-2">
          <BackToList />
          <span className="flex flex-wrap gap-2">
            {data.isMine && card.sentAt && (
              <ButtonLink to={`/phieu-lay-y-kien/${card.id}`} icon={<User aria-hidden />}>
                {cardText.mine.page}
              </ButtonLink>
            )}
            <ButtonLink to={`/phieu-lay-y-kien/${card.id}/ho-so`} icon={<FileText aria-hidden />}>
              {t.record}
            </ButtonLink>
          </span>
        </div>
        <p className="flex flex-wrap items-center gap-2 text-sm text-text-3">
          {card.code ?? cardText.noCode}
          <StatusChip status={card.status} />
          <CardDue card={card} calendar={calendar} now={now} />
        </p>
        <h1 className="text-xl font-semibold text-balance md:text-2xl">{card.title}</h1>
        <p className="text-text-2">
          {[card.deadlineOn && cardText.due(card.deadlineOn), card.sentAt && cardText.sentOn(card.sentAt), card.silence && cardText.silenceDesk(card.silence.isAgreement)].filter(Boolean).join(' · ')}
        </p>
        {card.replaces && (
          <p className="text-text-2">
            {t.replaces}{' '}
            <a className="font-semibold text-act underline underline-offset-2" href={`/phieu-lay-y-kien/${card.replaces.id}/tong-hop`}>
              {card.replaces.code ?? cardText.noCode}
            </a>
          </p>
        )}
        {card.status === 'draft' && card.returnReason && <p className="rounded-lg border border-soon-line bg-soon-soft px-3 py-2.5 text-soon">{cardText.form.returned(card.returnReason)}</p>}
        {(card.status === 'recalled' || card.status === 'replaced') && (
          <p className="rounded-lg border border-act-line bg-act-soft px-3 py-2.5 text-act">
            {card.status === 'recalled' ? cardText.mine.recalled(card.recallReason ?? '') : `${cardText.mine.replaced} ${card.recallReason ?? ''} `}
            {card.replacedBy && (
              <a className="font-semibold underline underline-offset-2" href={`/phieu-lay-y-kien/${card.replacedBy.id}/tong-hop`}>
                {cardText.mine.toNew}
              </a>
            )}
          </p>
        )}
      </header>
      <Acts card={card} members={view.members} acts={acts} units={data.units} calendar={calendar} now={now} />
      {isOwnBarred && <p className="text-text-2">{t.ownApproval}</p>}
      {acts.length === 0 && <p className="text-text-2">{t.readOnly}</p>}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="flex min-w-0 flex-col gap-4">
          {card.result && <Result card={card} />}
          {view.members.length > 0 && <Opinions view={view} mayExplain={acts.includes('explain')} />}
          {view.members.length > 0 && <OpinionStatistics view={view} />}
          <Card title={t.content}>
            {acts.includes('edit') ? (
              <div className="flex flex-col gap-5">
                <CardForm key={card.id} card={card} units={data.units} rules={data.silenceNow} calendar={calendar} now={data.now} />
                <CardPapers card={card} />
              </div>
            ) : (
              <CardContent card={card} />
            )}
          </Card>
        </div>
        <div className="flex flex-col gap-4">
          {view.members.length > 0 && <Waiting members={view.members} isOver={card.status !== 'sent'} />}
          {(card.status === 'concluded' || card.tasks.length > 0) && <CardTasks tasks={card.tasks} />}
          <CardHistory acts={view.acts} />
        </div>
      </div>
    </article>
  )
}

// ── acts ──

type Open = 'send' | 'return' | 'extend' | 'recall' | 'replace' | 'close' | 'conclude' | 'assign' | null
const icons: Partial<Record<CardAct, LucideIcon>> = { submit: Send, return: Undo2, approve: Check, send: Send, remind: Megaphone, extend: CalendarClock, recall: Undo2, replace: RefreshCw, close: Hourglass, conclude: Gavel, assign: Flag }

function Acts({ card, members, acts, units, calendar, now }: { card: Desk['card']; members: readonly DeskMember[]; acts: readonly CardAct[]; units: readonly Unit[]; calendar: WorkCalendar; now: number }) {
  const [open, setOpen] = useState<Open>(null)
  const submit = useAct(cardSubmit)
  const approve = useAct(cardApprove)
  const remind = useAct(cardRemind)
  const waiting = members.filter(m => m.choice === null).length
  const isRunning = card.status === 'sent' && card.closesAt !== null && now < card.closesAt
  const unexplained = members.filter(m => wantsExplanation({ ...m, fileId: m.file?.id ?? null }) && !m.explanation).length
  const may = (act: CardAct) => acts.includes(act)
  const refusal = submit.refusal ?? approve.refusal ?? remind.refusal
  const button = (act: CardAct, label: string, run: () => void, more: { isPrimary?: boolean; isPlain?: boolean; isSending?: boolean } = {}) => {
    const Icon = icons[act] ?? Send
    return (
      <Button key={act} size="lg" variant={more.isPrimary ? 'primary' : more.isPlain ? 'plain' : 'outline'} icon={<Icon aria-hidden />} isSending={more.isSending ?? false} onClick={run}>
        {label}
      </Button>
    )
  }
  if (acts.length === 0) return null
  return (
    <div className="flex flex-col gap-2 print:hidden">
      <div className="flex flex-wrap gap-2">
        {may('submit') && button('submit', t.submit, () => void submit.run({ cardId: card.id }), { isPrimary: true, isSending: submit.isSending })}
        {may('approve') && button('approve', t.approve, () => void approve.run({ cardId: card.id }), { isPrimary: true, isSending: approve.isSending })}
        {may('return') && button('return', t.return, () => setOpen('return'))}
        {may('send') && button('send', t.send, () => setOpen('send'), { isPrimary: true })}
        {may('close') && (waiting === 0 || !isRunning) && button('close', t.close, () => setOpen('close'), { isPrimary: true })}
        {may('remind') &&
          isRunning &&
          waiting > 0 &&
          button('remind', t.remind, () => void remind.run({ cardId: card.id }).then(a => a?.ok && toast(t.reminded(a.data.reminded))), { isPrimary: true, isSending: remind.isSending })}
        {may('extend') && isRunning && button('extend', t.extend, () => setOpen('extend'))}
        {may('conclude') && button('conclude', t.conclude, () => setOpen('conclude'), { isPrimary: unexplained === 0 })}
        {may('assign') && button('assign', t.assign, () => setOpen('assign'), { isPrimary: true })}
        {may('replace') && button('replace', t.replace, () => setOpen('replace'), { isPlain: true })}
        {may('recall') && button('recall', t.recall, () => setOpen('recall'), { isPlain: true })}
      </div>
      {may('submit') && <p className="text-sm text-text-3">{t.submitHint}</p>}
      {may('close') && waiting === 0 && isRunning && <p className="text-sm text-text-3">{t.closeHint}</p>}
      {card.status === 'closed' && unexplained > 0 && (
        <p role="status" className="text-soon">
          {t.explainLeft(unexplained)}
        </p>
      )}
      <FormError>{refusal && errorText(refusal.code, refusal.params)}</FormError>
      {open === 'send' && <SendDialog card={card} calendar={calendar} now={now} onClose={() => setOpen(null)} />}
      {open === 'close' && <CloseDialog card={card} onClose={() => setOpen(null)} />}
      {open === 'extend' && <ExtendDialog card={card} calendar={calendar} onClose={() => setOpen(null)} />}
      {(open === 'return' || open === 'recall' || open === 'replace') && <ReasonDialog act={open} card={card} onClose={() => setOpen(null)} />}
      {open === 'conclude' && <ConcludeDialog card={card} onClose={() => setOpen(null)} />}
      {open === 'assign' && <AssignDialog card={card} units={units} calendar={calendar} now={now} onClose={() => setOpen(null)} />}
    </div>
  )
}

function SendDialog({ card, calendar, now, onClose }: { card: Desk['card']; calendar: WorkCalendar; now: number; onClose: () => void }) {
  const { run, isSending, refusal } = useAct(cardSend)
  return (
    <ConfirmDialog
      isOpen
      title={t.sendAsk}
      confirmLabel={t.send}
      isSending={isSending}
      error={refusal && errorText(refusal.code, refusal.params)}
      onClose={onClose}
      onConfirm={() =>
        void run({ cardId: card.id }).then(a => {
          if (!a?.ok) return
          toast(t.sent(a.data.members))
          onClose()
        })
      }
    >
      {t.sendBody(card.days, addWorkingDays(calendar, civilDateInVietnam(now), card.days))}
    </ConfirmDialog>
  )
}

function CloseDialog({ card, onClose }: { card: Desk['card']; onClose: () => void }) {
  const { run, isSending, refusal } = useAct(cardClose)
  return (
    <ConfirmDialog isOpen title={t.closeAsk} confirmLabel={t.close} isSending={isSending} error={refusal && errorText(refusal.code, refusal.params)} onClose={onClose} onConfirm={() => void run({ cardId: card.id }).then(a => a?.ok && onClose())}>
      {t.closeBody}
    </ConfirmDialog>
  )
}

const reasoned = { return: { def: cardReturn, title: t.returnTitle, hint: t.returnHint, label: t.return }, recall: { def: cardRecall, title: t.recallTitle, hint: t.recallHint, label: t.recall }, replace: { def: cardReplace, title: t.replaceTitle, hint: t.replaceHint, label: t.replace } }

function ReasonDialog({ act, card, onClose }: { act: keyof typeof reasoned; card: Desk['card']; onClose: () => void }) {
  const navigate = useNavigate()
  const { def, title, hint, label } = reasoned[act]
  const [newCardId] = useState(newId)
  const { value, set, clear } = useDraft(`card.${card.id}.${act}`, { reason: '' })
  const [isAsked, setAsked] = useState(false)
  const { run, isSending, refusal } = useAct(def as typeof cardReplace)
  const submit = async () => {
    setAsked(true)
    if (value.reason.trim() === '') return
    const answer = await run({ cardId: card.id, reason: value.reason, newCardId })
    if (!answer?.ok) return
    clear()
    onClose()
    if (act === 'replace') navigate(`/phieu-lay-y-kien/${newCardId}/tong-hop`)
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title}
      footer={
        <>
          <Button onClick={onClose}>{taskText.cancel}</Button>
          <Button variant="primary" isSending={isSending} onClick={() => void submit()}>
            {label}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <p>{hint}</p>
        <TextArea label={t.reason} rows={3} maxLength={2000} value={value.reason} error={isAsked && value.reason.trim() === '' ? errorText('CARD_REASON_REQUIRED') : undefined} onChange={e => set({ reason: e.target.value })} />
        <FormError>{refusal && errorText(refusal.code, refusal.params)}</FormError>
      </div>
    </Dialog>
  )
}

const MAX_EXTENSION = 60
function ExtendDialog({ card, calendar, onClose }: { card: Desk['card']; calendar: WorkCalendar; onClose: () => void }) {
  const { value, set, clear } = useDraft(`card.${card.id}.extend`, { days: '2', reason: '' })
  const [isAsked, setAsked] = useState(false)
  const { run, isSending, refusal } = useAct(cardExtend)
  const days = Number(value.days)
  const isDays = Number.isInteger(days) && days >= 1 && days <= MAX_EXTENSION
  const submit = async () => {
    setAsked(true)
    if (!isDays || value.reason.trim() === '') return
    const answer = await run({ cardId: card.id, days, reason: value.reason })
    if (!answer?.ok) return
    clear()
    toast(t.extended(answer.data.deadlineOn))
    onClose()
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t.extendTitle}
      footer={
        <>
          <Button onClick={onClose}>{taskText.cancel}</Button>
          <Button variant="primary" isSending={isSending} onClick={() => void submit()}>
            {t.extend}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <TextInput
          label={t.extendDays}
          inputMode="numeric"
          hint={isDays && card.deadlineOn ? t.extendHint(addWorkingDays(calendar, card.deadlineOn, days)) : undefined}
          value={value.days}
          error={isAsked && !isDays ? errorText('CARD_DAYS_WRONG', { min: 1, max: MAX_EXTENSION }) : undefined}
          onChange={e => set({ days: e.target.value })}
        />
        <TextArea label={t.reason} rows={3} maxLength={2000} value={value.reason} error={isAsked && value.reason.trim() === '' ? errorText('CARD_REASON_REQUIRED') : undefined} onChange={e => set({ reason: e.target.value })} />
        <FormError>{refusal && errorText(refusal.code, refusal.params)}</FormError>
      </div>
    </Dialog>
  )
}

function ConcludeDialog({ card, onClose }: { card: Desk['card']; onClose: () => void }) {
  const { value, set, clear } = useDraft(`card.${card.id}.conclude`, { conclusion: '' })
  const { run, isSending, refusal } = useAct(cardConclude)
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t.concludeTitle}
      footer={
        <>
          <Button onClick={onClose}>{taskText.cancel}</Button>
          <Button
            variant="primary"
            isSending={isSending}
            onClick={() =>
              void run({ cardId: card.id, conclusion: value.conclusion }).then(a => {
                if (!a?.ok) return
                clear()
                toast(t.concluded)
                onClose()
              })
            }
          >
            {t.conclude}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <p className="font-semibold text-text">{card.result?.sentence}.</p>
        <p>{t.concludeHint}</p>
        <TextArea label={t.concludeText} rows={4} maxLength={5000} value={value.conclusion} onChange={e => set({ conclusion: e.target.value })} />
        <FormError>{refusal && errorText(refusal.code, refusal.params)}</FormError>
      </div>
    </Dialog>
  )
}

function AssignDialog({ card, units, calendar, now, onClose }: { card: Desk['card']; units: readonly Unit[]; calendar: WorkCalendar; now: number; onClose: () => void }) {
  const [taskId] = useState(newId)
  const { value, set, clear } = useDraft(`card.${card.id}.assign`, { content: card.conclusion ?? '', leadUnitId: card.leadUnitId, coordinatorIds: [] as string[], deadline: '' })
  const [isAsked, setAsked] = useState(false)
  const { run, isSending, refusal } = useAct(cardAssign)
  const deadline = readDeadline(value.deadline, now, calendar)
  const submit = async () => {
    setAsked(true)
    if (value.content.trim() === '' || !value.leadUnitId || deadline.kind === 'unread') return
    const answer = await run({ cardId: card.id, taskId, content: value.content, leadUnitId: value.leadUnitId, coordinatorIds: value.coordinatorIds, deadlineOn: deadline.kind === 'date' ? deadline.date : null })
    if (!answer?.ok) return
    clear()
    toast(t.assigned(answer.data.code))
    onClose()
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t.assignTitle}
      footer={
        <>
          <Button onClick={onClose}>{taskText.cancel}</Button>
          <Button variant="primary" isSending={isSending} onClick={() => void submit()}>
            {taskText.giveNow}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <TextArea label={taskText.fieldContent} rows={3} maxLength={5000} value={value.content} error={isAsked && value.content.trim() === '' ? taskText.required : undefined} onChange={e => set({ content: e.target.value })} />
        <UnitPicker label={taskText.fieldLead} units={units} value={value.leadUnitId} onChange={leadUnitId => set({ leadUnitId })} error={isAsked && !value.leadUnitId ? taskText.unitMissing : undefined} />
        <UnitPicker isMulti label={taskText.fieldCoordinators} units={units} value={value.coordinatorIds} excludeIds={value.leadUnitId ? [value.leadUnitId] : []} onChange={coordinatorIds => set({ coordinatorIds })} />
        <DeadlineField typed={value.deadline} onTyped={text => set({ deadline: text })} now={now} calendar={calendar} isStrict={isAsked} />
        <FormError>{refusal && errorText(refusal.code, refusal.params)}</FormError>
      </div>
    </Dialog>
  )
}

// ── what came in ──

function Result({ card }: { card: Desk['card'] }) {
  const { result } = card
  if (!result) return null
  const copy = () => {
    void navigator.clipboard?.writeText(`${result.sentence}.`).then(
      () => toast(t.copied),
      () => toast(t.copyFailed),
    )
  }
  return (
    <Card
      title={t.result}
      aside={
        <Button size="sm" icon={<ClipboardList aria-hidden />} onClick={copy}>
          {t.copy}
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        <ResultWords result={result} />
        {result.needsLegalConfirmation && (
          <p className="flex items-start gap-2 text-soon">
            <Scale className="mt-0.5 shrink-0" aria-hidden />
            {t.legal}
          </p>
        )}
        {card.conclusion && <p className="whitespace-pre-line">{card.conclusion}</p>}
      </div>
    </Card>
  )
}

type Group = keyof typeof t.groups
const groupOf = (m: DeskMember): Group | null => (m.choice === null ? null : m.choice === 'for' ? (m.text || m.file ? 'forText' : 'for') : m.choice)
const order: Group[] = ['against', 'other', 'forText', 'for']

function Opinions({ view, mayExplain }: { view: Desk; mayExplain: boolean }) {
  const { card, members } = view
  const sum = useMemo(() => sumUp(members), [members])
  const base = card.base ?? members.length
  const needed = Number(/\d+/.exec(card.ruleText ?? '')?.[0] ?? Math.floor(base / 2) + 1)
  const waiting = members.length - sum.answered
  return (
    <Card title={t.live} aside={<strong className="text-md text-text">{t.answered(sum.answered, members.length)}</strong>}>
      <div className="flex flex-col gap-4">
        <div aria-live="polite" className="flex flex-col gap-3">
          <p className="flex flex-wrap items-baseline gap-x-5 gap-y-1">
            <span>
              <strong key={sum.for} className="flash rounded-sm text-fig leading-none font-bold">
                {sum.for}
              </strong>{' '}
              <span className="text-lg font-semibold">{cardText.choice.for.toLowerCase()}</span>
            </span>
            <span className="text-md">
              <strong>{sum.against}</strong> {cardText.choice.against.toLowerCase()}
            </span>
            <span className="text-md">
              <strong>{sum.other}</strong> {cardText.choice.other.toLowerCase()}
            </span>
            <span className="text-md text-text-2">
              <strong>{waiting}</strong> {t.waiting.toLowerCase()}
            </span>
            <span className="ml-auto text-md text-text-2">{t.needed(needed, base)}</span>
          </p>
          <VoteBar figures={{ for: sum.for, against: sum.against, abstain: sum.other, needed, base, presentVoters: base }} label={t.bar({ ...sum, needed, waiting })} />
          {card.ruleText && (
            <p className="flex items-start gap-2 text-sm text-text-3">
              <Scale className="mt-0.5 shrink-0" aria-hidden />
              {card.ruleText}. {card.silence && cardText.silenceDesk(card.silence.isAgreement)}
            </p>
          )}
        </div>
        {order.map(group => {
          const rows = members.filter(m => groupOf(m) === group)
          if (rows.length === 0) return null
          const Icon = choiceIcons[group === 'forText' ? 'for' : group]
          return (
            <section key={group} aria-label={t.groups[group]}>
              <h3 className="flex items-center gap-2 border-b border-line pb-1.5 font-semibold">
                <Icon aria-hidden />
                {t.groups[group]} <CountBadge count={rows.length} />
              </h3>
              <ul className="divide-y divide-line">
                {rows.map(m => (
                  <OpinionRow key={m.userId} cardId={card.id} member={m} isPlain={group === 'for'} mayExplain={mayExplain} />
                ))}
              </ul>
            </section>
          )
        })}
      </div>
    </Card>
  )
}

function OpinionRow({ cardId, member: m, isPlain, mayExplain }: { cardId: string; member: DeskMember; isPlain: boolean; mayExplain: boolean }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <li className="flex flex-col gap-1.5 py-2.5">
      <p className="flex flex-wrap items-baseline justify-between gap-x-3">
        <span className="font-semibold">{m.label}</span>
        <span className="text-sm text-text-3">{[m.answeredAt && formatDateTime(m.answeredAt), m.changes > 0 && t.changed(m.changes)].filter(Boolean).join(' · ')}</span>
      </p>
      {!isPlain && (m.text ? <p className="whitespace-pre-line">{m.text}</p> : <p className="text-text-3">{t.noText}</p>)}
      {m.file && <FileLink file={m.file} />}
      {m.explanation && (
        <div className="rounded-lg border-l-4 border-act-line bg-surface-2 px-3 py-2">
          <p className="text-sm font-semibold">
            {cardText.explanation[m.explanation.kind]} <span className="font-normal text-text-3">· {m.explanation.byLabel}, {formatDateTime(m.explanation.at)}</span>
          </p>
          <p className="whitespace-pre-line">{m.explanation.text}</p>
        </div>
      )}
      {mayExplain && !isPlain && !isOpen && (
        <Button className="w-fit print:hidden" icon={<MessageSquareReply aria-hidden />} aria-label={`${m.explanation ? t.explainEdit : t.explain}: ${m.label}`} onClick={() => setOpen(true)}>
          {m.explanation ? t.explainEdit : t.explain}
        </Button>
      )}
      {mayExplain && isOpen && <ExplainForm cardId={cardId} member={m} onDone={() => setOpen(false)} />}
    </li>
  )
}

function ExplainForm({ cardId, member, onDone }: { cardId: string; member: DeskMember; onDone: () => void }) {
  const { value, set, clear } = useDraft(`card.${cardId}.${member.userId}`, { kind: member.explanation?.kind ?? ('accepted' as const), text: member.explanation?.text ?? '' })
  const [isAsked, setAsked] = useState(false)
  const { run, isSending, refusal } = useAct(cardExplain)
  const submit = async () => {
    setAsked(true)
    if (value.text.trim() === '') return
    const answer = await run({ cardId, memberId: member.userId, kind: value.kind, text: value.text })
    if (!answer?.ok) return
    clear()
    onDone()
  }
  return (
    <form
      className="flex flex-col gap-3 rounded-lg border border-line bg-surface-2 p-3"
      noValidate
      onSubmit={e => {
        e.preventDefault()
        void submit()
      }}
    >
      <Select label={t.explainKind} value={value.kind} onChange={e => set({ kind: e.target.value as 'accepted' })}>
        {(['accepted', 'partly', 'explained'] as const).map(k => (
          <option key={k} value={k}>
            {cardText.explanation[k]}
          </option>
        ))}
      </Select>
      <TextArea label={t.explainText} rows={3} maxLength={5000} autoFocus value={value.text} error={isAsked && value.text.trim() === '' ? cardText.form.required : undefined} onChange={e => set({ text: e.target.value })} />
      <FormError>{refusal && errorText(refusal.code, refusal.params)}</FormError>
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>{taskText.cancel}</Button>
        <Button type="submit" variant="primary" isSending={isSending}>
          {t.explainSave}
        </Button>
      </div>
    </form>
  )
}

function Waiting({ members, isOver }: { members: readonly DeskMember[]; isOver: boolean }) {
  const rows = members.filter(m => m.choice === null)
  return (
    <Card
      title={
        <span className="flex items-center gap-2">
          {isOver ? cardText.record.silent : t.waiting} <CountBadge count={rows.length} />
        </span>
      }
    >
      {rows.length === 0 && <p className="text-text-2">{t.noneWaiting}</p>}
      <ul className="flex max-h-96 flex-col gap-2 overflow-y-auto" tabIndex={rows.length > 0 ? 0 : undefined} aria-label={t.waiting}>
        {rows.map(m => (
          <li key={m.userId}>
            {m.label}
            {(m.isLapsed || m.remindedAt) && <span className="block text-sm text-text-3">{m.isLapsed ? t.lapsed : m.remindedAt ? t.remindedAt(m.remindedAt) : ''}</span>}
          </li>
        ))}
      </ul>
    </Card>
  )
}
